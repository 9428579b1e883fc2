"""Forecasts of series: what they say, what they refuse, and what they depend on."""

import json
from dataclasses import replace

import joblib
import numpy as np
import pandas as pd
import pytest

import scaling as sc
from scaling.documents import plain
from scaling.forecasting.ahead import ForecastOptions, ForecastResult
from scaling.forecasting.ahead.forecast import forecast_series
from scaling.forecasting.ahead.holding_out import held_out_forecasts
from scaling.forecasting.ahead.solving import solve_cuts
from scaling.series import Reference
from tests.series_makers import PYTHIA, logistic, make_series

NAN = float("nan")
QUICK = ForecastOptions(at="30B", draws=99)
RISE = logistic(np.array(PYTHIA), 2e9, 2.0, floor=0.25)
SERIES = make_series(RISE, chance=0.25)


def forecast(series, options=QUICK, **changes):
    (found,) = forecast_series([series], replace(options, **changes) if changes else options)
    return found


@pytest.fixture(scope="module")
def found():
    return forecast(SERIES)


def test_a_rise_goes_on(found):
    assert found.status == "ok"
    assert RISE[-1] < found.estimate < 1
    assert found.lower <= found.mean_lower < found.estimate < found.mean_upper < found.upper
    assert found.estimate == pytest.approx(logistic(3e10, 2e9, 2.0, floor=0.25), abs=0.04)


def test_what_a_result_holds(found):
    assert (found.method, found.curve, found.at) == ("curves", "averaged", 3e10)
    assert found.decades_beyond_data == pytest.approx(np.log10(3e10 / 12e9))
    assert found.naive["last"] == pytest.approx(RISE[-1])
    assert found.naive["linear"] > found.naive["last"]
    assert sum(row.weight for row in found.weights) == pytest.approx(1)
    mean = sum(row.weight * row.estimate for row in found.weights)
    assert mean == pytest.approx(found.estimate)
    assert (found.interval.kind, found.interval.draws) == ("parametric-bootstrap", 99)
    assert len(found.points) == 8
    assert found.own_record.n == 3
    assert found.record.n >= 30
    assert found.loss.estimate != found.loss.estimate


def test_the_band_reaches_the_farthest_size():
    near, far = forecast_series([SERIES], replace(QUICK, at=["30B", "100B"]))
    assert near.band == far.band
    assert far.band[-1].size == pytest.approx(1e11)
    last = far.band[-1]
    assert (last.estimate, last.lower, last.predict_upper) == pytest.approx(
        (far.estimate, far.mean_lower, far.upper)
    )
    assert forecast(SERIES, at="5B").band[-1].size == pytest.approx(12e9 * 10**0.25)


def test_the_reason_names_size_members_noise_and_records(found):
    start = "At 30B, 0.40 decades beyond the largest size: the average of "
    assert found.reason.startswith(start)
    assert "The 95 % interval holds the curves' own uncertainty, recipe noise of " in found.reason
    assert "the sampling of 1000 items" in found.reason
    assert "hold-out predictions on the bundled datasets (proportions with a guess rate, six " in (
        found.reason
    )
    assert "Held out, its largest sizes got 3 predictions, with a mean error of ." in found.reason


def test_one_prediction_is_told_in_the_singular():
    told = forecast(make_series(RISE[:4], chance=0.25), at="1.5B").own_record
    assert told.n == 1
    assert told.text.startswith("held out, its largest size got 1 prediction, which was off by .")
    assert told.text.endswith(", 1 of 1 within the 90 % interval")


def test_a_result_survives_json(found):
    record = json.loads(json.dumps(found.to_dict()))
    assert ForecastResult.from_dict(record).to_dict() == found.to_dict()
    refused = forecast(SERIES, at="10T")
    assert ForecastResult.from_dict(plain(refused.to_dict())).to_dict() == refused.to_dict()
    assert set(record) == set(plain(refused.to_dict()))


