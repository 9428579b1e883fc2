"""Every objective against densities of scipy, numeric derivatives and independent optimisers."""

import numpy as np
import pytest
import statsmodels.api as sm
from scipy.integrate import quad
from scipy.optimize import minimize_scalar
from scipy.stats import betabinom, laplace, norm

from scaling.fitting import FitOptions
from scaling.fitting.fit import fit_series
from scaling.fitting.objectives import (
    LAPSE,
    QUASI_BINOMIAL,
    BetaBinomial,
    Gaussian,
    Huber,
    LeastAbsolute,
    LogGaussian,
    deviance,
    effective_items,
    total,
)
from scaling.fitting.objectives.chosen import OBJECTIVES
from scaling.fitting.options import OBJECTIVE_NAMES
from tests.series_makers import PYTHIA, make_series

NO_LIMITS = {"chance": np.nan, "ceiling": np.nan}
BINOMIAL = [QUASI_BINOMIAL, BetaBinomial(0.01), BetaBinomial(0.2)]
LOGS = [LogGaussian(), Huber(delta=0.05), LeastAbsolute()]
GAUSSIANS = [Gaussian(), Gaussian(scale_free=True)]
EVERY = [*BINOMIAL, *GAUSSIANS, *LOGS]
LOG_TWO_PI = np.log(2 * np.pi)


def name_of(objective):
    return f"{objective.name}{'' if not objective.scale_free else '-free'}"


@pytest.mark.parametrize("shape", [(300,), (3000, 1), (50, 7), (50, 3, 40), (9, 2000)])
def test_sums_do_not_depend_on_how_many_columns_there_are(shape):
    terms = np.exp(np.random.default_rng(0).normal(0, 9, shape))
    one_by_one = terms[0]
    for row in terms[1:]:
        one_by_one = one_by_one + row
    assert np.array_equal(total(terms), one_by_one)
    swapped = np.ascontiguousarray(terms.swapaxes(0, -1)).swapaxes(0, -1)  # rows apart in memory
    assert np.array_equal(total(swapped), one_by_one)


def some_data(seed=0, sizes=7, columns=5):
    """Curve, scores and items: (K, M) each, all proportions inside (0, 1)."""
    rng = np.random.default_rng(seed)
    value, score = rng.uniform(0.05, 0.95, (2, sizes, columns))
    return value, score, rng.integers(20, 400, (sizes, columns)).astype(float)


def column(values):
    return np.asarray(values, dtype=float)[:, None]


def test_every_name_is_an_objective():
    assert ("auto", *OBJECTIVES) == OBJECTIVE_NAMES
    built = {name: make(FitOptions(), True).name for name, make in OBJECTIVES.items()}
    assert built == {name: name for name in OBJECTIVES}


@pytest.mark.parametrize("objective", EVERY, ids=name_of)
def test_the_gradient_is_the_derivative(objective):
    value, score, weight = some_data()
    slope, information = objective.gradient(value, score, weight)
    step = 1e-6
    for place in range(len(value)):
        above, below = value.copy(), value.copy()
        above[place] += step
        below[place] -= step
        rise = objective.log_likelihood(above, score, weight)
        rise -= objective.log_likelihood(below, score, weight)
        np.testing.assert_allclose(slope[place], rise / (2 * step), rtol=1e-5, atol=1e-4)
    assert (information > 0).all()


@pytest.mark.parametrize("objective", EVERY, ids=name_of)
def test_no_curve_is_likelier_than_the_saturated(objective):
    value, score, weight = some_data()
    assert (
        deviance(objective, objective.log_likelihood(value, score, weight), score, weight) > 0
    ).all()
    through = objective.log_likelihood(score, score, weight)
    if objective.name == "beta-binomial":  # its best p lies off k/n
        assert (through <= objective.saturated(score, weight)).all()
    else:
        np.testing.assert_allclose(deviance(objective, through, score, weight), 0.0, atol=1e-9)


@pytest.mark.parametrize("objective", [QUASI_BINOMIAL, *GAUSSIANS, LogGaussian()], ids=name_of)
def test_node_and_data_terms_give_the_objective(objective):
    first, score, weight = some_data()
    second = some_data(1)[0]
    found = sum(
        ((node - other) * data).sum(axis=0)
        for node, other, data in zip(
            objective.node_terms(first),
            objective.node_terms(second),
            objective.data_terms(score, weight),
            strict=True,
        )
    )
    expected = objective.log_likelihood(first, score, weight)
    expected -= objective.log_likelihood(second, score, weight)
    np.testing.assert_allclose(found, expected, rtol=1e-10)


# k of n.


