"""The rules of a metric pair, in the order they are asked, as data and small functions.

``docs/metric-pairs.md`` states them; to change a rule, change its function here. P-values and
widths count only of series with a material rise: of others a width means nothing, and their
p-values are those of the screening.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from scaling.detection.results import DetectResult
from scaling.fitting.records import Estimate
from scaling.notes import MATERIAL_VERDICTS


@dataclass(frozen=True)
class PairEvidence:
    """What a pair's verdict rests on: both verdicts on the same models, and the log ratio."""

    hard: DetectResult
    soft: DetectResult
    log_ratio: Estimate
    alpha: float


Condition = Callable[[PairEvidence], bool]


def is_sharp(result: DetectResult, alpha: float) -> bool:
    """A rise that is narrower than w0 under every shape."""
    return result.verdict in MATERIAL_VERDICTS and result.p_sharp <= alpha


def is_smooth(result: DetectResult, alpha: float) -> bool:
    """A rise that is at least w0 wide under every shape."""
    return result.verdict in MATERIAL_VERDICTS and result.p_smooth <= alpha


def soft_is_wider(e: PairEvidence) -> bool:
    """The whole interval of the log ratio lies above 0."""
    return e.log_ratio.lower > 0


def jump(e: PairEvidence) -> bool:
    """The hard metric is sharp: there is something to explain."""
    return is_sharp(e.hard, e.alpha)


def metric_artifact(e: PairEvidence) -> bool:
    """Sharp on the hard metric, smooth on the soft one, and surely wider there."""
    return jump(e) and is_smooth(e.soft, e.alpha) and soft_is_wider(e)


def robust_to_metric(e: PairEvidence) -> bool:
    """Sharp on both."""
    return jump(e) and is_sharp(e.soft, e.alpha)


RULES: tuple[tuple[str, Condition], ...] = (
    ("metric_artifact", metric_artifact),
    ("robust_to_metric", robust_to_metric),
    ("metric_artifact_untested", jump),
)


def pair_verdict(evidence: PairEvidence) -> str | None:
    """Return the verdict of the first rule that holds, None where there is no jump to explain."""
    return next((verdict for verdict, holds in RULES if holds(evidence)), None)
