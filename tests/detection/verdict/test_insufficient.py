"""Too few sizes: what a verdict would need is said in the unit of the axis."""

from __future__ import annotations

import pytest

from scaling.detection import DetectOptions
from scaling.detection.detect import detect_series
from scaling.detection.verdict.reasons import insufficient_reason
from tests.series_makers import make_series

SCORE = [0.1, 0.2, 0.3]


@pytest.mark.parametrize(
    ("size", "axis", "told"),
    [
        ((1e9, 1.2e9, 2e9), "params", "3 sizes over 0.3 decades: {} half a decade."),
        ((1e9, 1.2e9, 2e9), "active_params", "3 sizes over 0.3 decades: {} half a decade."),
        ((1e21, 2e21, 2e21), "flops", "2 sizes over 0.3 decades: {} half a decade."),
        ((1e9, 1.2e9, 2e9), "tokens", "3 sizes over 0.3 decades: {} half of w0."),
        ((2.3, 2.2, 2.1), "loss", "3 sizes over 0.2 nats: {} half of w0."),
    ],
)
def test_what_a_verdict_needs(size: tuple[float, ...], axis: str, told: str) -> None:
    reason = insufficient_reason(make_series(SCORE, size, axis=axis))
    assert reason == told.format("a verdict needs at least 3 sizes over")


@pytest.mark.parametrize(("last", "enough"), [(1.81, False), (1.79, True)])
def test_half_of_w0_is_the_rule_on_axes_in_its_unit(last: float, enough: bool) -> None:
    one = make_series(SCORE, (2.0, 1.9, last), axis="loss")
    (found,) = detect_series([one], DetectOptions(draws=0, w0=0.4))
    assert (found.verdict != "insufficient") == enough
    assert ("half of w0" in found.reason) != enough


def test_a_series_without_sizes() -> None:
    assert insufficient_reason(make_series([])) == (
        "No model of this series has a size: there is nothing to place on the axis."
    )
