"""The data that a recipe names: a dataset, or a file or folder beside the recipe."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from scaling.datasets import available, find_all, open_dataset
from scaling.datasets.catalogue import HOW_TO_LIST
from scaling.errors import unknown_name
from scaling.plots.style.text import cut

if TYPE_CHECKING:
    from scaling.table import ScoreTable

OF_TABLES = ("baselines", "benchmarks")
"""Options whose value names a further table."""
LONGEST_NAME = 60  # letters of a name that no dataset has, in its error


def data_of(name: str, folder: Path) -> str | Path:
    """Return a dataset's name, or the path from ``folder`` that it is; raises UnknownNameError."""
    if name.lower() in find_all():
        return name
    path = folder / name
    if not name.strip() or not _is_there(path):
        how = f"{HOW_TO_LIST}; no file of that name is beside the recipe"
        raise unknown_name("dataset", cut(name, LONGEST_NAME), available(), how)
    return path


def told_name(name: str) -> str:
    """Return what a manifest calls the data that a recipe names: of a path the last part alone.

    Folders are those of one machine.
    """
    return name if name.lower() in find_all() else Path(name).name or name


def is_table(value: Any) -> bool:
    """Return whether an option in a manifest records a further table."""
    return isinstance(value, dict) and "sha256" in value


def _is_there(path: Path) -> bool:
    try:
        return path.exists()
    except OSError:  # a name that no file can have
        return False


def table_of(name: str, folder: Path) -> ScoreTable:
    """Return the table that a recipe in ``folder`` names."""
    return open_dataset(data_of(name, folder))
