"""The group ``scaling figures``: one file a command, one line here."""

from __future__ import annotations

import click

from scaling.cli.group import LazyCommand, LazyGroup, guide

COMMANDS = (
    LazyCommand("list", "scaling.cli.figures.listing", "List the recipes of a folder."),
    LazyCommand("build", "scaling.cli.figures.build", "Build figures from recipes, or check them."),
    LazyCommand("schema", "scaling.cli.figures.schema", "Print the JSON Schema of recipes."),
)


@click.group(
    cls=LazyGroup,
    lazy=COMMANDS,
    epilog=guide(
        "scaling figures list",
        "scaling figures build --recipes my-figures",
        then="scaling figures build --check",
    ),
)
def command() -> None:
    """Build figures from recipes (TOML files), and check them."""
