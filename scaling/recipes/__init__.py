"""Recipes: figures that anyone can rebuild, from files that say what they show and from what.

A recipe is a TOML file: the finding, its citation, the dataset, the selection of rows, the
options of the analysis, the kind of chart. ``model`` has the keys, ``reading`` finds the files,
``faults`` says all that is wrong with one, ``building`` makes the figure, ``checking`` says which
input changed since, ``gallery`` writes the page of all figures.
"""

from scaling.recipes.building import Built, build, build_all, figure_of
from scaling.recipes.checking import Checked, check
from scaling.recipes.gallery_files import check_gallery, write_gallery
from scaling.recipes.model import Recipe, Select
from scaling.recipes.reading import (
    NamedRecipe,
    read_recipe,
    read_recipes,
    recipe_names,
    recipes_folder,
    sound_recipes,
)
from scaling.recipes.schema import recipe_schema

__all__ = [
    "Built",
    "Checked",
    "NamedRecipe",
    "Recipe",
    "Select",
    "build",
    "build_all",
    "check",
    "check_gallery",
    "figure_of",
    "read_recipe",
    "read_recipes",
    "recipe_names",
    "recipe_schema",
    "recipes_folder",
    "sound_recipes",
    "write_gallery",
]
