"""The options of commands that read recipes, as decorators."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import click

Command = Callable[..., Any]


def recipes_option(function: Command) -> Command:
    """Take ``recipes``: the folder of recipes, or None."""
    return click.option(
        "--recipes",
        metavar="DIR",
        help="Folder of the recipes. Default: figures, here or in the checkout.",
    )(function)
