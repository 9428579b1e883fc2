"""Figures inside a page: as SVG for both themes, and slimmer than a file of its own."""

from __future__ import annotations

import re
from typing import Any
from xml.etree import ElementTree

from scaling.plots.export.svg import svg_text
from scaling.plots.figure import Figure
from scaling.reports.writers.shades import Shades

DIGITS = 1  # of a coordinate, in pixels
_NAMESPACE = re.compile(r' xmlns(?::[a-z]+)?="[^"]*"')
_FRACTION = re.compile(r"-?\d*\.\d+")
_PLACES = ("d", "transform", "x", "y", "x1", "y1", "x2", "y2", "dx", "dy", "width", "height", "r")
_MEANINGLESS = ("class", "pointer-events", "aria-hidden", "style")
_USUAL = {
    "opacity": "1", "fill-opacity": "1", "stroke-opacity": "1", "stroke-width": "1", "x2": "0",
    "y2": "0", "text-anchor": "start", "font-weight": "normal", "stroke-dasharray": "",
    "transform": "translate(0,0)", "stroke-linecap": "butt",
}  # fmt: skip
_INHERITED = (
    "fill", "stroke", "stroke-width", "stroke-dasharray", "font-size", "text-anchor", "font-weight",
)  # fmt: skip
_OF_LINES = ("x2", "y2")
_EMPTY = "M0,0h0v0h0Z"  # Vega's background of a group that has none


def document_for_both(light: Figure, dark: Figure, shades: Shades) -> dict[str, Any]:
    """Return the Vega-Lite document of a figure that follows the page's theme, without paper."""
    ours, theirs = light.spec(), dark.spec()
    rows, other_rows = ours.pop("datasets", {}), theirs.pop("datasets", {})
    pairs: dict[tuple[str, str], str] = {}
    _name_pairs(ours, theirs, pairs)
    merged: dict[str, Any] = shades.merged(ours, theirs)
    merged["datasets"] = {
        name: shades.merged(rows[first], other_rows[second])
        for (first, second), name in pairs.items()
    }
    merged["config"] = {**merged.get("config", {}), "background": "transparent"}
    return merged


def _name_pairs(ours: Any, theirs: Any, pairs: dict[tuple[str, str], str]) -> None:
    """Rename the rows of ``ours`` after what they are in both: Altair names rows by their content.

    Rows that are the same in one theme can be different ones in the other.
    """
    if isinstance(ours, list) and isinstance(theirs, list):
        for one, other in zip(ours, theirs, strict=False):
            _name_pairs(one, other, pairs)
    if not (isinstance(ours, dict) and isinstance(theirs, dict)):
        return
    for key, value in ours.items():
        if key == "data" and isinstance(value, dict) and list(value) == ["name"]:
            pair = value["name"], theirs[key]["name"]
            value["name"] = pairs.setdefault(pair, f"rows-{len(pairs)}")
        else:
            _name_pairs(value, theirs.get(key), pairs)


def inline_svg(document: dict[str, Any]) -> str:
    """Return a document as an SVG element of a page; the page states the manifest once."""
    root = ElementTree.fromstring(_NAMESPACE.sub("", svg_text(document, inline=True)))
    for metadata in root.findall("metadata"):
        root.remove(metadata)
    fonts = {text.get("font-family") for text in root.iter("text")}
    if len(fonts) == 1:
        for text in root.iter("text"):
            text.attrib.pop("font-family", None)
        if font := fonts.pop():
            root.set("font-family", font)
    _slim(root)
    _share_clips(root)
    return ElementTree.tostring(root, encoding="unicode")


def _slim(element: ElementTree.Element) -> None:
    """Leave out what draws nothing, and digits that nobody sees."""
    for name in _MEANINGLESS:
        element.attrib.pop(name, None)
    for name, usual in _USUAL.items():
        if element.get(name) == usual and (name not in _OF_LINES or element.tag == "line"):
            element.attrib.pop(name)
    for name in _PLACES:
        if name in element.attrib:
            element.set(name, _FRACTION.sub(_shorter, element.get(name, "")))
    kept: list[ElementTree.Element] = []
    for child in element:
        _slim(child)
        if _draws_nothing(child):
            continue
        kept += list(child) if child.tag == "g" and not child.attrib else [child]
    element[:] = kept
    if element.tag == "g":
        _share_looks(element)


def _share_looks(group: ElementTree.Element) -> None:
    """Say once on a group what all its members say, of what members inherit."""
    for name in _INHERITED:
        values = {member.get(name) for member in group}
        if len(group) > 1 and len(values) == 1 and None not in values and name not in group.attrib:
            group.set(name, values.pop() or "")
            for member in group:
                member.attrib.pop(name)


def _share_clips(root: ElementTree.Element) -> None:
    """Keep one of each clip: Vega writes one a mark."""
    same: dict[str, str] = {}
    for definitions in root.iter("defs"):
        for clip in list(definitions):
            shape = "".join(ElementTree.tostring(part, encoding="unicode") for part in clip)
            name = clip.get("id", "")
            if shape in same:
                definitions.remove(clip)
            same.setdefault(shape, name)
            same[name] = same[shape]
    for element in root.iter():
        clip_path = element.get("clip-path", "")
        name = clip_path.removeprefix("url(#").removesuffix(")")
        if name in same:
            element.set("clip-path", f"url(#{same[name]})")


def _draws_nothing(element: ElementTree.Element) -> bool:
    if element.get("display") == "none":
        return True
    if element.tag == "path":
        return element.get("d", "") in ("", _EMPTY)
    return element.tag == "g" and not len(element)


def _shorter(number: re.Match[str]) -> str:
    text = f"{float(number[0]):.{DIGITS}f}".rstrip("0").rstrip(".")
    return "0" if text in ("-0", "") else text
