"""What could be detected with these sizes? Shares of claims over series of known truth.

The verdicts are those of ``detect``, so that the shares are the power of the design where a
claim is right, and its false alarms where it is not.
"""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from scaling.detection.results import Gap, Test
from scaling.detection.verdict.rules import LEAST_DECADES, LEAST_TESTED
from scaling.detection.width.resolvability import certifiable_widths
from scaling.fitting.records import NAN
from scaling.progress import Advance, silent
from scaling.simulation.needed import MOST_TRIES, RISE, TARGET, sizes_needed
from scaling.simulation.power_options import PowerOptions
from scaling.simulation.power_reasons import reason_of
from scaling.simulation.power_results import PowerResult, PowerRow
from scaling.simulation.study import claim_rates
from scaling.simulation.truths import get_truth

NARROW = (0.25, 0.5)  # decades
LINE_SHARE = 0.8  # of the range, from 10 to 90 % of a line over it
TIMES_W0 = (1.0, 1.5, 2.0, 3.0)  # widths that must not be called sharp
ANY_WIDTH = 1.0  # of truths that have none


def power_of(options: PowerOptions, advance: Advance = silent) -> PowerResult:
    """Return what the sizes of the options could tell; ``advance`` counts to ``most_steps``.

    A claim needs four sizes and half a decade of them: with less nothing is simulated.
    """
    setting, w0 = options.setting, options.null_width
    wide_enough = setting.decades >= LEAST_DECADES
    claims_possible = wide_enough and len(setting.sizes) >= LEAST_TESTED
    gaps = _gaps(options)
    found = PowerResult(
        design=setting,
        width=options.width,
        w0=w0,
        alpha=options.alpha,
        test=Test("bootstrap" if options.draws else "screening", options.draws),
        n_series=options.series if claims_possible else 0,
        standard_error=0.5 / float(np.sqrt(options.series)),
        table=tuple(_row(options, *one, claims_possible, advance) for one in _truths(options)),
        certifiable_width=_widest(gaps) if claims_possible else NAN,
        gaps=gaps,
    )
    if wide_enough and options.width < w0:
        needed = sizes_needed(options, advance)
        enough = (row.n_sizes for row in needed if row.sharp >= TARGET)
        found = replace(found, needed=needed, n_sizes_needed=next(enough, None))
    return replace(found, reason=reason_of(found))


def most_steps(options: PowerOptions) -> int:
    """Return how many steps an analysis takes at most."""
    return len(_truths(options)) + MOST_TRIES


def _truths(options: PowerOptions) -> list[tuple[str, float]]:
    """Return the truths of the table and their widths, NaN for none; the asked one is first."""
    times = (round(share * options.null_width, 9) for share in TIMES_W0)
    asked, *others = dict.fromkeys((options.width, *NARROW, *times))
    return [
        (RISE, asked),
        ("step", NAN),
        *((RISE, width) for width in others),
        ("linear", round(LINE_SHARE * options.setting.decades, 3)),
        ("flat", NAN),
    ]


def _row(
    options: PowerOptions, truth: str, width: float, claims_possible: bool, advance: Advance
) -> PowerRow:
    """Return the shares of one truth; where no claim is possible, all are unresolved."""
    if not claims_possible:
        return PowerRow(truth, width, 0.0, 0.0, 1.0, 0.0)
    drawn = width if "width" in get_truth(truth).options else ANY_WIDTH
    rates = claim_rates(options.setting, truth, drawn, options.series, options.detection)
    advance()
    claimed = rates.claims["emergent_sharp"] + rates.claims["smooth"]
    return PowerRow(
        truth,
        width,
        sharp=rates.share("emergent_sharp"),
        smooth=rates.share("smooth"),
        unresolved=(rates.count - claimed) / rates.count,
        sharp_shape_sensitive=rates.share("sharp_shape_sensitive"),
    )


def _gaps(options: PowerOptions) -> tuple[Gap, ...]:
    """Return what each gap could certify, from the smallest sizes on."""
    sizes = options.setting.sizes
    design = options.setting.test_design(options.detection)
    (widths,) = certifiable_widths([design], options.alpha)
    return tuple(map(Gap, sizes[:-1], sizes[1:], widths))


def _widest(gaps: tuple[Gap, ...]) -> float:
    """Return the certifiable width of the worst gap with two sizes below it; NaN if it has none."""
    return float(np.max([gap.certifiable_width for gap in gaps[1:]]))
