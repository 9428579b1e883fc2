"""Contract checks for curve families, ours and those of other packages.

A family that passes ``check_curve`` can be fitted, compared and drawn like ours; one that does
not is told which rule it breaks, what was expected, what was found and what to do.
"""

from __future__ import annotations

import numpy as np

from scaling.curves.base import Curve, Design
from scaling.errors import ContractError
from scaling.testing.attributes import check_names
from scaling.testing.numbers import check_numbers
from scaling.testing.rules import Rule


def check_curve(curve: Curve, design: Design | None = None) -> None:
    """Check a family against the contract of ``scaling.curves.base.Curve``.

    ``design``: what to check it on, of several columns so that mixing them shows. Without it,
    rising proportions (chance 0) and losses at 15 sizes; those that ``why_not`` refuses are left
    out. Raises ContractError, which names the first rule that is broken.

    >>> from scaling.curves import get_curve
    >>> check_curve(get_curve("logistic"))
    """
    check_names(curve)
    try:
        _check_functions(curve, design)
    except ContractError:
        raise
    except Exception as error:  # a family of others may fail in any way
        rule = Rule(curve, "its functions take and return arrays")
        found = f"{type(error).__name__}: {error}"
        rule.require(False, "no error", found, "correct the function that raised it")


def _check_functions(curve: Curve, design: Design | None) -> None:
    designs = default_designs() if design is None else (design,)
    reasons = [curve.why_not(one) for one in designs]
    rule = Rule(curve, "why_not returns a str, empty where the family can be used")
    for reason in reasons:
        rule.require(isinstance(reason, str), "a str", repr(reason), 'return "" or a sentence')
    rule.require(
        "" in reasons,
        "'' for one of the designs",
        reasons,
        "pass the design that the family is for",
    )
    for one, reason in zip(designs, reasons, strict=True):
        if not reason:
            check_numbers(curve, one)


def default_designs() -> tuple[Design, Design]:
    """Return proportions and losses: 3 columns of 15 sizes; one column has a size twice."""
    x = np.linspace([6.0, 7.0, 20.0], [11.0, 9.5, 25.0], 15)
    x[5, 1] = x[6, 1]
    zero, one, none = np.zeros(3), np.ones(3), np.full(3, np.nan)
    return (
        Design(x=x, floor=zero, top=one, low=zero, high=one),
        Design(x=x, floor=none, top=none, low=zero, high=np.array([3.0, 5.0, 11.0]), falling=True),
    )
