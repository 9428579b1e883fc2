"""The result of a forecast in two steps: what it holds, what it refuses, what it says."""

import json
from dataclasses import replace

import numpy as np
import pytest

from scaling.errors import UnknownNameError
from scaling.forecasting.two_step import (
    Ladder,
    TwoStepForecasts,
    TwoStepOptions,
    forecast_in_two_steps,
)
from tests.forecasting.two_step.makers import make_ladder, make_series, true_score

QUICK = TwoStepOptions(at="7B", tokens="280B", draws=39)
LADDER = make_ladder(loss_noise=0.01, score_noise=0.01)
FOUND = forecast_in_two_steps(LADDER, QUICK)


def test_the_result_holds_both_steps():
    steps = FOUND.steps
    assert (FOUND.method, FOUND.curve) == ("two-step", "chinchilla + sigmoid")
    assert (FOUND.at, FOUND.tokens, steps.flops) == (7e9, 2.8e11, 6 * 7e9 * 2.8e11)
    assert set(steps.law_parameters) == {"E", "A", "B", "alpha", "beta"}
    assert set(steps.link_parameters) == {"floor", "ceiling", "midpoint", "width"}
    assert np.isnan(steps.link_parameters["ceiling"].lower)  # held: no interval
    for parameters in (steps.law_parameters, {"m": steps.link_parameters["midpoint"]}):
        for one in parameters.values():
            assert one.lower <= one.estimate <= one.upper
    assert FOUND.lower < FOUND.mean_lower < FOUND.estimate < FOUND.mean_upper < FOUND.upper
    assert FOUND.loss.lower < FOUND.loss.estimate < FOUND.loss.upper
    assert steps.single.lower < steps.single.estimate < steps.single.upper


def test_decades_and_naive_forecasts_are_of_compute():
    largest = LADDER.compute.max()
    assert FOUND.decades_beyond_data == pytest.approx(np.log10(FOUND.steps.flops / largest))
    last = LADDER.runs.models[int(LADDER.compute.argmax())]
    place = LADDER.series.models.index(last)
    assert FOUND.naive["last"] == LADDER.series.score[place]
    over = LADDER.scores()
    line = np.polyfit(np.log10(over.size), over.score, 1)
    assert FOUND.naive["linear"] == pytest.approx(np.polyval(line, np.log10(FOUND.steps.flops)))


def test_figures_can_be_drawn_from_the_result():
    band = FOUND.band.columns
    assert band[0][-1] == pytest.approx(7e9)
    assert band[1][-1] == pytest.approx(FOUND.estimate)
    assert (band[4] <= band[1]).all()
    assert (band[5] >= band[1]).all()
    assert len(FOUND.points) == len(FOUND.steps.score_points) == len(FOUND.steps.loss_points) == 25
    one = FOUND.steps.loss_points[0]
    assert one.fitted == pytest.approx(one.loss, rel=0.05)
    link = FOUND.steps.link_band.columns
    assert link[0].min() == pytest.approx(min(FOUND.loss.estimate, LADDER.series.size.min()))


def test_a_document_gives_the_same_results_again():
    manifest = {"version": "0", "seed": 0, "dataset": None, "options": QUICK.recorded()}
    failed = forecast_in_two_steps(LADDER, replace(QUICK, at="70T"))
    results = TwoStepForecasts((FOUND, failed), manifest)
    document = json.loads(results.to_json())
    again = TwoStepForecasts.from_dict(document)
    assert again.to_dict() == document
    assert set(document["results"][0]) == set(document["results"][1])  # every key, always
    assert results.to_csv().count("\n") == 3
    assert results.to_frame()["steps.law"].tolist() == ["chinchilla", ""]


def test_the_sentence():
    assert FOUND.reason.startswith("7B parameters on 280B tokens: loss ")
    assert "nats per token by the law chinchilla, hence acc " in FOUND.reason
    assert "decades of compute beyond the largest run" in FOUND.reason or (
        "decades of compute below the largest run" in FOUND.reason
    )
    assert "beside it: one step from compute" in FOUND.reason
    cells = FOUND.to_display()
    assert cells["tokens"] == "280B"
    assert [row["by"] for row in FOUND.step_rows()] == ["chinchilla", "sigmoid"]


def test_a_loss_beyond_those_of_known_scores_is_said():
    far = forecast_in_two_steps(LADDER, replace(QUICK, at="70B", tokens="2T", far=True))
    assert "link-extrapolated" in far.notes
    assert "scores are known of losses from" in far.reason
    near = forecast_in_two_steps(LADDER, replace(QUICK, at="1B", tokens="20B"))
    assert not {"link-extrapolated", "far-extrapolation"} & set(near.notes)
    assert "below the largest run" in near.reason


