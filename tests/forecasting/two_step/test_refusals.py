"""What a forecast in two steps refuses: options, sizes, scores, runs."""

from dataclasses import replace

import numpy as np
import pytest

from scaling.errors import DataError, OptionError, UnknownNameError
from scaling.forecasting.two_step import Ladder, TwoStepOptions, forecast_in_two_steps
from scaling.forecasting.two_step.relation import p_of_slope
from scaling.runs import Runs
from tests.forecasting.two_step.makers import make_ladder, make_series
from tests.series_makers import make_series as sized_series

QUICK = TwoStepOptions(at="7B", tokens="280B", draws=0)
LADDER = make_ladder(loss_noise=0.01, score_noise=0.01)


def test_too_far_is_refused_unless_insisted():
    found = forecast_in_two_steps(LADDER, replace(QUICK, at="70B", tokens="2T"))
    assert found.status == "failed"
    assert "decades beyond the largest size" in found.message
    assert "insist with --far" in found.message
    assert "forecast-withheld" in found.notes
    assert np.isnan(found.estimate)
    assert found.decades_beyond_data > 1
    assert forecast_in_two_steps(
        LADDER, replace(QUICK, at="70B", tokens="2T", far=True)
    ).status == ("ok")


@pytest.mark.parametrize(
    ("at", "tokens", "named"),
    [
        ("70B", "20B", "parameters 70B lies 1.34 decades beyond the largest size"),
        ("200M", "9T", "tokens 9T lies 1.15 decades beyond the largest size"),
        ("3B", "100M", "tokens 100M lies 1.28 decades below the smallest size"),
    ],
)
def test_parameters_and_tokens_have_a_reach_too(at, tokens, named):
    """Each of these models is trained with less compute than the largest run."""
    asked = replace(QUICK, at=at, tokens=tokens)
    found = forecast_in_two_steps(LADDER, asked)
    assert (found.status, found.decades_beyond_data < 0) == ("failed", True)
    assert named in found.message
    insisted = forecast_in_two_steps(LADDER, replace(asked, far=True))
    assert insisted.status == "ok"
    assert "far-extrapolation" in insisted.notes


def test_sizes_may_be_numbers_of_numpy():
    assert TwoStepOptions(at=np.int64(7e9), tokens=np.float64(2.8e11)) == (
        TwoStepOptions(at="7B", tokens="280B")
    )


def test_scores_without_relation_to_the_loss_are_refused():
    rng = np.random.default_rng(5)
    noise = make_ladder(link=lambda loss: 0.25 + 0.01 * rng.standard_normal(len(loss)))
    found = forecast_in_two_steps(noise, QUICK)
    assert found.status == "failed"
    assert "expected scores that rise as the loss falls, found no sign of it" in found.message
    assert "scores-unrelated" in found.notes


def test_the_test_of_relation_is_students():
    from scipy.stats import linregress

    series = make_series(("a", "b", "c", "d", "e"), [5.0, 4, 3, 2, 1], [0.3, 0.28, 0.35, 0.33, 0.4])
    found = linregress(series.x, series.score, alternative="greater")
    assert p_of_slope(series) == pytest.approx(found.pvalue)
    flat = make_series(("a", "b", "c", "d"), [3.0, 3.0, 3.0, 3.0], [0.3, 0.28, 0.35, 0.33])
    assert p_of_slope(flat) == 1.0
    assert p_of_slope(make_series(("a", "b", "c"), [3.0, 2, 1], [0.3, 0.2, 0.1])) == 0.0


def test_losses_have_to_be_the_sizes():
    series = sized_series(np.linspace(0.3, 0.9, 8))
    with pytest.raises(
        DataError, match="expected a series with the loss as its size, found params"
    ):
        Ladder(LADDER.runs, series)


def test_runs_need_parameters_and_tokens():
    runs = LADDER.runs
    nothing = np.full(runs.n, np.nan)
    blind = Runs(models=runs.models, params=runs.params, tokens=nothing, loss=runs.loss)
    with pytest.raises(DataError, match="no run has params and tokens"):
        Ladder(blind, LADDER.series)


def test_a_link_that_cannot_be_fitted_is_a_failed_result():
    some = LADDER.series.without(range(3, 25))
    found = forecast_in_two_steps(Ladder(LADDER.runs, some), QUICK)
    assert found.status == "failed"
    assert "a link needs at least 4 different losses, found 3" in found.message


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ({"tokens": "many"}, "tokens: expected a size such as 1.3B.*'many'"),
        ({"at": "0"}, "at: expected a size above zero, found '0'"),
        ({"via": None}, "via: expected loss or the name of a metric, got None"),
        ({"link": None}, "link: expected a name, got None"),
        ({"n_jobs": 0}, "n_jobs: expected a number of processes, or -1 for all cores, got 0"),
        ({"floor": "low"}, "floor: expected one of auto, free, fixed, got 'low'"),
        ({"ceiling": "low"}, "ceiling: expected one of auto, free, fixed, got 'low'"),
        ({"loss_errors": "both"}, "loss_errors: expected one of relative, absolute, got 'both'"),
        ({"objective": "cubes"}, "objective: expected one of huber, squares, lad, got 'cubes'"),
        ({"exclude_rule": "best"}, "exclude_rule: expected NAME:COUNT"),
        ({"rho": "pooled"}, "rho: expected a number from 0 to below 1, got 'pooled'"),
        ({"draws": 3}, "draws: expected a whole number, 0 or at least 19, got 3"),
    ],
)
def test_options_are_checked_once(options, message):
    with pytest.raises(OptionError, match=message):
        TwoStepOptions(**{"at": "7B", "tokens": "1T", **options})


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ({"law": "chinchila"}, "unknown law 'chinchila': did you mean 'chinchilla'"),
        ({"link": "sigmoit"}, "unknown link 'sigmoit': did you mean 'sigmoid'"),
    ],
)
def test_unknown_names_get_the_nearest(options, message):
    with pytest.raises(UnknownNameError, match=message):
        TwoStepOptions(at="7B", tokens="1T", **options)
