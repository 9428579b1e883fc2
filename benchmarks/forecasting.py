"""The back-test of forecasts over all bundled datasets, and the record that forecasts quote.

``python benchmarks/forecasting.py --n-jobs 2`` takes every series of four sizes or more, holds out
its largest size, then its largest two, and forecasts them from the rest: by the average, by each
of its curves alone, by the Akaike average of ``scaling compare``, by the last value and by a line
in log size. The largest score is predicted twice, so that there are more predictions than held-out
scores. It writes sums over the predictions: ``benchmarks/results/forecasting.csv``, which
``docs/generate.py`` makes the tables of ``docs/forecasting.md`` from, and the same by class into
the package, ``bundled_record.csv``. The constants of the forecast were chosen on the datasets of
``CHOSEN_ON`` alone: every second one in the alphabet.
"""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

from scaling.choosing import choose, selection
from scaling.datasets import bundled_names, open_dataset
from scaling.files import write_whole
from scaling.fitting.parallel import run, single_threaded
from scaling.fitting.records import SeriesFacts
from scaling.forecasting.ahead import ForecastOptions
from scaling.forecasting.ahead.bundled_record import CLASSES, SUMS
from scaling.forecasting.ahead.bundled_record import FILE as RECORD
from scaling.forecasting.ahead.forecast import BACKTEST_DRAWS
from scaling.forecasting.ahead.holding_out import held_out_forecasts
from scaling.forecasting.ahead.options import AVERAGED
from scaling.forecasting.ahead.reach import outside, place_of, reach_of
from scaling.forecasting.ahead.record_classes import distance_of, kind_of, sizes_of
from scaling.forecasting.ahead.solving import solve_cuts
from scaling.forecasting.backtest import hold_outs
from scaling.forecasting.baselines import LAST, LINE
from scaling.forecasting.compare import compare_series
from scaling.forecasting.options import CompareOptions
from scaling.forecasting.records import HeldOut
from scaling.progress import progress
from scaling.series import Series

RESULTS = Path(__file__).resolve().parent / "results" / "forecasting.csv"
CHOSEN_ON = ("chain-of-thought", "flan-scaling", "gpt3-published", "llama-lm-eval",
             "obs-benchmarks", "olmo-ladder", "palm-scaling", "pythia-arithmetic",
             "qwen2.5-published")  # fmt: skip
AKAIKE = "akaike"  # the average of ``compare``
CHUNK = 16  # series a job
CELL = ["dataset", "half", "kind", "n_sizes", "distance", "reach", "direction", "method"]
TOTALS = [*SUMS, "scores", "bias", "width90"]
LEVEL = 0.05  # of the range of scores: less is no rise


def bundled_series() -> list[tuple[str, Series]]:
    """Return every series of every bundled dataset of scores that a size can be held out of."""
    found = []
    for name in bundled_names():
        table = open_dataset(name)
        if table.kind == "scores":
            picked = choose(table, selection(None, None, None, None), None, None)
            found += [(name, one) for one in picked.series if hold_outs(one)]
    return found


def rows_of(part: Sequence[tuple[str, Series]], draws: int) -> list[dict[str, Any]]:
    """Return one row a prediction of a held-out score and method."""
    series = [one for _, one in part]
    all_cuts = solve_cuts(series, ForecastOptions(at=1.0, draws=draws))
    compared = compare_series(series, CompareOptions(draws=draws))
    held_out = held_out_forecasts(all_cuts, draws, seed=0, alone=True)
    rows = []
    for (dataset, one), records, beside in zip(part, held_out, compared, strict=True):
        akaike = [record for record in beside.predictions if record.curve == AVERAGED]
        naive = {
            name: {(r.held_out, r.model): r for r in records if r.curve == name}
            for name in (LAST, LINE)
        }
        trainings = {part.count: part.training for part in hold_outs(one)}
        largest = {record.model for record in records if record.held_out == 1}
        for record, method in [
            *((record, record.curve) for record in records),
            *((record, AKAIKE) for record in akaike),
        ]:
            place = (record.held_out, record.model)
            if place not in naive[LAST]:
                continue  # no member could be fitted: nothing to compare with
            training = trainings[record.held_out]
            rows.append(
                {
                    **_cell(dataset, training, record),
                    "method": method,
                    "scores": int(record.held_out == 1 or record.model not in largest),
                    **_scores(record, naive[LAST][place], naive[LINE][place]),
                }
            )
    return rows


