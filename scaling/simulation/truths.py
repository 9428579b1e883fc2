"""Truths by name: the smooth ones first, then the others."""

from __future__ import annotations

from scaling.errors import unknown_name
from scaling.simulation.base import Truth
from scaling.simulation.other import OTHER
from scaling.simulation.smooth import SMOOTH

TRUTHS: dict[str, Truth] = {truth.name: truth for truth in (*SMOOTH, *OTHER)}


def get_truth(name: str) -> Truth:
    """Return the truth of this name; case and ``-`` for ``_`` do not matter.

    Raises UnknownNameError with the nearest name.

    >>> get_truth("per-token-4").summary
    'exact match of 4 tokens of logistic accuracy'
    """
    found = TRUTHS.get(name.lower().replace("-", "_"))
    if found is None:
        raise unknown_name("truth", name, TRUTHS, "scaling.simulation.TRUTHS lists all")
    return found
