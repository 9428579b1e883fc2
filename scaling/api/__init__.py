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
    from scaling.api.ahead import forecast
    from scaling.api.allocating import allocate, compare_laws, isoflop
    from scaling.api.analysing import compare, detect, fit
    from scaling.api.capability import capability_forecasts, with_capability
    from scaling.api.crossings import crossing
    from scaling.api.laws import fit_law
    from scaling.api.simulating import power, simulate
    from scaling.api.two_steps import two_step_forecasts
    from scaling.api.writing import plot, save

_HOMES = {
    "allocate": "scaling.api.allocating",
    "capability_forecasts": "scaling.api.capability",
    "compare": "scaling.api.analysing",
    "compare_laws": "scaling.api.allocating",
    "crossing": "scaling.api.crossings",
    "detect": "scaling.api.analysing",
    "fit": "scaling.api.analysing",
    "fit_law": "scaling.api.laws",
    "forecast": "scaling.api.ahead",
    "isoflop": "scaling.api.allocating",
    "plot": "scaling.api.writing",
    "power": "scaling.api.simulating",
    "save": "scaling.api.writing",
    "simulate": "scaling.api.simulating",
    "two_step_forecasts": "scaling.api.two_steps",
    "with_capability": "scaling.api.capability",
}

__all__ = [
    "allocate",
    "capability_forecasts",
    "compare",
    "compare_laws",
    "crossing",
    "detect",
    "fit",
    "fit_law",
    "forecast",
    "isoflop",
    "plot",
    "power",
    "save",
    "simulate",
    "two_step_forecasts",
    "with_capability",
]


def __getattr__(name: str) -> Any:
    if name not in _HOMES:
        raise AttributeError(f"module 'scaling.api' has no attribute {name!r}")
    return getattr(importlib.import_module(_HOMES[name]), name)
