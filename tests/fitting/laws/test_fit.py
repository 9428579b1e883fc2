"""Fits of laws: parameters found again, independent solvers, invariances, bad runs."""

import contextlib
import warnings
from dataclasses import replace

import numpy as np
import pytest
from scipy.optimize import least_squares, linprog
from scipy.optimize import minimize as scipy_minimise

from scaling.errors import DataError
from scaling.fitting.laws import LawOptions, NotIdentified, fit_runs, refit
from scaling.fitting.laws.objectives import objective_of
from scaling.fitting.laws.solver import Problem, minimise
from scaling.fitting.laws.starts import starts
from scaling.laws import Sizes, get_law
from scaling.laws.data_constrained import DataConstrained
from scaling.laws.registry import LAWS
from tests.laws.test_laws import MUENNIGHOFF
from tests.run_makers import BESIROGLU, chinchilla_loss, some_runs


def fit(runs, **options):
    return fit_runs(runs, LawOptions(**({"draws": 0} | options)))


def problem_of(runs, law="chinchilla", objective="huber", delta=1e-3):
    sizes = Sizes.of(runs.params, runs.tokens, runs.flops, runs.unique_tokens)
    return Problem(get_law(law), objective_of(objective, delta), sizes, sizes.centre, runs.log_loss)


@pytest.mark.parametrize("objective", ["huber", "squares", "lad"])
def test_parameters_are_found_again_without_noise(objective):
    found = fit(some_runs(), objective=objective)
    assert found.natural() == pytest.approx(BESIROGLU, rel=1e-4)
    assert found.converged
    assert found.agreement.agreeing >= 7


@pytest.mark.parametrize(
    ("law", "natural"),
    [
        ("tied-exponent", {"E": 1.8, "A": 500.0, "B": 1800.0, "alpha": 0.35}),
        ("over-training", {"E": 1.5, "a": 110.0, "b": 190.0, "eta": 0.17}),
        ("power-params", {"E": 1.9, "A": 300.0, "alpha": 0.31}),
        ("power-tokens", {"E": 1.9, "A": 900.0, "alpha": 0.29}),
        ("power-flops", {"E": 1.6, "A": 2500.0, "alpha": 0.155}),
    ],
)
def test_every_sum_of_powers_is_found_again(law, natural):
    from tests.laws.test_laws import loss

    runs = some_runs()
    made = replace(runs, loss=loss(law, natural, runs.params, runs.tokens))
    assert fit(made, law=law).natural() == pytest.approx(natural, rel=1e-4)


def test_kaplans_law_is_found_again():
    runs = some_runs()
    by_hand = ((6.4e13 / runs.params) ** (0.076 / 0.103) + 1.8e13 / runs.tokens) ** 0.103
    found = fit(replace(runs, loss=by_hand), law="kaplan").natural()
    expected = {"Nc": 6.4e13, "Dc": 1.8e13, "alpha_N": 0.076, "alpha_D": 0.103}
    assert found == pytest.approx(expected, rel=1e-4)


@pytest.mark.parametrize("free", [True, False])
def test_the_data_constrained_law_is_found_again(free):
    rng = np.random.default_rng(3)
    runs = some_runs(80, unique_tokens=10.0 ** rng.uniform(8, 10, 80))
    law = DataConstrained(base=MUENNIGHOFF)
    sizes = Sizes.of(runs.params, runs.tokens, runs.flops, runs.unique_tokens)
    theta = np.log([[5.309743], [15.387756]])
    made = replace(runs, loss=np.exp(law.log_loss(theta, sizes, sizes.centre))[:, 0])
    found = fit(made, law="data-constrained" if free else law).natural()
    expected = {"R_N": 5.309743, "R_D": 15.387756}
    expected |= MUENNIGHOFF._asdict() if free else {}
    assert found == pytest.approx(expected, rel=1e-3)


