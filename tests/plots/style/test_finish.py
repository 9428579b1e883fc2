"""The last step of a figure: title above, legends under the chart, the note below them."""

from __future__ import annotations

import re
from dataclasses import replace

import altair as alt

from scaling.plots import draw
from scaling.plots.charts.curves import chart
from scaling.plots.style.finish import finish
from scaling.plots.style.rows import Datasets
from tests.plots.builder import PAPER, SCREEN, document, grid, note_of

ROOM = re.compile(r'font-size="([0-9.]+)px"')


def test_title_and_note_stand_on_levels_of_their_own() -> None:
    made = document(chart(grid(7, 1), replace(SCREEN, title="What is shown")))
    assert made["title"]["text"] == ["What is shown"]
    assert note_of(made).startswith("Points: scores with 95% intervals")
    # A shared scale would take the legend to the outer level, under the note.
    for level in (made, made["vconcat"][0]):
        assert level["resolve"]["scale"]["color"] == "independent"


def test_no_letter_on_paper_is_smaller_than_eight_points() -> None:
    figure = draw(grid(7, 1), theme="print")
    svg = str(figure.render("svg"))
    sizes = [float(size) for size in ROOM.findall(svg)]
    assert sizes
    assert min(sizes) >= 8
    assert PAPER.theme.small_size == 8


def test_a_note_is_never_cut() -> None:
    key = "A note of many words. " * 40
    plot = alt.Chart(alt.Data(values=[])).mark_point()
    made = document(finish(plot, Datasets(), SCREEN, width=120, key=key.strip()))
    assert note_of(made) == key.strip()
