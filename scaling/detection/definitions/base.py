"""What every definition is: a record of where it comes from and a function of one series."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from scaling.detection.definitions.view import View
from scaling.fitting.records import NAN


@dataclass(frozen=True, kw_only=True)
class Definition:
    """One published definition of emergence.

    ``version`` rises whenever the same series would get another number. ``names``: the scores
    it gives. ``fails``: when not to trust them. ``compute`` returns the scores that apply to a
    series; it is asked only where there are ``least_sizes`` distinct sizes.
    """

    id: str
    version: int
    names: tuple[str, ...]
    summary: str
    formula: str
    source: str
    fails: str
    least_sizes: int
    compute: Callable[[View], Mapping[str, float]]

    def key(self, name: str) -> str:
        """Return what a score is called in results, ``name/version``."""
        return f"{name}/{self.version}"

    def scores(self, view: View) -> dict[str, float]:
        """Return every score by its key, NaN where the definition does not apply."""
        found = self.compute(view) if len(view.x) >= self.least_sizes else {}
        return {self.key(name): float(found.get(name, NAN)) for name in self.names}