def test_squares_are_those_of_scipy():
    runs = some_runs(60, noise=0.01)
    found = fit(runs, objective="squares")

    def residuals(p):
        e, a, b, alpha, beta = p
        law = np.exp(e) + np.exp(a) / runs.params**alpha + np.exp(b) / runs.tokens**beta
        return np.log(law) - runs.log_loss

    start = [np.log(1.8), np.log(480), np.log(2000), 0.35, 0.36]
    scipys = least_squares(residuals, start, xtol=1e-15, ftol=1e-15, gtol=1e-15, max_nfev=4000)
    assert found.value == pytest.approx(2 * scipys.cost, rel=1e-9)
    assert found.value <= 2 * scipys.cost * (1 + 1e-12)


def test_absolute_values_are_at_a_corner_of_the_linear_programme():
    # At the optimum, no direction of the linearised law lowers the sum: an exact LP says so.
    runs = some_runs(30, noise=0.01, seed=4)
    found = fit(runs, objective="lad")
    problem = found.problem
    _, jacobian = problem.law.log_loss_and_jacobian(
        found.theta[:, None], problem.sizes, problem.centre
    )
    rows, residual = jacobian[:, :, 0].T, -found.residuals
    n, p = rows.shape
    # minimise sum t with -t <= residual + rows s <= t, for small steps s
    cost = np.concatenate([np.zeros(p), np.ones(n)])
    upper = np.block([[rows, -np.eye(n)], [-rows, -np.eye(n)]])
    bounds = [(-1e-3, 1e-3)] * p + [(0, None)] * n
    best = linprog(cost, upper, np.concatenate([-residual, residual]), bounds=bounds)
    assert found.value == pytest.approx(best.fun, rel=2e-4)
    assert np.count_nonzero(np.abs(residual) < 1e-6) == p  # it goes through as many runs


def test_order_and_units_do_not_matter():
    runs = some_runs(40, noise=0.01)
    shuffled = runs.take(np.random.default_rng(1).permutation(40))
    one, other = fit(runs, draws=50), fit(shuffled, draws=50)
    assert one.theta.tolist() == other.theta.tolist()
    assert one.draws.tolist() == other.draws.tolist()
    assert one.runs.models == other.runs.models
    scaled = replace(runs, params=runs.params * 1e3, flops=runs.flops * 1e3)
    found = fit(scaled).natural()
    assert found["alpha"] == pytest.approx(one.natural()["alpha"], rel=1e-6)
    assert found["A"] == pytest.approx(one.natural()["A"] * 1e3 ** found["alpha"], rel=1e-5)
    bits = fit(replace(runs, loss=runs.loss / np.log(2))).natural()
    assert bits["E"] == pytest.approx(one.natural()["E"] / np.log(2), rel=1e-6)


def test_runs_counted_twice_are_weights_of_two():
    runs = some_runs(40, noise=0.01)
    found = fit(runs)
    weights = np.ones((2, 40))
    weights[1, :10] = 2.0
    doubled = found.runs.take([*range(40), *range(10)])
    renamed = replace(doubled, models=tuple(f"{at}" for at in range(50)))
    refitted = refit(found, weights)
    assert found.natural(refitted[:, 0]) == pytest.approx(found.natural(), rel=1e-5)
    assert found.natural(refitted[:, 1]) == pytest.approx(fit(renamed).natural(), rel=1e-4)
    with pytest.raises(DataError, match="expected weights of 40 runs a draw, found an array"):
        refit(found, np.ones((3, 7)))


@pytest.mark.parametrize("bootstrap", ["case", "weighted"])
def test_a_bootstrap_is_repeatable_and_like_the_information_matrix(bootstrap):
    runs = some_runs(200, noise=0.01)
    found = fit(runs, draws=400, objective="squares", bootstrap=bootstrap)
    few = [fit(runs, draws=19, objective="squares", bootstrap=bootstrap, seed=seed).draws.tolist()
           for seed in (0, 0, 1)]  # fmt: skip
    assert few[0] == few[1] != few[2]
    problem = found.problem
    _, jacobian = problem.law.log_loss_and_jacobian(
        found.theta[:, None], problem.sizes, problem.centre
    )
    rows = jacobian[:, :, 0]
    covariance = np.linalg.inv(rows @ rows.T) * found.value / (200 - 5)
    assert found.draws.std(axis=1) == pytest.approx(np.sqrt(np.diag(covariance)), rel=0.25)


