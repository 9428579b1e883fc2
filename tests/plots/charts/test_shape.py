"""The chart of turns and falls."""

from __future__ import annotations

import dataclasses
import math
from typing import Any

import pytest

from scaling.detection.results import DetectResult, SlopeLine, TwoLines
from scaling.errors import DataError
from scaling.plots import draw
from scaling.plots.charts.shape import chart, describe
from scaling.plots.charts.shape.rows import shapes_of
from scaling.plots.style.rows import ROWS
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


@pytest.mark.parametrize(("alpha", "dash"), [(0.4, [1, 0]), (0.2, [5, 3])])
def test_the_level_is_that_of_the_run(alpha: float, dash: list[int]) -> None:
    made = results([one(p=(0.3, 0.01), alpha=alpha)])
    drawn = document(chart(made, SCREEN))
    marks = [layer["mark"] for layer in panels(drawn)[0]["layer"] if "y2" in layer["encoding"]]
    assert next(mark["strokeDash"] for mark in marks if "strokeDash" in mark) == dash
    assert f"Dashed: p above {alpha}." in note_of(drawn)
    assert ("no clear slope (−0.2 a decade, p = .30)" in describe(made)) is (alpha < 0.3)


def test_a_line_beyond_the_scale_is_said_to_be_cut_off() -> None:
    cut = SlopeLine(0.3, 0.03, 0.01, 6.7e9, 0.3, 66e9, 1.2)
    made = dataclasses.replace(one(), two_lines=TwoLines(6.7e9, one().two_lines.left, cut))
    told = "Lines are cut off at the ends of the scale."
    assert told in note_of(document(chart(results([made]), SCREEN)))
    assert told not in note_of(document(chart(results([one()]), SCREEN)))


def test_points_not_above_chance_are_hollow() -> None:
    assert "(hollow: not above chance)" in note_of(document(chart(results([one()]), SCREEN)))
    high = dataclasses.replace(one().series, chance=math.nan)
    assert "hollow" not in note_of(document(chart(results([one(series=high)]), SCREEN)))


def test_the_name_of_chance_lies_on_neither_line() -> None:
    left = SlopeLine(-0.2, 0.02, 0.01, 125e6, 0.24, 6.7e9, 0.235)
    right = SlopeLine(-0.2, 0.03, 0.01, 6.7e9, 0.235, 66e9, 0.23)
    made = detect_result(facts(chance=0.25), verdict="inverse")
    points = tuple(dataclasses.replace(p, score=0.8, lower=0.7, upper=0.9) for p in made.points)
    made = dataclasses.replace(made, points=points, two_lines=TwoLines(6.7e9, left, right))
    drawn = document(chart(results([made]), SCREEN))
    (name,) = [row for row in rows_of(drawn) if row.get("text") == "chance"]
    assert name["score"] > 0.25  # the lines run just below


def test_many_points_are_thinned() -> None:
    sizes = [1e8 * 1.001**n for n in range(6000)]
    made = dataclasses.replace(detect_result(facts(), sizes=sizes), two_lines=one().two_lines)
    drawn = document(chart(results([made]), SCREEN))
    assert len(rows_of(drawn)) < ROWS
    assert "Drawn are 1,200 of 6,000 scores, evenly by size." in note_of(drawn)


@pytest.mark.parametrize(("width", "within", "drawn"), [(180.0, 244.8, 2), (450.0, 504.0, 9)])
def test_panels_fit_a_page_where_a_width_is_asked_for(
    width: float, within: float, drawn: int
) -> None:
    style = Style(PAPER.theme, width=width, within=within)
    made = document(chart(results([one(f"t{n}") for n in range(13)]), style))
    assert len(panels(made)) == drawn
    assert f"{drawn} of 13 series are drawn." in note_of(made)


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
    assert describe(results(made)).startswith("None of these series turns or falls. OPT on a ")


def test_untested_series_are_not_called_other_shapes() -> None:
    few = [dataclasses.replace(one(f"t{n}"), two_lines=TwoLines(), n_sizes=1) for n in range(2)]
    told = "2 series left out as untested (fewer than three sizes, or not fitted)."
    made = results([one(), *few])
    assert note_of(document(chart(made, SCREEN))).endswith("Dashed: p above 0.05. " + told)
    assert describe(made).endswith(told)


def test_the_title_claims_no_turn() -> None:
    assert draw(results([one(verdict="smooth")]), "shape").title == (
        "OPT, NeQA: test for turns and falls"
    )


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
    with pytest.raises(DataError, match="expected at least one result, found none; choose other"):
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
    how = [dataclasses.replace(one().series, prompting=name) for name in ("cot", "direct")]
    text = describe(results([one(series=series) for series in how]))
    assert "OPT on NeQA (cot) falls" in text
    assert "OPT on NeQA (direct) falls" in text
    assert "up to a loss of 6.7e+09" in describe(results([one(size="loss")]))


def test_losses_improve_as_they_fall() -> None:
    loss = one(series=facts("OPT", "NeQA", "nll", kind="loss", chance=7.0, ceiling=1.5))
    text = describe(results([loss]))
    assert text.startswith("OPT on NeQA improves by 0.2 a decade (p < .001) up to 6.7B and gets w")


def test_text_from_data_stays_text() -> None:
    made = [one(task, family=HOSTILE[0]) for task in HOSTILE]
    svg = str(draw(results(made), "shape", width="page").render("svg"))
    assert "<script>" not in svg
    assert "&lt;script&gt;alert(1)" in svg


def test_a_chart_of_turns_is_valid_vega_lite() -> None:
    assert chart(results([one()]), PAPER).to_dict(validate=True)["datasets"]
