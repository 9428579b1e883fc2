"""Panels side by side: columns, titles of one height, too many of them."""

from __future__ import annotations

from dataclasses import replace

import pytest

from scaling.errors import OutputError
from scaling.plots.panels.grid import MOST_PANELS, Grid, panel_titles, titles_by_row
from tests.plots.builder import PAPER, SCREEN


@pytest.mark.parametrize(("count", "columns"), [(1, 1), (2, 2), (4, 2), (9, 3), (20, 4)])
def test_columns_of_the_design(count: int, columns: int) -> None:
    assert Grid.of(count, SCREEN).columns == columns


def test_a_narrow_figure_has_fewer_columns() -> None:
    column = Grid.of(9, replace(PAPER, within=244.8))
    page = Grid.of(9, replace(PAPER, within=504.0))
    assert (column.columns, page.columns) == (1, 3)
    assert Grid.of(9, replace(PAPER, within=504.0), beside=60.0).columns == 2


def test_the_room_is_shared_by_the_columns() -> None:
    grid = Grid.of(4, replace(SCREEN, width=500.0))
    assert grid.width == 250.0
    assert grid.span(SCREEN, beside=10.0) == 2 * (250 + 55 + 10) - 55


def test_more_panels_than_anyone_can_read() -> None:
    assert Grid.of(MOST_PANELS, SCREEN).columns == 4
    with pytest.raises(OutputError, match="a chart of 41 panels cannot be read: expected at most"):
        Grid.of(MOST_PANELS + 1, SCREEN)


def test_titles_of_a_row_have_one_height() -> None:
    texts = [("a", ["one", "", "two"]), ("b", []), ("a rather long name " * 4, ["one"])]
    made = panel_titles(texts, 150, SCREEN)
    heights = {len(title.text) + len(title.subtitle) for title in made}
    assert len(heights) == 1
    assert made[0].subtitle[:2] == ["one", "two"]


def test_each_row_is_as_high_as_it_needs() -> None:
    texts = [("a", ["one", "two"]), ("b", []), ("c", [])]
    made = titles_by_row(texts, Grid(2, 200, 100), SCREEN)
    heights = [len(title.to_dict().get("subtitle", ())) for title in made]
    assert heights == [2, 2, 0]
