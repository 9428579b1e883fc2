"""Minima at equal compute, their intervals, and what is refused."""

from __future__ import annotations

import json
from dataclasses import replace

import numpy as np
import pytest

from scaling.documents import plain
from scaling.errors import DataError, OptionError
from scaling.forecasting.laws.isoflop.assess import isoflop_of
from scaling.forecasting.laws.isoflop.options import IsoflopOptions
from scaling.forecasting.laws.isoflop.profiles import PooledError
from scaling.forecasting.laws.isoflop.results import IsoflopResult
from scaling.notes import NOTES
from tests.forecasting.laws.makers import BUDGETS, Truth, isoflop_runs, runs_at

QUICK = IsoflopOptions(draws=199)
EVEN = Truth(alpha=0.35, beta=0.35)  # symmetric valleys: the parabola is not biased


def same(one: IsoflopResult, other: IsoflopResult) -> bool:
    return json.dumps(plain(one)) == json.dumps(plain(other))


def joined(*parts):
    arrays = {name: np.concatenate([getattr(part, name) for part in parts])
              for name in ("params", "tokens", "loss")}  # fmt: skip
    return runs_at(**arrays)


def test_every_budget_has_its_minimum_with_an_interval():
    result = isoflop_of(isoflop_runs(noise=0.002), QUICK)
    assert [row.flops for row in result.budgets] == pytest.approx(BUDGETS)
    for row in result.budgets:
        assert row.used
        assert (row.n_runs, row.n_sizes) == (9, 9)
        assert row.lower < row.params < row.upper
        assert row.tokens_lower < row.tokens < row.tokens_upper
        assert row.tokens_per_param == pytest.approx(row.tokens / row.params)
        assert len(row.points) == 9
    assert result.exponent.lower < Truth().exponent < result.exponent.upper
    total = result.exponent.estimate + result.tokens_exponent.estimate
    assert total == pytest.approx(1, abs=1e-3)
    assert len(result.band) == 41
    first, row = result.band[0], result.budgets[0]
    assert first.flops == pytest.approx(row.flops)
    assert first.params_lower < first.params < first.params_upper
    fitted = result.coefficient.estimate * row.flops**result.exponent.estimate
    assert fitted == pytest.approx(first.params, rel=1e-6)


def test_what_scatters_in_params_is_missing_in_tokens():
    """At exact compute N D is fixed: the exponents of every draw add up to one."""
    result = isoflop_of(isoflop_runs(noise=0.001, drift=0.02, seed=5), QUICK)
    for one in result.by_degree:
        ends = (one.exponent, one.tokens_exponent)
        assert one.exponent.lower + one.tokens_exponent.upper == pytest.approx(1, abs=1e-6), ends
        assert one.exponent.upper + one.tokens_exponent.lower == pytest.approx(1, abs=1e-6), ends


def test_one_diverged_run_is_left_out_by_name_and_spoils_no_budget():
    runs = isoflop_runs(noise=0.002)
    loss = runs.loss.copy()
    loss[13] = 11.0
    result = isoflop_of(replace(runs, loss=loss), QUICK)
    assert [one.model for one in result.excluded] == ["run 13"]
    assert "loss 11, " in result.excluded[0].reason
    assert "diverged-left-out" in result.notes
    assert [row.used for row in result.budgets] == [True] * len(BUDGETS)
    assert result.sigma < 0.004
    assert "diverged-left-out" not in isoflop_of(runs, QUICK).notes


def test_runs_without_a_size_are_named():
    runs = isoflop_runs(noise=0.002)
    tokens = np.where(np.arange(runs.n) == 4, np.nan, runs.tokens)
    result = isoflop_of(replace(runs, tokens=tokens), QUICK)
    assert [one.model for one in result.excluded] == ["run 4"]
    assert "runs-without-size" in result.notes


def test_a_result_survives_json():
    result = isoflop_of(isoflop_runs(noise=0.002), QUICK)
    document = json.loads(json.dumps(result.to_dict(), allow_nan=False))
    assert same(IsoflopResult.from_dict(document), result)
    assert {"flops", "params", "tokens", "lower", "upper"} <= set(document["budgets"][0])
    assert set(result.notes) <= set(NOTES)


def test_the_order_of_the_runs_changes_nothing():
    runs = isoflop_runs(noise=0.003)
    order = np.random.default_rng(3).permutation(runs.n)
    assert same(isoflop_of(runs, QUICK), isoflop_of(runs.take(order), QUICK))


def test_the_unit_of_size_moves_sizes_and_no_exponent():
    runs = isoflop_runs(noise=0.003)
    doubled = runs_at(runs.params * 2, runs.tokens / 2, runs.loss)
    one, other = (isoflop_of(some, IsoflopOptions(draws=0)) for some in (runs, doubled))
    assert other.exponent.estimate == pytest.approx(one.exponent.estimate, rel=1e-9)
    for ours, theirs in zip(one.budgets, other.budgets, strict=True):
        assert theirs.params == pytest.approx(2 * ours.params, rel=1e-9)


