"""Each verdict rule, by a series that fires it and one that just misses it."""

from dataclasses import replace

import numpy as np
import pytest

from scaling.detection.scored import Scored
from scaling.detection.trend import Drop
from scaling.detection.two_lines import Turn
from scaling.detection.verdict.evidence import Evidence
from scaling.detection.verdict.rules import (
    QUALIFIER_RULES,
    RULES,
    blocked_by_drop,
    qualifiers_of,
    verdict_of,
)
from scaling.detection.verdict.single_point import width_bound_of_single_rise
from scaling.notes import QUALIFIERS, VERDICTS

NO_DROP, DROP = Drop(0, 1, 0.0, 3.0), Drop(5, 6, 4.0, 3.0)

# A rise that no rule claims until a test does: floor .25, ceiling 1, six sizes.
BASE = Evidence(
    scored=Scored(
        np.linspace(8, 11, 6), np.array([0.25, 0.26, 0.27, 0.3, 0.6, 0.8]), np.full(6, 100.0),
        0.25, 1.0, True, 1.0,
    ),
    alpha=0.05, n_sizes=6, decades=3.0, pooled_lower=0.4, least_score=0.25, highest_lower=0.72,
    highest_upper=0.86, above_chance=(False, False, False, False, True, True), last_lower=0.72,
    trend_z=8.0, change=0.5, change_error=0.05, turn=None, turn_stable=False, drop=NO_DROP,
    floor_sizes=3, floor_level=0.26, floor_z=0.4, p_sharp=0.3, p_smooth=0.3, p_bell=0.3,
    p_smooth_bell=0.3, test_alpha=0.025, wide_fit_p=0.5, best_fit_p=0.5, rise_gap=3,
    certifiable_width=0.8, w0=1.0,
)  # fmt: skip

FLAT = {"trend_z": 0.5, "change": 0.01, "change_error": 0.02}
AT_CHANCE = {**FLAT, "above_chance": (False,) * 6, "highest_upper": 0.35, "highest_lower": 0.26}
SATURATED = {**FLAT, "pooled_lower": 0.97, "least_score": 0.96, "highest_lower": 0.97}
U = Turn("u_shaped", 9.0, -5.0, 6.0)
SHARP = {"p_sharp": 0.01, "p_bell": 0.01}
SMOOTH = {"p_smooth": 0.01, "p_smooth_bell": 0.01}

