"""Themes: what can be read, told apart by every eye, and in grey."""

from __future__ import annotations

from itertools import combinations, pairwise

import numpy as np
import pytest

from scaling.errors import UnknownNameError
from scaling.plots.style.look import Look
from scaling.plots.style.ramp import parts_of
from scaling.plots.style.shades import contrast
from scaling.plots.style.theme import THEMES, Theme, theme_named
from scaling.plots.style.verdicts import STYLES

# Machado, Oliveira & Fernandes (2009), severity 1, for linear RGB.
EYES = {
    "normal": np.eye(3),
    "protanopia": np.array([[0.152286, 1.052583, -0.204868], [0.114503, 0.786281, 0.099216],
                            [-0.003882, -0.048116, 1.051998]]),
    "deuteranopia": np.array([[0.367322, 0.860646, -0.227968], [0.280085, 0.672501, 0.047413],
                              [-0.011820, 0.042940, 0.968881]]),
}  # fmt: skip
TO_XYZ = np.array([[0.4124564, 0.3575761, 0.1804375], [0.2126729, 0.7151522, 0.0721750],
                   [0.0193339, 0.1191920, 0.9503041]])  # fmt: skip
WHITE = np.array([0.95047, 1.0, 1.08883])

themes = pytest.mark.parametrize("theme", THEMES.values(), ids=THEMES)


def seen(colour: str, eye: np.ndarray) -> np.ndarray:
    """Return a colour in CIE L*a*b* as an eye sees it."""
    parts = np.array(parts_of(colour)) / 255
    linear = np.where(parts <= 0.04045, parts / 12.92, ((parts + 0.055) / 1.055) ** 2.4)
    ratio = TO_XYZ @ np.clip(eye @ linear, 0, 1) / WHITE
    f = np.where(ratio > 216 / 24389, np.cbrt(ratio), (24389 / 27 * ratio + 16) / 116)
    return np.array([116 * f[1] - 16, 500 * (f[0] - f[1]), 200 * (f[1] - f[2])])


@themes
def test_text_and_marks_stand_out(theme: Theme) -> None:
    for text in (theme.ink, theme.muted):
        assert contrast(text, theme.background) >= 4.5
    for colour in theme.palette:
        assert contrast(colour, theme.background) >= 3


@themes
@pytest.mark.parametrize("eye", EYES)
def test_colours_are_told_apart_by_every_eye(theme: Theme, eye: str) -> None:
    pairs = combinations([seen(colour, EYES[eye]) for colour in theme.palette], 2)
    assert min(float(np.linalg.norm(one - other)) for one, other in pairs) > 20


@themes
def test_words_on_the_tints_of_verdicts_can_be_read(theme: Theme) -> None:
    for verdict, style in STYLES.items():
        assert contrast(theme.ink, style.tint_on(theme)) >= 4.5, verdict


@themes
def test_thirty_names_look_different_and_neighbours_differ_in_grey(theme: Theme) -> None:
    look = Look.of([f"family {k}" for k in range(30)], theme)
    assert len(set(zip(look.colours, look.shapes, strict=True))) == 30
    assert len(set(zip(look.colours, look.dashes, strict=True))) == 30
    for these in (look.shapes, look.dashes, look.colours):
        assert all(one != other for one, other in pairwise(these))


def test_paper_is_in_points_of_at_least_eight() -> None:
    paper = theme_named("print")
    assert paper.unit == "pt"
    assert min(paper.small_size, paper.text_size, paper.panel_size, paper.title_size) >= 8
    assert paper.px(11) == 8
    assert paper.config()["axis"]["labelFontSize"] == 8


def test_unknown_theme() -> None:
    with pytest.raises(UnknownNameError, match="unknown theme 'ligth': did you mean 'light'"):
        theme_named("ligth")
