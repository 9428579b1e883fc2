"""Where a quantity leaves the confidence region, for many quantities and both sides at once.

A round aims between the points inside and outside by the secant of the root, or further out as long
as nothing outside is known. Every aim is tried from three places: both points, and the known point
that comes nearest to what is wanted, because likelihoods of few sizes have several optima.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from scaling.curves.base import Array
from scaling.fitting.diagnostics import inside, scores_and_information
from scaling.fitting.intervals.ends import Ends, Flags, Points
from scaling.fitting.intervals.penalty import pulled
from scaling.fitting.intervals.quantities import Quantity, aimed
from scaling.fitting.intervals.region import Region

STIFFNESS = 100.0  # a pull this many times the curvature of the profile stops 1 % short
STIFFER = 100.0  # where a target was not followed
STALLS = 2  # targets not followed after which the parameter space has ended
FOLLOWED = 1e-3  # share of the way to a target that has to be gone
MOST_ROUNDS = 30
CLOSE = 1e-4  # of the root at the edge; the secant through both points does the rest
GAIN = 3e-4  # of the distance: less is not worth another search
LEAST_STEP, MOST_STEP = 1e-3, 1.0  # of the range among known points: the first target
LITTLE = 0.1  # the same where there is no information
FURTHER = (1.5, 8.0)  # times the distance so far, while nothing outside is known
MARGIN = 0.02  # of the bracket, kept at both of its ends


def start(region: Region, quantity: Quantity, asked: Array, side: Array) -> Ends:
    """Return ends with the farthest known point of the region as inner point; asked, side: (J,)."""
    theta = np.repeat(region.fitted.theta, len(asked), axis=1)
    ends = Ends(_alike(0.0, theta), _alike(np.nan, theta))
    improve(ends, region, distances(region, quantity, asked, side))
    return ends


def _alike(number: float, theta: Array) -> Points:
    """Return points at theta (p, J) that all have one distance, root and pull."""
    distance, root, pull = np.full((3, theta.shape[1]), number)
    return Points(distance, root, pull, theta.copy())


def improve(ends: Ends, region: Region, known: Array) -> Flags:
    """Move inner points to points of the region at distances ``known`` (J, G) that are farther.

    Returns which problems have gained by it, (J,); their outer points are dropped.
    """
    within = region.roots <= region.cut
    reach = np.where(within & np.isfinite(known), known, -np.inf)
    best = reach.argmax(axis=1)
    distance, root = reach[np.arange(len(known)), best], region.roots[best]
    better = distance > ends.inner.distance * (1 + GAIN)
    better &= ~ends.bracketed | (distance > ends.edge(region.cut) * (1 + GAIN))
    # the slope of a parabola through the point, for want of its own
    pull = root**2 / np.maximum(distance, 1e-300)
    ends.outer.distance[better] = np.nan
    ends.keep_inner(better, Points(distance, root, pull, region.known[:, best]))
    return np.asarray(better)


def distances(region: Region, quantity: Quantity, asked: Array, side: Array) -> Array:
    """Return how far known points lie from the estimate on each problem's side, (J, G)."""
    n_known = region.known.shape[1]
    theta = np.tile(np.concatenate([region.fitted.theta, region.known], axis=1), len(asked))
    design = region.fitted.design.column(0, theta.shape[1])
    value = quantity.value(theta, aimed(design, np.repeat(asked, n_known + 1)))
    value = value.reshape(len(asked), n_known + 1)
    result: Array = side[:, None] * (value[:, 1:] - value[:, :1])
    return result