# What it refuses.


def test_too_far_is_refused_and_can_be_insisted_on():
    refused = forecast(SERIES, at="10T")
    assert refused.status == "failed"
    assert refused.message.startswith("10T lies 2.92 decades beyond the largest size (12B)")
    assert "forecast-withheld" in refused.notes
    assert refused.estimate != refused.estimate
    assert refused.decades_beyond_data == pytest.approx(2.92, abs=0.005)
    near, insisted = forecast_series([SERIES], replace(QUICK, at=["30B", "10T"], far=True))
    assert insisted.status == "ok"
    assert "far-extrapolation" in insisted.notes
    assert not {"far-extrapolation", "forecast-withheld"} & {*near.notes, *near.qualifiers}
    near, far = forecast_series([SERIES], replace(QUICK, at=["30B", "10T"], draws=0))
    assert (near.status, far.status) == ("ok", "failed")
    assert "forecast-withheld" in far.notes


def test_fewer_than_three_sizes_are_refused():
    refused = forecast(make_series(RISE[:2], chance=0.25))
    assert refused.message == "a curve needs at least 3 sizes, this series has 2"
    assert "below-three-sizes" in refused.notes
    assert "forecast-withheld" not in refused.notes


def test_a_series_of_references_alone_has_nothing_to_fit():
    nothing = replace(make_series([]), references=(Reference("closed", 0.4),))
    refused, after = forecast_series([nothing, SERIES], replace(QUICK, draws=0))
    assert refused.message == "a curve needs at least 3 sizes, this series has 0"
    assert refused.decades_beyond_data != refused.decades_beyond_data
    assert (refused.status, after.status) == ("failed", "ok")


def test_a_curve_that_does_not_fit_the_scores_is_refused():
    refused = forecast(SERIES, curve="logit")
    assert refused.status == "failed"
    assert refused.message.startswith("logit runs from 0 to 1, the scores from 0.25 (chance)")


# What it says of particular scores.


def test_inside_the_data_decades_are_negative():
    inside = forecast(SERIES, at="1B")
    assert inside.status == "ok"
    assert inside.decades_beyond_data < 0
    assert inside.reason.startswith("At 1B, within the sizes that were measured: ")
    free = forecast_series([make_series(RISE)], replace(QUICK, at=["1B", "30B"], draws=19))
    assert ["leaps of .3 of the room above per decade" in one.reason for one in free] == [
        False, True,
    ]  # fmt: skip


def test_a_forecast_at_a_measured_size_lies_near_its_score():
    """The last value says nothing of smaller sizes: its weight goes to the curves."""
    found = forecast_series([SERIES], replace(QUICK, at=[*PYTHIA, "50M", "13B"]))
    *measured, below, beyond = found
    assert [one.estimate for one in measured] == pytest.approx(RISE, abs=0.02)
    assert below.estimate < RISE[0] + 0.02
    for one in (*measured, below):
        assert "last-value" not in [row.curve for row in one.weights]
        assert sum(row.weight for row in one.weights) == pytest.approx(1)
        assert "last value" not in one.reason.split(". ")[0]
    assert beyond.weights[-1].curve == "last-value"
    assert beyond.weights[-1].weight > 0.05
    places = [place for place in found[0].band if place.size <= 1.2e10]
    for place in places:
        assert place.estimate == pytest.approx(logistic(place.size, 2e9, 2.0, floor=0.25), abs=0.02)
        assert place.predict_lower < place.estimate < place.predict_upper


def test_short_of_the_data_is_said_so():
    before, beyond = forecast_series([SERIES], replace(QUICK, at=["50M", "30B"]))
    assert beyond.band == before.band
    assert before.reason.startswith("At 50M, 0.15 decades short of the smallest size: ")
    assert before.record.n == 0
    assert before.band[0].size == pytest.approx(5e7)


