"""``scaling figures build``."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from scaling.cli.figures.recipe_options import recipes_option
from scaling.cli.group import guide
from scaling.cli.options import folder_options, jobs_option
from scaling.cli.output import Output, result
from scaling.errors import printable

if TYPE_CHECKING:
    from collections.abc import Sequence

    from scaling.recipes import Built, Checked

COLUMNS = ("name", "state", "message")
STALE, LEFT_OVER = "stale", "left over"


@click.command(
    epilog=guide(
        "scaling figures build",
        "scaling figures build gpt3-lambada-mmlu --recipes my-figures -o figures",
        then="scaling figures build --check",
    )
)
@click.argument("names", nargs=-1, metavar="[NAME]...")
@recipes_option
@click.option(
    "--check",
    is_flag=True,
    help="Write nothing; exit with 1 where a figure is not what its recipe gives now, and say "
    "which input changed.",
)
@jobs_option
@folder_options("Write figures and their page to DIR. Default: beside the recipes.")
def command(names: tuple[str, ...], out: Output, *, folder: str | None, recipes: str | None,
            check: bool, n_jobs: int) -> None:  # fmt: skip
    """Build figures from their recipes: .svg, .vl.json, and the page of all figures.

    All recipes, or those named. Files that were built before are replaced, no others; where one
    recipe cannot be built, nothing is written. Recipes that were not named and have faults are
    left out of the page, and told.
    """
    from scaling.recipes import (
        build_all,
        check_gallery,
        read_recipes,
        recipes_folder,
        sound_recipes,
        write_gallery,
    )

    place = recipes_folder(recipes)
    chosen = read_recipes(place, names)
    known, faults = sound_recipes(place) if names else (chosen, {})
    for name, told in faults.items():
        out.talk(f"{name}: not looked at: its recipe has faults", told)
    target = place if folder is None else Path(folder)
    built = build_all(chosen, n_jobs=n_jobs, show_progress=out.progress)
    if check:
        rows = [_checked(one) for one in check_gallery(known, built, target, tuple(faults))]
    else:
        written = {path.name for path in write_gallery(known, built, target)}
        rows = [_written(one.name, written) for one in built]
    out.emit("figures build", rows, columns=COLUMNS, page=lambda: _page(rows))
    out.talk(_seconds(built))
    stale, left_over = (sum(row["state"] == state for row in rows) for state in (STALE, LEFT_OVER))
    if stale:
        out.talk(f"{stale} of {len(rows)} stale: scaling figures build writes them again")
    if left_over:
        out.talk(f"{left_over} of {len(rows)} without a recipe: remove the files named above")
    if stale or left_over:
        click.get_current_context().exit(1)


def _checked(one: Checked) -> dict[str, Any]:
    state = LEFT_OVER if one.left_over else STALE if one.stale else "up to date"
    return result(name=one.name, state=state, message="; ".join(one.stale) or one.remark)


def _written(name: str, written: set[str]) -> dict[str, Any]:
    files = [file for file in sorted(written) if file.startswith(f"{name}.")]
    state = "written" if files else "unchanged"
    return result(name=name, state=state, message=", ".join(files))


def _page(rows: Sequence[dict[str, Any]]) -> str:
    """Return a line a figure."""
    parts = [(f"{row['name']}: {row['state']}", row["message"]) for row in rows]
    return "".join(printable(": ".join(filter(None, part))) + "\n" for part in parts)


def _seconds(built: Sequence[Built]) -> str:
    """Return how long the figures took, and the slowest of them."""
    slowest = sorted(built, key=lambda one: -one.seconds)[:3]
    told = ", ".join(f"{one.name} {one.seconds:.1f} s" for one in slowest)
    count = f"{len(built)} figure{'s' if len(built) > 1 else ''}"
    return f"{count} in {sum(one.seconds for one in built):.0f} s; slowest: {told}"
