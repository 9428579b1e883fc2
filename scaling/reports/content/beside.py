"""What the summary says beside single series: metric pairs and pooled tasks."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from types import MappingProxyType

from scaling.detection.pairs import PairResult
from scaling.detection.pooling import PooledResult
from scaling.detection.result_set import DetectResults
from scaling.plots.style.text import clean
from scaling.reports.content.courses import counted
from scaling.reports.content.model import Statement

FEW = 3  # pairs or tasks that are told one by one
PAIRS = MappingProxyType(
    {
        "metric_artifact": "Sharp on the hard metric, smooth on the soft one",
        "robust_to_metric": "Sharp on both metrics",
        "metric_artifact_untested": "Sharp on the hard metric, undecided on the soft one",
    }
)
"""Labels of the verdicts of pairs."""


def beside(results: DetectResults) -> tuple[Statement, ...]:
    """Return a sentence for every verdict of pairs that occurs, and one for pooled tasks."""
    found: list[Statement] = []
    if results.pairs is not None:
        found += _pairs(results.pairs)
    if results.pooled is not None:
        found.append(_pooled(results.pooled))
    return tuple(found)


def _pairs(pairs: Sequence[PairResult]) -> Iterable[Statement]:
    made = [pair for pair in pairs if pair.status == "ok"]
    for verdict, label in PAIRS.items():
        told = [pair for pair in made if pair.verdict == verdict]
        if told:
            yield Statement(label, _listed([(one.label(), one.reason) for one in told]))
    calm = sum(pair.verdict is None for pair in made)
    lost = len(pairs) - len(made)
    parts = [f"{counted(calm, 'pair')} without a jump to explain" if calm else ""]
    parts.append(f"{counted(lost, 'pair')} could not be made" if lost else "")
    if calm or lost:
        yield Statement("Metric pairs", f"{'; '.join(part for part in parts if part)}.")


def _pooled(pooled: Sequence[PooledResult]) -> Statement:
    if not pooled:
        text = "no task rises materially in two families or more."
    else:
        text = _listed([(one.label(), one.reason) for one in pooled])
    return Statement("Pooled tasks", text)


def _listed(told: Sequence[tuple[str, str]]) -> str:
    """Return the names and sentences of a few, and how many more there are."""
    shown = [f"{clean(name)}: {clean(reason)}" for name, reason in told[:FEW]]
    more = len(told) - len(shown)
    return " ".join(shown) + (f" And {more} more, in the table." if more else "")
