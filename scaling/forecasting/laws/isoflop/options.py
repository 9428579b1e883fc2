"""The options of the isoFLOP analysis, checked once."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, fields
from typing import Any

from scaling.errors import OptionError, UnitError
from scaling.fitting.laws.exclusions import Rule
from scaling.fitting.options import (
    check_between,
    check_choice,
    check_draws,
    check_seed,
    is_number,
    wrong_value,
)
from scaling.units import parse_size

DEGREES = ("2", "3", "both")
RESPONSES = ("log-loss", "loss")
DEFAULT_TOLERANCE = 0.05  # decades: the runs of one budget differ by at most 12 % in compute
LARGEST_TOLERANCE = 1.0  # decades


@dataclass(frozen=True, kw_only=True)
class IsoflopOptions:
    """How minima are found.

    ``degree``: whose minima make the power law, the parabola's (``2``), the cubic's (``3``), or
    those that the data ask for (``both``). ``response``: what the polynomial in log N is of.
    ``budgets``: compute budgets in FLOPs, None to find them; ``tolerance``: by how many decades
    of compute the runs of one budget may differ. ``draws`` are those of the bootstrap (0: no
    intervals). ``exclude`` names models to leave out, ``exclude_rule`` rules such as
    ``lowest-tokens-per-param:5``.
    """

    degree: str = "both"
    response: str = "log-loss"
    budgets: Sequence[str | float] | None = None
    tolerance: float = DEFAULT_TOLERANCE
    level: float = 0.95
    draws: int = 999
    seed: int = 0
    exclude: Sequence[str] = ()
    exclude_rule: Sequence[str] = ()

    def __post_init__(self) -> None:
        object.__setattr__(self, "degree", str(self.degree))
        for name in ("exclude", "exclude_rule"):
            value = getattr(self, name)
            object.__setattr__(self, name, (value,) if isinstance(value, str) else tuple(value))
        check_choice("degree", self.degree, DEGREES)
        check_choice("response", self.response, RESPONSES)
        if not (is_number(self.tolerance) and 0 <= self.tolerance <= LARGEST_TOLERANCE):
            expected = f"a number of decades from 0 to {LARGEST_TOLERANCE:g}"
            raise wrong_value("tolerance", expected, self.tolerance)
        check_between("level", self.level, 0.0, 1.0)
        check_draws(self.draws)
        check_seed(self.seed)
        if self.budgets is not None:
            object.__setattr__(self, "budgets", compute_budgets("budgets", self.budgets) or None)

        _ = self.rules  # a rule that does not exist is an error before any work

    @property
    def rules(self) -> tuple[Rule, ...]:
        """The rules of exclusion; raises OptionError for one that is none."""
        return tuple(Rule.parse(text) for text in self.exclude_rule)

    def recorded(self) -> dict[str, Any]:
        """Return the options as a manifest records them."""
        return {f.name: getattr(self, f.name) for f in fields(self)}


def compute_budgets(name: str, values: Sequence[str | float] | str | float) -> tuple[float, ...]:
    """Return compute budgets in FLOPs, each once, from the smallest on; raises OptionError.

    >>> compute_budgets("flops", ["1e24", 1e21, "1e24"])
    (1e+21, 1e+24)
    """
    listed = [values] if isinstance(values, str | int | float) else list(values)
    found = set()
    for value in listed:
        try:
            found.add(parse_size(value))
        except UnitError as error:
            raise OptionError(f"{name}: {error}") from None
    return tuple(sorted(found))
