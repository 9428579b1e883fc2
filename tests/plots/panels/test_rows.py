"""The rows behind the layers of a panel."""

from __future__ import annotations

import dataclasses

from scaling.plots.panels.grouping import panels_of
from scaling.plots.panels.rows import reaches_chance, reference_rows, thin
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
