"""Breakthroughness over the estimated width of the rise."""

from __future__ import annotations

import dataclasses
from typing import Any

import pytest

from scaling.detection.results import DetectResult
from scaling.errors import DataError
from scaling.fitting.records import Estimate
from scaling.plots import draw
from scaling.plots.charts.breakthroughness import chart, describe
from tests.plots.builder import PAPER, SCREEN, document, note_of, results, rows_of
from tests.plots.charts.test_definitions import one


def rise(
    task: str, b: float, width: float, verdict: str = "smooth", **changes: Any
) -> DetectResult:
    estimate = Estimate(width, max(width - 0.2, 0.0), width + 0.4)
    return dataclasses.replace(one(task, b, verdict=verdict, **changes), width=estimate)


RISES = (
    rise("abrupt", 9.0, 0.3, "emergent_sharp"),
    rise("gradual", 60.0, 1.8),
    rise("quiet", 2.0, 0.5, "weak_rise", percentile=40.0),
    one("flat", 20.0, verdict="flat_at_chance"),
)


def points(made: dict[str, Any]) -> dict[str, dict[str, Any]]:
    return {row["task"]: row for row in rows_of(made) if "task" in row}


def test_rises_lie_at_their_width_and_others_are_counted_in_the_note() -> None:
    made = document(chart(RISES, SCREEN))
    found = points(made)
    assert {task: (row["x"], row["breakthroughness"]) for task, row in found.items()} == {
        "abrupt": (0.3, 9), "gradual": (1.8, 60), "quiet": (0.5, 2),
    }  # fmt: skip
    assert found["gradual"]["width"] == "1.8 [1.6, 2.2]"
    note = note_of(made)
    assert "1 series without a rise of known width left out." in note
    assert "Hollow: below the 95th percentile" in note


def test_w0_is_a_line_and_a_step_stands_at_the_left_end() -> None:
    step = rise("step", 30.0, 0.0, "emergent_sharp")
    made = document(chart([*RISES, step], SCREEN))
    assert {"x": RISES[0].w0} in [dict(row) for row in rows_of(made)]
    assert points(made)["step"]["x"] < 0.3
    assert "with 0 (a step) at its left end" in note_of(made)


def test_the_words_count_wide_rises_above_the_cut_off() -> None:
    told = describe(RISES)
    assert (
        "of 3 series. Above a breakthroughness of 5: 2, of which 1 with an estimated width of w0 "
        "or more. Not above: 1, of which 1 are narrower than w0." in told
    )
    assert "The largest is gradual, breakthroughness 60, width 1.8 [1.6, 2.2] (smooth)." in told
    assert describe(RISES[3:]) == "No rise of three sizes has a width and a breakthroughness."


def test_without_a_rise_it_says_what_to_draw_instead() -> None:
    with pytest.raises(DataError, match="series of at least three sizes that rise, found 1 series"):
        chart(RISES[3:], SCREEN)


def test_it_is_drawn_as_wide_as_a_column() -> None:
    figure = draw(results(RISES), "breakthroughness", theme="print", width="column")
    svg = figure.render("svg")
    assert 'width="244.8pt"' in str(svg)
    assert points(document(chart(RISES, PAPER))).keys() == {"abrupt", "gradual", "quiet"}
