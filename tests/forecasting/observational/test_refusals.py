"""What cannot be forecast, and every message of why."""

import re
from dataclasses import replace

import numpy as np
import pytest

from scaling.errors import OptionError, UnknownNameError
from tests.forecasting.observational.makers import forecast


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ({"cutoff": 1e19}, "expected at least 8 models with a score and benchmarks up to 1e.19 "
                           "FLOPs for 2 components, found 0; raise the cutoff"),
        ({"cutoff": 1e26}, "nothing to predict: no model lies above the cutoff"),
        ({"cutoff": None}, "nothing to predict: every benchmarked model has a score already"),
        ({"exclude": ["MMLU", "GSM8K", "ARC-C"]}, "expected at least 3 other benchmarks, found 2"),
        ({"components": 5, "cutoff": 4e20}, "expected at least 14 models"),
        ({"components": 1, "cutoff": 1e19}, "for 1 component, found 0; raise the cutoff$"),
    ],
)  # fmt: skip
def test_what_cannot_be_forecast_says_why(matrix, target, options, message):
    found = forecast(target, matrix, **options)
    assert found.status == "failed"
    assert found.predictions == ()
    assert re.search(message, found.message), found.message


def test_scores_that_do_not_differ_are_refused(matrix, target):
    found = forecast(replace(target, score=np.minimum(target.score, 0.0)), matrix)
    assert found.status == "failed"
    assert found.message == (
        "unscramble: expected models of different scores to fit, found that all 26 score 0; raise "
        "the cutoff"
    )


def test_common_models_too_few(matrix, target):
    few = replace(target, models=tuple(f"other-{place}" for place in range(48)))
    found = forecast(few, matrix, cutoff=None)
    assert "with a score and benchmarks for 2 components, found 0; add models" in found.message


def test_scores_without_a_floor_and_ceiling_are_refused(matrix, target):
    real = replace(target, metric_kind="real", chance=np.nan, ceiling=np.nan)
    found = forecast(real, matrix)
    assert "expected scores between a floor and a ceiling, found real scores" in found.message


def test_names_and_numbers_that_are_wrong_are_errors(matrix, target):
    with pytest.raises(OptionError, match="components: expected at most 5, the benchmarks there "
                                          "are, got 6"):  # fmt: skip
        forecast(target, matrix, components=6)
    own = replace(target, key=target.key._replace(task="MMLU"))
    assert forecast(own, matrix, components=5).message == (
        "MMLU: components: expected at most 4, the benchmarks left, got 5"
    )
    with pytest.raises(UnknownNameError, match="unknown benchmark 'HSM8K': did you mean 'GSM8K'"):
        forecast(target, matrix, exclude=["HSM8K"])
    with pytest.raises(UnknownNameError, match="unknown reference family 'Gama'"):
        forecast(target, matrix, reference_family="Gama")
