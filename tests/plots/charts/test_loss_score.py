"""The chart of scores by loss: results on the loss axis, and forecasts in two steps."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from scaling.errors import OutputError
from scaling.fitting.records import NAN, Estimate
from scaling.plots.charts.loss_score import chart, describe
from scaling.plots.figure import draw
from tests.plots.ahead_builder import forecast, set_of, two_step
from tests.plots.builder import (
    HOSTILE,
    SCREEN,
    detect_result,
    document,
    facts,
    note_of,
    plot_of,
    results,
    rows_of,
)

LOSSES = (4.0, 3.5, 3.0, 2.6)


def drawn(*found: Any) -> dict[str, Any]:
    return document(chart(set_of(*found), SCREEN))


def test_results_on_the_loss_axis_are_curves_better_to_the_right() -> None:
    by_loss = detect_result(facts(), sizes=LOSSES, middle=0.5, size="loss")
    made = str(document(chart(results([by_loss]), SCREEN)))
    assert "'reverse': True" in made
    assert "better to the right" in made


def test_results_on_another_axis_are_refused_with_advice() -> None:
    with pytest.raises(OutputError, match="expected results on the axis loss, found params; fit"):
        chart(results([detect_result(facts())]), SCREEN)
    with pytest.raises(OutputError, match="or forecast with --tokens"):
        chart([forecast()], SCREEN)


def test_both_steps_have_a_panel() -> None:
    made = drawn(two_step())
    law, link = plot_of(made)["concat"]
    assert law["title"]["text"] == ["LAMBADA: step 1, loss"]
    assert "'reverse': True" not in str(law)
    assert "'reverse': True" in str(link)
    assert "loss (nats per token), better to the right" in str(link)


def test_runs_of_one_size_are_joined_by_the_law() -> None:
    rows = rows_of(drawn(two_step()))
    lines = [(row["line"], row["loss"]) for row in rows if row.get("line")]
    assert lines == [("100M", 3.61), ("100M", 3.31), ("1B", 3.21), ("1B", 2.91)]
    runs = [row for row in rows if row.get("tokens_text")]
    assert [row["flops"] for row in runs] == [6e18, 6e19, 6e19, 6e20]


def test_the_forecast_stands_in_both_panels_with_its_intervals() -> None:
    rows = rows_of(drawn(two_step()))
    diamond = {"shape": "diamond"}
    assert {"flops": 6e22, "loss": 2.6, **diamond} in rows
    assert {"size": 2.6, "score": 0.6, **diamond} in rows
    assert {"flops": 6e22, "loss": 2.5, "y2": 2.7} in rows
    assert {"size": 2.5, "score": 0.6, "x2": 2.7} in rows


def test_steps_without_a_forecast_are_drawn_alone() -> None:
    refused = two_step(estimate=NAN, loss=Estimate(), message="too far", status="failed")
    made = drawn(refused)
    assert not [row for row in rows_of(made) if row.get("shape") == "diamond"]
    assert describe([refused]) == "LAMBADA: no forecast (too far)."


def test_chance_has_its_name_inside_the_panel() -> None:
    at_zero = drawn(two_step(series=facts("OPT", "LAMBADA", "acc", chance=0.0)))
    (name,) = [row for row in rows_of(at_zero) if row.get("text") == "chance"]
    assert name["score"] > 0.0
    without = drawn(two_step(series=facts("OPT", "LAMBADA", "acc", chance=NAN)))
    assert not [row for row in rows_of(without) if row.get("text") == "chance"]


def test_very_many_runs_are_chosen_evenly_and_said() -> None:
    one = two_step()
    runs = tuple(replace(one.steps.loss_points[i % 4], model=f"r{i}") for i in range(3000))
    scores = tuple(replace(one.steps.score_points[i % 4], model=f"r{i}") for i in range(3000))
    made = drawn(replace(one, steps=replace(one.steps, loss_points=runs, score_points=scores)))
    assert len(rows_of(made)) < 5000
    assert len([row for row in rows_of(made) if "model" in row]) == 2250
    assert "Drawn are 2,250 of 6,000 runs and scores, evenly by size." in note_of(made)


def test_no_step_was_made() -> None:
    steps = two_step().steps.__class__()
    with pytest.raises(OutputError, match="no forecast went through the loss: expected two steps"):
        chart([two_step(steps=steps, message="no losses")], SCREEN)


def test_in_words_and_as_a_picture() -> None:
    odd = two_step(series=facts(HOSTILE[3], HOSTILE[0], HOSTILE[1]))
    figure = draw(set_of(odd), "loss-score", theme="print", width="column")
    svg = str(figure.render("svg"))
    assert "<script" not in svg
    assert describe([two_step()]) == ("LAMBADA: 1e11 parameters on 100B tokens. Intervals at 95%.")
    bare = two_step(interval=None, reason="on 100B tokens.")
    assert describe([bare]) == "LAMBADA: on 100B tokens."
    assert describe([detect_result(facts())]).startswith("OPT on 3-digit addition")
    assert "Step 1: runs by compute (6 N D)" in note_of(figure.spec())


def test_both_steps_of_a_forecast_stand_side_by_side() -> None:
    many = [two_step(series=facts("OPT", f"task {i}", "acc")) for i in range(3)]
    plot = plot_of(drawn(*many))
    assert plot["columns"] == 2
    steps = [panel["title"]["text"][0] for panel in plot["concat"]]
    assert steps[:3] == ["task 0: step 1, loss", "task 0: step 2, score", "task 1: step 1, loss"]
