"""Charts into files: SVG, PNG, PDF, HTML and Vega-Lite JSON, by the suffix of the name."""

from __future__ import annotations

import warnings
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import altair as alt

from scaling.errors import OutputError, ScalingWarning
from scaling.files import check_writable, write_whole
from scaling.plots.export.drawing import drawing_of
from scaling.plots.export.page import page_text
from scaling.plots.export.pdf import pdf_of
from scaling.plots.export.png import png_of
from scaling.plots.export.spec import json_text, manifest_of, spec_of, title_of
from scaling.plots.export.svg import svg_text
from scaling.plots.export.xmp import xmp_packet
from scaling.plots.style.fonts import missing_glyphs, missing_text
from scaling.provenance import Manifest

FORMATS = ("svg", "png", "pdf", "html", "json")
DPI = 200
XMP = "XML:com.adobe.xmp"  # the keyword that readers look for
SUFFIXES = (".svg", ".png", ".pdf", ".html", ".json", ".vl.json")


def save(
    chart: alt.TopLevelMixin,
    path: str | Path,
    *,
    title: str,
    description: str,
    manifest: Mapping[str, Any] | Manifest,
    unit: str = "px",
    dpi: float = DPI,
    force: bool = False,
) -> Path:
    """Write a chart to ``path`` in the format of its suffix; whole or not at all.

    ``title`` and ``description`` are the alternative text; ``manifest`` says what the figure
    was made from; ``unit`` and ``dpi`` as in ``render``. Raises OutputError for an unknown suffix,
    a folder, an existing file without ``force``, or a place that cannot be written.
    """
    path = Path(path)
    kind = format_of(path)
    check_writable(path, force=force)
    content = render(
        chart, kind, title=title, description=description, manifest=manifest, unit=unit, dpi=dpi
    )
    return write_whole(path, content, force=force)


def render(
    chart: alt.TopLevelMixin,
    format: str,
    *,
    title: str,
    description: str,
    manifest: Mapping[str, Any] | Manifest,
    unit: str = "px",
    dpi: float = DPI,
) -> bytes | str:
    """Return a chart in a format: text for ``svg``, ``html``, ``json``; bytes for ``png``, ``pdf``.

    ``unit`` says what the chart's lengths are: pixels of a screen (``px``, 96 to the inch) or
    points on paper (``pt``, 72); SVG and PDF have that size, PNG ``dpi`` pixels to the inch. SVG
    and JSON are the same bytes in every process. Title, description and manifest are part of every
    format. Warns (ScalingWarning) of letters that PNG or PDF cannot show; raises OutputError for an
    unknown format.
    """
    if format not in FORMATS:
        raise OutputError(f"unknown figure format {format!r}: expected one of {', '.join(FORMATS)}")
    document = spec_of(chart, title=title, description=description, manifest=manifest, unit=unit)
    if format == "json":
        return json_text(document, indent=1) + "\n"
    if format == "svg":
        return svg_text(document)
    if format == "html":
        return page_text(document)
    drawing = drawing_of(document)
    if lost := missing_text(missing_glyphs(drawing.texts())):
        warnings.warn(lost, ScalingWarning, stacklevel=2)
    heading, alternative = title_of(document), str(document["description"])
    packet, record = xmp_packet(heading, alternative), json_text(manifest_of(document))
    if format == "pdf":
        texts = {"Title": heading, "Subject": alternative, "Manifest": record}
        return pdf_of(drawing, unit, texts, packet)
    texts = {"Title": heading, "Description": alternative, "Manifest": record, XMP: packet}
    return png_of(drawing, unit, dpi, texts)


def format_of(path: str | Path) -> str:
    """Return the format that the suffix of a file name stands for; raises OutputError.

    >>> format_of("figure.vl.json"), format_of("Figure.SVG")
    ('json', 'svg')
    """
    suffix = Path(path).suffix.lower()
    if suffix not in SUFFIXES:
        raise OutputError(
            f"{Path(path).name}: expected a figure file that ends in {', '.join(SUFFIXES)}, "
            f"found {suffix or 'no suffix'}"
        )
    return suffix[1:]
