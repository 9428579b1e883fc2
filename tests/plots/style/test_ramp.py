"""Colours in an order."""

from __future__ import annotations

import pytest

from scaling.plots.style.ramp import below_and_above, ramp
from scaling.plots.style.shades import contrast
from scaling.plots.style.theme import DARK, LIGHT, PRINT, Theme


@pytest.mark.parametrize("theme", [LIGHT, DARK, PRINT])
@pytest.mark.parametrize("count", [2, 3, 7, 20])
def test_more_stands_out_more_from_the_background(theme: Theme, count: int) -> None:
    steps = [contrast(colour, theme.background) for colour in ramp(theme, count)]
    assert steps == sorted(steps)
    assert steps[0] > 2
    assert len(set(ramp(theme, count))) == count


def test_one_colour_is_from_the_middle() -> None:
    assert ramp(LIGHT, 1) == ("#7B2D8B",)


def test_a_middle_is_near_the_background() -> None:
    for theme in (LIGHT, DARK):
        low, middle, high = below_and_above(theme)
        assert contrast(middle, theme.background) < 2
        assert min(contrast(low, theme.background), contrast(high, theme.background)) > 3
