"""What pairs say of the verdicts on the hard metric: its qualifiers."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace

from scaling.detection.pairs.results import PairResult
from scaling.detection.results import DetectResult

CANDIDATE, UNTESTED = "metric_artifact_candidate", "metric_artifact_untested"


def requalify(
    results: Iterable[DetectResult], pairs: Sequence[PairResult]
) -> tuple[DetectResult, ...]:
    """Return the results with the verdicts of their pairs as qualifiers.

    They take the place of ``metric_artifact_candidate``. Of several pairs, those that could
    not decide give way to those that did; the others all stand.
    """
    return tuple(_requalified(result, pairs) for result in results)


def _requalified(result: DetectResult, pairs: Sequence[PairResult]) -> DetectResult:
    own = [pair for pair in pairs if pair.series.key == result.series.key]
    found = dict.fromkeys(pair.verdict for pair in own if pair.verdict is not None)
    if not found:
        return result
    decided = [code for code in found if code != UNTESTED] or [UNTESTED]
    kept = [code for code in result.qualifiers if code != CANDIDATE]
    return replace(result, qualifiers=(*kept, *decided))
