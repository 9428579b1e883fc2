"""The data that a recipe names: a dataset, or a file or folder beside the recipe."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from scaling.datasets import available, find_all, open_dataset
from scaling.datasets.catalogue import HOW_TO_LIST
from scaling.errors import unknown_name

if TYPE_CHECKING:
    from scaling.table import ScoreTable

OF_TABLES = ("baselines", "benchmarks")
"""Options whose value names a further table."""


def data_of(name: str, folder: Path) -> str | Path:
    """Return a dataset's name, or the path from ``folder`` that it is; raises UnknownNameError."""
    if name.lower() in find_all():
        return name
    path = folder / name
    if not name.strip() or not path.exists():
        how = f"{HOW_TO_LIST}; no file of that name is beside the recipe"
        raise unknown_name("dataset", name, available(), how)
    return path


def table_of(name: str, folder: Path) -> ScoreTable:
    """Return the table that a recipe in ``folder`` names."""
    return open_dataset(data_of(name, folder))
