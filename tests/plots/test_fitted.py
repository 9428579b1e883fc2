"""Figures come out as wide as asked for."""

from __future__ import annotations

import altair as alt
import pytest

from scaling.errors import OptionError, OutputError
from scaling.plots import draw
from scaling.plots.fitted import fitted, measured
from scaling.plots.style.style import Style
from tests.plots.builder import PAPER, grid


@pytest.mark.parametrize(
    ("theme", "width", "wanted", "families"),
    [("print", "column", 244.8, 7), ("print", "7in", 504.0, 2), ("light", "640px", 640.0, 2)],
)
def test_a_wanted_width_is_met_within_two_percent(
    theme: str, width: str, wanted: float, families: int
) -> None:
    found = measured(draw(grid(families, 1), theme=theme, width=width).chart)
    assert wanted * 0.98 <= found <= wanted + 0.5


@pytest.mark.parametrize(("tasks", "wanted"), [(1, 244.8), (3, 504.0)])
def test_on_paper_a_figure_is_a_column_or_a_page_wide(tasks: int, wanted: float) -> None:
    assert measured(draw(grid(1, tasks), theme="print").chart) == pytest.approx(wanted, rel=0.02)


def stiff(style: Style) -> alt.VConcatChart:
    """Return a chart that takes no notice of the room."""
    data = alt.InlineData(values=[{"x": 1}])
    return alt.vconcat(alt.Chart(data).mark_point().properties(width=600, height=20))


def test_what_cannot_be_narrower_is_refused_with_its_width() -> None:
    with pytest.raises(OutputError, match=r"cannot be drawn 244.8pt wide: expected at least 6\d\d"):
        fitted(stiff, PAPER, "3.4in")


@pytest.mark.parametrize("width", ["1in", "wide", "3.4", "50in"])
def test_what_is_no_width(width: str) -> None:
    with pytest.raises(OptionError, match=r"expected column \(3.4in\), page \(7in\), or a length"):
        draw(grid(1, 1), width=width)
