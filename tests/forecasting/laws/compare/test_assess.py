"""Laws and objectives back-tested by compute: the numbers, the choice, what is refused."""

from __future__ import annotations

import json
from dataclasses import replace

import numpy as np
import pandas as pd
import pytest
from scipy.stats import linregress

from scaling.documents import plain
from scaling.errors import OptionError, UnknownNameError
from scaling.fitting.laws import LawOptions, fit_runs
from scaling.forecasting.laws.compare.assess import compare_runs, steps_of
from scaling.forecasting.laws.compare.baselines import line, nearest
from scaling.forecasting.laws.compare.choice import choose_law
from scaling.forecasting.laws.compare.criteria import aicc
from scaling.forecasting.laws.compare.cutoffs import cutoffs_of
from scaling.forecasting.laws.compare.options import CompareLawsOptions
from scaling.forecasting.laws.compare.records import Cutoff, HeldOutRun, LawRow, LossBacktest
from scaling.forecasting.laws.compare.results import CompareLawsResult
from scaling.forecasting.laws.compare.usual import usual_laws
from scaling.laws.registry import get_law
from scaling.notes import NOTES
from tests.forecasting.laws.makers import random_runs, runs_at

RUNS = random_runs(count=60, noise=0.003)
QUICK = CompareLawsOptions(laws=["chinchilla", "power-flops"], objectives=["huber", "squares"],
                           draws=19)  # fmt: skip
FOUND = compare_runs(RUNS, QUICK)


def test_every_law_is_fitted_under_every_objective():
    assert [(row.law, row.objective) for row in FOUND.laws] == [
        ("chinchilla", "huber"), ("chinchilla", "squares"),
        ("power-flops", "huber"), ("power-flops", "squares"),
    ]  # fmt: skip
    for row in FOUND.laws:
        fitted = fit_runs(RUNS, LawOptions(law=row.law, objective=row.objective, draws=0))
        assert row.objective_value == pytest.approx(fitted.value, rel=1e-9)
        assert row.n_free == len(fitted.theta)
        assert len(row.by_cutoff) == len(FOUND.cutoffs) == 3
        assert np.isnan(row.delta) == (row.objective == "squares")


def test_the_back_test_is_that_of_a_fit_below_the_cutoff():
    cutoff = FOUND.cutoffs[1]
    below = RUNS.flops < cutoff.flops
    assert (cutoff.n_train, cutoff.n_test) == (below.sum(), (~below).sum())
    fitted = fit_runs(RUNS.take(below), LawOptions(draws=0))
    test = RUNS.take(~below)
    logs = np.log(fitted.at(test.params, test.tokens)) - test.log_loss
    told = FOUND.laws[0].by_cutoff[1]
    assert told.n == test.n
    assert told.log_rmse == pytest.approx(np.sqrt((logs**2).mean()), rel=1e-6)
    assert told.bias == pytest.approx(logs.mean(), rel=1e-6)
    largest = np.log10(RUNS.flops.max() / RUNS.flops[below].max())
    assert cutoff.decades_beyond_data == pytest.approx(largest)


def test_the_pooled_back_test_counts_every_prediction():
    for row in FOUND.laws:
        mine = [one for one in FOUND.predictions
                if (one.law, one.objective) == (row.law, row.objective)]  # fmt: skip
        assert row.backtest.n == len(mine) == sum(one.n for one in row.by_cutoff)
        inside = sum(one.lower <= one.observed <= one.upper for one in mine)
        assert row.backtest.n_covered == inside
        assert row.backtest.coverage == pytest.approx(inside / len(mine))


def test_the_law_of_the_truth_is_chosen_over_a_line_in_compute():
    assert FOUND.chosen is not None
    assert FOUND.chosen["law"] == "chinchilla"
    assert FOUND.reason.startswith("Use chinchilla (")
    assert FOUND.baselines["nearest"].log_rmse > FOUND.laws[0].backtest.log_rmse
    assert FOUND.laws[0].backtest.coverage > 0.8


def test_a_result_survives_json():
    document = json.loads(json.dumps(FOUND.to_dict(), allow_nan=False))
    again = CompareLawsResult.from_dict(document)
    assert json.dumps(plain(again)) == json.dumps(plain(FOUND))
    assert set(FOUND.notes) <= set(NOTES)
    rows = FOUND.to_rows()
    assert [row["is_chosen"] for row in rows].count(True) == 1
    assert [row["law"] for row in rows[-2:]] == ["nearest", "line"]


