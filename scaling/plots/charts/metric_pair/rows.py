"""Which pairs are drawn, with the two series of each, and what is said of them."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from scaling.detection.pairs.results import PairResult
from scaling.detection.result_set import DetectResults
from scaling.detection.results import DetectResult
from scaling.errors import OutputError
from scaling.notes import RISING_VERDICTS
from scaling.plots.panels.grouping import condition_text
from scaling.plots.panels.summary import fewer_scores
from scaling.plots.style.text import clean, number_text
from scaling.plots.style.verdict_looks import verdict_name
from scaling.plots.words import short_name, with_interval

MOST = 4
CLAIMS = {
    "metric_artifact": "the jump comes with the metric",
    "robust_to_metric": "the jump does not come with the metric",
    "metric_artifact_untested": "the soft metric cannot decide",
    None: "no jump on the hard metric to explain",
}
LOG_BELOW = 0.1  # of the span: a limit that a linear axis cannot show gets a logarithmic panel


@dataclass(frozen=True)
class Paired:
    """A pair with the results of its two series, restricted to the models of both."""

    pair: PairResult
    hard: DetectResult
    soft: DetectResult

    @property
    def has_log_panel(self) -> bool:
        """Whether the hard metric is shown on a logarithmic axis as well.

        Useful for a proportion without chance level whose limit lies far below 1.
        """
        facts, limit = self.hard.series, self.pair.hard_limit
        proportion = facts.metric_kind == "proportion" and facts.chance == 0
        return proportion and 0 < limit <= LOG_BELOW

    @property
    def unseen_below(self) -> float:
        """The limit of the hard metric where its logarithmic panel shows it, else minus infinity.

        Scores under it are hollow, as those whose intervals reach chance.
        """
        return self.pair.hard_limit if self.has_log_panel else -math.inf

    @property
    def title(self) -> str:
        """Family, task and condition."""
        facts = self.pair.series
        parts = [
            short_name(facts.family),
            short_name(facts.task),
            condition_text(facts),
        ]
        return ", ".join(part for part in parts if part)


@dataclass(frozen=True)
class Pairs:
    """The pairs that are drawn, of ``total`` that could be; ``failed`` could not be made."""

    drawn: tuple[Paired, ...]
    total: int
    failed: int

    @property
    def results(self) -> list[DetectResult]:
        """The series of both metrics, pair by pair."""
        return [one for paired in self.drawn for one in (paired.hard, paired.soft)]

    @property
    def scores(self) -> int:
        """How many scores these series have."""
        return sum(len(one.points) for one in self.results)

    def first(self, count: int) -> Pairs:
        """Return the first of them."""
        return Pairs(self.drawn[:count], self.total, self.failed)

    def fewer_scores(self) -> Pairs:
        """Return them with no more of their scores than can be drawn, of the same sizes."""
        series = fewer_scores(self.results)
        both = zip(self.drawn, series[::2], series[1::2], strict=True)
        drawn = tuple(replace(paired, hard=hard, soft=soft) for paired, hard, soft in both)
        return replace(self, drawn=drawn)


def pairs_of(results: DetectResults, most: int = MOST) -> Pairs:
    """Return the pairs of a run, those with a jump first; raises OutputError without any."""
    if results.pairs is None:
        raise OutputError(
            "a chart of metric pairs needs pairs: expected results of detect with --pair "
            "hard:soft, found none; add --pair exact_match:bleu or what the two metrics are called"
        )
    made = [found for pair in results.pairs if (found := _paired(pair, results.results))]
    if not made:
        why = next((pair.message for pair in results.pairs if pair.message), "none was asked for")
        raise OutputError(
            "no metric pair can be drawn: expected two metrics of the same models, found "
            f"{len(results.pairs)} pairs that could not be made ({why})"
        )
    ranked = sorted(made, key=_notability)
    return Pairs(tuple(ranked[:most]), len(made), len(results.pairs) - len(made))


def _paired(pair: PairResult, results: Iterable[DetectResult]) -> Paired | None:
    if pair.status != "ok":
        return None
    results = list(results)
    hard, soft = (_series(pair, metric, results) for metric in (pair.hard, pair.soft))
    return None if hard is None or soft is None else Paired(pair, hard, soft)


def _series(pair: PairResult, metric: str, results: Sequence[DetectResult]) -> DetectResult | None:
    """Return the series of one metric; of one source where both name theirs."""
    wanted = pair.series.key._replace(metric=metric)
    alike = [
        one for one in results
        if one.size == pair.size and one.series.key._replace(source=wanted.source) == wanted
    ]  # fmt: skip
    alike.sort(key=lambda one: one.series.source != wanted.source)
    if not alike:
        return None
    absent = {one.model for one in pair.left_out}
    kept = tuple(point for point in alike[0].points if point.model not in absent)
    return replace(alike[0], points=kept)


def _notability(one: Paired) -> tuple[int, float, str]:
    """Order jumps first, then how far the hard metric rises."""
    scores = [point.score for point in one.hard.points if math.isfinite(point.score)]
    span = max(scores) - min(scores) if scores else 0.0
    return list(CLAIMS).index(one.pair.verdict), -span, one.title


def claim_text(pair: PairResult) -> str:
    """Return what a pair says, in one line: verdict, ratio of widths, sizes below the limit."""
    name = "" if pair.verdict is None else f"{verdict_name(pair.verdict)}: "
    text = f"{name}{CLAIMS[pair.verdict]}"
    if math.isfinite(pair.log_ratio.estimate) and pair.verdict is not None:
        ends = (pair.log_ratio.estimate, pair.log_ratio.lower, pair.log_ratio.upper)
        ratio = with_interval(type(pair.log_ratio)(*(math.exp(end) for end in ends)))
        text += f"; width of the rise, soft over hard: {ratio}"
    if pair.n_below_limit and math.isfinite(pair.hard_limit):
        text += (
            f"; {clean(pair.hard)} is below its resolution limit of "
            f"{number_text(pair.hard_limit)} at {pair.n_below_limit} of {pair.n_sizes} sizes"
        )
    return text


def verdict_text(name: str | None, width: DetectResult) -> str:
    """Return the verdict on one metric, with its width where it rises."""
    verdict = name or width.verdict
    text = verdict_name(verdict)
    if verdict in RISING_VERDICTS and math.isfinite(width.width.estimate):
        text += f", width {with_interval(width.width)}"
    return text
