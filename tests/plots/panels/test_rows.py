"""The rows behind the layers of a panel."""

from __future__ import annotations

import dataclasses

import numpy as np

from scaling.fitting.records import BandPoint
from scaling.plots.panels.grouping import panels_of
from scaling.plots.panels.rows import (
    band_rows,
    parted_rows,
    point_rows,
    reaches_chance,
    reference_rows,
    thin,
)
from scaling.plots.style.axes import size_axis
from scaling.series import Reference
from tests.plots.builder import detect_result, facts, results


def test_at_most_three_references_are_drawn() -> None:
    references = [Reference(f"m{i}", i / 10) for i in range(5)]
    (panel,) = panels_of([detect_result(facts(), references=references)])
    rows, more = reference_rows(panel)
    assert [row["label"] for row in rows] == ["m4", "m3", "m2"]
    assert more == 2


def test_thinned_curves_follow_the_curve() -> None:
    made = detect_result(facts(), width=0.1)
    axis = size_axis([made], "params")
    kept = thin(made.band, 9, axis)
    assert len(kept) == 9
    assert kept[0] == made.band[0]
    assert kept[-1] == made.band[-1]
    steep = [entry for entry in kept if 0.02 < entry.estimate < 0.88]
    assert steep, "the nodes gather where the curve bends"


def test_thinned_bands_are_those_of_the_result() -> None:
    made = detect_result(facts())
    places = np.linspace(8.1, 10.8, 101)
    upper = 0.4 + 0.5 / (1 + np.exp(-12 * (places - 10)))
    band = [BandPoint(10**x, 0.3, 0.25, y, 0.2, y + 0.05)
            for x, y in zip(places, upper.tolist(), strict=True)]  # fmt: skip
    axis = size_axis([made], "params")
    kept = thin(band, 20, axis)
    drawn = np.interp(places, [np.log10(node.size) for node in kept], [n.upper for n in kept])
    assert np.abs(drawn - upper).max() < 0.01
    bent = dataclasses.replace(made, band=tuple(band))
    (panel,) = panels_of([bent])
    assert {row["upper"] for row in band_rows(panel, axis, 20)} == {node.upper for node in kept}
    alone = band_rows(panel, axis, 20, bands=False)
    assert {row["upper"] for row in alone} != {node.upper for node in kept}


def test_unknown_ends_of_bands_do_not_matter() -> None:
    made = detect_result(facts(), width=0.1)
    axis = size_axis([made], "params")
    bare = [BandPoint(node.size, node.estimate) for node in made.band]
    half = [dataclasses.replace(node, upper=float("inf")) for node in bare]
    kept = [[node.size for node in thin(band, 9, axis)] for band in (bare, half)]
    assert kept[0] == kept[1] == [node.size for node in thin(made.band, 9, axis, bands=False)]


def test_curves_are_parted_where_their_points_end() -> None:
    made = detect_result(facts(), sizes=(1e9, 2e9, 4e9, 8e9))
    wide = dataclasses.replace(
        made, band=tuple(BandPoint(10.0**k, k / 20) for k in (8.5, 9.0, 9.5, 10.0, 10.5))
    )
    (panel,) = panels_of([wide])
    axis = size_axis([wide], "params")
    among, beyond = parted_rows(band_rows(panel, axis, 20), panel, axis)
    assert [row["size"] for row in among] == [1e9, 10**9.5, 8e9]
    sides = {side: [row["size"] for row in beyond if row["line"] == side]
             for side in ("0 low", "0 high")}  # fmt: skip
    assert sides == {"0 low": [10**8.5, 1e9], "0 high": [8e9, 1e10, 10**10.5]}
    inside = dataclasses.replace(made, band=made.band[10:70])
    (panel,) = panels_of([inside])
    assert parted_rows(band_rows(panel, axis, 20), panel, axis)[1] == []


def test_medians_have_the_spread_of_their_scores_and_no_interval() -> None:
    (panel,) = panels_of([detect_result(facts(chance=0.5))])
    (plain, *_), (median, *_) = (
        point_rows(one) for one in (panel, dataclasses.replace(panel, medians=True))
    )
    assert plain["interval_text"].endswith("(95%)")
    assert plain["open"]
    assert median["interval_text"].startswith("middle 80%: 0.")
    assert "95%" not in median["interval_text"]
    assert not median["open"]
    (line,) = panel.lines
    alone = dataclasses.replace(line.result.points[0], lower=float("nan"))
    line = dataclasses.replace(line, result=dataclasses.replace(line.result, points=(alone,)))
    (row,) = point_rows(dataclasses.replace(panel, medians=True, lines=(line,)))
    assert row["interval_text"] == "one score"


def test_a_result_without_the_level_of_its_intervals_has_that_of_its_set() -> None:
    known = detect_result(facts())
    other = dataclasses.replace(
        detect_result(facts("BLOOM"), verdict="inconclusive"), interval=None
    )
    rows = point_rows(panels_of([other, known])[0])
    assert all(row["interval_text"].endswith("(95%)") for row in rows)
    assert not any("%" in row["interval_text"] for row in point_rows(panels_of([other])[0]))


def test_losses_are_drawn_the_right_way_round() -> None:
    kind = {"metric_kind": "loss", "chance": 10.0, "ceiling": 1.0}
    loss = detect_result(dataclasses.replace(facts(metric="loss"), **kind))
    low = [dataclasses.replace(p, score=2.0, lower=1.9, upper=2.1) for p in loss.points]
    high = dataclasses.replace(low[0], upper=10.5)
    names = ("worst", "bad", "good", "best")
    kept = tuple(Reference(name, score) for name, score in zip(names, (9.0, 8, 2, 1), strict=True))
    made = dataclasses.replace(loss, points=(high, *low[1:]), references=kept)
    assert [reaches_chance(made, point) for point in made.points[:2]] == [True, False]
    rows, more = reference_rows(panels_of(results([made]))[0])
    assert [row["label"] for row in rows] == ["best", "good", "bad"]
    assert more == 1
