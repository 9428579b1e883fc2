"""Recipes from their files: TOML, checked, every fault of a file named in one error."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from scaling.errors import DataError, unknown_name
from scaling.files import bundled_folder
from scaling.recipes.faults import recipe_faults
from scaling.recipes.model import Recipe

SUFFIX = ".toml"
FOLDER = "figures"
HOW_TO_LIST = "'scaling figures list' lists all"
_NAME = re.compile(r"[a-z0-9]+(?:[._-][a-z0-9]+)*")


@dataclass(frozen=True)
class NamedRecipe:
    """A recipe, its name, which is that of its figure's files, and the folder it lies in."""

    name: str
    recipe: Recipe
    folder: Path

    @property
    def file(self) -> str:
        """The name of its file."""
        return f"{self.name}{SUFFIX}"


def recipes_folder(given: str | Path | None = None) -> Path:
    """Return the folder of recipes: the given one, else ``figures`` here or in the checkout.

    Raises DataError where there is none.
    """
    if given is not None:
        if not Path(given).is_dir():
            raise DataError(f"{given}: expected a folder of recipes, found no folder")
        return Path(given)
    for place in (Path(FOLDER), bundled_folder().parent / FOLDER):
        if _files(place):
            return place
    raise DataError(
        f"no recipes: expected a folder {FOLDER!r} with {SUFFIX} files here or in the checkout; "
        "say where yours are with --recipes DIR"
    )


def recipe_names(folder: Path) -> list[str]:
    """Return the names of the recipes in a folder, sorted; raises DataError if there are none."""
    names = sorted(_files(folder))
    if not names:
        raise DataError(f"{folder}: expected at least one recipe, found no {SUFFIX} file")
    return names


def read_recipes(folder: Path, names: Sequence[str] = ()) -> list[NamedRecipe]:
    """Return the recipes of a folder by name, all if none is named, in the order of their names.

    Raises UnknownNameError with the nearest name, DataError with the faults of all of them.
    """
    known = recipe_names(folder)
    for name in names:
        if name not in known:
            raise unknown_name("recipe", name, known, HOW_TO_LIST)
    found, faults = _read(folder, [name for name in known if name in names or not names])
    if faults:
        raise DataError("\n".join(faults.values()))
    return found


def sound_recipes(folder: Path) -> tuple[list[NamedRecipe], dict[str, str]]:
    """Return the recipes of a folder that are sound, and the faults of the others by name."""
    return _read(folder, recipe_names(folder))


def _read(folder: Path, names: Sequence[str]) -> tuple[list[NamedRecipe], dict[str, str]]:
    found, faults = [], {}
    for name in names:
        try:
            found.append(read_recipe(folder / f"{name}{SUFFIX}"))
        except DataError as error:
            faults[name] = str(error)
    return found, faults


def read_recipe(path: str | Path) -> NamedRecipe:
    """Return the recipe in a file; raises DataError with one line for each of its faults."""
    path = Path(path)
    if not _NAME.fullmatch(path.stem):
        raise DataError(
            f"{path}: expected a file name of lower-case letters, digits and dashes, which names "
            "the figure"
        )
    try:
        raw = tomllib.loads(path.read_bytes().decode("utf-8-sig"))
    except OSError as error:
        raise DataError(f"cannot read {path}: {error.strerror or type(error).__name__}") from None
    except ValueError as error:  # not TOML, or not UTF-8
        raise DataError(f"{path}: not a TOML file: {error}") from None
    faults = recipe_faults(raw, path.parent)
    if faults:
        raise DataError("\n".join(f"{path}: {fault}" for fault in faults))
    return NamedRecipe(path.stem, Recipe.model_validate(raw), path.parent)


def _files(folder: Path) -> list[str]:
    """Return the names of the recipes that lie in a folder."""
    try:
        return [path.stem for path in folder.glob(f"*{SUFFIX}") if path.is_file()]
    except OSError:
        return []
