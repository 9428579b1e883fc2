"""The tables of a report: every series with its verdict, metric pairs, pooled tasks."""

from __future__ import annotations

import math
from collections.abc import Sequence

from scaling.detection.pairs import PairResult
from scaling.detection.pooling import PooledResult
from scaling.detection.result_set import DetectResults
from scaling.detection.results import DetectResult
from scaling.detection.verdict.wording import score_text, unit_of
from scaling.fitting.records import Estimate
from scaling.notes import MATERIAL_VERDICTS, RISING_VERDICTS
from scaling.plots.charts.shape.rows import SHAPES
from scaling.plots.panels.rows import size_text
from scaling.plots.style.axes import SIZE_TITLES
from scaling.plots.style.text import clean, number_text
from scaling.plots.style.verdicts import FAILED
from scaling.reports.content.courses import Names, means_by_size, size_order
from scaling.reports.content.model import Cell, Column, Row, Table
from scaling.reports.content.summary import WORDS, outcome

UNKNOWN = Cell("–")
BLANK = Cell("")


def tables(results: DetectResults, names: Names) -> tuple[Table, ...]:
    """Return the table of series, and those of pairs and pooled tasks where there are any."""
    made = [_series_table(list(results), names)]
    if results.pairs:
        made.append(_pair_table(results.pairs))
    if results.pooled:
        made.append(_pooled_table(results.pooled))
    return tuple(made)


def _series_table(results: Sequence[DetectResult], names: Names) -> Table:
    """Return a row a series, by verdict as the summary has them, then as they came."""
    places = {verdict: place for place, verdict in enumerate(WORDS)}
    ranked = sorted(results, key=lambda one: places.get(outcome(one), len(places)))
    order = size_order([one.size for one in results])
    unit = "/".join(sorted({unit_of(one.size) for one in results}))
    columns = (
        Column("family", "Family"),
        Column("task", "Task"),
        Column("metric", "Metric", "and the conditions of the measurement"),
        Column("sizes", "Sizes", "distinct sizes", numeric=True),
        Column("first", "First score", f"at the {order['first']}", numeric=True),
        Column("last", "Last score", f"at the {order['last']}", numeric=True),
        Column("verdict", "Verdict"),
        Column("width", f"Width ({unit})", "from 10 to 90% of the rise", numeric=True),
        Column("p_sharp", "p sharp", "against a rise at least w0 wide", numeric=True),
        Column("p_smooth", "p smooth", "against a narrower rise", numeric=True),
        Column(
            "certifiable", "Certifiable", "narrowest width these sizes could show", numeric=True
        ),
    )
    caption = (
        "Every series with its verdict. Brackets hold intervals; a dash stands for what is not "
        "known; widths are those of rises, and p-values those of rises clear enough to be tested."
        + _sizes_caption(results)
    )
    rows = tuple(_series_row(one, names) for one in ranked)
    return Table("series", "Series", caption, columns, rows)


def _sizes_caption(results: Sequence[DetectResult]) -> str:
    """Return what sizes are where that is not parameters, and whether scores are means."""
    axes = sorted({one.size for one in results} - {"params"})
    counted = " and ".join(
        "losses" if axis == "loss" else SIZE_TITLES.get(axis, clean(axis)) for axis in axes
    )
    parts = [f" Sizes are {counted}." if axes else ""]
    if any(len(one.points) > one.n_sizes for one in results):
        parts.append(" Where several models have one size, scores are their mean.")
    return "".join(parts)


def _series_row(result: DetectResult, names: Names) -> Row:
    facts = result.series
    failed = result.status == FAILED
    verdict = outcome(result)
    rises = verdict in RISING_VERDICTS  # of other series a width means nothing
    tested = verdict in MATERIAL_VERDICTS  # of others p-values decide nothing
    means = means_by_size(result)
    rank = list(WORDS).index(verdict) if verdict in WORDS else len(WORDS)
    cells = (
        Cell(clean(facts.family)),
        Cell(clean(facts.task)),
        Cell(names.measured(result)),
        Cell(str(result.n_sizes), result.n_sizes),
        _end(means, 0, result.size),
        _end(means, -1, result.size),
        Cell(verdict_words(verdict), rank, verdict),
        _estimate(result.width) if rises else BLANK,
        _p_value(result.p_sharp) if tested else BLANK,
        _p_value(result.p_smooth) if tested else BLANK,
        _number(result.certifiable_width) if tested else BLANK,
    )
    return Row(
        names.of(result),
        cells,
        reason=clean(result.message if failed else result.reason),
        codes=tuple(map(clean, (*result.qualifiers, *result.notes))),
        brief=verdict == "insufficient",
        notable=rises or failed or verdict in SHAPES,
    )


