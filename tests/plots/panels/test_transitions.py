"""The estimated transition of a verdict as a span of sizes."""

from __future__ import annotations

import dataclasses
import math

import pytest

from scaling.fitting.records import NAN, Estimate
from scaling.plots.panels.transitions import Stretch, stretch, transition
from scaling.plots.style.axes import SizeAxis
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
    assert transition(made) == pytest.approx((2.7, 2.3))
    assert transition(fit_result(facts())) is None


def test_transitions_are_cut_at_the_edge_and_it_is_known_where() -> None:
    made = detect_result(facts())  # from 10^9.6 to 10^10, midpoint 10^9.8
    seen = [stretch(made, SizeAxis("params", *ends)) for ends in
            ((1e9, 1e11), (1e9, 10**9.9), (10**9.7, 10**9.9), (1e11, 1e12))]  # fmt: skip
    cut = [None if one is None else one.cut for one in seen]
    assert cut == [(False, False), (False, True), (True, True), None]
    assert isinstance(seen[1], Stretch)
    assert (seen[1].left, seen[1].right) == pytest.approx((10**9.6, 10**9.9))
    assert seen[1].middle == pytest.approx(10**9.8)


def test_the_places_of_a_transition_on_a_falling_axis_are_from_left_to_right() -> None:
    made = dataclasses.replace(
        detect_result(facts()), size="loss", midpoint=Estimate(2.5, NAN, NAN)
    )
    seen = stretch(made, SizeAxis("loss", 2.0, 2.6))
    assert seen == Stretch(pytest.approx(2.6), pytest.approx(2.3), 2.5, (True, False))
