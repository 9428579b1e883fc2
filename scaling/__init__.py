"""emergent-scaling: does this ability grow smoothly with scale, or does it emerge?

>>> import scaling as sc
>>> table = sc.load("gpt3-published")
>>> found = sc.detect(table, family="GPT-3", task="MMLU", where={"tuning": "base"})
>>> found[0].verdict
'weak_rise'

Public names are loaded when they are first used, so that ``import scaling`` is quick.
"""

from __future__ import annotations

import importlib
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from scaling.api import (
        allocate,
        capability_forecasts,
        compare,
        compare_laws,
        crossing,
        detect,
        fit,
        fit_law,
        forecast,
        isoflop,
        plot,
        power,
        save,
        simulate,
        with_capability,
    )
    from scaling.errors import ScalingError
    from scaling.opening import load, read
    from scaling.table import ScoreTable

_HOMES = {
    "ScalingError": "scaling.errors",
    "ScoreTable": "scaling.table",
    "allocate": "scaling.api",
    "capability_forecasts": "scaling.api",
    "compare": "scaling.api",
    "compare_laws": "scaling.api",
    "crossing": "scaling.api",
    "detect": "scaling.api",
    "fit": "scaling.api",
    "fit_law": "scaling.api",
    "forecast": "scaling.api",
    "isoflop": "scaling.api",
    "load": "scaling.opening",
    "plot": "scaling.api",
    "power": "scaling.api",
    "read": "scaling.opening",
    "save": "scaling.api",
    "simulate": "scaling.api",
    "with_capability": "scaling.api",
}

__all__ = [
    "ScalingError", "ScoreTable", "allocate", "capability_forecasts", "compare", "compare_laws",
    "crossing", "detect", "fit", "fit_law", "forecast", "isoflop", "load", "plot", "power", "read",
    "save", "simulate", "with_capability",
]  # fmt: skip


def __getattr__(name: str) -> Any:
    if name == "__version__":
        from scaling.provenance import package_version

        return package_version()
    if name not in _HOMES:
        raise AttributeError(f"module 'scaling' has no attribute {name!r}")
    return getattr(importlib.import_module(_HOMES[name]), name)


def __dir__() -> list[str]:
    return sorted({*globals(), *_HOMES})
