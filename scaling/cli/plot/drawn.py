"""What ``scaling plot`` draws: the results of an analysis that it runs, or of a file."""

from __future__ import annotations

from collections.abc import Collection
from typing import TYPE_CHECKING, Any

import click
from click.core import ParameterSource

from scaling.cli.forecast.two_step_options import NAMES
from scaling.cli.plot.analyses import WITHOUT_PROGRESS, analysis_for, keywords_of, suits
from scaling.cli.plot.asked import SETTINGS
from scaling.cli.plot.options import OF_ANALYSES, SECTIONS, WHERE_FROM, long_name
from scaling.cli.results import open_table
from scaling.errors import DataError

if TYPE_CHECKING:
    from scaling.cli.output import Output
    from scaling.loaders import ReadOptions
    from scaling.plots.figure import Drawable
    from scaling.plots.kinds import ChartKind
    from scaling.table import ScoreTable

NOTHING = "expected a DATASET, or results with --from FILE.json"


def read(ctx: click.Context, dataset: str | None, source: str) -> Drawable:
    """Return the results in a file; raises UsageError for an option that cannot change them."""
    from scaling.api.saved_results import read_results

    if dataset is not None:
        raise click.UsageError(f"{NOTHING}, got both")
    for param in ctx.command.params:
        fixed = isinstance(param, click.Option) and long_name(param) not in SECTIONS[WHERE_FROM]
        if fixed and _source(ctx, param) is ParameterSource.COMMANDLINE:
            raise click.UsageError(f"{param.opts[0]} cannot be used with --from: it draws results")
    return read_results(source)


def computed(
    ctx: click.Context,
    dataset: str | None,
    kind: ChartKind | None,
    reading: ReadOptions,
    out: Output,
) -> tuple[Drawable, ChartKind]:
    """Run the analysis of a kind, that of the data where none is named; return both.

    Raises UsageError for an option that does not belong to the kind, and where one that it needs
    is missing.
    """
    from scaling.api.figures import default_kind, results_for, usual_options
    from scaling.plots import kind_named

    asked = _given(ctx, ParameterSource.COMMANDLINE)
    settings = _given(ctx, *SETTINGS)
    if kind is not None:
        analysis_for(kind, asked)  # a wrong option is an error before a file is read
        _require(kind, dataset, settings | asked)
    table = None if dataset is None else open_table(dataset, reading, out)
    if kind is None:
        if table is None:
            raise click.UsageError(NOTHING)
        kind = kind_named(default_kind(table))
    analysis = analysis_for(kind, asked)
    useful = {name: value for name, value in settings.items() if suits(kind, name)}
    given = keywords_of(analysis, useful | asked)
    if analysis == "forecast":
        given = _of_one_method(given, asked)
    options = usual_options(kind.name, analysis) | given
    if table is not None and "size" in options and "size" not in given:
        _require_loss(table)
    if analysis not in WITHOUT_PROGRESS:
        options["show_progress"] = out.progress
    return results_for(analysis, table, **options), kind


def _of_one_method(given: dict[str, Any], asked: Collection[str]) -> dict[str, Any]:
    """Return the keywords of a forecast by way of the loss, or of another; leave out settings.

    Raises UsageError for an option of the other kind of forecast that was asked for.
    """
    in_two_steps = "tokens" in given
    wrong = ("curve",) if in_two_steps else NAMES
    for name in wrong:
        spelling = f"--{name.replace('_', '-')}"
        if spelling in asked:
            told = "cannot go with --tokens" if in_two_steps else "belongs to --tokens: add it"
            raise click.UsageError(f"{spelling} {told}, which forecasts by way of the loss")
    return {name: value for name, value in given.items() if name not in wrong}


def _require_loss(table: ScoreTable) -> None:
    """Raise DataError where no model of a table of scores has a loss, which is to be the axis."""
    from scaling.series import LOSS_AXIS

    if table.kind == "scores" and LOSS_AXIS not in table.frame.columns:
        raise DataError(
            f"{table.name}: no model has a loss: expected a column loss, or --tokens with --at for "
            "a forecast by way of the loss"
        )


def _require(kind: ChartKind, dataset: str | None, given: dict[str, Any]) -> None:
    """Raise UsageError for what a kind cannot be drawn without."""
    if kind.analysis == "power":
        if dataset is not None:
            raise click.UsageError(f"--kind {kind.name} draws no data: expected no DATASET")
        if "--sizes" not in given:
            raise click.UsageError(f"--kind {kind.name}: expected --sizes, such as 125M,350M,1.3B")
    elif dataset is None:
        raise click.UsageError(NOTHING)
    if kind.name == "metric-pair" and "--pair" not in given:
        raise click.UsageError(
            f"--kind {kind.name}: expected --pair with two metrics, such as exact_match:bleu"
        )


def _given(ctx: click.Context, *sources: ParameterSource) -> dict[str, Any]:
    """Return the options of analyses that somebody set in one of these ways, by spelling."""
    return {
        spelling: ctx.params[param.name]
        for param in ctx.command.params
        if isinstance(param, click.Option)
        and param.name in ctx.params
        and (spelling := long_name(param)) in OF_ANALYSES
        and _source(ctx, param) in sources
    }


def _source(ctx: click.Context, param: click.Parameter) -> ParameterSource | None:
    return ctx.get_parameter_source(param.name or "")
