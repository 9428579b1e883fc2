"""Synthetic comparisons, power analyses and coverages for tests of figures: nothing is fitted."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from scaling.detection.results import Gap, Test
from scaling.fitting.records import NAN, Band, BandPoint, Interval, SeriesFacts
from scaling.forecasting.backtest import AVERAGED
from scaling.forecasting.baselines import LAST, LINE
from scaling.forecasting.records import Backtest, CurveRow, HeldOut
from scaling.forecasting.results import CompareResult, CompareResults
from scaling.plots.figure import Records
from scaling.simulation.power_results import NeededRow, PowerResult, PowerResults, PowerRow
from scaling.simulation.study import Setting
from tests.plots.builder import OPT, PYTHIA, curve, detect_result, facts, manifest

CURVES = ("constant", "linear", "logistic", "gompertz")


def compare_result(series: SeriesFacts | None = None, **changes: Any) -> CompareResult:
    """Four curves, the logistic chosen, gompertz as good; the constant is set aside."""
    own = series or facts()
    drawn = detect_result(own, wobble=0.01)
    sizes = [node.size for node in drawn.band]
    heights = [node.estimate for node in drawn.band]
    fitted = {
        "constant": [0.4] * len(sizes),
        "linear": [0.1 + 0.7 * place / len(sizes) for place in range(len(sizes))],
        "logistic": heights,
        "gompertz": [height**1.1 for height in heights],
    }
    weights = {"constant": NAN, "linear": 0.02, "logistic": 0.58, "gompertz": 0.4}
    predictions = held_out(drawn.points[-1].score)
    rows = tuple(
        CurveRow(
            curve=name, n_free=2, weight=weights[name], difference=0.74 * place,
            backtest=Backtest(n=3, mae=0.01 * (place + 1)), fitted=tuple(fitted[name]),
        )
        for place, name in enumerate(CURVES)
    )  # fmt: skip
    values: dict[str, Any] = {
        "series": own, "size": "params", "n_sizes": len(OPT), "points": drawn.points,
        "band": Band.of(BandPoint(size, height) for size, height in zip(sizes, heights,
                                                                       strict=True)),
        "curves": rows, "criterion": "aicc", "chosen": "logistic",
        "as_good": ("logistic", "gompertz"), "reason": "Use logistic: it is the simplest.",
        "averaged": Backtest(n=3, mae=0.02), "predictions": predictions,
        "baselines": {LAST: Backtest(n=3, mae=0.05), LINE: Backtest(n=3, mae=0.07)},
        "interval": Interval("parametric-bootstrap", 0.9, 199),
    }  # fmt: skip
    return CompareResult(**{**values, **changes})


def held_out(observed: float, count: int = 3, shift: float = 0.0) -> tuple[HeldOut, ...]:
    """The largest sizes, predicted by every curve; the average's second interval misses."""
    rows = []
    for place in range(count):
        score = observed - 0.05 * place
        for name in (*CURVES, AVERAGED):
            predicted = score + (0.2 if place == 1 else 0.02) + shift
            rows.append(
                HeldOut(name, 1 + (place > 0), f"OPT-{place}", 1e10 * (place + 1), 0.3 * place,
                        score, predicted, predicted - 0.05, predicted + 0.05, predicted - 0.1,
                        predicted + 0.1, 0.01)
            )  # fmt: skip
        rows += [
            HeldOut(
                name,
                1 + (place > 0),
                f"OPT-{place}",
                1e10 * (place + 1),
                0.3 * place,
                score,
                score - 0.3,
            )
            for name in (LAST, LINE)
        ]
    return tuple(rows)


def unfitted(series: SeriesFacts | None = None) -> CompareResult:
    """A series of one size, to which no curve could be fitted."""
    why = "a curve needs at least 3 sizes, this series has 1"
    whole = compare_result(series)
    return compare_result(
        series, status="failed", message=f"No curve could be fitted: {why}.",
        reason=f"No curve could be fitted: {why}.", points=whole.points[:1], n_sizes=1,
        band=Band.of([]), chosen=None, as_good=(), criterion=None, predictions=(), averaged=
        Backtest(), baselines={}, interval=None,
        curves=tuple(CurveRow(curve=name, status="failed", message=why) for name in CURVES),
    )  # fmt: skip


def compared(results: Sequence[CompareResult]) -> CompareResults:
    return CompareResults(results=tuple(results), manifest=manifest())


def power_result(sizes: Sequence[float] = PYTHIA, **changes: Any) -> PowerResult:
    table = [PowerRow("logistic", 0.5, 0.6, 0.0, 0.4, 0.1), PowerRow("step", NAN, 0.9, 0, 0.1, 0)]
    for width in (0.25, 1.0, 2.0, 3.0):
        sharp = max(0.0, 0.9 - width)
        smooth = max(0.0, curve(width, 0.0, 0.9, 2.0, 1.0) - 0.1)
        table.append(PowerRow("logistic", width, sharp, smooth, 1 - sharp - smooth, 0.0))
    table += [PowerRow("linear", 1.8, 0.0, 0.6, 0.4, 0.0), PowerRow("flat", NAN, 0.0, 0.0, 1, 0)]
    values: dict[str, Any] = {
        "design": Setting(sizes=tuple(sizes), n_items=250, chance=0.0), "width": 0.5, "w0": 1.0,
        "alpha": 0.05, "test": Test("bootstrap", 99), "n_series": 100, "standard_error": 0.05,
        "table": tuple(table), "certifiable_width": 0.44, "gaps": (Gap(7e7, 1.6e8, 0.3),),
        "needed": (NeededRow(8, 0.66), NeededRow(10, 0.7), NeededRow(12, 0.82)),
        "n_sizes_needed": 12, "reason": "These sizes could certify a width of 0.44 decades.",
    }  # fmt: skip
    return PowerResult(**{**values, **changes})


def powers(results: Sequence[PowerResult]) -> PowerResults:
    about = {"version": "0.1.0", "seed": 0, "dataset": None, "options": {}}
    return PowerResults(results=tuple(results), manifest=about)


def coverage(counts: Mapping[tuple[str, str], int], axis: str | None = "params") -> Records:
    items = tuple(
        {"family": family, "task": task, "n_sizes": count}
        for (family, task), count in counts.items()
    )
    return Records(items, manifest(), "coverage", {"axis": axis})


def wide_coverage(families: int, tasks: int) -> Records:
    """Of every pair the number of sizes, 0 to 12; some have none."""
    return coverage(
        {
            (f"Family {i}", f"bigbench task number {j}"): (i * 7 + j * 3) % 13
            for i in range(families)
            for j in range(tasks)
        }
    )