def test_a_unit_of_loss_changes_no_minimum_on_either_response():
    runs = isoflop_runs(noise=0.003)
    for response in ("loss", "log-loss"):
        options = IsoflopOptions(draws=0, response=response)
        one = isoflop_of(runs, options)
        other = isoflop_of(runs_at(runs.params, runs.tokens, runs.loss * 3), options)
        assert [row.params for row in other.budgets] == pytest.approx(
            [row.params for row in one.budgets], rel=1e-9
        )


def test_stated_compute_makes_the_budgets():
    runs = isoflop_runs(noise=0.001)
    stated = runs_at(runs.params, runs.tokens, runs.loss, flops=runs.flops * 1.1)
    result = isoflop_of(stated, QUICK)
    assert [row.flops for row in result.budgets] == pytest.approx([1.1 * one for one in BUDGETS])
    assert result.budgets[0].tokens * result.budgets[0].params * 6 == pytest.approx(BUDGETS[0])


def test_asked_budgets_are_taken_as_stated():
    result = isoflop_of(isoflop_runs(noise=0.001), IsoflopOptions(budgets=["6e18", 6.1e20]))
    assert [row.flops for row in result.budgets] == [6e18, 6.1e20]
    assert result.n_outside == 27
    assert "runs-outside-budgets" in result.notes
    assert "no-degrees-left" in result.notes


def test_the_pooled_error_is_that_of_the_noise():
    runs = isoflop_runs(EVEN, sizes=15, noise=0.004, budgets=BUDGETS)
    assert isoflop_of(runs, QUICK).sigma == pytest.approx(0.004, rel=0.15)
    drawn = PooledError(0.004, 10).drawn(20_000, 0)
    assert np.mean(0.004**2 / drawn**2) == pytest.approx(1, rel=0.02)


def test_excluded_runs_are_listed():
    runs = isoflop_runs(noise=0.001)
    options = IsoflopOptions(draws=0, exclude="run 3", exclude_rule="highest-loss:2")
    result = isoflop_of(runs, options)
    assert result.n_runs == 42
    assert len(result.excluded) == 3
    assert "run 3" in {one.model for one in result.excluded}
    points = {point.model for row in result.budgets for point in row.points}
    assert points.isdisjoint(one.model for one in result.excluded)


def test_several_families_are_told():
    runs = isoflop_runs(noise=0.001)
    pooled = replace(runs, families=("A", *["B"] * 44))
    assert "families-pooled" in isoflop_of(pooled, QUICK).notes


def test_no_draws_no_intervals():
    result = isoflop_of(isoflop_runs(noise=0.001), IsoflopOptions(draws=0))
    assert result.interval is None
    assert np.isnan([result.exponent.lower, result.budgets[0].lower]).all()
    assert "unbounded" not in result.notes


# What is left out.


def test_a_minimum_at_the_edge_is_left_out():
    good = isoflop_runs(noise=0.001, budgets=BUDGETS[:3])
    edge = isoflop_runs(noise=0.001, budgets=[6e20], off=-0.9)
    result = isoflop_of(joined(good, edge), QUICK)
    row = result.budgets[3]
    assert not row.used
    assert np.isnan([row.params, row.lower, row.tokens]).all()
    assert row.reason == "not bracketed: the loss still falls at the largest of its sizes"
    assert "minimum-not-bracketed" in result.notes
    assert "Left out: 6e20 (not bracketed)." in result.reason
    alone = isoflop_of(good, QUICK)
    assert result.exponent.estimate == pytest.approx(alone.exponent.estimate, rel=1e-3)


def test_losses_without_a_valley_are_left_out():
    good = isoflop_runs(noise=0.001, budgets=BUDGETS[:3])
    params = np.geomspace(1e8, 1e10, 6)
    hill = runs_at(params, 1e20 * 10 / 6 / params, 3 - 0.05 * np.log10(params / 1e9) ** 2)
    result = isoflop_of(joined(good, hill), QUICK)
    assert not result.budgets[3].used
    assert result.budgets[3].reason.startswith("no minimum")
    assert "no-minimum" in result.notes


def test_losses_that_are_level_within_their_errors_are_left_out():
    good = isoflop_runs(noise=0.004, budgets=BUDGETS[:3])
    flat = isoflop_runs(noise=0.004, budgets=[6e20], half=0.05, seed=2)
    row = isoflop_of(joined(good, flat), QUICK).budgets[3]
    assert not row.used
    assert row.reason.startswith(("flat", "not bracketed", "no minimum"))


