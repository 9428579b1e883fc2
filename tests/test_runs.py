"""Training runs: their checks, and how they are taken from tables."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd
import pytest

from scaling.errors import BadCellsError, DataError, OptionError
from scaling.runs import Remark, Runs
from scaling.table import ScoreTable
from tests.run_makers import some_runs


def table(**columns: list[Any]) -> ScoreTable:
    frame = {"model": ["a", "b", "c"], "params": ["1B", "2B", "4B"],
             "tokens": ["20B", "40B", "80B"], "loss": ["3.0", "2.8", "2.6"]}  # fmt: skip
    frame.update(columns)
    kept = {name: cells for name, cells in frame.items() if cells}
    return ScoreTable.from_frame(pd.DataFrame(kept), name="mine", kind="runs")


def test_the_rows_of_a_run_table_are_its_runs():
    runs = table().runs()
    assert runs.models == ("a", "b", "c")
    assert runs.loss.tolist() == [3.0, 2.8, 2.6]
    assert runs.flops.tolist() == [6 * 1e9 * 20e9, 6 * 2e9 * 40e9, 6 * 4e9 * 80e9]
    assert runs.families == ("all",) * 3
    assert np.isnan(runs.epochs).all()
    assert (runs.left_out, runs.doubts, runs.notes) == ((), (), ())


def test_flops_replace_tokens_or_params():
    flops = ["1.2e20", "4.8e20", "1.92e21"]
    assert table(tokens=[], flops=flops).runs().tokens == pytest.approx([20e9, 40e9, 80e9])
    assert table(params=[], flops=flops).runs().params == pytest.approx([1e9, 2e9, 4e9])
    active = table(tokens=[], flops=flops, active_params=["0.5B", "1B", "2B"]).runs()
    assert active.tokens == pytest.approx([40e9, 80e9, 160e9])


def test_bits_become_nats_and_bits_per_byte_stay():
    assert table().runs("bits").loss == pytest.approx(np.log(2) * np.array([3.0, 2.8, 2.6]))
    kept = table().runs("bits-per-byte")
    assert kept.loss.tolist() == [3.0, 2.8, 2.6]
    assert kept.loss_unit == "bits-per-byte"
    low = table(loss=["1.3", "0.85", "0.8"])  # the smallest of a ladder may lie above
    assert low.runs().notes == ("suspicious-loss-unit",)
    assert low.runs("bits-per-byte").notes == ()
    with pytest.raises(OptionError, match="loss_unit: expected one of nats, bits, bits-per-byte"):
        table().runs("bpb")


def test_stated_compute_that_contradicts_the_sizes():
    runs = table(flops=["1.2e20", "1.2e21", "1.92e21"]).runs()
    assert runs.notes == ("flops-contradict",)
    assert runs.doubts == (
        Remark("b", "flops-contradict", "flops 1.2e+21 are 2.5 times 6 N D"),
    )  # fmt: skip
    assert table(flops=["2.3e20", "4.8e20", "1e21"]).runs().notes == ()


def test_unique_tokens_and_epochs_follow_from_each_other():
    runs = table(epochs=["1", "2", "4"]).runs()
    assert runs.unique_tokens.tolist() == [20e9, 20e9, 20e9]
    runs = table(unique_tokens=["20B", "10B", "8B"]).runs()
    assert runs.epochs.tolist() == [1.0, 4.0, 10.0]
    with pytest.raises(DataError, match="column 'epochs': expected a size"):
        table(epochs=["1", "two", "4"]).runs()


def test_runs_that_repeat_a_name_bear_their_seed():
    runs = table(model=["a", "a", "b"], seed=["1", "2", "1"]).runs()
    assert runs.models == ("a, 1", "a, 2", "b")


def test_identical_rows_are_one_run():
    runs = table(model=["a", "a", "c"], params=["1B", "1B", "4B"], tokens=["20B", "20B", "80B"],
                 loss=["3.0", "3.0", "2.6"]).runs()  # fmt: skip
    assert runs.models == ("a", "c")
    assert runs.notes == ("duplicate-rows",)


def test_the_distinct_models_of_scores_are_runs():
    frame = pd.DataFrame({
        "model": ["a", "a", "b", "c"], "family": ["F", "F", "F", "G"],
        "params": [1e9, 1e9, 2e9, 3e9],
        "tokens": [2e10, 2e10, 4e10, 6e10], "loss": [3.0, 3.0, 2.8, None],
        "task": ["T", "U", "T", "T"], "score": [0.1, 0.2, 0.3, 0.4],
    })  # fmt: skip
    runs = ScoreTable.from_frame(frame).runs()
    assert (runs.models, runs.families) == (("a", "b"), ("F", "F"))
    assert runs.left_out == (Remark("c", "runs-without-loss", "loss: not known"),)


def test_only_the_last_checkpoint_of_a_model_is_a_run():
    columns: dict[str, list[Any]] = {
        "model": ["a", "a", "b"], "params": ["1B", "1B", "4B"], "tokens": ["10B", "20B", "80B"],
        "checkpoint": ["step1000", "step2000", "step2000"],
    }  # fmt: skip
    assert table(**columns).runs().notes == ("checkpoint-last",)
    assert table(**columns).runs().tokens.tolist() == [20e9, 80e9]
    assert table(**columns).runs(checkpoint="all").models == ("a, step1000", "a, step2000", "b")


def test_a_loss_that_is_none_is_a_bad_cell():
    with pytest.raises(BadCellsError, match="loss: expected a number above zero, found '-1'"):
        table(loss=["3.0", "-1", "2.6"])


def test_tables_that_hold_no_runs():
    scores = ScoreTable.from_frame(
        pd.DataFrame({"model": ["a"], "params": [1e9], "task": ["T"], "score": [0.1]})
    )
    with pytest.raises(DataError, match="no loss: expected a run table"):
        scores.runs()
    onsets = ScoreTable.from_frame(
        pd.DataFrame({"task": ["T"], "loss": [3.0]}), name="mine", kind="thresholds"
    )
    with pytest.raises(DataError, match="mine is a list of published onsets"):
        onsets.runs()


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"loss": np.array([2.0, 0.0])}, "loss of b: expected a number above zero, found 0"),
        ({"loss": np.array([2.0, np.nan])}, "loss of b: expected a number above zero, found nan"),
        ({"params": np.array([-1.0, 1.0])}, "params of a: expected a number above zero, found -1"),
        ({"tokens": np.array([1.0])}, "expected as many of tokens as models (2), found 1"),
        ({"families": ("x",)}, "expected as many families as models (2), found 1"),
        ({"loss_unit": "bits"}, "loss_unit: expected one of nats, bits-per-byte, got 'bits'"),
    ],
)
def test_runs_that_are_none(changes: dict[str, Any], message: str):
    values: dict[str, Any] = {
        "models": ("a", "b"), "params": np.array([1e9, 2e9]), "tokens": np.array([1e10, 2e10]),
        "loss": np.array([3.0, 2.9]),
    }  # fmt: skip
    with pytest.raises(DataError) as caught:
        Runs(**(values | changes))
    assert str(caught.value) == message


def test_runs_are_frozen_and_taken_by_place():
    runs = some_runs(6)
    with pytest.raises(ValueError, match="read-only"):
        runs.loss[0] = 1.0
    assert runs.take([4, 1]).models == ("run-004", "run-001")
    assert runs.take(runs.loss > 1e9).n == 0
    left = runs.without([2], "code", "why")
    assert left.n == 5
    assert left.left_out == (Remark("run-002", "code", "why"),)
    assert runs.fingerprint() == runs.take([5, 4, 3, 2, 1, 0]).fingerprint()
    assert runs.to_dict()["models"] == runs.models


def test_runs_that_lack_a_size():
    tokens = some_runs(4).tokens.copy()
    tokens[1] = np.nan
    runs = some_runs(4, tokens=tokens)
    left = runs.needing(("params", "tokens"))
    assert left.left_out == (
        Remark("run-001", "runs-without-size", "params and tokens: not all known"),
    )
    assert runs.needing(("params",)) is runs
    with pytest.raises(DataError, match="no run has unique_tokens: expected columns"):
        runs.needing(("unique_tokens",))
