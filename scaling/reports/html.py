"""The HTML report: one self-contained page that opens offline and needs no script."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

from jinja2 import Environment, PackageLoader, StrictUndefined, Template
from markupsafe import Markup

from scaling.detection.result_set import DetectResults
from scaling.detection.results import DetectResult
from scaling.errors import OutputError
from scaling.fitting.display import condition
from scaling.notes import MATERIAL_VERDICTS, RISING_VERDICTS
from scaling.plots.alt_text import describe
from scaling.plots.curves import curves_chart
from scaling.plots.export import inline_svg
from scaling.plots.panels import line_names, panels_of
from scaling.plots.text import clean, number_text
from scaling.plots.verdict_style import FAILED, style_of
from scaling.plots.verdicts import verdicts_chart
from scaling.provenance import library_versions
from scaling.reports.data_note import DataNote
from scaling.reports.words import (
    code_meanings,
    method,
    options_rows,
    summary,
    verdict_meanings,
)


@dataclass(frozen=True)
class Figure:
    """A figure of the page: its SVG, made by us and safe, and its caption."""

    svg: Markup
    title: str
    caption: str


def report_html(results: DetectResults, *, title: str, data: DataNote | None = None) -> str:
    """Return the report of detect results as one HTML page.

    ``title`` heads the page; ``data`` is what is known of the dataset. The page holds the
    verdicts, a figure for each task, the method in words, every code that occurs, the data's
    citation and licence, and the manifest; equal results give equal bytes. Raises OutputError if
    there are no results.
    """
    if not len(results):
        raise OutputError(
            "nothing to report: expected at least one result, found none; "
            "choose other tasks or families"
        )
    members = list(results)
    return _template().render(
        title=clean(title),
        summary=summary(members),
        rows=[_row(result) for result in members if result.verdict != "insufficient"],
        too_few=[_too_few(result) for result in members if result.verdict == "insufficient"],
        figures=_figures(results),
        method=method(members, results.manifest.get("options", {})),
        verdicts=verdict_meanings(members),
        codes=code_meanings(members, results.notes),
        data=data,
        manifest=_manifest_rows(results.manifest),
    )


def safe_link(path: str) -> str:
    """Return an address if a page may link to it (http and https), otherwise nothing.

    >>> safe_link("https://arxiv.org/abs/2206.07682"), safe_link("javascript:alert(1)")
    ('https://arxiv.org/abs/2206.07682', '')
    """
    path = path.strip()
    legal = path.lower().startswith(("https://", "http://")) and not set(path) & set(" \t\n\"'<>")
    return path if legal else ""


@cache
def _template() -> Template:
    environment = Environment(
        loader=PackageLoader("scaling.reports"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    environment.filters["safe_link"] = safe_link
    return environment.get_template("report.html.j2")


def _row(result: DetectResult) -> dict[str, Any]:
    facts = result.series
    extra = [condition(facts), facts.source]
    rises = result.verdict in RISING_VERDICTS  # of other series a width means nothing
    tested = result.verdict in MATERIAL_VERDICTS  # of others p-values decide nothing
    failed = result.status == FAILED
    verdict = FAILED if failed else result.verdict
    return {
        "family": clean(facts.family),
        "task": clean(facts.task),
        "metric": clean(", ".join([facts.metric, *(part for part in extra if part)])),
        "sizes": result.n_sizes,
        "verdict": verdict,
        "tint": style_of(verdict).tint,
        "width": _width(result) if rises else "",
        "p_sharp": _p_value(result.p_sharp) if tested else "",
        "p_smooth": _p_value(result.p_smooth) if tested else "",
        "certifiable": _number(result.certifiable_width),
        "reason": clean(result.message if failed else result.reason),
        "qualifiers": result.qualifiers,
        "failed": failed,
    }


def _too_few(result: DetectResult) -> str:
    """Name a series that has too few sizes for a verdict."""
    sizes = "1 size" if result.n_sizes == 1 else f"{result.n_sizes} sizes"
    return f"{clean(result.series.key.label(source=True))} ({sizes})"


def _width(result: DetectResult) -> str:
    width = result.width
    if not math.isfinite(width.estimate):
        return "–"
    upper = number_text(width.upper) if math.isfinite(width.upper) else "∞"
    if not math.isfinite(width.lower):
        return number_text(width.estimate)
    return f"{number_text(width.estimate)} [{number_text(width.lower)}, {upper}]"


def _p_value(value: float) -> str:
    if not math.isfinite(value):
        return "–"
    return "<0.001" if value < 0.001 else f"{value:.3f}"


def _number(value: float) -> str:
    return number_text(value) if math.isfinite(value) else "–"


def _figures(results: DetectResults) -> list[Figure]:
    """The map of all verdicts (of more than one series), then one figure a task."""
    figures = []
    if len(results) > 1:
        title = "All verdicts"
        caption = describe(results)
        figures.append(_figure(verdicts_chart(results), title, caption, results.manifest))
    panels = panels_of(results)
    names = line_names(panels)
    for panel in panels:
        condition = f" ({panel.condition})" if panel.condition else ""
        title = f"{clean(panel.task)}, {clean(panel.metric)}{condition}"
        caption = describe(panel.results)
        chart = curves_chart(panel.results, names=names)
        figures.append(_figure(chart, title, caption, results.manifest))
    return figures


def _figure(chart: Any, title: str, caption: str, manifest: Mapping[str, Any]) -> Figure:
    svg = inline_svg(chart, title=title, description=caption, manifest=manifest)
    return Figure(Markup(svg), title, caption)  # our own SVG: its texts are escaped


def _manifest_rows(manifest: Mapping[str, Any]) -> list[tuple[str, str]]:
    dataset = manifest["dataset"]
    rows = [
        ("data", str(dataset["name"])),
        ("sha256 of the data", str(dataset["sha256"])),
        ("emergent-scaling", str(manifest["version"])),
        *library_versions().items(),
        ("seed", str(manifest["seed"])),
    ]
    return [
        (clean(name), clean(value))
        for name, value in [*rows, *options_rows(manifest["options"], "option ")]
    ]
