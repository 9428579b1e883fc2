"""Trend, turns and drops, against independent implementations."""

import numpy as np
import pytest
from scipy.stats import norm
from statsmodels.stats.contingency_tables import Table

from scaling.detection.scored import Scored, upright
from scaling.detection.trend import (
    armitage_z,
    change_over_range,
    dispersion_that_hides,
    worst_drop,
)
from scaling.detection.two_lines import find_turn, is_stable
from tests.series_makers import PYTHIA, make_series


def scored(score, *, n=400.0, rho=0.0, **facts) -> Scored:
    return Scored.of(upright(make_series(score, n=n, **facts)), rho, 1.0)


def test_armitage_is_the_linear_trend_test_of_statsmodels():
    hits = np.array([100, 120, 116, 150, 170, 168, 200, 210])
    table = np.stack([hits, 400 - hits], axis=1)
    x = np.log10(PYTHIA)
    association = Table(table).test_ordinal_association(row_scores=x, col_scores=np.array([1, 0]))
    total = table.sum()  # statsmodels conditions on both margins: variance times N / (N - 1)
    expected = association.zscore * np.sqrt(total / (total - 1))
    assert armitage_z(scored(hits / 400)) == pytest.approx(expected, rel=1e-6)


def test_armitage_of_stated_errors_is_the_z_of_weighted_least_squares():
    import statsmodels.api as sm

    y = np.array([10.0, 11, 14, 15, 17, 18, 22, 23])
    wls = sm.WLS(y, sm.add_constant(np.log10(PYTHIA)), weights=np.full(8, 0.25)).fit()
    error = np.sqrt(np.diag(wls.normalized_cov_params))[1]
    one = scored(y, kind="bounded", ceiling=100.0, sigma=2.0)
    assert armitage_z(one) == pytest.approx(wls.params[1] / error, rel=1e-9)


def test_change_over_range_of_a_line():
    x = np.log10(PYTHIA)
    y = 0.2 + 0.1 * (x - x[0])
    change, error = change_over_range(scored(y))
    assert change == pytest.approx(0.1 * np.ptp(x))
    assert 0 < error < 0.05


def test_trend_does_not_depend_on_the_unit_of_size():
    y = np.array([0.1, 0.2, 0.2, 0.4])
    one = scored(y, size=np.array([1e9, 3e9, 7e9, 20e9]))
    two = scored(y, size=np.array([1.0, 3.0, 7.0, 20.0]))
    assert armitage_z(one) == pytest.approx(armitage_z(two), abs=1e-9)


def test_worst_drop_and_its_critical_value():
    y = np.array([0.02, 0.03, 0.03, 0.05, 0.06, 0.70, 0.48, 0.87])
    drop = worst_drop(scored(y, n=200))
    assert (drop.before, drop.after) == (5, 6)
    pooled = 0.59
    expected = 0.22 / np.sqrt(pooled * (1 - pooled) * 2 / 200)
    assert drop.z == pytest.approx(expected, rel=1e-9)
    assert drop.critical == pytest.approx(norm.isf(0.05 / 28))
    assert drop.significant
    rho = dispersion_that_hides(drop, y, np.full(8, 200.0))
    hidden = worst_drop(Scored.of(make_series(y, n=200.0), rho, 1.0))
    assert hidden.z == pytest.approx(hidden.critical, abs=1e-3)


def test_a_rising_series_has_no_drop():
    drop = worst_drop(scored(np.linspace(0.1, 0.8, 8)))
    assert not drop.significant
    assert dispersion_that_hides(drop, np.linspace(0.1, 0.8, 8), np.full(8, 400.0)) == 0.0


def test_a_fall_that_no_dispersion_hides():
    drop = worst_drop(scored(np.array([0.0, 1.0, 0.0, 1.0]), n=1e6))
    assert dispersion_that_hides(drop, np.array([0.0, 1.0, 0.0, 1.0]), np.full(4, 1e6)) is None or (
        drop.z > 3
    )


def test_u_shape_is_found_and_stable():
    turn = find_turn(scored(np.array([0.6, 0.5, 0.35, 0.2, 0.2, 0.35, 0.55, 0.7])))
    assert turn is not None
    assert turn.kind == "u_shaped"
    assert turn.left_z < -2 < 2 < turn.right_z
    assert is_stable(scored(np.array([0.6, 0.5, 0.35, 0.2, 0.2, 0.35, 0.55, 0.7])), turn)


def test_inverted_u_on_one_size_is_not_stable():
    y = np.array([0.1, 0.11, 0.1, 0.12, 0.6, 0.12, 0.1, 0.1])
    turn = find_turn(scored(y))
    assert turn is not None
    assert turn.kind == "inverted_u"
    assert not is_stable(scored(y), turn)


@pytest.mark.parametrize("y", [np.linspace(0.1, 0.9, 8), np.full(8, 0.4)])
def test_lines_have_no_turn(y):
    assert find_turn(scored(y)) is None


def test_two_sizes_have_no_turn():
    assert find_turn(scored(np.array([0.1, 0.9]))) is None


def test_losses_are_turned_round():
    one = upright(make_series([3.0, 2.5, 2.0], kind="loss", chance=4.0, ceiling=1.5))
    assert one.chance == -4.0
    assert one.ceiling == -1.5
    assert one.score.tolist() == [-3.0, -2.5, -2.0]
