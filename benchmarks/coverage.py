"""How often 95 % intervals hold the truth: midpoint, width, and a new model's score.

Logistic truths of random midpoint, width and ceiling over three decades of sizes, beta-binomial
scores with the assumed over-dispersion. The new model stands one spacing beyond the largest size;
its score has recipe noise and the sampling of its items. Printed as the table of
``docs/intervals.md``, which ``tests/fitting/test_coverage.py`` (slow) compares with a new run.
"""

from __future__ import annotations

import sys

import numpy as np
from scipy.special import expit

from scaling.fitting.fit import make_intervals
from scaling.fitting.fitted import Fitted
from scaling.fitting.intervals.base import RECIPE_NOISE
from scaling.fitting.intervals.parametric import beta_binomial
from scaling.fitting.options import FitOptions
from scaling.fitting.solve import solve_series
from scaling.series import Series, SeriesKey

SIZES, ITEMS = (5, 8, 12), (100, 1000)
SERIES, DRAWS, RHO = 500, 399, 0.005
DECADES, SMALLEST = 3.0, 8.0  # of the sizes, log10
KINDS = ("parametric", "profile")  # of the study of proportions
LINES = {"wild": (8, 12, 20), "case": (20,), "parametric": (8, 12, 20), "profile": (8, 12, 20)}
WHAT = ("midpoint", "width", "prediction")
LOG_81 = float(np.log(81.0))


def cell(n_sizes: int, n_items: int, interval: str, count: int = SERIES) -> dict[str, float]:
    """Return the coverage of each kind of number for one design."""
    rng = np.random.default_rng([n_sizes, n_items])
    x = SMALLEST + np.linspace(0, DECADES, n_sizes)
    new = np.array([x[-1] + DECADES / (n_sizes - 1)])
    truths, series = [], []
    for place in range(count):
        midpoint = rng.uniform(x[0] + 0.5, x[-1] - 0.3)
        width, ceiling = rng.uniform(0.5, 2.5), rng.uniform(0.7, 1.0)

        def curve(at: np.ndarray, m=midpoint, w=width, top=ceiling) -> np.ndarray:
            return top * expit(LOG_81 * (at - m) / w)

        recipe = np.clip(curve(new) + RECIPE_NOISE * rng.standard_normal(1), 0, 1)
        score = beta_binomial(rng, curve(x), np.full(n_sizes, float(n_items)), RHO)
        truths.append((10**midpoint, width, rng.binomial(n_items, recipe)[0] / n_items))
        series.append(_series(place, x, score, n_items))
    options = FitOptions(draws=DRAWS, rho=RHO, interval=interval)
    held = np.zeros(len(WHAT))
    for fitted, truth in zip(solve_series(series, options), truths, strict=True):
        assert isinstance(fitted, Fitted)
        intervals, refusal = make_intervals(fitted)
        assert intervals is not None, refusal
        found = intervals.parameters()
        low, high = intervals.prediction(new)
        ends = [(found[name].lower, found[name].upper) for name in WHAT[:2]] + [(low[0], high[0])]
        held += [
            not (true < low or true > high) for true, (low, high) in zip(truth, ends, strict=True)
        ]  # an end that is NaN has no bound
    return dict(zip(WHAT, held / count, strict=True))


def line(n_sizes: int, interval: str, count: int = 300) -> dict[str, float]:
    """Return the coverage of a line's slope and last value, its errors' size being estimated."""
    rng = np.random.default_rng([n_sizes, len(interval)])
    x = SMALLEST + np.linspace(0, DECADES, n_sizes)
    truth = 0.2 + 0.1 * (x - SMALLEST)
    nothing, models = np.full(n_sizes, np.nan), tuple(f"m{k}" for k in range(n_sizes))
    series = [
        Series(
            SeriesKey("simulated", f"line {place}", "points"), "params", models, 10.0**x,
            truth + 0.03 * rng.standard_normal(n_sizes), nothing, nothing, "real", np.nan, np.nan,
        )
        for place in range(count)
    ]  # fmt: skip
    options = FitOptions(curve="linear", draws=DRAWS, interval=interval)
    held = np.zeros(2)
    for fitted in solve_series(series, options):
        assert isinstance(fitted, Fitted)
        intervals, refusal = make_intervals(fitted)
        assert intervals is not None, refusal
        slope = intervals.parameters()["slope"]
        low, high = intervals.curve(x[-1:])
        held += [slope.lower <= 0.1 <= slope.upper, low[0] <= truth[-1] <= high[0]]
    return dict(zip(("slope", "last value"), held / count, strict=True))


def _series(place: int, x: np.ndarray, score: np.ndarray, n_items: int) -> Series:
    nothing = np.full(len(x), np.nan)
    return Series(
        SeriesKey("simulated", f"task {place}", "acc"), "params",
        tuple(f"m{k}" for k in range(len(x))), 10.0**x, score,
        np.full(len(x), float(n_items)), nothing, "proportion", 0.0, 1.0,
    )  # fmt: skip


def table(interval: str = "parametric") -> list[tuple[int, int, dict[str, float]]]:
    """Return the coverage of every design."""
    return [(k, n, cell(k, n, interval)) for k in SIZES for n in ITEMS]


def main() -> None:
    """Print the tables in Markdown."""
    interval = sys.argv[1] if len(sys.argv) > 1 else "parametric"
    if interval in KINDS:
        rows = table(interval)
        print("| sizes | items | " + " | ".join(WHAT) + " |\n" + "| --- " * 5 + "|")
        for n_sizes, n_items, found in rows:
            cells = " | ".join(f"{found[what]:.3f}" for what in WHAT)
            print(f"| {n_sizes} | {n_items} | {cells} |")
        for what in WHAT:
            print(what, f"mean {np.mean([found[what] for *_, found in rows]):.3f}", file=sys.stderr)
    print("\n| kind | sizes | slope | last value |\n| --- | --- | --- | --- |")
    for n_sizes in LINES[interval]:
        found = line(n_sizes, interval)
        print(f"| {interval} | {n_sizes} | {found['slope']:.3f} | {found['last value']:.3f} |")


if __name__ == "__main__":
    main()
