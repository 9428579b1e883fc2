"""The chart of back-tests: held-out scores, what held them, and the records of predictors."""

from __future__ import annotations

from dataclasses import replace

import pytest

from scaling.errors import DataError
from scaling.fitting.records import NAN
from scaling.plots import draw
from scaling.plots.charts.backtest import chart, describe
from scaling.plots.charts.backtest.held import groups_of
from scaling.plots.charts.backtest.readout import interval
from tests.plots.ahead_builder import capability, forecast
from tests.plots.builder import (
    NIGHT,
    PAPER,
    SCREEN,
    document,
    facts,
    marks,
    note_of,
    plot_of,
    rows_of,
)
from tests.plots.comparing_builder import compare_result, compared, held_out, unfitted


def test_the_average_is_drawn_and_all_predictors_are_scored() -> None:
    (group,) = groups_of([compare_result(), compare_result(facts("GPT-3"))])
    assert (group.n_series, len(group.held), group.proportion) == (2, 6, True)
    names = [one.name for one in group.records]
    assert set(names) == {"constant", "linear", "logistic", "gompertz", "weighted average",
                          "last value", "linear in log size"}  # fmt: skip
    errors = [one.error for one in group.records]
    assert errors == sorted(errors)
    (main,) = [one for one in group.records if one.main]
    assert main.error == pytest.approx((0.02 + 0.2 + 0.02) / 3)
    assert main.within == {0.5: (4, 6), 0.9: (4, 6)}


def test_errors_of_other_scores_are_not_ranked_with_those_of_all() -> None:
    predictions = [
        one for one in held_out(0.9)
        if one.curve != "logistic" or one.model == "OPT-0"  # its best one alone
    ]  # fmt: skip
    farther = [replace(one, model="OPT-9", observed=1e9) for one in held_out(0.9)[:1]]
    results = compared([compare_result(predictions=(*predictions, *farther))])
    (group,) = groups_of(results)
    last = group.records[-1]
    assert last.label == "logistic (1 of 3)"
    assert last.error == pytest.approx(0.02)
    assert [one.n for one in group.records[:-1]] == [3] * 6
    assert max(one.error for one in group.records) < 1  # nobody else predicts the 1e9
    made = document(chart(results, SCREEN))
    assert "Predictors of some scores only stand below the others" in note_of(made)
    assert any("text" in row and row["text"] == "logistic (1 of 3)" for row in rows_of(made))
    assert "stand below" not in note_of(document(chart(compared([compare_result()]), SCREEN)))


def test_the_note_tells_no_intervals_where_there_are_none() -> None:
    bare = [
        replace(one, lower50=NAN, upper50=NAN, lower90=NAN, upper90=NAN) for one in held_out(0.9)
    ]
    many = compared([compare_result(facts(f"F{i}"), predictions=tuple(bare)) for i in range(60)])
    note = note_of(document(chart(many, SCREEN)))
    assert "Intervals are left out" not in note
    assert "Circles" not in note
    assert "Diamonds: interval not known." in note
    mixed = compared([compare_result(), compare_result(facts("F"), predictions=tuple(bare))])
    assert ("squares: outside. Diamonds: interval not known."
            in note_of(document(chart(mixed, SCREEN))))  # fmt: skip


def test_what_holds_a_score_is_told_by_colour_and_shape() -> None:
    rows = rows_of(document(chart(compared([compare_result()]), SCREEN)))
    points = [row for row in rows if "beyond_text" in row]
    looks = [(row["shape"], row["observed"] - row["predicted"]) for row in points]
    assert sorted(shape for shape, _ in looks) == ["circle", "circle", "square"]
    assert len({row["colour"] for row in points}) == 2
    assert all(abs(away) > 0.1 for shape, away in looks if shape == "square")


def test_far_predictions_are_open() -> None:
    made = document(chart(compared([compare_result()]), SCREEN))
    assert "Open: 0.5 decades or more beyond the fitted sizes." in note_of(made)
    filled = [layer["mark"]["filled"] for layer in plot_of(made)["concat"][0]["layer"]
              if layer["mark"]["type"] == "point"]  # fmt: skip
    assert filled == [True, False]


def test_shares_have_their_interval_and_the_nominal_line() -> None:
    rows = rows_of(document(chart(compared([compare_result()]), SCREEN)))
    shares = {(row["name"], row["told"], row["interval"]) for row in rows if "told" in row}
    lower, upper = interval(2, 3)
    assert ("weighted average", "2 of 3", f"{lower:.0%} to {upper:.0%}") in shares
    assert not any(name == "last value" for name, _, _ in shares)
    texts = {row["text"] for row in rows if "text" in row}
    assert {"in 50%", "in 90%", "error", "predicted by"} <= texts


def test_other_units_have_rows_of_their_own() -> None:
    perplexity = facts(metric="ppl", kind="loss")
    other = compare_result(perplexity, predictions=held_out(12.0))
    made = document(chart(compared([compare_result(), other]), SCREEN))
    titles = [panel["title"]["text"] for panel in plot_of(made)["concat"] if "title" in panel]
    assert titles == [["Proportions, weighted average"], ["ppl, weighted average"]]
    many = [compare_result(facts(metric=f"m{i}", kind="real")) for i in range(6)]
    assert "Drawn: 4 of 6 metrics." in note_of(document(chart(compared(many), SCREEN)))


def test_many_scores_lose_their_intervals_and_then_become_squares() -> None:
    some = [compare_result(facts(f"F{i}"), predictions=held_out(0.9, shift=i / 900))
            for i in range(60)]  # fmt: skip
    made = document(chart(compared(some), SCREEN))
    assert "Intervals are left out with more than 150 scores." in note_of(made)
    scatter = plot_of(made)["concat"][0]
    assert marks(scatter) == ["line", "point", "point"]
    many = some * 9
    made = document(chart(compared(many), SCREEN))
    assert marks(plot_of(made)["concat"][0]) == ["rect", "line"]
    assert "Squares: darker from 1, 3, 10, 30, 100 scores on" in note_of(made)
    assert sum(len(rows) for rows in made["datasets"].values()) < 1000


def test_forecasts_by_other_benchmarks() -> None:
    (group,) = groups_of([capability(), forecast()])
    assert [one.name for one in group.records] == ["capability", "last value"]
    assert describe([capability()]) == (
        "2 held-out scores of 1 series (proportions): the capability missed by 0.011 on average, "
        "the last value by 0.150; 95% intervals held 100% of 2."
    )
    made = document(chart([capability()], SCREEN))
    assert "Circles: within their 95% interval" in note_of(made)


def test_in_words() -> None:
    assert describe([compare_result()]) == (
        "3 held-out scores of 1 series (proportions): the weighted average missed by 0.080 on "
        "average, the last value by 0.300, the linear in log size by 0.300; 50% intervals held "
        "67% of 3; 90% intervals held 67% of 3."
    )


def test_nothing_held_out() -> None:
    with pytest.raises(DataError, match="nothing was held out in 1 result: expected series of at "
                                        "least four sizes, or forecasts"):  # fmt: skip
        chart([unfitted()], SCREEN)


def test_hostile_names_stay_text() -> None:
    named = facts("<script>alert(1)</script>", "</desc>", "<b>", kind="real")
    found = compared([compare_result(named)])
    for style in (NIGHT, PAPER):
        assert document(chart(found, style))["datasets"]
    svg = str(draw(found, "backtest").render("svg"))
    assert "<script>" not in svg
    assert "<b>" not in svg
