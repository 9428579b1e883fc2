"""Both steps together: known truth is found, both errors are in the interval, order is nothing."""

from dataclasses import replace

import numpy as np
import pytest

from scaling.errors import DataError
from scaling.fitting.intervals.wild import hat_diagonal
from scaling.fitting.intervals.wild import leverage as of_link
from scaling.fitting.laws import fit_runs
from scaling.forecasting.two_step import Ladder, TwoStepOptions, forecast_in_two_steps, law_step
from scaling.forecasting.two_step.chain import fit_chain
from scaling.forecasting.two_step.law_step import drawn_law_step, fit_law_step
from scaling.laws.registry import get_law
from scaling.runs import Runs
from tests.forecasting.two_step.makers import make_ladder, make_series, true_loss, true_score

AT, TOKENS = 7e9, 2.8e11
TRUE_LOSS = true_loss(AT, TOKENS)
LADDER = make_ladder(loss_noise=0.01, score_noise=0.01)
QUICK = TwoStepOptions(at=AT, tokens=TOKENS, draws=19, level=0.9)


def test_without_noise_the_truth_is_found():
    found = forecast_in_two_steps(make_ladder(), replace(QUICK, draws=0))
    assert found.status == "ok"
    assert found.loss.estimate == pytest.approx(TRUE_LOSS, rel=1e-4)
    assert found.estimate == pytest.approx(true_score(TRUE_LOSS), abs=1e-3)
    assert np.isnan([found.lower, found.upper, found.loss.lower]).all()
    assert found.interval is None


def test_the_interval_holds_both_errors():
    chain = fit_chain(LADDER, replace(QUICK, draws=499))
    found = chain.predict(np.array([AT]), np.array([TOKENS]))

    def spread(draws):
        low, high = np.quantile(draws[0], (0.05, 0.95))
        return high - low

    joint, law, link = map(spread, (found.new_score, found.of_law, found.of_link))
    assert joint > law
    assert joint > link
    assert joint == pytest.approx(np.hypot(law, link), rel=0.3)
    assert spread(found.score_draws) < joint  # the fits alone, without a new run's noise
    assert spread(found.loss_draws) < spread(found.new_loss)


def test_draws_of_both_steps_go_together():
    """Where score errors follow loss errors, so do the draws of the two fits."""
    ladder = make_ladder(loss_noise=0.02)
    runs, series = ladder.runs, ladder.series
    expected = true_loss(runs.params, runs.tokens)
    lucky = dict(zip(runs.models, (runs.loss / expected - 1).tolist(), strict=True))
    shifted = [score + 2 * lucky[model] for model, score in
               zip(series.models, true_score(series.size), strict=True)]  # fmt: skip
    tied = Ladder(runs, make_series(series.models, series.size, np.clip(shifted, 0, 1)))
    chain = fit_chain(tied, replace(QUICK, draws=499, objective="squares"))
    found = chain.predict(np.array([1.3e9]), np.array([2.6e10]))
    link = chain.linked(found.loss)[1][0]
    assert np.corrcoef(found.loss_draws[0], link)[0, 1] > 0.5


def test_rows_may_stand_in_any_order():
    ladder = LADDER
    order = np.random.default_rng(3).permutation(ladder.runs.n)
    other = Ladder(ladder.runs.take(order), ladder.series)
    assert forecast_in_two_steps(other, QUICK).to_dict() == (
        forecast_in_two_steps(ladder, QUICK).to_dict()
    )


def test_the_seed_decides_the_draws():
    one, same, other = (
        fit_chain(LADDER, replace(QUICK, seed=seed)).predict(np.array([AT]), np.array([TOKENS]))
        for seed in (1, 1, 2)
    )
    assert np.array_equal(one.new_score, same.new_score)
    assert not np.isclose(one.new_score, other.new_score).any()
    assert not np.isclose(one.new_loss, other.new_loss).any()
    assert one.score == other.score


def test_tasks_of_the_same_runs_share_the_law():
    ladder = LADDER
    series, other = ladder.series, make_ladder(loss_noise=0.01, score_noise=0.02, task="other")
    first, second = (fit_chain(one, QUICK) for one in (ladder, Ladder(ladder.runs, other.series)))
    assert second.law is first.law
    places = np.array([AT]), np.array([TOKENS])
    assert np.array_equal(*(one.predict(*places).new_loss for one in (first, second)))
    assert not np.array_equal(first.noise.score, second.noise.score)
    less = Ladder(ladder.runs.take(range(20)), series)
    assert fit_chain(less, QUICK).law is not first.law


def test_a_law_of_ones_own_is_fitted_as_well():
    named, own = (
        drawn_law_step(make_ladder(loss_noise=0.01).runs, replace(QUICK, law=law))
        for law in ("chinchilla", get_law("chinchilla"))
    )
    assert np.array_equal(named.fitted.draws, own.fitted.draws)


