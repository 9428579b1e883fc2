"""The batched solver against numpy and scipy, and that a column knows nothing of the others."""

import numpy as np
import pytest
from scipy.optimize import least_squares, lsq_linear

import scaling.series as series_module
from scaling.curves import get_curve
from scaling.fitting import FitOptions, projection, solver
from scaling.fitting.boxes import least_squares_in_box
from scaling.fitting.fit import fit_series
from scaling.fitting.model import family_of, set_model
from scaling.fitting.objectives import Gaussian
from scaling.fitting.projection import project
from scaling.fitting.solve import solve_series
from scaling.fitting.solver import maximise
from scaling.fitting.systems import solve_symmetric
from scaling.series import batches
from tests.curves.polish import a_design
from tests.series_makers import PYTHIA, logistic, make_series

NO_LIMITS = {"chance": np.nan, "ceiling": np.nan}
RISE = np.array([0.02, 0.03, 0.1, 0.3, 0.42, 0.55, 0.72, 0.9])
SIZE = np.array(PYTHIA)


def loss_series(score, size=PYTHIA, **facts):
    return make_series(score, size, kind="loss", **NO_LIMITS, **facts)


def model_of(series, **options):
    chosen = FitOptions(**options)
    return set_model(batches([series])[0], family_of(series, chosen), chosen)


# Small systems.


@pytest.mark.parametrize("p", [1, 2, 3, 6, 9])
def test_systems_are_solved_as_by_numpy(p):
    rng = np.random.default_rng(p)
    root = rng.normal(size=(20, p, p))
    matrices = root @ root.transpose(0, 2, 1) + 0.1 * np.eye(p)
    right = rng.normal(size=(p, 20))
    triangle = [[matrices[:, i, j] for j in range(i + 1)] for i in range(p)]
    expected = np.linalg.solve(matrices, right.T[:, :, None])[:, :, 0].T
    np.testing.assert_allclose(solve_symmetric(triangle, right), expected, rtol=1e-9, atol=1e-9)


@pytest.mark.parametrize("scale", [1e-18, 1.0, 1e18])
def test_the_unit_of_a_system_does_not_matter(scale):
    triangle = [[np.array([2.0 * scale])], [np.array([0.5 * scale]), np.array([1.0 * scale])]]
    found = solve_symmetric(triangle, np.array([[1.0], [2.0]]) * scale)
    assert found[:, 0] == pytest.approx(np.linalg.solve([[2.0, 0.5], [0.5, 1.0]], [1.0, 2.0]))


def test_a_parameter_that_says_nothing_stays():
    nothing, one = np.zeros(1), np.ones(1)
    found = solve_symmetric([[one], [nothing, nothing]], np.array([[3.0], [0.0]]))
    assert found[:, 0].tolist() == [3.0, 0.0]


def normal_equations(basis, target):
    """Gram matrix and right side of (K, L) and (K,)."""
    gram = basis.T @ basis
    lower = [[np.array([gram[i, j]]) for j in range(i + 1)] for i in range(len(gram))]
    return lower, (basis.T @ target)[:, None]


@pytest.mark.parametrize("size", [1, 2, 3])
@pytest.mark.parametrize("scale", [1e-9, 1.0, 1e9])
def test_least_squares_inside_the_box_are_those_of_numpy(size, scale):
    rng = np.random.default_rng(size)
    basis, target = rng.normal(size=(8, size)), scale * rng.normal(size=8)
    wide = np.full((size, 1), 1e3 * scale)
    found = least_squares_in_box(*normal_equations(basis, target), -wide, wide)
    expected = np.linalg.lstsq(basis, target, rcond=None)[0]
    np.testing.assert_allclose(found[:, 0], expected, rtol=1e-8)


@pytest.mark.parametrize("size", [1, 2, 3])
def test_least_squares_at_the_edge_of_the_box_come_near_those_of_scipy(size):
    excess = []
    for seed in range(40):
        rng = np.random.default_rng(seed)
        basis, target = rng.normal(size=(8, size)), rng.normal(size=8)
        low, high = np.full((size, 1), -0.1), np.full((size, 1), 0.15)
        found = least_squares_in_box(*normal_equations(basis, target), low, high)[:, 0]
        assert ((found >= low[:, 0]) & (found <= high[:, 0])).all()
        best = lsq_linear(basis, target, (low[:, 0], high[:, 0]), tol=1e-14).cost
        excess.append(0.5 * ((basis @ found - target) ** 2).sum() / best - 1)
    assert max(excess) < (1e-8 if size == 1 else 0.05)
    assert np.median(excess) < 1e-6


