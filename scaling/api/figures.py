"""What a kind of chart needs: the analysis behind it, or results that were written to a file."""

from __future__ import annotations

import math
import sys
from collections.abc import Mapping
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Any

from scaling.choosing import Names, names_of, nothing_chosen, selection
from scaling.errors import DataError
from scaling.fitting.record_types import fault_of_types
from scaling.fitting.result_set import ResultSet
from scaling.provenance import Manifest
from scaling.series import LOSS_AXIS
from scaling.table import ScoreTable

if TYPE_CHECKING:
    from collections.abc import Callable

    from scaling.plots.figure import Drawable, Records

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


def results_for(analysis: str, data: Any, **options: Any) -> Drawable:
    """Run an analysis by the name of its command and return its results.

    ``data`` is what the analysis takes (of ``power`` nothing), ``options`` are its keywords.
    """
    return analysis_named(analysis)(*(() if data is None else (data,)), **options)


def analysis_named(name: str) -> Callable[..., Drawable]:
    """Return the function behind the name of a command, as in ``ChartKind.analysis``."""
    from scaling import api

    of_tables = {"onsets": onset_records, "coverage": coverage_records}
    if name in of_tables:
        return of_tables[name]
    # One by name and not all at once: each brings its own part of the package along.
    of_laws = {"law fit": "fit_law", "law isoflop": "isoflop", "law allocate": "allocate"}
    found: Callable[..., Drawable] = getattr(api, of_laws.get(name, name))
    return found


def default_kind(table: ScoreTable) -> str:
    """Return the name of the kind of chart that suits what a table holds."""
    return {"thresholds": "onsets", "runs": "law"}.get(table.kind, "curves")


def usual_options(kind: str, analysis: str) -> dict[str, Any]:
    """Return the keywords that an analysis gets for a kind where nobody says otherwise.

    Scores by loss have the loss as their axis, but in a forecast by way of the loss.
    """
    return {"size": LOSS_AXIS} if kind == "loss-score" and analysis != "forecast" else {}


def onset_records(
    table: ScoreTable,
    *,
    task: Names = None,
    family: Names = None,
    metric: Names = None,
    where: Mapping[str, Names] | None = None,
) -> Records:
    """Return the published onsets of a table, or of the rows that are chosen, to draw them."""
    from scaling import datasets
    from scaling.plots.figure import Records

    chosen, manifest = _chosen(table, selection(task, family, metric, where), {})
    found = tuple(onset.to_dict() for onset in datasets.onsets(chosen))
    return Records(found, manifest, "onsets")


def coverage_records(
    table: ScoreTable,
    size: str | None = None,
    *,
    task: Names = None,
    family: Names = None,
    metric: Names = None,
    where: Mapping[str, Names] | None = None,
) -> Records:
    """Return how many sizes each family has on each task, of the rows that are chosen."""
    from scaling import datasets
    from scaling.plots.figure import Records

    selected = selection(task, family, metric, where)
    chosen, manifest = _chosen(table, selected, {"size": size})
    found = datasets.coverage(chosen, size)
    rows = tuple(
        {"family": family, "task": task, "n_sizes": int(found.counts[i, j])}
        for i, family in enumerate(found.families)
        for j, task in enumerate(found.tasks)
    )
    return Records(rows, manifest, "coverage", {"axis": found.axis})


def _chosen(
    table: ScoreTable, selected: Mapping[str, Names], others: dict[str, Any]
) -> tuple[ScoreTable, dict[str, Any]]:
    """Return the rows of a table that are chosen, and the manifest; raises DataError if none is."""
    chosen = table.select(**selected)
    if not len(chosen):
        raise nothing_chosen(table, selected)
    named = {name: list(names_of(wanted)) for name, wanted in selected.items() if wanted}
    asked = named | {name: value for name, value in others.items() if value is not None}
    return chosen, Manifest(table.name, table.sha256, 0, asked).to_dict()


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
