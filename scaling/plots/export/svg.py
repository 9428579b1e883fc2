"""Charts as SVG: with title, description and manifest, and ids that are its own."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any
from xml.sax.saxutils import escape

from scaling.files import sha256_of
from scaling.plots.export.drawing import drawing_of
from scaling.plots.export.spec import (
    json_text,
    manifest_of,
    title_of,
    unit_of,
    without_manifest,
)

_ROOT = re.compile(r"<svg\b([^>]*)>")
_ID = re.compile(r'\bid="([^"]+)"')
_NAMED = re.compile(r'(\bid="|url\(#|="#)([^")]+)')
_TAG = re.compile(r"<[a-z][^>]*>")
_LABEL = re.compile(r' (?:role|aria-[a-z]+)="[^"]*"')


def svg_text(document: Mapping[str, Any], *, inline: bool = False) -> str:
    """Return a Vega-Lite document as SVG text.

    The root has role ``img`` and points to ``<title>`` and ``<desc>``; ``<metadata>`` holds the
    manifest as JSON. Ids carry a checksum of what is shown, so that several figures can live in
    one page. Width and height bear the unit of the design: a figure for paper has its points.
    ``inline`` leaves out the line end and lets a page scale the figure. Vega's roles and
    labels of single marks are left out: they are not those of a figure that is one image.
    """
    drawing, unit = drawing_of(document), unit_of(document)
    shown = "" if unit == "px" else unit
    drawn = drawing.sized(f"{drawing.width:g}{shown}", f"{drawing.height:g}{shown}")
    mark = "s" + sha256_of(json_text(without_manifest(document)).encode())[:10]
    drawn = _own_ids(_TAG.sub(lambda tag: _LABEL.sub("", tag[0]), drawn), mark)
    root = _ROOT.search(drawn)
    if root is None:  # pragma: no cover - vl-convert always writes a root
        raise AssertionError("no <svg> element")
    attributes = root[1] + f' role="img" aria-labelledby="{mark}-title {mark}-desc"'
    if inline:
        attributes += ' style="max-width: 100%; height: auto"'
    head = (
        f"<svg{attributes}>"
        f'<title id="{mark}-title">{escape(title_of(document))}</title>'
        f'<desc id="{mark}-desc">{escape(document["description"])}</desc>'
        f"<metadata>{escape(json_text(manifest_of(document)))}</metadata>"
    )
    text = drawn[: root.start()] + head + drawn[root.end() :]
    return text if inline else text + "\n"


def _own_ids(drawn: str, mark: str) -> str:
    """Number the ids from 0 and prefix them: Vega counts clip paths by process.

    In tags alone: what looks like an id in a text is the text's.
    """
    found = [name for tag in _TAG.findall(drawn) for name in _ID.findall(tag)]
    own = {name: f"{mark}-{number}" for number, name in enumerate(dict.fromkeys(found))}

    def named(tag: re.Match[str]) -> str:
        return _NAMED.sub(lambda name: name[1] + own.get(name[2], name[2]), tag[0])

    return _TAG.sub(named, drawn)
