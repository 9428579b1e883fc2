"""Runs that are left out of a fit, by name or by a rule; each is listed with its reason."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType

import numpy as np

from scaling.errors import DataError, OptionError, unknown_name
from scaling.fitting.laws.records import Excluded
from scaling.laws.base import Array
from scaling.runs import Runs

Quantity = Callable[[Runs], Array]
RULES: Mapping[str, tuple[str, bool, Quantity]] = MappingProxyType(
    {
        "lowest-tokens-per-param": ("tokens per parameter", False, lambda r: r.tokens / r.params),
        "highest-tokens-per-param": ("tokens per parameter", True, lambda r: r.tokens / r.params),
        "highest-loss": ("loss", True, lambda r: r.loss),
        "lowest-params": ("parameters", False, lambda r: r.params),
        "highest-flops": ("compute", True, lambda r: r.flops),
        "highest-epochs": ("epochs", True, lambda r: r.epochs),
    }
)
EXAMPLE = "NAME:COUNT such as lowest-tokens-per-param:5"


@dataclass(frozen=True)
class Rule:
    """Leave out the ``count`` runs at one end of some quantity; ties by the name of the model."""

    name: str
    count: int

    @classmethod
    def parse(cls, text: str) -> Rule:
        """Read ``NAME:COUNT``; raises OptionError for another form, UnknownNameError for a name."""
        name, colon, count = text.partition(":")
        if not colon or not count.strip().isascii() or not count.strip().isdigit():
            raise OptionError(f"exclude_rule: expected {EXAMPLE}, got {text!r}")
        plain = name.strip().lower().replace("_", "-")
        if plain not in RULES:
            raise unknown_name("rule of exclusion", plain, RULES)
        return cls(plain, int(count))

    def of(self, runs: Runs) -> list[tuple[int, str]]:
        """Return the places of the runs that the rule leaves out, with the reasons."""
        what, highest, quantity = RULES[self.name]
        values = quantity(runs)
        if np.isnan(values).all():
            raise DataError(f"the rule {self.name} needs {what}, which no run has; choose another")
        ends = -values if highest else values
        order = sorted(range(runs.n), key=lambda at: (np.nan_to_num(ends[at], nan=np.inf), at))
        chosen = [place for place in order[: self.count] if not np.isnan(values[place])]
        end = "highest" if highest else "lowest"
        return [
            (place, f"{self.name}:{self.count}: {what} {values[place]:.4g}, {rank + 1} from the "
             f"{end} of {runs.n}")
            for rank, place in enumerate(chosen)
        ]  # fmt: skip


def exclude_sized(
    runs: Runs, models: Sequence[str], rules: Sequence[Rule], sizes: Sequence[str]
) -> tuple[Runs, tuple[Excluded, ...]]:
    """Return the runs that are left and have these sizes, and those that are not or do not."""
    left, excluded = exclude(runs, models, rules)
    sized = left.needing(sizes)
    return sized, (*excluded, *lacking(left, sized))


def lacking(before: Runs, after: Runs) -> tuple[Excluded, ...]:
    """Return the runs that ``needing`` has left out."""
    gone = after.left_out[len(before.left_out) :]
    return tuple(Excluded(one.model, one.reason) for one in gone)


def exclude(
    runs: Runs, models: Sequence[str], rules: Sequence[Rule]
) -> tuple[Runs, tuple[Excluded, ...]]:
    """Return the runs that are left, and those that are not with their reasons.

    Rules look at the runs that the names have left. Raises UnknownNameError for a model that
    is not there, DataError where nothing is left.
    """
    gone = [Excluded(one.model, one.reason) for one in runs.left_out]
    lowered = [model.lower() for model in runs.models]
    named = set()
    for model in models:
        if model.lower() not in lowered:
            raise unknown_name(
                "model to exclude", model, runs.models, "'scaling data show' lists the runs"
            )
        named |= {at for at, name in enumerate(lowered) if name == model.lower()}
    gone += [Excluded(runs.models[at], "named by --exclude") for at in sorted(named)]
    left = runs.take([at for at in range(runs.n) if at not in named])
    out: dict[int, str] = {}
    for rule in rules:
        for place, reason in rule.of(left):
            out.setdefault(place, reason)
    gone += [Excluded(left.models[at], reason) for at, reason in out.items()]
    left = left.take([at for at in range(left.n) if at not in out])
    if not left.n:
        raise DataError(f"no run is left: {len(gone)} were excluded; exclude fewer")
    return left, tuple(gone)
