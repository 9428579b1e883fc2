"""The chart of turns and falls."""

from __future__ import annotations

import dataclasses
from typing import Any

import pytest

from scaling.detection.results import DetectResult, SlopeLine, TwoLines
from scaling.errors import DataError
from scaling.plots import draw
from scaling.plots.charts.shape import chart, describe
from scaling.plots.charts.shape.rows import shapes_of
from scaling.plots.style.style import Style
from tests.plots.builder import (
    HOSTILE,
    PAPER,
    SCREEN,
    detect_result,
    document,
    facts,
    note_of,
    plot_of,
    results,
    rows_of,
)


def one(
    task: str = "NeQA", verdict: str = "u_shaped", slopes: tuple[float, float] = (-0.2, 0.3),
    p: tuple[float, float] = (0.0001, 0.012), family: str = "OPT", **changes: Any,
) -> DetectResult:  # fmt: skip
    left = SlopeLine(slopes[0], 0.02, p[0], 125e6, 0.6, 6.7e9, 0.3)
    right = SlopeLine(slopes[1], 0.03, p[1], 6.7e9, 0.3, 66e9, 0.7)
    made = detect_result(facts(family, task), verdict=verdict)
    return dataclasses.replace(made, two_lines=TwoLines(6.7e9, left, right), **changes)


def panels(made: dict[str, Any]) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = plot_of(made)["concat"]
    return found


def titles(made: dict[str, Any]) -> list[str]:
    return [" ".join(panel["title"]["text"]) for panel in panels(made)]


def test_both_lines_are_drawn_from_end_to_end() -> None:
    made = document(chart(results([one()]), SCREEN))
    lines = [row for row in rows_of(made) if "size2" in row]
    assert lines == [
        {"size": 125e6, "score": 0.6, "size2": 6.7e9, "score2": 0.3},
        {"size": 6.7e9, "score": 0.3, "size2": 66e9, "score2": 0.7},
    ]
    assert [row for row in rows_of(made) if set(row) == {"size"}] == [{"size": 6.7e9}]
    assert panels(made)[0]["title"]["subtitle"] == ["u shaped"]


def test_slopes_stand_over_the_panel_with_sign_and_p_value() -> None:
    made = document(chart(results([one()]), SCREEN))
    labels = [row["label"] for row in rows_of(made) if set(row) == {"label"}]
    assert sorted(labels) == ["+0.3, p = .012", "−0.2, p < .001"]
    texts = [layer["mark"] for layer in panels(made)[0]["layer"] if layer["mark"]["type"] == "text"]
    over = [mark for mark in texts if mark.get("y", 0) < 0]
    assert [mark["align"] for mark in over] == ["left", "right"]
    assert over[0]["color"] != over[1]["color"]


def test_a_slope_that_is_not_significant_is_dashed() -> None:
    made = document(chart(results([one(p=(0.3, 0.01))]), SCREEN))
    marks = [layer["mark"] for layer in panels(made)[0]["layer"] if "y2" in layer["encoding"]]
    dashes = [mark["strokeDash"] for mark in marks if "strokeDash" in mark]
    assert dashes == [[5, 3], [1, 0]]
    assert "Dashed: p above 0.05." in note_of(made)


def test_turns_go_before_falls_and_other_shapes_are_counted() -> None:
    made = [
        one("falls", "inverse", (-0.1, -0.2)), one("rises", "smooth", (0.1, 0.2)),
        one("hill", "inverted_u", (0.1, -0.2)), one(), one("odd", "shape_unstable"),
    ]  # fmt: skip
    drawn = document(chart(results(made), SCREEN))
    assert titles(drawn) == ["NeQA", "hill", "odd", "falls"]
    assert note_of(drawn).endswith("1 series of other shapes left out.")


def test_where_nothing_turns_all_series_are_drawn() -> None:
    made = [one("a", "smooth", (0.1, 0.2)), one("b", "rise_unresolved", (0.1, 0.2))]
    drawn = document(chart(results(made), SCREEN))
    assert titles(drawn) == ["a", "b"]
    assert "None of these series turns or falls." in note_of(drawn)


def test_at_most_twelve_panels() -> None:
    drawn = document(chart(results([one(f"t{n}") for n in range(15)]), SCREEN))
    assert titles(drawn) == [f"t{n}" for n in range(12)]
    assert "12 of 15 series are drawn." in note_of(drawn)


def test_families_are_named_where_there_are_several() -> None:
    found = shapes_of([one(family="GPT-10"), one(family="GPT-3")])
    assert [shaped.name for shaped in found.drawn] == ["GPT-3, NeQA", "GPT-10, NeQA"]


def test_a_narrow_figure_has_one_column() -> None:
    style = Style(SCREEN.theme, width=260.0, within=330.0)
    made = document(chart(results([one("a"), one("b")]), style))
    assert plot_of(made)["columns"] == 1
    assert {panel["width"] for panel in panels(made)} == {260.0}


def test_series_without_lines() -> None:
    wanted = "no lines can be drawn: expected a series that was tested, .*found 1 series without"
    with pytest.raises(DataError, match=wanted):
        chart(results([dataclasses.replace(one(), two_lines=TwoLines())]), SCREEN)
    with pytest.raises(DataError, match="found 0 series without one; use --kind curves"):
        chart(results([]), SCREEN)
    assert describe(results([])) == "No series has lines to draw."


def test_turns_in_words() -> None:
    assert describe(results([one()])) == (
        "OPT on NeQA falls by 0.2 a decade (p < .001) up to 6.7B and rises by 0.3 a decade "
        "(p = .012) from there; verdict: u shaped."
    )
    text = describe(results([one(f"t{n}") for n in range(6)]))
    assert text.startswith("6 series: 6 u shaped. Among them: OPT on t0 falls")
    assert text.count("verdict:") == 4


def test_text_from_data_stays_text() -> None:
    made = [one(task, family=HOSTILE[0]) for task in HOSTILE]
    svg = str(draw(results(made), "shape", width="page").render("svg"))
    assert "<script>" not in svg
    assert "&lt;script&gt;alert(1)" in svg


def test_a_chart_of_turns_is_valid_vega_lite() -> None:
    assert chart(results([one()]), PAPER).to_dict(validate=True)["datasets"]
