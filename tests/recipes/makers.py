"""Small recipes and data for tests: quick to build, everything in one folder."""

from __future__ import annotations

from pathlib import Path

from scaling.recipes import NamedRecipe, read_recipe

SIZES = ("70M", "160M", "410M", "1B", "2.8B", "6.9B")
SCORES = (0.01, 0.02, 0.05, 0.31, 0.62, 0.71)
RECIPE = """\
finding = "Sums grow with size."
citation = "Somebody 2024"
kind = "curves"
analysis = "fit"
dataset = "scores.csv"
title = "Sums"

[select]
task = "sums"

[options]
draws = 0
interval = "delta"
"""


def write_scores(folder: Path, *, last: float = SCORES[-1], task: str = "sums") -> Path:
    """Write the scores of two families on one task beside the recipes."""
    lines = ["model,family,params,task,metric,metric_kind,score,n_items,chance"]
    for family, shift in (("Small", 0.0), ("Large", 0.1)):
        scores = (*SCORES[:-1], last)
        lines += [
            f"{family}-{size},{family},{size},{task},acc,proportion,{score + shift:g},500,0"
            for size, score in zip(SIZES, scores, strict=True)
        ]
    path = folder / "scores.csv"
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return path


def write_recipe(
    folder: Path, name: str = "sums", *, old: str = "", new: str = "", text: str = RECIPE
) -> Path:
    """Write a recipe, ``old`` replaced by ``new`` in it, and return its path."""
    assert old in text
    path = folder / f"{name}.toml"
    path.write_text(text.replace(old, new) if old else text + new, encoding="utf-8")
    return path


def made(folder: Path, name: str = "sums", *, old: str = "", new: str = "") -> NamedRecipe:
    """Return a recipe with its scores beside it."""
    if not (folder / "scores.csv").exists():
        write_scores(folder)
    return read_recipe(write_recipe(folder, name, old=old, new=new))
