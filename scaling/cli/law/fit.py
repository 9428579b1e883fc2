"""``scaling law fit``."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from scaling.cli.emitting import emit_set
from scaling.cli.group import guide
from scaling.cli.law.run_options import (
    exclusion_options,
    law_objective_options,
    run_bootstrap_options,
    run_selection_options,
    runs_argument,
)
from scaling.cli.options import output_options, seed_option
from scaling.cli.output import Output
from scaling.cli.reading import reading_options
from scaling.cli.results import open_table

if TYPE_CHECKING:
    from scaling.fitting.laws.results import LawResult
    from scaling.loaders import ReadOptions


@click.command(
    epilog=guide(
        "scaling law fit RUNS.csv --law chinchilla --objective huber --delta 1e-3 --draws 1000",
        "scaling law fit RUNS.csv --exclude-rule lowest-tokens-per-param:5 --format json",
        then="scaling law list",
    )
)
@runs_argument
@run_selection_options
@click.option(
    "--law",
    metavar="NAME",
    default="chinchilla",
    show_default=True,
    help="Loss law; 'scaling law list' lists all.",
)
@law_objective_options
@exclusion_options
@run_bootstrap_options
@seed_option
@reading_options
@output_options
def command(dataset: str, out: Output, reading: ReadOptions, **options: Any) -> None:
    """Fit a loss law to training runs.

    One row a parameter, with bootstrap intervals, and what the numbers rest on.
    """
    from scaling.api.laws import fit_law
    from scaling.errors import DataError

    table = open_table(dataset, reading, out)
    results = fit_law(table, **options)
    emit_set(out, results, lambda: page_of(results[0], out))
    if results[0].status == "failed":
        raise DataError(f"{table.name}: {results[0].message}")


def page_of(one: LawResult, out: Output) -> str:
    """Return what people read: the heading, the parameters, what they rest on."""
    from scaling.cli.tables import as_table
    from scaling.errors import printable
    from scaling.fitting.laws.display import heading

    if one.status == "failed":
        return "nothing was fitted\n"
    parameters = as_table(one.to_display(), to_terminal=out.path is None)
    below = "\n".join(printable(line) for line in one.page())
    return f"{printable(heading(one))}\n\n{parameters}\n{below}\n"
