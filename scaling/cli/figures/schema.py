"""``scaling figures schema``."""

from __future__ import annotations

import click

from scaling.cli.group import guide
from scaling.cli.options import figure_options
from scaling.cli.output import Output


@click.command(
    epilog=guide(
        "scaling figures schema",
        "scaling figures schema -o recipe.schema.json",
        then="scaling figures build --recipes DIR",
    )
)
@figure_options
def command(out: Output) -> None:
    """Print the JSON Schema of recipes, for editors that complete and check TOML.

    A recipe that begins with "#:schema recipe.schema.json" is checked against that file beside it.
    """
    from scaling.documents import json_text
    from scaling.recipes import recipe_schema

    out.write(json_text(recipe_schema()))
