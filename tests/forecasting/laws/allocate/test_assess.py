"""Allocations of fitted laws: intervals, distance from the data, what is refused."""

from __future__ import annotations

import json
from dataclasses import replace

import numpy as np
import pandas as pd
import pytest

import scaling as sc
from scaling.documents import plain
from scaling.errors import DataError, OptionError
from scaling.fitting.laws import LawOptions, fit_runs
from scaling.forecasting.laws.allocate.assess import allocate_of
from scaling.forecasting.laws.allocate.options import AllocateOptions, spread_budgets
from scaling.forecasting.laws.allocate.results import AllocateResult, AllocateResults
from scaling.forecasting.laws.saved import refitted
from scaling.laws.registry import get_law
from scaling.notes import NOTES
from scaling.table import ScoreTable
from tests.forecasting.laws.makers import Truth, random_runs, runs_at

RUNS = random_runs(noise=0.002)
FITTED = fit_runs(RUNS, LawOptions(draws=99))


def allocated(flops, fitted=FITTED, **options):
    return allocate_of(fitted, AllocateOptions(flops=flops, **options))


def test_intervals_hold_the_true_optimum():
    for one in allocated(["1e21", "1e22", "1e23"]):
        params = Truth().best(one.flops)
        assert one.params.lower < params < one.params.upper
        assert one.tokens.lower < one.flops / 6 / params < one.tokens.upper
        assert one.exponent.lower < Truth().exponent < one.exponent.upper
        assert one.exponent.estimate + one.tokens_exponent.estimate == pytest.approx(1)
        assert 6 * one.params.estimate * one.tokens.estimate == pytest.approx(one.flops)
        ratio = one.tokens.estimate / one.params.estimate
        assert one.tokens_per_param.estimate == pytest.approx(ratio)
        assert one.tokens_per_param.lower < ratio < one.tokens_per_param.upper


def test_the_exponent_is_that_of_the_closed_form():
    natural = FITTED.natural()
    expected = natural["beta"] / (natural["alpha"] + natural["beta"])
    assert allocated(1e22)[0].exponent.estimate == pytest.approx(float(expected), rel=1e-5)


def test_half_and_twice_the_size_cost_more():
    (one,) = allocated(1e22)
    assert [off.factor for off in one.off_size] == [0.5, 2.0]
    for off in one.off_size:
        assert 0 < off.loss_increase.lower < off.loss_increase.estimate < off.loss_increase.upper
        assert 0.05 < off.extra_compute.estimate < 0.5
        assert 6 * off.params * off.tokens == pytest.approx(one.flops)


def test_the_loss_is_that_of_the_law_with_the_interval_of_a_run():
    (one,) = allocated(1e21)
    sizes = np.array([one.params.estimate]), np.array([one.tokens.estimate])
    assert one.loss.estimate == pytest.approx(float(FITTED.at(*sizes)[0]))
    assert one.loss.predict_lower < one.loss.lower < one.loss.estimate
    assert one.loss.estimate < one.loss.upper < one.loss.predict_upper
    assert one.loss.predict_lower < Truth().loss(*sizes)[0] < one.loss.predict_upper
    assert min(point.loss for point in one.splits) >= one.loss.estimate - 1e-9
    assert len(one.splits) == 41


def test_losses_far_beyond_the_data_are_withheld_unless_asked_for():
    near, far = allocated(["1e22", "1e27"])
    assert near.decades_beyond_data < 1 < far.decades_beyond_data
    assert near.notes == ()
    assert "forecast-withheld" in far.notes
    assert np.isnan(far.loss.estimate)
    assert far.splits == ()
    assert far.params.estimate == pytest.approx(Truth().best(1e27), rel=0.5)
    assert "the loss is not forecast (--far does)" in far.reason
    (asked,) = allocated("1e27", far=True)
    assert "forecast-withheld" not in asked.notes
    assert "far-extrapolation" in asked.notes
    assert asked.loss.estimate > 1.5
    assert "which nothing has tested there" in asked.reason


def test_half_of_a_short_span_is_the_reach_as_well():
    short = RUNS.take(np.argsort(RUNS.flops)[20:40])
    span = np.log10(short.flops.max() / short.flops.min())
    fitted = fit_runs(short, LawOptions(draws=0))
    flops = float(short.flops.max() * 10 ** (0.6 * span))
    assert span < 1.6
    assert "forecast-withheld" in allocate_of(fitted, AllocateOptions(flops=flops))[0].notes


