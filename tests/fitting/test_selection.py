"""Choosing between curves: weights, averages, what is compared, leave-one-size-out."""

import math

import numpy as np
import pytest

from scaling.fitting import FitOptions
from scaling.fitting.fitted import Fitted
from scaling.fitting.selection import (
    Criteria,
    akaike_weights,
    averaged,
    compare_criteria,
    leave_one_size_out,
    parameter_limit,
)
from scaling.fitting.solve import Refused, solve_series
from tests.series_makers import PYTHIA, make_series

NAN = float("nan")
RISE = np.array([0.02, 0.03, 0.1, 0.3, 0.42, 0.55, 0.72, 0.9])


def test_akaike_weights_by_hand():
    # 1, exp(-1), exp(-2) over their sum 1.503215
    weights = akaike_weights([10.0, 12.0, 14.0])
    assert weights == pytest.approx([0.665241, 0.244728, 0.090031], abs=1e-6)
    assert akaike_weights([1e6, 1e6 + 2, 1e6 + 4]) == pytest.approx(weights)
    assert akaike_weights([-5.0]) == [1.0]


def test_an_undefined_criterion_gets_no_weight():
    first, second, third = akaike_weights([NAN, 3.0, 3.0])
    assert math.isnan(first)
    assert (second, third) == (0.5, 0.5)
    assert all(math.isnan(weight) for weight in akaike_weights([NAN, NAN]))
    assert akaike_weights([]) == []


def test_the_averaged_curve_by_hand():
    curves = np.array([[0.2, 0.4], [0.6, 0.8], [NAN, NAN]])
    assert averaged(curves, [0.75, 0.25, NAN]) == pytest.approx([0.3, 0.5])


def test_curves_are_compared_by_aicc_where_it_is_defined_for_all():
    found = compare_criteria([Criteria(1, 12.0, 11.0), Criteria(2, 10.0, 9.5), None], 8)
    assert found.criterion == "aicc"
    assert found.limit is None
    assert found.difference[:2] == (2.0, 0.0)
    assert math.isnan(found.weight[2])
    assert found.compared == (0, 1)


def test_where_aicc_is_undefined_few_parameters_are_compared_by_bic():
    rows = [Criteria(1, 20.0, 11.0), Criteria(2, 31.0, 10.0), Criteria(3, NAN, 2.0)]
    found = compare_criteria(rows, 4)
    assert (found.criterion, found.limit) == ("bic", 2)
    assert found.difference[:2] == (1.0, 0.0)
    assert found.compared == (0, 1)


def test_where_no_curve_is_simple_enough_all_are_compared():
    found = compare_criteria([Criteria(3, NAN, 5.0), Criteria(4, NAN, 4.0)], 4)
    assert (found.criterion, found.limit) == ("bic", None)
    assert found.compared == (0, 1)


def test_nothing_to_compare():
    assert compare_criteria([None, None], 5).compared == ()
    assert compare_criteria([], 5).compared == ()


def test_the_limit_follows_the_number_of_sizes():
    assert [parameter_limit(sizes) for sizes in range(3, 10)] == [2, 2, 2, 3, 3, 4, 4]


def test_two_perfect_fits_do_not_differ_by_rounding_errors():
    one = make_series(np.full(6, 7.3), kind="real", chance=NAN, ceiling=NAN)
    fits = [solve_series([one], FitOptions(curve=name))[0] for name in ("constant", "linear")]
    constant, linear = (Criteria.of(fit) for fit in fits)
    assert linear.bic - constant.bic == pytest.approx(math.log(6))


def test_leave_one_size_out_by_hand():
    # the mean of the others misses 1, 2, 3, 6 by -8/3, -4/3, 0 and 4
    one = make_series([1.0, 2.0, 3.0, 6.0], kind="real", chance=NAN, ceiling=NAN)
    expected = math.sqrt((64 / 9 + 16 / 9 + 0 + 16) / 4)
    assert leave_one_size_out([one], FitOptions(curve="constant"))[0] == pytest.approx(expected)


@pytest.mark.parametrize("name", ["linear", "logistic", "step"])
def test_leave_one_size_out_against_a_loop(name):
    twice = (*PYTHIA[:6], PYTHIA[5], PYTHIA[6])  # two models of one size go together
    series = [make_series(RISE, task="a"), make_series(RISE[::-1], size=twice, task="b")]
    options = FitOptions(curve=name)
    for one, found in zip(series, leave_one_size_out(series, options), strict=True):
        errors = []
        for x in np.unique(one.x):
            places = [place for place in range(8) if one.x[place] == x]
            (fit,) = solve_series([one.without(places)], options)
            assert isinstance(fit, Fitted)
            errors += [one.score[p] - np.clip(fit.at(one.x[p : p + 1])[0], 0, 1) for p in places]
        assert found == pytest.approx(math.sqrt(np.mean(np.square(errors))), rel=1e-9)


def test_a_left_out_fit_that_is_refused_gives_no_error():
    options = FitOptions(curve="linear")
    short = make_series(RISE[:3])
    assert isinstance(solve_series([short.without([0])], options)[0], Refused)
    assert math.isnan(leave_one_size_out([short], options)[0])
    assert leave_one_size_out([], options) == []
