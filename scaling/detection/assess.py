"""The numbers behind many verdicts at once, series of equally many points together."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from scaling.detection.options import DetectOptions, decades_of_flops, width_scale
from scaling.detection.results import Gap
from scaling.detection.scored import Scored
from scaling.detection.verdict.evidence import Evidence, gather
from scaling.detection.verdict.rules import calls_for_test
from scaling.detection.width.designs import TestDesign
from scaling.detection.width.polish import BestCurves, polish
from scaling.detection.width.resolvability import certifiable_widths
from scaling.detection.width.search import Winners
from scaling.detection.width.sets import DataSets
from scaling.detection.width.width_test import WidthTest, bootstrap, find_winners, screening
from scaling.fitting.records import NAN
from scaling.progress import Advance, silent
from scaling.series import Series


@dataclass(frozen=True, eq=False)
class Assessment:
    """One series' numbers; ``test`` and ``curves`` hold it alone. ``series`` is upright."""

    series: Series
    design: TestDesign
    test: WidthTest
    curves: BestCurves
    certifiable: tuple[float, ...]
    evidence: Evidence

    @property
    def w0(self) -> float:
        """The null width, in the axis' units."""
        return self.design.key.w0

    @property
    def gaps(self) -> tuple[Gap, ...]:
        """The gaps between neighbouring sizes, in the order of x."""
        _, first = np.unique(self.series.x, return_index=True)
        ends = self.series.size[first].tolist()
        pairs = zip(ends[:-1], ends[1:], self.certifiable, strict=True)
        return tuple(Gap(min(a, b), max(a, b), width) for a, b, width in pairs)


def assess(
    series: Sequence[Series],
    options: DetectOptions,
    *,
    rho: float | None = None,
    resolve: bool = True,
    advance: Advance = silent,
) -> list[Assessment]:
    """Return the numbers of every series (upright, at least three sizes, bounds and errors known).

    ``rho`` replaces the options' over-dispersion. Without ``resolve`` the certifiable widths are
    left out (NaN). Each series' numbers depend on it alone.
    """
    rho = options.rho if rho is None else rho
    scored, designs = [], []
    groups: dict[tuple[int, bool, float], list[int]] = {}
    for place, one in enumerate(series):
        w0, unit = scale_of(one, options)
        scored.append(Scored.of(one, rho, unit))
        designs.append(TestDesign.of(one, rho, w0, unit))
        groups.setdefault((one.n_points, one.binomial, unit), []).append(place)
    if resolve:
        widths = certifiable_widths(designs, options.alpha)
    else:
        widths = [(NAN,) * (len(set(design.key.x)) - 1) for design in designs]
    found: dict[int, Assessment] = {}
    for places in groups.values():
        sets = DataSets(
            tuple(designs[place] for place in places), np.stack([scored[p].y for p in places])
        )
        winners = find_winners(sets)
        test, curves = screening(winners), polish(sets, winners)
        own = [
            _assessment(
                series[place],
                scored[place],
                designs[place],
                widths[place],
                options,
                test.row(row),
                curves.take([row]),
            )
            for row, place in enumerate(places)
        ]
        if options.draws:
            _draw(own, sets, winners, options, advance)
        found |= zip(places, own, strict=True)
    return [found[place] for place in range(len(series))]


def _assessment(
    series: Series,
    scored: Scored,
    design: TestDesign,
    certifiable: tuple[float, ...],
    options: DetectOptions,
    test: WidthTest,
    curves: BestCurves,
) -> Assessment:
    evidence = gather(
        scored,
        test,
        curves,
        certifiable,
        w0=design.key.w0,
        alpha=options.alpha,
        test_alpha=options.claim_alpha,
    )
    return Assessment(series, design, test, curves, certifiable, evidence)


def _draw(
    found: list[Assessment],
    sets: DataSets,
    winners: Winners,
    options: DetectOptions,
    advance: Advance,
) -> None:
    """Replace the screening p-values by those of the bootstrap where they may carry a claim."""
    rows = [
        row
        for row, one in enumerate(found)
        if one.test.worth_drawing(options.alpha)[0] and calls_for_test(one.evidence)
    ]
    if not rows:
        return
    drawn = bootstrap(
        sets.take(rows), winners.take(rows), options.draws, options.seed, options.n_jobs, advance
    )
    for place, row in enumerate(rows):
        test = drawn.row(place)
        evidence = replace(found[row].evidence, **test.claims())
        found[row] = replace(found[row], test=test, evidence=evidence)


def scale_of(series: Series, options: DetectOptions) -> tuple[float, float]:
    """Return (w0, unit) of a series' axis; flops use the series' own decades per one of params."""
    ratio = None
    if series.size_axis == "flops" and series.params is not None:
        ratio = decades_of_flops(series.params, series.size)
    return width_scale(series.size_axis, options.w0, ratio)
