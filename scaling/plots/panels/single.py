"""Charts of one result."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TypeVar

from scaling.errors import OutputError

Result = TypeVar("Result")


def only_one(results: Iterable[Result], what: str) -> Result:
    """Return the one result of a set; raises OutputError for none or several of ``what``."""
    found = list(results)
    if len(found) != 1:
        raise OutputError(
            f"a chart shows one {what}: expected one {what}, found {len(found)}; draw each alone"
        )
    return found[0]
