"""``crossing``: where curves pass baselines, or where one condition starts to pay."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from scaling.api.baseline_requests import Entries, Score, Wanted, baselines_of, of_rows, requests
from scaling.api.baseline_rows import NO_PROMPT, BaselineRows
from scaling.choosing import Chosen, Names, as_table, choose, selection
from scaling.errors import DataError, OptionError
from scaling.fitting.parallel import single_threaded
from scaling.forecasting.crossing.baselines import CHANCE, Baseline
from scaling.forecasting.crossing.cross import Asked, cross_baselines, without_baseline
from scaling.forecasting.crossing.cross_pairs import cross_pairs
from scaling.forecasting.crossing.options import CrossingOptions
from scaling.forecasting.crossing.pair_matching import match_pairs
from scaling.forecasting.crossing.pair_spec import pair_specs
from scaling.forecasting.crossing.results import CrossingResult, CrossingResults
from scaling.progress import progress
from scaling.series import Series
from scaling.table import ScoreTable

if TYPE_CHECKING:
    import pandas as pd

    from scaling.choosing import Data


def crossing(
    data: Data,
    baseline: Wanted = None,
    *,
    stderr: float | None = None,
    baselines: ScoreTable | pd.DataFrame | str | None = None,
    baseline_metric: str | None = None,
    pair: Names = None,
    task: Names = None,
    family: Names = None,
    metric: Names = None,
    where: Mapping[str, Names] | None = None,
    size: str | None = None,
    checkpoint: str | None = None,
    show_progress: bool | None = False,
    **options: Any,
) -> CrossingResults:
    """Say of every series where it passes a baseline, or of two conditions where the second pays.

    ``baseline`` is a score (0.6 or "60%", with its ``stderr``), "chance" (passed by ``margin``),
    "human", "finetuned", or a model of the table; several are tried in turn. ``baselines`` is
    another table that they are taken from, by default its fine-tuned models and people;
    ``baseline_metric`` is the metric of its rows where it has another name. ``pair`` compares
    conditions instead, such as
    ``"prompting:direct:cot"``. The other keywords are those of ``fit`` for selecting, and of
    ``CrossingOptions`` (``reach``, ``far``, ``draws``, ``rho``, ``seed`` …). Series of models that
    were fine-tuned on the task are left out, unless ``where`` asks for a tuning. Raises
    OptionError, UnknownNameError or DataError for a baseline or pair that does not exist or match.
    """
    chosen = CrossingOptions(**options)
    pairs = [pair] if isinstance(pair, str) else list(pair or [])
    if pairs and (baseline is not None or baselines is not None or stderr is not None):
        raise OptionError("pair: expected a pair of conditions or a baseline, got both")
    wanted = () if pairs else requests(baseline, stderr, elsewhere=baselines is not None)
    opened = _opened(data)
    picked = choose(opened, selection(task, family, metric, where), size, checkpoint)
    of_tuning = any(text.lower().startswith("tuning:") for text in pairs)
    picked = _without_finetuned(picked, asked_for=of_tuning or "tuning" in (where or {}))
    other = None if baselines is None else as_table(baselines)
    asked: dict[str, Any] = {
        "baseline": [one.value if isinstance(one, Score) else one for one in wanted],
        "stderr": stderr,
        "baselines": None if other is None else {"name": other.name, "sha256": other.sha256},
        "baseline_metric": baseline_metric,
        "pair": pairs,
    }
    picked = replace(picked, selection={**picked.selection, **asked})
    notes = picked.notes
    if pairs:
        results = _paired(picked.series, pairs, chosen, show_progress)
    else:
        source = other if other is not None else opened
        named = any(of_rows(one) for one in wanted)
        if baseline_metric is not None and not named:
            raise OptionError("baseline_metric: expected a baseline that is a model, got none")
        rows = None
        if named and isinstance(source, ScoreTable):
            rows = BaselineRows.of(source, own=other is None, metric=baseline_metric)
        found = baselines_of(picked.series, wanted, stderr or 0.0, rows, chosen)
        notes += ("no-baseline-row",) if any(not entries for _, entries in found) else ()
        results = _crossed([one for one in found if one[1]], chosen, show_progress)
    return CrossingResults(tuple(results), picked.manifest(chosen), notes)


def _opened(data: Data) -> ScoreTable | Series | Sequence[Series]:
    """Return series as they are, all else as the table that baselines may be found in too."""
    if isinstance(data, Series) or (isinstance(data, Sequence) and not isinstance(data, str)):
        return data
    return as_table(data)


def _without_finetuned(picked: Chosen, *, asked_for: bool) -> Chosen:
    """Return the series that are curves of size: those with sizes, of models not fine-tuned."""
    kept = [
        one
        for one in picked.series
        if one.n_points and (asked_for or one.key.tuning not in NO_PROMPT)
    ]
    if not kept:
        raise DataError(
            f"{picked.name}: no series is left: expected models with a size that were not "
            "fine-tuned on the task; --where tuning=finetuned keeps those"
        )
    return replace(picked, series=kept)


def _crossed(
    found: Sequence[tuple[Series, Entries]], options: CrossingOptions, show_progress: bool | None
) -> list[CrossingResult]:
    """Return the results in the order of the series and their baselines."""
    asked: list[Asked] = [
        (one, [entry for entry in entries if isinstance(entry, Baseline)]) for one, entries in found
    ]
    bar = progress("working on series", len(asked), show=show_progress)
    with single_threaded(), bar as advance:
        crossed = iter(cross_baselines(asked, options, advance))
    nothing = Baseline(name=CHANCE, kind=CHANCE)
    return [
        next(crossed)
        if isinstance(entry, Baseline)
        else without_baseline(one, nothing, entry, options)
        for one, entries in found
        for entry in entries
    ]


def _paired(
    series: Sequence[Series],
    pairs: Sequence[str],
    options: CrossingOptions,
    show_progress: bool | None,
) -> list[CrossingResult]:
    """Return the results of pairs of conditions; raises DataError where none can be made."""
    specs = pair_specs(pairs, series)
    matches = [match for spec in specs for match in match_pairs(series, spec)]
    if all(match.message for match in matches):
        told = "; ".join(dict.fromkeys(match.message for match in matches))
        raise DataError(
            f"pair {', '.join(map(str, specs))}: expected series that differ in it alone, found "
            f"none ({told})"
        )
    bar = progress("working on pairs", len(matches), show=show_progress)
    with single_threaded(), bar as advance:
        return cross_pairs(matches, options, advance)
