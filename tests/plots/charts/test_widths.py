"""The chart of widths."""

from __future__ import annotations

import dataclasses
import math
from typing import Any

import pytest

from scaling.detection.results import DetectResult
from scaling.errors import DataError
from scaling.fitting.records import NAN, Estimate
from scaling.plots import draw
from scaling.plots.charts.widths import chart, describe
from scaling.plots.charts.widths.axis import width_axis
from scaling.plots.charts.widths.rows import MOST, widths_of
from scaling.plots.style.style import Style
from tests.plots.builder import (
    HOSTILE,
    PAPER,
    SCREEN,
    detect_result,
    document,
    facts,
    grid,
    note_of,
    plot_of,
    results,
    rows_of,
)

Ends = tuple[float, float, float]


def one(
    family: str = "OPT", task: str = "addition", width: Ends = (0.4, 0.2, 0.9),
    verdict: str = "emergent_sharp", **changes: Any,
) -> DetectResult:  # fmt: skip
    made = detect_result(facts(family, task), verdict=verdict)
    return dataclasses.replace(made, width=Estimate(*width), **changes)


def points(made: dict[str, Any]) -> list[dict[str, Any]]:
    return [row for row in rows_of(made) if "reason" in row]


def labels(made: dict[str, Any]) -> list[str]:
    rows = [row for row in rows_of(made) if set(row) == {"y", "label"}]
    return [row["label"] for row in sorted(rows, key=lambda row: row["y"])]


def test_rows_are_sorted_by_width() -> None:
    made = [one(task="wide", width=(3, 1, 9)), one(task="narrow", width=(0.1, 0, 0.3)), one()]
    assert labels(document(chart(results(made), SCREEN))) == ["narrow", "addition", "wide"]


def test_rows_of_several_families_and_tasks_stand_by_family() -> None:
    made = [one("B", "x", (2, 1, 3)), one("B", "y", (1, 0.5, 2)), one("A", "x")]
    found = widths_of(results(made))
    assert found.headings == ((0, "A"), (2, "B"))
    assert [(row.place, row.label) for row in found.rows] == [(1, "x"), (3, "y"), (4, "x")]
    assert labels(document(chart(results(made), SCREEN))) == ["A", "x", "B", "y", "x"]


def test_names_are_what_tells_rows_apart() -> None:
    assert [row.label for row in widths_of([one("A"), one("B")]).rows] == ["A", "B"]
    assert [r.label for r in widths_of([one("A", "x"), one("B", "y")]).rows] == ["A: x", "B: y"]


def test_series_that_do_not_rise_are_left_out_and_counted() -> None:
    made = [one(), one(task="flat", verdict="flat_at_chance"), one(task="u", verdict="u_shaped")]
    drawn = document(chart(results(made), SCREEN))
    assert [row["task"] for row in points(drawn)] == ["addition"]
    assert note_of(drawn).endswith("Left out: 1 u shaped, 1 flat at chance.")


def test_w0_is_one_line_or_a_piece_in_each_row() -> None:
    drawn = document(chart(results([one(), one(task="x")]), SCREEN))
    (line,) = [row for row in rows_of(drawn) if set(row) == {"x", "y", "y2"}]
    assert line == {"x": 1, "y": 0, "y2": 2}
    assert [r["label"] for r in rows_of(drawn) if set(r) == {"x", "y", "label"}] == ["w0: 1 decade"]
    drawn = document(chart(results([one(), one(task="x", w0=2.0)]), SCREEN))
    pieces = [row for row in rows_of(drawn) if set(row) == {"x", "y", "y2"}]
    assert [piece["x"] for piece in pieces] == [1, 2]


def test_an_open_end_is_an_arrow_at_the_edge() -> None:
    drawn = document(chart(results([one(width=(0.4, 0.2, math.nan))]), SCREEN))
    shapes = [layer["mark"].get("shape") for layer in plot_of(drawn)["vconcat"][0]["layer"]]
    assert "triangle-right" in shapes
    high = plot_of(drawn)["vconcat"][0]["layer"][2]["encoding"]["x"]["scale"]["domain"][1]
    assert [r["x2"] for r in rows_of(drawn) if "x2" in r] == [high]
    assert "Arrows: no upper end was found." in note_of(drawn)


def test_a_width_without_interval_is_a_point_alone() -> None:
    drawn = document(chart(results([one(width=(0.4, NAN, NAN))]), SCREEN))
    assert not [row for row in rows_of(drawn) if "x2" in row]
    assert "Arrows" not in note_of(drawn)


def test_zero_stands_at_the_left_end() -> None:
    axis = width_axis([one(width=(0.0, 0.0, 0.5))])
    assert axis.logarithmic
    assert axis.edge == axis.low == axis.place(0.0)
    encoded = axis.encode(300.0, SCREEN).to_dict()
    assert encoded["axis"]["values"][0] == axis.low
    assert encoded["axis"]["labelExpr"].endswith("? '0' : format(datum.value, '~g')")
    assert all(tick > 1.2 * axis.low for tick in encoded["axis"]["values"][1:])


