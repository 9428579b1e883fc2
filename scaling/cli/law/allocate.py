"""``scaling law allocate``."""

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
)
from scaling.cli.options import output_options, seed_option
from scaling.cli.output import Output
from scaling.cli.reading import reading_options
from scaling.cli.results import open_table

if TYPE_CHECKING:
    from scaling.fitting.laws.results import LawResults
    from scaling.forecasting.laws.allocate.results import AllocateResult, AllocateResults
    from scaling.loaders import ReadOptions

OF_FITS = ("law", "objective", "delta", "exclude", "exclude_rule", "bootstrap", "draws", "level",
           "seed", "family", "where", "checkpoint", "loss_unit")  # fmt: skip
MOST_TOLD = 4  # budgets that get a sentence each; of more, the largest does
LEGEND = (
    "loss: with the interval of a run's loss; loss increase: at the same compute; compute to make "
    "up for it: how much more that size needs to reach the best split's loss"
)


@click.command(
    epilog=guide(
        "scaling law allocate RUNS.csv --flops 1e24",
        "scaling law allocate --from fit.json --flops 1e21:1e24 --far --format json",
        then="scaling law compare RUNS.csv",
    )
)
@click.argument("dataset", metavar="[RUNS]", required=False)
@click.option(
    "--flops",
    multiple=True,
    required=True,
    metavar="FLOPS",
    help="Compute budget such as 1e24 (repeatable), or a range LOW:HIGH or LOW:HIGH:COUNT.",
)
@click.option(
    "--from",
    "saved",
    metavar="FILE",
    help="Take a law that 'scaling law fit --format json' wrote, in place of RUNS.",
)
@run_selection_options
@click.option(
    "--law",
    metavar="NAME",
    default="chinchilla",
    show_default=True,
    help="Loss law to fit; 'scaling law list' lists all.",
)
@law_objective_options
@exclusion_options
@click.option(
    "--unique-tokens",
    metavar="SIZE",
    help="How many different tokens there are, such as 100B, for a law of repeated data.",
)
@click.option(
    "--far",
    is_flag=True,
    help="Forecast losses beyond a decade of compute, or half of the data's span, from the data.",
)
@run_bootstrap_options
@seed_option
@reading_options
@output_options
@click.pass_context
def command(ctx: click.Context, /, dataset: str | None, out: Output, reading: ReadOptions,
            flops: tuple[str, ...], saved: str | None, unique_tokens: str | None, far: bool,
            **options: Any) -> None:  # fmt: skip
    """Split compute between parameters and tokens; say what another split costs."""
    from scaling.api.allocating import allocate
    from scaling.errors import DataError

    if (dataset is None) == (saved is None):
        raise click.UsageError("expected RUNS or --from FILE, and not both", ctx)
    asked: dict[str, Any] = {"unique_tokens": unique_tokens, "far": far}
    if saved is not None:
        named = [name for name in OF_FITS if _given(ctx, name)]
        if named:
            option = "--" + named[0].replace("_", "-")
            raise click.UsageError(f"{option}: the law of --from is used as it was fitted", ctx)
        results = allocate(read_fit(saved), flops, show_progress=out.progress, **asked)
        name = saved
    else:
        table = open_table(str(dataset), reading, out)
        name = table.name
        results = allocate(table, flops, show_progress=out.progress, **asked, **options)
    emit_set(out, results, lambda: page_of(results, out))
    if all(one.status == "failed" for one in results):
        raise DataError(f"{name}: {results[0].message}")


def _given(ctx: click.Context, name: str) -> bool:
    """Return whether an option stands on the command line."""
    return ctx.get_parameter_source(name) is click.core.ParameterSource.COMMANDLINE


def read_fit(path: str) -> LawResults:
    """Return the fitted law in a JSON document of ``law fit``; raises DataError."""
    import json
    from pathlib import Path

    from scaling.errors import DataError
    from scaling.fitting.laws.results import LawResults

    expected = "expected what 'scaling law fit --format json' wrote"
    try:
        document = json.loads(Path(path).read_text(encoding="utf-8"))
    except OSError as error:
        raise DataError(f"{path}: cannot be read: {error.strerror}") from None
    except ValueError:
        raise DataError(f"{path}: {expected}, found no JSON") from None
    schema = document.get("schema") if isinstance(document, dict) else None
    if schema != "scaling.law.fit/1":
        raise DataError(f"{path}: {expected}, found {schema or 'no schema'}")
    try:
        return LawResults.from_dict(document)
    except (KeyError, TypeError, AttributeError) as error:
        raise DataError(f"{path}: {expected}, found a document with other keys: {error}") from None


def page_of(results: AllocateResults, out: Output) -> str:
    """Return what people read: the splits, what others cost, the sentences, the method."""
    from scaling.cli.tables import as_table
    from scaling.errors import printable
    from scaling.fitting.display import shown_only
    from scaling.fitting.laws.display import run_lines

    ok = [one for one in results if one.status == "ok"]
    off = [row for one in ok for row in one.display_off_size()]
    tables = [shown_only(results.to_display()), shown_only(off)]
    parts = [as_table(rows, to_terminal=out.path is None) for rows in tables if rows]
    if ok:
        some = ok if len(ok) <= MOST_TOLD else ok[-1:]
        told = [one.reason for one in some]
        told += run_lines(ok[0].excluded, ok[0].doubts, ok[0].n_runs)
        parts += ["\n".join(map(printable, told)) + "\n", f"{method_line(ok[0])}\n{LEGEND}\n"]
    return "\n".join(parts)


def method_line(one: AllocateResult) -> str:
    """Return how the numbers came about."""
    from scaling.cli.results import objective_text

    if one.exponent.estimate == one.exponent.estimate:
        growth = f"params grow as C to the {one.exponent.estimate:.3g}"
        if one.exponent.lower == one.exponent.lower:
            growth += f" [{one.exponent.lower:.3g}, {one.exponent.upper:.3g}]"
    else:
        growth = "no power of compute"
    drawn = one.interval
    told = (
        "no intervals" if drawn is None
        else f"{drawn.level:.0%} intervals: {drawn.kind}, {drawn.draws} draws"
    )  # fmt: skip
    head = f"law {one.law} of {one.n_runs} runs; objective: {objective_text(one)}"
    return f"{head}; {growth}; C = 6 N D; {told}"