def test_draws_are_solved_to_the_end():
    found = fit(some_runs(60, noise=0.01), draws=60)
    problem = found.problem
    weights = np.ones((1, found.runs.n)) + np.arange(found.runs.n)[None] % 3
    one = refit(found, weights)
    tight = minimise(problem, starts(problem), weights.T, far=True, tolerance=1e-14)
    value = problem.value(one, weights.T)
    assert value[0] <= tight.value.min() * (1 + 1e-6)


def test_a_mean_stops_near_its_start_where_the_sum_does_not():
    # L-BFGS with default tolerances takes a mean of 1e-5 for zero. Ours: sum, two far starts.
    problem = problem_of(some_runs(60, noise=0.005))
    one = np.ones((60, 1))
    far = np.array([[-3.0, 0.5], [0.4, -2.0], [0.4, -2.0], [0.9, 0.1], [0.1, 0.9]])
    solved = minimise(problem, far, one, far=True)
    assert solved.converged.all()
    assert solved.value[0] == pytest.approx(solved.value[1], rel=1e-9)
    assert (solved.value < problem.value(far, one) / 20).all()

    runs = some_runs(60, noise=0.005)

    def mean(p):  # uncentred, as it is often written
        terms = (p[0] - p[3] * np.log(runs.params), p[1] - p[4] * np.log(runs.tokens))
        residual = np.log(np.exp(terms[0]) + np.exp(terms[1]) + np.exp(p[2])) - runs.log_loss
        return float(problem.objective.value(residual[:, None], one)[0]) / 60

    stopped = scipy_minimise(mean, [5.0, 5.0, 0.5, 0.5, 0.5], method="L-BFGS-B")
    assert stopped.success
    assert stopped.fun * 60 > 10 * solved.value[0]


def test_the_error_of_a_prediction_is_a_quadratic_form():
    # diag(J C J'), by the draws; the sum over a row of J C J' would be another number.
    found = fit(some_runs(200, noise=0.01), objective="squares", draws=400)
    places = found.sizes(np.array([3e8, 3e9, 7e10]), np.array([1e10, 3e11, 1.4e12]))
    centre = found.problem.centre
    _, jacobian = found.law.log_loss_and_jacobian(found.theta[:, None], places, centre)
    whole = jacobian[:, :, 0].T @ np.cov(found.draws) @ jacobian[:, :, 0]
    spread = found.law.log_loss(found.draws, places, centre).std(axis=1)
    assert spread == pytest.approx(np.sqrt(np.diag(whole)), rel=0.1)
    assert whole.sum(axis=1).min() < 0  # no variance at all


def test_delta_and_reduction_change_the_answer():
    # PEERS trap 2: heavy tails, three objectives, three answers.
    runs = some_runs(60, noise=0.003)
    heavy = runs.loss * np.where(np.arange(60) % 9, 1.0, 1.06)
    found = {
        name: fit(replace(runs, loss=heavy), objective=name).natural()["beta"]
        for name in ("huber", "squares", "lad")
    }
    assert abs(found["squares"] - found["huber"]) > 0.01
    assert found["lad"] != pytest.approx(found["huber"], rel=1e-5)


@pytest.mark.parametrize(
    ("changes", "law"),
    [
        ({"tokens": np.full(40, 2e10)}, "power-params"),
        ({"params": np.full(40, 1e9)}, "power-tokens"),
    ],
)
def test_runs_at_one_size_get_the_reduced_law(changes, law):
    runs = some_runs(40, **changes)
    made = replace(runs, loss=chinchilla_loss(runs.params, runs.tokens))
    found = fit(made)
    assert (found.law.name, found.asked) == (law, "chinchilla")
    assert "reduced-law" in found.notes
    held = 2085.43 / 2e10**0.3658 if law == "power-params" else 482.01 / 1e9**0.3478
    assert found.natural()["E"] == pytest.approx(1.8172 + held, rel=1e-5)


