"""``scaling power``."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from scaling.cli.emitting import emit_set
from scaling.cli.group import guide
from scaling.cli.options import (
    jobs_option,
    output_options,
    rho_option,
    seed_option,
    testing_options,
)
from scaling.cli.output import Output

if TYPE_CHECKING:
    from scaling.simulation.power_results import PowerResult

LEGEND = (
    "logistic rises of .5 to .95 of the span, at random places within the sizes; sharp: the "
    "verdict emergent_sharp; unresolved: the rest, shape-sensitive ones included"
)


def _sizes(ctx: click.Context, param: click.Parameter, value: str) -> str | list[str]:
    """Return sizes as text, one each, or the name of a published set as it is."""
    from scaling.simulation.designs import DESIGNS

    if value.strip().lower() in (name.lower() for name in DESIGNS):
        return value.strip()
    words = [word.strip() for word in value.split(",")]
    wrong = [word for word in words if not _is_size(word)]
    if not wrong:
        return words
    blanks = wrong[0].split()
    if len(blanks) > 1 and all(map(_is_size, blanks)):
        told = f"expected commas between sizes, found blanks: write {','.join(blanks)}"
    else:
        told = (
            "expected sizes such as 125M,350M,1.3B, separated by commas, or one of "
            f"{', '.join(DESIGNS)}; found {wrong[0]!r}"
        )
    raise click.BadParameter(told, ctx, param)


def _is_size(word: str) -> bool:
    from scaling.errors import UnitError
    from scaling.units import parse_size

    try:
        parse_size(word)
    except UnitError:
        return False
    return True


@click.command(
    epilog=guide(
        "scaling power --sizes 125M,350M,1.3B,6.7B,13B,175B --n-items 500 --chance 0.25",
        "scaling power --sizes Pythia --width 0.25 --format json -o power.json",
        then="scaling detect YOUR.csv",
    )
)
@click.option(
    "--sizes",
    required=True,
    metavar="SIZES",
    callback=_sizes,
    help="Increasing parameters such as 125M,350M,1.3B, or the name of a set: BIG-G, Pythia, OPT, "
    "Qwen2.5, GPT-3, BLOOM, LLaMA-1, 'GPT-3 API', 'six equal'.",
)
@click.option(
    "--n-items",
    type=click.IntRange(min=1),
    default=250,
    show_default=True,
    help="Items of the task, of each score.",
)
@click.option("--chance", type=float, default=0.0, show_default=True, help="Score of guessing.")
@click.option("--ceiling", type=float, default=1.0, show_default=True, help="Best score there is.")
@click.option(
    "--width",
    type=float,
    default=0.5,
    show_default=True,
    help="Width, in decades, of the transition that you want to find.",
)
@testing_options(axis="parameters", default="1")
@rho_option
@click.option(
    "--series",
    type=click.IntRange(min=1),
    default=200,
    show_default=True,
    help="Series that are simulated for each rate.",
)
@click.option(
    "--draws",
    type=click.IntRange(min=0),
    default=199,
    show_default=True,
    help="Bootstrap draws of each test; 0 for the screening alone, else at least 19.",
)
@seed_option
@jobs_option
@output_options
def command(sizes: str | list[str], out: Output, **options: Any) -> None:
    """Say what a set of sizes could detect, and how many sizes it takes."""
    from scaling import api

    results = api.power(sizes, show_progress=out.progress, **options)
    (found,) = results
    emit_set(out, results, lambda: page_of(found, out), codes=())


def page_of(found: PowerResult, out: Output) -> str:
    """Return what people read: rates, gaps, numbers of sizes, the sentences, the method."""
    from scaling.cli.tables import as_table

    tables = [found.display_rows(), found.display_gaps()] if found.n_series else []
    tables += [found.display_needed()] if found.needed else []
    parts = [as_table(rows, to_terminal=out.path is None) for rows in tables]
    parts = [f"{found.heading()}\n", *parts, f"{found.reason}\n"]
    if found.n_series or found.needed:
        legend = f"{LEGEND}\n" if found.n_series else ""
        parts.append(f"{method_line(found)}\n{legend}")
    return "\n".join(parts)


def method_line(found: PowerResult) -> str:
    """Return how the rates came about, with their error; there are some."""
    some = f"{found.n_series} series a row" if found.n_series else "no series of these sizes"
    drawn = f", {found.test.draws} draws" if found.test.draws else ""
    return (
        f"{some}; Monte-Carlo standard error of a rate: at most {found.standard_error:.2g}; width "
        f"test: {found.test.kind} p-values{drawn}, w0 {found.w0:.3g}, alpha {found.alpha:g}; "
        f"over-dispersion rho {found.design.rho:g}"
    )
