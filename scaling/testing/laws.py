"""Contract checks for loss laws, ours and those of other packages.

A law that passes ``check_law`` can be fitted, compared and used for allocation like ours; one
that does not is told which rule it breaks, what was expected, what was found and what to do.
"""

from __future__ import annotations

import numpy as np

from scaling.errors import ContractError
from scaling.laws.base import Array, Law, Sizes
from scaling.testing.rules import Rule, check_attributes

TEXTS = ("name", "summary", "formula", "source")
TUPLES = ("needs", "internal", "linear", "parameters")
METHODS = (
    "reduced", "bounds", "nodes", "basis", "log_loss", "log_loss_and_jacobian", "natural"
)  # fmt: skip
N_RUNS, N_COLUMNS = 24, 7
STEP, CLOSE, ROUNDING = 1e-6, 1e-4, 1e-9  # of differences; of derivatives; of values


def check_law(law: Law, sizes: Sizes | None = None) -> None:
    """Check a law against the contract of ``scaling.laws.base.Law``.

    ``sizes``: what to check it on; without it, runs of 24 sizes, half of which repeat their
    data. Raises ContractError, which names the first rule that is broken.

    >>> from scaling.laws import get_law
    >>> check_law(get_law("chinchilla"))
    """
    _check_names(law)
    try:
        _check_functions(law, default_sizes() if sizes is None else sizes)
    except ContractError:
        raise
    except Exception as error:  # a law of others may fail in any way
        found = f"{type(error).__name__}: {error}"
        _rule(law, "its functions take and return arrays").require(
            False, "no error", found, "correct the function that raised it"
        )


def default_sizes() -> Sizes:
    """Return 24 runs over three decades of N and D, every other of which repeats its data."""
    place = np.arange(N_RUNS)
    params = 10.0 ** (7.0 + 3.0 * place / (N_RUNS - 1))
    tokens = 10.0 ** (9.0 + 3.0 * ((7 * place) % N_RUNS) / (N_RUNS - 1))
    unique = tokens / np.where(place % 2, 1.0, 1.0 + place)
    return Sizes.of(params, tokens, 6.0 * params * tokens, unique)


def _rule(law: Law, text: str) -> Rule:
    return Rule(law, text, kind="law")


def _check_names(law: Law) -> None:
    """Attributes are there, of the right type, and agree."""
    check_attributes(
        law, "law", texts=TEXTS, tuples=TUPLES, methods=METHODS, source="scaling/laws/base.py"
    )
    for name in law.needs:
        _rule(law, "it needs sizes that there are").require(
            name in Sizes.__dataclass_fields__, "a field of Sizes", repr(name), "correct needs"
        )
    for name in law.linear:
        _rule(law, "linear coordinates are internal").require(
            name in law.internal, f"one of {', '.join(law.internal)}", repr(name), "correct linear"
        )


def _check_functions(law: Law, sizes: Sizes) -> None:
    """Functions are right at some nodes."""
    centre, p = sizes.centre, len(law.internal)
    log_loss = np.log(2.0 + np.arange(sizes.n) / sizes.n)
    lower, upper = law.bounds(log_loss)
    _check_array(law, "the bounds", np.stack([lower, upper]), (2, p))
    gap = float((upper - lower).min())
    _rule(law, "the bounds are in order").require(gap > 0, "upper > lower", gap, "correct bounds")
    nodes = law.nodes(sizes, centre, log_loss)
    _check_array(law, "the nodes", nodes, (p, *np.shape(nodes)[1:2]))
    _rule(law, "there are nodes").require(nodes.shape[1] > 0, "a node", 0, "start somewhere")
    chosen = np.linspace(0, nodes.shape[1] - 1, N_COLUMNS).astype(np.intp)
    theta = np.clip(nodes[:, chosen], lower[:, None], upper[:, None])
    theta = theta + 0.003 * np.linspace(1.0, 2.0, theta.size).reshape(theta.shape)
    _check_array(
        law, "the basis", law.basis(theta, sizes, centre), (len(law.linear), sizes.n, N_COLUMNS)
    )
    _check_derivatives(law, sizes, theta)
    natural = law.natural(theta, centre)
    rule = _rule(law, "natural returns its parameters, in their order")
    rule.require(
        tuple(natural) == law.parameters, repr(law.parameters), tuple(natural), "name them alike"
    )
    for name, values in natural.items():
        _check_array(law, f"the parameter {name}", values, (N_COLUMNS,))
    _check_columns(law, sizes, theta)


def _check_derivatives(law: Law, sizes: Sizes, theta: Array) -> None:
    """The value is right, comes with its derivatives, and leaves theta alone."""
    centre, kept = sizes.centre, theta.copy()
    value = law.log_loss(theta, sizes, centre)
    _check_array(law, "the value", value, (sizes.n, theta.shape[1]))
    both, jacobian = law.log_loss_and_jacobian(theta, sizes, centre)
    _check_array(law, "the Jacobian", jacobian, (len(theta), *value.shape))
    rule = _rule(law, "theta is not changed")
    rule.require(np.array_equal(theta, kept), "the same numbers", "others", "copy it first")
    off = float(np.abs(both - value).max())
    rule = _rule(law, "log_loss_and_jacobian gives the value of log_loss")
    rule.require(off <= ROUNDING, "no difference", off, "use one expression for both")
    for i, name in enumerate(law.internal):
        step = np.zeros_like(theta)
        step[i] = STEP
        slope = law.log_loss(theta + step, sizes, centre) - law.log_loss(
            theta - step, sizes, centre
        )
        slope = slope / (2 * STEP)
        off_by = np.abs(slope - jacobian[i])
        room = CLOSE * np.maximum(np.abs(slope).max(axis=0), 1e-4)
        worst = np.unravel_index(np.argmax(off_by - room), off_by.shape)
        rule = _rule(law, f"the Jacobian by {name} is the derivative of the value")
        rule.require(
            bool((off_by <= room).all()), f"{slope[worst]:.6g} (finite differences)",
            float(jacobian[i][worst]), "correct log_loss_and_jacobian",
        )  # fmt: skip


def _check_columns(law: Law, sizes: Sizes, theta: Array) -> None:
    """A column among others is the same as alone."""
    centre = sizes.centre
    whole = law.log_loss_and_jacobian(theta, sizes, centre)
    for column in range(theta.shape[1]):
        alone = law.log_loss_and_jacobian(theta[:, [column]], sizes, centre)
        same = all(
            np.allclose(of_all[..., [column]], own, rtol=1e-12, atol=1e-12)
            for of_all, own in zip(whole, alone, strict=True)
        )
        _rule(law, "columns do not mix").require(
            same, "the same for a column alone and among others", f"others in column {column}",
            "reduce over runs only, never over columns",
        )  # fmt: skip


def _check_array(law: Law, what: str, found: Array, shape: tuple[int, ...]) -> None:
    """An array has its shape, and numbers in it."""
    rule = _rule(law, f"{what} of the right shape")
    rule.require(np.shape(found) == shape, f"shape {shape}", np.shape(found), "see the protocol")
    bad = int((~np.isfinite(found)).sum())
    _rule(law, f"{what}: numbers").require(
        bad == 0, "finite numbers", f"{bad} that are not", "guard overflow and logarithms"
    )