def test_no_draws_no_intervals():
    (one,) = allocated(1e22, fit_runs(RUNS, LawOptions(draws=0)))
    assert one.interval is None
    assert "no-draws" in one.notes
    assert np.isnan([one.params.lower, one.tokens_per_param.upper, one.loss.lower]).all()
    assert one.params.estimate > 0


def test_a_law_of_one_size_has_no_split():
    fitted = fit_runs(RUNS, LawOptions(law="power-params", draws=0))
    (one,) = allocated(1e22, fitted)
    assert one.status == "failed"
    assert one.message == (
        "the law power-params has no optimal split: its loss depends on params alone; fit a law "
        "of params and tokens"
    )
    assert "no-optimum" in one.notes
    assert np.isnan(one.params.estimate)


def test_a_law_that_does_not_know_tokens_has_no_split():
    """All terms in tokens vanish: losses of the parameters alone, whatever the tokens."""
    level = runs_at(RUNS.params, RUNS.tokens, 1.8 + 400 / RUNS.params**0.34)
    fitted = fit_runs(level, LawOptions(draws=0))
    flat = replace(fitted, unidentified="", theta=np.where(np.arange(5) == 2, -60.0, fitted.theta))
    (one,) = allocated(1e22, flat)
    assert one.status == "failed"
    assert "its loss falls to the largest size" in one.message


def test_unique_tokens_are_told_in_epochs():
    rng = np.random.default_rng(0)
    unique = RUNS.tokens / rng.choice([1, 2, 4, 8], RUNS.n)
    repeated = replace(RUNS, unique_tokens=unique)
    fitted = fit_runs(repeated, LawOptions(law="data-constrained", draws=19))
    plenty, little = allocated(1e22, fitted)[0], allocated(1e22, fitted, unique_tokens="20B")[0]
    assert np.isnan(plenty.epochs.estimate)
    assert little.epochs.estimate == pytest.approx(little.tokens.estimate / 2e10)
    assert little.unique_tokens == 2e10
    assert " epochs of 20B different tokens." in little.reason


def test_a_plateau_has_no_split():
    """Repeats worth nothing beyond two, and excess parameters too: the loss levels off."""
    rng = np.random.default_rng(0)
    unique = RUNS.tokens / rng.choice([1, 2, 4, 8], RUNS.n)
    fitted = fit_runs(replace(RUNS, unique_tokens=unique),
                      LawOptions(law="data-constrained", draws=0))  # fmt: skip
    lives = np.arange(7) >= 5
    short = replace(fitted, theta=np.where(lives, np.log(0.5), fitted.theta), unidentified="")
    (one,) = allocated(1e24, short, unique_tokens="1B", far=True)
    assert one.status == "failed"
    assert "half and twice the size lose the same" in one.message


def test_a_result_survives_json():
    found = allocated(["1e21", "1e27"])
    for one in found:
        document = json.loads(json.dumps(one.to_dict(), allow_nan=False))
        again = AllocateResult.from_dict(document)
        assert json.dumps(plain(again)) == json.dumps(plain(one))
        assert set(one.notes) <= set(NOTES)
        for name in ("params", "tokens", "tokens_per_param"):
            assert set(document[name]) == {"estimate", "lower", "upper"}


def test_rows_name_half_and_twice():
    row = allocated(1e21)[0].to_row()
    assert row["half.factor"] == 0.5
    assert row["twice.extra_compute.lower"] > 0
    assert row["params.estimate"] > 0


@pytest.mark.parametrize(
    ("wrong", "told"),
    [
        (
            {"flops": "lots"},
            "flops: expected a size such as 1.3B, 1.3e9 or 1300000000, found 'lots'",
        ),
        ({"flops": "0"}, "flops: expected a size above zero, found '0'"),
        ({"flops": []}, "flops: expected between 1 and 200 compute budgets, got 0"),
        ({"flops": "1e20:1e21:1"}, "flops: expected a COUNT from 2 to 200 in a range, got"),
        ({"flops": "1e20:x"}, "flops: expected a range LOW:HIGH or LOW:HIGH:COUNT, got '1e20:x'"),
        ({"flops": 1e21, "unique_tokens": "all"}, "unique_tokens: expected a size such as"),
    ],
)
def test_options_are_checked(wrong, told):
    with pytest.raises(OptionError, match=told):
        AllocateOptions(**wrong)


