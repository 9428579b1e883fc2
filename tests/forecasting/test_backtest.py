"""Back-tests: what is held out, what is predicted, and that nothing leaks."""

import math
from dataclasses import replace

import numpy as np
import pytest

from scaling.documents import plain
from scaling.fitting import FitOptions
from scaling.fitting.solve import solve_series
from scaling.forecasting.backtest import held_out_predictions, hold_outs
from scaling.forecasting.baselines import last_value, linear_in_log
from scaling.forecasting.compare import compare_series
from scaling.forecasting.options import CompareOptions
from scaling.forecasting.predict import Prediction, decades_beyond, mixed, predict
from scaling.forecasting.records import Backtest, HeldOut, same_scores
from tests.series_makers import PYTHIA, make_series

RISE = np.array([0.02, 0.03, 0.1, 0.3, 0.42, 0.55, 0.72, 0.9])
TENS = (1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14)
QUICK = CompareOptions(curves=("linear", "logistic"), draws=39)
NAN = float("nan")


@pytest.mark.parametrize(
    ("sizes", "counts"), [(2, []), (3, []), (4, [1]), (5, [1, 2]), (8, [1, 2])]
)
def test_three_sizes_are_kept(sizes, counts):
    found = hold_outs(make_series(RISE[:sizes]))
    assert [one.count for one in found] == counts
    assert [one.training.n_sizes for one in found] == [sizes - count for count in counts]


def test_the_largest_sizes_are_held_out_with_all_their_models():
    twice = (*PYTHIA[:4], PYTHIA[4], PYTHIA[4])
    first, second = hold_outs(make_series(RISE[:6], size=twice))
    assert first.places == (4, 5)
    assert second.places == (3, 4, 5)
    assert second.training.models == ("model-0", "model-1", "model-2")


def test_on_the_loss_axis_the_largest_is_the_lowest_loss():
    one = make_series(RISE[:5], size=(4.0, 3.5, 3.0, 2.5, 2.0), axis="loss")
    first = hold_outs(one)[0]
    assert one.size[first.places[0]] == 2.0
    assert math.isnan(decades_beyond(first.training, first.x[0]))


def test_baselines_by_hand():
    one = make_series([0.1, 0.2, 0.4], size=TENS)
    assert last_value(one, np.array([12.0, 13.0])) == pytest.approx([0.4, 0.4])
    # slope .15 a decade about .2333 at 8
    assert linear_in_log(one, np.array([10.0, 20.0])) == pytest.approx([0.53333333, 1.0])
    assert linear_in_log(one, np.array([0.0])) == pytest.approx([0.0])
    repeated = make_series([0.1, 0.2, 0.4], size=(1e7, 1e8, 1e8))
    assert last_value(repeated, np.array([9.0])) == pytest.approx([0.3])


def test_a_line_is_held_to_what_the_metric_can_be():
    far = np.array([30.0])
    loss = make_series([3.0, 2.5, 2.0], size=TENS, kind="loss", chance=NAN, ceiling=NAN)
    assert linear_in_log(loss, far)[0] == 0.0
    bounded = make_series([30.0, 40.0, 50.0], size=TENS, kind="bounded", ceiling=100.0)
    assert linear_in_log(bounded, far)[0] == 100.0
    assert linear_in_log(bounded, -far)[0] == 0.0
    real = make_series([30.0, 40.0, 50.0], size=TENS, kind="real", chance=NAN, ceiling=NAN)
    assert linear_in_log(real, far)[0] == pytest.approx(260.0)
    unknown = make_series([30.0, 40.0, 50.0], size=TENS, kind="bounded", chance=NAN, ceiling=NAN)
    assert linear_in_log(unknown, far)[0] == pytest.approx(260.0)


def test_predictions_of_one_hold_out():
    one = make_series(RISE, size=TENS)
    second = hold_outs(one)[1]
    names = ("linear", "logistic")
    fits = [solve_series([second.training], FitOptions(curve=name, draws=99))[0] for name in names]
    records = held_out_predictions(second, names, fits)
    assert [r.curve for r in records[::2]] == [
        "linear", "logistic", "averaged", "last-value", "linear-in-log",
    ]  # fmt: skip
    for record in records:
        assert record.held_out == 2
        assert record.size in TENS[6:]
        assert record.decades_beyond_data == pytest.approx(np.log10(record.size) - 12)
        assert record.observed == RISE[TENS.index(record.size)]
    line = records[0]
    assert line.predicted == fits[0].at(np.array([13.0]))[0]
    assert line.lower90 < line.lower50 < line.upper50 < line.upper90
    assert 0 < line.crps < 1
    last = records[6]
    assert (last.predicted, math.isnan(last.crps), math.isnan(last.lower90)) == (0.55, True, True)