@pytest.mark.parametrize("name", ["power-law-floor", "segmented", "shifted-power-law"])
def test_projected_nodes_are_linear_least_squares(name):
    rng = np.random.default_rng(0)
    model = model_of(loss_series(2 + 8 * (SIZE / 1e8) ** -0.4 + rng.normal(0, 0.05, 8)), curve=name)
    linear = model.linear
    lower, upper = (bound[linear, 0] for bound in model.curve.bounds(model.design))
    places, nodes = next(project(model))
    assert places.tolist() == [0]
    for node in range(0, nodes.theta.shape[1], 3):
        theta = nodes.theta[:, node].copy()
        theta[linear] = 0.0
        value, jacobian = model.curve.value_and_jacobian(theta, model.design.at(model.design.x))
        target = model.score[:, 0] - value[:, 0]
        best = lsq_linear(jacobian[linear, :, 0].T, target, (lower, upper), tol=1e-14)
        assert nodes.likelihood[node, 0] <= -best.cost * (1 - 1e-9)
        if (best.active_mask == 0).all():
            np.testing.assert_allclose(nodes.theta[linear, node, 0], best.x, rtol=1e-6, atol=1e-9)
            assert nodes.likelihood[node, 0] == pytest.approx(-best.cost, rel=1e-6)


# Against scipy.