def test_a_law_that_is_not_identified_is_no_basis(monkeypatch):
    fitted = replace(fit_runs(LADDER.runs, QUICK.law_options), unidentified="the runs do not say")
    monkeypatch.setattr(law_step, "fit_runs", lambda *_: fitted)
    found = forecast_in_two_steps(LADDER, replace(QUICK, delta=2e-3))  # not fitted before
    assert (found.status, found.message) == ("failed", "the runs do not say")
    assert "weakly-identified" in found.notes


def test_checkpoints_share_the_weight_of_their_run():
    """Ten copies of every score change neither estimate nor interval: they are no new runs."""
    ladder = LADDER
    series = ladder.series
    copies = make_series(series.models * 10, np.tile(series.size, 10), np.tile(series.score, 10))
    once, many = (fit_chain(one, QUICK) for one in (ladder, Ladder(ladder.runs, copies)))
    sizes = np.array([AT]), np.array([TOKENS])
    first, second = once.predict(*sizes), many.predict(*sizes)
    assert second.score == pytest.approx(first.score, abs=1e-5)
    assert second.score_draws == pytest.approx(first.score_draws, abs=2e-3)
    assert of_link(many.link).sum() == pytest.approx(of_link(once.link).sum(), rel=1e-4)


def test_leverage_is_the_hat_matrix():
    rng = np.random.default_rng(0)
    basis = rng.standard_normal((12, 3))
    hat = basis @ np.linalg.inv(basis.T @ basis) @ basis.T
    assert hat_diagonal(basis) == pytest.approx(np.diag(hat))
    law = fit_law_step(LADDER.runs, QUICK)
    assert law.leverage.sum() == pytest.approx(5.0, abs=1e-6)  # parameters of the law
    assert law.degrees == 20


def test_absolute_errors_are_least_squares_of_losses():
    """Against scipy, on a law of four parameters: E + (a M^eta + b M^-eta) C^-eta."""
    from scipy.optimize import least_squares

    runs = make_ladder(loss_noise=0.05).runs
    options = replace(QUICK, law="over-training", objective="squares", loss_errors="absolute")
    step = fit_law_step(runs, options)

    def gap(theta):
        ratio, flops = runs.tokens / runs.params, runs.flops
        rest = np.exp(theta[1]) * ratio ** theta[3] + np.exp(theta[2]) * ratio ** -theta[3]
        return theta[0] + rest * (flops / 1e20) ** -theta[3] - runs.loss

    best = least_squares(gap, [0.5, -2.0, -2.0, 0.15], x_scale="jac", xtol=1e-14, ftol=1e-14)
    ours = step.fitted.at(step.runs.params, step.runs.tokens) - step.runs.loss
    assert (ours**2).sum() == pytest.approx(2 * best.cost, rel=1e-6)
    relative = fit_law_step(runs, replace(options, loss_errors="relative"))
    other = relative.fitted.at(relative.runs.params, relative.runs.tokens) - relative.runs.loss
    assert (other**2).sum() > 2 * best.cost * (1 + 1e-6)


def test_as_many_runs_as_parameters_say_nothing_of_errors():
    ladder = make_ladder(loss_noise=0.01)
    runs = ladder.runs.take([0, 6, 12, 18, 24])
    with pytest.raises(DataError, match="5 runs for the 5 parameters of the law chinchilla leave"):
        fit_law_step(runs, QUICK)


def test_runs_at_one_ratio_get_the_reduced_law():
    found = forecast_in_two_steps(
        make_ladder(n_ratios=1, loss_noise=0.002), replace(QUICK, far=True)
    )
    assert found.status == "ok"
    assert found.steps.law == "power-flops"
    assert "reduced-law" in found.notes


def test_a_run_of_unknown_tokens_is_left_out_of_step_one_alone():
    ladder = LADDER
    runs = ladder.runs
    tokens = runs.tokens.copy()
    tokens[3] = np.nan
    unknown = Runs(models=runs.models, params=runs.params, tokens=tokens, loss=runs.loss)
    found = forecast_in_two_steps(Ladder(unknown, ladder.series), QUICK)
    assert found.steps.n_runs == 24
    assert found.steps.n_scores == 25
    assert [one.model for one in found.steps.excluded] == ["run-03"]


def test_one_degree_of_freedom_gives_numbers():
    """Student's t with one degree is Cauchy's: a new loss may lie anywhere, but is a number."""
    runs = make_ladder(loss_noise=0.1).runs.take([0, 6, 12, 18, 20, 24])
    series = make_ladder(score_noise=0.01).series
    found = forecast_in_two_steps(Ladder(runs, series), replace(QUICK, draws=199))
    assert found.status == "ok"
    assert np.isfinite([found.lower, found.upper, found.loss.lower, found.loss.upper]).all()
