"""``plot`` and ``save``: figures of results, and both to files."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from scaling.errors import OutputError
from scaling.fitting.result_set import ResultSet
from scaling.table import ScoreTable

if TYPE_CHECKING:
    from scaling.plots.figure import Figure, Records


def plot(
    results: ResultSet[Any] | Records | ScoreTable,
    kind: str | None = None,
    *,
    theme: str = "light",
    width: str | None = None,
    title: str | None = None,
) -> Figure:
    """Return the figure of results, of published onsets, or of what a table covers.

    ``kind`` is a name of ``scaling.plots.CHART_KINDS``; without one, the first that draws these
    results (of a table its coverage, or its onsets). ``theme``: ``light``, ``dark`` or ``print``.
    ``width``: ``column`` (3.4 in), ``page`` (7 in) or a length such as ``12cm``. ``title``: None
    makes one, an empty text leaves it out. Raises UnknownNameError, OptionError or OutputError
    for what cannot be drawn.
    """
    from scaling.plots.figure import draw

    if isinstance(results, ScoreTable):
        from scaling.api.figures import results_for

        of_table = "onsets" if results.kind == "thresholds" else "coverage"
        results = results_for(of_table, results)
    return draw(results, kind, theme=theme, width=width, title=title)


def save(
    thing: Figure | ResultSet[Any],
    path: str | Path,
    *,
    force: bool = False,
    dpi: float = 200,
) -> Path:
    """Write a figure (.svg .png .pdf .html .json) or results (.json .csv) to a file.

    ``dpi``: pixels of a PNG to the inch, which is 96 pixels of a design for the screen and 72
    points of one for paper. The file is written whole or not at all. Raises OutputError for an
    unknown suffix, or for a file that is there unless ``force``.
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
