"""What must not change a fit: order, units, repetition, company."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import scaling.series as series_module
from scaling.fitting import FitOptions
from scaling.fitting.fit import fit_series
from scaling.fitting.options import DEFAULT_RHO
from scaling.table import ScoreTable
from tests.series_makers import logistic, make_series

NO_LIMITS = {"chance": np.nan, "ceiling": np.nan}
EXAMPLES = settings(deadline=None, max_examples=15, derandomize=True)
CURVES = ("logistic", "gompertz", "linear", "step")


@st.composite
def made_series(draw, task="task"):
    """A rise with noise at 6 to 10 sizes; k of n."""
    rng = np.random.default_rng(draw(st.integers(0, 10**6)))
    count = draw(st.integers(6, 10))
    size = np.sort(10 ** rng.uniform(8, 11, count))
    truth = logistic(size, 10 ** rng.uniform(8.8, 10.2), rng.uniform(0.4, 2.5), 0.0, 0.95)
    return make_series(rng.binomial(400, truth) / 400, size, n=400.0, task=task)


def again(series, order=None, *, unit=1.0, **changes):
    """The same series made once more, in another order or unit."""
    order = np.arange(series.n_points) if order is None else np.asarray(order)
    facts = {"n": series.n_items[order], "task": series.key.task} | changes
    return make_series(series.score[order], unit * series.size[order], **facts)


def fit(*series, **options):
    return fit_series(list(series), FitOptions(**{"draws": 0, **options}))


def estimates(result):
    return {name: value.estimate for name, value in result.parameters.items()}


@EXAMPLES
@given(series=made_series(), seed=st.integers(0, 100), curve=st.sampled_from(CURVES))
def test_the_order_of_rows(series, seed, curve):
    """Of a table: two models of one size keep their rows' order, and the sum is another."""
    rows = pd.DataFrame(
        {
            "model": [*series.models, "twin"],
            "params": np.append(series.size, series.size[2]),
            "task": "task",
            "score": np.append(series.score, series.score[3]),
            "n_items": 400,
        }
    )
    order = np.random.default_rng(seed).permutation(len(rows))
    tables = [ScoreTable.from_frame(rows.iloc[places]) for places in (slice(None), order)]
    one, two = (fit(*table.series(), curve=curve)[0] for table in tables)
    assert one.log_likelihood == pytest.approx(two.log_likelihood, abs=1e-6)
    assert estimates(one) == pytest.approx(estimates(two), rel=1e-3)


@EXAMPLES
@given(series=made_series(), unit=st.sampled_from([1e-6, 1e-3, 1e3]))
def test_the_unit_of_size_shifts_the_midpoint_alone(series, unit):
    one, two = fit(series, again(series, unit=unit))
    assert one.log_likelihood == pytest.approx(two.log_likelihood, abs=1e-6)
    first, second = estimates(one), estimates(two)
    assert second.pop("midpoint") == pytest.approx(unit * first.pop("midpoint"), rel=1e-3)
    assert second == pytest.approx(first, rel=1e-3)


@EXAMPLES
@given(seed=st.integers(0, 10**6), unit=st.sampled_from([1e-3, 1e3]))
def test_the_unit_of_size_scales_the_coefficient_of_a_power_law(seed, unit):
    rng = np.random.default_rng(seed)
    size = np.sort(10 ** rng.uniform(8, 11, 9))
    loss = 1.5 + 2 * (size / 1e8) ** -rng.uniform(0.2, 0.6) + rng.normal(0, 0.01, 9)
    one, two = (
        estimates(fit(make_series(loss, scale * size, kind="loss", **NO_LIMITS))[0])
        for scale in (1.0, unit)
    )
    assert two["exponent"] == pytest.approx(one["exponent"], rel=1e-3)
    assert two["irreducible"] == pytest.approx(one["irreducible"], abs=1e-3)
    ratio = two["coefficient"] / one["coefficient"]
    assert ratio == pytest.approx(unit ** one["exponent"], rel=0.02)


@EXAMPLES
@given(series=made_series(), curve=st.sampled_from(CURVES))
def test_a_point_is_two_of_half_its_items(series, curve):
    twice = np.repeat(np.arange(series.n_points), 2)
    halves = again(series, twice, n=series.n_items[twice] / 2)
    one, two = fit(series, halves, curve=curve, rho=0.0)
    assert one.log_likelihood == pytest.approx(two.log_likelihood, abs=1e-5)
    assert estimates(one) == pytest.approx(estimates(two), rel=1e-2, abs=1e-4)


@settings(deadline=None, max_examples=5, derandomize=True)
@given(data=st.data(), seed=st.integers(0, 100))
def test_the_order_of_series(data, seed):
    series = [data.draw(made_series(task=str(place))) for place in range(6)]
    order = np.random.default_rng(seed).permutation(6)
    together = fit(*series, draws=19)
    shuffled = fit(*(series[place] for place in order), draws=19)
    for at, place in enumerate(order):
        assert shuffled[at].to_dict() == together[place].to_dict()


@settings(deadline=None, max_examples=3, derandomize=True)
@given(data=st.data())
def test_the_size_of_batches_and_the_number_of_processes(data):
    series = [data.draw(made_series(task=str(place))) for place in range(6)]
    whole = [result.to_dict() for result in fit(*series, draws=19)]
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(series_module, "MOST_POINTS", 20)
        assert [result.to_dict() for result in fit(*series, draws=19)] == whole
    assert [result.to_dict() for result in fit(*series, draws=19, n_jobs=2)] == whole


def test_without_over_dispersion_doubled_items_are_doubled_evidence():
    """And with it they are not: the reason why halves are only compared at rho 0."""
    score = [0.02, 0.03, 0.1, 0.3, 0.42, 0.55, 0.72, 0.9]

    def evidence(n, rho):
        (result,) = fit(make_series(score, n=n), rho=rho, curve="constant")
        return result.log_likelihood

    assert evidence(800.0, 0.0) == pytest.approx(2 * evidence(400.0, 0.0))
    assert evidence(800.0, DEFAULT_RHO) > 1.5 * evidence(400.0, DEFAULT_RHO)
