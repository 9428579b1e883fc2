"""The options of ``--size capability``: which benchmarks, which models are held out."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from typing import Any

import click

from scaling.errors import OptionError

Command = Callable[..., Any]
CAPABILITY = "capability"  # the size axis that they belong to
COMPONENTS = 3
NAMES = ("benchmarks", "cutoff", "components", "reference_family", "exclude_benchmark",
         "standardise")  # fmt: skip


def capability_options(function: Command) -> Command:
    """Take what ``--size capability`` needs: the options that ``NAMES`` lists."""
    for decorate in reversed(
        (
            click.option(
                "--benchmarks",
                metavar="DATASET",
                help="With --size capability: the models' scores on other benchmarks.",
            ),
            click.option(
                "--cutoff",
                metavar="FLOPS|SHARE",
                help="With --size capability: fit models up to this training compute, such as "
                "8.4e22, or this share of them, such as 50%, and predict the others. Default: fit "
                "all that have a score, predict those without.",
            ),
            click.option(
                "--components",
                type=click.IntRange(min=1),
                default=COMPONENTS,
                show_default=True,
                help="With --size capability: principal components of the benchmarks.",
            ),
            click.option(
                "--reference-family",
                metavar="NAME",
                help="With --size capability: whose compute is the unit of the axis. Default: "
                "Llama-2, else the family with most models of known compute.",
            ),
            click.option(
                "--exclude-benchmark",
                multiple=True,
                metavar="NAME",
                help="With --size capability: leave out this benchmark too (repeatable); the task "
                "itself always is.",
            ),
            click.option(
                "--standardise/--no-standardise",
                default=None,
                help="With --size capability: divide benchmarks by their spread, or do not. "
                "Default: where they are not all from 0 to 1.",
            ),
        )
    ):
        function = decorate(function)
    return function


def is_capability(options: Mapping[str, Any], columns: Collection[str]) -> bool:
    """Return whether the axis of other benchmarks is meant, not a table's own column."""
    own = CAPABILITY in columns and options["benchmarks"] is None
    return options["size"] == CAPABILITY and not own


def without_capability(options: dict[str, Any]) -> None:
    """Take the options away from another kind of forecast; raises OptionError if they are meant."""
    if options["size"] == CAPABILITY and options.get("tokens") is not None:
        raise OptionError(
            f"--size {CAPABILITY}: knows no training tokens; leave it or --tokens out"
        )
    for name in NAMES:
        value = options.pop(name)
        given = value is not None and value != ()
        if given and not (name == "components" and value == COMPONENTS):
            raise OptionError(
                f"--{name.replace('_', '-')}: belongs to the axis of other benchmarks: add --size "
                f"{CAPABILITY}"
            )