def test_three_sizes_are_too_few_and_four_are_too_few_for_a_cubic():
    good = isoflop_runs(noise=0.001, budgets=BUDGETS[:3])
    few = joined(good, isoflop_runs(budgets=[6e20], sizes=3))
    result = isoflop_of(few, QUICK)
    assert result.budgets[3].reason == "3 sizes: expected at least 4"
    assert "few-sizes-at-budget" in result.notes
    four = joined(good, isoflop_runs(budgets=[6e20], sizes=4, noise=0.001))
    assert isoflop_of(four, IsoflopOptions(degree=2, draws=99)).budgets[3].used
    cubic = isoflop_of(four, IsoflopOptions(degree=3, draws=99)).budgets[3]
    assert (cubic.used, cubic.reason) == (False, "4 sizes: expected at least 5")


def test_one_budget_gives_a_minimum_and_no_exponent():
    result = isoflop_of(isoflop_runs(budgets=[1e20], noise=0.001), QUICK)
    assert result.status == "ok"
    assert result.budgets[0].used
    assert np.isnan(result.exponent.estimate)
    assert result.band == ()
    assert "one-budget" in result.notes
    assert "an exponent needs two" in result.reason


def test_no_usable_budget_is_a_failure_that_says_why():
    result = isoflop_of(isoflop_runs(off=-0.9, noise=0.0005), QUICK)
    assert result.status == "failed"
    assert result.message.startswith("No compute budget has a minimum that can be used.")
    assert "not bracketed" in result.message


def test_runs_without_shared_budgets_are_an_error():
    params = np.geomspace(1e8, 1e10, 12)
    line = runs_at(params, 20 * params, np.linspace(4, 2, 12))
    with pytest.raises(DataError, match=r"no compute budget is shared by 4 sizes: the fullest has"):
        isoflop_of(line, QUICK)
    pairs = runs_at([1e8, 2e8, 1e9], [2e9, 1e9, 1e10], [3.0, 2.9, 2.5])
    with pytest.raises(DataError, match=r"the fullest, 1\.2e18 FLOPs, has 2; runs of one budget"):
        isoflop_of(pairs, QUICK)
    with pytest.raises(DataError, match="is shared by 4 sizes: the fullest has 0"):
        isoflop_of(isoflop_runs(), IsoflopOptions(budgets=[1e25]))


def test_runs_of_one_size_are_an_error():
    with pytest.raises(DataError, match="all 3 runs have 1B parameters: expected at least 4 sizes"):
        isoflop_of(runs_at([1e9] * 3, [1e10, 2e10, 3e10], [3.0, 2.9, 2.8]), QUICK)


@pytest.mark.parametrize(
    ("wrong", "told"),
    [
        ({"degree": 4}, "degree: expected one of 2, 3, both, got '4'"),
        ({"response": "bits"}, "response: expected one of log-loss, loss, got 'bits'"),
        ({"tolerance": -0.1}, "tolerance: expected a number of decades from 0 to 1, got -0.1"),
        ({"budgets": ["1e20", "much"]}, "budgets: expected a size such as 1.3B"),
        ({"draws": 5}, "draws: expected a whole number, 0 or at least 19, got 5"),
        ({"exclude_rule": "worst"}, "exclude_rule: expected NAME:COUNT"),
        ({"level": 95}, "level: expected a number between 0 and 1, got 95"),
    ],
)
def test_options_are_checked(wrong, told):
    with pytest.raises(OptionError, match=told):
        IsoflopOptions(**wrong)


# Coverage.


@pytest.mark.slow
@pytest.mark.parametrize(
    ("sizes", "noise", "budgets"), [(5, 0.003, 5), (9, 0.003, 5), (7, 0.002, 9)]
)
def test_intervals_hold_the_truth(sizes, noise, budgets):
    some = tuple(np.geomspace(6e18, 3e21, budgets))
    exponents, minima, series = 0, [], 200
    for seed in range(series):
        runs = isoflop_runs(EVEN, some, sizes=sizes, noise=noise, seed=seed)
        result = isoflop_of(runs, IsoflopOptions(draws=399, seed=seed, degree=2))
        exponents += result.exponent.lower <= EVEN.exponent <= result.exponent.upper
        minima += [row.lower <= EVEN.best(row.flops) <= row.upper for row in result.used]
    assert exponents / series > 0.92
    assert np.mean(minima) == pytest.approx(0.95, abs=0.025)


def test_the_valley_reaches_from_the_smallest_to_the_largest_size():
    runs = isoflop_runs(budgets=[1e20])
    result = isoflop_of(runs, IsoflopOptions(draws=0))
    sizes = [point.params for point in result.budgets[0].valley]
    assert (sizes[0], sizes[-1]) == pytest.approx((runs.params.min(), runs.params.max()))
