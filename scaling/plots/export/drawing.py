"""Vega-Lite documents drawn: the SVG that SVG, PNG and PDF files are made from, and its size."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import lru_cache
from html import unescape
from typing import Any, NamedTuple

import vl_convert

from scaling.plots.export.spec import json_text, vegalite_version

INCH = {"px": 96.0, "pt": 72.0}
"""Lengths of a design to the inch: pixels of a screen as in CSS, points on paper."""

UNSEEN = ("description", "usermeta")
SIDES = ("right", "left", "top", "bottom")

_TEXT = re.compile(r">([^<>]+)<")
_ROOT = re.compile(r'<svg\b[^>]*? width="([0-9.]+)" height="([0-9.]+)"[^>]*>')


class Drawing(NamedTuple):
    """An SVG, with its width and height in the unit of the design."""

    svg: str
    width: float
    height: float

    def sized(self, width: str, height: str) -> str:
        """Return the SVG with other lengths written on its root; what it shows stays."""
        root = _ROOT.search(self.svg)
        assert root is not None
        head = f'{self.svg[root.start() : root.start(1)]}{width}" height="{height}'
        return self.svg[: root.start()] + head + self.svg[root.end(2) :]

    def widened(self, more: float) -> Drawing:
        """Return the drawing with more room at its right, on the same ground."""
        if not more:
            return self
        old, wide = f"{self.width:g}", f"{self.width + more:g}"
        high = f"{self.height:g}"
        svg = self.sized(wide, high)
        for place in (f'viewBox="0 0 {{}} {high}"', f'<rect width="{{}}" height="{high}"'):
            svg = svg.replace(place.format(old), place.format(wide), 1)
        return Drawing(svg, float(wide), self.height)

    def texts(self) -> list[str]:
        """Return every text that the drawing shows."""
        return [unescape(found) for found in _TEXT.findall(self.svg)]


def drawing_of(document: Mapping[str, Any]) -> Drawing:
    """Draw a Vega-Lite document; the latest are kept, so that formats share one drawing.

    So do documents that differ in what is no part of the picture, or in the room at the right:
    a figure that was measured to be given its width need not be drawn again.
    """
    shown = {name: value for name, value in document.items() if name not in UNSEEN}
    around = document.get("config", {}).get("padding")
    padding = shown.pop("padding", around)
    sides = padding if isinstance(padding, Mapping) else dict.fromkeys(SIDES, padding)
    if any(sides[side] != around for side in SIDES[1:]):
        return _drawn(json_text(shown | {"padding": padding}))
    return _drawn(json_text(shown)).widened(0.0 if around is None else sides["right"] - around)


@lru_cache(maxsize=2)
def _drawn(document: str) -> Drawing:
    svg: str = vl_convert.vegalite_to_svg(document, vl_version=vegalite_version())
    root = _ROOT.search(svg)
    if root is None:  # pragma: no cover - vl-convert always writes a root with its size
        raise AssertionError("no <svg> element")
    return Drawing(svg, float(root[1]), float(root[2]))
