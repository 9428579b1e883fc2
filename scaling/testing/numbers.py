"""The functions of a curve family: shapes, bounds, derivatives, columns that do not mix."""

from __future__ import annotations

import numpy as np

from scaling.curves.base import Array, Curve, Design
from scaling.testing.rules import Rule

N_POINTS = 12  # of the grid, spread over it, where functions are compared
STEP = 1e-6  # of finite differences, as a share of the distance between the bounds
CLOSE = 1e-4  # of derivatives, relative to the largest of the column
ROUNDING = 1e-9  # of values, relative to the scale of scores


def check_numbers(curve: Curve, design: Design) -> None:
    """Functions are right at some points of the grid of one design."""
    lower, upper = curve.bounds(design)
    shape = (len(curve.internal), design.x.shape[1])
    _check_array(curve, "the lower bounds", lower, shape)
    _check_array(curve, "the upper bounds", upper, shape)
    for i, name in enumerate(curve.internal):
        rule = Rule(curve, f"the bounds of {name} are in order")
        gap = float((upper - lower)[i].min())
        rule.require(gap >= 0, "upper - lower of at least 0", gap, "correct bounds")
    nodes = curve.nodes(design)
    _check_array(curve, "the nodes", nodes, (shape[0], *np.shape(nodes)[1:2], shape[1]))
    Rule(curve, "there are nodes").require(nodes.shape[1] > 0, "a node", 0, "start somewhere")
    room = 1e-9 + ROUNDING * (upper - lower)
    for i, name in enumerate(curve.internal):
        rule = Rule(curve, f"the nodes of {name} lie within its bounds")
        over = np.maximum(lower[i] - nodes[i], nodes[i] - upper[i]) - room[i]
        rule.require(
            over.max() <= 0, "none outside", f"{over.max():.6g} outside", "correct nodes or bounds"
        )
    chosen = np.unique(np.linspace(0, nodes.shape[1] - 1, N_POINTS).astype(np.intp))
    for node in chosen:
        theta = _inside(curve, nodes[:, node], lower, upper)
        _check_value(curve, design, theta, upper - lower)
        _check_linear(curve, design, theta, lower, upper)
        _check_natural(curve, design, theta)
        _check_columns(curve, design, theta)


def _inside(curve: Curve, node: Array, lower: Array, upper: Array) -> Array:
    """Return a node moved off its bounds, its linear coordinates spread over theirs, (p, M)."""
    share = (node - lower) / np.where(upper > lower, upper - lower, 1.0)
    # Shares that no grid has, so that kinks are met by accident only, and that differ by column.
    apart = np.linspace(0.0, 0.01, node.shape[1])
    share = 0.0137 + 0.97 * share - apart
    for place, name in enumerate(curve.linear):
        share[curve.internal.index(name)] = 0.3 + 0.4 * place / len(curve.linear) - apart
    moved: Array = lower + share * (upper - lower)
    return moved


def _check_value(curve: Curve, design: Design, theta: Array, span: Array) -> None:
    """The value is right, comes with its derivatives, and leaves theta alone."""
    placed = design.at(design.x)
    kept = theta.copy()
    value = curve.value(theta, placed)
    _check_array(curve, "the value", value, design.x.shape)
    both, jacobian = curve.value_and_jacobian(theta, placed)
    _check_array(curve, "the Jacobian", jacobian, (len(theta), *design.x.shape))
    rule = Rule(curve, "theta is not changed")
    rule.require(np.array_equal(theta, kept), "the same numbers", "others", "copy it first")
    scale = np.abs(value).max(axis=0) + design.high - design.low
    off = float((np.abs(both - value) / scale).max())
    rule = Rule(curve, "value_and_jacobian gives the value of value")
    rule.require(off <= ROUNDING, "no difference", off, "use one expression for both")
    for i, name in enumerate(curve.internal):
        if not span[i].all():
            continue
        step = np.zeros_like(theta)
        step[i] = STEP * span[i]
        ahead, behind = curve.value(theta + step, placed), curve.value(theta - step, placed)
        # A kink that lies within the step spoils two of these; a jump does not count as a slope.
        slopes = np.stack([ahead - behind, 2 * (ahead - value), 2 * (value - behind)]) / (
            2 * step[i]
        )
        room = CLOSE * np.abs(slopes).max(axis=(0, 1)) + 1e-14 * scale / step[i]
        off_by = np.abs(slopes - jacobian[i]).min(axis=0)
        worst = np.unravel_index(np.argmax(off_by - room), off_by.shape)
        rule = Rule(curve, f"the Jacobian by {name} is the derivative of the value")
        rule.require(
            bool((off_by <= room).all()), f"{slopes[0][worst]:.6g} (finite differences)",
            float(jacobian[i][worst]), "correct value_and_jacobian",
        )  # fmt: skip


