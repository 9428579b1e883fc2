"""The report as one HTML page that opens offline and needs no script."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import Any
from urllib.parse import quote

from markupsafe import Markup, escape

from scaling.plots.export.page import POLICY, TOOLTIP_STYLE, script_json, vega_bundle
from scaling.plots.style.theme import DARK, LIGHT
from scaling.plots.style.verdicts import style_of
from scaling.reports.content.making import Drawn
from scaling.reports.content.model import Cell, Download, Report, Sentence, Source
from scaling.reports.writers.inline import document_for_both, inline_svg
from scaling.reports.writers.shades import Shades
from scaling.reports.writers.templates import rendered

UNSAFE_EVAL = " 'unsafe-eval'"  # Vega compiles its expressions
# Legal in a data address as it stands; a quote, a hash or a percent sign would end or change it.
PLAIN = "!$'()*+,-./:;=?@_~[]{}|^`"


@dataclass(frozen=True)
class Chart:
    """A figure on a page: its SVG and, of an interactive page, its Vega-Lite document."""

    svg: Markup
    spec: Markup | None = None


def html_text(drawn: Drawn, *, interactive: bool = False, template: Path | None = None) -> str:
    """Return the report as an HTML page; ``interactive`` adds charts with tooltips.

    Equal reports give equal bytes. Without scripts the page shows the same tables and figures.
    """
    report = drawn.report
    shades = Shades()
    charts = {}
    for picture in report.pictures:
        drawing = drawn.drawings[picture.name]
        document = document_for_both(drawing.figure("light"), drawing.figure("dark"), shades)
        spec = Markup(script_json(_bare(document))) if interactive else None
        charts[picture.name] = Chart(Markup(inline_svg(document)), spec)
    numbered = {source.key: source for source in report.sources}
    values = {
        "report": report,
        "charts": charts,
        "interactive": interactive,
        "style": Markup(_static("report.css")),
        "script": Markup(_static("report.js")),
        "charts_script": Markup(_static("charts.js")) if interactive else "",
        "tooltip_style": Markup(TOOLTIP_STYLE) if interactive else "",
        "bundle": Markup(vega_bundle()) if interactive else "",
        "policy": POLICY if interactive else POLICY.replace(UNSAFE_EVAL, ""),
        "looks": {code: _look(code, shades) for code in _verdicts(report)},
        "sentence": lambda sentence: _sentence(sentence, numbered),
        "sort_key": _sort_key,
        "data_address": data_address,
    }
    values["shades"] = Markup(shades.css())
    return rendered("html", "report.html.j2", values, template=template)


def data_address(download: Download) -> str:
    """Return a file as an address that holds it: it opens offline and without a script."""
    return f"data:{download.media_type};charset=utf-8,{quote(download.text, safe=PLAIN)}"


def _sentence(sentence: Sentence, sources: Mapping[str, Source]) -> Markup:
    """Return a sentence with links to the list of sources before its full stop."""
    links = [
        Markup('<a href="#source-{}">{}</a>').format(key, sources[key].short)
        for key in sentence.sources
    ]
    if not links:
        return escape(sentence.text)
    text = escape(sentence.text.removesuffix("."))
    return text + Markup(" (") + Markup("; ").join(links) + Markup(").")


def _sort_key(cell: Cell) -> str:
    """Return the number that a cell sorts by, as the page's script reads it."""
    return "" if cell.sort is None else f"{cell.sort:.6g}"


def _bare(document: Mapping[str, Any]) -> dict[str, Any]:
    """Return a document without what the page states once: the manifest."""
    return {name: value for name, value in document.items() if name != "usermeta"}


def _look(code: str, shades: Shades) -> dict[str, Markup]:
    """Return the sign of a verdict and the colour behind it, as in the figures."""
    style = style_of(code)
    tint = shades.colour(style.tint_on(LIGHT), style.tint_on(DARK))
    return {"glyph": Markup(style.glyph), "tint": Markup(tint)}


def _verdicts(report: Report) -> list[str]:
    """Return the codes of the verdicts in the tables."""
    cells = (cell for table in report.tables for row in table.rows for cell in row.cells)
    return sorted({cell.code for cell in cells if cell.code})


@cache
def _static(name: str) -> str:
    """Return a file that is part of every page."""
    return (files("scaling.reports") / "static" / name).read_text(encoding="utf-8")
