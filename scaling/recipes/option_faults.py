"""What is wrong with the options of a recipe, found by the checks of the analysis itself."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import fields
from pathlib import Path
from typing import Any

from scaling.curves import get_curve
from scaling.errors import ScalingError
from scaling.recipes.analyses import keywords_of, needed_by, options_class
from scaling.recipes.data import OF_TABLES, data_of
from scaling.recipes.own_options import own_faults
from scaling.record_faults import did_you_mean, shown

LOOKED_UP = ("families", "family", "sizes")
"""Properties of options that look a name or a size up, which making the options does not."""


def option_faults(given: Any, analysis: str, folder: Path) -> Iterator[str]:
    """Yield the options that an analysis does not have, lacks, or finds wrong."""
    if not isinstance(given, dict):
        return  # the model has said so
    known = keywords_of(analysis, given)
    for name in given:
        if name not in known:
            yield f"options.{name}: unknown option of {analysis}{did_you_mean(name, known)}"
    for name in OF_TABLES:
        if name in known and isinstance(given.get(name), str):
            try:
                data_of(given[name], folder)
            except ScalingError as error:
                yield f"options.{name}: {error}"
    needed = needed_by(analysis, given)
    missing = [name for name in needed if name not in given]
    yield from (f"options.{name}: expected a value, found nothing" for name in missing)
    made = options_class(analysis, given)
    checked = {one.name for one in fields(made)} if made is not None else set()
    yield from own_faults(given, [name for name in known if name not in checked])
    if made is not None and not missing:
        yield from _value_faults(made, given, needed)


def _value_faults(
    made: type[Any], given: Mapping[str, Any], needed: Sequence[str]
) -> Iterator[str]:
    """Yield what the class of the options says of their values, of each alone where it can."""
    own = {one.name for one in fields(made) if one.init}
    values = {name: value for name, value in given.items() if name in own}
    first = {name: values[name] for name in needed if name in own}
    told = [_named(" and ".join(first), _fault(made, first))] if first else []
    if not any(told):
        rest = {name: value for name, value in values.items() if name not in first}
        told = [_named(name, _fault(made, first | {name: rest[name]})) for name in rest]
    told = [one for one in told if one] or [_fault(made, values)]
    yield from (f"options.{one}" for one in told if one)


def _named(name: str, fault: str) -> str:
    """Return a fault with the name of its option in front."""
    return fault if not fault or fault.startswith(f"{name}:") else f"{name}: {fault}"


def _fault(made: type[Any], values: Mapping[str, Any]) -> str:
    """Return what is wrong with these values together, nothing if they are sound."""
    try:
        options = made(**values)
        for name in LOOKED_UP:
            getattr(options, name, None)
        if isinstance(getattr(options, "curve", None), str):
            get_curve(options.curve)
    except ScalingError as error:
        return str(error)
    except (TypeError, AttributeError):  # the class took the value for one of its own type
        *_, last = values.values()
        return f"expected a value of another type, found {shown(last)}"
    return ""