def test_one_diverged_run_does_not_choose_the_law():
    """It is fitted, named and not predicted: the largest of all runs ends at a loss of 11."""
    loss = RUNS.loss.copy()
    worst = int(np.argmax(RUNS.flops))
    loss[worst] = 11.0
    found = compare_runs(replace(RUNS, loss=loss), replace(QUICK, objectives="huber", draws=0))
    assert [one.model for one in found.doubts] == [RUNS.models[worst]]
    assert found.doubts[0].code == "diverged-left-out"
    assert "diverged-left-out" in found.notes
    assert found.chosen == {"law": "chinchilla", "objective": "huber"}
    assert RUNS.models[worst] not in {one.model for one in found.predictions}
    assert found.laws[0].backtest.log_rmse < 0.02
    assert found.laws[0].backtest.n == sum(one.n_test for one in found.cutoffs)


def test_runs_without_a_size_are_named():
    tokens = np.where(np.arange(RUNS.n) == 4, np.nan, RUNS.tokens)
    lacking = replace(RUNS, tokens=tokens, flops=np.where(np.isnan(tokens), np.nan, RUNS.flops))
    options = CompareLawsOptions(laws="power-flops", objectives="squares", draws=0)
    found = compare_runs(lacking, options)
    assert [one.model for one in found.excluded] == [RUNS.models[4]]
    assert "runs-without-size" in found.notes


def test_the_order_of_the_runs_changes_nothing():
    order = np.random.default_rng(0).permutation(RUNS.n)
    shuffled = compare_runs(RUNS.take(order), replace(QUICK, laws="chinchilla", objectives="huber"))
    assert plain(shuffled.laws) == plain(FOUND.laws[:1])


@pytest.mark.slow
def test_the_number_of_processes_changes_nothing():
    assert plain(compare_runs(RUNS, replace(QUICK, n_jobs=2))) == plain(FOUND)


def test_progress_counts_laws_and_objectives():
    steps = []
    options = CompareLawsOptions(laws="power-flops", objectives=["huber", "squares"], draws=0)
    compare_runs(RUNS, options, lambda steps_=1: steps.append(steps_))
    assert sum(steps) == steps_of(RUNS, options) == 2


# Cutoffs.


def test_cutoffs_hold_out_a_half_a_quarter_and_a_tenth():
    found = cutoffs_of(RUNS, None)
    assert [one.n_test for one in found] == [30, 15, 6]
    assert cutoffs_of(RUNS.take(range(12)), None) == ()


def test_asked_cutoffs_are_taken():
    found = compare_runs(RUNS, CompareLawsOptions(laws="power-flops", objectives="squares",
                                                  cutoffs=["1e21"], draws=0))  # fmt: skip
    assert [one.flops for one in found.cutoffs] == [1e21]
    assert found.interval is None
    assert found.laws[0].backtest.n_covered is None


def test_cutoffs_that_leave_too_few_runs_are_an_error():
    low, high = RUNS.flops.min(), RUNS.flops.max()
    with pytest.raises(
        OptionError, match=r"expected at least 10 runs below it to fit, found 0; the"
    ):
        cutoffs_of(RUNS, [low])
    with pytest.raises(
        OptionError, match=r"expected at least 3 runs from it on to predict, found 1"
    ):
        cutoffs_of(RUNS, [high])


def test_too_few_runs_are_compared_by_aicc():
    few = random_runs(count=12, seed=3)
    found = compare_runs(few, CompareLawsOptions(laws=["tied-exponent", "power-flops"], draws=0))
    assert found.cutoffs == ()
    assert found.baselines == {}
    assert "no-hold-out" in found.notes
    assert found.chosen is not None
    assert found.reason.startswith("Too few runs to hold any out: ")
    assert "has the smallest AICc" in found.reason
    huber = compare_runs(few, CompareLawsOptions(laws="power-flops", objectives="huber", draws=0))
    assert huber.chosen is None
    assert "no objective here has a likelihood" in huber.reason


# Laws.