def test_runs_that_no_law_can_be_fitted_to():
    same = some_runs(40, params=np.full(40, 1e9), tokens=np.full(40, 1e10))
    with pytest.raises(NotIdentified, match="all runs have the same params, within 5 %: expected"):
        fit(same)
    with pytest.raises(NotIdentified, match="4 runs for the 5 parameters of the law chinchilla"):
        fit(some_runs(4))
    wide = some_runs(40)
    mixed = np.where(np.arange(40) == 3, 1e9, wide.loss)
    with pytest.raises(DataError, match=r"losses from .* to 1e\+09: expected losses of one unit"):
        fit(replace(wide, loss=mixed))
    with pytest.raises(DataError, match="no run has params and tokens and unique_tokens"):
        fit(some_runs(), law="data-constrained")


def test_as_many_parameters_as_runs_leave_no_interval():
    found = fit(some_runs(5), draws=99)
    assert "no-degrees-left" in found.notes
    assert found.draws.shape == (5, 0)
    assert "few-runs" in fit(some_runs(12, noise=0.01), draws=19).notes


@pytest.mark.parametrize("objective", ["huber", "squares", "lad"])
def test_a_diverged_run_is_named_and_kept(objective):
    runs = some_runs(40, noise=0.005)
    loss = runs.loss.copy()
    loss[7] = 11.0
    found = fit(replace(runs, loss=loss), objective=objective)
    assert [one.model for one in found.runs.doubts] == ["run-007"]
    assert found.runs.doubts[0].reason.startswith("loss 11, ")
    assert "diverged-run" in found.notes
    assert found.runs.n == 40
    assert "diverged-run" not in fit(runs, objective=objective).notes


def test_runs_without_a_size_are_left_out_by_name():
    runs = some_runs(40)
    tokens = runs.tokens.copy()
    tokens[3] = np.nan
    found = fit(replace(runs, tokens=tokens, flops=np.full(40, np.nan)))
    assert [one.model for one in found.excluded] == ["run-003"]
    assert "runs-without-size" in found.notes
    assert fit(replace(runs, tokens=tokens), law="power-params").runs.n == 40


def test_values_anywhere():
    found = fit(some_runs(40), draws=19)
    params, tokens = np.array([1e9, 7e10]), np.array([2e10, 1.4e12])
    expected = chinchilla_loss(params, tokens)
    assert found.at(params, tokens) == pytest.approx(expected, rel=1e-5)
    assert found.draws_at(params, tokens).shape == (2, 19)
    assert found.with_draws(found.draws[:, :3]).draws_at(params, tokens).shape == (2, 3)
    with pytest.raises(DataError, match="the law chinchilla needs params and tokens: expected tok"):
        found.at(params)
    only = fit(some_runs(40), law="power-params")
    assert only.at(params).shape == (2,)


def test_families_are_pooled_aloud():
    runs = some_runs(40, families=tuple("AB" * 20))
    assert "families-pooled" in fit(runs).notes


@pytest.mark.parametrize("seed", range(8))
def test_hostile_runs_give_an_answer_or_a_message(seed):
    rng = np.random.default_rng(seed)
    n = int(rng.integers(1, 30))
    sizes = 10.0 ** rng.uniform(*((0, 25) if seed % 3 else (7, 12)), (2, n))
    loss = (np.full(n, 2.5), rng.uniform(1, 12, n), 1e-3 * (1 + rng.random(n)))[seed % 3]
    runs = some_runs(n, params=sizes[0], tokens=sizes[1], loss=loss,
                     unique_tokens=sizes[1] / 10.0 ** rng.uniform(0, 3, n))  # fmt: skip
    law = [name for name, _ in LAWS][seed % len(LAWS)]
    with contextlib.suppress(DataError):
        found = fit(runs, law=law, draws=19, objective=("huber", "squares", "lad")[seed % 3])
        assert np.isfinite(found.value)


def test_perfect_runs_make_no_noise():
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        fit(some_runs(30), draws=19)
        fit(some_runs(30), draws=19, objective="squares", bootstrap="weighted")
