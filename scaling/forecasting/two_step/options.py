"""The options of a forecast in two steps, checked once."""

from __future__ import annotations

from dataclasses import dataclass, fields
from typing import Any

from scaling.curves.base import Curve
from scaling.fitting.laws import LawOptions
from scaling.fitting.laws.exclusions import Rule
from scaling.fitting.options import (
    CEILINGS,
    DEFAULT_DELTA,
    DEFAULT_RHO,
    FitOptions,
    check_choice,
    check_jobs,
    check_rho,
    size_of,
    wrong_value,
)
from scaling.forecasting.two_step.ladder import LOSS
from scaling.forecasting.two_step.links import DEFAULT_LINK, get_link

FLOORS = ("auto", "free", "fixed")
DEFAULT_LAW = "chinchilla"
ERRORS = ("relative", "absolute")


@dataclass(frozen=True, kw_only=True)
class TwoStepOptions:
    """A model of ``at`` parameters trained on ``tokens``, and how its score is forecast.

    ``via`` is what step one predicts: ``loss``, or a metric of the same task that falls like one.
    ``law``, ``objective`` and ``delta`` are those of loss laws; ``loss_errors`` says whether the
    errors of losses are ``relative`` or ``absolute``. ``link`` is ``sigmoid`` or ``exponential``,
    ``link_objective`` an objective of curves; ``floor`` is ``free``, ``fixed`` at chance or
    ``auto`` (free from six losses on), ``ceiling`` as in ``FitOptions``. ``exclude`` and
    ``exclude_rule`` leave models out of both steps. ``level`` and ``draws`` are those of the joint
    bootstrap (0: no intervals). ``far`` allows what lies too far beyond the data.
    """

    at: float | str
    tokens: float | str
    via: str = LOSS
    law: str = DEFAULT_LAW
    objective: str = "huber"
    delta: float = DEFAULT_DELTA
    loss_errors: str = "relative"
    link: str = DEFAULT_LINK
    link_objective: str = "auto"
    floor: str = "auto"
    ceiling: str = "fixed"
    rho: float = DEFAULT_RHO
    exclude: tuple[str, ...] = ()
    exclude_rule: tuple[str, ...] = ()
    level: float = 0.95
    draws: int = 999
    far: bool = False
    seed: int = 0
    n_jobs: int = 1

    def __post_init__(self) -> None:
        for name in ("at", "tokens"):
            object.__setattr__(self, name, size_of(name, getattr(self, name)))
        if not isinstance(self.via, str):
            raise wrong_value("via", "loss or the name of a metric", self.via)
        check_choice("floor", self.floor, FLOORS)
        check_choice("ceiling", self.ceiling, CEILINGS)
        check_choice("loss_errors", self.loss_errors, ERRORS)
        check_rho(self.rho)
        check_jobs(self.n_jobs)
        for name in ("exclude", "exclude_rule"):
            value = getattr(self, name)
            object.__setattr__(self, name, (value,) if isinstance(value, str) else tuple(value))
        _ = self.family, self.link_options, self.law_options.family, self.rules  # check the rest

    @property
    def params(self) -> float:
        """``at`` as a number."""
        return float(self.at)

    @property
    def n_tokens(self) -> float:
        """``tokens`` as a number."""
        return float(self.tokens)

    @property
    def family(self) -> Curve:
        """The link; raises UnknownNameError with the nearest name."""
        return get_link(self.link)

    @property
    def link_options(self) -> FitOptions:
        """How the link is fitted."""
        return FitOptions(
            curve=self.family,
            objective=self.link_objective,
            ceiling=self.ceiling,
            rho=self.rho,
            level=self.level,
            draws=self.draws,
            seed=self.seed,
        )

    @property
    def law_options(self) -> LawOptions:
        """How the law is fitted; its draws come from the joint bootstrap.

        Models are excluded before, from both steps.
        """
        return LawOptions(
            law=self.law,
            objective=self.objective,
            delta=self.delta,
            draws=0,
        )

    @property
    def rules(self) -> tuple[Rule, ...]:
        """The rules of exclusion; raises OptionError for one that is none."""
        return tuple(Rule.parse(text) for text in self.exclude_rule)

    def recorded(self) -> dict[str, Any]:
        """Return the options as a manifest records them."""
        return {f.name: getattr(self, f.name) for f in fields(self)}
