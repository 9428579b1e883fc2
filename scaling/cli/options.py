"""The options that commands share, as decorators.

``output_options`` hands the command one ``out`` (``scaling.cli.output.Output``); the others hand
over keyword arguments of the option's name. Put them below ``@click.command``.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any, TypeVar, cast

import click

from scaling.cli.config import config_option
from scaling.cli.entry import set_traceback
from scaling.cli.reading import reading_options

Command = TypeVar("Command", bound=Callable[..., Any])

FORMATS = ("table", "json", "csv", "md")
TALKING_OPTIONS: tuple[Callable[[Any], Any], ...] = (
    click.option("-q", "--quiet", is_flag=True, help="No notes or remarks on stderr."),
    config_option,
    click.option(
        "--traceback",
        is_flag=True,
        expose_value=False,
        callback=set_traceback,
        help="Show the full traceback of an error.",
    ),
)
"""Options that every command has: how much it says, and its defaults."""


def dataset_argument(function: Command) -> Command:
    """Take DATASET: a bundled name, a path, or ``-``."""
    return click.argument("dataset", metavar="DATASET")(function)


def optional_dataset_argument(function: Command) -> Command:
    """Take DATASET or nothing (None)."""
    return click.argument("dataset", metavar="[DATASET]", required=False)(function)


def conditions(
    ctx: click.Context, param: click.Parameter, values: tuple[str, ...]
) -> dict[str, list[str]]:
    """Return ``COLUMN=VALUE`` options as a mapping; several values of a column are alternatives."""
    found: dict[str, list[str]] = {}
    for value in values:
        column, equals, wanted = value.partition("=")
        if not equals or not column or not wanted:
            raise click.BadParameter(f"expected COLUMN=VALUE, got {value!r}", ctx, param)
        found.setdefault(column.strip(), []).append(wanted.strip())
    return found


def selection_options(function: Command) -> Command:
    """Take ``task``, ``family``, ``metric`` (tuples), ``where``, ``size`` and ``checkpoint``."""
    for decorate in reversed(
        (
            click.option(
                "--task",
                "-t",
                multiple=True,
                help="Only this task (repeatable; * stands for any letters).",
            ),
            click.option("--family", "-f", multiple=True, help="Only this family (repeatable)."),
            click.option("--metric", "-m", multiple=True, help="Only this metric (repeatable)."),
            click.option(
                "--where",
                multiple=True,
                metavar="COLUMN=VALUE",
                callback=conditions,
                help="Only rows with this value, such as tuning=base or n_shots=5 (repeatable).",
            ),
            click.option(
                "--size",
                metavar="COLUMN",
                help="Size axis: params, flops, tokens, loss or a column of the file's own.",
            ),
            click.option(
                "--checkpoint",
                metavar="NAME",
                help="A checkpoint's name, or 'all'. Default: the last of each model.",
            ),
        )
    ):
        function = decorate(function)
    return function


def seed_option(function: Command) -> Command:
    """Take ``seed``: the one number that all random draws come from."""
    return click.option(
        "--seed", type=click.IntRange(min=0), default=0, show_default=True, help="Random seed."
    )(function)


def _jobs(ctx: click.Context, param: click.Parameter, value: int) -> int:
    if value == 0:
        raise click.BadParameter("expected a number of processes, or -1 for all cores", ctx, param)
    return value


def jobs_option(function: Command) -> Command:
    """Take ``n_jobs``: how many processes share the work."""
    return click.option(
        "--n-jobs",
        type=int,
        callback=_jobs,
        default=1,
        show_default=True,
        help="Processes to use; -1 for all cores. Results do not depend on it.",
    )(function)


def rho_option(function: Command) -> Command:
    """Take ``rho``: the over-dispersion of proportions."""
    return click.option(
        "--rho",
        type=click.FloatRange(0, 1, max_open=True),
        default=0.005,
        show_default=True,
        help="Over-dispersion of proportions: 0 is binomial error alone.",
    )(function)


def interval_options(function: Command) -> Command:
    """Take ``level`` and ``draws`` of the bootstrap intervals."""
    function = click.option(
        "--draws",
        type=click.IntRange(min=0),
        default=999,
        show_default=True,
        help="Bootstrap draws of the intervals, and of the width test in detect and report; 0 for "
        "none, else at least 19.",
    )(function)
    return click.option(
        "--level",
        type=click.FloatRange(0, 1, min_open=True, max_open=True),
        default=0.95,
        show_default=True,
        help="Level of the intervals.",
    )(function)


def testing_options(axis: str, default: str) -> Callable[[Command], Command]:
    """Take ``w0`` and ``alpha`` of the width test; the help says the axis and the default."""

    def decorate(function: Command) -> Command:
        function = click.option(
            "--alpha",
            type=click.FloatRange(0, 0.5, min_open=True, max_open=True),
            default=0.05,
            show_default=True,
            help="Level of the tests.",
        )(function)
        return click.option(
            "--w0",
            type=click.FloatRange(0, 10, min_open=True, max_open=True),
            help=f"Width, in decades of {axis}, that separates sharp from smooth. Default: "
            f"{default}.",
        )(function)

    return decorate


def sigma_option(function: Command) -> Command:
    """Take ``sigma``: where the error of scores that are no proportions comes from."""
    return click.option(
        "--sigma",
        type=click.Choice(["stated", "pooled"]),
        default="stated",
        show_default=True,
        help="Error of scores that are no proportions: the stated one, or where there is none "
        "one pooled over at least five series of the task.",
    )(function)


def detection_options(function: Command) -> Command:
    """Take all that ``scaling.api.detect`` takes beside the selection, and how a file is read."""
    shared = (rho_option, sigma_option, interval_options, seed_option, jobs_option)
    function = cast(Command, reading_options(function))
    testing = testing_options(axis="the size axis", default="1 on params, scaled on flops")
    for decorate in reversed((testing, *shared)):
        function = decorate(function)
    return function


def beside_options(function: Command) -> Command:
    """Take ``pairs`` and ``pool``: what ``scaling.api.detect`` finds beside single series."""
    pairs_option = click.option(
        "--pair",
        "pairs",
        multiple=True,
        metavar="HARD:SOFT",
        help="Two metrics of the same answers, such as exact_match:bleu: does a jump on the hard "
        "one remain on the soft one? (repeatable)",
    )
    pool_option = click.option(
        "--pool",
        is_flag=True,
        help="Also test each task once, with one width for all the families that rise on it.",
    )
    return pairs_option(pool_option(function))


def output_options(function: Callable[..., Any]) -> Callable[..., Any]:
    """Take where and how results are written; the command gets them as ``out``.

    ``-o`` is checked before the command does any work.
    """
    format_option = click.option(
        "--format",
        type=click.Choice(FORMATS),
        help="Default: table, or what the ending of -o says.",
    )
    output_option = click.option(
        "-o", "--output", metavar="FILE", help="Write the results to FILE, not stdout."
    )
    return _with_output(function, (format_option, output_option))


def figure_options(function: Callable[..., Any]) -> Callable[..., Any]:
    """Take the file that a figure or page is written to; the command gets it as ``out``."""
    output_option = click.option("-o", "--output", metavar="FILE", help="Write to FILE.")
    return _with_output(function, (output_option,))


def figures_options(function: Callable[..., Any]) -> Callable[..., Any]:
    """Take the files that one figure is written to, each in its format, as ``out.paths``."""
    output_option = click.option(
        "-o", "--output", metavar="FILE", multiple=True,
        help="Write to FILE (repeatable: one figure in several formats).",
    )  # fmt: skip
    return _with_output(function, (output_option,))


def report_options(function: Callable[..., Any]) -> Callable[..., Any]:
    """Take the file and the format of a report; the command gets them as ``out``."""
    format_option = click.option(
        "--format",
        type=click.Choice(("html", "md", "latex")),
        help="Default: what the ending of -o says.",
    )
    output_option = click.option(
        "-o", "--output", metavar="FILE", help="Write to FILE (.html .md .tex)."
    )
    return _with_output(function, (format_option, output_option))


def folder_options(help: str) -> Callable[[Callable[..., Any]], Callable[..., Any]]:
    """Take ``folder``, where several files are written; results are told by ``out`` on stdout."""

    def decorate(function: Callable[..., Any]) -> Callable[..., Any]:
        @wraps(function)
        def command(*args: Any, **kwargs: Any) -> Any:
            from scaling.cli.output import Output

            out = Output(format=kwargs.pop("format"), quiet=kwargs.pop("quiet"))
            return function(*args, out=out, **kwargs)

        options = (
            click.option("-o", "--output", "folder", metavar="DIR", help=help),
            click.option("--format", type=click.Choice(FORMATS), help="Default: table."),
            *TALKING_OPTIONS,
        )
        decorated: Callable[..., Any] = command
        for decorate_with in reversed(options):
            decorated = decorate_with(decorated)
        return decorated

    return decorate


def _with_output(
    function: Callable[..., Any], first: tuple[Callable[..., Any], ...]
) -> Callable[..., Any]:
    @wraps(function)
    def command(*args: Any, **kwargs: Any) -> Any:
        from scaling.cli.output import Output

        path = kwargs.pop("output")
        first, *others = (path or (None,)) if isinstance(path, tuple) else (path,)
        out = Output(
            format=kwargs.pop("format", None),
            path=first,
            others=tuple(others),
            force=kwargs.pop("force"),
            quiet=kwargs.pop("quiet"),
            verbose=kwargs.pop("verbose", False),
        )
        out.check()
        return function(*args, out=out, **kwargs)

    shared = (
        click.option("--force", is_flag=True, help="Replace FILE if it is there."),
        *TALKING_OPTIONS,
    )
    decorated: Callable[..., Any] = command
    decorators: list[Callable[..., Any]] = [*first, *shared]
    for decorate in reversed(decorators):
        decorated = decorate(decorated)
    return decorated
