"""The options of commands that use runs and laws rather than fit one."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import click

Command = Callable[..., Any]


def minima_draws_options(function: Command) -> Command:
    """Take ``draws`` and ``level`` of the bootstrap of minima."""
    return drawn_options(999, "Bootstrap draws of the intervals")(function)


def backtest_draws_options(function: Command) -> Command:
    """Take ``draws`` and ``level`` of each back-test."""
    return drawn_options(199, "Bootstrap draws of each back-test")(function)


def drawn_options(default: int, what: str) -> Callable[[Command], Command]:
    """Take ``draws``, ``default`` many, and ``level``."""

    def decorate(function: Command) -> Command:
        function = click.option(
            "--level",
            type=click.FloatRange(0, 1, min_open=True, max_open=True),
            default=0.95,
            show_default=True,
            help="Level of the intervals.",
        )(function)
        return click.option(
            "--draws",
            type=click.IntRange(min=0),
            default=default,
            show_default=True,
            help=f"{what}; 0 for none, else at least 19.",
        )(function)

    return decorate
