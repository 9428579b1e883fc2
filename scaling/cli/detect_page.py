"""What people read of ``scaling detect`` beside its table: pairs, pooled tasks, the test."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from scaling.detection.pairs import PairResult
    from scaling.detection.pooling import PooledResult
    from scaling.detection.results import DetectResult

MOST_SENTENCES = 24  # of each kind


def verdict_counts(results: Any) -> str:
    """Return how many series have each verdict, most frequent first."""
    counts = Counter(one.verdict for one in results)
    return ", ".join(f"{count} {verdict}" for verdict, count in counts.most_common())


def pair_lines(pairs: Sequence[PairResult]) -> list[str]:
    """Return the sentences of metric pairs, and how many could not be made."""
    made = [pair for pair in pairs if pair.status == "ok"]
    lines = [f"{pair.label()}: {pair.reason}" for pair in made[:MOST_SENTENCES]]
    if len(made) > MOST_SENTENCES:
        lines.append(f"… and {len(made) - MOST_SENTENCES} more pairs: --format json")
    told = Counter((pair.series.metric, pair.message) for pair in pairs if pair.status != "ok")
    lines += [f"not paired: {count} × {metric}: {why}" for (metric, why), count in told.items()]
    return lines


def pooled_lines(pooled: Sequence[PooledResult]) -> list[str]:
    """Return the sentences of pooled tasks."""
    if not pooled:
        return ["pooled: no task rises materially in two families or more"]
    lines = [f"pooled: {one.label()}: {one.reason}" for one in pooled[:MOST_SENTENCES]]
    if len(pooled) > MOST_SENTENCES:
        lines.append(f"… and {len(pooled) - MOST_SENTENCES} more tasks: --format json")
    return lines


def test_line(tested: Sequence[DetectResult], w0: str) -> str:
    """Return how the p-values of tested series came about."""
    first = tested[0]
    drawn = max((one.test.draws for one in tested if one.test is not None), default=0)
    if drawn:
        kind = f"bootstrap p-values of {drawn} draws where a claim is open, screening elsewhere"
        needed = ""
    else:
        kind = "screening p-values"
        screened = first.interval is not None and not first.interval.draws
        needed = f" (claims need p <= {first.alpha / 2:g})" if screened else " (no claim is open)"
    return f"width test: {kind}, w0 {w0}, alpha {first.alpha:g}{needed}"


def defaults_line(results: Any) -> str:
    """Return why the defaults of a run are what they are, nothing if it used none."""
    from scaling.detection.defaults import reasons_of_defaults

    reasons = reasons_of_defaults(results.manifest["options"], results)
    return f"defaults: {'; '.join(reasons)}\n" if reasons else ""
