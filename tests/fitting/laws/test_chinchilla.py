"""The digitised Chinchilla runs (Besiroglu et al. 2024): published optima, errors, hold-outs."""

from dataclasses import replace

import numpy as np
import pytest

import scaling as sc
from scaling.fitting.laws import LawOptions, fit_runs
from scaling.fitting.laws.predict import predict
from scaling.fitting.laws.results import LawResult
from tests.run_makers import chinchilla_loss

FIVE = ("lowest-tokens-per-param:5",)  # the outliers of the authors' notebook


@pytest.fixture(scope="module")
def runs(raw_data):
    return sc.read(raw_data / "data" / "chinchilla_svg" / "svg_extracted_data.csv").runs()


def fit(runs, **options):
    return fit_runs(runs, LawOptions(**({"draws": 0, "exclude_rule": FIVE} | options)))


def test_hubers_optimum(runs):
    # The optimum of sum Huber(1e-3), which the published row is not; METHODS of the toolkit.
    found = fit(runs)
    assert found.runs.n == 240
    assert found.value <= 0.00101828
    expected = {"A": 477.83, "B": 2143.9, "E": 1.81724, "alpha": 0.347312, "beta": 0.367182}
    assert found.natural() == pytest.approx(expected, rel=1e-3)
    assert found.agreement.agreeing == found.agreement.starts


def test_the_published_row_is_the_limit_of_absolute_values(runs):
    # Besiroglu et al. 2024, arXiv:2404.10102, table 1: 482.01, 2085.43, 1.8172, .3478, .3658.
    found = fit(runs, objective="lad").natural()
    limit = {"A": 481.93, "B": 2085.0, "E": 1.81680, "alpha": 0.34780, "beta": 0.36580}
    assert found == pytest.approx(limit, rel=1e-3)
    published = {"A": 482.01, "B": 2085.43, "E": 1.8172, "alpha": 0.3478, "beta": 0.3658}
    assert found == pytest.approx(published, rel=3e-4)


def test_objective_and_exclusions_change_the_answer(runs):
    assert fit(runs, objective="squares").natural()["beta"] == pytest.approx(0.406, abs=0.001)
    everything = fit(runs, exclude_rule=()).natural()
    expected = {"A": 495.7, "B": 12846, "E": 1.8913, "alpha": 0.3493, "beta": 0.4530}
    assert everything == pytest.approx(expected, rel=2e-3)


def test_the_five_lowest_ratios_are_the_five_highest_losses(runs):
    by_ratio, by_loss = fit(runs), fit(runs, exclude_rule=("highest-loss:5",))
    assert {one.model for one in by_ratio.excluded} == {one.model for one in by_loss.excluded}
    assert {one.model for one in by_ratio.excluded} == {f"run {at}" for at in range(1, 6)}


def test_standard_errors(runs):
    found = LawResult.of(fit(runs, draws=4000))
    expected = {"A": 119, "B": 1417, "E": 0.0250, "alpha": 0.0148, "beta": 0.0202}
    for name, error in expected.items():
        assert found.parameters[name].standard_error == pytest.approx(error, rel=0.10), name


@pytest.mark.parametrize("objective", ["huber", "squares", "lad"])
def test_larger_runs_are_predicted(runs, objective):
    kept = fit(runs).runs
    train, test = kept.take(kept.flops < 1e21), kept.take(kept.flops >= 1e21)
    assert test.n == 23
    found = fit(train, exclude_rule=(), objective=objective, draws=300)
    told = predict(found, test.params, test.tokens, test.flops)
    error = np.log(test.loss / told.estimate)
    assert np.sqrt((error**2).mean()) <= 0.0150
    inside = (told.predict_lower <= test.loss) & (test.loss <= told.predict_upper)
    assert int(inside.sum()) >= 20
    assert told.beyond.all()


def test_recovery_with_noise_is_as_good_as_the_information_allows(runs):
    # True Besiroglu parameters, 1 % log-normal noise, the real sizes. Half of the errors of an
    # efficient estimator lie within .6745 standard deviations of the Fisher information: .0085,
    # .029 and .024 of E, alpha and beta. No estimator has a median error of .003 of E by merit.
    kept = fit(runs).runs
    true = chinchilla_loss(kept.params, kept.tokens)
    exact = fit(replace(kept, loss=true), exclude_rule=(), objective="squares")
    problem = exact.problem
    _, jacobian = problem.law.log_loss_and_jacobian(
        exact.theta[:, None], problem.sizes, problem.centre
    )
    rows = jacobian[:, :, 0]
    bound = 0.6745 * 0.01 * np.sqrt(np.diag(np.linalg.inv(rows @ rows.T)))[[0, 3, 4]]
    bound /= [1.0, 0.3478, 0.3658]  # the first coordinate is ln E: relative already
    assert bound == pytest.approx([0.0085, 0.0287, 0.0245], rel=0.01)
    errors = []
    for seed in range(15):
        noise = np.random.default_rng(seed).normal(0.0, 0.01, kept.n)
        made = replace(kept, loss=true * np.exp(noise))
        found = fit(made, exclude_rule=(), objective="squares").natural()
        truth = {"E": 1.8172, "alpha": 0.3478, "beta": 0.3658}
        errors.append([abs(found[name] / value - 1) for name, value in truth.items()])
    middle = np.median(errors, axis=0)
    assert (middle <= 1.35 * bound).all()
    assert (middle[1:] <= [0.035, 0.037]).all()
