"""``scaling law compare``."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from scaling.cli.emitting import codes_of, emit_set
from scaling.cli.group import guide
from scaling.cli.law.run_options import exclusion_options, run_selection_options, runs_argument
from scaling.cli.law.used_options import backtest_draws_options
from scaling.cli.options import jobs_option, output_options, seed_option
from scaling.cli.output import Output
from scaling.cli.reading import reading_options
from scaling.cli.results import open_table

if TYPE_CHECKING:
    from scaling.forecasting.laws.compare.records import LawRow
    from scaling.forecasting.laws.compare.results import CompareLawsResult
    from scaling.loaders import ReadOptions

LEGEND = (
    "log rmse, bias: root mean square and mean of the errors of log loss in predicting larger "
    "runs; mae in the unit of the loss; held: predictions within their interval; residual, aicc, "
    "value of the objective: of all runs"
)


@click.command(
    epilog=guide(
        "scaling law compare RUNS.csv",
        "scaling law compare RUNS.csv --law chinchilla --law kaplan --objective huber "
        "--cutoff 1e21",
        then="scaling law allocate RUNS.csv --flops 1e23",
    )
)
@runs_argument
@run_selection_options
@click.option(
    "--law",
    "laws",
    multiple=True,
    metavar="NAME",
    help="Compare this law (repeatable); 'scaling law list' lists all. Default: the usual ones.",
)
@click.option(
    "--objective",
    "objectives",
    multiple=True,
    type=click.Choice(("huber", "squares", "lad")),
    default=("huber", "squares", "lad"),
    show_default=True,
    help="Fit each law under this objective (repeatable).",
)
@click.option(
    "--delta",
    type=click.FloatRange(0, min_open=True),
    default=1e-3,
    show_default=True,
    help="Where Huber's loss turns linear, in log residuals.",
)
@click.option(
    "--cutoff",
    "cutoffs",
    multiple=True,
    metavar="FLOPS",
    help="Fit the runs below this compute, predict the others (repeatable). Default: three that "
    "hold out a half, a quarter and a tenth of the runs.",
)
@exclusion_options
@click.option(
    "--bootstrap",
    type=click.Choice(("case", "weighted")),
    default="case",
    show_default=True,
    help="Draw runs with replacement, or give them Dirichlet weights.",
)
@backtest_draws_options
@seed_option
@jobs_option
@reading_options
@output_options
def command(dataset: str, out: Output, reading: ReadOptions, laws: tuple[str, ...],
            cutoffs: tuple[str, ...], **options: Any) -> None:  # fmt: skip
    """Say which law and objective predict larger runs from smaller ones."""
    from scaling.api.allocating import compare_laws
    from scaling.errors import DataError

    table = open_table(dataset, reading, out)
    results = compare_laws(
        table, laws or None, cutoffs=cutoffs or None, show_progress=out.progress, **options
    )
    (one,) = results
    codes = [*codes_of(one.laws), *one.notes]
    emit_set(out, results, lambda: page_of(one, out), codes=codes)
    if one.status == "failed":
        raise DataError(f"{table.name}: no law could be fitted; {one.message}")


def page_of(one: CompareLawsResult, out: Output) -> str:
    """Return what people read: laws side by side, what was held out, the sentence."""
    from scaling.cli.tables import as_table
    from scaling.errors import printable
    from scaling.fitting.display import shown_only
    from scaling.fitting.laws.display import run_lines

    rows = shown_only(one.to_display())
    parts = [as_table(rows, to_terminal=out.path is None)] if rows else []
    told = [f"not fitted: {row.law} ({row.objective}): {row.message}"
            for row in one.laws if row.status == "failed"]  # fmt: skip
    if one.cutoffs:
        told.append(f"held out: {one.held_out_text()}")
    told += [f"{row.law} ({row.objective}): {', '.join(codes)}" for row, codes in own_notes(one)]
    told += run_lines(one.excluded, one.doubts, one.n_runs)
    parts.append("\n".join(map(printable, [*told, one.reason])) + "\n")
    if rows:
        parts.append(f"{method_line(one)}\n{LEGEND}\n")
    return "\n".join(parts)


def own_notes(one: CompareLawsResult) -> list[tuple[LawRow, list[str]]]:
    """Return the rows that have notes which the others do not all have, with these notes."""
    fitted = [row for row in one.laws if row.status == "ok"]
    shared = set.intersection(*(set(row.notes) for row in fitted)) if len(fitted) > 1 else set()
    own = [(row, [code for code in row.notes if code not in shared]) for row in fitted]
    return [(row, codes) for row, codes in own if codes]


def method_line(one: CompareLawsResult) -> str:
    """Return how the numbers came about."""
    delta = next((row.delta for row in one.laws if row.delta == row.delta), None)
    parts = [f"{one.n_runs} runs", "objectives: sums over log residuals"]
    parts[1] += "" if delta is None else f", Huber's delta {delta:g}"
    drawn = one.interval
    parts.append(
        "no intervals" if drawn is None
        else f"{drawn.level:.0%} intervals: {drawn.kind}, {drawn.draws} draws, and errors of "
        "earlier back-tests"
    )  # fmt: skip
    return "; ".join(parts)
