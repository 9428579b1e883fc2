"""The plane of breakthroughness and linearity."""

from __future__ import annotations

import dataclasses
import math
from functools import partial
from itertools import pairwise
from typing import Any

import pytest

from scaling.detection.results import DetectResult
from scaling.errors import DataError
from scaling.plots import draw
from scaling.plots.charts.definitions import chart, describe
from scaling.plots.charts.definitions.axes import Plane
from scaling.plots.charts.definitions.rows import scores_of
from scaling.plots.style.style import Style
from tests.plots.builder import (
    HOSTILE,
    PAPER,
    SCREEN,
    detect_result,
    document,
    facts,
    note_of,
    results,
    rows_of,
)


def one(
    task: str = "addition", b: float = 3.0, line: float = 0.8, verdict: str = "smooth",
    percentile: float = 99.0, family: str = "OPT", **changes: Any,
) -> DetectResult:  # fmt: skip
    scores = {"bb_linearity_normalized/1": line, "bb_breakthrough_percentile/1": percentile}
    made = detect_result(facts(family, task), verdict=verdict)
    return dataclasses.replace(made, breakthroughness=b, scores=scores, **changes)


def points(made: dict[str, Any]) -> dict[str, dict[str, Any]]:
    return {row["task"]: row for row in rows_of(made) if "task" in row}


def names(made: dict[str, Any]) -> list[str]:
    return [row["label"] for row in rows_of(made) if "end" in row]


def layers(made: dict[str, Any], kind: str) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = []

    def walk(part: dict[str, Any]) -> None:
        for key in ("vconcat", "layer"):
            for member in part.get(key, ()):
                walk(member)
        if part.get("mark", {}).get("type") == kind:
            found.append(part)

    walk(made)
    return found


def test_points_have_both_scores_and_the_look_of_their_verdict() -> None:
    made = document(chart(results([one(), one("jump", 9.0, 0.4, "emergent_sharp")]), SCREEN))
    found = points(made)
    assert (found["jump"]["breakthroughness"], found["jump"]["x"]) == (9, 0.4)
    assert found["jump"]["shape"] == "diamond"
    assert found["addition"]["colour"] != found["jump"]["colour"]


def test_the_region_above_the_cut_off_is_shaded() -> None:
    made = document(chart(results([one()]), SCREEN))
    (region,) = [row for row in rows_of(made) if "top" in row]
    assert region["breakthroughness"] == 5
    assert "a raw cut-off that about half of all straight lines" in note_of(made)


def test_straight_lines_lie_at_one() -> None:
    made = document(chart(results([one(n_sizes=4), one("x", n_sizes=8)]), SCREEN))
    lines = [row for row in rows_of(made) if set(row) == {"x", "breakthroughness", "sizes"}]
    assert [(row["x"], row["breakthroughness"]) for row in lines] == [(1, 3), (1, 7)]


def test_what_straight_lines_reach_is_hollow() -> None:
    made = [one(), one("by chance", percentile=60.0), one("unknown", percentile=math.nan)]
    drawn = document(chart(results(made), SCREEN))
    filled = {
        row["task"]: layer["mark"]["filled"]
        for layer in layers(drawn, "point") if "tooltip" in layer["encoding"]
        for row in drawn["datasets"][layer["data"]["name"]] if "task" in row
    }  # fmt: skip
    assert filled == {"addition": True, "by chance": False, "unknown": True}
    assert "Hollow: below the 95th percentile" in note_of(drawn)
    assert "Hollow" not in note_of(document(chart(results([one()]), SCREEN)))


def test_sharp_series_and_the_largest_above_the_cut_off_have_names() -> None:
    made = [one(f"t{n}", 6.0 + n) for n in range(9)]
    made += [one("sharp", 2.0, 0.5, "emergent_sharp"), one("low", 4.0)]
    assert names(document(chart(results(made), SCREEN))) == ["t8", "t7", "t6", "t5", "sharp"]


def test_names_that_would_touch_are_moved_apart() -> None:
    made = document(chart(results([one(f"t{n}", 20.0) for n in range(4)]), SCREEN))
    plane = Plane.of(scores_of([one(f"t{n}", 20.0) for n in range(4)]).points, 430.0, 360.0)
    ends = sorted(plane.down(row["end"]) for row in rows_of(made) if "end" in row)
    gaps = [low - high for high, low in pairwise(ends)]
    assert min(gaps) >= SCREEN.theme.small_size


