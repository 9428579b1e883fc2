"""How often crossings are right: intervals that hold the true size, and verdicts that are wrong.

Series of known truth (``scaling.simulation``) over published sets of sizes, six shapes, two widths,
Series of known truth (``scaling.simulation``) over published sets of sizes: six shapes, two widths,
the nearer and in the farther half of the reach, and baselines are put above its curve. Printed as
the tables of ``docs/crossing.md``; ``tests/forecasting/crossing/test_coverage.py`` has a small
part of it (and, slow, a larger one).
"""

from __future__ import annotations

import itertools
import math
import sys
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

import numpy as np

from scaling.forecasting.crossing import Baseline, CrossingOptions, CrossingResult
from scaling.forecasting.crossing.cross import cross_baselines
from scaling.forecasting.crossing.search import reach_of
from scaling.forecasting.crossing.verdict import SURE
from scaling.simulation.options import SimulateOptions
from scaling.simulation.series import SimulatedSeries, simulate_series

DESIGNS = ("Pythia", "GPT-3", "BLOOM", "LLaMA-1")
TRUTHS = ("logistic", "gompertz", "complementary_gompertz", "onset", "linear", "ceiling_06")
WIDTHS, CHANCES, ITEMS = (0.7, 2.0), (0.0, 0.25), (250, 1000)
SERIES, DRAWS = 10, 299  # series of each cell
WITHIN, NEAR, FAR = "within the sizes", "nearer half of the reach", "farther half of the reach"
PLACES = {WITHIN: (0.05, 1.0), NEAR: (1.0, 1.5), FAR: (1.5, 2.0)}  # sizes 0 to 1, reach 1 to 2
ABOVE = {
    "at the largest true score": (0.0, False),
    ".05 above every true score": (0.05, False),
    ".1 above every true score": (0.1, False),
    ".1 above the curve within the reach": (0.1, True),
}
LEAST_RISE = 0.004  # of the true curve over a tenth of a decade: where a crossing means something
OPTIONS = CrossingOptions(draws=DRAWS)
VERDICTS = ("crossed", "tied", "unidentified", "not_yet", "never_within", "ceiling_below")


@dataclass(frozen=True)
class Asked:
    """One baseline of one series: what it is about, and the true place of its crossing."""

    design: str
    truth: str
    about: str
    x: float
    result: CrossingResult

    @property
    def covered(self) -> bool:
        """Whether the interval holds the true place; an open end holds all beyond it."""
        low = -math.inf if math.isnan(self.result.lower) else math.log10(self.result.lower)
        high = math.inf if math.isnan(self.result.upper) else math.log10(self.result.upper)
        if self.result.shares.never >= SURE:  # both ends lie beyond the reach
            low = reach_of(np.log10([point.size for point in self.result.points]), OPTIONS).high
        return low <= self.x <= high


def true_crossings(
    series: SimulatedSeries, rng: np.random.Generator, places: Iterable[str] = PLACES
) -> Iterator[tuple[str, float, float]]:
    """Yield what a crossing is about, its place and its score, where the true curve rises."""
    reach = reach_of(series.x, OPTIONS)
    for about in places:
        share = rng.uniform(*PLACES[about])
        x = reach.low + min(share, 1) * (reach.last - reach.low) + max(share - 1, 0) * reach.beyond
        level, before = (float(series.true_score(10**at)[0]) for at in (x, x - 0.1))
        if level - before > LEAST_RISE and series.chance + 0.05 < level < 0.97:
            yield about, x, level


def levels_above(
    series: SimulatedSeries, above: Iterable[str] = ABOVE
) -> Iterator[tuple[str, float, float]]:
    """Yield baselines that the true curve does not pass among the sizes, or within the reach."""
    for about in above:
        margin, within = ABOVE[about]
        high = reach_of(series.x, OPTIONS).high if within else float(series.x[-1])
        top = float(series.true_score(10 ** np.linspace(series.x[0], high, 60)).max()) + margin
        if top < 0.98:
            yield about, math.nan, top


def cell(
    design: str, truth: str, count: int = SERIES, seed: int = 0, **facts: float
) -> list[Asked]:
    """Return the results of the series of one design, truth, width, chance and number of items."""
    options = SimulateOptions(sizes=design, truth=truth, count=count, seed=seed, **facts)  # type: ignore[arg-type]
    rng = np.random.default_rng([seed, len(design)])
    asked, facts_of = [], []
    for series in simulate_series(options):
        found = [*true_crossings(series, rng), *levels_above(series)]
        asked.append((series, [Baseline(name=about, score=level) for about, _, level in found]))
        facts_of += [(about, x) for about, x, _ in found]
    results = cross_baselines(asked, OPTIONS)
    return [
        Asked(design, truth, about, x, result)
        for (about, x), result in zip(facts_of, results, strict=True)
    ]


def study(count: int = SERIES) -> list[Asked]:
    """Return the results of all cells; a straight line has one width."""
    cells = itertools.product(DESIGNS, TRUTHS, WIDTHS, CHANCES, ITEMS)
    return [
        one
        for place, (design, truth, width, chance, items) in enumerate(cells)
        if not (truth == "linear" and width != WIDTHS[-1])
        for one in cell(design, truth, count, place, width=width, chance=chance, n_items=items)
    ]


def coverage_table(found: list[Asked]) -> list[str]:
    """Return the coverage of the intervals: all, by set of sizes, by shape."""
    lines = ["| | " + " | ".join(PLACES) + " |", "|---|" + "---|" * len(PLACES)]
    groups = {"all": found}
    groups |= {name: [one for one in found if one.design == name] for name in DESIGNS}
    groups |= {f"`{name}`": [one for one in found if one.truth == name] for name in TRUTHS}
    for name, group in groups.items():
        cells = []
        for about in PLACES:
            held = [one.covered for one in group if one.about == about]
            cells.append(f"{_share(float(np.mean(held)))} ({len(held)})" if held else "–")
        lines.append(f"| {name} | " + " | ".join(cells) + " |")
    return lines


def verdict_table(found: list[Asked]) -> list[str]:
    """Return how often each verdict is given where the truth is known."""
    lines = ["| the baseline | series | " + " | ".join(f"`{v}`" for v in VERDICTS) + " |",
             "|---|---|" + "---|" * len(VERDICTS)]  # fmt: skip
    for about in (*PLACES, *ABOVE):
        group = [one.result.verdict for one in found if one.about == about]
        counts = Counter(group)
        shares = " | ".join(_share(counts[verdict] / len(group)) for verdict in VERDICTS)
        lines.append(f"| {about} | {len(group)} | {shares} |")
    return lines


def _share(value: float) -> str:
    text = f"{value:.2f}"
    return text if value >= 0.995 else text.removeprefix("0")


def main() -> None:
    """Print the tables; an argument is the number of series of each cell."""
    found = study(int(sys.argv[1]) if len(sys.argv) > 1 else SERIES)
    print("\n".join([*coverage_table(found), "", *verdict_table(found)]))


if __name__ == "__main__":
    main()
