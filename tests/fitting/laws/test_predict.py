"""Predictions of a law: their intervals inside and beyond the runs."""

import numpy as np
import pytest

from scaling.errors import OptionError
from scaling.fitting.laws import LawOptions, fit_runs
from scaling.fitting.laws.predict import backtest_errors, predict, run_errors
from tests.run_makers import some_runs


def fitted(n=80, draws=99, **options):
    return fit_runs(some_runs(n, noise=0.01), LawOptions(draws=draws, **options))


def test_intervals_of_new_runs_hold_their_noise():
    found = fitted(200, draws=199, objective="squares")
    fresh = some_runs(400, noise=0.01, seed=9)
    told = predict(found, fresh.params, fresh.tokens, level=0.9)
    inside = (told.predict_lower <= fresh.loss) & (fresh.loss <= told.predict_upper)
    assert 0.85 <= inside.mean() <= 0.95
    assert (told.predict_upper - told.predict_lower > told.upper - told.lower).all()
    assert ((told.lower <= told.estimate) & (told.estimate <= told.upper)).mean() > 0.99


def test_a_place_beyond_the_runs_is_told():
    told = predict(fitted(), np.array([1e9, 1e11]), np.array([2e10, 2e12]))
    assert told.beyond.tolist() == [False, True]
    rows = told.to_rows()
    assert rows[0]["beyond"] is False
    assert rows[1]["estimate"] == told.estimate[1]


def test_the_errors_beyond_are_those_of_back_tests():
    found = fitted()
    assert len(run_errors(found)) == 80
    assert len(backtest_errors(found)) == 40 + 32 + 24 + 16 + 8
    few = fitted(7)
    assert backtest_errors(few).tolist() == (2.0 * run_errors(few)).tolist()


def test_no_draws_no_intervals():
    told = predict(fitted(draws=0), np.array([1e9]), np.array([2e10]))
    assert np.isfinite(told.estimate).all()
    assert np.isnan(told.lower).all()
    assert np.isnan(told.predict_upper).all()


def test_one_size_alone_orders_the_runs_of_a_law_in_one_size():
    found = fitted(law="power-params")
    assert predict(found, np.array([1e9, 1e12])).beyond.tolist() == [False, True]


def test_a_level_out_of_range():
    with pytest.raises(OptionError, match="level: expected a number between 0 and 1, got 2"):
        predict(fitted(draws=0), np.array([1e9]), np.array([2e10]), level=2.0)