def _cell(dataset: str, training: Series, record: HeldOut) -> dict[str, Any]:
    """Return what a prediction is grouped by; nothing of it is known from the held-out score."""
    far = outside(training, place_of(training, record.size)) > reach_of(training)
    rise = float(training.score[-1] - training.score[0])
    span = float(np.ptp(training.score))
    flat = span < LEVEL * (1.0 if training.binomial else max(abs(training.score).max(), 1e-300))
    return {
        "dataset": dataset,
        "half": "choosing" if dataset in CHOSEN_ON else "checking",
        "kind": kind_of(SeriesFacts.of(training)),
        "n_sizes": training.n_sizes,
        "distance": distance_of(record.decades_beyond_data),
        "reach": "beyond" if far else "within",
        "direction": "flat" if flat else "rising" if rise > 0 else "falling",
    }


def _scores(record: HeldOut, last: HeldOut, line: HeldOut) -> dict[str, float]:
    crps = record.crps if record.crps == record.crps else abs(record.error)  # of a point forecast
    return {
        "n": 1,
        "error": abs(record.error),
        "error_last": abs(last.error),
        "error_linear": abs(line.error),
        "crps": crps,
        "inside50": int(record.lower50 <= record.observed <= record.upper50),
        "inside90": int(record.lower90 <= record.observed <= record.upper90),
        "bias": record.error,
        "width90": record.upper90 - record.lower90,
    }


def run_study(
    series: Sequence[tuple[str, Series]], draws: int = BACKTEST_DRAWS, n_jobs: int = 1
) -> pd.DataFrame:
    """Return one row a prediction of a held-out score and method, of these series."""
    parts = [series[low : low + CHUNK] for low in range(0, len(series), CHUNK)]
    bar = progress("back-testing series", len(series))
    with single_threaded(), bar as advance:
        found = run(rows_of, ((part, draws) for part in parts), n_jobs, advance, map(len, parts))
    return pd.DataFrame([row for part in found for row in part])


def summed(rows: pd.DataFrame) -> pd.DataFrame:
    """Return the sums of each cell, with five digits."""
    return _sums(rows, CELL, TOTALS)


def record_of(cells: pd.DataFrame) -> pd.DataFrame:
    """Return the record of the package: by method, kind of metric, sizes and distance."""
    classed = cells[~cells["method"].isin([LAST, LINE, AKAIKE])]
    classed = classed.assign(sizes=[sizes_of(n) for n in classed["n_sizes"]])
    return _sums(classed, list(CLASSES), list(SUMS))


def _sums(rows: pd.DataFrame, by: list[str], totals: list[str]) -> pd.DataFrame:
    found = rows.groupby(by, sort=True)[totals].sum(min_count=1).reset_index()
    return found.round(dict.fromkeys(totals, 5))


def main(arguments: Sequence[str] | None = None) -> None:
    """Run the study and write both files."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--n-jobs", type=int, default=2)
    parser.add_argument("--every", type=int, default=1, help="every so many series only")
    parser.add_argument("--draws", type=int, default=BACKTEST_DRAWS, help="bootstrap draws")
    parser.add_argument("-o", "--output", type=Path, default=RESULTS)
    parser.add_argument("--record", type=Path, default=RECORD)
    chosen = parser.parse_args(arguments)
    rows = run_study(bundled_series()[:: chosen.every], chosen.draws, chosen.n_jobs)
    cells = summed(rows)
    chosen.output.parent.mkdir(parents=True, exist_ok=True)
    write_whole(chosen.output, cells.to_csv(index=False), force=True)
    write_whole(chosen.record, record_of(cells).to_csv(index=False), force=True)
    told = cells[cells["kind"].str.startswith("proportion")].groupby("method")[TOTALS].sum()
    for method, sums in told.iterrows():
        print(
            f"{method}: {sums['n']:.0f} predictions of {sums['scores']:.0f} proportions, "
            f"mae {sums['error'] / sums['n']:.4f}, crps {sums['crps'] / sums['n']:.4f}, "
            f"within 90 %: {sums['inside90'] / sums['n']:.3f}"
        )


if __name__ == "__main__":
    main()