def predicted(series, options):
    """What was predicted, without what was observed; NaN as None, so that it equals itself."""
    records = compare_series([series], options)[0].predictions
    return [(r.held_out, plain(replace(r, observed=0.0, crps=0.0))) for r in records]


@pytest.mark.parametrize(("places", "held_out"), [([-1], (1, 2)), ([-1, -2], (2,))])
def test_held_out_scores_change_no_prediction(places, held_out):
    other = RISE.copy()
    other[places] = 0.05
    before, after = (predicted(make_series(score), QUICK) for score in (RISE, other))
    assert len(before) == 15
    assert [r for n, r in before if n in held_out] == [r for n, r in after if n in held_out]


def test_the_range_of_a_real_metric_does_not_leak():
    scores = np.array([1.0, 2.0, 2.5, 4.0, 5.0, 6.5, 7.0])
    options = CompareOptions(draws=39)
    one, two = (
        predicted(make_series([*scores[:-1], top], kind="real", chance=NAN, ceiling=NAN), options)
        for top in (7.0, 700.0)
    )
    assert one == two


def test_without_draws_there_are_no_intervals():
    fit = solve_series([make_series(RISE)], FitOptions(curve="linear", draws=0))[0]
    found = predict(fit, np.array([11.0]))
    assert found.draws.shape == (1, 0)
    assert np.isnan(found.interval(0.9)).all()


def test_a_prediction_repeats_and_follows_the_seed():
    one = make_series(RISE)
    by_seed = [
        predict(solve_series([one], FitOptions(curve="linear", draws=39, seed=seed))[0], one.x[-1:])
        for seed in (0, 0, 1)
    ]
    assert (by_seed[0].draws == by_seed[1].draws).all()
    assert (by_seed[0].draws != by_seed[2].draws).any()


def test_a_mixture_takes_its_share_of_each():
    first = Prediction(np.array([0.2]), np.full((1, 10), 0.2))
    second = Prediction(np.array([0.6]), np.full((1, 10), 0.6))
    found = mixed([first, second], [0.7, 0.3])
    assert found.estimate == pytest.approx([0.32])
    assert (found.draws == 0.2).sum() == 7
    assert (found.draws == 0.6).sum() == 3


def record(curve, held_out, observed, predicted, **more):
    return HeldOut(curve, held_out, "m", 1e9, 0.3, observed, predicted, **more)


def test_a_backtest_by_hand():
    ours = [
        record("c", 1, 0.5, 0.6, lower50=0.55, upper50=0.65, lower90=0.4, upper90=0.8, crps=0.05),
        record("c", 2, 0.4, 0.3, lower50=0.25, upper50=0.45, lower90=0.2, upper90=0.6, crps=0.03),
    ]
    last = [record("last", 1, 0.5, 0.3), record("last", 2, 0.4, 0.2)]
    line = [record("line", 1, 0.5, 0.5), record("line", 2, 0.4, 0.4)]
    found = Backtest.of(ours, last, line)
    assert found.n == found.n_rmsle == 2
    assert (found.mae, found.bias) == (pytest.approx(0.1), pytest.approx(0.0, abs=1e-12))
    assert found.crps == pytest.approx(0.04)
    assert (found.coverage50, found.coverage90) == (0.5, 1.0)
    assert found.skill_last == pytest.approx(0.5)
    assert math.isnan(found.skill_linear)
    assert (found.mae_last, found.mae_linear) == (pytest.approx(0.2), 0.0)
    assert Backtest.of([], [], []).n == 0


def test_baselines_are_taken_on_the_same_scores():
    both = [record("last", 1, 0.5, 0.3), record("last", 2, 0.4, 0.2)]
    assert same_scores([record("c", 1, 0.5, 0.6)], both) == both[:1]
    assert same_scores([], both) == []