@pytest.mark.parametrize("rho", [1e-4, 0.005, 0.3])
@pytest.mark.parametrize("right", [0, 1, 37, 99, 100])
def test_beta_binomial_is_that_of_scipy(rho, right):
    size, n = 1 / rho - 1, 100
    found, expected = [], []
    for p in (0.02, 0.4, 0.93):
        likelihood = BetaBinomial(rho).log_likelihood(column([p]), column([right / n]), column([n]))
        found.append(likelihood[0])
        expected.append(betabinom.logpmf(right, n, p * size, (1 - p) * size))
    assert np.diff(found) == pytest.approx(np.diff(expected), rel=1e-8)


def test_without_over_dispersion_beta_binomial_is_binomial():
    value, score, n = some_data()
    np.testing.assert_allclose(
        BetaBinomial(1e-6).log_likelihood(value, score, n),
        QUASI_BINOMIAL.log_likelihood(value, score, n),
        rtol=1e-3,
    )
    rise = make_series([0.02, 0.03, 0.1, 0.3, 0.42, 0.55, 0.72, 0.9])
    for rho in (0.0, 1e-15, 1e-12, 1e-9, 1e-7):  # where the gamma functions lose all digits
        exact, plain = (
            fit_series([rise], FitOptions(draws=0, objective=name, rho=rho))[0]
            for name in ("beta-binomial", "quasi-binomial")
        )
        assert exact.converged
        for name, value in plain.parameters.items():
            assert exact.parameters[name].estimate == pytest.approx(value.estimate, rel=1e-3)


def test_the_saturated_beta_binomial_has_the_best_p_of_every_score():
    score, n = np.array([0.0, 0.013, 0.4, 0.91, 1.0]), np.full(5, 150.0)
    objective, best = BetaBinomial(0.05), 0.0
    for one, items in zip(score, n, strict=True):
        found = minimize_scalar(
            lambda p, one=one, items=items: (
                -objective.log_likelihood(column([p]), column([one]), column([items]))[0]
            ),
            bounds=(LAPSE, 1 - LAPSE), method="bounded", options={"xatol": 1e-10},
        )  # fmt: skip
        best -= found.fun
    assert objective.saturated(column(score), column(n))[0] == pytest.approx(best, abs=1e-6)


@pytest.mark.parametrize("objective", BINOMIAL, ids=["quasi", "rho .01", "rho .2"])
def test_one_lucky_item_costs_a_bounded_amount(objective):
    for n in (10.0, 100.0, 1000.0):
        data = column([1 / n]), column([n])
        never = objective.log_likelihood(column([0.0]), *data)
        assert deviance(objective, never, *data)[0] / 2 < np.log(1 / LAPSE)
        for p in (1e-300, LAPSE):
            assert objective.log_likelihood(column([p]), *data) == never
        always = objective.log_likelihood(column([1.0]), 1 - data[0], data[1])
        assert always == pytest.approx(never)
    slope, information = objective.gradient(column([0.0]), *data)
    assert slope[0, 0] == information[0, 0] == 0.0


@pytest.mark.parametrize("objective", ["quasi-binomial", "beta-binomial"])
def test_scores_of_0_and_1_are_taken_as_they_are(objective):
    exact = [0.0, 0.0, 0.0, 0.2, 0.7, 1.0, 1.0, 1.0]
    near = np.clip(exact, 1e-9, 1 - 1e-9)
    one, two = (
        fit_series([make_series(score)], FitOptions(draws=0, objective=objective))[0]
        for score in (exact, near)
    )
    assert one.status == "ok"
    assert one.converged
    assert np.isfinite(one.log_likelihood)
    assert one.parameters["midpoint"].estimate == pytest.approx(
        two.parameters["midpoint"].estimate, rel=1e-5
    )


def test_effective_items_have_the_variance_of_a_beta_binomial():
    n, rho, p = 80, 0.03, 0.3
    size = 1 / rho - 1
    variance = betabinom.var(n, p * size, (1 - p) * size) / n**2
    assert p * (1 - p) / effective_items(np.array(n), rho) == pytest.approx(variance)


# Losses and other scores.

SIZE = np.array(PYTHIA)
LOSS = 5 * SIZE**-0.05 * np.exp([0.02, -0.03, 0.01, 0.05, -0.04, 0.0, 0.03, -0.02])


def loss_fit(**options):
    series = make_series(LOSS, kind="loss", **NO_LIMITS)
    return fit_series([series], FitOptions(draws=0, curve="power-law", **options))[0]


def estimates(result):
    return [value.estimate for value in result.parameters.values()]


def test_log_gaussian_is_least_squares_of_logarithms():
    slope, intercept = np.polyfit(np.log(SIZE), np.log(LOSS), 1)
    found = loss_fit(objective="log-gaussian")
    assert estimates(found) == pytest.approx([np.exp(intercept), -slope], rel=1e-6)


