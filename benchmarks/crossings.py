"""How often crossings are right: intervals that hold the true size, and verdicts that are wrong.

Series of known truth (``scaling.simulation``) over published sets of sizes: six shapes, two widths,
with and without chance, two numbers of items. Of each, baselines are put on its curve among the
sizes (exact, and measured with an error), in the nearer and in the farther half of the reach, and
above its curve; and a second condition is simulated for a pair. Printed as the tables of
``docs/crossing.md``; ``tests/forecasting/crossing/test_coverage.py`` has a small part of it (and,
slow, a larger one).
"""

from __future__ import annotations

import itertools
import math
import sys
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

import numpy as np

from scaling.curves.base import Array
from scaling.fitting.intervals.parametric import beta_binomial
from scaling.forecasting.crossing import Baseline, CrossingOptions, CrossingResult
from scaling.forecasting.crossing.baselines import error_of_score
from scaling.forecasting.crossing.cross import cross_baselines
from scaling.forecasting.crossing.cross_pairs import cross_pairs
from scaling.forecasting.crossing.first_crossing import last_reached
from scaling.forecasting.crossing.pair_matching import Match
from scaling.forecasting.crossing.pair_spec import PairSpec
from scaling.forecasting.crossing.search import reach_of
from scaling.forecasting.crossing.verdict import SURE
from scaling.simulation.options import SimulateOptions
from scaling.simulation.series import SimulatedSeries, simulate_series

DESIGNS = ("Pythia", "GPT-3", "BLOOM", "LLaMA-1")
TRUTHS = ("logistic", "gompertz", "complementary_gompertz", "onset", "linear", "ceiling_06")
WIDTHS, CHANCES, ITEMS = (0.7, 2.0), (0.0, 0.25), (250, 1000)
SERIES, DRAWS = 4, 199  # series of each cell
WITHIN, NEAR, FAR = "within the sizes", "nearer half of the reach", "farther half of the reach"
MEASURED, PAIR = "within, baseline measured", "pair of conditions"
PLACES = {WITHIN: (0.05, 1.0), MEASURED: (0.05, 1.0), NEAR: (1.0, 1.5), FAR: (1.5, 2.0)}
COVERED = (*PLACES, PAIR)  # places are shares: the sizes from 0 to 1, the reach from 1 to 2
BASELINE_ITEMS = 500  # of a baseline that is measured
LESS, LATER = 0.4, 0.3  # the first condition of a pair: a share of the rise, decades later
ABOVE = {
    "at the largest true score": (0.0, False),
    ".05 above every true score": (0.05, False),
    ".1 above every true score": (0.1, False),
    ".1 above the curve within the reach": (0.1, True),
}
LEAST_RISE = 0.004  # of the true curve over a tenth of a decade: where a crossing means something
OPTIONS = CrossingOptions(draws=DRAWS)
SPEC = PairSpec("prompting", "direct", "cot")
VERDICTS = (
    "crossed", "tied", "unidentified", "not_yet", "never_within", "ceiling_below", "always_better",
)  # fmt: skip


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
            low = math.log10(self.result.points[-1].size) + self.result.reach
        return low <= self.x <= high


def true_crossings(
    series: SimulatedSeries, rng: np.random.Generator, places: Iterable[str] = PLACES
) -> Iterator[tuple[str, float, float]]:
    """Yield what a crossing is about, its place and its score, where the true curve rises."""
    reach = reach_of(series, OPTIONS)
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
        high = reach_of(series, OPTIONS).high if within else float(series.x[-1])
        top = float(series.true_score(10 ** np.linspace(series.x[0], high, 60)).max()) + margin
        if top < 0.98:
            yield about, math.nan, top


def baseline_at(
    about: str, level: float, series: SimulatedSeries, rng: np.random.Generator
) -> Baseline:
    """Return a baseline of a true score, measured with its error where that is what it is about."""
    if about != MEASURED:
        return Baseline(name=about, score=level)
    items = np.array([float(BASELINE_ITEMS)])
    score = float(beta_binomial(rng, np.array([level]), items, OPTIONS.rho)[0])
    error = error_of_score(series, score, math.nan, BASELINE_ITEMS, OPTIONS.rho)
    return Baseline(name=about, score=score, stderr=error)


def pair_of(series: SimulatedSeries, rng: np.random.Generator) -> tuple[Match, float] | None:
    """Return a series as the second condition of a pair, and from where on it pays, if it does.

    Under the first condition the score rises later and less.
    """

    def difference(x: Array) -> Array:
        return series.true_score(10**x) - _first(series, x)

    score = beta_binomial(rng, _first(series, series.x), series.n_items, OPTIONS.rho)
    reach, margin = reach_of(series, OPTIONS), np.array([OPTIONS.margin_of(series)])
    x = last_reached(
        lambda at: difference(at[:, 0])[:, None], margin, reach.low, reach.last, reach.high
    )
    base, cot = (
        replace(series, key=series.key._replace(prompting=value), score=values)
        for value, values in ((SPEC.baseline, score), (SPEC.augmented, series.score))
    )
    return (Match(SPEC, base, cot), float(x[0])) if math.isfinite(x[0]) else None


def _first(series: SimulatedSeries, x: Array) -> Array:
    return series.chance + LESS * (series.true_score(10 ** (x - LATER)) - series.chance)


def cell(
    design: str, truth: str, count: int = SERIES, seed: int = 0, **facts: float
) -> list[Asked]:
    """Return the results of the series of one design, truth, width, chance and number of items."""
    options = SimulateOptions(sizes=design, truth=truth, count=count, seed=seed, **facts)  # type: ignore[arg-type]
    rng = np.random.default_rng([seed, len(design)])
    asked: list[tuple[SimulatedSeries, list[Baseline]]] = []
    facts_of = []
    for series in simulate_series(options):
        found = [*true_crossings(series, rng), *levels_above(series)]
        baselines = [baseline_at(about, level, series, rng) for about, _, level in found]
        asked.append((series, baselines))
        facts_of += [(about, x) for about, x, _ in found]
    pairs = [pair for series, _ in asked if (pair := pair_of(series, rng))]
    results = cross_baselines(asked, OPTIONS) + cross_pairs([match for match, _ in pairs], OPTIONS)
    facts_of += [(PAIR, x) for _, x in pairs]
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
    lines = ["| | " + " | ".join(COVERED) + " |", "|---|" + "---|" * len(COVERED)]
    groups = {"all": found}
    groups |= {name: [one for one in found if one.design == name] for name in DESIGNS}
    groups |= {f"`{name}`": [one for one in found if one.truth == name] for name in TRUTHS}
    for name, group in groups.items():
        cells = []
        for about in COVERED:
            held = [one.covered for one in group if one.about == about]
            cells.append(f"{_share(float(np.mean(held)))} ({len(held)})" if held else "–")
        lines.append(f"| {name} | " + " | ".join(cells) + " |")
    return lines


def verdict_table(found: list[Asked]) -> list[str]:
    """Return how often each verdict is given where the truth is known."""
    lines = ["| the baseline | series | " + " | ".join(f"`{v}`" for v in VERDICTS) + " |",
             "|---|---|" + "---|" * len(VERDICTS)]  # fmt: skip
    for about in (*COVERED, *ABOVE):
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
