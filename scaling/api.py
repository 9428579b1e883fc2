"""The toolkit in a few calls: tables in, results out, figures from results.

``load`` and ``read`` give a checked table; ``fit``, ``compare`` and ``detect`` take a table (or a
dataset's name, a path, or a pandas frame) and give a set of results; ``plot`` draws results and
``save`` writes charts and results by the suffix of the file.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Any

from scaling.detection.options import DetectOptions
from scaling.detection.results import DetectResults
from scaling.errors import DataError, OptionError, OutputError
from scaling.fitting.options import FitOptions
from scaling.fitting.results import FitResults
from scaling.forecasting.options import CompareOptions
from scaling.forecasting.results import CompareResults
from scaling.progress import progress
from scaling.provenance import Manifest
from scaling.series import Series
from scaling.table import ScoreTable

if TYPE_CHECKING:
    import pandas as pd

    from scaling.curves.base import Curve
    from scaling.plots.figure import Figure

Names = str | Sequence[str] | None
NOT_RECORDED = ("seed", "n_jobs")  # the seed stands beside the options; jobs change no result


def load(name: str) -> ScoreTable:
    """Return a bundled dataset. Raises UnknownNameError with the nearest name."""
    from scaling import datasets

    return datasets.load(name)


def read(
    path: str | Path,
    *,
    percent: bool | None = None,
    encoding: str | None = None,
    name: str | None = None,
) -> ScoreTable:
    """Return the checked table in a file; ``-`` is standard input.

    ``percent``: True reads plain scores as percentages, False refuses percent signs, None takes
    either but not both. Raises DataError, and BadCellsError with every bad cell.
    """
    from scaling import loaders

    return loaders.read(path, percent=percent, encoding=encoding, name=name)


def as_table(data: ScoreTable | pd.DataFrame | str | Path) -> ScoreTable:
    """Return a table from a table, a frame, a dataset's name or a path."""
    if isinstance(data, ScoreTable):
        return data
    if isinstance(data, (str, Path)):
        from scaling import datasets

        return datasets.open_dataset(data)
    return ScoreTable.from_frame(data.reset_index(drop=True))


def fit(
    data: ScoreTable | pd.DataFrame | str | Path,
    *,
    task: Names = None,
    family: Names = None,
    metric: Names = None,
    where: Mapping[str, Names] | None = None,
    size: str | None = None,
    checkpoint: str | None = None,
    show_progress: bool | None = False,
    **options: Any,
) -> FitResults:
    """Fit a curve to every series of a table.

    ``task``, ``family``, ``metric`` select rows, ``where`` does by any column; ``size`` is the
    column of the x axis; further keywords are those of ``FitOptions`` (``curve``, ``ceiling``,
    ``draws``, ``seed`` …). Series that cannot be fitted are results with status ``failed``.
    """
    from scaling.fitting.fit import fit_series

    chosen = FitOptions(**options)
    if isinstance(chosen.curve, str):
        from scaling.curves import get_curve

        get_curve(chosen.curve)  # an unknown name is an error before any work
    selection = _selection(task, family, metric, where)
    found = _analyse(as_table(data), selection, size, checkpoint, chosen, fit_series, show_progress)
    return FitResults(*found)


def detect(
    data: ScoreTable | pd.DataFrame | str | Path,
    *,
    task: Names = None,
    family: Names = None,
    metric: Names = None,
    where: Mapping[str, Names] | None = None,
    size: str | None = None,
    checkpoint: str | None = None,
    show_progress: bool | None = False,
    **options: Any,
) -> DetectResults:
    """Return a verdict for every series of a table.

    The keywords are those of ``fit`` for selecting, and of ``DetectOptions`` (``w0``, ``alpha``,
    ``rho``, ``draws``, ``seed`` …).
    """
    from scaling.detection.detect import detect_series

    chosen = DetectOptions(**options)
    selection = _selection(task, family, metric, where)
    found = _analyse(
        as_table(data), selection, size, checkpoint, chosen, detect_series, show_progress
    )
    return DetectResults(*found)


