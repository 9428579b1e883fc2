"""The toolkit in a few calls: tables in, results out, figures from results.

``load`` and ``read`` (``scaling.opening``) give a checked table; the functions here take a table
(or a dataset's name, a path, a pandas frame, or series) and give a set of results; ``plot`` draws
results and ``save`` writes charts and results by the suffix of the file. One file a theme; names
are loaded when they are first used. To add a function, write it into the file of its theme and
name it below.
"""

from __future__ import annotations

import importlib
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from scaling.api.analysing import compare, detect, fit
    from scaling.api.simulating import power, simulate
    from scaling.api.writing import plot, save

_HOMES = {
    "compare": "scaling.api.analysing",
    "detect": "scaling.api.analysing",
    "fit": "scaling.api.analysing",
    "plot": "scaling.api.writing",
    "power": "scaling.api.simulating",
    "save": "scaling.api.writing",
    "simulate": "scaling.api.simulating",
}

__all__ = ["compare", "detect", "fit", "plot", "power", "save", "simulate"]


def __getattr__(name: str) -> Any:
    if name not in _HOMES:
        raise AttributeError(f"module 'scaling.api' has no attribute {name!r}")
    return getattr(importlib.import_module(_HOMES[name]), name)
