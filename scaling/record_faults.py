"""What is wrong with a record (a sheet, a recipe) in words: one line for each fault.

pydantic finds the faults; here they get the wording of our errors.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import TYPE_CHECKING, Any

from scaling.errors import nearest

if TYPE_CHECKING:
    from pydantic import ValidationError

Keys = Callable[[Sequence[int | str]], Iterable[str]]


def faults_of(error: ValidationError, whole: str, keys_of: Keys) -> list[str]:
    """Return ``PLACE: what is wrong`` for each fault.

    ``whole`` is what the record is called where the fault is in none of its keys; ``keys_of``
    gives the keys that a section of it may have.
    """
    details = error.errors()
    # pydantic also counts a list with a faulty entry as too short: the entry's fault will do.
    inner = {detail["loc"][:depth] for detail in details for depth in range(len(detail["loc"]))}
    return [_fault(detail, whole, keys_of) for detail in details if detail["loc"] not in inner]


def place_of(loc: Sequence[int | str]) -> str:
    """Return the path of a key as text.

    >>> place_of(("scaling", "tasks", 0, "chance"))
    'scaling.tasks[0].chance'
    """
    path = "".join(f"[{part}]" if isinstance(part, int) else f".{part}" for part in loc)
    return path.removeprefix(".")


def did_you_mean(key: str, known: Iterable[str]) -> str:
    """Return the nearest known key as the end of a message, nothing if none is near."""
    close = nearest(key, list(known))
    return f": did you mean {close!r}?" if close else ""


def shown(value: object) -> str:
    """Return a value that was found, shortened."""
    found = repr(value)
    return found if len(found) <= 60 else found[:57] + "…"


def _fault(detail: Any, whole: str, keys_of: Keys) -> str:
    place = place_of(detail["loc"]) or whole
    if detail["type"] == "unknown_key":
        return f"{place_of(detail['loc'])}{'.' if detail['loc'] else ''}{detail['msg']}"
    if detail["type"] == "extra_forbidden":
        *section, key = detail["loc"]
        return f"{place}: unknown key{did_you_mean(str(key), keys_of(section))}"
    if detail["type"] == "missing":
        return f"{place}: expected a value, found nothing"
    if detail["type"] == "too_short":
        return f"{place}: expected at least one entry, found none"
    if detail["type"] == "too_long":
        return f"{place}: expected one entry, found {len(detail['input'])}"
    message = detail["msg"].removeprefix("Value error, ").rstrip(".")
    message = message.replace("Input should be", "expected", 1)
    return f"{place}: {message}, found {shown(detail['input'])}"