def test_the_usual_laws_are_those_that_the_runs_identify():
    assert [law.name for law in usual_laws(RUNS)] == [
        "chinchilla", "tied-exponent", "kaplan", "power-flops",
    ]  # fmt: skip
    path = runs_at(RUNS.params, 20 * RUNS.params, RUNS.loss)
    assert [law.name for law in usual_laws(path)] == ["power-flops"]
    one_size = runs_at(RUNS.params, np.full(RUNS.n, 2e10), RUNS.loss)
    assert [law.name for law in usual_laws(one_size)] == ["power-params"]  # C follows N
    repeated = runs_at(RUNS.params, RUNS.tokens, RUNS.loss, unique_tokens=RUNS.tokens / 2)
    assert usual_laws(repeated)[-1].name == "data-constrained"


def test_a_law_that_the_runs_cannot_identify_fails_with_the_reason():
    path = runs_at(RUNS.params, 20 * RUNS.params, RUNS.loss)
    found = compare_runs(path, CompareLawsOptions(laws=["chinchilla"], objectives="huber", draws=0))
    assert (found.status, found.laws[0].status) == ("failed", "failed")
    told = found.laws[0].message
    assert "60 runs cannot identify chinchilla: expected sizes that differ more" in told
    assert told in found.message
    assert found.chosen is None


def test_excluded_runs_are_listed_and_neither_fitted_nor_predicted():
    largest = RUNS.models[int(np.argmax(RUNS.flops))]
    found = compare_runs(RUNS, CompareLawsOptions(
        laws="power-flops", objectives="squares", draws=0, exclude=[largest]))  # fmt: skip
    assert [one.model for one in found.excluded] == [largest]
    assert largest not in {one.model for one in found.predictions}
    assert found.n_runs == 59


@pytest.mark.parametrize(
    ("wrong", "told"),
    [
        ({"objectives": ["mean"]}, "objective: expected one of huber, squares, lad, got 'mean'"),
        ({"cutoffs": ["x"]}, "cutoffs: expected a size"),
        ({"delta": 0.1, "objectives": ["lad"]}, "delta: belongs to the objective huber, which"),
        ({"draws": 3}, "draws: expected a whole number, 0 or at least 19, got 3"),
    ],
)
def test_options_are_checked(wrong, told):
    with pytest.raises(OptionError, match=told):
        CompareLawsOptions(**wrong)


def test_an_unknown_law_is_named():
    with pytest.raises(
        UnknownNameError, match="unknown law 'chinchila': did you mean 'chinchilla'"
    ):
        CompareLawsOptions(laws=["chinchila"])


def test_laws_may_be_objects():
    options = CompareLawsOptions(laws=get_law("kaplan"), draws=0)
    assert options.recorded()["laws"] == ["kaplan"]


# Criteria, baselines and the choice.


def test_aicc_is_that_of_the_likelihoods():
    squares = fit_runs(RUNS, LawOptions(objective="squares", draws=0))
    n, k = RUNS.n, 6
    sigma = np.sqrt((squares.residuals**2).mean())
    deviance = -2 * np.sum(
        -0.5 * (squares.residuals / sigma) ** 2 - np.log(sigma * np.sqrt(2 * np.pi))
    )
    assert aicc(squares) == pytest.approx(deviance + 2 * k + 2 * k * (k + 1) / (n - k - 1))
    lad = fit_runs(RUNS, LawOptions(objective="lad", draws=0))
    scale = np.abs(lad.residuals).mean()
    deviance = 2 * np.sum(np.abs(lad.residuals) / scale + np.log(2 * scale))
    assert aicc(lad) == pytest.approx(deviance + 2 * k + 2 * k * (k + 1) / (n - k - 1))
    assert np.isnan(aicc(fit_runs(RUNS, LawOptions(draws=0))))


def test_the_line_is_least_squares():
    train, test = RUNS.take(RUNS.flops < 1e21), RUNS.take(RUNS.flops >= 1e21)
    model = linregress(np.log(train.flops), train.log_loss)
    expected = np.exp(model.intercept + model.slope * np.log(test.flops))
    assert line(train, test) == pytest.approx(expected)


def test_the_nearest_run_is_near_in_both_sizes():
    train = runs_at([1e8, 1e9, 1e9], [1e9, 1e10, 1e11], [3.5, 3.0, 2.7])
    test = runs_at([2e9, 1e9], [2e11, 2e10], [2.5, 2.9])
    assert nearest(train, test).tolist() == [2.7, 3.0]


def row(law, error, free=5, covered=None, **others):
    told = LossBacktest(n=20, log_rmse=error, mae=error, bias=0.0, n_covered=covered)
    return LawRow(law=law, objective="huber", n_free=free, backtest=told, **others)


CUTOFFS = (Cutoff(1e21, 100, 20, 1.0),)