def test_lad_is_the_median_regression_of_logarithms():
    intercept, slope = sm.QuantReg(np.log(LOSS), sm.add_constant(np.log(SIZE))).fit(0.5).params
    found = loss_fit(objective="lad")
    assert estimates(found) == pytest.approx([np.exp(intercept), -slope], rel=1e-4)


def test_huber_lies_between_lad_and_log_gaussian():
    ends = [estimates(loss_fit(objective=name)) for name in ("lad", "log-gaussian")]
    assert estimates(loss_fit(objective="huber", delta=1e-8)) == pytest.approx(ends[0], rel=1e-5)
    assert estimates(loss_fit(objective="huber", delta=1e6)) == pytest.approx(ends[1], rel=1e-6)
    between = estimates(loss_fit(objective="huber", delta=0.02))
    assert between != pytest.approx(ends[0], rel=1e-3)
    assert between != pytest.approx(ends[1], rel=1e-3)


def curve_and_scores(seed=2):
    rng = np.random.default_rng(seed)
    value = np.linspace(4.0, 2.0, 9)
    return value, value * np.exp(0.05 * rng.standard_t(3, 9))


def profiled(objective, value, score, weight=None):
    weight = column(np.ones_like(score) if weight is None else weight)
    found = objective.log_likelihood(column(value), column(score), weight)
    return objective.profiled(found, column(score), weight)[0] - 0.5 * len(score) * LOG_TWO_PI


def best_over_scale(log_likelihood):
    return -minimize_scalar(
        lambda log_scale: -log_likelihood(np.exp(log_scale)),
        bounds=(-12, 3), method="bounded", options={"xatol": 1e-10},
    ).fun  # fmt: skip


def huber_log_density(residual, delta, tau):
    def loss(r):
        inner = np.minimum(np.abs(r), delta)
        return inner * (np.abs(r) - 0.5 * inner)

    core = quad(lambda r: np.exp(-loss(r) / tau), 0, delta)[0]
    tail = quad(lambda r: np.exp(-(loss(r) - loss(delta)) / tau), delta, np.inf)[0]
    return -loss(residual) / tau - np.log(2 * (core + tail * np.exp(-loss(delta) / tau)))


@pytest.mark.parametrize("delta", [0.003, 0.03, 0.3])
def test_huber_has_the_likelihood_of_its_density(delta):
    value, score = curve_and_scores()
    residual = np.log(score / value)
    expected = best_over_scale(lambda tau: huber_log_density(residual, delta, tau).sum())
    expected -= np.log(score).sum()  # a density of scores, not of their logarithms
    assert profiled(Huber(delta=delta), value, score) == pytest.approx(expected, abs=1e-5)


def test_lad_has_the_laplace_likelihood():
    value, score = curve_and_scores()
    residual = np.log(score / value)
    expected = best_over_scale(lambda scale: laplace.logpdf(residual, scale=scale).sum())
    assert profiled(LeastAbsolute(), value, score) == pytest.approx(
        expected - np.log(score).sum(), abs=1e-6
    )


@pytest.mark.parametrize("weight", [np.ones(9), np.linspace(0.2, 1.8, 9)], ids=["equal", "unlike"])
def test_gaussians_have_the_normal_likelihood(weight):
    value, score = curve_and_scores()
    shape = 1 / np.sqrt(weight)
    expected = best_over_scale(lambda sigma: norm.logpdf(score, value, sigma * shape).sum())
    found = profiled(Gaussian(scale_free=True), value, score, weight)
    assert found == pytest.approx(expected, abs=1e-6)
    known = norm.logpdf(score, value, shape).sum()
    assert profiled(Gaussian(), value, score, weight) == pytest.approx(known)
    residual = np.log(score / value)
    logs = best_over_scale(lambda sigma: norm.logpdf(residual, 0, sigma * shape).sum())
    assert profiled(LogGaussian(), value, score, weight) == pytest.approx(
        logs - np.log(score).sum(), abs=1e-6
    )


def test_likelihoods_of_one_series_can_be_compared():
    """Narrow relative errors: all are densities of the same scores, so they nearly agree."""
    value, score = curve_and_scores()
    score = value * (score / value) ** 0.01
    flat, other = np.full(9, 2.0), 2.0 * (score / value)
    log, plain = (
        profiled(objective, flat, other) for objective in (LogGaussian(), Gaussian(scale_free=True))
    )
    assert log == pytest.approx(plain, abs=0.01)
    huber = {delta: profiled(Huber(delta=delta), value, score) for delta in (1e-8, 10.0)}
    assert huber[1e-8] == pytest.approx(profiled(LeastAbsolute(), value, score), abs=1e-3)
    assert huber[10.0] == pytest.approx(profiled(LogGaussian(), value, score), abs=1e-6)