def test_unique_tokens_need_a_law_that_knows_them():
    with pytest.raises(OptionError, match="the law chinchilla does not know repeated data"):
        allocated(1e22, unique_tokens="20B")


def test_ranges_of_budgets_stand_at_equal_ratios():
    assert spread_budgets("1e20:1e24") == [1e20, 1e21, 1e22, 1e23, 1e24]
    assert spread_budgets("1e20:2e20") == [1e20, 2e20]
    assert spread_budgets("1e20:1e21:3") == [1e20, pytest.approx(10**20.5, rel=1e-5), 1e21]
    assert AllocateOptions(flops=["1e22", "1e20:1e22", 1e21]).budgets == (1e20, 1e21, 1e22)


# Through the api.


def table_of(runs):
    frame = pd.DataFrame({"model": runs.models, "params": runs.params, "tokens": runs.tokens,
                         "loss": runs.loss})  # fmt: skip
    return ScoreTable.from_frame(frame, name="made", kind="runs")


def test_a_saved_fit_gives_the_same_allocation():
    fit = sc.fit_law(table_of(RUNS), draws=99)
    kept = type(fit).from_dict(json.loads(fit.to_json()))
    ours, theirs = (sc.allocate(some, "1e22", draws=99) if some is not kept
                    else sc.allocate(some, "1e22") for some in (table_of(RUNS), kept))  # fmt: skip
    assert plain(ours[0]) == plain(theirs[0])
    assert theirs.manifest["options"]["law"] == "chinchilla"
    assert theirs.manifest["options"]["flops"] == (1e22,)
    again = AllocateResults.from_dict(json.loads(theirs.to_json()))
    assert again.to_json() == theirs.to_json()


def test_a_saved_fit_tells_what_the_fit_told():
    """Runs left out, runs to look at and notes of the runs, by the api and by the saved fit."""
    loss = RUNS.loss.copy()
    loss[3] = 11.0
    flops = np.where(np.arange(RUNS.n) == 5, 30 * RUNS.flops, RUNS.flops)
    frame = table_of(replace(RUNS, loss=loss)).frame.drop(columns="flops_derived")
    table = ScoreTable.from_frame(frame.assign(flops=flops), name="made", kind="runs")
    options = {"draws": 29, "exclude": "run 7"}
    fit = sc.fit_law(table, **options)
    kept = type(fit).from_dict(json.loads(fit.to_json()))
    ours, theirs = sc.allocate(table, 1e22, **options)[0], sc.allocate(kept, 1e22)[0]
    assert plain(ours) == plain(theirs)
    assert {"flops-contradict", "diverged-run"} <= set(theirs.notes)
    assert [one.model for one in theirs.excluded] == ["run 7"]
    assert {one.model for one in theirs.doubts} == {"run 3", "run 5"}
    assert theirs.to_row()["excluded"] == "run 7 (named by --exclude)"
    assert theirs.to_row()["doubts"].count("; ") == 1


def test_runs_that_no_law_can_be_fitted_to_fail_budget_by_budget():
    found = sc.allocate(table_of(RUNS.take(range(4))), [1e21, 1e22])
    assert [one.status for one in found] == ["failed"] * 2
    assert found[0].message.startswith("4 runs for the 5 parameters of the law chinchilla")
    assert found[0].n_runs == 4
    assert "too-few-runs" in found[0].notes


def test_compute_that_is_counted_otherwise_is_not_split():
    """A mixture of experts: compute follows the active parameters, an eighth of all."""
    moe = fit_runs(replace(RUNS, flops=RUNS.flops / 8), LawOptions(draws=0))
    (one,) = allocated(1e21, moe)
    assert one.status == "failed"
    assert "0.12 times 6 x params x tokens (a mixture of experts?)" in one.message
    more = fit_runs(replace(RUNS, flops=RUNS.flops * 1.4), LawOptions(draws=0))
    assert "compute-counted-otherwise" in allocated(1e21, more)[0].notes


