"""What a kind of chart needs: the analysis behind it, with the options it usually has."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from scaling.choosing import Names, names_of, nothing_chosen, selection
from scaling.provenance import Manifest
from scaling.series import LOSS_AXIS
from scaling.table import ScoreTable

if TYPE_CHECKING:
    from collections.abc import Callable

    from scaling.plots.figure import Drawable, Records


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
