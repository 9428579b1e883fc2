"""The options of an allocation, checked once."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, fields
from typing import Any

from scaling.errors import OptionError, UnitError
from scaling.forecasting.laws.isoflop.options import compute_budgets
from scaling.units import parse_size

MOST_BUDGETS = 200


@dataclass(frozen=True, kw_only=True)
class AllocateOptions:
    """What is allocated.

    ``flops``: compute budgets in FLOPs, each a number or a range (see ``spread_budgets``).
    ``unique_tokens``: how many different tokens there are, None for as many as are needed. With
    ``far`` losses are forecast at any distance from the data.
    """

    flops: Sequence[str | float] | str | float
    unique_tokens: str | float | None = None
    far: bool = False

    def __post_init__(self) -> None:
        given = [self.flops] if isinstance(self.flops, str | int | float) else list(self.flops)
        spread = [budget for value in given for budget in spread_budgets(value)]
        budgets = compute_budgets("flops", spread)
        if not 1 <= len(budgets) <= MOST_BUDGETS:
            raise OptionError(
                f"flops: expected between 1 and {MOST_BUDGETS} compute budgets, got {len(budgets)}"
            )
        object.__setattr__(self, "flops", budgets)
        if self.unique_tokens is not None:
            try:
                object.__setattr__(self, "unique_tokens", parse_size(self.unique_tokens))
            except UnitError as error:
                raise OptionError(f"unique_tokens: {error}") from None

    @property
    def budgets(self) -> tuple[float, ...]:
        """The compute budgets as numbers, from the smallest on."""
        return compute_budgets("flops", self.flops)

    @property
    def known_tokens(self) -> float | None:
        """The different tokens as a number, None for as many as are needed."""
        return None if self.unique_tokens is None else float(self.unique_tokens)

    def recorded(self) -> dict[str, Any]:
        """Return the options as a manifest records them."""
        return {f.name: getattr(self, f.name) for f in fields(self)}


def spread_budgets(value: str | float) -> list[str | float]:
    """Return a budget as it is, or those of a range ``LOW:HIGH`` or ``LOW:HIGH:COUNT``.

    They stand at equal ratios, one a decade unless counted. Raises OptionError for another form.

    >>> spread_budgets("1e21:1e23"), spread_budgets("1e21")
    ([1e+21, 1e+22, 1e+23], ['1e21'])
    """
    if not isinstance(value, str) or ":" not in value:
        return [value]
    words = value.split(":")
    if len(words) not in (2, 3) or not all(map(_is_size, words[:2])):
        raise OptionError(f"flops: expected a range LOW:HIGH or LOW:HIGH:COUNT, got {value!r}")
    low, high = (math.log10(parse_size(word)) for word in words[:2])
    a_decade = str(max(2, round(abs(high - low)) + 1))
    count = a_decade if len(words) == 2 else words[2].strip()
    if not (count.isascii() and count.isdigit() and 2 <= int(count) <= MOST_BUDGETS):
        raise OptionError(
            f"flops: expected a COUNT from 2 to {MOST_BUDGETS} in a range, got {value!r}"
        )
    step = (high - low) / (int(count) - 1)
    return [float(f"{10 ** (low + place * step):.6g}") for place in range(int(count))]


def _is_size(word: str) -> bool:
    try:
        parse_size(word)
    except UnitError:
        return False
    return True
