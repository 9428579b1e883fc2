"""The options of a comparison of laws, checked once."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, fields
from typing import Any

from scaling.errors import OptionError
from scaling.fitting.laws.options import OBJECTIVES, LawOptions
from scaling.fitting.options import DEFAULT_DELTA
from scaling.forecasting.laws.isoflop.options import compute_budgets
from scaling.laws.base import Law
from scaling.laws.registry import get_law

DEFAULT_DRAWS = 199  # of each back-test: enough for the ends of a 95 % interval


@dataclass(frozen=True, kw_only=True)
class CompareLawsOptions:
    """What is compared, and on which hold-outs.

    ``laws``: names or ``Law`` objects, None for those that the runs can identify. ``objectives``:
    each law is fitted under each. ``cutoffs``: compute in FLOPs; runs below are fitted, the others
    predicted; None for three that the runs suggest. The others are those of ``LawOptions``.
    """

    laws: Sequence[str | Law] | None = None
    objectives: Sequence[str] = OBJECTIVES
    delta: float = DEFAULT_DELTA
    cutoffs: Sequence[str | float] | None = None
    bootstrap: str = "case"
    draws: int = DEFAULT_DRAWS
    level: float = 0.95
    seed: int = 0
    exclude: Sequence[str] = ()
    exclude_rule: Sequence[str] = ()
    n_jobs: int = 1

    def __post_init__(self) -> None:
        set_once = object.__setattr__
        for name in ("objectives", "exclude", "exclude_rule"):
            value = getattr(self, name)
            set_once(self, name, (value,) if isinstance(value, str) else tuple(value))
        set_once(self, "objectives", tuple(dict.fromkeys(self.objectives)) or OBJECTIVES)
        if isinstance(self.laws, str) or hasattr(self.laws, "log_loss"):
            set_once(self, "laws", (self.laws,))
        set_once(self, "laws", tuple(self.laws or ()) or None)
        if self.cutoffs is not None:
            set_once(self, "cutoffs", compute_budgets("cutoffs", self.cutoffs) or None)
        if self.delta != DEFAULT_DELTA and "huber" not in self.objectives:
            raise OptionError("delta: belongs to the objective huber, which is not compared")
        for objective in self.objectives:
            self.law_options("chinchilla", objective)  # checks the rest
        _ = self.families  # an unknown name is an error before any work

    @property
    def families(self) -> tuple[Law, ...] | None:
        """The laws that were asked for, each once; None for the usual ones.

        Raises UnknownNameError with the nearest name.
        """
        if self.laws is None:
            return None
        found = [get_law(one) if isinstance(one, str) else one for one in self.laws]
        return tuple({one.name: one for one in found}.values())

    def law_options(self, law: str | Law, objective: str) -> LawOptions:
        """Return the options under which one law is fitted."""
        return LawOptions(
            law=law,
            objective=objective,
            delta=self.delta if objective == "huber" else DEFAULT_DELTA,
            bootstrap=self.bootstrap,
            draws=self.draws,
            level=self.level,
            seed=self.seed,
            exclude=tuple(self.exclude),
            exclude_rule=tuple(self.exclude_rule),
        )

    def recorded(self) -> dict[str, Any]:
        """Return the options as a manifest records them: laws by their names."""
        names = None if self.families is None else [one.name for one in self.families]
        return {f.name: getattr(self, f.name) for f in fields(self)} | {"laws": names}
