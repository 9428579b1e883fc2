"""Objects by name, ours or those of other packages: a look-up loads one, never all."""

from __future__ import annotations

from collections.abc import Sequence
from importlib import import_module, metadata
from typing import Any

from scaling.errors import ScalingError, unknown_name

Listed = Sequence[tuple[str, str]]


def names_of(ours: Listed, group: str) -> tuple[str, ...]:
    """Return the names of ours (name and module, or module:attribute), then of the entry points."""
    known = tuple(name for name, _ in ours)
    others = sorted({entry.name for entry in metadata.entry_points(group=group)} - set(known))
    return (*known, *others)


def load(name: str, ours: Listed, group: str, *, kind: str, attribute: str, hint: str) -> Any:
    """Return the object of this name; case and ``_`` for ``-`` do not matter.

    ``attribute`` is what a module of ours calls it. Raises UnknownNameError with the nearest
    name, ScalingError for an entry point that cannot be loaded.
    """
    asked = _plain(name)
    for known, place in ours:
        if asked == known:
            module, _, own = place.partition(":")
            return getattr(import_module(module), own or attribute)
    for entry in metadata.entry_points(group=group):
        if asked != _plain(entry.name):
            continue
        try:
            return entry.load()
        except Exception as error:  # a plug-in may fail in any way
            raise ScalingError(
                f"the plug-in {entry.value!r} for the {kind} {name!r} cannot be loaded: {error}"
            ) from error
    raise unknown_name(kind, name, names_of(ours, group), hint)


def _plain(name: str) -> str:
    return name.lower().replace("_", "-")