def search(
    ends: Ends,
    region: Region,
    quantity: Quantity,
    asked: Array,
    side: Array,
    places: NDArray[np.intp],
) -> None:
    """Bracket the edge of the region in the problems at ``places``, and close in on it."""
    fitted, n_problems = region.fitted, len(asked)
    known = distances(region, quantity, asked, side)  # (J, G)
    design = aimed(fitted.design.column(0, n_problems), asked)
    estimate = quantity.value(np.repeat(fitted.theta, n_problems, axis=1), design)
    first = _first_steps(region, quantity, asked, known)
    stalls, factor = np.zeros(n_problems), np.ones(n_problems)
    bisect = np.zeros(n_problems, dtype=bool)
    left = places  # the problems that are still searched
    for _ in range(MOST_ROUNDS):
        if not len(left):
            break
        part, here = ends.take(left), design.take(left)
        gap = part.gap
        aim, pull = _aim(part, region.cut, first[left], bisect[left])
        stiffness = STIFFNESS * factor[left] * region.cut**2 / aim**2
        target = aim + pull / stiffness
        theta = pulled(
            fitted.model,
            region.scale,
            quantity,
            here,
            estimate[left] + side[left] * target,
            stiffness,
            _starts(part, region, known[left], target, stiffness),
        )
        distance = side[left] * (quantity.value(theta, here) - estimate[left])
        root = region.root_of(theta)
        within = (root <= region.cut) & (distance > part.inner.distance)
        outside = (root > region.cut) & (distance > part.inner.distance)
        outside &= ~(distance >= part.outer.distance)
        way = target - part.inner.distance
        short = ~part.bracketed & ~(distance - part.inner.distance > FOLLOWED * way)
        found = Points(distance, root, stiffness * (target - distance), theta)
        part.keep_outer(outside, found)
        part.keep_inner(within, found)
        ends.put(left, part)

        stuck = ~outside & (~within | (short & ~part.bracketed))
        stalls[left] = np.where(stuck, stalls[left] + 1, 0.0)
        factor[left] = np.where(stuck, factor[left] * STIFFER, factor[left])
        bisect[left] = (part.gap > 0.5 * gap) & ~bisect[left]
        arrived = np.abs(root - region.cut) <= CLOSE * region.cut
        done = (part.bracketed & arrived) | part.narrow | (stalls[left] >= STALLS)
        left = left[~done]


def _aim(part: Ends, cut: float, first: Array, bisect: Flags) -> tuple[Array, Array]:
    """Return the distance to aim for and the slope of the log-likelihood expected there, (J,)."""
    inner, outer = part.inner, part.outer
    share = np.clip(part.share(cut), MARGIN, 1 - MARGIN)
    share = np.where(bisect, 0.5, share)
    between = inner.distance + share * part.gap
    slope = inner.pull + share * (outer.pull - inner.pull)
    guess = 1.1 * inner.distance * cut / np.maximum(inner.root, 1e-3 * cut)
    further = np.clip(guess, FURTHER[0] * inner.distance, FURTHER[1] * inner.distance)
    further = np.where(inner.distance > 0, further, first)
    return (
        np.where(part.bracketed, between, further),
        np.where(part.bracketed, slope, inner.pull),
    )


def _starts(part: Ends, region: Region, known: Array, target: Array, stiffness: Array) -> Array:
    """Return where solving starts, (3, p, J): both points and the best of the known ones."""
    missed = known - target[:, None]
    reward = -0.5 * region.roots**2 - 0.5 * stiffness[:, None] * missed**2
    best = np.where(np.isnan(reward), -np.inf, reward).argmax(axis=1)
    outer = np.where(part.bracketed, part.outer.theta, region.fitted.theta)
    return np.stack([part.inner.theta, outer, region.known[:, best]])


def _first_steps(region: Region, quantity: Quantity, asked: Array, known: Array) -> Array:
    """Return where the normal approximation puts the edge, within the range of known points."""
    fitted = region.fitted
    design = aimed(fitted.design.column(0, len(asked)), asked)
    slopes = quantity.slopes(np.repeat(fitted.theta, len(asked), axis=1), design)[inside(fitted)]
    _, information = scores_and_information(fitted)
    root = np.sqrt(np.maximum(np.diag(information), 1e-300))
    unit = slopes / root[:, None]
    scaled = information / np.outer(root, root) + 1e-9 * np.eye(len(root))
    variance = (unit * np.linalg.solve(scaled, unit)).sum(axis=0)
    step = region.cut * np.sqrt(np.maximum(variance, 0.0))
    reach = np.where(np.isfinite(known), np.abs(known), 0.0).max(axis=1)
    reach = np.where(reach > 0, reach, 1.0)
    step = np.where(np.isfinite(step) & (step > 0), step, LITTLE * reach)
    result: Array = np.clip(step, LEAST_STEP * reach, MOST_STEP * reach)
    return result
