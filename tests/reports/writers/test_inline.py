"""Figures inside a page: one SVG for both themes, whole, and slimmer than a file."""

from __future__ import annotations

import re
from typing import Any
from xml.etree import ElementTree

import pytest

from scaling.plots import draw
from scaling.plots.export.svg import svg_text
from scaling.plots.style.theme import DARK, LIGHT
from scaling.reports.writers.inline import document_for_both, inline_svg
from scaling.reports.writers.shades import Shades
from tests.reports.makers import few, grid


def both(results: Any, kind: str, shades: Shades) -> dict[str, Any]:
    figures = [draw(results, kind, theme=theme, title="") for theme in ("light", "dark")]
    return document_for_both(figures[0], figures[1], shades)


@pytest.mark.parametrize("kind", ["curves", "verdicts"])
def test_no_colour_of_one_theme_alone_is_left(kind: str) -> None:
    shades = Shades()
    document = both(few() if kind == "curves" else grid(4, 3), kind, shades)
    svg = inline_svg(document)
    bare = re.sub(r"var\([^)]*\)", "", svg)
    for theme in (LIGHT, DARK):
        assert theme.ink not in bare
        assert theme.background not in bare
    assert f"var(--c0, {LIGHT.muted})" in svg or LIGHT.ink in svg
    assert DARK.ink in shades.css()
    assert DARK.background not in svg


def test_nothing_drawn_is_lost() -> None:
    document = both(grid(4, 3), "verdicts", Shades())
    whole = ElementTree.fromstring(re.sub(r' xmlns(:\w+)?="[^"]*"', "", svg_text(document)))
    slim = ElementTree.fromstring(inline_svg(document))

    def texts(root: ElementTree.Element) -> list[str]:
        return ["".join(text.itertext()) for text in root.iter("text")]

    def shapes(root: ElementTree.Element) -> int:
        drawn = [path for path in root.iter("path") if path.get("d") not in ("", "M0,0h0v0h0Z")]
        return sum(path.get("display") != "none" for path in drawn)

    assert texts(slim) == texts(whole)
    assert shapes(slim) == shapes(whole)
    assert slim.find("metadata") is None
    assert slim.find("title") is not None
    assert slim.get("role") == "img"
    assert len(inline_svg(document)) < 0.85 * len(svg_text(document))


def test_every_clip_that_is_used_is_there() -> None:
    svg = inline_svg(both(few(), "curves", Shades()))
    used = set(re.findall(r"url\(#([^)]+)\)", svg))
    there = re.findall(r'<clipPath id="([^"]+)"', svg)
    assert used <= set(there)
    assert len(there) == len(set(there))


def test_rows_that_differ_in_one_theme_alone_are_kept_apart() -> None:
    document = both(grid(4, 3), "verdicts", Shades())
    names = set(
        re.findall(r"rows-\d+", str({k: v for k, v in document.items() if k != "datasets"}))
    )
    assert names == set(document["datasets"])