def verdict_words(verdict: str) -> str:
    """Return a verdict as a cell shows it.

    >>> verdict_words("emergent_sharp")
    'emergent sharp'
    """
    return verdict.replace("_", " ")


def _pair_table(pairs: Sequence[PairResult]) -> Table:
    columns = (
        Column("pair", "Pair", "hard and soft metric of the same answers"),
        Column("sizes", "Sizes", "measured with both", numeric=True),
        Column("verdict", "Verdict"),
        Column("hard_verdict", "On the hard metric"),
        Column("soft_verdict", "On the soft metric"),
        Column("hard_width", "Hard width", numeric=True),
        Column("soft_width", "Soft width", numeric=True),
        Column("limit", "Limit", "least score the hard metric tells from chance", numeric=True),
    )
    caption = "Metric pairs: whether a jump on a hard metric remains on a soft one."
    ranked = sorted(pairs, key=lambda pair: (pair.status != "ok", pair.verdict is None))
    return Table("pairs", "Metric pairs", caption, columns, tuple(map(_pair_row, ranked)))


def _pair_row(pair: PairResult) -> Row:
    failed = pair.status != "ok"
    name = clean(pair.label())
    verdict = "not paired" if failed else verdict_words(pair.verdict or "no jump")
    cells = (
        Cell(name),
        Cell(str(pair.n_sizes), pair.n_sizes),
        Cell(verdict),
        _verdict(pair.hard_verdict),
        _verdict(pair.soft_verdict),
        _estimate(pair.hard_width) if pair.hard_verdict in RISING_VERDICTS else BLANK,
        _estimate(pair.soft_width) if pair.soft_verdict in RISING_VERDICTS else BLANK,
        Cell(score_text(pair.hard_limit), pair.hard_limit)
        if math.isfinite(pair.hard_limit)
        else BLANK,
    )
    reason = clean(pair.message if failed else pair.reason)
    return Row(name, cells, reason, tuple(map(clean, pair.notes)), notable=not failed)


def _verdict(verdict: str | None) -> Cell:
    return Cell(verdict_words(verdict), code=verdict) if verdict else BLANK


def _pooled_table(pooled: Sequence[PooledResult]) -> Table:
    columns = (
        Column("task", "Task", "and its families"),
        Column("families", "Families", "pooled", numeric=True),
        Column("claim", "Claim"),
        Column("width", "Shared width", "of all families", numeric=True),
        Column("p_sharp", "p sharp", "against a rise at least w0 wide", numeric=True),
        Column("p_smooth", "p smooth", "against a narrower rise", numeric=True),
        Column("p_shared", "p shared", "of one width for all", numeric=True),
    )
    caption = "Pooled tasks: one test a task, with one width for all families that rise on it."
    return Table("pooled", "Pooled tasks", caption, columns, tuple(map(_pooled_row, pooled)))


def _pooled_row(one: PooledResult) -> Row:
    name = clean(one.label())
    cells = (
        Cell(name),
        Cell(str(len(one.families)), len(one.families)),
        Cell(verdict_words(one.claim)),
        _estimate(one.width),
        _p_value(one.p_sharp),
        _p_value(one.p_smooth),
        _p_value(one.p_shared),
    )
    return Row(name, cells, clean(one.reason), tuple(map(clean, (*one.qualifiers, *one.notes))))


def _end(means: Sequence[tuple[float, float]], place: int, axis: str) -> Cell:
    if not means:
        return UNKNOWN
    size, score = means[place]
    return Cell(f"{score_text(score)} at {size_text(size, axis)}", score)


def _estimate(value: Estimate) -> Cell:
    if not math.isfinite(value.estimate):
        return UNKNOWN
    text = number_text(value.estimate)
    if math.isfinite(value.lower):
        upper = number_text(value.upper) if math.isfinite(value.upper) else "∞"
        text += f" [{number_text(value.lower)}, {upper}]"
    return Cell(text, value.estimate)


def _p_value(value: float) -> Cell:
    if not math.isfinite(value):
        return UNKNOWN
    return Cell("<.001" if value < 0.001 else f"{value:.3f}".replace("0.", ".", 1), value)


def _number(value: float) -> Cell:
    return Cell(number_text(value), value) if math.isfinite(value) else UNKNOWN