def test_scores_that_are_no_proportions_have_no_rho():
    bounded = make_ladder(loss_noise=0.01, score_noise=0.01, kind="bounded")
    found = forecast_in_two_steps(bounded, replace(QUICK, draws=0))
    assert found.status == "ok"
    assert np.isnan(found.rho)
    assert FOUND.rho == QUICK.rho


def test_models_are_left_out_of_both_steps():
    found = forecast_in_two_steps(LADDER, replace(QUICK, exclude=("run-24",)))
    assert (found.steps.n_runs, found.steps.n_scores) == (24, 24)
    assert found.steps.excluded[0].reason == "named by --exclude"
    by_rule = forecast_in_two_steps(LADDER, replace(QUICK, exclude_rule="highest-flops:1"))
    assert by_rule.estimate == found.estimate
    assert by_rule.naive == found.naive
    with pytest.raises(UnknownNameError, match="unknown model to exclude 'run-99'"):
        forecast_in_two_steps(LADDER, replace(QUICK, exclude=("run-99",)))


def test_scores_of_checkpoints_have_no_single_step():
    series = LADDER.series
    twice = make_series(series.models * 2, np.tile(series.size, 2), np.tile(series.score, 2))
    found = forecast_in_two_steps(Ladder(LADDER.runs, twice), QUICK)
    assert np.isnan(found.steps.single.estimate)
    assert np.isnan(list(found.naive.values())).all()
    assert "one step from compute" not in found.reason


def test_the_runs_of_most_compute_are_held_out():
    found = FOUND.own_record
    assert found.n == 3  # the largest, then the largest two
    order = np.argsort(LADDER.compute)
    last, errors = order[-2:], []
    for count in (1, 2):
        gone = [LADDER.runs.models[place] for place in last[-count:]]
        rest = replace(QUICK, draws=0, exclude=tuple(gone))
        for place in last[-count:]:
            one = replace(rest, at=LADDER.runs.params[place], tokens=LADDER.runs.tokens[place])
            score = LADDER.series.score[LADDER.series.models.index(LADDER.runs.models[place])]
            errors.append(abs(forecast_in_two_steps(LADDER, one).estimate - score))
    assert found.mae == pytest.approx(np.mean(errors))
    assert found.mae < found.mae_last
    assert found.text in FOUND.reason
    assert found.text.startswith("held out, its runs of most compute got 3 predictions")
    assert found.text.endswith(f"{round(3 * found.coverage90)} of 3 within the 90 % interval")
    assert 0 < found.crps < found.mae_last
    assert FOUND.reason.endswith("; no record of two steps over datasets.")


def test_few_runs_have_no_record():
    few = make_ladder(n_sizes=3, n_ratios=2, loss_noise=0.002, score_noise=0.002)
    found = forecast_in_two_steps(few, replace(QUICK, at="1.2B", tokens="200B", draws=0))
    assert found.status == "ok"
    assert found.own_record.n == 0


def test_the_exponential_stays_below_the_ceiling():
    found = forecast_in_two_steps(
        LADDER, replace(QUICK, at="9T", tokens="900T", far=True, link="exponential")
    )
    assert found.estimate == found.upper == 1.0
    assert "forecast-at-limit" in found.notes
    assert "forecast-at-limit" not in FOUND.notes


def test_a_floor_held_at_chance_has_no_interval():
    few = make_ladder(n_sizes=3, n_ratios=2, loss_noise=0.002, score_noise=0.002)
    five = Ladder(few.runs, few.series.without([0]))
    asked = replace(QUICK, at="1.2B", tokens="200B", link="exponential")
    link = forecast_in_two_steps(five, asked).steps.link_parameters
    assert link["epsilon"].estimate == 0.75  # one less chance
    assert np.isnan(link["epsilon"].lower)
    assert np.isfinite(link["gamma"].lower)
    free = forecast_in_two_steps(five, replace(asked, floor="free")).steps.link_parameters
    assert np.isfinite(free["epsilon"].lower)


def test_a_law_that_the_runs_barely_identify_is_noted():
    """Losses that tokens have no part in: in many draws their coefficient ends at its bound."""
    noise = np.exp(0.01 * np.random.default_rng(1).standard_normal(LADDER.runs.n))
    loss = (0.55 + 400 / LADDER.runs.params**0.34) * noise
    runs = replace(LADDER.runs, loss=loss)
    order = [runs.models.index(model) for model in LADDER.series.models]
    series = make_series(LADDER.series.models, loss[order], true_score(loss[order]))
    found = forecast_in_two_steps(Ladder(runs, series), QUICK)
    assert "weakly-identified" in found.notes