def _check_linear(curve: Curve, design: Design, theta: Array, lower: Array, upper: Array) -> None:
    """The value is v0 + sum of basis x coordinate in the coordinates called linear."""
    if not curve.linear:
        return
    places = [curve.internal.index(name) for name in curve.linear]
    placed = design.at(design.x)
    low = theta.copy()
    low[places] = lower[places]
    value_low = curve.value(low, placed)
    value = value_low.copy()
    for i in places:
        one = low.copy()
        one[i] = upper[i]
        share = (theta[i] - lower[i]) / np.where(upper[i] > lower[i], upper[i] - lower[i], 1.0)
        value += share * (curve.value(one, placed) - value_low)
    found = curve.value(theta, placed)
    scale = np.abs(found).max(axis=0) + np.abs(value_low).max(axis=0) + design.high - design.low
    off = float((np.abs(found - value) / scale).max())
    rule = Rule(curve, f"the value is jointly linear in {', '.join(curve.linear)}")
    rule.require(off <= ROUNDING, "no difference from a sum", off, "take the others out of linear")


def _check_natural(curve: Curve, design: Design, theta: Array) -> None:
    """Natural parameters have their names, in order, and one number a column."""
    natural = curve.natural(theta, design)
    rule = Rule(curve, "natural returns its parameters, in their order")
    rule.require(
        tuple(natural) == curve.parameters,
        repr(curve.parameters),
        tuple(natural),
        "name them alike",
    )
    for name, values in natural.items():
        rule = Rule(curve, f"natural gives {name} one number a column")
        rule.require(
            np.shape(values) == theta.shape[1:],
            f"shape {theta.shape[1:]}", np.shape(values), "broadcast it to the columns",
        )  # fmt: skip


def _check_columns(curve: Curve, design: Design, theta: Array) -> None:
    """A column among others has the same bits as alone."""
    placed = design.at(design.x)
    whole = (
        *curve.bounds(design), curve.nodes(design), curve.value(theta, placed),
        *curve.value_and_jacobian(theta, placed), *curve.natural(theta, design).values(),
    )  # fmt: skip
    names = ("bounds", "bounds", "nodes", "value", "value_and_jacobian", "value_and_jacobian")
    for column in range(theta.shape[1]):
        alone, mine = design.column(column), theta[:, [column]]
        there = alone.at(alone.x)
        parts = (
            *curve.bounds(alone), curve.nodes(alone), curve.value(mine, there),
            *curve.value_and_jacobian(mine, there), *curve.natural(mine, alone).values(),
        )  # fmt: skip
        for place, (all_of_it, part) in enumerate(zip(whole, parts, strict=True)):
            name = names[place] if place < len(names) else "natural"
            rule = Rule(curve, f"columns of {name} do not mix")
            same = np.array_equal(all_of_it[..., [column]], part, equal_nan=True)
            rule.require(
                same, "the same bits for a column alone and among others",
                f"others in column {column}", "reduce over sizes only, never over columns",
            )  # fmt: skip


def _check_array(curve: Curve, what: str, found: Array, shape: tuple[int, ...]) -> None:
    """An array has its shape, and numbers in it."""
    rule = Rule(
        curve, f"{what} have their shape" if what.endswith("s") else f"{what} has its shape"
    )
    rule.require(np.shape(found) == shape, f"shape {shape}", np.shape(found), "see the protocol")
    rule = Rule(curve, f"{what} {'are' if what.endswith('s') else 'is'} finite")
    bad = int((~np.isfinite(found)).sum())
    rule.require(bad == 0, "finite numbers", f"{bad} that are not", "guard overflow and logarithms")