CASES = [
    # verdict, what makes it fire, what makes it just miss
    ("insufficient", {"n_sizes": 2}, {"n_sizes": 3}),
    ("insufficient", {"decades": 0.49}, {"decades": 0.5}),
    ("saturated", SATURATED, {**SATURATED, "pooled_lower": 0.96}),
    ("saturated", SATURATED, {**SATURATED, "least_score": 0.94}),
    ("saturated", SATURATED, {**SATURATED, "change": 0.08}),
    ("u_shaped", {"turn": U, "turn_stable": True}, {"turn": U, "turn_stable": False}),
    ("inverted_u", {"turn": Turn("inverted_u", 9.0, 5.0, -6.0), "turn_stable": True},
     {"turn": Turn("inverted_u", 9.0, 5.0, -6.0), "turn_stable": False}),
    ("shape_unstable", {"turn": U}, {"turn": None}),
    ("inverse", {"trend_z": -1.97}, {"trend_z": -1.95}),
    ("flat_at_chance", AT_CHANCE, {**AT_CHANCE, "above_chance": (True, *(False,) * 5)}),
    ("flat_at_chance", AT_CHANCE, {**AT_CHANCE, "trend_z": 1.96}),
    ("flat_at_chance", AT_CHANCE, {**AT_CHANCE, "highest_upper": 0.401}),
    ("flat_above_chance", FLAT, {**FLAT, "above_chance": (False,) * 6}),
    ("flat_above_chance", FLAT, {**FLAT, "change_error": 0.07}),
    ("weak_rise", {"highest_lower": 0.39}, {"highest_lower": 0.40}),
    ("emergent_sharp", SHARP, {**SHARP, "p_sharp": 0.026}),
    ("emergent_sharp", SHARP, {**SHARP, "p_bell": 0.026}),
    ("emergent_sharp", SHARP, {**SHARP, "n_sizes": 3}),
    ("emergent_sharp", SHARP, {**SHARP, "floor_sizes": 1}),
    ("emergent_sharp", SHARP, {**SHARP, "drop": DROP}),
    ("sharp_shape_sensitive", {"p_bell": 0.025}, {"p_bell": 0.026}),
    ("sharp_shape_sensitive", {"p_bell": 0.025}, {"p_bell": 0.025, "drop": DROP}),
    ("smooth", SMOOTH, {**SMOOTH, "p_smooth": 0.026}),
    ("smooth", SMOOTH, {**SMOOTH, "p_smooth_bell": 0.026}),
    ("smooth", SMOOTH, {**SMOOTH, "wide_fit_p": 0.05}),
    ("smooth", SMOOTH, {**SMOOTH, "floor_z": 1.97}),
    ("smooth", SMOOTH, {**SMOOTH, "drop": DROP}),
    ("smooth", SMOOTH, {**SMOOTH, "n_sizes": 3}),
    ("unresolvable", {"certifiable_width": 1.01}, {"certifiable_width": 1.0}),
    ("unresolvable", {"certifiable_width": float("nan")}, {}),
    ("unresolvable", {"n_sizes": 3}, {"n_sizes": 4}),
    ("rise_unresolved", {}, {"trend_z": 1.9}),
    ("inconclusive", {"trend_z": 1.9}, {"trend_z": 2.0}),
]  # fmt: skip


@pytest.mark.parametrize(("verdict", "fires", "misses"), CASES)
def test_rule_fires_and_just_misses(verdict, fires, misses):
    assert verdict_of(replace(BASE, **fires)) == verdict
    assert verdict_of(replace(BASE, **misses)) != verdict


def test_every_rule_is_tested_and_every_verdict_explained():
    assert {verdict for verdict, _ in RULES} == {verdict for verdict, _, _ in CASES}
    assert {verdict for verdict, _ in RULES} == set(VERDICTS)


QUALIFIER_CASES = [
    ("non_monotone", {"drop": DROP}, {"drop": NO_DROP}),
    ("single_point_rise", {"above_chance": (False,) * 5 + (True,)}, {}),
    ("floor_mismatch", {"floor_z": -1.97}, {"floor_z": -1.95}),
    ("low_power", {"n_sizes": 5}, {"n_sizes": 6}),
]


@pytest.mark.parametrize(("code", "fires", "misses"), QUALIFIER_CASES)
def test_qualifier_fires_and_just_misses(code, fires, misses):
    fired, missed = replace(BASE, **fires), replace(BASE, **misses)
    assert code in qualifiers_of(fired, verdict_of(fired))
    assert code not in qualifiers_of(missed, verdict_of(missed))


def test_every_qualifier_rule_is_tested_and_explained():
    codes = {code for code, _ in QUALIFIER_RULES}
    assert codes == {code for code, _, _ in QUALIFIER_CASES}
    assert codes <= set(QUALIFIERS)


@pytest.mark.parametrize(("claim", "blocked"), [(SHARP, True), (SMOOTH, True), ({}, False)])
def test_a_drop_blocks_only_what_would_be_claimed(claim, blocked):
    assert blocked_by_drop(replace(BASE, drop=DROP, **claim)) == blocked
    assert not blocked_by_drop(replace(BASE, **claim))


def test_bound_of_a_rise_at_the_last_size():
    """W_up = 2.197 g / -ln(1 - s): by hand for a gap of .6 decades and s = .6267."""
    expected = 2.197 * 0.6 / -np.log(1 - (0.72 - 0.25) / 0.75)
    assert width_bound_of_single_rise(BASE) == pytest.approx(expected)
    assert width_bound_of_single_rise(replace(BASE, last_lower=0.25)) == np.inf
