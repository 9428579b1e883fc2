"""Names of level lines: none covers another, and they keep away from what is drawn."""

from __future__ import annotations

from dataclasses import replace

from scaling.fitting.records import NAN
from scaling.plots.panels.frame import Frame
from scaling.plots.panels.grouping import panels_of
from scaling.plots.panels.levels import (
    Box,
    Level,
    drawn,
    level_layers,
    placed,
    share_names,
)
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


def test_a_name_keeps_off_the_symbols_of_points_at_its_line() -> None:
    made = detect_result(facts(chance=0.0), rise=0.0, verdict="flat_at_chance")
    ends = [replace(point, score=0.0, lower=0.0, upper=0.0) for point in made.points[-2:]]
    frame = frame_of([made])
    (panel,) = panels_of([replace(made, points=tuple(ends), band=())])
    ((_, box),) = placed([Level("chance", (170.0,), left=False)], drawn(panel, frame), frame)
    ends_at = [frame.x.place(point.size) * frame.width for point in ends]
    assert all(abs(at - (box.left + box.width / 2)) > box.width / 2 for at in ends_at)


def test_a_name_keeps_off_further_lines() -> None:
    made = replace(detect_result(facts(chance=0.25)), points=(), band=())
    frame = frame_of([detect_result(facts(chance=0.25))])
    (panel,) = panels_of([made])
    below = ((frame.x.low, 0.23), (frame.x.high, 0.22))

    def score(lines: list) -> float:
        layers = level_layers(panel, frame, lines=lines)
        rows = [row for layer in layers for row in frame.data.rows[layer.data.name]]
        return next(row["score"] for row in rows if "text" in row)

    assert score([]) < 0.25 < score([below])


def test_boxes() -> None:
    box = Box(10, 10, 20, 10)
    assert box.holds((15, 15))
    assert not box.holds((5, 15))
    assert box.overlaps(Box(29, 19, 5, 5))
    assert not box.overlaps(Box(31, 10, 5, 5))


def test_a_level_that_the_axis_does_not_show_has_no_name() -> None:
    made = detect_result(facts(kind="real", chance=NAN, ceiling=40.0))
    (panel,) = panels_of([made])
    assert level_layers(panel, frame_of([made])) == []
    shown = replace(made, series=replace(made.series, chance=0.5))
    (panel,) = panels_of([shown])
    assert len(level_layers(panel, frame_of([shown]))) == 3


def test_a_free_place_is_taken_wherever_it_is() -> None:
    frame = frame_of([detect_result(facts())])
    marks = [(float(x), 85.0 + side) for x in range(60, 231) for side in (-6, 6)]
    ((_, box),) = placed([Level("chance", (85.0,), left=False)], marks, frame)
    assert box.left + box.width < 60
    one = [(float(x), 85.0 + side) for x in (5, 60, 120, 170) for side in (-6, 6)] + [(215.0, 79.0)]
    ((_, box),) = placed([Level("chance", (85.0,), left=False)], one, frame)
    assert box.top > 85