def test_a_flat_series_is_forecast_to_stay_flat():
    flat = make_series([0.25, 0.26, 0.24, 0.25, 0.255, 0.245], chance=0.25)
    assert forecast(flat, at="12B").estimate == pytest.approx(0.25, abs=0.01)


def test_scores_are_held_to_the_limits_of_the_metric_not_to_the_range_of_the_data():
    """Equal scores have recipe noise; flat losses can rise; a ceiling of 100 is one."""
    bare = {"chance": NAN, "ceiling": NAN}
    equal = forecast(make_series([5.0] * 4, kind="real", **bare), at="1.5B")
    assert equal.lower < 4.8
    assert equal.upper > 5.2
    flat = [3.2, 3.15, 3.18, 3.16, 3.17, 3.19]
    losses = forecast(make_series(flat, kind="loss", **bare), at="5B")
    assert losses.upper > 3.27  # above what is seen, and its range again above that
    percent = make_series([98.0, 98.5, 99.0, 99.4, 99.7], kind="bounded", chance=0.0, ceiling=100.0)
    assert 99.5 < forecast(percent, at="5B").upper <= 100
    none = make_series([98.0, 98.5, 99.0, 99.4, 99.7], kind="bounded", **bare)
    assert forecast(none, at="5B").upper > 100


def test_a_falling_series_is_not_forecast_to_rise():
    falling = make_series([0.5, 0.45, 0.41, 0.36, 0.3], chance=0.25)
    assert forecast(falling, at="4B").estimate < 0.36


def test_an_erratic_series_has_a_wider_interval():
    bumps = np.array([0.12, -0.12, 0.12, -0.12, 0.12, -0.12, 0.12, -0.12])
    erratic = forecast(make_series(np.clip(RISE + bumps, 0, 1), chance=0.25))
    calm = forecast(SERIES)
    assert erratic.upper - erratic.lower > 1.5 * (calm.upper - calm.lower)


def test_losses_fall_and_their_error_is_estimated():
    losses = 1.8 + 40 * np.array(PYTHIA) ** -0.2
    found = forecast(make_series(losses, kind="loss", chance=NAN, ceiling=NAN))
    assert found.estimate == pytest.approx(1.8 + 40 * 3e10**-0.2, rel=0.01)
    assert "estimated-sigma" in found.notes
    assert " of the loss" in found.reason
    assert found.rho != found.rho


def test_real_and_bounded_scores():
    real = forecast(make_series(100 * RISE, kind="real", chance=NAN, ceiling=NAN))
    assert [row.curve for row in real.weights] == ["constant", "linear", "last-value"]
    bounded = forecast(make_series(100 * RISE, kind="bounded", chance=25.0, ceiling=100.0))
    assert bounded.upper <= 100
    assert bounded.estimate == pytest.approx(forecast(SERIES).estimate * 100, abs=5)
    assert bounded.record.mae != bounded.record.mae  # units of their own


def test_the_loss_axis_has_no_decades():
    losses = (4.0, 3.6, 3.2, 2.9, 2.7, 2.5)
    found = forecast(make_series(RISE[:6], size=losses, axis="loss", chance=0.25), at="2.2")
    assert found.status == "ok"
    assert found.decades_beyond_data != found.decades_beyond_data
    assert found.band[-1].size == pytest.approx(2.125)
    assert found.reason.startswith("At loss 2.2, 0.30 beyond the lowest loss: ")


def test_one_curve_can_be_forced():
    found = forecast(SERIES, curve="linear")
    assert found.curve == "linear"
    assert [(row.curve, row.weight) for row in found.weights] == [("linear", 1.0)]
    assert ": the curve linear. The 95 % interval" in found.reason
    assert found.own_record.n == 3
    three = make_series(RISE[:3], chance=0.25)
    assert forecast(three, at="500M", curve="logistic").status == "ok"  # with a free ceiling
    step = forecast(SERIES, curve="step")
    assert step.record.n == 0
    assert "No record of step on proportions with a guess rate" in step.reason


