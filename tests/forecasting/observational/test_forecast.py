"""Whole forecasts: recovery, no leakage, and what limits them."""

import json
import re
from dataclasses import replace

import joblib
import numpy as np
import pytest

from scaling.forecasting.observational.fitted_task import fit_task
from scaling.forecasting.observational.forecast import capability_forecasts
from scaling.forecasting.observational.options import ObservationalOptions
from scaling.forecasting.observational.records import error_of
from scaling.forecasting.observational.results import CapabilityForecast, CapabilityForecasts
from tests.forecasting.observational.makers import (
    CUTOFF,
    forecast,
    make_matrix,
    make_target,
    predicted,
    series_of,
)
from tests.forecasting.observational.test_axis import changed


def test_abilities_forecast_better_than_compute_where_families_differ(found):
    ours, flops, params = (error_of(found.errors, name) for name in ("capability", "flops",
                                                                     "params"))  # fmt: skip
    assert ours.n == flops.n == params.n == found.n_predicted == 22
    assert found.n_training == 26
    assert ours.mae < 0.05
    assert ours.mae < 0.5 * flops.mae
    assert ours.mse < 0.25 * flops.mse
    assert ours.coverage >= 0.8
    assert found.own_record.mae == pytest.approx(ours.mae)
    assert found.own_record.mae < found.own_record.mae_last
    assert "alone did better" not in found.reason


def test_only_models_below_the_cutoff_are_fitted(found, matrix):
    flops = dict(zip(matrix.models, matrix.flops, strict=True))
    held_out = {one.model for one in found.predictions}
    assert held_out == {name for name, compute in flops.items() if compute > CUTOFF}
    assert {one.model for one in found.points} == set(matrix.models)
    sizes = [one.size for one in found.predictions]
    assert sizes == sorted(sizes, reverse=True)


def test_scores_of_held_out_models_change_no_prediction(found, matrix, target):
    held_out = {one.model for one in found.predictions}
    rng = np.random.default_rng(7)
    score = np.where([name in held_out for name in target.models], rng.random(48), target.score)
    other = forecast(replace(target, score=score), matrix, draws=19)
    assert predicted(other) == predicted(found)
    assert other.band == found.band
    assert other.benchmarks == found.benchmarks
    assert other.errors != found.errors


def test_benchmarks_of_a_held_out_model_change_only_its_own_prediction(found, matrix, target):
    place = matrix.models.index(found.predictions[3].model)
    scores = matrix.scores.copy()
    scores[place] = [0.9, np.nan, 0.2, 0.9, 0.1]
    other = forecast(target, changed(matrix, scores=scores), draws=19)
    before, after = predicted(found), predicted(other)
    name = matrix.models[place]
    assert before.pop(name) != after.pop(name)
    assert before == after
    assert other.explained == found.explained


def test_the_target_s_own_benchmark_changes_nothing(matrix, target):
    task = replace(target, key=target.key._replace(task="gsm8k_cot"))
    before = forecast(task, matrix, draws=19)
    scores = matrix.scores.copy()
    scores[:, matrix.benchmarks.index("GSM8K")] = np.linspace(0, 1, len(scores))
    after = forecast(task, changed(matrix, scores=scores), draws=19)
    assert predicted(before) == predicted(after)
    assert "GSM8K" not in {one.benchmark for one in before.benchmarks}
    assert before.left_out[0].reason == "it is the target, gsm8k_cot"


def test_scores_of_models_that_are_fitted_do_matter(found, matrix, target):
    other = forecast(replace(target, score=target.score * 0.5), matrix)
    assert predicted(other) != predicted(found)


def test_a_result_depends_on_its_own_series_alone(found, matrix, target):
    other = replace(make_target(matrix, seed=9), key=target.key._replace(task="another"))
    options = ObservationalOptions(components=2, draws=19, cutoff=CUTOFF)
    both = capability_forecasts([other, target], matrix, options)
    assert both[1].to_dict() == found.to_dict()
    jobs = ObservationalOptions(components=2, draws=19, cutoff=CUTOFF, n_jobs=2)
    with joblib.parallel_config(backend="threading"):
        shared = capability_forecasts([other, target], matrix, jobs)
    assert shared[1].to_dict() == found.to_dict()


