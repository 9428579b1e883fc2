"""``scaling figures list``."""

from __future__ import annotations

import textwrap
from typing import TYPE_CHECKING, Any

import click

from scaling.cli.figures.recipe_options import recipes_option
from scaling.cli.group import guide
from scaling.cli.options import output_options
from scaling.cli.output import Output, result
from scaling.errors import printable

if TYPE_CHECKING:
    from collections.abc import Sequence

COLUMNS = ("name", "kind", "dataset", "built", "finding", "citation")
WIDTH = 80


@click.command(
    epilog=guide(
        "scaling figures list",
        "scaling figures list --recipes my-figures --format json",
        then="scaling figures build",
    )
)
@recipes_option
@output_options
def command(out: Output, *, recipes: str | None) -> None:
    """List the recipes, and what each figure shows."""
    from scaling.recipes import read_recipes, recipes_folder
    from scaling.recipes.files import SPEC

    folder = recipes_folder(recipes)
    rows = [
        result(
            name=one.name,
            kind=one.recipe.kind,
            dataset=one.recipe.dataset,
            built=(folder / f"{one.name}{SPEC}").is_file(),
            finding=one.recipe.finding,
            citation=one.recipe.citation,
        )
        for one in read_recipes(folder)
    ]
    out.emit("figures list", rows, columns=COLUMNS, page=lambda: _page(rows))


def _page(rows: Sequence[dict[str, Any]]) -> str:
    """Return each recipe on a line, its finding indented below."""
    widest = max(len(row["name"]) for row in rows)
    lines = []
    for row in rows:
        parts = (row["kind"], row["dataset"] or "", "" if row["built"] else "not built")
        lines.append("  ".join((row["name"].ljust(widest), *filter(None, parts))))
        lines += textwrap.wrap(
            row["finding"], WIDTH, initial_indent="  ", subsequent_indent="  ",
            break_long_words=False,
        )  # fmt: skip
    return "".join(f"{printable(line)}\n" for line in lines)
