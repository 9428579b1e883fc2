"""The JSON Schema of recipes, by which editors complete and check them."""

from __future__ import annotations

from typing import Any

from scaling.plots.kinds import CHART_KINDS
from scaling.plots.style.theme import THEMES
from scaling.recipes.analyses import OPTIONS, keywords_of
from scaling.recipes.model import Recipe

FILE = "recipe.schema.json"
DIALECT = "https://json-schema.org/draft/2020-12/schema"


def recipe_schema() -> dict[str, Any]:
    """Return the schema: the keys of the model, the names of kinds, themes and options."""
    schema = Recipe.model_json_schema()
    properties = schema["properties"]
    properties["kind"]["enum"] = [kind.name for kind in CHART_KINDS]
    properties["theme"]["enum"] = list(THEMES)
    properties["analysis"]["anyOf"][0]["enum"] = list(OPTIONS)
    properties["options"] |= {
        "properties": {name: {} for name in _option_names()},
        "additionalProperties": False,
    }
    return {"$schema": DIALECT, **schema, "title": "Recipe of a figure"}


def _option_names() -> list[str]:
    """Return the keywords of all analyses, sorted."""
    names = {
        name
        for analysis in OPTIONS
        for given in ({}, {"tokens": 0}, {"benchmarks": ""})
        for name in keywords_of(analysis, given)
    }
    return sorted(names)
