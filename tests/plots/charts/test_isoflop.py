"""The chart of runs of equal compute."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from scaling.errors import OutputError
from scaling.fitting.records import NAN, Estimate
from scaling.forecasting.laws.isoflop.records import BudgetRow
from scaling.forecasting.laws.isoflop.results import IsoflopResult
from scaling.plots.charts.isoflop import chart, describe
from scaling.plots.figure import draw
from scaling.plots.style.ramp import ramp
from tests.plots.ahead_builder import isoflop, set_of
from tests.plots.builder import HOSTILE, SCREEN, document, note_of, plot_of, rows_of


def drawn(one: Any) -> dict[str, Any]:
    return document(chart(set_of(one), SCREEN))


def test_budgets_are_profiles_in_order_of_a_ramp() -> None:
    rows = rows_of(drawn(isoflop()))
    runs = {row["budget"]: row["colour"] for row in rows if row.get("model")}
    assert list(runs) == ["1e19", "1e20", "1e21"]
    assert tuple(runs.values()) == ramp(SCREEN.theme, 3)
    assert [row["text"] for row in rows if "text" in row] == ["1e19", "1e20", "1e21"]


def test_minima_have_their_intervals_on_both_panels() -> None:
    rows = rows_of(drawn(isoflop()))
    minima = [row for row in rows if row.get("shape") == "diamond"]
    assert [(row["params"], row["loss"]) for row in minima] == [(2e8, 3), (6e8, 2.7), (1.8e9, 2.4)]
    assert [row["x2"] for row in rows if "x2" in row] == [3e8, 9e8, 2.7e9]
    upright = [(row["params"], row["y2"]) for row in rows if "y2" in row and "line" not in row]
    assert (4e8, 9e8) in upright


def test_budgets_that_the_power_law_leaves_out_are_hollow() -> None:
    made = drawn(isoflop())
    growth = plot_of(made)["concat"][1]["layer"]
    hollow = [layer for layer in growth if layer["mark"].get("filled") is False]
    (row,) = made["datasets"][hollow[0]["data"]["name"]]
    assert row["flops"] == 1e19
    assert "Hollow: not used by the power law." in note_of(made)


def test_the_exponent_stands_under_the_title() -> None:
    made = drawn(isoflop())
    assert "parameters grow as C^0.477 [0.4, 0.55]" in str(made)
    assert "tokens grow as C^0.523 [0.45, 0.6]." in note_of(made)
    assert "2 runs of no budget left out." in note_of(made)


def test_without_a_minimum_there_is_one_panel() -> None:
    flat = tuple(replace(row, params=NAN, lower=NAN, upper=NAN) for row in isoflop().budgets)
    made = drawn(isoflop(budgets=flat, band=(), exponent=Estimate()))
    assert len(plot_of(made)["concat"]) == 1
    assert not [row for row in rows_of(made) if row.get("shape") == "diamond" and "interval" in row]


def test_minima_without_a_power_law() -> None:
    made = drawn(isoflop(band=(), exponent=Estimate(), tokens_exponent=Estimate()))
    assert "no power law through these minima" in str(made)


def test_budgets_without_a_profile_show_their_runs() -> None:
    bare = tuple(
        replace(row, valley=(), params=NAN, lower=NAN, upper=NAN) for row in isoflop().budgets
    )
    made = drawn(isoflop(budgets=bare, band=(), interval=None))
    assert len([row for row in rows_of(made) if row.get("model")]) == 15
    assert note_of(made).startswith("Points: runs.")


def test_no_budget_of_several_sizes() -> None:
    with pytest.raises(OutputError, match="no isoFLOP profile can be drawn: expected a budget"):
        chart([isoflop(budgets=())], SCREEN)


def test_what_is_not_drawn_is_counted_and_said() -> None:
    known = isoflop().budgets
    small = replace(known[0], valley=(), n_sizes=2, params=NAN, used=False, reason="2 sizes")
    flat = replace(known[1], params=NAN, lower=NAN, upper=NAN, used=False, reason="flat: no rise")
    made = drawn(isoflop(budgets=(small, flat), band=(), exponent=Estimate()))
    assert "5 of 15 runs, 1 of 2 budgets" in str(made)
    note = note_of(made)
    assert "No compute budget has a minimum that can be used." in note
    assert "Left out: 1e19 (2 sizes); 1e20 (flat)." in note
    assert "5 of 15 runs, 1 of 2 budgets" in describe([isoflop(budgets=(small, flat))])


def budgets_of(count: int, runs: int = 5) -> tuple[BudgetRow, ...]:
    known = isoflop().budgets
    return tuple(
        replace(
            known[i % 3], flops=1e18 * 1.2**i,
            points=tuple(replace(known[i % 3].points[j % 5], model=f"r{j}") for j in range(runs)),
        )
        for i in range(count)
    )  # fmt: skip


def test_diamonds_are_minima_alone() -> None:
    rows = rows_of(drawn(isoflop(budgets=budgets_of(6), n_runs=30)))
    assert not [row for row in rows if row.get("shape") == "diamond" and "model" in row]
    assert len({row["shape"] for row in rows if "model" in row}) == 5


def test_of_many_budgets_three_are_named() -> None:
    six, many = (drawn(isoflop(budgets=budgets_of(n), n_runs=5 * n)) for n in (6, 12))
    assert len([row for row in rows_of(six) if "text" in row]) == 6
    assert "Named" not in note_of(six)
    assert [row["text"] for row in rows_of(many) if "text" in row] == ["1e18", "3e18", "7.4e18"]
    assert "Named: the least, the middle and the largest budget" in note_of(many)


def test_very_many_runs_are_chosen_evenly_and_said() -> None:
    made = drawn(isoflop(budgets=budgets_of(3, 2000), n_runs=6000))
    shown = [row for row in rows_of(made) if "model" in row]
    assert len(rows_of(made)) < 5000
    assert len({row["params"] for row in shown}) == 15  # the largest of each budget, too
    assert f"{len(shown):,} of these 6,000 runs drawn." in note_of(made)


def test_losses_have_their_unit_where_it_is_known() -> None:
    assert "loss (nats per token)" in str(drawn(isoflop()))
    old = {k: v for k, v in isoflop().to_dict().items() if k != "loss_unit"}
    assert "'title': 'loss'" in str(drawn(IsoflopResult.from_dict(old)))
    assert IsoflopResult.from_dict(isoflop().to_dict()).loss_unit == "nats"


def test_one_analysis_at_a_time() -> None:
    for draws in (chart, lambda found, _: describe(found)):
        with pytest.raises(OutputError, match="expected one isoFLOP analysis, found 2; draw each"):
            draws([isoflop(), isoflop()], SCREEN)


def test_in_words_and_as_a_picture() -> None:
    figure = draw(set_of(isoflop()), theme="print", width="column")
    assert figure.description == (
        "Losses by size at equal compute: 15 runs, 3 budgets. The loss is lowest with 200M "
        "parameters at 1e19 FLOPs, 600M parameters at 1e20 FLOPs, 1.8B parameters at 1e21 FLOPs. "
        "The optimal size grows as C^0.477."
    )
    assert "best parameters" in str(figure.render("svg"))
    assert describe([isoflop(budgets=(), reason="", message=HOSTILE[0])]).endswith(HOSTILE[0])
