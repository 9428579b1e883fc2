"""The pooled over-dispersion: recovered from many series, refused from few, said in the notes."""

import numpy as np
import pytest

from scaling.fitting import FitOptions
from scaling.fitting.fit import fit_series
from scaling.fitting.options import DEFAULT_RHO
from scaling.fitting.overdispersion import LEAST_SERIES, MOST_RHO, pooled_rho, with_known_rho
from tests.series_makers import logistic, make_series

SIZES = np.geomspace(1e8, 1e11, 10)
POOLED = FitOptions(rho="pooled", draws=0)


def drawn(count, rho, *, n=500, task="task", seed=0):
    """Series with scores drawn beta-binomially about logistic curves."""
    rng = np.random.default_rng(seed)
    series = []
    for place in range(count):
        p = logistic(SIZES, 10 ** rng.uniform(9, 10), rng.uniform(0.8, 2.5), 0.0, 0.9)
        p = np.clip(p, 1e-3, 1 - 1e-3)
        if rho > 0:
            p = rng.beta(p * (1 / rho - 1), (1 - p) * (1 / rho - 1))
        score = rng.binomial(n, p) / n
        series.append(make_series(score, SIZES, n=float(n), family=f"F{place}", task=task))
    return series


@pytest.mark.parametrize("rho", [0.003, 0.01, 0.05])
def test_a_known_rho_is_recovered(rho):
    # 60 series leave about 360 degrees of freedom: a standard error of some 8 % and more
    assert pooled_rho(drawn(60, rho), POOLED) == pytest.approx(rho, rel=0.3)


def test_binomial_scores_have_next_to_none():
    assert 0 <= pooled_rho(drawn(60, 0.0), POOLED) < 5e-4


def test_scores_of_less_than_binomial_noise_have_none():
    smooth = [
        make_series(logistic(SIZES, 10**middle, 1.5), SIZES, family=str(middle))
        for middle in np.linspace(9, 10, 8)
    ]
    assert pooled_rho(smooth, POOLED) == 0.0


def test_there_is_a_limit():
    rng = np.random.default_rng(0)
    coins = [make_series(rng.integers(0, 2, 10), SIZES, family=str(at)) for at in range(8)]
    assert pooled_rho(coins, POOLED) == MOST_RHO


def test_few_series_cannot_tell():
    series = drawn(LEAST_SERIES, 0.02)
    assert pooled_rho(series, POOLED) is not None
    assert pooled_rho(series[:-1], POOLED) is None
    assert pooled_rho([], POOLED) is None


def test_series_without_a_fit_or_items_do_not_count():
    four = drawn(4, 0.02)
    no_fit = make_series([0.1, 0.9], family="short")
    a_loss = make_series(3 - four[0].score, SIZES, kind="loss", chance=np.nan, ceiling=np.nan)
    assert pooled_rho([*four, no_fit, a_loss], POOLED) is None


def test_one_item_a_score_leaves_no_room():
    coins = [make_series(one.score > 0.5, SIZES, n=1.0) for one in drawn(6, 0.0)]
    assert pooled_rho(coins, POOLED) is None


def test_the_notes_say_where_rho_is_from():
    noisy, quiet = drawn(12, 0.05, task="Noisy"), drawn(12, 0.001, task="quiet", seed=1)
    few = drawn(2, 0.02, task="few")
    results = fit_series([*noisy, *few, *quiet], POOLED)
    assert all("rho-pooled" in one.notes for one in (*results[:12], *results[14:]))
    assert all("rho-default" in one.notes for one in results[12:14])
    assert [one.rho for one in results[12:14]] == [DEFAULT_RHO] * 2
    assert results[0].rho == pooled_rho(noisy, POOLED)
    assert results[0].rho > 5 * results[14].rho
    plain = fit_series(noisy[:1], FitOptions(draws=0))[0]
    assert not {"rho-pooled", "rho-default"} & set(plain.notes)


def test_a_task_is_one_whatever_its_case():
    series = drawn(3, 0.05, task="Task") + drawn(3, 0.05, task="TASK", seed=1)
    ((options, note, places),) = with_known_rho(series, POOLED)
    assert note == "rho-pooled"
    assert places == list(range(6))
    assert options.known_rho == pooled_rho(series, POOLED)


@pytest.mark.parametrize(
    "options",
    [{"objective": "huber", "delta": 0.01}, {"objective": "gaussian", "weights": "stderr"}],
)
def test_what_is_pooled_does_not_depend_on_the_objective_of_the_fit(options):
    series = drawn(8, 0.01)
    chosen = FitOptions(rho="pooled", draws=0, **options)
    assert pooled_rho(series, chosen) == pooled_rho(series, POOLED)
