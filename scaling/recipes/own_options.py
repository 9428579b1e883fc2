"""Keywords that analyses declare themselves, beside the class of their options: their types.

The class checks its own values; of these nothing would be known before an analysis runs.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Annotated, Any

from pydantic import ConfigDict, Field, TypeAdapter, ValidationError

from scaling.record_faults import shown

Number = Annotated[float, Field(allow_inf_nan=False)]
STRICT = ConfigDict(strict=True)

NAMES: tuple[Any, str] = (str | list[str], "a name or a list of names")
TEXT: tuple[Any, str] = (str, "a name")
FLAG: tuple[Any, str] = (bool, "true or false")
SIZE: tuple[Any, str] = (str | Number, 'a number or a text such as "1T"')

OWN: dict[str, tuple[Any, str]] = {
    "pairs": NAMES,
    "pool": FLAG,
    "pair": NAMES,
    "baseline": (
        str | Number | list[str | Number],
        "a score, the name of a baseline, or a list of them",
    ),
    "stderr": (Number, "a number"),
    "baselines": TEXT,
    "baseline_metric": TEXT,
    "benchmarks": TEXT,
    "tokens": SIZE,
    "flops": (str | Number | list[str | Number], "budgets of compute, such as 1e21"),
    "unique_tokens": SIZE,
    "far": FLAG,
    "loss_unit": TEXT,
}
"""What a recipe may write for each of them, as a type and in words."""


def own_faults(given: Mapping[str, Any], known: Sequence[str]) -> Iterator[str]:
    """Yield ``options.NAME: what is wrong`` for values of another type than the analysis takes."""
    for name, value in given.items():
        if name in OWN and name in known:
            wanted, words = OWN[name]
            try:
                TypeAdapter(wanted, config=STRICT).validate_python(value)
            except ValidationError:
                yield f"options.{name}: expected {words}, found {shown(value)}"
