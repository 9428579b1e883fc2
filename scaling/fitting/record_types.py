"""Whether records that were read from a document hold what their declarations say."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import is_dataclass
from functools import cache
from types import UnionType
from typing import Any, get_args, get_origin, get_type_hints

Found = Iterator[tuple[str, str, Any]]  # where, what was expected, what is there


def fault_of_types(record: Any) -> str:
    """Return which member of a record is not of its declared type, empty where all are.

    >>> from scaling.fitting.records import Estimate
    >>> fault_of_types(Estimate(0.5, "x"))
    "lower: expected float, found 'x'"
    """
    for place, expected, found in _members_amiss(record, ""):
        nothing = found is None or found != found  # records have NaN where JSON has null
        return f"{place}: expected {expected}, found {'null' if nothing else repr(found):.60}"
    return ""


def _members_amiss(record: Any, place: str) -> Found:
    kind: Any = type(record)
    for name, declared in _declared(kind).items():
        yield from _amiss(getattr(record, name), declared, f"{place}.{name}" if place else name)


def _amiss(value: Any, declared: Any, place: str) -> Found:
    """Yield what is not as declared in a value; of containers, what is not in their entries."""
    origin, inner = get_origin(declared), get_args(declared)
    if origin is UnionType:
        told = [next(_amiss(value, one, place), None) for one in inner]
        if None not in told:
            yield place, " or ".join(map(_name, inner)), value
    elif origin is tuple:
        one_type = inner[-1] is Ellipsis
        if not isinstance(value, tuple) or not (one_type or len(value) == len(inner)):
            yield place, "a list" if one_type else f"{len(inner)} values", value
            return
        for at, entry in enumerate(value):
            yield from _amiss(entry, inner[0] if one_type else inner[at], f"{place}[{at}]")
    elif origin is Mapping:
        if not isinstance(value, Mapping):
            yield place, "names with values", value
            return
        for name, entry in value.items():
            yield from _amiss(entry, inner[1], f"{place}.{name}")
    elif isinstance(declared, type):
        if not isinstance(value, (float, int) if declared is float else declared) or (
            isinstance(value, bool) and declared is not bool
        ):
            yield place, _name(declared), value
        elif is_dataclass(declared):
            yield from _members_amiss(value, place)


@cache
def _declared(kind: Any) -> dict[str, Any]:
    """Return the members of a dataclass with their types."""
    names = getattr(kind, "__dataclass_fields__", {})
    return {name: hint for name, hint in get_type_hints(kind).items() if name in names}


def _name(declared: Any) -> str:
    return str(getattr(declared, "__name__", declared)).replace("NoneType", "null")