def test_a_law_reduced_to_one_size_says_which_runs_are_missing():
    runs = runs_at(RUNS.params, np.full(RUNS.n, 2e10), Truth().loss(RUNS.params, 2e10))
    (one,) = allocated(1e21, fit_runs(runs, LawOptions(draws=0)))
    assert "the runs cannot identify the law chinchilla: all have one number of tok" in one.message


def test_an_edited_fit_is_refused():
    fit = sc.fit_law(table_of(RUNS), draws=0)
    document = json.loads(fit.to_json())
    document["results"][0]["parameters"]["alpha"]["estimate"] *= 1.1
    with pytest.raises(DataError, match="parameters of the saved fit are not those that its runs"):
        refitted(type(fit).from_dict(document))


def test_a_document_without_options_or_runs_is_refused():
    fit = sc.fit_law(table_of(RUNS), draws=0)
    document = json.loads(fit.to_json())
    for change, told in (
        ({"options": None}, "expected one result with its options and runs, found 1 results"),
        ({"results": []}, "expected one result with its options and runs, found 0 results"),
    ):
        with pytest.raises(DataError, match=told):
            refitted(type(fit).from_dict(document | change))
    document["results"][0]["points"][3]["params"] = "many"
    with pytest.raises(DataError, match="found runs without numbers"):
        refitted(type(fit).from_dict(document))


@pytest.mark.slow
def test_intervals_of_the_best_size_hold_the_truth():
    inside, seeds = [], 60
    for seed in range(seeds):
        runs = random_runs(count=100, noise=0.003, seed=seed)
        fitted = fit_runs(runs, LawOptions(draws=199, seed=seed))
        for one in allocated(["1e22", "1e24"], fitted):
            inside.append(one.params.lower <= Truth().best(one.flops) <= one.params.upper)
    assert 0.9 < np.mean(inside) <= 1


def test_a_failed_fit_is_refused():
    fit = sc.fit_law(table_of(RUNS.take([0, 1, 2])), draws=0)
    assert fit[0].status == "failed"
    with pytest.raises(DataError, match="the fit failed: 3 runs for the 5 parameters"):
        refitted(fit)


def test_a_fitted_law_is_used_as_it_is():
    fit = sc.fit_law(table_of(RUNS), draws=0)
    with pytest.raises(OptionError, match="objective: a fitted law is used as it is"):
        sc.allocate(fit, 1e22, objective="lad")
    for given in ({"law": "chinchilla"}, {"draws": 0}, {"where": {}}, {"loss_unit": "bits"}):
        with pytest.raises(OptionError, match=f"{next(iter(given))}: a fitted law is used as it"):
            sc.allocate(fit, 1e22, **given)
    own = sc.fit_law(table_of(RUNS), replace(get_law("chinchilla"), name="mine"), draws=0)
    with pytest.raises(DataError, match=r"unknown law 'mine'.*a law of your own can only be used"):
        sc.allocate(own, 1e22)


def test_the_progress_bar_is_told_of_every_budget():
    steps = []
    allocate_of(FITTED, AllocateOptions(flops="1e20:1e22"), lambda steps_=1: steps.append(steps_))
    assert steps == [1, 1, 1]


def test_the_exponent_of_the_published_runs(raw_data):
    """METHODS 10.1, Besiroglu et al. 2024: D/N about 20; 80 % interval of a is [.492, .541]."""
    frame = pd.read_csv(raw_data / "data" / "chinchilla_svg" / "svg_extracted_data.csv")
    params, flops = frame["Model Size"].to_numpy(), frame["Training FLOP"].to_numpy()
    known = np.isfinite(params) & np.isfinite(flops) & frame["loss"].notna().to_numpy()
    runs = runs_at(params[known], (flops / 6 / params)[known], frame["loss"].to_numpy()[known])
    options = LawOptions(level=0.8, draws=999, exclude_rule=("lowest-tokens-per-param:5",))
    (one,) = allocated(5.76e23, fit_runs(runs, options))
    assert one.n_runs == 240
    assert one.exponent.lower == pytest.approx(0.492, abs=0.004)
    assert one.exponent.upper == pytest.approx(0.541, abs=0.004)
    assert one.tokens_per_param.estimate == pytest.approx(17.9, rel=0.01)
    assert one.tokens_per_param.lower < 20 < one.tokens_per_param.upper
