"""The options of ``scaling forecast --tokens``: the two steps from sizes to loss to score."""

from __future__ import annotations

from collections.abc import Callable, MutableMapping
from typing import Any

import click

Command = Callable[..., Any]
NAMES = ("tokens", "via", "law", "link", "link_floor", "loss_unit", "exclude", "exclude_rule")


def two_step_options(function: Command) -> Command:
    """Take ``tokens`` and what a forecast in two steps needs: the options that ``NAMES`` lists."""
    for decorate in reversed(
        (
            click.option(
                "--tokens",
                metavar="SIZE",
                help="Training tokens of the new model, such as 2T: forecast its loss from "
                "parameters and tokens, then its score from the loss.",
            ),
            click.option(
                "--via",
                metavar="METRIC|loss",
                default="loss",
                show_default=True,
                help="With --tokens: what stands between, the column loss or a metric of the same "
                "task that falls like one, such as bits_per_byte.",
            ),
            click.option(
                "--law",
                default="chinchilla",
                show_default=True,
                help="With --tokens: the law of the loss.",
            ),
            click.option(
                "--link",
                default="sigmoid",
                show_default=True,
                help="With --tokens: from loss to score, sigmoid (Bhagia et al. 2024) or "
                "exponential (Gadre et al. 2024).",
            ),
            click.option(
                "--link-floor",
                type=click.Choice(["auto", "free", "fixed"]),
                default="auto",
                show_default=True,
                help="With --tokens: floor of the link, fixed at chance or estimated; auto "
                "estimates it from six losses on.",
            ),
            click.option(
                "--loss-unit",
                type=click.Choice(["nats", "bits", "bits-per-byte"]),
                default="nats",
                show_default=True,
                help="With --tokens: unit of the column loss.",
            ),
            click.option(
                "--exclude",
                multiple=True,
                metavar="MODEL",
                help="With --tokens: leave this model out of both steps (repeatable).",
            ),
            click.option(
                "--exclude-rule",
                multiple=True,
                metavar="NAME:COUNT",
                help="With --tokens: leave models out by a rule, such as highest-flops:2 "
                "(repeatable).",
            ),
        )
    ):
        function = decorate(function)
    return function


def without_two_steps(options: MutableMapping[str, Any]) -> None:
    """Take the options of two steps out of a command's; raise where one was given in vain."""
    from click.core import ParameterSource

    from scaling.errors import OptionError

    context = click.get_current_context()
    for name in NAMES:
        options.pop(name)
        if name != "tokens" and context.get_parameter_source(name) is ParameterSource.COMMANDLINE:
            flag = "--" + name.replace("_", "-")
            raise OptionError(f"{flag}: belongs to a forecast in two steps: add --tokens")
