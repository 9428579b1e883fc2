"""The verdict rules, in the order they are asked, as data and small functions.

Each rule is a verdict and a condition on the evidence; the first that holds gives the verdict.
They follow ``docs/methods.md``, section "Verdict rules", line by line: to change a rule, change
its function here. Fractions are of the span between chance and ceiling.
"""

from __future__ import annotations

from collections.abc import Callable

from scaling.detection.verdict.evidence import Evidence
from scaling.notes import RISING_VERDICTS

Condition = Callable[[Evidence], bool]

LEAST_SIZES, LEAST_DECADES = 3, 0.5
LEAST_TESTED = 4  # sizes: three cannot tell a jump from a gradual rise
RISES = 1.96  # Cochran-Armitage z of a trend
MATERIAL = 0.20  # how far above chance the best lower bound must be
FLAT_BELOW = 0.20  # how far above chance the highest upper bound of a flat series may be
FLAT_CHANGE = 0.15  # largest change over the range, with 1.64 standard errors, of a flat series
LEAST_FLOOR_SIZES = 2
FIT_P = 0.05


def insufficient(e: Evidence) -> bool:
    """Fewer than three sizes, or less than half a decade of them."""
    return e.n_sizes < LEAST_SIZES or e.decades < LEAST_DECADES


def saturated(e: Evidence) -> bool:
    """Pooled lower bound within .05 of the ceiling, no score below .93, hardly any slope."""
    floor, span = e.scored.floor, e.span
    return (
        e.pooled_lower >= floor + 0.95 * span
        and e.least_score >= floor + 0.93 * span
        and abs(e.change) < 0.1 * span
    )


def u_shaped(e: Evidence) -> bool:
    """A fall, then a rise, whichever size is left out."""
    return e.turn is not None and e.turn_stable and e.turn.kind == "u_shaped"


def inverted_u(e: Evidence) -> bool:
    """A rise, then a fall, whichever size is left out."""
    return e.turn is not None and e.turn_stable and e.turn.kind == "inverted_u"


def shape_unstable(e: Evidence) -> bool:
    """A turn that fewer than five sizes show, or that one size carries."""
    return e.turn is not None


def inverse(e: Evidence) -> bool:
    """A falling trend."""
    return e.trend_z < -RISES


def flat_at_chance(e: Evidence) -> bool:
    """No size above chance, no trend, and no upper bound far above chance."""
    return (
        not any(e.above_chance)
        and abs(e.trend_z) < RISES
        and e.highest_upper <= e.scored.floor + FLAT_BELOW * e.span
    )


def flat_above_chance(e: Evidence) -> bool:
    """Above chance, no trend, and a change over the range that is bounded."""
    return (
        any(e.above_chance)
        and abs(e.trend_z) < RISES
        and abs(e.change) + 1.64 * e.change_error <= FLAT_CHANGE * e.span
    )


def rising(e: Evidence) -> bool:
    """A rising trend."""
    return e.trend_z > RISES


def weak_rise(e: Evidence) -> bool:
    """Rising, but no size is surely more than .2 above chance."""
    return rising(e) and e.highest_lower < e.scored.floor + MATERIAL * e.span


def material_rise(e: Evidence) -> bool:
    """Rising, and some size surely more than .2 above chance."""
    return rising(e) and not weak_rise(e)


def calls_for_test(e: Evidence) -> bool:
    """Whether a p-value of the width test could decide the verdict."""
    return material_rise(e) and e.n_sizes >= LEAST_TESTED


def sharp_but_for_drop(e: Evidence) -> bool:
    """All of ``emergent_sharp`` except that no larger size may fall below a smaller one."""
    return shape_sensitive_but_for_drop(e) and e.p_sharp <= e.test_alpha


def shape_sensitive_but_for_drop(e: Evidence) -> bool:
    """All of ``sharp_shape_sensitive`` except the same."""
    return (
        rising(e)
        and e.p_bell <= e.test_alpha
        and e.n_sizes >= LEAST_TESTED
        and e.floor_sizes >= LEAST_FLOOR_SIZES
    )


def smooth_but_for_drop(e: Evidence) -> bool:
    """All of ``smooth`` except the same: wide under every shape, well fitted, floor as stated."""
    return (
        rising(e)
        and e.n_sizes >= LEAST_TESTED
        and e.p_smooth <= e.test_alpha
        and e.p_smooth_bell <= e.test_alpha
        and not e.wide_fit_p <= FIT_P
        and e.floor_passed
    )


def emergent_sharp(e: Evidence) -> bool:
    """Narrower than w0 under every shape, from at least two sizes at the floor."""
    return sharp_but_for_drop(e) and not e.drop.significant


def sharp_shape_sensitive(e: Evidence) -> bool:
    """Narrower than w0 unless the rise has a kinked onset or a hard ceiling."""
    return shape_sensitive_but_for_drop(e) and not e.drop.significant


def smooth(e: Evidence) -> bool:
    """At least w0 wide under every shape."""
    return smooth_but_for_drop(e) and not e.drop.significant


def unresolvable(e: Evidence) -> bool:
    """Three sizes, or a rise in a gap that cannot certify w0."""
    return rising(e) and (e.n_sizes == 3 or not e.resolvable)


def always(e: Evidence) -> bool:
    """What no rule claims."""
    return True


RULES: tuple[tuple[str, Condition], ...] = (
    ("insufficient", insufficient),
    ("saturated", saturated),
    ("u_shaped", u_shaped),
    ("inverted_u", inverted_u),
    ("shape_unstable", shape_unstable),
    ("inverse", inverse),
    ("flat_at_chance", flat_at_chance),
    ("flat_above_chance", flat_above_chance),
    ("weak_rise", weak_rise),
    ("emergent_sharp", emergent_sharp),
    ("sharp_shape_sensitive", sharp_shape_sensitive),
    ("smooth", smooth),
    ("unresolvable", unresolvable),
    ("rise_unresolved", rising),
    ("inconclusive", always),
)


def verdict_of(evidence: Evidence) -> str:
    """Return the verdict of the first rule that holds."""
    return next(verdict for verdict, holds in RULES if holds(evidence))


def blocked_by_drop(evidence: Evidence) -> bool:
    """Return whether a claim fails only because a larger size scores below a smaller one."""
    claims = (shape_sensitive_but_for_drop, smooth_but_for_drop)
    return (
        evidence.drop.significant
        and verdict_of(evidence) in ("unresolvable", "rise_unresolved")
        and any(claim(evidence) for claim in claims)
    )


QUALIFIER_RULES: tuple[tuple[str, Callable[[Evidence, str], bool]], ...] = (
    ("non_monotone", lambda e, v: v in RISING_VERDICTS and e.drop.significant),
    ("single_point_rise", lambda e, v: v in RISING_VERDICTS and e.only_last_above),
    ("floor_mismatch", lambda e, v: v in RISING_VERDICTS and not e.floor_passed),
    ("low_power", lambda e, v: v in RISING_VERDICTS and e.n_sizes in (4, 5)),
)


def qualifiers_of(evidence: Evidence, verdict: str) -> list[str]:
    """Return the qualifiers that the evidence calls for; they never change the verdict."""
    return [code for code, holds in QUALIFIER_RULES if holds(evidence, verdict)]
