"""Labels at the right of a panel."""

from __future__ import annotations

from itertools import pairwise

import pytest

from scaling.plots.panels.beside import Beside, beside_layers, fewer, room_beside
from scaling.plots.panels.plane import Plane
from scaling.plots.style.measure import Measure
from scaling.plots.style.rows import Datasets, Row
from tests.plots.builder import PAPER, SCREEN


def drawn(labels: list[Beside]) -> list[list[Row]]:
    plane = Plane.of(
        Measure("x", "x", 0.0, 1.0), Measure("y", "y", 0.0, 1.0), 300, 200, SCREEN, Datasets()
    )
    return [plane.data.rows[layer.data.name] for layer in beside_layers(plane, labels)]


def test_labels_never_overlap_and_are_led_to_what_they_name() -> None:
    leaders, plain, strong = drawn(
        [Beside("a", 1.0, 0.5, "#111111"), Beside("b", 1.0, 0.5, "#222222"),
         Beside("c", 0.5, 0.5, "#333333", strong=True)]
    )  # fmt: skip
    heights = sorted(row["y"] for row in (*plain, *strong))
    assert all(200 * (high - low) >= SCREEN.theme.small_size for low, high in pairwise(heights))
    assert [row["y"] for row in leaders] == [0.5] * len(leaders)
    assert {row["colour"] for row in leaders} >= {"#333333"}
    assert [row["text"] for row in strong] == ["c"]


def test_a_label_beside_its_mark_needs_no_line() -> None:
    assert [
        [row["text"] for row in rows] for rows in drawn([Beside("a", 1.0, 0.5, "#111111")])
    ] == [["a"]]
    assert drawn([]) == []


def test_of_more_labels_than_can_be_followed_three_are_kept() -> None:
    assert fewer([1, 2, 3, 4, 5, 6], 200, SCREEN) == [1, 2, 3, 4, 5, 6]
    assert fewer([1, 2, 3, 4, 5, 6, 7], 200, SCREEN) == [1, 4, 7]
    assert fewer([1, 2, 3, 4, 5], 30, SCREEN) == [1, 3, 5]  # no room for five


def test_room_for_labels() -> None:
    assert room_beside([], SCREEN) == 0.0
    assert room_beside(["a"], SCREEN) < room_beside(["a longer one"], SCREEN)
    assert room_beside(["x" * 300], PAPER) == pytest.approx(PAPER.px(138), abs=0.02)
