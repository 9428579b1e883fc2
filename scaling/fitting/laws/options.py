"""The options of a law's fit, checked once."""

from __future__ import annotations

from dataclasses import dataclass, fields
from typing import Any

from scaling.errors import OptionError
from scaling.fitting.laws.exclusions import Rule
from scaling.fitting.options import (
    DEFAULT_DELTA,
    check_between,
    check_choice,
    check_draws,
    check_seed,
    is_number,
    wrong_value,
)
from scaling.laws.base import Law
from scaling.laws.registry import get_law

OBJECTIVES = ("huber", "squares", "lad")
BOOTSTRAPS = ("case", "weighted")


@dataclass(frozen=True, kw_only=True)
class LawOptions:
    """How a law is fitted.

    ``law``: a name or a ``Law`` of your own. ``objective``: a sum over runs of Huber's loss (with
    ``delta``), squares or absolute values of log residuals. ``bootstrap``: ``case`` draws runs
    with replacement, ``weighted`` gives them Dirichlet weights, so that no run is ever absent;
    ``draws`` (0: none) and ``level`` are of its intervals. ``exclude`` names models to leave out,
    ``exclude_rule`` rules such as ``lowest-tokens-per-param:5``.
    """

    law: str | Law = "chinchilla"
    objective: str = "huber"
    delta: float = DEFAULT_DELTA
    bootstrap: str = "case"
    draws: int = 999
    level: float = 0.95
    seed: int = 0
    exclude: tuple[str, ...] = ()
    exclude_rule: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        if not isinstance(self.law, str) and (
            isinstance(self.law, type) or not hasattr(self.law, "log_loss")
        ):
            raise OptionError(f"law: expected a name or a Law, got {self.law!r}")
        for name in ("exclude", "exclude_rule"):
            value = getattr(self, name)
            object.__setattr__(self, name, (value,) if isinstance(value, str) else tuple(value))
        check_choice("objective", self.objective, OBJECTIVES)
        check_choice("bootstrap", self.bootstrap, BOOTSTRAPS)
        if not (is_number(self.delta) and self.delta > 0):
            raise wrong_value("delta", "a number above zero", self.delta)
        if self.delta != DEFAULT_DELTA and self.objective != "huber":
            raise OptionError(f"delta: belongs to the objective huber, not to {self.objective}")
        check_between("level", self.level, 0.0, 1.0)
        check_draws(self.draws)
        check_seed(self.seed)
        _ = self.rules  # a rule that does not exist is an error before any work

    @property
    def family(self) -> Law:
        """The law; raises UnknownNameError with the nearest name."""
        return get_law(self.law) if isinstance(self.law, str) else self.law

    @property
    def rules(self) -> tuple[Rule, ...]:
        """The rules of exclusion; raises OptionError for one that is none."""
        return tuple(Rule.parse(text) for text in self.exclude_rule)

    def recorded(self) -> dict[str, Any]:
        """Return the options as a manifest records them: a law by its name."""
        return {f.name: getattr(self, f.name) for f in fields(self)} | {"law": self.family.name}