def test_the_smallest_error_leads_and_the_simplest_within_a_tenth_wins():
    rows = [row("chinchilla", 0.0100), row("tied-exponent", 0.0105, 4), row("kaplan", 0.02, 4)]
    found = choose_law(rows, CUTOFFS, {"nearest": LossBacktest(n=20, log_rmse=0.05)})
    assert found.row is rows[1]
    assert found.as_good == tuple(rows[:2])
    assert found.reason == (
        "Use tied-exponent (huber): of 2 within 10% in predicting larger runs it is the simplest "
        "(chinchilla (huber) is as good); root mean square error of log loss 0.0105 over 20 "
        "predictions; the nearest run has 0.0500."
    )


def test_a_baseline_that_predicts_better_is_told():
    found = choose_law([row("kaplan", 0.02, covered=18)], CUTOFFS,
                       {"line": LossBacktest(n=20, log_rmse=0.01)})  # fmt: skip
    assert found.reason.endswith(
        "its intervals hold 18 of them; but a line in log compute predicts better (0.0100)."
    )


def test_intervals_that_hold_too_few_are_told():
    """213 of 299 losses of 150 runs, under a label of 95 %; 19 of 20 are within chance."""
    told = LossBacktest(n=299, log_rmse=0.02, mae=0.02, bias=0.0, n_covered=213)
    found = choose_law([LawRow(law="kaplan", objective="lad", backtest=told)],
                       (Cutoff(1e21, 149, 150, 1.0), Cutoff(1e22, 150, 149, 1.0)), {})  # fmt: skip
    assert found.too_narrow
    assert "its intervals hold 213 of them, fewer than the 95% they promise" in found.reason
    assert not choose_law([row("kaplan", 0.02, covered=18)], CUTOFFS, {}).too_narrow
    assert choose_law([row("kaplan", 0.02, covered=16)], CUTOFFS, {}).too_narrow


def test_laws_that_failed_or_did_not_converge_are_no_candidates():
    rows = [row("chinchilla", 0.001, notes=("not-converged",)), row("kaplan", 0.02)]
    assert choose_law(rows, CUTOFFS, {}).row is rows[1]
    assert choose_law(rows[:1], CUTOFFS, {}).reason == (
        "No law can be used: no fit reached the solver's tolerance."
    )
    partly = LawRow(law="kaplan", objective="huber", backtest=LossBacktest(n=3))
    assert choose_law([partly], CUTOFFS, {}).reason == "No law could be fitted below every cutoff."


def test_a_back_test_of_nothing_is_empty():
    assert LossBacktest.of([]).n == 0
    one = HeldOutRun("kaplan", "huber", 1e21, "m", 1e9, 1e10, 6e19, 2.0, 2.2)
    assert LossBacktest.of([one]).log_rmse == pytest.approx(np.log(1.1))
    assert LossBacktest.of([one]).n_covered is None
    held = replace(one, lower=1.9, upper=2.3)
    assert LossBacktest.of([held]).n_covered == 1
    assert LossBacktest.of([held, one]).n_covered is None  # one law was withheld at a cutoff


def test_published_runs_are_predicted_as_asked(raw_data):
    """Train C < 1e21, the 23 larger runs: log-RMSE at most .0150, 20 of 23 within 95 %."""
    frame = pd.read_csv(raw_data / "data" / "chinchilla_svg" / "svg_extracted_data.csv").dropna(
        subset=["Model Size", "Training FLOP", "loss"]
    )
    params, flops = frame["Model Size"].to_numpy(), frame["Training FLOP"].to_numpy()
    runs = runs_at(params, flops / 6 / params, frame["loss"].to_numpy())
    found = compare_runs(runs, CompareLawsOptions(
        laws=["chinchilla", "tied-exponent"], objectives=["huber", "squares"], cutoffs=[1e21],
        exclude_rule=["lowest-tokens-per-param:5"]))  # fmt: skip
    assert found.cutoffs[0].n_test == 23
    for one in found.laws:
        assert one.backtest.log_rmse <= 0.0150
        assert (one.backtest.n_covered or 0) >= 20
    errors = {(one.law, one.objective): one.backtest.log_rmse for one in found.laws}
    assert errors["tied-exponent", "huber"] == pytest.approx(0.0101, abs=2e-4)
    assert errors["chinchilla", "huber"] == pytest.approx(0.0125, abs=2e-4)