def test_letters_stand_for_names_where_there_is_no_room() -> None:
    made = [one("a task with quite a long name", 20.0), one("another one of that kind", 10.0)]
    style = Style(SCREEN.theme, width=250.0, within=330.0)
    drawn = document(chart(results(made), style))
    assert names(drawn) == ["a", "b"]
    assert note_of(drawn).endswith("a: a task with quite a long name; b: another one of that kind.")


def test_few_sizes_are_left_out() -> None:
    made = [one(), one("two", n_sizes=2), one("no score", line=math.nan)]
    drawn = document(chart(results(made), SCREEN))
    assert list(points(drawn)) == ["addition"]
    told = "1 series of fewer than three sizes and 1 series without both scores left out."
    assert note_of(drawn).endswith(told)
    assert describe(made).endswith(told)


def test_of_too_many_series_all_sharp_ones_are_kept() -> None:
    made = [one(f"t{n}", n / 10) for n in range(50)]
    made += [one(f"s{n}", n / 10, verdict="emergent_sharp") for n in range(5)]
    found = scores_of(made, most=20)
    assert (len(found.points), found.total) == (20, 55)
    assert sum(point.verdict == "emergent_sharp" for point in found.points) == 5
    assert {"t0", "t49"} <= {point.task for point in found.points}


def test_the_axis_is_symmetric_and_shows_the_cut_off() -> None:
    made = [one("up", 120.0), one("down", -8.0, -0.9)]
    drawn = document(chart(results(made), SCREEN))
    encoding = layers(drawn, "point")[-2]["encoding"]
    scale, ticks = encoding["y"]["scale"], encoding["y"]["axis"]["values"]
    assert scale["type"] == "symlog"
    assert scale["domain"][0] < -8 < 120 < scale["domain"][1]
    assert {0, 5} <= set(ticks)
    assert ticks == sorted(ticks)
    plane = Plane.of(scores_of(made).points, 400.0, 300.0)
    assert plane.score_at(plane.down(7.0)) == pytest.approx(7.0)
    assert plane.score_at(plane.down(-7.0)) == pytest.approx(-7.0)


def test_nothing_to_draw() -> None:
    wanted = "expected a series of at least three sizes, found 1 series without one; choose other"
    with pytest.raises(DataError, match=wanted):
        chart(results([one(n_sizes=2)]), SCREEN)
    with pytest.raises(DataError, match="expected at least one result, found none; choose other"):
        chart(results([]), SCREEN)
    assert describe(results([])) == (
        "No series of three sizes has a breakthroughness and a linearity."
    )


def test_the_plane_in_words() -> None:
    made = [one(), one("jump", 9.0, 0.4, "emergent_sharp"), one("false", 12.0, 0.7)]
    assert describe(results(made)) == (
        "Breakthroughness and linearity of 3 series: 2 above a breakthroughness of 5, 1 with a "
        "sharp verdict, 1 with both. The largest is OPT on false, breakthroughness 12, linearity "
        "0.7 (smooth)."
    )


def test_the_words_count_all_series_though_a_part_is_drawn(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    few = partial(scores_of, most=20)
    monkeypatch.setattr("scaling.plots.charts.definitions.scores_of", few)
    made = results([one(f"t{n}", 10.0) for n in range(30)])
    assert len(points(document(chart(made, SCREEN)))) == 20
    assert describe(made).startswith(
        "Breakthroughness and linearity of 30 series: 30 above a breakthroughness of 5"
    )


def test_letters_are_told_of_long_names_too() -> None:
    made = [one(f"{n} " + "a very long name of a task " * 12, 10.0 + n) for n in range(4)]
    note = note_of(document(chart(results(made), Style(SCREEN.theme, width=250.0, within=330.0))))
    pairs = zip("abcd", (3, 2, 1, 0), strict=True)
    assert all(f" {letter}: {n} a very long name" in note for letter, n in pairs)
    assert note.endswith("….")


def test_straight_lines_are_not_called_like_a_verdict() -> None:
    assert "Thin ×: straight lines" in note_of(document(chart(results([one()]), SCREEN)))


@pytest.mark.parametrize("width", ["column"])
def test_text_from_data_stays_text(width: str) -> None:
    made = [one(task, 9.0, family=family) for family in HOSTILE for task in HOSTILE]
    svg = str(draw(results(made), "definitions", theme="print", width=width).render("svg"))
    assert "<script>" not in svg
    assert "&lt;script&gt;" in svg


def test_a_plane_is_valid_vega_lite() -> None:
    assert chart(results([one(), one("x", 9.0)]), PAPER).to_dict(validate=True)["datasets"]