def compare(
    data: ScoreTable | pd.DataFrame | str | Path,
    curves: Sequence[str | Curve] | None = None,
    *,
    task: Names = None,
    family: Names = None,
    metric: Names = None,
    where: Mapping[str, Names] | None = None,
    size: str | None = None,
    checkpoint: str | None = None,
    show_progress: bool | None = False,
    **options: Any,
) -> CompareResults:
    """Compare curves on every series of a table, back-test them, and say which to use.

    ``curves`` are names or ``Curve`` objects; None takes the usual ones of each kind of metric.
    The other keywords are those of ``fit`` for selecting, and of ``CompareOptions`` (``draws``,
    ``rho``, ``seed`` …). Series that no curve can be fitted to are results with status
    ``failed``. Raises UnknownNameError for a curve that does not exist.
    """
    from scaling.forecasting.compare import compare_series

    chosen = CompareOptions(curves=curves, **options)
    _ = chosen.families  # an unknown name is an error before any work
    selection = _selection(task, family, metric, where)
    found = _analyse(
        as_table(data), selection, size, checkpoint, chosen, compare_series, show_progress
    )
    return CompareResults(*found)


def _selection(
    task: Names, family: Names, metric: Names, where: Mapping[str, Names] | None
) -> dict[str, Names]:
    """Return the conditions on rows; a column may only be named once."""
    named = {"task": task, "family": family, "metric": metric}
    twice = [name for name, wanted in named.items() if wanted and name in (where or {})]
    if twice:
        raise OptionError(f"{twice[0]} is chosen twice: expected it once, by its own name or where")
    return {**named, **(where or {})}


def _analyse(
    table: ScoreTable,
    selection: Mapping[str, Names],
    size: str | None,
    checkpoint: str | None,
    options: Any,
    run: Callable[..., list[Any]],
    show_progress: bool | None,
) -> tuple[tuple[Any, ...], dict[str, Any], tuple[str, ...]]:
    """Run an analysis on the chosen series; return its results, manifest and notes."""
    series = _select(table, selection, size, checkpoint)
    with progress("working on series", len(series), show=show_progress) as advance:
        results = run(series, options, advance)
    return tuple(results), _manifest(table, options, selection, size, checkpoint), table.notes


def _select(
    table: ScoreTable, selection: Mapping[str, Names], size: str | None, checkpoint: str | None
) -> list[Series]:
    """Return the chosen series; the axis is that of the whole table, whatever is selected."""
    table.require("scores")
    if not len(table):
        raise DataError(f"{table.name}: no rows: expected at least one score")
    axis = table.size_axis(size)
    chosen = table.select(**selection)
    if not len(chosen):
        wanted = ", ".join(f"{name} {names!r}" for name, names in selection.items() if names)
        raise DataError(f"{table.name}: no row has all of {wanted}; each of them alone has rows")
    return chosen.series(axis, checkpoint)


def _manifest(
    table: ScoreTable,
    options: FitOptions | DetectOptions | CompareOptions,
    selection: Mapping[str, Names],
    size: str | None,
    checkpoint: str | None,
) -> dict[str, Any]:
    wanted = {
        name: [names] if isinstance(names, str) else list(names or [])
        for name, names in selection.items()
    }
    chosen = {name: wanted.pop(name) for name in ("task", "family", "metric")}
    values = asdict(options) if isinstance(options, DetectOptions) else options.recorded()
    recorded = {key: value for key, value in values.items() if key not in NOT_RECORDED}
    recorded |= chosen | {"where": wanted, "size": table.size_axis(size), "checkpoint": checkpoint}
    return Manifest(table.name, table.sha256, options.seed, recorded).to_dict()


def plot(results: FitResults | DetectResults | ScoreTable, kind: str | None = None) -> Figure:
    """Return the figure of results, or of a table of published onsets.

    ``kind`` is a name of ``scaling.plots.CHART_KINDS``; curves are the default of results.
    """
    from scaling.plots.figure import draw, draw_onsets

    if isinstance(results, ScoreTable):
        from scaling import datasets

        records = [onset.to_dict() for onset in datasets.onsets(results)]
        return draw_onsets(records, Manifest(results.name, results.sha256, 0, {}).to_dict())
    return draw(kind or "curves", results)


def save(
    thing: Figure | FitResults | DetectResults | CompareResults,
    path: str | Path,
    *,
    force: bool = False,
    dpi: float = 200,
) -> Path:
    """Write a figure (.svg .png .pdf .html .json) or results (.json .csv) to a file.

    The file is written whole or not at all. Raises OutputError for an unknown suffix, or for a
    file that is there unless ``force``.
    """
    if not isinstance(thing, (FitResults, DetectResults, CompareResults)):
        return thing.save(path, dpi=dpi, force=force)
    from scaling.files import write_whole

    suffix = Path(path).suffix.lower()
    if suffix == ".json":
        return write_whole(path, thing.to_json(), force=force)
    if suffix == ".csv":
        return write_whole(path, thing.to_csv(), force=force)
    raise OutputError(
        f"{Path(path).name}: expected a results file that ends in .json or .csv, found "
        f"{suffix or 'no suffix'}"
    )