def scipy_cost(model):
    """Return the least cost that scipy finds from every start of a spread of the grid."""
    lower, upper = (bound[:, 0] for bound in model.curve.bounds(model.design))
    free, placed = model.free[:, 0], model.design.at(model.design.x)
    root = np.sqrt(model.weight[:, 0])

    def whole(part):
        theta = model.fixed[:, 0].copy()
        theta[free] = part
        return theta[:, None]

    def residual(part):
        return root * (model.curve.value(whole(part), placed) - model.score)[:, 0]

    def slopes(part):
        return root[:, None] * model.curve.value_and_jacobian(whole(part), placed)[1][free, :, 0].T

    nodes = model.curve.nodes(model.design)[free, :, 0]
    inside = np.clip(nodes.T, lower[free] + 1e-9, upper[free] - 1e-9)
    rated = np.argsort([(residual(start) ** 2).sum() for start in inside], kind="stable")
    ends = [
        least_squares(
            residual, inside[node], slopes, bounds=(lower[free], upper[free]), xtol=1e-14,
            ftol=1e-14, gtol=1e-14,
        ).cost
        for node in rated[:: max(1, len(rated) // 12)]
    ]  # fmt: skip
    return min(ends)


@pytest.mark.parametrize("seed", range(6))
@pytest.mark.parametrize(
    ("name", "kind"),
    [("logistic", "bounded"), ("onset", "bounded"), ("power-law-floor", "loss"),
     ("shifted-power-law", "loss"), ("power-law", "loss"), ("segmented", "real")],
)  # fmt: skip
def test_no_worse_than_many_scipy_starts(name, kind, seed):
    rng = np.random.default_rng(seed)
    # half of the cases lie beyond a bound: a rise too late, a loss that rises, a floor below 0
    late = seed % 2
    if kind == "loss":
        truth = 1.5 + rng.uniform(0.5, 3) * (SIZE / SIZE[0]) ** rng.uniform(0.1, 0.9)
        truth = truth.max() - truth + (0.0 if late else 1.0)
        series = loss_series(np.abs(truth + rng.normal(0, 0.02, 8)) + 0.01, sigma=0.02)
    else:
        middle = 10 ** (rng.uniform(10.5, 11.5) if late else rng.uniform(8.2, 9.8))
        score = logistic(SIZE, middle, rng.uniform(0.5, 3), 0.1, 0.9) + rng.normal(0, 0.02, 8)
        limits = {"chance": 0.1, "ceiling": 1.0} if kind == "bounded" else NO_LIMITS
        series = make_series(score, kind=kind, sigma=0.02, **limits)
    (fitted,) = solve_series([series], FitOptions(curve=name))
    assert fitted.solution.converged[0]
    assert -fitted.solution.log_likelihood[0] <= scipy_cost(fitted.model) * (1 + 1e-6) + 1e-6


def test_a_line_at_its_bounds_is_bounded_least_squares():
    score = np.array([0.0, 0.0, 0.0, 0.05, 0.3, 0.8, 1.0, 1.0])
    x = np.log10(SIZE)
    share = (x - x[0]) / (x[-1] - x[0])
    expected = lsq_linear(np.stack([1 - share, share], axis=1), score, (0, 1), tol=1e-14)
    assert (expected.active_mask != 0).any()
    (fitted,) = solve_series(
        [make_series(score)], FitOptions(curve="linear", objective="gaussian", draws=0)
    )
    np.testing.assert_allclose(fitted.theta[:, 0], expected.x, atol=1e-7)
    assert fitted.solution.at_bound[:, 0].tolist() == (expected.active_mask != 0).tolist()


def maximised(**changes):
    """One logistic fit from a far start."""
    curve, design = get_curve("logistic"), a_design(np.log10(SIZE))
    arguments = {
        "start": np.array([0.5, 8.2, 0.0])[:, None],
        "free": np.ones((3, 1), dtype=bool),
        **changes,
    }
    score, weight = RISE[:, None], np.full((8, 1), 400.0)
    return maximise(curve, Gaussian(), design, score, weight, **arguments)


def test_a_solver_without_time_says_so():
    assert not maximised(max_iterations=1).converged[0]
    assert maximised().converged[0]


def test_held_parameters_stay_and_bounds_are_kept():
    held = maximised(free=np.array([[True], [False], [True]]))
    assert held.theta[1, 0] == 8.2
    assert not held.at_bound[1, 0]
    lower, upper = np.array([[0.0], [8.0], [-1.0]]), np.array([[1.0], [8.5], [3.0]])
    found = maximised(bounds=(lower, upper))
    assert found.theta[1, 0] == 8.5
    assert found.at_bound[:, 0].tolist() == [False, True, False]


# One column and the others.


def many_series(name):
    """Series of several designs and lengths, some of them alike."""
    rng = np.random.default_rng(11)
    series = []
    for place in range(24):
        sizes = SIZE if place % 3 else np.geomspace(1e8, 10 ** (10 + 0.1 * place), 8)
        truth = logistic(sizes, 10 ** rng.uniform(8.5, 10), rng.uniform(0.5, 2.5), 0.05, 0.9)
        score = np.clip(truth + rng.normal(0, 0.02, 8), 0.01, 0.99)[: 7 if place % 5 == 4 else 8]
        if name == "loss":
            series.append(loss_series(4 - 2 * score, sizes, task=str(place)))
        else:
            series.append(make_series(score, sizes, n=400.0, task=str(place)))
    return series


def solutions(series, **options):
    found = solve_series(series, FitOptions(draws=0, **options))
    return [
        (fit.theta.tobytes(), fit.solution.log_likelihood.tobytes(), fit.solution.converged[0])
        for fit in found
    ]


CASES = [
    ("proportion", {}), ("proportion", {"objective": "beta-binomial"}),
    ("proportion", {"curve": "step"}), ("proportion", {"floor": "free"}),
    ("proportion", {"curve": "segmented", "objective": "gaussian"}),
    ("loss", {}), ("loss", {"objective": "huber", "delta": 0.01}), ("loss", {"objective": "lad"}),
    ("loss", {"curve": "sigmoidal-power-law"}),
]  # fmt: skip


@pytest.mark.parametrize(("kind", "options"), CASES)
def test_solutions_do_not_depend_on_the_batch(kind, options, monkeypatch):
    series = many_series(kind)
    together = solutions(series, **options)
    assert solutions(series[::-1], **options)[::-1] == together
    for place in (0, 1, 4, 13):
        assert solutions([series[place]], **options) == [together[place]]
    others = many_series("loss" if kind == "proportion" else "proportion")
    if "curve" not in options and "objective" not in options and "floor" not in options:
        mixed = [one for pair in zip(series, others, strict=True) for one in pair]
        assert solutions(mixed, **options)[::2] == together
    monkeypatch.setattr(projection, "CHUNK", 300)
    monkeypatch.setattr(projection, "MOST_CELLS", 5000)
    monkeypatch.setattr(projection, "SHARED", 3)
    monkeypatch.setattr(series_module, "MOST_POINTS", 40)
    assert solutions(series, **options) == together


def test_what_is_held_in_one_series_is_free_in_another():
    """Eight points on three sizes hold the ceiling, on eight they free it: one batch of both."""
    twice = np.array([1e8, 1e8, 1e8, 1e9, 1e9, 1e9, 1e10, 1e10])
    series = [make_series(RISE), make_series(np.sort(RISE), twice, task="b"), make_series(RISE**2)]
    assert len(batches(series)) == 1
    together = solve_series(series, FitOptions(draws=0))
    assert [bool(fit.model.free[0, 0]) for fit in together] == [True, False, True]
    for one, fit in zip(series, together, strict=True):
        (alone,) = solve_series([one], FitOptions(draws=0))
        assert alone.theta.tobytes() == fit.theta.tobytes()
    assert together[1].natural()["ceiling"] == 1.0


# Sizes of objectives.


NOISE = np.random.default_rng(4).normal(size=12)
MANY = np.geomspace(1e8, 1e11, 12)
TRUTH = 1.7 + 1.2 * (MANY / 1e8) ** -0.4
LOSS_CURVES = ("power-law", "power-law-floor", "shifted-power-law", "broken-power-law-0", "linear",
               "segmented", "step", "constant")  # fmt: skip


@pytest.mark.parametrize("objective", ["gaussian", "log-gaussian", "huber"])
@pytest.mark.parametrize("error", [1e-5, 1e-6, 1e-7])
def test_tiny_objectives_reach_the_same_relative_optimum(objective, error):
    """PEERS.md, trap 1: default tolerances end where they start on objectives of size 1e-5."""

    def shift(size):
        """How far the estimates move from the truth, in units of the error."""
        delta = {"delta": 0.7 * size} if objective == "huber" else {}
        options = FitOptions(draws=0, objective=objective, **delta)
        (fitted,) = solve_series([loss_series(TRUTH * np.exp(size * NOISE), MANY)], options)
        assert fitted.solution.converged[0]
        natural = fitted.natural()
        moved = np.array([natural["irreducible"] - 1.7, natural["exponent"] - 0.4])
        return moved / size

    reference = shift(1e-4)
    np.testing.assert_allclose(shift(error), reference, atol=0.01 * np.abs(reference).max())


@pytest.mark.parametrize("known", [False, True], ids=["estimated", "known"])
@pytest.mark.parametrize("objective", ["gaussian", "log-gaussian", "huber", "lad"])
@pytest.mark.parametrize("name", LOSS_CURVES)
def test_the_unit_of_losses_does_not_matter(name, objective, known):
    score, sigma = TRUTH * np.exp(0.003 * NOISE), 0.005 if known else np.nan
    found = [
        fit_series(
            [loss_series(unit * score, MANY, sigma=unit * sigma)],
            FitOptions(draws=0, curve=name, objective=objective),
        )[0]
        for unit in (1.0, 1e3, 1e9, 1e-9)
    ]
    fitted = np.array([[point.estimate for point in one.band] for one in found])
    for row, unit in enumerate((1.0, 1e3, 1e9, 1e-9)):
        if objective != "lad":  # which may have many curves of one likelihood
            np.testing.assert_allclose(fitted[row] / unit, fitted[0], rtol=2e-5)
        likelihood = found[row].log_likelihood + 12 * np.log(unit)
        assert likelihood == pytest.approx(found[0].log_likelihood, abs=1e-3)
        assert found[row].converged == found[0].converged


# Scores that no smooth curve likes.


@pytest.mark.parametrize(
    "score",
    [
        [0, 0, 0, 0, 1, 1, 1, 1], [0, 0, 0, 0, 0, 0, 0, 1], [1, 0, 0, 0, 0, 0, 0, 0],
        [0, 1, 0, 1, 0, 1, 0, 1], [0.5] * 8, [0, 0, 0, 0.5, 0.5, 1, 1, 1], [1e-4] * 8,
    ],
    ids=["step", "last", "first", "saw", "flat", "stairs", "floor"],
)  # fmt: skip
@pytest.mark.parametrize("objective", ["quasi-binomial", "gaussian"])
@pytest.mark.parametrize("name", ["logistic", "onset", "expansion", "logit", "segmented", "step"])
def test_steps_and_plateaus_end_with_a_status(name, objective, score):
    (result,) = fit_series(
        [make_series(score)], FitOptions(draws=0, curve=name, objective=objective)
    )
    assert result.status == "ok"
    assert result.converged != ("not-converged" in result.notes)
    assert np.isfinite(result.log_likelihood)
    assert all(0 <= point.estimate <= 1 for point in result.band)


def test_a_series_of_more_sizes_than_a_working_set_holds_is_solved(monkeypatch):
    series = many_series("proportion")[:2]
    together = solutions(series)
    monkeypatch.setattr(solver, "MOST_CELLS", 3)
    assert solutions(series) == together
