"""Options of commands that fit curves: how a curve is fitted, and its intervals."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import click

Command = Callable[..., Any]
POOLED = "pooled"


def _rho(ctx: click.Context, param: click.Parameter, value: str) -> float | str:
    """Return a number from 0 to below 1, or ``pooled``."""
    if value.lower() == POOLED:
        return POOLED
    try:
        rho = float(value)
    except ValueError:
        rho = -1.0
    if not 0 <= rho < 1:
        raise click.BadParameter(
            f"expected a number from 0 to below 1, or {POOLED}, got {value!r}", ctx, param
        )
    return rho


def objective_options(function: Command) -> Command:
    """Take what is maximised: ``objective``, ``delta``, ``weights``."""
    options = (
        click.option(
            "--objective",
            type=click.Choice(
                ("auto", "quasi-binomial", "beta-binomial", "gaussian", "log-gaussian", "huber",
                 "lad")
            ),
            default="auto",
            show_default=True,
            help="What is maximised; auto: quasi-binomial for proportions, else Gaussian. huber "
            "and lad are sums over log residuals.",
        ),
        click.option(
            "--delta",
            type=click.FloatRange(0, min_open=True),
            default=1e-3,
            show_default=True,
            help="Where Huber's loss turns linear, in log residuals.",
        ),
        click.option(
            "--weights",
            type=click.Choice(("auto", "equal", "n_items", "stderr")),
            default="auto",
            show_default=True,
            help="Weights of objectives that are not of k of n; auto: stderr where stated, else "
            "equal.",
        ),
    )  # fmt: skip
    return _with(function, options)


def pooled_rho_option(function: Command) -> Command:
    """Take ``rho``: a number, or ``pooled``."""
    options = (
        click.option(
            "--rho",
            metavar=f"NUMBER|{POOLED}",
            callback=_rho,
            default="0.005",
            show_default=True,
            help="Over-dispersion of proportions: 0 is binomial error alone, pooled estimates it "
            "from the series of a task (five or more).",
        ),
    )
    return _with(function, options)


def floor_option(function: Command) -> Command:
    """Take ``floor``: whether it is estimated."""
    options = (
        click.option(
            "--floor",
            type=click.Choice(("fixed", "free")),
            default="fixed",
            show_default=True,
            help="Hold the floor at chance, or estimate it.",
        ),
    )
    return _with(function, options)


def ceiling_option(function: Command) -> Command:
    """Take ``ceiling``: whether it is estimated."""
    options = (
        click.option(
            "--ceiling",
            type=click.Choice(("auto", "free", "fixed")),
            default="auto",
            show_default=True,
            help="Estimate the ceiling, hold it at the stated one; auto: estimate it from four "
            "sizes on.",
        ),
    )
    return _with(function, options)


def interval_kind_option(function: Command) -> Command:
    """Take ``interval``: the kind of intervals."""
    option = click.option(
        "--interval",
        type=click.Choice(("parametric", "wild", "case", "profile", "delta", "none")),
        default="parametric",
        show_default=True,
        help="Kind of intervals: bootstraps (wild from 8 sizes, case from 20), profile likelihood, "
        "or the delta method for a quick look.",
    )
    return _with(function, (option,))


def _with(function: Command, options: tuple[Callable[[Command], Command], ...]) -> Command:
    for option in reversed(options):
        function = option(function)
    return function
