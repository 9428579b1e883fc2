"""The heat map of coverage, the note under it, and what it shows in words."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import altair as alt

from scaling.detection.verdict.rules import LEAST_SIZES, LEAST_TESTED
from scaling.plots.charts.coverage.cells import LABEL, cell_layers, cell_rows
from scaling.plots.charts.coverage.counts import Counts
from scaling.plots.charts.coverage.ways import Way, ways_of
from scaling.plots.style.axes import SIZE_TITLES
from scaling.plots.style.finish import finish
from scaling.plots.style.rows import Datasets
from scaling.plots.style.style import Style
from scaling.plots.style.text import clean, shorten, width_of
from scaling.plots.words import several, short_name

if TYPE_CHECKING:
    from scaling.plots.figure import Records

ORDINALS = {2: "second", 3: "third"}
NOTE = 300.0  # pixels that the note takes at least
TYPICAL = 0.86  # of the generous estimate of a text's width


def chart(records: Records, style: Style) -> alt.VConcatChart:
    """Return the map of how many distinct sizes each family has on each task.

    ``records``: mappings with ``family``, ``task``, ``n_sizes``; ``facts`` with ``axis``, the
    size that was counted. The longer of families and tasks runs down the page, both by their
    sizes in total. Small cells have no number inside. Of more than 4,500 filled cells, those of
    the families and tasks with the most are drawn, and the note says so. Raises DataError if no
    family has a size on any task.
    """
    counts = Counts.of(records)
    drawn = counts.drawn()
    across, down = ways_of(drawn.families, drawn.tasks, style)
    data = Datasets()
    cells = cell_rows(drawn, across, down)
    layers = cell_layers(cells, across, down, style, data)
    plot = alt.LayerChart(layer=layers, width=across.length, height=down.length)
    names = TYPICAL * max(width_of(name, style.theme.small_size) for name in down.names)
    width = max(across.length + min(names, style.px(LABEL)), style.px(NOTE))
    key = _note(records.facts.get("axis"), counts, (across, down), style)
    return finish(plot, data, style, width=width, key=key)


def describe(records: Records) -> str:
    """Return what the map shows, in plain words: how much, the fullest row, and what is too few.

    Raises DataError if no family has a size on any task.
    """
    counts = Counts.of(records)
    families, tasks, filled = counts.families, counts.tasks, counts.sizes.values()
    pairs = len(families) * len(tasks)
    able, testable = (
        sum(count >= least for count in filled) for least in (LEAST_SIZES, LEAST_TESTED)
    )
    text = (
        f"{several(len(families), 'family', 'families')} by {several(len(tasks), 'task', 'tasks')}:"
        f" {len(filled):,} of {several(pairs, 'pair has', 'pairs have')} scores, {able:,} at "
        f"{LEAST_SIZES} or more sizes, {testable:,} at {LEAST_TESTED} or more."
    )
    own = [count for (family, _), count in counts.sizes.items() if family == families[0]]
    return (
        f"{text} Most is known of {short_name(families[0])}: "
        f"{several(len(own), 'task', 'tasks')} at up to {several(max(own), 'size', 'sizes')}."
        f"{_lost(counts)}"
    )


def _lost(counts: Counts) -> str:
    """Return what is left out because no size of it is known."""
    families, tasks = counts.lost
    left = [several(families, "family", "families")] if families else []
    left += [several(tasks, "task", "tasks")] if tasks else []
    return f" Left out, without any size: {' and '.join(left)}." if left else ""


def _note(axis: Any, whole: Counts, ways: Sequence[Way], style: Style) -> str:
    """Say what is counted, what is left out, and which names are."""
    known = clean(str(axis or ""))
    what = SIZE_TITLES.get(known, shorten(known.replace("_", " "), 200, 10))
    of = f" ({what})" if what else ""
    text = f"Distinct sizes{of} at which a family has scores on a task; blank: none."
    text += f" A curve needs {LEAST_SIZES}, a claim of a sharp or smooth rise {LEAST_TESTED}."
    every = {"family": ("families", whole.families), "task": ("tasks", whole.tasks)}
    for way in ways:
        many, names = every[way.field]
        if len(way.names) < len(names):
            text += f" Of {len(names):,} {many} the {len(way.names):,} with the most sizes are"
            text += " drawn."
        nth = way.every(style.theme.small_size)
        if nth > 1 and not way.flat(style.theme.small_size):
            text += f" Every {ORDINALS.get(nth, f'{nth}th')} {way.field} is named."
    return text + _lost(whole)
