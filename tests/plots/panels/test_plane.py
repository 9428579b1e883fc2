"""Panels of two numbers, and the layers on them."""

from __future__ import annotations

from typing import Any

import pytest

from scaling.plots.panels.plane import Plane
from scaling.plots.style.measure import Measure
from scaling.plots.style.rows import Datasets
from tests.plots.builder import SCREEN


def plane() -> Plane:
    x = Measure("x", "x", 1.0, 100.0, logarithmic=True)
    return Plane.of(x, Measure("y", "y", 0.0, 2.0), 300, 200, SCREEN, Datasets())


def encoded(layer: Any) -> dict[str, Any]:
    made: dict[str, Any] = layer.to_dict(validate=False)["encoding"]
    return made


def test_heights_are_counted_from_the_top() -> None:
    made = plane()
    assert made.down(2.0) == 0
    assert made.down(0.5) == 150
    assert made.value_at(made.down(0.7)) == pytest.approx(0.7)


def test_nothing_is_no_layer() -> None:
    made = plane()
    assert made.points([]) + made.lines([]) + made.areas([]) + made.texts([], halo=True) == []
    assert made.spans([], along="xy") == []


def test_marks_stand_on_the_axes_that_their_rows_have() -> None:
    made = plane()
    (rule,) = made.spans([{"y": 1.0}], along="")
    assert set(encoded(rule)) == {"y"}
    (span,) = made.spans([{"x": 1.0, "y": 1.0, "x2": 5.0}], along="x")
    assert set(encoded(span)) == {"x", "y", "x2"}
    (box,) = made.spans([{"x": 1.0, "y": 1.0, "x2": 5.0, "y2": 2.0}], "mark_rect", along="xy")
    assert {"x2", "y2"} <= set(encoded(box))


def test_colours_come_from_the_mark_else_the_rows_else_the_theme() -> None:
    made = plane()
    row = {"x": 1.0, "y": 1.0, "shape": "circle"}
    (own,) = made.points([row | {"colour": "#123456"}])
    assert encoded(own)["color"]["field"] == "colour"
    (given,) = made.points([row | {"colour": "#123456"}], color="#FF0000")
    assert "color" not in encoded(given)
    assert given.mark.color == "#FF0000"
    (plain,) = made.points([row])
    assert plain.mark.color == SCREEN.theme.ink


def test_lines_keep_the_order_of_their_rows() -> None:
    made = plane()
    made.lines([{"x": 5.0, "y": 1.0, "line": "a"}, {"x": 2.0, "y": 1.5, "line": "a"}])
    (rows,) = made.data.rows.values()
    assert [(row["x"], row["rank"]) for row in rows] == [(5, 0), (2, 1)]


def test_points_tell_what_they_are_and_hollow_ones_have_an_edge() -> None:
    row = {"x": 1.0, "y": 1.0, "shape": "circle", "model": "m"}
    (layer,) = plane().points([row], filled=False, tooltip=(("model", "run"),))
    assert encoded(layer)["tooltip"][0] == {"field": "model", "title": "run", "type": "nominal"}
    assert layer.mark.strokeWidth == SCREEN.px(1.6)
    (bare,) = plane().points([{"x": 1.0, "y": 1.0}])
    assert "shape" not in encoded(bare)


def test_a_halo_lies_under_its_text() -> None:
    edge, text = plane().texts([{"x": 1.0, "y": 1.0, "text": "a"}], halo=True)
    assert edge.mark.stroke == SCREEN.theme.background
    assert text.mark.color == SCREEN.theme.ink
