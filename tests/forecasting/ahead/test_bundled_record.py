"""The record that forecasts quote: what the benchmark wrote, what was asked for, how it is told."""

import importlib.util
import io
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from scaling.fitting.records import SeriesFacts
from scaling.forecasting.ahead.bundled_record import CLASSES, FILE, SUMS, bundled_record
from scaling.forecasting.ahead.members import MEMBERS
from scaling.forecasting.ahead.record_classes import (
    DISTANCES,
    KINDS,
    SIZES,
    distance_of,
    kind_of,
    sizes_of,
)
from tests.series_makers import make_series

ROOT = Path(__file__).resolve().parents[3]
STUDY = ROOT / "benchmarks" / "results" / "forecasting.csv"
NAN = float("nan")


def benchmark():
    spec = importlib.util.spec_from_file_location("study", ROOT / "benchmarks" / "forecasting.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.fixture(scope="module")
def cells():
    return pd.read_csv(STUDY, dtype={"distance": str}, keep_default_na=False)


def series(sizes=3, chance=0.25, kind="proportion", axis="params"):
    return make_series(np.linspace(0.3, 0.5, sizes), chance=chance, kind=kind, axis=axis)


def facts(**changes):
    return SeriesFacts.of(series(**changes))


# The file.


def test_the_record_is_the_one_the_benchmark_wrote(cells):
    text = benchmark().record_of(cells).to_csv(index=False)
    assert FILE.read_text(encoding="utf-8") == text


def test_the_record_has_the_classes_that_are_looked_up():
    rows = pd.read_csv(FILE, dtype={"distance": str}, keep_default_na=False)
    assert list(rows) == [*CLASSES, *SUMS]
    assert set(rows["kind"]) <= set(KINDS)
    assert set(rows["sizes"]) == set(SIZES)
    assert set(rows["distance"]) <= set(DISTANCES)
    members = {member.name for part in MEMBERS.values() for member in part}
    assert set(rows["method"]) == {"averaged", *members}


# What the back-test over all bundled datasets has to reach.


@pytest.fixture(scope="module")
def pooled(cells):
    proportions = cells[cells["kind"].str.startswith("proportion")]
    sums = proportions.groupby("method")[["n", "error", "crps", "inside90"]].sum()
    assert sums.loc["averaged", "n"] == sums.loc["last-value", "n"] > 3000
    held_out = proportions[proportions["method"] == "averaged"]["scores"].sum()
    assert held_out < sums.loc["averaged", "n"] < 2 * held_out  # the largest are predicted twice
    return sums.div(sums["n"], axis=0)


def test_the_mean_error_is_below_that_of_naive_forecasts(pooled):
    assert pooled.loc["averaged", "error"] < pooled.loc["last-value", "error"]
    assert pooled.loc["averaged", "error"] < pooled.loc["linear-in-log", "error"] + 0.002


def test_the_crps_is_below_that_of_naive_forecasts(pooled):
    assert pooled.loc["averaged", "crps"] < pooled.loc["last-value", "crps"]
    assert pooled.loc["averaged", "crps"] < pooled.loc["linear-in-log", "crps"]


def test_the_intervals_cover(pooled):
    assert 0.85 <= pooled.loc["averaged", "inside90"] <= 0.95


def test_the_checking_half_was_not_chosen_on(cells):
    chosen = set(cells.loc[cells["half"] == "choosing", "dataset"])
    checked = set(cells.loc[cells["half"] == "checking", "dataset"])
    assert not chosen & checked
    assert chosen <= set(benchmark().CHOSEN_ON)
    mine = cells[(cells["half"] == "checking") & cells["kind"].str.startswith("proportion")]
    mine = mine[mine["method"] == "averaged"][["n", "error", "error_last", "error_linear"]].sum()
    assert mine["error"] < min(mine["error_last"], mine["error_linear"])


@pytest.mark.slow
def test_a_new_run_gives_the_same_numbers(cells):
    """One dataset, run again; other machines may differ in the last digits."""
    study = benchmark()
    series = [pair for pair in study.bundled_series() if pair[0] == "pythia-arithmetic"]
    found = study.summed(study.run_study(series))
    known = cells[cells["dataset"] == "pythia-arithmetic"].reset_index(drop=True)
    known = pd.read_csv(io.StringIO(known.to_csv(index=False)), dtype={"distance": str})
    assert found[study.CELL].astype(str).equals(known[study.CELL].astype(str))
    for name in ("n", "error", "crps"):
        assert found[name].to_numpy() == pytest.approx(known[name].to_numpy(), abs=0.02)


# How it is told.


def test_classes():
    assert kind_of(facts()) == "proportion-guessed"
    assert kind_of(facts(chance=0.0)) == "proportion-free"
    assert kind_of(facts(chance=NAN)) == "proportion-free"
    assert kind_of(facts(kind="bounded")) == "bounded"
    assert [sizes_of(n) for n in (3, 4, 5, 6, 20)] == ["3", "4-5", "4-5", "6+", "6+"]
    assert [distance_of(one) for one in (0.1, 0.25, 0.26, 1.0, 9.0)] == [
        "0.25", "0.25", "0.5", "1", "inf",
    ]  # fmt: skip
    assert distance_of(NAN) == ""


def test_a_record_is_that_of_its_class(cells):
    found = bundled_record("averaged", series(), 0.4)
    mine = cells[
        (cells["method"] == "averaged")
        & (cells["kind"] == "proportion-guessed")
        & (cells["n_sizes"] == 3)
        & (cells["distance"] == "0.5")
    ].sum(numeric_only=True)
    assert found.n == mine["n"]
    assert found.mae == pytest.approx(mine["error"] / mine["n"])
    assert found.mae_last == pytest.approx(mine["error_last"] / mine["n"])
    assert found.coverage90 == pytest.approx(mine["inside90"] / mine["n"])
    assert found.text.startswith(
        f"in {found.n:,} hold-out predictions on the bundled datasets (proportions with a guess "
        "rate, three sizes, a quarter to half a decade ahead) the 90 % interval covered "
    )
    assert "; mean error ." in found.text


def test_a_small_class_is_widened_and_says_so():
    rare = bundled_record("averaged", series(kind="bounded"), 1.5)
    assert "any distance" in rare.text
    assert rare.n >= 30
    assert rare.mae != rare.mae  # in units of many metrics


def test_inside_the_data_nothing_was_held_out():
    found = bundled_record("averaged", series(6), -0.5)
    assert found.n == 0
    assert found.text.startswith("no record: hold-outs lie beyond the data")


def test_the_record_is_of_params_and_says_so_on_flops():
    flops = bundled_record("averaged", series(axis="flops"), 0.4)
    assert "a quarter to half a decade ahead in params)" in flops.text
    assert flops.n == bundled_record("averaged", series(), 0.4).n
    for axis in ("tokens", "cost"):
        other = bundled_record("averaged", series(axis=axis), 0.4)
        assert (other.n, other.text) == (0, f"no record on the axis {axis}")


def test_what_has_no_record_says_so():
    found = bundled_record("segmented", series(), 0.4)
    assert (found.n, found.text) == (
        0,
        "no record of segmented on proportions with a guess rate in the bundled datasets",
    )
