"""Keys under charts."""

from __future__ import annotations

import altair as alt
import pytest

from scaling.plots.style.key_grid import key_chart
from scaling.plots.style.rows import Datasets
from scaling.plots.style.style import Style
from tests.plots.builder import PAPER, SCREEN


def places(left: float, width: float, names: list[str]) -> list[tuple[float, float]]:
    data = Datasets()

    def marks(base: alt.Chart, middle: float) -> list[alt.Chart]:
        return [base.mark_point(xOffset=middle)]

    key_chart([{"label": name} for name in names], marks, data, left, width, SCREEN)
    (rows,) = data.rows.values()
    return [(row["x"], row["y"]) for row in rows]


def test_entries_fill_rows_from_the_left_of_the_names() -> None:
    found = places(100.0, 200.0, ["one", "two", "three", "four", "five", "six", "seven"])
    assert found[0] == (-100, 0)
    assert found == sorted(found, key=lambda place: (place[1], place[0]))
    assert 1 < len({x for x, _ in found}) < 7


def test_a_narrow_key_has_one_column() -> None:
    assert [x for x, _ in places(0.0, 40.0, ["a long name of a verdict", "b"])] == [0, 0]


def test_a_name_wider_than_the_key_is_cut() -> None:
    data = Datasets()
    key_chart([{"label": "x" * 300}], lambda base, _: [base.mark_point()], data, 50, 100, SCREEN)
    ((row,),) = data.rows.values()
    assert row["label"].endswith("…")
    assert len(row["label"]) < 30


@pytest.mark.parametrize("style", [SCREEN, PAPER])
def test_its_height_is_that_of_its_rows(style: Style) -> None:
    def marks(base: alt.Chart, middle: float) -> list[alt.Chart]:
        return [base.mark_point(xOffset=middle)]

    made = key_chart([{"label": "a"}], marks, Datasets(), 0.0, 200.0, style)
    assert made.height == style.px(19)
