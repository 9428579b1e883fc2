"""The figures of a report: which there are, and what stands beside each."""

from __future__ import annotations

import math
import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass, replace

from scaling.detection.result_set import DetectResults
from scaling.detection.results import DetectResult
from scaling.fitting.results import SeriesResult
from scaling.notes import RISING_VERDICTS
from scaling.plots import draw, kind_named
from scaling.plots.charts.shape.rows import SHAPES, shapes_of
from scaling.plots.figure import Figure
from scaling.plots.panels.grouping import Panel, line_names, panels_of
from scaling.plots.style.text import clean
from scaling.plots.words import verdict_counts
from scaling.reports.content.courses import short_name
from scaling.reports.content.model import Picture

LEAST_DEFINED = 3  # series with both scores, below which a plane of them shows nothing
LONGEST_SLUG = 40  # letters of a file's name that come from data


@dataclass(frozen=True)
class Drawing:
    """What a picture is drawn from: drawn afresh for each theme that a writer needs.

    ``names`` are the lines of all figures, so that a family looks the same in each.
    """

    kind: str
    results: DetectResults
    names: tuple[str, ...] = ()

    def figure(self, theme: str = "light", width: str | None = None) -> Figure:
        """Return the figure in a theme, without a title: the caption has it."""
        return draw(self.results, self.kind, theme=theme, width=width, title="", names=self.names)

    def description(self) -> str:
        """Return the alternative text."""
        text: str = kind_named(self.kind).module().describe(self.results)
        return text


def undrawn(results: DetectResults) -> int:
    """Return how many tasks have no figure: all their series have too few sizes."""
    shown = {panel.task for panel in _drawn_panels(results)}
    return len({panel.task for panel in panels_of(results)} - shown)


def pictures(results: DetectResults) -> tuple[tuple[Picture, ...], dict[str, Drawing]]:
    """Return the figures of a report in order, and by name what each is drawn from.

    The map of all verdicts where there is more than one series, the widths of rises, what turns
    or falls, metric pairs, one figure a task and metric that was tested, and published measures
    where enough series have them.
    """
    made = [*_of_all(results), *_of_tasks(results), *_of_definitions(results)]
    return tuple(picture for picture, _ in made), {one.name: drawing for one, drawing in made}


def _of_all(results: DetectResults) -> list[tuple[Picture, Drawing]]:
    made = []
    if len(results) > 1:
        made.append(_made("verdicts", "verdicts", "All verdicts", f"{_counted(results)}.", results))
    rising = [one for one in results if one.verdict in RISING_VERDICTS and _has_width(one)]
    if rising:
        caption = (
            "How wide each rise is, with its interval, against the width w0 that separates sharp "
            "from gradual."
        )
        made.append(_made("widths", "widths", "Widths of the rises", caption, results))
    if any(one.verdict in SHAPES for one in results) and shapes_of(results).drawn:
        caption = (
            "Series that turn or fall, with the two lines of the test for turns; what only falls "
            "was judged by its trend."
        )
        made.append(_made("shapes", "shape", "Turns and falls", caption, results))
    for number, (hard, soft) in enumerate(_pairs(results), 1):
        subset = _paired(results, hard, soft)
        title = f"{clean(hard)} and {clean(soft)} on the same models"
        caption = "A hard and a soft metric of the same answers, by size."
        made.append(_made(f"pair-{number}", "metric-pair", title, caption, subset))
    return made


def _of_tasks(results: DetectResults) -> list[tuple[Picture, Drawing]]:
    panels = _drawn_panels(results)
    names = line_names(panels)
    return [
        _made(
            f"task-{number}-{slug(panel.task)}",
            "curves",
            _panel_title(panel),
            f"{_counted(panel.results)}.",
            _subset(results, panel),
            names,
        )
        for number, panel in enumerate(panels, 1)
    ]


def _drawn_panels(results: DetectResults) -> list[Panel]:
    """Return the panels where something was tested, all of them where nothing was."""
    panels = panels_of(results)
    told = [
        panel
        for panel in panels
        if any(getattr(one, "verdict", "") != "insufficient" for one in panel.results)
    ]
    return told or panels


def _of_definitions(results: DetectResults) -> list[tuple[Picture, Drawing]]:
    known = sum(
        math.isfinite(one.breakthroughness) and math.isfinite(one.linearity) for one in results
    )
    if known < LEAST_DEFINED:
        return []
    caption = (
        "Breakthroughness and linearity, the measures of BIG-bench, of each series. They decided "
        "nothing here."
    )
    title = "Published measures beside the verdicts"
    return [_made("definitions", "definitions", title, caption, results)]


def _made(
    name: str,
    kind: str,
    title: str,
    caption: str,
    results: DetectResults,
    names: tuple[str, ...] = (),
) -> tuple[Picture, Drawing]:
    drawing = Drawing(kind, results, names)
    return Picture(name, kind, title, caption, clean(drawing.description())), drawing


def _subset(results: DetectResults, panel: Panel) -> DetectResults:
    """Return the results of one panel, levels to compare with included."""
    kept = {id(one) for one in (*panel.results, *panel.beside)}
    return replace(results, results=tuple(one for one in results if id(one) in kept))


def _pairs(results: DetectResults) -> list[tuple[str, str]]:
    made = [pair for pair in results.pairs or () if pair.status == "ok"]
    return list(dict.fromkeys((pair.hard, pair.soft) for pair in made))


def _paired(results: DetectResults, hard: str, soft: str) -> DetectResults:
    """Return the results and pairs of two metrics."""
    pairs = tuple(pair for pair in results.pairs or () if (pair.hard, pair.soft) == (hard, soft))
    kept = tuple(one for one in results if one.series.metric in (hard, soft))
    return replace(results, results=kept, pairs=pairs)


def _panel_title(panel: Panel) -> str:
    condition = f" ({panel.condition})" if panel.condition else ""
    return f"{short_name(panel.task, 120)}, {clean(panel.metric)}{condition}"


def _counted(results: Iterable[SeriesResult]) -> str:
    """Return how many series there are and how many have each verdict."""
    counts = verdict_counts(results)
    words = ", ".join(f"{count} {name.replace('_', ' ')}" for name, count in counts.items())
    total = sum(counts.values())
    return f"{'One' if total == 1 else f'{total:,}'} series: {words}"


def _has_width(result: DetectResult) -> bool:
    return math.isfinite(result.width.estimate)


def slug(text: str) -> str:
    """Return a name as files may bear it: small letters, digits and hyphens.

    >>> slug("3-digit addition, naïve"), slug("数学")
    ('3-digit-addition-naive', 'task')
    """
    bare = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode().lower()
    return re.sub(r"[^a-z0-9]+", "-", bare)[:LONGEST_SLUG].strip("-") or "task"
