"""A whole gallery: built and written, or built and compared with what is there."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from scaling.recipes.building import Built
from scaling.recipes.checking import Checked, check
from scaling.recipes.files import (
    PAGE,
    SPEC,
    SVG,
    document_in,
    left_over,
    replace_files,
    text_in,
)
from scaling.recipes.gallery import gallery_page
from scaling.recipes.reading import NamedRecipe


def write_gallery(
    recipes: Sequence[NamedRecipe], built: Sequence[Built], folder: Path
) -> list[Path]:
    """Write figures and the page of all figures there; return the files that changed.

    ``recipes`` are all of the gallery, ``built`` those that were built now. Nothing is written
    where a file that is not ours stands in the way.
    """
    texts = {}
    for one in built:
        texts[folder / f"{one.name}{SVG}"] = one.svg
        texts[folder / f"{one.name}{SPEC}"] = one.spec
    page = gallery_page(recipes, _documents(recipes, built, folder), folder)
    return replace_files(texts | {folder / PAGE: page})


def check_gallery(
    recipes: Sequence[NamedRecipe],
    built: Sequence[Built],
    folder: Path,
    faulty: Sequence[str] = (),
) -> list[Checked]:
    """Return what a check of each figure that was built now found, and of the page.

    The page and figures without a recipe are looked at where all recipes were built and none is
    ``faulty``.
    """
    found = [check(one, folder) for one in built]
    if len(built) < len(recipes) or faulty:
        return found
    for name in left_over(folder, (one.name for one in recipes)):
        told = f"no recipe has that name: remove {name}{SPEC} and {name}{SVG}"
        found.append(Checked(name, (told,), left_over=True))
    page = gallery_page(recipes, _documents(recipes, (), folder), folder)
    if text_in(folder / PAGE) != page:
        found.append(Checked(PAGE, ("its texts are not those of the recipes and figures",)))
    return found


def _documents(
    recipes: Sequence[NamedRecipe], built: Sequence[Built], folder: Path
) -> dict[str, dict[str, Any]]:
    """Return the documents of the figures that are there, or will be, by name."""
    found = {one.name: document_in(folder / f"{one.name}{SPEC}") for one in recipes}
    found |= {one.name: json.loads(one.spec) for one in built}
    return {name: document for name, document in found.items() if document is not None}
