"""What the commands of results share: opening a dataset, and printing sets of results."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from scaling.cli.detect_page import (
    defaults_line,
    pair_lines,
    pooled_lines,
    test_line,
    verdict_counts,
)
from scaling.cli.emitting import codes_of, emit_set
from scaling.cli.output import Output
from scaling.errors import printable

if TYPE_CHECKING:
    from scaling.detection.result_set import DetectResults
    from scaling.fitting.results import FitResults
    from scaling.loaders import ReadOptions
    from scaling.table import ScoreTable

MOST_VALUES = 4  # of a number that differs between series
MOST_REASONS = 24  # of more series, the table alone is printed


def open_table(dataset: str, reading: ReadOptions, out: Output) -> ScoreTable:
    """Return a dataset's table and say how it was read."""
    from scaling.datasets import open_dataset

    table = open_dataset(dataset, reading, show_progress=out.progress)
    out.talk_of(table)
    return table


def open_scores(dataset: str, reading: ReadOptions, out: Output) -> ScoreTable:
    """Return a dataset's table; raises with a hint if it holds no scores."""
    table = open_table(dataset, reading, out)
    table.require("scores")
    return table


def emit_results(out: Output, results: FitResults | DetectResults) -> None:
    """Print a set of results in the chosen format, and explain the codes in it."""
    codes = [*codes_of(results), *codes_of(getattr(results, "pairs", None) or ())]
    emit_set(out, results, lambda: page_of(results, out), codes=codes)


def page_of(results: FitResults | DetectResults, out: Output) -> str:
    """Return what people read: the table, then the sentences of few series, then the method."""
    from scaling.cli.tables import as_table

    text = as_table(results.to_display(), to_terminal=out.path is None)
    reasons = [(one.series.key.label(), getattr(one, "reason", "")) for one in results]
    told = [(name, reason) for name, reason in reasons if reason]
    for message in dict.fromkeys(one.message for one in results if one.status == "ok"):
        text += f"\n{printable(message)}\n" if message else ""
    if told and len(told) <= MOST_REASONS:
        text += "\n" + "\n".join(printable(f"{name}: {reason}") for name, reason in told) + "\n"
    elif told:
        text += (
            f"\n{verdict_counts(results)}\nreasons: --format json, --format csv or scaling report\n"
        )
    for kind, lines_of in (("pairs", pair_lines), ("pooled", pooled_lines)):
        found = getattr(results, kind, None)
        if found is not None:
            text += "\n" + "\n".join(map(printable, lines_of(found))) + "\n"
    defaults = defaults_line(results) if results.command == "detect" else ""
    return text + f"\n{method_line(results)}\n{defaults}"


def method_line(results: FitResults | DetectResults) -> str:
    """Return on one line how the numbers came about."""
    ok = [one for one in results if one.status == "ok"]
    tested: list[Any] = [one for one in ok if getattr(one, "test", None) is not None]
    fitted: list[Any] = [one for one in ok if hasattr(one, "objective")]
    told = tested or fitted
    if not told:
        return "no series could be tested" if results.command == "detect" else "nothing was fitted"
    parts: list[str] = []
    if tested:
        parts.append(test_line(tested, _distinct(f"{one.w0:.3g}" for one in tested)))
    else:
        parts.append(f"objective: {_distinct(objective_text(one) for one in fitted)}")
    dispersions = [f"{one.rho:g}" for one in told if one.rho == one.rho]
    if dispersions:
        parts.append(f"over-dispersion rho {_distinct(dispersions)}")
    kind = next((one.interval for one in told if one.interval is not None), None)
    if kind is not None:
        drawn = f", {kind.draws} draws" if kind.draws else ""
        parts.append(f"{kind.level:.0%} intervals: {kind.kind}{drawn}")
    else:
        parts.append("no intervals")
    return "; ".join(parts)


def objective_text(one: Any) -> str:
    """Return the objective of a fit, with what has to be stated beside it."""
    if one.delta == one.delta:
        return f"{one.objective} on log residuals, delta {one.delta:g}, sum"
    return str(one.objective)


def _distinct(values: Iterable[str]) -> str:
    """Return the different values in the order they come, a few at most."""
    found = list(dict.fromkeys(values))
    return ", ".join(found[:MOST_VALUES]) + (" …" if len(found) > MOST_VALUES else "")
