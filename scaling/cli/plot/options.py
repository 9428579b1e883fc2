"""The options of ``scaling plot``: those of drawing, and the main ones of each analysis."""

from __future__ import annotations

from collections.abc import Callable
from copy import copy
from functools import partial
from typing import Any, TypeVar

import click

from scaling.cli.plot.analyses import COMMANDS, option_of

Command = TypeVar("Command", bound=Callable[..., Any])

THEMES = ("light", "dark", "print")

SHARED = (
    click.Option(
        ["--curve", "curve"],
        multiple=True,
        metavar="NAME",
        help="A curve to fit, to forecast with, or to compare (repeatable); 'scaling curves' "
        "lists all.",
    ),
    click.Option(
        ["--pair", "pair"],
        multiple=True,
        metavar="HARD:SOFT|COLUMN:A:B",
        help="For --kind metric-pair two metrics of the same answers, such as exact_match:bleu; "
        "for --kind crossing two values of a column, such as prompting:direct:cot (repeatable).",
    ),
    click.Option(
        ["--far", "far"],
        is_flag=True,
        help="Follow curves further beyond the data than they usually are.",
    ),
    click.Option(
        ["--draws", "draws"],
        type=click.IntRange(min=0),
        help="Bootstrap draws of intervals and tests; 0 for none, else at least 19. Default: 999; "
        "199 for compare and power.",
    ),
)
"""Options that mean something else in each analysis."""

BORROWED = {
    "detect": ("--w0", "--alpha", "--sigma", "--rho", "--level", "--seed", "--n-jobs"),
    "forecast": ("--at", "--tokens", "--via", "--benchmarks", "--cutoff"),
    "crossing": ("--baseline", "--baselines", "--margin", "--reach"),
    "power": ("--sizes", "--n-items", "--chance"),
    "law fit": ("--law", "--loss-unit", "--exclude"),
    "law isoflop": ("--budget", "--budget-tolerance", "--degree"),
    "law allocate": ("--flops", "--unique-tokens"),
}  # fmt: skip
"""Options that mean one thing, by the analysis whose command explains them."""


ROWS = ("--task", "--family", "--metric", "--where", "--size", "--checkpoint")
OF_ANALYSES = (
    *ROWS,
    *(option.opts[0] for option in SHARED),
    *(spelling for spellings in BORROWED.values() for spelling in spellings),
)
WHERE_FROM = "Figure"
SECTIONS = {
    WHERE_FROM: (
        "--kind", "--list", "--from", "--theme", "--width", "--title", "--no-title", "--dpi",
        "--output", "--force", "--quiet", "--config", "--traceback",
    ),
    "Rows": ROWS,
    "Analysis (only of the named ones, where some are)": OF_ANALYSES[len(ROWS) :],
}  # fmt: skip
"""The headings of the help, and the options below each."""

MOST_NAMED = 5
"""An option that more analyses take is explained without naming them."""


def analysis_params() -> list[click.Parameter]:
    """Return the options of analyses: those of several, and those of single commands."""
    borrowed = [
        option
        for analysis, spellings in BORROWED.items()
        for spelling in spellings
        if (option := option_of(analysis, spelling)) is not None
    ]
    return [_optional(option) for option in (*SHARED, *borrowed)]


def _optional(option: click.Option) -> click.Option:
    """Return a copy that need not be given, and whose help names the analyses that take it."""
    own = copy(option)
    own.envvar = variable_of(long_name(option))
    if option.required and option.callback is not None:
        own.callback = partial(_where_given, option.callback)
    own.required = False
    taking = [name for name in COMMANDS if option_of(name, option.opts[0]) is not None]
    if len(taking) <= MOST_NAMED:
        own.help = f"{option.help} [{', '.join(taking)}]"
    return own


def variable_of(spelling: str) -> str:
    """Return the environment variable of an option, which bears its spelling.

    >>> variable_of("--budget-tolerance")
    'SCALING_PLOT_BUDGET_TOLERANCE'
    """
    return f"SCALING_PLOT_{spelling.removeprefix('--').replace('-', '_').upper()}"


def _where_given(
    callback: Callable[..., Any], ctx: click.Context, param: click.Parameter, value: Any
) -> Any:
    """Let a required option's callback see only what was given."""
    return None if value is None else callback(ctx, param, value)


def drawing_options(function: Command) -> Command:
    """Take what is drawn and how: ``kind``, ``source``, ``theme``, ``width``, ``title``, ``dpi``.

    ``title`` is None where nothing was said, empty where none is wanted.
    """
    for decorate in reversed(
        (
            click.option(
                "--kind",
                metavar="NAME",
                help="Kind of chart; --list shows all. Default: curves; of run tables law, of "
                "published onsets onsets.",
            ),
            click.option(
                "--list",
                is_flag=True,
                is_eager=True,
                expose_value=False,
                callback=list_kinds,
                help="List the kinds of chart, each with the analysis that it draws, and exit.",
            ),
            click.option(
                "--from",
                "source",
                metavar="FILE.json",
                envvar=variable_of("--from"),
                help="Draw the results that a command wrote to a file (- for stdin); nothing is "
                "computed again.",
            ),
            click.option(
                "--theme",
                type=click.Choice(THEMES),
                default="light",
                show_default=True,
                help="Colours and sizes; print is for paper, with all lengths in points.",
            ),
            click.option(
                "--width",
                metavar="column|page|LENGTH",
                help="Width of the figure: column (3.4in), page (7in), or a length such as 12cm "
                "or 640px. Default: what the chart needs.",
            ),
            click.option("--title", metavar="TEXT", help="Title above the figure."),
            click.option("--no-title", is_flag=True, help="No title above the figure."),
            click.option(
                "--dpi",
                type=click.IntRange(min=36, max=1200),
                default=200,
                show_default=True,
                help="Pixels of a PNG to the inch (on a screen an inch is 96 px of the design).",
            ),
        )
    ):
        function = decorate(function)
    return function


def list_kinds(ctx: click.Context, param: click.Parameter, value: bool) -> None:
    """Print a line for each kind of chart, and stop."""
    if not value or ctx.resilient_parsing:
        return
    from scaling.plots.kinds import CHART_KINDS

    names = max(len(kind.name) for kind in CHART_KINDS)
    analyses = max(len(kind.analysis) for kind in CHART_KINDS)
    for kind in CHART_KINDS:
        click.echo(f"{kind.name:<{names}}  {kind.analysis:<{analyses}}  {kind.line}")
    ctx.exit()


def long_name(option: click.Option) -> str:
    """Return the spelling of an option in full, such as ``--task``."""
    return next(spelling for spelling in option.opts if spelling.startswith("--"))