def test_widths_that_lie_close_have_a_linear_axis() -> None:
    axis = width_axis([one(width=(2.0, 1.5, 3.0), certifiable_width=0.9)])
    assert (axis.logarithmic, axis.low) == (False, 0.0)
    assert "type" not in axis.encode(300.0, SCREEN).to_dict()["scale"]
    assert width_axis([one(width=(2.0, 0.1, 3.0))]).logarithmic


def test_certifiable_widths_are_ticks() -> None:
    drawn = document(chart(results([one(certifiable_width=0.3)]), SCREEN))
    (tick,) = [
        layer for layer in plot_of(drawn)["vconcat"][0]["layer"] if layer["mark"]["type"] == "tick"
    ]
    assert drawn["datasets"][tick["data"]["name"]] == [{"x": 0.3, "y": 0.5}]
    assert plot_of(drawn)["vconcat"][0]["layer"][-1] == tick  # no point hides it
    assert "Upright bars" in note_of(drawn)
    drawn = document(chart(results([one(certifiable_width=NAN)]), SCREEN))
    assert "Upright bars" not in note_of(drawn)


def test_of_many_series_the_claims_come_first() -> None:
    made = [one(task=f"t{n}", verdict="rise_unresolved", width=(1, 0.1, 1 + n)) for n in range(80)]
    made.append(one(task="claim", verdict="smooth", width=(3, NAN, NAN)))
    drawn = document(chart(results(made), SCREEN))
    tasks = {row["task"] for row in points(drawn)}
    assert len(tasks) == MOST == 60
    assert {"claim", "t0"} <= tasks
    assert "t79" not in tasks
    assert "60 of 81 rising series: sharp and smooth first" in note_of(drawn)


def test_verdicts_differ_in_colour_and_shape() -> None:
    names = ("emergent_sharp", "sharp_shape_sensitive", "smooth", "rise_unresolved", "weak_rise",
             "unresolvable")  # fmt: skip
    made = [one(task=name, verdict=name) for name in names]
    drawn = points(document(chart(results(made), SCREEN)))
    assert len({row["shape"] for row in drawn}) == len({row["colour"] for row in drawn}) == 6


def test_no_series_rises() -> None:
    with pytest.raises(DataError, match=r"no widths can be drawn: expected .*found 1 inverse; use"):
        chart(results([one(verdict="inverse")]), SCREEN)
    with pytest.raises(DataError, match="found no series at all"):
        chart(results([]), SCREEN)
    assert describe(results([one(verdict="inverse")])) == "No series rises: 1 inverse."


def test_widths_in_words() -> None:
    made = [one(), one("GPT", "recall", (2.5, 1.2, math.nan), "smooth"), one(verdict="inverse")]
    assert describe(results(made)) == (
        "Widths of 2 rising series in decades of parameters: OPT on addition 0.4 [0.2, 0.9] "
        "(emergent sharp), the widest GPT on recall 2.5 [1.2, unbounded] (smooth). The whole "
        "interval lies below w0 for 1 and above it for 1. Left out: 1 inverse."
    )
    apart = [one(), one(width=(2, 1, 3), size="flops")]
    assert "OPT on addition, params 0.4 [0.2, 0.9]" in describe(results(apart))


def test_what_is_left_out_is_told_by_verdict() -> None:
    made = [one(), one(task="few", verdict="insufficient"), one(task="rise", width=(NAN, NAN, NAN))]
    told = "Left out: 1 emergent sharp, 1 insufficient."
    assert note_of(document(chart(results(made), SCREEN))).endswith(told)
    assert describe(results(made)).endswith(told)


def test_rows_fit_a_page_where_a_width_is_asked_for() -> None:
    made = results([one(task=f"t{n}") for n in range(60)])
    whole = document(chart(made, SCREEN))
    page = document(chart(made, Style(PAPER.theme, width=150.0, within=244.8)))
    assert len(points(whole)) == 60
    assert len(points(page)) < 60
    assert plot_of(page)["vconcat"][0]["height"] < 6.2 * 72  # points


@pytest.mark.parametrize("width", ["column"])
def test_the_chart_is_as_wide_as_asked_for(width: str) -> None:
    made = [one(family, task) for family in HOSTILE for task in ("a", HOSTILE[0])]
    svg = str(draw(results(made), "widths", theme="print", width=width).render("svg"))
    assert "<script>" not in svg
    assert "&lt;script&gt;" in svg


def test_a_chart_of_widths_is_valid_vega_lite() -> None:
    made = chart(grid(4, 4), Style(PAPER.theme, width=200.0))
    assert made.to_dict(validate=True)["datasets"]


def test_headings_count_as_lines() -> None:
    made = [one(f"F{n % 20}", f"t{n}") for n in range(60)]
    found = widths_of(made)
    assert found.lines <= 70
    assert len(found.rows) == found.lines - len(found.headings) < found.rising == 60
