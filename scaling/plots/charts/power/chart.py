"""The chart of power analyses: one panel a design, and one of power by number of sizes."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence

import altair as alt

from scaling.errors import DataError
from scaling.plots.charts.power.by_number import asked, by_number
from scaling.plots.charts.power.by_width import CLAIMS, by_width
from scaling.plots.charts.power.shares import LEVEL
from scaling.plots.charts.power.words import count_of, name_of, sentence, setting_of
from scaling.plots.panels.beside import room_beside
from scaling.plots.panels.grid import Grid, panel_titles, side_by_side
from scaling.plots.style.finish import finish
from scaling.plots.style.rows import Datasets
from scaling.plots.style.style import Style
from scaling.plots.style.text import number_text
from scaling.plots.words import MOST_SENTENCES, several
from scaling.simulation.power_results import PowerResult

MOST = 8
"""Designs that are drawn, one panel each."""


def chart(results: Iterable[PowerResult], style: Style) -> alt.VConcatChart:
    """Return the shares of verdicts by true width, and power by number of sizes where known.

    Intervals are Wilson's at 95 %, of the simulated series. Of more than eight designs the first
    eight are drawn, and the note says so. Raises DataError if there is no result.
    """
    found = _some(results)
    designs = found[:MOST]
    by_numbers = any(one.needed for one in designs) or len(designs) > 1
    beside = room_beside(tuple(CLAIMS), style)
    grid, data = Grid.of(len(designs) + by_numbers, style, beside), Datasets()
    texts = [(name_of(one), [setting_of(one)]) for one in designs]
    texts.append(("Power by number of sizes", [asked(designs)]))
    *titles, last = panel_titles(texts, grid.width, style)
    panels = [
        by_width(one, grid, title, style, data) for one, title in zip(designs, titles, strict=True)
    ]
    if by_numbers:
        panels.append(by_number(designs, grid, last, style, data))
    whole = side_by_side(panels, grid.columns, style)
    span = grid.span(style, beside)
    return finish(whole, data, style, width=span, key=_key(found, by_numbers))


def describe(results: Iterable[PowerResult]) -> str:
    """Return what the chart shows, in plain words; raises DataError if there is no result.

    Of many designs the first few are told.
    """
    found = _some(results)
    text = " ".join(sentence(one) for one in found[:MOST_SENTENCES])
    further = len(found) - MOST_SENTENCES
    return (
        f"{text} And {several(further, 'further design', 'further designs')}."
        if further > 0
        else text
    )


def _some(results: Iterable[PowerResult]) -> list[PowerResult]:
    found = list(results)
    if not found:
        raise DataError("nothing to draw: expected at least one power analysis, found none")
    return found


def _key(found: Sequence[PowerResult], by_numbers: bool) -> str:
    """Say what the marks mean, and what is drawn of how many."""
    counts = sorted({count_of(one) for one in found})
    simulated = " or ".join(f"{count:,}" for count in counts)
    text = f"Share of {simulated} simulated series with each verdict; bars: {LEVEL:.0%} intervals"
    text += " (Wilson). Filled: logistic rises, a step at width 0; open: a straight line."
    if any(math.isfinite(one.certifiable_width) for one in found):
        text += " Dashed: width that the worst gap could certify."
    w0 = sorted({one.w0 for one in found})
    text += f" Tinted: narrower than w0 ({' or '.join(map(number_text, w0))}), where sharp is"
    text += " right; beyond, smooth is."
    flat = [row for one in found for row in one.table if row.truth == "flat" and one.n_series]
    if flat:
        shares = sorted({f"{row.sharp + row.smooth:.0%}" for row in flat})
        text += f" Series without a rise: a claim in {' or '.join(shares)}."
    if by_numbers:
        text += " By number: filled, sizes spread evenly over the same range; open, the sizes"
        text += " themselves."
    if len(found) > MOST:
        text += f" Of {len(found):,} designs the first {MOST} are drawn."
    return text
