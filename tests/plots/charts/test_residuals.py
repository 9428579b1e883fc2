"""The chart of residuals: scores less the curve, exact at the points, by panel and family."""

from __future__ import annotations

import math
from dataclasses import replace

import pytest

import scaling as sc
from scaling.errors import DataError
from scaling.fitting.records import Band
from scaling.fitting.results import FitResult
from scaling.plots import draw
from scaling.plots.charts.residuals import chart, describe
from scaling.plots.charts.residuals.rows import residuals_of, scale_of
from scaling.plots.style.axes import size_axis
from scaling.plots.style.rows import ROWS
from tests.plots.builder import (
    HOSTILE,
    NIGHT,
    PAPER,
    SCREEN,
    detect_result,
    document,
    facts,
    fit_result,
    fits,
    grid,
    marks,
    note_of,
    plot_of,
    results,
    rows_of,
)


def test_the_curve_is_exact_at_the_points_of_a_fit() -> None:
    found = sc.fit(sc.load("pythia-lm-eval"), task="lambada_openai", metric="acc", draws=0)
    for one in found:
        start, width, floor, top = (
            one.parameters[name].estimate for name in ("midpoint", "width", "floor", "ceiling")
        )
        pairs = residuals_of(one, scale_of(size_axis([one], one.size)))
        assert len(pairs) == len(one.points) > 0
        for point, curve in pairs:
            away = math.log10(point.size / start) / width
            exact = floor + (top - floor) / (1 + math.exp(-2 * math.log(9) * away))
            assert curve == pytest.approx(exact, abs=1e-6)


def test_every_point_has_its_residual_and_interval() -> None:
    one = fit_result(facts())
    rows = rows_of(document(chart(fits([one]), SCREEN)))
    points = [row for row in rows if "residual_text" in row]
    assert [row["model"] for row in points] == [point.model for point in one.points]
    spans = [row for row in rows if "y2" in row and "line" not in row]
    assert len(spans) == len(one.points)
    middle = [(row["residual"] + row["y2"]) / 2 for row in spans]
    assert all(abs(value) < 0.2 for value in middle)


def test_the_axis_is_the_same_to_either_side_of_zero() -> None:
    (panel,) = plot_of(document(chart(fits([fit_result(facts())]), SCREEN)))["concat"]
    domains = [layer["encoding"]["y"]["scale"]["domain"] for layer in panel["layer"]
               if "y" in layer["encoding"]]  # fmt: skip
    assert all(low == -high < 0 for low, high in domains)


def test_few_families_have_bands_and_stand_apart_many_do_not() -> None:
    few, many = document(chart(grid(3, 1), SCREEN)), document(chart(grid(7, 1), SCREEN))
    assert "area" in marks(few)
    assert "area" not in marks(many)
    assert "Families at one size stand side by side." in note_of(few)
    sizes = {row["size"] for row in rows_of(few) if row.get("line") == "Pythia" and "model" in row}
    assert 70e6 not in sizes


def test_bands_end_with_the_points() -> None:
    one = detect_result(facts())
    rows = rows_of(document(chart(results([one]), SCREEN)))
    largest = max(point.size for point in one.points)
    assert max(row["size"] for row in rows if "y2" in row and "line" in row) <= 1.0001 * largest


def test_series_without_a_curve_are_named_or_counted() -> None:
    flat = replace(detect_result(facts("BLOOM")), band=Band.of([]))
    lost = replace(detect_result(facts("BLOOM", "MMLU")), band=Band.of([]))
    made = document(chart(results([detect_result(facts()), flat, lost]), SCREEN))
    (panel,) = plot_of(made)["concat"]
    assert panel["title"]["subtitle"] == ["no curve: BLOOM"]
    assert "Without a curve: 1 panel." in note_of(made)


def test_of_many_panels_the_first_are_drawn() -> None:
    made = document(chart(grid(1, 27), SCREEN))
    assert len(plot_of(made)["concat"]) == 24
    assert "Drawn: 24 of" in note_of(made)