def test_the_order_of_the_matrix_does_not_matter(found, matrix, target):
    order = np.random.default_rng(3).permutation(len(matrix.models))
    other = forecast(target, matrix.take(order), draws=19)
    for name, values in predicted(found).items():
        np.testing.assert_allclose(predicted(other)[name], values, atol=1e-6)


def test_percentages_forecast_as_fractions_do(found, matrix, target):
    percent = series_of(target.models, 100 * target.score, kind="bounded", ceiling=100.0)
    other = forecast(percent, matrix)
    for name, values in predicted(found).items():
        assert predicted(other)[name][0] == pytest.approx(100 * values[0], abs=1e-4)
    assert error_of(other.errors, "capability").mse == pytest.approx(
        error_of(found.errors, "capability").mse
    )


def test_chance_is_the_floor(matrix):
    found = forecast(make_target(matrix, chance=0.25), matrix)
    assert min(one.predicted for one in found.predictions) >= 0.25
    assert found.band[0].estimate == pytest.approx(0.25, abs=0.03)


def test_imputation_and_components_are_refitted_in_every_draw(matrix, target):
    options = ObservationalOptions(components=2, draws=19, cutoff=CUTOFF)
    fitted = fit_task(target, matrix, options)
    assert fitted.space.loadings.shape == (20, 5, 2)
    assert len(np.unique(fitted.space.loadings[:, 0, 0])) == 20
    assert len(np.unique(fitted.space.imputation.centre[:, 0])) > 15
    assert len(np.unique(fitted.lines.slope)) == 20


def test_models_of_unknown_compute_are_held_out_but_not_compared(matrix, target):
    flops = matrix.flops.copy()
    flops[2] = np.nan  # a small model
    found = forecast(target, changed(matrix, flops=flops))
    assert "compute-unknown" in found.notes
    assert (found.n_training, found.n_predicted) == (25, 23)
    assert error_of(found.errors, "capability").n == 22
    assert found.own_record.n == 23


def test_size_is_not_compared_where_it_is_unknown(matrix, target):
    found = forecast(target, changed(matrix, params=np.full(48, np.nan)))
    assert [one.predictor for one in found.errors] == ["capability", "last", "flops"]


@pytest.mark.parametrize("size", [7e9, 1.3e9, 2.7e9])
def test_a_size_that_the_fitted_models_share_is_not_compared(matrix, target, size):
    same = np.where(matrix.flops <= CUTOFF, size, matrix.params)
    found = forecast(target, changed(matrix, params=same))
    assert [one.predictor for one in found.errors] == ["capability", "last", "flops"]
    assert "parameters" not in found.reason


def test_the_last_value_is_told_beside_ours(found, target):
    last = error_of(found.errors, "last")
    ablest = max((one for one in found.points if one.model not in predicted(found)),
                 key=lambda one: one.size)  # fmt: skip
    observed = np.array([one.observed for one in found.predictions])
    assert last.mae == pytest.approx(np.abs(observed - ablest.score).mean())
    assert last.mae == pytest.approx(found.own_record.mae_last)
    assert f"(the last value {last.mae:.3f}".replace("0.", ".") in found.reason


def test_a_model_that_cannot_be_placed_does_not_stretch_the_band(found, matrix, target):
    scores = np.append(matrix.scores, [[50.0, *[np.nan] * 4]], axis=0)
    wider = replace(matrix, models=(*matrix.models, "far"), families=(*matrix.families, "Far"),
                    flops=np.append(matrix.flops, 1e20), params=np.append(matrix.params, 1e9),
                    scores=scores, common_scale=True)  # fmt: skip
    other = forecast(target, wider, standardise=False, draws=19)
    assert other.band == found.band
    sizes = [one.size for one in found.points]
    assert (found.band[0].size, found.band[-1].size) == pytest.approx(
        (min(sizes), max(sizes)), rel=1e-6
    )


