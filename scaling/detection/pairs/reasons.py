"""The reason of a pair's verdict: sentences with numbers that an analyst can quote."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from scaling.detection.pairs.limit import BelowLimit
from scaling.detection.pairs.matching import Match
from scaling.detection.pairs.verdict import PairEvidence, is_smooth
from scaling.detection.results import DetectResult
from scaling.detection.verdict.wording import p_text, score_text, unit_of, w0_text, width_text
from scaling.fitting.records import Estimate
from scaling.notes import RISING_VERDICTS

N_GRAMS = ("bleu", "gleu", "nist", "rouge", "chrf")  # scores of matching runs of words or letters
NOT_TESTED = {
    "no-error-model": "the error of {metric} is not known (add the column stderr, or sigma to the "
    "task in the dataset's sheet)",
    "no-bounds": "{metric} has no chance level and ceiling to place a transition on (add the "
    "columns chance and ceiling)",
}


def pair_reason(
    verdict: str | None, match: Match, evidence: PairEvidence, below: BelowLimit, length: int | None
) -> str:
    """Return the sentences for a verdict, None included."""
    parts = [SENTENCES[verdict](match, evidence), _limit(match, below)]
    if verdict is not None:
        parts += [_length(match.spec.hard, length), _weak_evidence(match.spec.soft)]
    if verdict == "metric_artifact":
        parts.append(_caveat(match.spec.soft, evidence.soft))
    return " ".join(part for part in parts if part)


def _artifact(match: Match, e: PairEvidence) -> str:
    return (
        f"{_models(match)}, {match.spec.hard} rises within {_width(e.hard)} (sharp "
        f"{p_text(e.hard.p_sharp)}), but {match.spec.soft} over {_width(e.soft)} (smooth "
        f"{p_text(e.soft.p_smooth)}), {_times(e.log_ratio)}: the jump comes with the metric."
    )


def _robust(match: Match, e: PairEvidence) -> str:
    return (
        f"{_models(match)}, {match.spec.hard} rises within {_width(e.hard)} (sharp "
        f"{p_text(e.hard.p_sharp)}), and {match.spec.soft} within {_width(e.soft)} (sharp "
        f"{p_text(e.soft.p_sharp)}): the jump does not come with the metric."
    )


def _untested(match: Match, e: PairEvidence) -> str:
    return (
        f"{_models(match)}, {match.spec.hard} rises within {_width(e.hard)} (sharp "
        f"{p_text(e.hard.p_sharp)}); whether the metric makes the jump cannot be told: "
        f"{_why_untested(match.spec.soft, e)}."
    )


def _no_jump(match: Match, e: PairEvidence) -> str:
    hard, p = match.spec.hard, e.hard.p_sharp
    why = _not_testable(hard, e.hard)
    if not why and np.isnan(p):
        why = f"{hard} has too few or too close sizes for a verdict ({e.hard.verdict})"
    elif not why and e.hard.verdict not in RISING_VERDICTS:
        why = f"{hard} does not rise ({e.hard.verdict})"
    elif not why and is_smooth(e.hard, e.alpha):
        why = f"{hard} itself rises smoothly (smooth {p_text(e.hard.p_smooth)})"
    elif not why:
        w0 = w0_text(e.hard.w0, e.hard.size)
        why = f"{hard} is not surely narrower than {w0} (sharp {p_text(p)}, {e.hard.verdict})"
    return f"{_models(match)}, {why}: there is no jump that the metric could have made."


SENTENCES: dict[str | None, Callable[[Match, PairEvidence], str]] = {
    "metric_artifact": _artifact,
    "robust_to_metric": _robust,
    "metric_artifact_untested": _untested,
    None: _no_jump,
}


def _why_untested(soft: str, e: PairEvidence) -> str:
    """Return what keeps the soft metric from deciding."""
    why = _not_testable(soft, e.soft)
    if why:
        return why
    if e.soft.verdict not in RISING_VERDICTS:
        return f"{soft} does not rise ({e.soft.verdict})"
    if not is_smooth(e.soft, e.alpha):
        both = f"sharp {p_text(e.soft.p_sharp)}, smooth {p_text(e.soft.p_smooth)}"
        w0 = w0_text(e.soft.w0, e.soft.size)
        return f"{soft} is neither surely below nor surely above {w0} ({both})"
    if np.isnan(e.log_ratio.lower):
        return (
            f"{soft} is smooth ({p_text(e.soft.p_smooth)}), but without draws the ratio of the "
            "widths has no interval"
        )
    return (
        f"{soft} is smooth ({p_text(e.soft.p_smooth)}), but not surely wider: {_times(e.log_ratio)}"
    )


def _not_testable(metric: str, result: DetectResult) -> str:
    """Return why no width test could be run; empty if one was."""
    told = (text for code, text in NOT_TESTED.items() if code in result.notes)
    return next(told, "").format(metric=metric)


def _limit(match: Match, below: BelowLimit) -> str:
    """Return what the soft metric does where the hard one sees nothing; empty if it sees all."""
    if np.isnan(below.soft_first):
        return ""
    return (
        f"{match.spec.hard} is below its resolution limit of {_least(below.limit)} at "
        f"{below.n_sizes} of {match.hard.n_sizes} sizes; over the smallest of them "
        f"{match.spec.soft} goes from {_least(below.soft_first)} to {_least(below.soft_last)}."
    )


def _length(hard: str, length: int | None) -> str:
    if length is None or length == 1:
        return ""
    return (
        f"If an answer of {length} tokens is right only when every token is, scores per token "
        f"that grow in a straight line with log size would fit this {hard}."
    )


def _weak_evidence(soft: str) -> str:
    if not any(name in soft.lower() for name in N_GRAMS):
        return ""
    return f"{soft} counts runs of words and is no straight measure either: weak evidence."


def _caveat(soft: str, result: DetectResult) -> str:
    """Return what the soft series' own verdict holds against its being smooth."""
    if result.verdict == "smooth":
        return ""
    return f"By itself {soft} is {result.verdict}: see its own reason."


def _models(match: Match) -> str:
    return f"On the same {match.hard.n_points} models"


def _width(result: DetectResult) -> str:
    return width_text(result.width, unit_of(result.size))


def _times(log_ratio: Estimate) -> str:
    """Return the ratio of the widths, for example ``4.2 times as wide [2.1, 9.3]``."""
    times, low, high = np.exp([log_ratio.estimate, log_ratio.lower, log_ratio.upper])
    return f"{times:.2g} times as wide [{low:.2g}, {high:.2g}]"


def _least(value: float) -> str:
    """Return a score that may be too small for three digits after the point."""
    return score_text(value) if abs(value) >= 0.01 else f"{value:.2g}".replace("0.", ".", 1)
