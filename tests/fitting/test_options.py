"""Values of a wrong type are errors of their option; what numbers mean is the same in any type."""

import json

import numpy as np
import pytest

from scaling.detection import DetectOptions
from scaling.errors import OptionError
from scaling.fitting import FitOptions


@pytest.mark.parametrize("options", [FitOptions, DetectOptions])
@pytest.mark.parametrize(
    ("name", "value", "told"),
    [
        ("draws", "99", "a whole number, 0 or at least 19, got '99'"),
        ("draws", 22.5, "a whole number, 0 or at least 19, got 22.5"),
        ("draws", False, "a whole number, 0 or at least 19, got False"),
        ("draws", None, "a whole number, 0 or at least 19, got None"),
        ("draws", 18, "a whole number, 0 or at least 19, got 18"),
        ("n_jobs", 0, "a number of processes, or -1 for all cores, got 0"),
        ("n_jobs", "2", "a number of processes, or -1 for all cores, got '2'"),
        ("seed", 1.5, "a whole number not below zero, got 1.5"),
        ("seed", "0", "a whole number not below zero, got '0'"),
        ("seed", -12345678, "a whole number not below zero, got -12345678"),
        ("level", "x", "a number between 0 and 1, got 'x'"),
        ("level", True, "a number between 0 and 1, got True"),
        ("level", float("nan"), "a number between 0 and 1, got nan"),
        ("rho", None, "a number from 0 to below 1, got None"),
        ("rho", 1 + 0j, "a number from 0 to below 1, got (1+0j)"),
    ],
)
def test_wrong_types(options, name, value, told):
    with pytest.raises(OptionError) as caught:
        options(**{name: value})
    assert str(caught.value) == f"{name}: expected {told}"


@pytest.mark.parametrize(
    ("name", "value", "told"),
    [
        ("w0", "1", "a number between 0 and 10, got '1'"),
        ("w0", True, "a number between 0 and 10, got True"),
        ("w0", [1.0], "a number between 0 and 10, got [1.0]"),
        ("alpha", None, "a number between 0 and 0.5, got None"),
    ],
)
def test_wrong_types_of_detection(name, value, told):
    with pytest.raises(OptionError) as caught:
        DetectOptions(**{name: value})
    assert str(caught.value) == f"{name}: expected {told}"


@pytest.mark.parametrize(
    ("options", "told"),
    [
        ({"delta": "x"}, "delta: expected a number above zero, got 'x'"),
        ({"delta": 0.0}, "delta: expected a number above zero, got 0"),
        ({"rho": "all"}, "rho: expected a number from 0 to below 1, or pooled, got 'all'"),
    ],
)
def test_wrong_types_of_fits(options, told):
    with pytest.raises(OptionError) as caught:
        FitOptions(objective="huber", **options)
    assert str(caught.value) == told


def test_numbers_of_numpy_are_numbers():
    found = DetectOptions(
        w0=np.float32(0.5), alpha=np.float64(0.1), draws=np.int64(99), seed=np.uint32(7)
    )
    assert (found.w0, found.draws, found.seed) == (0.5, 99, 7)


def test_whole_widths_are_written_as_widths():
    assert json.dumps(DetectOptions(w0=1).w0) == json.dumps(DetectOptions(w0=1.0).w0) == "1.0"
