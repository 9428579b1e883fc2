"""The chart of splits of compute budgets."""

from __future__ import annotations

from typing import Any

import pytest

from scaling.errors import OutputError
from scaling.fitting.records import Estimate
from scaling.plots.charts.allocate import chart, describe
from scaling.plots.figure import draw
from scaling.plots.style.ramp import ramp
from tests.plots.ahead_builder import allocation, set_of
from tests.plots.builder import HOSTILE, SCREEN, document, note_of, plot_of, rows_of


def drawn(*results: Any) -> dict[str, Any]:
    return document(chart(set_of(*results), SCREEN))


def test_each_budget_has_its_curve_its_best_split_and_both_others() -> None:
    made = drawn(allocation(1e22), allocation(1e21))
    rows = rows_of(made)
    best = [row for row in rows if row.get("shape") == "diamond"]
    assert [(row["budget"], row["params"]) for row in best] == [("1e21", 1e9), ("1e22", 3162300000)]
    assert tuple(row["colour"] for row in best) == ramp(SCREEN.theme, 2)
    others = [row["loss"] for row in rows if row.get("shape") == "circle" and "loss" in row]
    assert others == [2.52] * 4
    assert [row["x2"] for row in rows if "x2" in row] == [2e9, 6324600000]
    assert "circles: half and twice its size" in note_of(made)


def test_several_budgets_show_how_both_sizes_grow() -> None:
    made = drawn(allocation(1e21), allocation(1e22))
    assert len(plot_of(made)["concat"]) == 2
    tokens = [row["count"] for row in rows_of(made) if row.get("what") == "tokens"]
    assert tokens == [166670000000, 527050000000]
    assert "parameters grow as C^0.5 [0.4, 0.6]" in str(made)


def test_one_budget_needs_no_second_panel() -> None:
    made = drawn(allocation())
    assert len(plot_of(made)["concat"]) == 1
    assert "Best parameters" not in note_of(made)


def test_a_loss_that_is_withheld_has_no_curve_and_is_said() -> None:
    far = allocation(1e24, splits=())
    made = drawn(allocation(), far)
    assert len([row for row in rows_of(made) if row.get("shape") == "diamond"]) == 1
    assert "Loss withheld, too far beyond the runs: 1e24." in note_of(made)
    alone = drawn(far)
    assert "Best parameters and tokens by compute with 95% intervals." in note_of(alone)
    (panel,) = plot_of(alone)["concat"]
    offsets = {layer["mark"]["xOffset"] for layer in panel["layer"] if "xOffset" in layer["mark"]}
    assert offsets == {-9, 9}  # parameters and tokens do not hide each other
    ticks = panel["layer"][0]["encoding"]["x"]["axis"]["values"]
    assert len(ticks) < 6


def test_of_many_budgets_three_are_named() -> None:
    made = drawn(*[allocation(1e19 * 2.0**i) for i in range(12)])
    named = [row["text"] for row in rows_of(made) if "e" in row.get("text", "p")]
    assert [text for text in named if text[0].isdigit()] == ["1e19", "6.4e20", "2e22"]
    assert "Named: the least, the middle and the largest budget" in note_of(made)
    assert "Named" not in note_of(drawn(allocation()))


def test_losses_have_their_unit() -> None:
    assert "loss (bits per byte)" in str(drawn(allocation(loss_unit="bits-per-byte")))


def test_budgets_without_intervals() -> None:
    bare = allocation(
        params=Estimate(1e9), tokens=Estimate(2e11), exponent=Estimate(), interval=None
    )
    made = drawn(bare, allocation(1e22, exponent=Estimate(0.5)))
    assert "parameters grow as C^0.5'" in str(made)
    assert not [row for row in rows_of(made) if row.get("x2") == 2e9]


def test_nothing_was_split() -> None:
    failed = allocation(params=Estimate(), message="not identified", reason="", status="failed")
    with pytest.raises(OutputError, match="no split of a budget can be drawn: not identified"):
        chart([failed], SCREEN)
    with pytest.raises(OutputError, match="no split of a budget can be drawn: no budget was asked"):
        chart([], SCREEN)


def test_in_words_and_as_a_picture() -> None:
    figure = draw(set_of(allocation(law=HOSTILE[0])), theme="print", width="column")
    assert figure.description == "1e+21 FLOPs are best spent on 1e+09 parameters."
    svg = str(figure.render("svg"))
    assert "<script" not in svg
    assert "&lt;script&gt;" in svg
    assert describe([allocation(reason="", message="none")]) == "none"
