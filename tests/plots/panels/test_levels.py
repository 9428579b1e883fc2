"""Names of level lines: none covers another, and they keep away from what is drawn."""

from __future__ import annotations

from dataclasses import replace

from scaling.plots.panels.frame import Frame
from scaling.plots.panels.grouping import panels_of
from scaling.plots.panels.levels import Box, Level, drawn, placed, share_names
from scaling.plots.style.axes import score_axis, size_axis
from scaling.plots.style.look import Look
from scaling.plots.style.rows import Datasets
from tests.plots.builder import SCREEN, detect_result, facts


def frame_of(made: list) -> Frame:
    return Frame(
        x=size_axis(made, "params"), y=score_axis(made, "acc"), width=230, height=170,
        look=Look.of(["OPT"], SCREEN.theme), style=SCREEN, nodes=20, data=Datasets(), legend=None,
    )  # fmt: skip


def test_close_lines_share_a_name() -> None:
    levels = share_names([(50.0, "b"), (44.0, "a"), (90.0, "c"), (90.0, "c")], 11, left=True)
    assert levels == [Level("a, b", (44.0, 50.0), left=True), Level("c", (90.0, 90.0), left=True)]


def test_names_keep_apart_and_inside() -> None:
    frame = frame_of([detect_result(facts())])
    levels = [Level(f"model {k}", (14.0 * k + 2,), left=k % 2 == 0) for k in range(11)]
    boxes = [box for _, box in placed(levels, [], frame)]
    assert not any(one.overlaps(other) for k, one in enumerate(boxes) for other in boxes[k + 1 :])
    assert all(box.top >= 0 and box.top + box.height <= 170 for box in boxes)
    assert all(box.left >= 0 and box.left + box.width <= 230 for box in boxes)


def test_a_name_moves_away_from_points() -> None:
    made = detect_result(facts(chance=0.0), rise=0.0, verdict="flat_at_chance")
    low = [replace(point, score=0.03, lower=0.0, upper=0.06) for point in made.points]
    crowded = replace(made, points=tuple(low[4:]), band=())
    frame = frame_of([made])
    (panel,) = panels_of([crowded])
    marks = drawn(panel, frame)
    ((_, box),) = placed([Level("chance", (170.0,), left=False)], marks, frame)
    assert not any(box.holds(mark) for mark in marks)


def test_boxes() -> None:
    box = Box(10, 10, 20, 10)
    assert box.holds((15, 15))
    assert not box.holds((5, 15))
    assert box.overlaps(Box(29, 19, 5, 5))
    assert not box.overlaps(Box(31, 10, 5, 5))
