"""``scaling law isoflop``."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from scaling.cli.emitting import emit_set
from scaling.cli.group import guide
from scaling.cli.law.run_options import exclusion_options, run_selection_options, runs_argument
from scaling.cli.law.used_options import minima_draws_options
from scaling.cli.options import output_options, seed_option
from scaling.cli.output import Output
from scaling.cli.reading import reading_options
from scaling.cli.results import open_table

if TYPE_CHECKING:
    from scaling.forecasting.laws.isoflop.results import IsoflopResult
    from scaling.loaders import ReadOptions

LEGEND = (
    "off center: where the minimum lies among the sizes in log, from -1 (smallest) over 0 (half "
    "way) to 1; parabola, cubic: the minimum of either; scatter: of the minima about the power "
    "law beyond their errors, in decades; * used"
)


@click.command(
    epilog=guide(
        "scaling law isoflop RUNS.csv",
        "scaling law isoflop RUNS.csv --budget 1e20 --budget 1e21 --degree 3 --format json",
        then="scaling law allocate RUNS.csv --flops 1e23",
    )
)
@runs_argument
@run_selection_options
@click.option(
    "--degree",
    type=click.Choice(("2", "3", "both")),
    default="both",
    show_default=True,
    help="Minima of parabolas (2) or cubics (3) in log size make the power law; both: those that "
    "a test of the cubic terms asks for.",
)
@click.option(
    "--response",
    type=click.Choice(("log-loss", "loss")),
    default="log-loss",
    show_default=True,
    help="What the polynomials are of.",
)
@click.option(
    "--budget",
    "budgets",
    multiple=True,
    metavar="FLOPS",
    help="A compute budget such as 1e20 (repeatable). Default: those that four sizes share.",
)
@click.option(
    "--budget-tolerance",
    "tolerance",
    type=click.FloatRange(0, 1),
    default=0.05,
    show_default=True,
    help="By how many decades of compute the runs of one budget may differ.",
)
@exclusion_options
@minima_draws_options
@seed_option
@reading_options
@output_options
def command(dataset: str, out: Output, reading: ReadOptions, budgets: tuple[str, ...],
            **options: Any) -> None:  # fmt: skip
    """Find the optimal size at each compute budget, and how it grows with compute."""
    from scaling.api.allocating import isoflop
    from scaling.errors import DataError

    table = open_table(dataset, reading, out)
    results = isoflop(table, budgets=budgets or None, **options)
    (one,) = results
    emit_set(out, results, lambda: page_of(one, out))
    if one.status == "failed":
        raise DataError(f"{table.name}: no budget has a minimum that can be used; see above")


def page_of(one: IsoflopResult, out: Output) -> str:
    """Return what people read: a row a budget, the power laws, the sentences, the method."""
    from scaling.cli.tables import as_table
    from scaling.errors import printable
    from scaling.fitting.display import shown_only
    from scaling.fitting.laws.display import run_lines

    tables = [one.display_budgets(), one.display_laws()]
    parts = [as_table(shown_only(rows), to_terminal=out.path is None) for rows in tables if rows]
    told = [one.reason, *run_lines(one.excluded, one.doubts, one.n_runs)]
    parts += ["\n".join(map(printable, told)) + "\n", f"{method_line(one)}\n{LEGEND}\n"]
    return "\n".join(parts)


def method_line(one: IsoflopResult) -> str:
    """Return how the numbers came about."""
    parts = [
        f"least squares of {one.response} on powers of log size",
        f"error {one.sigma:.2g}, pooled over budgets",
        f"runs of one budget within {one.tolerance:g} decades of compute",
    ]
    drawn = one.interval
    parts.append(
        "no intervals" if drawn is None
        else f"{drawn.level:.0%} intervals: {drawn.kind}, {drawn.draws} draws"
    )  # fmt: skip
    return "; ".join(parts)
