"""The options of commands that read training runs and fit laws, as decorators."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import click

from scaling.cli.options import conditions

Command = Callable[..., Any]
RULES = (
    "lowest-tokens-per-param, highest-tokens-per-param, highest-loss, lowest-params, "
    "highest-flops, highest-epochs"
)


def runs_argument(function: Command) -> Command:
    """Take RUNS: a bundled name, a path, or ``-``; handed over as ``dataset``."""
    return click.argument("dataset", metavar="RUNS")(function)


def run_selection_options(function: Command) -> Command:
    """Take ``family``, ``where``, ``checkpoint``, ``loss_unit``."""
    options = (
        click.option("--family", "-f", multiple=True, help="Only this family (repeatable)."),
        click.option(
            "--where",
            multiple=True,
            metavar="COLUMN=VALUE",
            callback=conditions,
            help="Only rows with this value, such as source=ours (repeatable).",
        ),
        click.option(
            "--checkpoint",
            metavar="NAME",
            help="A checkpoint's name, or 'all'. Default: the last of each model.",
        ),
        click.option(
            "--loss-unit",
            type=click.Choice(("nats", "bits", "bits-per-byte")),
            default="nats",
            show_default=True,
            help="What the losses are: nats or bits per token (bits are turned into nats), or bits "
            "per byte, which only a tokenizer could convert.",
        ),
    )
    return _with(function, options)


def exclusion_options(function: Command) -> Command:
    """Take ``exclude`` and ``exclude_rule`` (tuples)."""
    options = (
        click.option(
            "--exclude",
            multiple=True,
            metavar="MODEL",
            help="Leave this run out (repeatable); every run that is left out is listed.",
        ),
        click.option(
            "--exclude-rule",
            multiple=True,
            metavar="RULE:COUNT",
            help=f"Leave out so many runs at one end (repeatable): {RULES}.",
        ),
    )
    return _with(function, options)


def law_objective_options(function: Command) -> Command:
    """Take ``objective`` and ``delta``."""
    options = (
        click.option(
            "--objective",
            type=click.Choice(("huber", "squares", "lad")),
            default="huber",
            show_default=True,
            help="What is minimised: a sum over runs of Huber's loss, squares or absolute values "
            "of log residuals.",
        ),
        click.option(
            "--delta",
            type=click.FloatRange(0, min_open=True),
            default=1e-3,
            show_default=True,
            help="Where Huber's loss turns linear, in log residuals.",
        ),
    )
    return _with(function, options)


def run_bootstrap_options(function: Command) -> Command:
    """Take ``bootstrap``, ``draws`` and ``level``."""
    options = (
        click.option(
            "--bootstrap",
            type=click.Choice(("case", "weighted")),
            default="case",
            show_default=True,
            help="Draw runs with replacement, or give them Dirichlet weights.",
        ),
        click.option(
            "--draws",
            type=click.IntRange(min=0),
            default=999,
            show_default=True,
            help="Bootstrap draws of the intervals; 0 for none, else at least 19.",
        ),
        click.option(
            "--level",
            type=click.FloatRange(0, 1, min_open=True, max_open=True),
            default=0.95,
            show_default=True,
            help="Level of the intervals.",
        ),
    )
    return _with(function, options)


def _with(function: Command, options: tuple[Callable[[Command], Command], ...]) -> Command:
    for option in reversed(options):
        function = option(function)
    return function
