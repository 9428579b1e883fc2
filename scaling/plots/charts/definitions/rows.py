"""The points of the plane of definitions: which series, and which of them get a name."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace

from scaling.detection.results import DetectResult
from scaling.fitting.results import SeriesResult
from scaling.notes import SHARP_VERDICTS
from scaling.plots.panels.grouping import panels_of
from scaling.plots.panels.naming import panel_labels
from scaling.plots.style.text import clean
from scaling.plots.style.verdicts import FAILED

MOST, LEAST_SIZES = 2000, 3
NAMED_SHARP, NAMED_OTHERS = 4, 4
LINE_PERCENTILE = 95.0
CUT_OFF = 5.0
"""The raw cut-off of breakthroughness whose false alarms docs/calibration.md counts."""
NORMALIZED, PERCENTILE = "bb_linearity_normalized/", "bb_breakthrough_percentile/"


@dataclass(frozen=True)
class Scored:
    """One series with its scores; ``percentile`` is NaN where no straight lines were drawn."""

    family: str
    task: str
    name: str
    verdict: str
    breakthroughness: float
    linearity: float
    percentile: float
    n_sizes: int
    reason: str
    result: DetectResult = field(compare=False)
    notable: bool = False

    @property
    def hollow(self) -> bool:
        """Whether straight lines reach this breakthroughness by chance."""
        return self.percentile < LINE_PERCENTILE


@dataclass(frozen=True)
class Scores:
    """The points that are drawn, of ``total``, and how many series have no place in the plane.

    ``few``: those of fewer than three sizes; ``unscored``: others that lack one of the scores.
    """

    points: tuple[Scored, ...]
    total: int
    few: int
    unscored: int

    @property
    def left(self) -> int:
        """All series without a place in the plane."""
        return self.few + self.unscored


def scores_of(results: Iterable[SeriesResult], most: int = MOST) -> Scores:
    """Return the series of three sizes or more that have both scores, the notable ones marked.

    Raises DataError if there is no result.
    """
    results = list(results)
    known = [
        point for point in _scored(results)
        if point.n_sizes >= LEAST_SIZES
        and math.isfinite(point.breakthroughness) and math.isfinite(point.linearity)
    ]  # fmt: skip
    drawn = tuple(_with_notable(_thinned(known, most)))
    few = sum(result.n_sizes < LEAST_SIZES for result in results)
    return Scores(drawn, len(known), few, len(results) - len(known) - few)


def _scored(results: Sequence[SeriesResult]) -> list[Scored]:
    panels = panels_of(results)
    labels = panel_labels(panels)
    families = {line.name for panel in panels for line in panel.lines}
    made = []
    for panel, task in zip(panels, labels, strict=True):
        for line in panel.lines:
            if not isinstance(line.result, DetectResult):
                continue
            made.append(_point(line.result, line.name, task, several=len(families) > 1))
    return made


def _point(result: DetectResult, family: str, task: str, *, several: bool) -> Scored:
    return Scored(
        family=family,
        task=task,
        name=f"{family}, {task}" if several else task,
        verdict=FAILED if result.status == FAILED else result.verdict,
        breakthroughness=result.breakthroughness,
        linearity=_score(result, NORMALIZED),
        percentile=_score(result, PERCENTILE),
        n_sizes=result.n_sizes,
        reason=clean(result.reason),
        result=result,
    )


def _score(result: DetectResult, name: str) -> float:
    """Return a score by its name without version, NaN where there is none."""
    found = [value for key, value in result.scores.items() if key.startswith(name)]
    return found[0] if found else math.nan


def _thinned(points: Sequence[Scored], most: int) -> list[Scored]:
    """Keep all sharp series and evenly of the others, by breakthroughness."""
    if len(points) <= most:
        return list(points)
    ranked = sorted(points, key=lambda point: (point.breakthroughness, point.name))
    sharp = [point for point in ranked if point.verdict in SHARP_VERDICTS][:most]
    others = [point for point in ranked if point.verdict not in SHARP_VERDICTS]
    room = max(most - len(sharp), 2)
    step = (len(others) - 1) / (room - 1)
    return sharp + [others[round(place * step)] for place in range(min(room, len(others)))]


def _with_notable(points: Sequence[Scored]) -> list[Scored]:
    """Mark the sharp series and the others of largest breakthroughness above the cut-off."""
    ranked = sorted(points, key=lambda point: (-point.breakthroughness, point.name))
    sharp = [point for point in ranked if point.verdict in SHARP_VERDICTS][:NAMED_SHARP]
    others = [
        point for point in ranked
        if point.verdict not in SHARP_VERDICTS and point.breakthroughness > CUT_OFF
    ]  # fmt: skip
    chosen = [*sharp, *others[:NAMED_OTHERS]]
    return [replace(point, notable=any(point is one for one in chosen)) for point in points]
