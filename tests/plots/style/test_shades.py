"""Shades of one colour."""

from __future__ import annotations

from itertools import pairwise

import pytest

from scaling.plots.style.ramp import parts_of
from scaling.plots.style.shades import contrast, legible_on, shades
from scaling.plots.style.style import Style
from tests.plots.builder import NIGHT, PAPER, SCREEN


@pytest.mark.parametrize("style", [SCREEN, NIGHT, PAPER])
def test_shades_grow_away_from_the_background_and_numbers_stand_out(style: Style) -> None:
    found = shades(style.theme, 5)
    assert len(set(found)) == 5
    away = [contrast(shade, style.theme.background) for shade in found]
    assert away == sorted(away)
    assert all(contrast(legible_on(shade, style.theme), shade) >= 4.5 for shade in found)


def test_one_shade_is_the_palest() -> None:
    assert shades(SCREEN.theme, 1) == shades(SCREEN.theme, 4)[:1]
    assert shades(SCREEN.theme, 0) == ()


def test_shades_are_of_one_colour() -> None:
    lights = [sum(parts_of(shade)) for shade in shades(SCREEN.theme, 6)]
    assert all(light > dark for light, dark in pairwise(lights))


def test_contrast_is_that_of_wcag() -> None:
    assert contrast("#FFFFFF", "#FFFFFF") == 1
    assert contrast("#767676", "#FFFFFF") == pytest.approx(4.54, abs=0.01)
    assert contrast("#FFFFFF", "#767676") == contrast("#767676", "#FFFFFF")


def test_what_reads_on_a_colour() -> None:
    assert legible_on("#FFFFFF", SCREEN.theme) == SCREEN.theme.ink
    assert legible_on("#000000", SCREEN.theme) == SCREEN.theme.background