def test_predicted_models_say_how_far_they_lie_beyond(found):
    fitted = [one.size for one in found.points if one.model not in predicted(found)]
    for one in found.predictions:
        assert one.decades_beyond_data == pytest.approx(np.log10(one.size / max(fitted)))
        assert one.far == (one.decades_beyond_data > 1)
    assert any(one.far for one in found.predictions)
    assert "models-far-beyond" in found.notes


def test_names_that_are_not_the_same_are_told(found, matrix, target):
    bare = replace(target, models=tuple(name.removeprefix("lab/") for name in target.models))
    assert "names-matched-loosely" not in found.notes
    assert "names-matched-loosely" in forecast(bare, matrix).notes


def test_columns_do_not_depend_on_the_data(found):
    failed = CapabilityForecast(series=found.series, size="capability", n_sizes=0, status="failed")
    assert list(found.to_row()) == list(failed.to_row())
    row = found.to_row()
    assert row["predictions.model"].split("; ") == [one.model for one in found.predictions]
    assert row["interval.draws"] == 19
    assert "errors.params.mae" in row


def test_without_a_cutoff_models_without_a_score_are_predicted(matrix):
    target = make_target(matrix, keep=np.arange(40))
    found = forecast(target, matrix, cutoff=None)
    assert (found.n_training, found.n_predicted) == (40, 8)
    assert {one.family for one in found.predictions} == {"Zeta"}
    assert found.errors == ()
    assert "8 models without a score are predicted" in found.reason


def test_a_share_of_the_models_is_a_cutoff(matrix, target):
    found = forecast(target, matrix, cutoff="50%")
    assert found.n_training == 24
    assert found.cutoff == np.sort(matrix.flops)[23]


def test_a_score_at_an_equivalent_compute(matrix, target):
    found = forecast(target, matrix, cutoff=None, at=2e23, draws=19)
    assert found.at == 2e23
    assert found.lower < found.estimate < found.upper
    assert found.lower <= found.mean_lower <= found.estimate <= found.mean_upper <= found.upper
    assert found.decades_beyond_data < 0
    near = min(found.band, key=lambda point: abs(np.log10(point.size / 2e23)))
    assert near.estimate == pytest.approx(found.estimate, abs=0.08)
    assert found.naive["last"] == pytest.approx(1.0, abs=0.05)


def test_without_a_cutoff_the_record_is_of_a_back_test(matrix, target):
    found = forecast(target, matrix, cutoff=None, at=2e23)
    inner = forecast(target, matrix, cutoff="75%")
    assert found.own_record.n == inner.own_record.n == 12
    assert found.own_record.mae == inner.own_record.mae
    assert found.own_record.text.startswith("back-test, models above ")
    assert found.own_record.text in found.reason


def test_a_score_far_beyond_the_data_is_refused_without_far(found, matrix, target):
    refused = forecast(target, matrix, at=1e28, draws=19)
    assert predicted(refused) == predicted(found)
    assert [one.mae for one in refused.errors] == [one.mae for one in found.errors]
    assert refused.band == found.band
    assert np.isnan(refused.estimate)
    assert refused.status == "failed"
    assert re.search(
        r"^unscramble: in equivalent FLOPs, .* lies .* decades beyond .* insist with --far",
        refused.message,
    )
    assert refused.at == 1e28
    assert forecast(target, matrix, cutoff=None, at=1e28, far=True).status == "ok"


def test_a_rise_that_was_not_seen_is_told(matrix, target):
    low = replace(target, score=np.minimum(target.score, 0.05))
    found = forecast(low, matrix)
    assert "training-at-floor" in found.notes
    assert "the rise itself is extrapolated" in found.reason


def test_without_draws_there_are_no_intervals(matrix, target):
    found = forecast(target, matrix)
    assert found.interval is None
    assert np.isnan(found.predictions[0].lower)
    assert np.isnan(found.errors[0].coverage)
    assert np.isnan(found.band[0].lower)
    assert "interval" not in found.reason


