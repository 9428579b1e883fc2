"""``fit``, ``detect`` and ``compare``: a table's series in, a set of results out."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from scaling.choosing import Chosen, Names, choose, selection
from scaling.detection.options import DetectOptions
from scaling.detection.result_set import DetectResults
from scaling.fitting.options import FitOptions
from scaling.fitting.parallel import single_threaded
from scaling.fitting.results import FitResults
from scaling.forecasting.options import CompareOptions
from scaling.forecasting.results import CompareResults
from scaling.progress import progress

if TYPE_CHECKING:
    from scaling.choosing import Data
    from scaling.curves.base import Curve


def fit(
    data: Data,
    curve: str | Curve | None = None,
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
    """Fit a curve to every series of a table, or to series.

    ``curve`` is a family's name or a ``Curve`` of your own, None for the default of each kind of
    metric. ``task``, ``family``, ``metric`` select rows, ``where`` does by any column; ``size`` is
    the column of the x axis; further keywords are those of ``FitOptions`` (``objective``,
    ``interval``, ``draws``, ``seed`` …). Series that cannot be fitted are results with status
    ``failed``.
    """
    from scaling.fitting.fit import fit_series

    chosen = FitOptions(curve=curve, **options)
    if isinstance(chosen.curve, str):
        from scaling.curves import get_curve

        get_curve(chosen.curve)  # an unknown name is an error before any work
    picked = choose(data, selection(task, family, metric, where), size, checkpoint)
    found = _analyse(picked, chosen, fit_series, show_progress)
    return FitResults(*found)


def detect(
    data: Data,
    *,
    task: Names = None,
    family: Names = None,
    metric: Names = None,
    where: Mapping[str, Names] | None = None,
    size: str | None = None,
    checkpoint: str | None = None,
    pairs: Names = None,
    pool: bool = False,
    show_progress: bool | None = False,
    **options: Any,
) -> DetectResults:
    """Return a verdict for every series of a table.

    ``pairs`` are metrics of the same answers, such as ``"exact_match:bleu"``, hard before soft:
    the result's ``pairs`` then say whether a jump on the hard one remains on the soft one. With
    ``pool`` the result's ``pooled`` has one test a task, with one width for all its families. The
    other keywords are those of ``fit`` for selecting, and of ``DetectOptions`` (``w0``, ``alpha``,
    ``rho``, ``draws``, ``seed`` …).
    """
    from scaling.detection.beside import with_pairs, with_pooled
    from scaling.detection.detect import detect_series
    from scaling.detection.pairs import pair_specs
    from scaling.detection.pooled_sigma import with_pooled_sigma

    chosen = DetectOptions(**options)
    picked = choose(data, selection(task, family, metric, where), size, checkpoint)
    specs = pair_specs(pairs, (one.key.metric for one in picked.series))
    asked = {"pairs": [str(spec) for spec in specs], "pool": pool}
    series = with_pooled_sigma(picked.series, chosen)
    picked = replace(picked, series=series, selection={**picked.selection, **asked})
    found = DetectResults(*_analyse(picked, chosen, detect_series, show_progress))
    with single_threaded():
        if specs:
            found = with_pairs(found, picked.series, specs, chosen, show_progress)
        if pool:
            found = with_pooled(found, picked.series, chosen, show_progress)
    return found


def compare(
    data: Data,
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
    picked = choose(data, selection(task, family, metric, where), size, checkpoint)
    found = _analyse(picked, chosen, compare_series, show_progress)
    return CompareResults(*found)


def _analyse(
    picked: Chosen,
    options: FitOptions | DetectOptions | CompareOptions,
    run: Callable[..., list[Any]],
    show_progress: bool | None,
) -> tuple[tuple[Any, ...], dict[str, Any], tuple[str, ...]]:
    """Run an analysis on the chosen series; return its results, manifest and notes."""
    bar = progress("working on series", len(picked.series), show=show_progress)
    with single_threaded(), bar as advance:
        results = run(picked.series, options, advance)
    return tuple(results), picked.manifest(options), picked.notes
