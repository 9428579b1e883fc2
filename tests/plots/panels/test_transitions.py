"""The estimated transition of a verdict as a span of sizes."""

from __future__ import annotations

import dataclasses
import math

import pytest

from scaling.fitting.records import NAN, Estimate
from scaling.plots.panels.transitions import transition, visible
from scaling.plots.style.axes import size_axis
from tests.plots.builder import detect_result, facts, fit_result


@pytest.mark.parametrize(
    ("verdict", "width", "expected"),
    [
        ("emergent_sharp", 0.4, (10**9.6, 10**10.0)),
        ("emergent_sharp", 0.0, (10**9.6, 10**10.0)),  # the bracket of the midpoint
        ("smooth", math.nan, None),
        ("inverse", 0.4, None),
    ],
)
def test_transition(verdict: str, width: float, expected: tuple[float, float] | None) -> None:
    found = transition(detect_result(facts(), verdict=verdict, width=width))
    assert found == (None if expected is None else pytest.approx(expected))


def test_transition_of_a_step_without_bracket_is_the_gap() -> None:
    step = detect_result(facts(), width=0.0)
    step = dataclasses.replace(step, midpoint=Estimate(10**9.8, NAN, NAN))
    assert transition(step) == (2.7e9, 6.7e9)
    assert transition(dataclasses.replace(step, midpoint=Estimate(1e15, NAN, NAN))) is None


def test_transition_on_the_loss_axis_is_in_nats() -> None:
    made = dataclasses.replace(
        detect_result(facts()), size="loss", midpoint=Estimate(2.5, NAN, NAN)
    )
    assert transition(made) == pytest.approx((2.3, 2.7))
    assert transition(fit_result(facts())) is None


def test_transitions_are_cut_at_the_edge() -> None:
    axis = size_axis([detect_result(facts())], "params")
    assert visible((1e9, 1e15), axis) == (1e9, axis.high)
    assert visible((1e14, 1e15), axis) is None