def test_models_that_cannot_be_placed_are_left_out_with_the_reason(matrix, target):
    scores = matrix.scores.copy()
    scores[4] = np.nan
    scores[5, 1:4] = np.nan
    models = (*target.models[:10], "elsewhere/Unknown", *target.models[11:])
    found = forecast(replace(target, models=models), changed(matrix, scores=scores))
    reasons = {one.name: one.reason for one in found.left_out}
    assert reasons["elsewhere/Unknown"] == "it is not among the benchmarked models"
    assert reasons[matrix.models[4]] == "0 of 5 other benchmarks were measured: too few"
    assert reasons[matrix.models[5]] == "2 of 5 other benchmarks were measured: too few"
    assert "models-without-benchmarks" in found.notes


def test_the_json_contract_and_the_way_back(found):
    manifest = {"version": "0", "seed": 0, "dataset": None, "options": {}}
    results = CapabilityForecasts((found,), manifest)
    document = json.loads(results.to_json(), parse_constant=pytest.fail)
    assert document["schema"] == "scaling.forecast/1"
    (result,) = document["results"]
    assert {"curve", "at", "estimate", "lower", "upper", "decades_beyond_data", "naive", "points",
            "band", "families", "predictions", "errors", "benchmarks", "left_out", "cutoff",
            "reference", "explained", "n_training", "n_predicted", "height",
            "reason"} <= set(result)  # fmt: skip
    assert result["size"] == "capability"
    assert result["at"] is None
    assert set(result["predictions"][0]) == {
        "model", "family", "size", "flops", "params", "observed", "predicted", "lower", "upper",
        "decades_beyond_data", "far",
    }  # fmt: skip
    assert set(result["errors"][0]) == {
        "predictor", "n", "mse", "mae", "bias", "coverage", "width", "mse_training",
    }  # fmt: skip
    assert CapabilityForecasts.from_dict(document).to_dict() == results.to_dict()
    assert CapabilityForecast.from_dict(result).to_dict() == found.to_dict()
    assert len(results.predictions()) == found.n_predicted
    header, row = results.to_csv().splitlines()
    assert "errors.capability.mse" in header.split(",")
    assert "errors.capability.predictor" not in header.split(",")
    assert row.startswith("all,unscramble,exact_match")
    failed = replace(found, status="failed", message="why", errors=(), predictions=())
    assert CapabilityForecast.from_dict(json.loads(json.dumps(failed.to_dict()))).message == "why"


def test_several_sizes_give_a_result_each(matrix, target):
    options = ObservationalOptions(components=2, draws=19, at=["2e23", 1e24, 1e29, 2e23])
    found = capability_forecasts([target], make_matrix(missing=0.05), options)
    assert [(one.at, one.status) for one in found] == [
        (2e23, "ok"), (1e24, "ok"), (1e29, "failed"),
    ]  # fmt: skip
    assert found[0].estimate < found[1].estimate


def test_families_turn_compute_into_ability_at_their_own_rate(found):
    lines = {one.family: one for one in found.families}
    assert set(lines) == {"Alpha", "Beta", "Gamma", "Delta", "Llama-2", "Zeta"}
    assert all(one.r_squared > 0.95 for one in found.families)
    assert lines["Zeta"].intercept > lines["Alpha"].intercept
    reference = lines["Llama-2"]
    one = found.predictions[0]
    capability = reference.intercept + reference.slope * np.log10(one.size)
    assert 1 - found.height + found.height / (1 + np.exp(-capability)) == pytest.approx(
        one.predicted, abs=1e-9
    )


def test_the_number_of_draws_does_not_move_the_estimate(found, matrix, target):
    few = forecast(target, matrix)
    for one, other in zip(found.predictions, few.predictions, strict=True):
        assert one.predicted == pytest.approx(other.predicted, abs=1e-12)
        assert one.size == pytest.approx(other.size, rel=1e-9)
