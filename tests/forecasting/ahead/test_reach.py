"""How far a forecast reaches, and what is said where it does not."""

import pytest

from scaling.forecasting.ahead.reach import outside, place_of, reach_of, too_far
from tests.series_makers import PYTHIA, make_series

WIDE = make_series([0.1, 0.2, 0.3, 0.4], size=(1e7, 1e8, 1e9, 1e10))
NARROW = make_series([0.1, 0.2, 0.3], size=(1e9, 4e9, 1e10))
LOSSES = make_series([0.1, 0.2, 0.3], size=(4.0, 3.0, 2.0), axis="loss")


def test_a_decade_or_half_of_the_span():
    assert reach_of(WIDE) == 1.0
    assert reach_of(NARROW) == pytest.approx(0.5)
    assert reach_of(LOSSES) == pytest.approx(1.0)


@pytest.mark.parametrize(
    ("series", "size"),
    [(WIDE, 1e11), (WIDE, 5e8), (WIDE, 1e6), (NARROW, 3.16e10), (LOSSES, 1.0), (LOSSES, 5.0)],
)
def test_what_lies_within(series, size):
    assert too_far(series, size) == ""


def test_the_message_says_how_far_and_how_to_insist():
    assert too_far(WIDE, 1e12) == (
        "1T lies 2.00 decades beyond the largest size (10B), and a forecast reaches 1.00 here (a "
        "decade, or half of the span of the sizes if less): stay within 100B, or insist with --far "
        "(far=True)"
    )
    assert too_far(NARROW, 1e8).startswith(
        "100M lies 1.00 decades below the smallest size (1B), and a forecast reaches 0.50 here"
    )
    assert too_far(LOSSES, 0.5) == (
        "a loss of 0.5 lies 1.50 below the data, and a forecast reaches 1.00 here (half of the "
        "span of the losses): stay within 1, or insist with --far (far=True)"
    )
    assert too_far(LOSSES, 6.0).startswith("a loss of 6 lies 2.00 above the data")


def test_places_and_distances():
    assert place_of(WIDE, 1e10) == 10.0
    assert place_of(LOSSES, 2.5) == -2.5
    one = make_series([0.1, 0.2, 0.3], size=PYTHIA)
    assert outside(one, place_of(one, 1e8)) == 0.0
    assert outside(one, place_of(one, 4.1e9)) == pytest.approx(1.0)
