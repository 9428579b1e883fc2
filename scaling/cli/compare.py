"""``scaling compare``."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any

import click

from scaling.cli.emitting import emit_set
from scaling.cli.fitting_options import ceiling_option, objective_options
from scaling.cli.group import guide
from scaling.cli.options import (
    dataset_argument,
    jobs_option,
    output_options,
    rho_option,
    seed_option,
    selection_options,
)
from scaling.cli.output import Output
from scaling.cli.reading import reading_options
from scaling.cli.results import open_scores

if TYPE_CHECKING:
    from scaling.loaders import ReadOptions


@click.command(
    epilog=guide(
        "scaling compare gpt3-published --task LAMBADA",
        "scaling compare scores.csv --curve linear --curve logistic -o curves.json",
        then="scaling fit gpt3-published --task LAMBADA --curve gompertz",
    )
)
@dataset_argument
@selection_options
@click.option(
    "--curve",
    "curves",
    multiple=True,
    envvar="SCALING_COMPARE_CURVE",
    metavar="NAME",
    help="Compare this curve (repeatable); 'scaling curves' lists all. Default: the usual ones of "
    "each kind of metric.",
)
@ceiling_option
@objective_options
@rho_option
@click.option(
    "--draws",
    type=click.IntRange(min=0),
    default=199,
    show_default=True,
    help="Bootstrap draws of each back-test; 0 for no intervals, else at least 19.",
)
@seed_option
@jobs_option
@reading_options
@output_options
def command(dataset: str, out: Output, reading: ReadOptions,
            curves: tuple[str, ...], **options: Any) -> None:  # fmt: skip
    """Say which curve to use, or that the data cannot tell, and back-test all."""
    from scaling import api
    from scaling.cli.compare_page import page_of
    from scaling.errors import DataError

    table = open_scores(dataset, reading, out)
    results = api.compare(table, curves or None, show_progress=out.progress, **options)
    page = partial(page_of, results, to_terminal=out.path is None)
    emit_set(out, results, page, cells=results.to_display_rows)
    if all(result.status == "failed" for result in results):
        raise DataError(f"{table.name}: no curve could be fitted to any series; see the rows above")