def of_many(lines: int, each: int) -> list[FitResult]:
    sizes = [1e8 * 1.0001**place for place in range(each)]
    return [fit_result(facts(f"F{place}"), sizes=sizes) for place in range(lines)]


@pytest.mark.parametrize(("lines", "each", "drawn"), [(1, 6000, 2234), (300, 20, 2250)])
def test_of_many_points_an_even_choice_is_drawn(lines: int, each: int, drawn: int) -> None:
    made = document(chart(fits(of_many(lines, each)), SCREEN))
    rows = rows_of(made)
    assert len(rows) <= ROWS
    assert 0.7 * drawn < sum("residual_text" in row for row in rows) <= drawn
    assert f"Drawn are {drawn:,} of 6,000 scores, evenly by size." in note_of(made)
    assert ("families are not told apart" in note_of(made)) == (lines > 1)
    assert "Intervals are left out of panels with more than 150 scores." in note_of(made)
    assert "with 95% intervals of the scores" not in note_of(made)


def test_in_one_column_there_are_as_many_panels_as_a_page_holds() -> None:
    column = replace(PAPER, width=200.0, within=245.0)
    made = document(chart(grid(1, 8), column))
    assert len(plot_of(made)["concat"]) == 3
    assert "Drawn: 3 of 8 panels." in note_of(made)


def test_families_moved_sideways_stay_inside_the_panel() -> None:
    made = document(chart(grid(5, 1), replace(PAPER, width=150.0, within=245.0)))
    (panel,) = plot_of(made)["vconcat"][0]["concat"]
    low, high = panel["layer"][-1]["encoding"]["x"]["scale"]["domain"]
    sizes = [row["size"] for row in rows_of(made) if "residual_text" in row]
    for size, end in ((min(sizes), low), (max(sizes), high)):
        assert abs(math.log(size / end)) > 0.03 * math.log(high / low)


def test_no_curve_at_all() -> None:
    flat = replace(detect_result(facts()), band=Band.of([]))
    with pytest.raises(DataError, match="no residuals can be drawn: expected at least one series "
                                        "with a fitted curve, found none in 1"):  # fmt: skip
        chart(results([flat]), SCREEN)
    assert describe([flat]) == "No series has a fitted curve, so there are no residuals."


def test_in_words() -> None:
    text = describe(fits([fit_result(facts())]))
    assert text.startswith("Scores less fitted curves of 1 series: root mean square 0.01")
    assert "(proportions). The largest is " in text
    assert "OPT on 3-digit addition at" in text
    two = [fit_result(facts()), replace(fit_result(facts(metric="bleu")), band=Band.of([]))]
    assert "of 1 series (1 series without a curve)" in describe(fits(two))


def test_units_that_cannot_be_pooled_are_told_apart() -> None:
    units = [("proportion", "acc"), ("proportion", "em"), ("bounded", "bleu")]
    made = fits([fit_result(facts(metric=metric, kind=kind)) for kind, metric in units])
    text = describe(made)
    assert text.startswith("Scores less fitted curves of 3 series: root mean square ")
    assert " over the 2 of proportions. The largest is " in text


def test_the_series_of_the_largest_is_told_apart() -> None:
    one = fit_result(facts())
    asked = [replace(one, series=replace(one.series, prompting=how)) for how in ("direct", "cot")]
    far = replace(asked[1], points=(replace(one.points[0], score=0.9), *one.points[1:]))
    assert ", OPT on 3-digit addition (cot) at 125M." in describe(fits([asked[0], far]))


def test_hostile_names_stay_text() -> None:
    found = fits([fit_result(facts(name, task)) for name in HOSTILE for task in HOSTILE[:2]])
    for style in (NIGHT, PAPER):
        assert document(chart(found, style))["datasets"]
    svg = str(draw(found, "residuals").render("svg"))
    assert "<script>" not in svg
