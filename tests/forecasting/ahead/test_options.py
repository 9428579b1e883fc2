"""What a forecast may be asked for."""

import re

import numpy as np
import pytest

from scaling.curves import get_curve
from scaling.errors import OptionError, UnknownNameError
from scaling.forecasting.ahead import ForecastOptions


def test_sizes_are_read_in_order_each_once():
    assert ForecastOptions(at="1T").sizes == (1e12,)
    assert ForecastOptions(at=2e9).sizes == (2e9,)
    assert ForecastOptions(at=["70B", 7e10, "1e12"]).sizes == (7e10, 1e12)
    assert ForecastOptions(at=np.int64(10**12)).sizes == (1e12,)
    assert ForecastOptions(at=np.array([2**40, 2**41])).sizes == (2.0**40, 2.0**41)
    assert ForecastOptions(at=np.float32(2**40), n_jobs=np.int64(-1)).sizes == (2.0**40,)


def test_what_is_recorded():
    one = ForecastOptions(at="1T", curve=get_curve("linear"), far=True)
    recorded = one.recorded()
    assert (recorded["at"], recorded["curve"], recorded["far"]) == ([1e12], "linear", True)
    assert ForecastOptions(at="1T").recorded()["curve"] == "averaged"
    assert ForecastOptions(at="1T", curve="averaged").family is None


@pytest.mark.parametrize(
    ("options", "message"),
    [
        (
            {"at": "large"},
            r"at: expected a size such as 1\.3B, 1\.3e9 or 1300000000, found 'large'",
        ),
        ({"at": 0}, "at: expected a size above zero, found 0"),
        ({"at": "-1B"}, "at: expected a size above zero, found '-1B'"),
        ({"at": float("inf")}, "at: expected a size above zero, found inf"),
        ({"at": []}, "at: expected a size to forecast at, such as 1T; got none"),
        ({"at": "1T", "rho": "pooled"}, "rho: expected a number from 0 to below 1, got 'pooled'"),
        ({"at": "1T", "rho": 1.0}, "rho: expected a number from 0 to below 1, got 1"),
        ({"at": "1T", "level": 1.5}, "level: expected a number between 0 and 1, got 1.5"),
        ({"at": "1T", "draws": 5}, "draws: expected a whole number, 0 or at least 19, got 5"),
        *(
            ({"at": at}, re.escape(f"at: expected a size such as 1.3B, 1.3e9 or 1300000000, {got}"))
            for at, got in [
                (b"1T", "got b'1T'"),
                (True, "got True"),
                (["1T", None], "got None"),
                (None, "got None"),
            ]
        ),
        *(
            (
                {"at": "1T", "n_jobs": n_jobs},
                f"n_jobs: expected a number of processes, or -1 for all cores, got {n_jobs!r}",
            )
            for n_jobs in (0, 1.5, True)
        ),
        ({"at": "1T", "seed": -1}, "seed: expected a whole number not below zero, got -1"),
    ],
)
def test_bad_options_are_refused(options, message):
    with pytest.raises(OptionError, match=message):
        ForecastOptions(**options)


def test_an_unknown_curve_gets_the_nearest():
    with pytest.raises(UnknownNameError, match="did you mean 'gompertz'"):
        ForecastOptions(at="1T", curve="gompert")
