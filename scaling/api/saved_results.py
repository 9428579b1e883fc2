"""Results that a command wrote to a file, read back: to draw them without computing again."""

from __future__ import annotations

import math
import sys
from collections.abc import Mapping
from importlib import import_module
from pathlib import Path
from typing import Any

from scaling.errors import DataError
from scaling.fitting.record_types import fault_of_types
from scaling.fitting.result_set import ResultSet

RESULT_SETS = {
    "fit": "scaling.fitting.results:FitResults",
    "detect": "scaling.detection.result_set:DetectResults",
    "compare": "scaling.forecasting.results:CompareResults",
    "forecast": "scaling.forecasting.ahead.results:ForecastResults",
    "crossing": "scaling.forecasting.crossing.results:CrossingResults",
    "power": "scaling.simulation.power_results:PowerResults",
    "law fit": "scaling.fitting.laws.results:LawResults",
    "law isoflop": "scaling.forecasting.laws.isoflop.results:IsoflopResults",
    "law allocate": "scaling.forecasting.laws.allocate.results:AllocateResults",
    "law compare": "scaling.forecasting.laws.compare.results:CompareLawsResults",
}
"""Where the results of each command are declared; only what is read is imported."""

FORECASTS = {
    "two-step": "scaling.forecasting.two_step.results:TwoStepForecasts",
    "observational": "scaling.forecasting.observational.results:CapabilityForecasts",
}
"""The same for forecasts by another method than curves."""

HINT = "expected a file that a command of results (fit, detect, forecast …) wrote as JSON"


def read_results(path: str | Path) -> ResultSet[Any]:
    """Return the results in a JSON document of any command of results; ``-`` is stdin.

    Raises DataError for what cannot be read, and for values that no such command writes.
    """
    import json

    name = "stdin" if str(path) == "-" else str(path)
    try:
        content = sys.stdin.buffer.read() if str(path) == "-" else Path(path).read_bytes()
        document = json.loads(content.decode("utf-8-sig"))
    except OSError as error:
        raise DataError(f"cannot read {name}: {error.strerror}; {HINT}") from None
    except ValueError:
        raise DataError(f"{name}: not a JSON document; {HINT}") from None
    except RecursionError:
        raise DataError(f"{name}: lists within lists too deep to read; {HINT}") from None
    schema = document.get("schema") if isinstance(document, dict) else None
    found = _set_of(schema, document)
    if found is None:
        raise DataError(f"{name}: {HINT}, found schema {schema!r}")
    try:
        made = found.from_dict(document)
    except (KeyError, TypeError, ValueError, AttributeError, IndexError, OverflowError) as error:
        raise DataError(f"{name}: the document is incomplete ({error}); {HINT}") from None
    fault = _fault_of_manifest(made.manifest)
    if fault:
        raise DataError(f"{name}: {fault}; {HINT}")
    for place, one in enumerate(made):
        fault = fault_of_types(one) or _fault_of_sizes(one)
        if fault:
            raise DataError(f"{name}: results[{place}].{fault}; {HINT}")
    return made


def _fault_of_manifest(manifest: Mapping[str, Any]) -> str:
    """Return what of a manifest is not as results have it, empty where all is."""
    if not isinstance(manifest["options"], Mapping):
        return "options: expected names with values"
    dataset = manifest["dataset"]  # null where results are of no data
    named = isinstance(dataset, Mapping) and isinstance(dataset.get("name"), str)
    return "" if dataset is None or named else "dataset: expected its name and its checksum"


def _fault_of_sizes(result: Any) -> str:
    """Return which size in a result cannot be one, empty where all can."""
    budget = getattr(result, "flops", 1.0)
    if not (math.isfinite(budget) and budget > 0):
        return f"flops: expected a budget above 0, found {budget}"
    for name in ("points", "band", "baseline_points", "baseline_band"):
        for place, point in enumerate(getattr(result, name, ())):
            size = getattr(point, "size", 1.0)
            if not (math.isfinite(size) and size > 0):
                return f"{name}[{place}].size: expected a size above 0, found {size}"
    return ""


def _set_of(schema: Any, document: Any) -> type[ResultSet[Any]] | None:
    """Return the class of the results in a document, None where its schema is of no command."""
    command = str(schema).removeprefix("scaling.").removesuffix("/1").replace(".", " ")
    if schema != f"scaling.{command.replace(' ', '.')}/1" or command not in RESULT_SETS:
        return None
    place = RESULT_SETS[command]
    members = document.get("results")
    first = members[0] if isinstance(members, list) and members else None
    if command == "forecast" and isinstance(first, dict):
        place = FORECASTS.get(str(first.get("method")), place)
    module, name = place.split(":")
    found: type[ResultSet[Any]] = getattr(import_module(module), name)
    return found
