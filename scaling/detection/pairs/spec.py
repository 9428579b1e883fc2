"""Which metrics are compared: ``HARD:SOFT`` as people write it, checked against known metrics."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from scaling.errors import OptionError, unknown_name


@dataclass(frozen=True)
class PairSpec:
    """A hard metric, such as exact match, and a soft one of the same answers, such as BLEU."""

    hard: str
    soft: str

    def __str__(self) -> str:
        return f"{self.hard}:{self.soft}"


def pair_specs(pairs: str | Sequence[str] | None, metrics: Iterable[str]) -> tuple[PairSpec, ...]:
    """Return the pairs that texts such as ``exact_match:bleu`` name, each once.

    ``metrics``: those of the series; case is ignored and their spelling is kept. Raises
    OptionError for a text that is no pair, UnknownNameError for a metric that no series has.

    >>> pair_specs("EM:bleu", ["em", "bleu"])
    (PairSpec(hard='em', soft='bleu'),)
    """
    known = list(dict.fromkeys(metrics))
    texts = [pairs] if isinstance(pairs, str) else list(pairs or [])
    return tuple(dict.fromkeys(_spec(text, known) for text in texts))


def _spec(text: str, known: list[str]) -> PairSpec:
    names = [name.strip() for name in text.split(":")]
    if len(names) != 2 or not all(names):
        raise OptionError(
            f"pair: expected HARD:SOFT, two metrics with a colon between them such as "
            f"exact_match:bleu, got {text!r}"
        )
    hard, soft = (_known(name, known) for name in names)
    if hard == soft:
        raise OptionError(
            f"pair: expected two different metrics, got {text!r}; the hard one comes first"
        )
    return PairSpec(hard, soft)


def _known(name: str, known: list[str]) -> str:
    """Return a metric as the series spell it; the exact spelling goes first."""
    if name in known:
        return name
    found = [metric for metric in known if metric.lower() == name.lower()]
    if not found:
        raise unknown_name("metric", name, known, "a pair needs both metrics among the series")
    return found[0]
