"""Verdicts as points."""

from __future__ import annotations

import pytest

from scaling.notes import VERDICTS
from scaling.plots.style.theme import DARK, LIGHT, PRINT, Theme
from scaling.plots.style.verdict_looks import PLACES, in_order, verdict_look


def test_every_verdict_has_a_shape_of_its_own() -> None:
    assert list(PLACES) == list(VERDICTS)
    assert len({shape for _, shape in PLACES.values()}) == len(PLACES)


def test_an_open_verdict_has_no_hole() -> None:
    assert PLACES["inconclusive"][1].count("M") == 1  # hollow points mean something else


@pytest.mark.parametrize("theme", [LIGHT, DARK, PRINT])
def test_colours_follow_the_theme(theme: Theme) -> None:
    look = verdict_look(["smooth", "emergent_sharp", "brand_new"], theme)
    assert look.names == ("emergent_sharp", "smooth", "brand_new")
    assert set(look.colours) <= set(theme.palette)
    assert look.shapes[0] == "diamond"


def test_verdicts_are_in_the_order_of_the_notes() -> None:
    assert in_order([*reversed(VERDICTS), "failed", "brand_new"]) == [
        *VERDICTS, "failed", "brand_new"
    ]  # fmt: skip
