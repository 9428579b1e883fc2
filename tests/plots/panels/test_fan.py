"""Curves with their bands: where they are dashed, and how high they are."""

from __future__ import annotations

import math
from typing import Any

import pytest

from scaling.fitting.records import BandPoint
from scaling.plots.panels.fan import curve_at, fan_layers, parted
from scaling.plots.panels.plane import Plane
from scaling.plots.style.measure import Measure
from scaling.plots.style.rows import Datasets
from tests.plots.builder import SCREEN

X = Measure("size", "N", 1e8, 1e12, logarithmic=True)
CURVE = [BandPoint(10.0**k, k / 10) for k in range(8, 13)]


def plane() -> Plane:
    return Plane.of(X, Measure("score", "acc", 0.0, 2.0), 300, 200, SCREEN, Datasets())


def drawn(band: list[BandPoint], **options: Any) -> list[tuple[str, list[dict[str, Any]]]]:
    ground = plane()
    layers = fan_layers(ground, band, "#123456", **options)
    return [(layer.mark.type, ground.data.rows[layer.data.name]) for layer in layers]


def test_a_curve_is_parted_where_the_data_end() -> None:
    parts = drawn(CURVE, known=(1e9, 10**10.5))
    assert [kind for kind, _ in parts] == ["line", "line", "line"]
    ends = [(rows[0]["size"], rows[-1]["size"]) for _, rows in parts]
    assert ends == [(1e9, 31623000000), (1e8, 1e9), (31623000000, 1e12)]
    assert parts[2][1][0]["score"] == 1.05  # halfway from 1.0 to 1.1


def test_without_ends_it_is_one_line() -> None:
    assert [kind for kind, _ in drawn(CURVE)] == ["line"]


def test_bands_are_drawn_where_they_are_known() -> None:
    band = [BandPoint(1e9, 0.5, 0.4, 0.6), BandPoint(1e10, 0.6, 0.5, math.nan)]
    (_, rows), _ = drawn([*band, BandPoint(1e11, 0.7, 0.6, 0.8)])
    assert [(row["size"], row["score"], row["y2"]) for row in rows] == [
        (1e9, 0.4, 0.6), (1e11, 0.6, 0.8)
    ]  # fmt: skip


def test_a_single_node_is_no_curve() -> None:
    assert drawn([CURVE[0]]) == []
    assert drawn([]) == []


def test_the_height_of_a_curve() -> None:
    assert curve_at(CURVE, 1e9, X) == 0.9
    assert curve_at(CURVE, 10**9.5, X) == pytest.approx(0.95)
    assert math.isnan(curve_at(CURVE, 1e13, X))
    assert parted(CURVE, (1e7, math.inf), X) == CURVE
