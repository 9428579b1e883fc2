"""``capability_forecasts`` and ``with_capability``: other benchmarks as the size axis."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from scaling.api.benchmarks import benchmark_matrix
from scaling.choosing import NOT_RECORDED, Names, as_table, nothing_chosen, selection
from scaling.errors import DataError, OptionError
from scaling.fitting.parallel import single_threaded
from scaling.forecasting.observational.axis import capability_axis
from scaling.forecasting.observational.forecast import capability_forecasts as forecast_tasks
from scaling.forecasting.observational.names import CAPABILITY
from scaling.forecasting.observational.options import ObservationalOptions
from scaling.forecasting.observational.results import CapabilityForecasts
from scaling.grouping import group_series
from scaling.progress import progress
from scaling.provenance import Manifest
from scaling.series import Series
from scaling.table import ScoreTable

if TYPE_CHECKING:
    import pandas as pd

    Table = ScoreTable | pd.DataFrame | str | Path


def capability_forecasts(
    data: Table,
    benchmarks: Table | None,
    *,
    task: Names = None,
    family: Names = None,
    metric: Names = None,
    where: Mapping[str, Names] | None = None,
    checkpoint: str | None = None,
    show_progress: bool | None = False,
    **options: Any,
) -> CapabilityForecasts:
    """Forecast every task of a table from the scores of its models on other benchmarks.

    ``benchmarks`` is the table of those (it may be ``data`` itself). Models of all families are
    taken together. With ``cutoff`` the models of more training compute are held out and
    predicted; without, models that have no score are. Further keywords are those of
    ``ObservationalOptions`` (``components``, ``cutoff``, ``at``, ``reference_family``,
    ``exclude``, ``draws`` …). Tasks that cannot be forecast are results with status ``failed``.
    """
    chosen = ObservationalOptions(**options)
    if benchmarks is None:
        raise OptionError(
            "benchmarks: expected a table of the models' scores on other benchmarks, got none; "
            "name a dataset or file with --benchmarks, such as obs-benchmarks"
        )
    table, other = as_table(data), as_table(benchmarks)
    selected = selection(task, family, metric, where)
    series = _tasks(table, selected, checkpoint)
    matrix = benchmark_matrix(other)
    bar = progress("forecasting tasks", len(series), show=show_progress)
    with single_threaded(), bar as advance:
        results = forecast_tasks(series, matrix, chosen, advance)
    wanted: dict[str, Any] = {name: list(names or []) for name, names in selected.items()}
    recorded = {k: v for k, v in chosen.recorded().items() if k not in NOT_RECORDED}
    recorded |= {name: wanted.pop(name) for name in ("task", "family", "metric")}
    recorded |= {"where": wanted, "size": CAPABILITY, "checkpoint": checkpoint}
    recorded |= {"benchmarks": {"name": other.name, "sha256": other.sha256}}
    if table.read_with:
        recorded["reading"] = dict(table.read_with)
    manifest = Manifest(table.name, table.sha256, chosen.seed, recorded).to_dict()
    return CapabilityForecasts(tuple(results), manifest, table.notes)


def with_capability(
    data: Table,
    benchmarks: Table,
    *,
    reference_family: str | None = None,
    standardise: bool | None = None,
) -> ScoreTable:
    """Return a table with the column ``capability``: equivalent FLOPs, to use as size.

    Each task's axis is the first principal component of the other benchmarks; the task itself is
    never among them. Models without benchmarks stay empty. Use it as
    ``fit(with_capability(table, "obs-benchmarks"), size="capability")``; manifests then record the
    benchmarks and the family of the unit. All models make the axis, those too that a back-test on
    it holds out. Raises DataError where too few benchmarks are left, or no family gives the unit.
    """
    table, other = as_table(data), as_table(benchmarks)
    matrix = benchmark_matrix(other)
    table.require("scores")
    if CAPABILITY in table.frame.columns:
        raise DataError(f"{table.name}: the column {CAPABILITY!r} exists: rename yours")
    frame = table.frame.assign(**{CAPABILITY: float("nan")})
    references = {}
    for task, rows in frame.groupby("task", sort=True).groups.items():
        others, _ = matrix.without(str(task))
        axis = capability_axis(others, reference_family, standardise=standardise)
        references[str(task)] = axis.reference
        names = frame.loc[rows, "model"].astype(str)
        known = list(dict.fromkeys(names))
        places = matrix.places_of(known)
        flops = {
            name: axis.flops[place]
            for name, place in zip(known, places, strict=True)
            if place is not None
        }
        frame.loc[rows, CAPABILITY] = names.map(flops).to_numpy(dtype=float)
    made = {
        "benchmarks": {"name": other.name, "sha256": other.sha256},
        "reference": references,
        "standardise": standardise,
    }
    return replace(table, frame=frame, read_with={**table.read_with, CAPABILITY: made})


def _tasks(
    table: ScoreTable, selected: Mapping[str, Names], checkpoint: str | None
) -> list[Series]:
    """Return one series a task, of the models of all families that are chosen.

    Where a model stands on the axis is estimated with the forecast; until then the order of
    names stands for its size.
    """
    table.require("scores")
    if not len(table):
        raise DataError(f"{table.name}: no rows: expected at least one score")
    chosen = table.select(**selected).frame
    if not len(chosen):
        raise nothing_chosen(table, selected)
    order = {name: float(at) for at, name in enumerate(sorted(set(chosen["model"])), start=1)}
    frame = chosen.drop(columns="family", errors="ignore")
    frame = frame.assign(**{CAPABILITY: frame["model"].map(order)})
    series = group_series(frame, CAPABILITY, checkpoint, {})
    return [
        replace(one, qualifiers=tuple(code for code in one.qualifiers if code != "family_unknown"))
        for one in series
    ]