def test_without_draws_there_is_an_estimate_alone(found):
    bare = forecast(SERIES, draws=0)
    assert bare.estimate == pytest.approx(found.estimate)
    assert bare.interval is None
    assert bare.lower != bare.lower
    assert "interval holds" not in bare.reason
    assert (bare.own_record.n, bare.own_record.crps == bare.own_record.crps) == (3, False)


def test_equal_sizes_are_one_size():
    twice = make_series(
        [0.3, 0.32, 0.35, 0.4, 0.41, 0.5], size=(1e8, 1e8, 1e9, 1e9, 1e10, 1e10), chance=0.25
    )
    assert forecast(twice, at="50B").n_sizes == 3


# What it depends on.


def test_a_result_depends_on_its_own_series_alone():
    others = [
        make_series(np.linspace(0.3, 0.5, 8), task="as long", chance=0.25),  # drawn together
        make_series([3.0, 2.6, 2.3, 2.1], kind="loss", chance=NAN, ceiling=NAN, task="loss"),
    ]
    together = forecast_series([others[0], SERIES, others[1]], QUICK)
    assert plain(together[1].to_dict()) == plain(forecast(SERIES).to_dict())


def test_processes_change_nothing():
    pair = [make_series(RISE[:4], chance=0.25), make_series(RISE[:4], task="b", chance=0.25)]
    options = ForecastOptions(at="1.5B", draws=19)
    alone = forecast_series(pair, options)
    with joblib.parallel_config(backend="threading"):
        shared = forecast_series(pair, replace(options, n_jobs=2))
    assert plain([one.to_dict() for one in alone]) == plain([one.to_dict() for one in shared])


def test_held_out_scores_change_no_held_out_forecast():
    changed = make_series([*RISE[:6], 0.99, 0.26], chance=0.25)
    one, two = (
        held_out_forecasts(solve_cuts([series], QUICK), 99, 0)[0] for series in (SERIES, changed)
    )
    for ours, theirs in zip(one, two, strict=True):
        if ours.held_out == 2:
            assert ours.predicted == theirs.predicted
            assert np.array_equal(
                [ours.lower90, ours.upper50], [theirs.lower90, theirs.upper50], equal_nan=True
            )


def test_a_hold_out_is_what_a_forecast_from_those_sizes_says():
    (found,) = held_out_forecasts(solve_cuts([SERIES], QUICK), 99, 0)
    first = next(one for one in found if one.curve == "averaged")
    alone = forecast(make_series(RISE[:7], chance=0.25), at="12B", level=0.9)
    assert (first.predicted, first.lower90, first.upper90) == pytest.approx(
        (alone.estimate, alone.lower, alone.upper)
    )


def test_members_have_hold_outs_of_their_own():
    (found,) = held_out_forecasts(solve_cuts([SERIES], QUICK), 0, 0, alone=True)
    names = {one.curve for one in found}
    assert names == {
        "averaged", "constant", "linear", "logistic", "gompertz", "last-value", "linear-in-log",
    }  # fmt: skip


def test_order_units_percent_and_duplicates_change_nothing():
    rows = [("a", 1e8, 0.2), ("b", 1e9, 0.31), ("c", 3e9, 0.4), ("d", 1e10, 0.47)]
    frame = pd.DataFrame(rows, columns=["model", "params", "score"])
    frame = frame.assign(task="t", n_items=500, chance=0.1)
    percent = (100 * frame["score"]).map("{:.0f}%".format)
    billions = frame.assign(params=["0.1B", "1B", "3B", "10B"])
    first, *others = (
        sc.forecast(one, "30B", draws=19)[0]
        for one in (
            frame,
            frame.iloc[::-1],
            frame.assign(score=percent),
            billions,
            pd.concat([frame, frame]),
        )
    )
    for one in others:
        assert (one.estimate, one.lower, one.upper) == (first.estimate, first.lower, first.upper)
