"""What is summarised of figures of many scores, and how many rows they have."""

from __future__ import annotations

import math
from dataclasses import replace

import numpy as np
import pytest

from scaling.detection.results import DetectResult
from scaling.fitting.records import Point
from scaling.plots.panels.grouping import panels_of
from scaling.plots.panels.summary import (
    MOST_BINS,
    Plan,
    medians,
    plan_of,
    plan_text,
    pooled_rows,
    rows_beside_nodes,
)
from scaling.plots.style.axes import SizeAxis
from tests.plots.builder import detect_result, facts

SIZES = np.logspace(8, 11, 11).tolist()
AXIS = SizeAxis.of("params", SIZES)


def many(families: int, task: str = "a", sizes: int = 11) -> list[DetectResult]:
    """Return families with one look of scores; no curves."""
    made = replace(
        detect_result(facts(), sizes=np.logspace(8, 11, sizes).tolist(), verdict="smooth"), band=()
    )
    return [replace(made, series=facts(f"F{k}", task)) for k in range(families)]


def plan(results: list[DetectResult], **options: int) -> Plan:
    return plan_of(panels_of(results), **options)


def test_few_scores_are_all_drawn() -> None:
    found = plan(many(5) + many(5, "b"))
    assert (len(found.panels), found.left_out, found.pooled, found.binned) == (2, 0, (), ())
    assert plan_text(found) == []


def test_panels_of_more_lines_than_looks_are_pooled_and_others_are_not() -> None:
    found = plan(many(300) + many(2, "b"))
    assert [panel.task for panel in found.pooled] == ["a"]
    assert [panel.task for panel in found.lined] == ["b"]
    assert not found.crowded
    assert plan_text(found) == [
        "Summarised: 300 series of 1 panel by their median and the middle 50% and 80% of their "
        "scores at each size."
    ]


def test_few_series_of_many_sizes_are_binned() -> None:
    found = plan(many(2, sizes=3000) + many(2, "b"))
    assert [panel.task for panel in found.binned] == ["a"]
    assert "6,000 scores as medians" in plan_text(found)[0]


def test_a_narrow_figure_has_fewer_panels_and_says_how_to_see_more() -> None:
    results = [one for task in "abcdef" for one in many(1, task)]
    found = plan(results, most=4)
    assert plan_text(found) == [
        "Drawn are the first 4 of 6 panels: choose others by task or a wider figure."
    ]
    assert plan_text(plan(results)) == []


def test_a_point_has_as_many_rows_as_marks() -> None:
    (one,) = many(1, sizes=4)
    points = (
        Point("above", 1e8, 0.5, 0.4, 0.6, 100), Point("at chance", 1e9, 0.1, 0.0, 0.2, 100),
        Point("alone", 1e10, 0.5, math.nan, math.nan, None),
        Point("no score", 1e11, math.nan, math.nan, math.nan, None),
    )  # fmt: skip
    made = replace(one, points=points)

    def rows(result: DetectResult, *, of_medians: bool = False) -> int:
        (panel,) = panels_of([result])
        return rows_beside_nodes([replace(panel, medians=of_medians)], crowded=True)

    none = rows(replace(made, points=()))
    assert rows(made) - none == 2 + 3 + 1  # with interval, hollow too, and alone
    assert rows(made, of_medians=True) - none == 2 + 2 + 1
    assert rows(replace(made, verdict="inverse")) - rows(made) == 3  # joined by a line


def test_medians_of_points() -> None:
    scores = np.linspace(0, 1, 101).tolist()
    points = [Point(f"m{k}", 1e9, score, 0.0, 1.0, 10) for k, score in enumerate(scores)]
    one, alone = medians([*points, Point("big", 1e11, 0.7, 0.6, 0.8, 10)], AXIS, 4)
    assert (one.model, one.score, one.lower, one.upper) == pytest.approx(
        ("median of 101 models", 0.5, 0.1, 0.9)
    )
    assert (alone.model, alone.score) == ("big", 0.7)
    assert math.isnan(alone.lower)
    assert math.isnan(alone.upper)


def test_a_pooled_panel_has_quantiles_of_all_its_series() -> None:
    made = [
        replace(one, points=tuple(replace(point, score=place / 100) for point in one.points))
        for place, one in enumerate(many(101))
    ]
    (panel,) = panels_of(made)
    rows = pooled_rows(panel, AXIS)
    assert len(rows) == 11 <= MOST_BINS
    names = ("lowest", "lower", "score", "upper", "highest")
    assert [rows[0][name] for name in names] == pytest.approx([0.1, 0.25, 0.5, 0.75, 0.9])
    assert {row["count"] for row in rows} == {101}
