"""``plot`` and ``save``: figures of results, and both to files."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from scaling.errors import OutputError
from scaling.fitting.result_set import ResultSet
from scaling.provenance import Manifest
from scaling.table import ScoreTable

if TYPE_CHECKING:
    from scaling.detection.result_set import DetectResults
    from scaling.fitting.results import FitResults
    from scaling.plots.figure import Figure


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
    thing: Figure | ResultSet[Any],
    path: str | Path,
    *,
    force: bool = False,
    dpi: float = 200,
) -> Path:
    """Write a figure (.svg .png .pdf .html .json) or results (.json .csv) to a file.

    The file is written whole or not at all. Raises OutputError for an unknown suffix, or for a
    file that is there unless ``force``.
    """
    if not isinstance(thing, ResultSet):
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
