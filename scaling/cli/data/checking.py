"""``scaling data check``."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import click

from scaling.cli.group import guide
from scaling.cli.options import dataset_argument, jobs_option, output_options
from scaling.cli.output import Output, result
from scaling.cli.reading import reading_options
from scaling.errors import BadCellsError, ScalingError

if TYPE_CHECKING:
    from scaling.loaders import ReadOptions
    from scaling.series import Series
    from scaling.table import ScoreTable

COLUMNS = ("level", "message")
ENOUGH_SIZES = 3


@click.command(
    epilog=guide(
        "scaling data check scores.csv",
        "scaling data check scores.csv --percent --format json",
        then="scaling data show scores.csv",
    )
)
@dataset_argument
@reading_options
@jobs_option
@output_options
def command(dataset: str, reading: ReadOptions, n_jobs: int, out: Output) -> None:
    """Check a dataset: all problems at once, what is fine and what is assumed."""
    from scaling.datasets import open_dataset

    options = reading.recorded()
    try:
        table = open_dataset(dataset, reading, show_progress=out.progress)
    except ScalingError as error:
        if out.chosen_format != "table":  # people get the message alone, on stderr
            out.emit("data check", problems(error), options=options, columns=COLUMNS)
        raise
    out.talk_of(table)
    found = findings(table)
    out.emit(
        "data check", found, dataset=table, options=options, notes=table.notes, columns=COLUMNS
    )


def problems(error: ScalingError) -> list[dict[str, Any]]:
    """Return one failed result for every bad cell, or for the one error there is."""
    if not isinstance(error, BadCellsError):
        return [_finding("error", str(error), status="failed")]
    return [
        {
            **_finding("error", cell.describe(error.file), status="failed"),
            "file": cell.file or error.file,
            "line": cell.line,
            "column": cell.column,
            "expected": cell.expected,
            "found": cell.found,
        }
        for cell in error.cells
    ]


def findings(table: ScoreTable) -> list[dict[str, Any]]:
    """Return what is fine in a checked table, what fits would have to assume, what is doubtful."""
    from scaling.datasets import default_axis

    found = [_finding("fine", f"{table.counts}: every cell keeps to the schema")]
    if table.kind != "scores":
        kinds = {
            "runs": "a run table: the 'scaling law' commands read it",
            "models": "a table of models: give it beside scores, with --models",
            "thresholds": "published onsets",
        }
        return [*found, _finding("fine", kinds[table.kind])]
    if not table.size_axes:
        return [*found, _finding("assumed", "no model has a size: all are references, no fits")]
    found.append(_finding("fine", "sizes: " + ", ".join(table.size_axes)))
    axis = default_axis(table)
    try:
        series = table.series(size=axis)
    except ScalingError as error:
        found.append(_finding("assumed", str(error)))
        series = table.series(size=axis, checkpoint="all")
    return found + _assumptions(series) + _doubts(series)


def _doubts(series: Sequence[Series]) -> list[dict[str, Any]]:
    """Return one finding for all scores that look like failed runs, none if no score does."""
    from scaling.grouping import failed_runs
    from scaling.loaders.base import listed

    doubted = [
        f"{one.key.label()}: {run.score:.3g} of {run.model} after {run.score_before:.3g} of "
        f"{run.before}"
        for one in series
        for run in failed_runs(one)
    ]
    if not doubted:
        return []
    text = (
        "far below a smaller model and near chance, a failed run or a model that differs in more "
        f"than size: {listed(doubted, 8)}"
    )
    return [_finding("doubtful", text)]


def _assumptions(series: Sequence[Series]) -> list[dict[str, Any]]:
    """Return one finding for each thing that is assumed, or that it is not."""
    from scaling.loaders.base import listed

    rules = (
        ("chance levels", "assumed-chance", "chance is not given, 0 is assumed, for", _task),
        ("numbers of items", "assumed_n_items", "n_items is not given, 250 is assumed, for", _task),
        ("families", "family_unknown", "no family is named: all models are one, on", _task),
        ("errors of scores that are no proportions", "no-error-model",
         "no standard error is known for", _task),
        ("sizes", "below-three-sizes",
         f"fewer than {ENOUGH_SIZES} sizes, so no fit, for", _label),
    )  # fmt: skip
    found = []
    for what, code, text, name in rules:
        names = list(dict.fromkeys(name(one) for one in series if _has(one, code)))
        if names:
            found.append(_finding("assumed", f"{text} {listed(names, 8)}", notes=[code]))
        else:
            found.append(_finding("fine", f"{what}: nothing assumed"))
    return found


def _has(series: Series, code: str) -> bool:
    if code == "below-three-sizes":
        return series.n_sizes < ENOUGH_SIZES
    if code == "family_unknown" and not series.n_points:
        return False  # references alone: no model was taken for a family
    if code == "no-error-model":
        return not series.binomial and bool((series.sigma != series.sigma).any())
    return code in series.notes or code in series.qualifiers


def _task(series: Series) -> str:
    return f"{series.key.task} / {series.key.metric}"


def _label(series: Series) -> str:
    return series.key.label()


def _finding(
    level: str, message: str, *, status: str = "ok", notes: Sequence[str] = ()
) -> dict[str, Any]:
    """Return one result; ``file`` to ``found`` are only known of bad cells."""
    places = {"file": None, "line": None, "column": None, "expected": None, "found": None}
    return {**result(status=status, message=message, notes=notes, level=level), **places}
