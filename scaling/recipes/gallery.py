"""The gallery page: every figure of a folder with its finding, its words and its source."""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from scaling.datasets import bundled_names
from scaling.plots.export.spec import manifest_of, title_of
from scaling.recipes.data import is_table
from scaling.recipes.files import MARK, SPEC, SVG
from scaling.recipes.reading import NamedRecipe

_SPECIAL = re.compile(r"([\\`*_\[\]|#~])")
SHA_DIGITS = 12


def gallery_page(
    recipes: Sequence[NamedRecipe], documents: dict[str, dict[str, Any]], folder: Path
) -> str:
    """Return the page of a folder as Markdown.

    ``documents`` are the Vega-Lite documents of the figures that are there, by name; recipes
    without a figure are left out. ``folder`` is where the page will lie.
    """
    shown = [(one, documents[one.name]) for one in recipes if one.name in documents]
    lines = [
        MARK,
        "# Gallery",
        "Each figure is built from a recipe beside it; `scaling figures build NAME` draws it again "
        "and `scaling figures build --check` says whether it is up to date.",
        "\n".join(f"- [{_text(title_of(document))}](#{one.name})" for one, document in shown),
    ]
    for one, document in shown:
        lines += _section(one, document, folder)
    return "\n\n".join(lines) + "\n"


def _section(named: NamedRecipe, document: dict[str, Any], folder: Path) -> list[str]:
    """Return the paragraphs of one figure."""
    name, recipe = named.name, named.recipe
    words = _text(document["description"])
    beside = folder.resolve() == named.folder.resolve()
    link = f"[`{named.file}`]({named.file})" if beside else f"`{named.file}`"
    facts = [
        f"In words: {words}",
        f"Source: {_text(recipe.citation)}",
        *_data(manifest_of(document), folder),
        f"Recipe: {link}; chart: [`{name}{SPEC}`]({name}{SPEC})",
        f"Build: `scaling figures build {name}`",
    ]
    return [
        f'<a id="{name}"></a>',
        f"## {_text(title_of(document))}",
        f"![{words}]({name}{SVG})",
        _text(recipe.finding),
        "\n".join(f"- {fact}" for fact in facts),
    ]


def _data(manifest: dict[str, Any], folder: Path) -> list[str]:
    """Return the lines on the data: the dataset, then tables of baselines or benchmarks."""
    options = manifest.get("options") or {}
    tables = {"data": manifest.get("dataset")}
    tables |= {name: value for name, value in options.items() if is_table(value)}
    return [_table(what, table, folder) for what, table in tables.items() if table]


def _table(what: str, table: dict[str, Any], folder: Path) -> str:
    """Return the line on one table: its name, with its page if that is near, and its checksum."""
    name, page = table["name"], f"../data/{table['name']}/README.md"
    near = name in bundled_names() and (folder / page).exists()
    link = f"[`{name}`]({page})" if near else _text(name)
    return f"{what.capitalize()}: {link} (sha256 `{table['sha256'][:SHA_DIGITS]}`…)"


def _text(text: str) -> str:
    """Return text as Markdown shows it: nothing in it is markup."""
    line = " ".join(text.split())
    line = line.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    return _SPECIAL.sub(r"\\\1", line)
