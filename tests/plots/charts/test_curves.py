"""The chart of curves: what it draws, how it is split, and its spec."""

from __future__ import annotations

import dataclasses
import json
from collections import Counter
from dataclasses import replace
from typing import Any

import numpy as np
import pytest
from syrupy.assertion import SnapshotAssertion

from scaling.detection.results import DetectResult
from scaling.errors import DataError
from scaling.fitting.records import NAN, Estimate
from scaling.plots.charts.curves import chart, describe
from scaling.plots.panels.rows import node_count
from scaling.plots.style.style import Style
from scaling.plots.style.theme import LIGHT
from scaling.series import Reference
from tests.plots.builder import (
    HOSTILE,
    LLAMA,
    NIGHT,
    PAPER,
    SCREEN,
    detect_result,
    document,
    facts,
    fit_result,
    fits,
    grid,
    marks,
    note_of,
    plot_of,
    results,
    rows_of,
)


def test_spec_of_a_small_chart(snapshot: SnapshotAssertion) -> None:
    small = detect_result(
        facts(chance=0.25, n_shots=3), sizes=LLAMA, rise=0.6, references=[Reference("GPT-4", 0.8)]
    )
    small = dataclasses.replace(small, band=small.band[::10])
    assert json.dumps(document(chart(results([small]), SCREEN)), indent=1) == snapshot


def test_charts_are_valid_vega_lite() -> None:
    for made in (chart(grid(2, 1), SCREEN), chart(grid(6, 1), SCREEN)):
        assert made.to_dict(validate=True)["datasets"]


def test_fits_and_verdicts_are_both_drawn() -> None:
    for drawn in (fits([fit_result(facts())]), results([detect_result(facts())])):
        assert {"line", "area", "point", "rule"} <= set(marks(document(chart(drawn, SCREEN))))


def test_a_single_line_has_its_verdict_and_condition_in_the_subtitle() -> None:
    made = document(chart(results([detect_result(facts(n_shots=3))]), SCREEN))
    subtitle = plot_of(made)["concat"][0]["title"]["subtitle"]
    assert subtitle == ["3-shot, emergent sharp", "width 0.4 decades [0.2, 0.8]"]
    open_ended = dataclasses.replace(detect_result(facts()), width=Estimate(2.0, 0.4, NAN))
    made = document(chart([open_ended], SCREEN))
    assert plot_of(made)["concat"][0]["title"]["subtitle"] == [
        "emergent sharp", "width 2 decades [0.4, unbounded]"
    ]  # fmt: skip


def test_failed_series_keep_their_points_and_are_named() -> None:
    failed = detect_result(facts("BLOOM"), status="failed", message="no optimum")
    made = document(chart(results([detect_result(facts()), failed]), SCREEN))
    assert plot_of(made)["concat"][0]["title"]["subtitle"] == ["not fitted: BLOOM"]
    rows = rows_of(made)
    assert any(row.get("name") == "BLOOM" and "model" in row for row in rows)
    assert not any(row.get("name") == "BLOOM" and "line" in row for row in rows)


def test_few_lines_have_bands_and_labels_many_have_a_legend() -> None:
    few, many = document(chart(grid(5, 2), SCREEN)), document(chart(grid(7, 2), SCREEN))
    assert "area" in marks(few)
    assert "area" not in marks(many)
    assert '"orient": "bottom", "symbol' in json.dumps(many)
    assert "left out with more than 5 families" in note_of(many)
    assert '"labelExpr"' in json.dumps(few)


def test_every_frame_stays_under_five_thousand_rows() -> None:
    made = document(chart(grid(30, 1), SCREEN))
    assert sum(rows_drawn(made).values()) < 5000
    assert node_count(list(grid(5, 1)) * 200) == 8


def rows_drawn(made: dict[str, Any]) -> Counter[str]:
    """Return how many rows of data are drawn by marks of each type: what layers share, twice."""
    layers = [layer for panel in panels(made) for layer in panel["layer"]]
    drawn: Counter[str] = Counter()
    for layer in layers:
        drawn[layer["mark"]["type"]] += len(made["datasets"][layer["data"]["name"]])
    return drawn


def hollow(families: int, tasks: int, sizes: int = 11) -> list[DetectResult]:
    """Return results whose points are all at chance, with their curves and bands."""
    one = detect_result(
        facts(chance=0.25), sizes=np.logspace(8, 11, sizes).tolist(), rise=0.0, verdict="smooth"
    )
    points = tuple(replace(p, score=0.26, lower=0.2, upper=0.3) for p in one.points)
    return [
        replace(one, series=facts(f"family {family}", f"task {task}", chance=0.25), points=points)
        for task in range(tasks)
        for family in range(families)
    ]


@pytest.mark.parametrize(("families", "tasks"), [(50, 4), (20, 10), (5, 12)])
def test_hollow_points_and_bands_count_as_marks(families: int, tasks: int) -> None:
    assert sum(rows_drawn(document(chart(hollow(families, tasks), SCREEN))).values()) <= 5000


@pytest.mark.parametrize("families", [2, 6])
def test_titles_of_all_panels_have_the_same_room_below(families: int) -> None:
    made = document(chart(grid(families, 2), SCREEN))
    rooms = [[layer["mark"]["y"] for layer in panel["layer"] if layer["mark"].get("opacity") == 0]
             for panel in panels(made)]  # fmt: skip
    assert {panel["title"]["offset"] for panel in panels(made)} == {8}
    assert rooms[0] == rooms[1]
    assert rooms[0][0] <= -8


def test_a_summarised_panel_does_not_push_titles_up() -> None:
    few = [detect_result(facts(family, "few")) for family in ("A", "B")]
    pooled = [replace(one, band=()) for one in hollow(300, 1)]
    assert all(one.verdict == "smooth" for one in pooled)
    made = document(chart([*few, *pooled], SCREEN))
    assert "Summarised: 300 series" in note_of(made)
    above = {layer["mark"]["y"] for panel in panels(made) for layer in panel["layer"]
             if layer["mark"].get("opacity") == 0}  # fmt: skip
    assert above == {-14}  # two bars


def arrows(made: dict[str, Any]) -> list[str]:
    return [layer["mark"]["shape"] for panel in panels(made) for layer in panel["layer"]
            if str(layer["mark"].get("shape", "")).startswith("triangle")]  # fmt: skip


@pytest.mark.parametrize("families", [1, 2])
def test_transitions_that_go_on_beyond_the_axis_have_an_arrow(families: int) -> None:
    names = ("A", "B")[:families]
    whole = document(chart([detect_result(facts(name)) for name in names], SCREEN))
    cut = document(chart([detect_result(facts(name), width=3.0) for name in names], SCREEN))
    assert arrows(whole) == []
    assert "arrows" not in note_of(whole)
    assert arrows(cut) == ["triangle-right"]
    assert "estimated transition, 10 to 90% of the rise (arrows: it goes on" in note_of(cut)


def test_the_symbol_of_a_transition_stands_at_its_midpoint() -> None:
    names = ("A", "B")
    sharp = [replace(detect_result(facts(name)), shape="expansion") for name in names]
    made = document(chart(sharp, SCREEN))
    bars = panels(made)[0]["layer"][:2]
    (bar, *_), (sign, *_) = (made["datasets"][layer["data"]["name"]] for layer in bars)
    assert sign["size"] == pytest.approx(10**9.8, rel=1e-4)
    assert np.log10([bar["size"], bar["high"]]) == pytest.approx([9.507, 9.907], rel=1e-4)


def test_of_a_step_the_sizes_about_it_are_marked() -> None:
    steps = [detect_result(facts(name), width=0.0) for name in ("A", "B")]
    assert "transition, the sizes about a step." in note_of(document(chart(steps, SCREEN)))
    both = [steps[0], detect_result(facts("B"))]
    assert "10 to 90% of the rise or the sizes about a step." in note_of(
        document(chart(both, SCREEN))
    )


def test_curves_are_pale_where_there_are_no_points() -> None:
    made = detect_result(facts())
    longer = (*made.band, replace(made.band[-1], size=made.band[-1].size * 2))
    plain, pale = (
        document(chart([replace(made, band=band)], SCREEN)) for band in (made.band, longer)
    )
    lines = [
        [layer["mark"]["opacity"] for layer in panels(one)[0]["layer"]
         if layer["mark"]["type"] == "line"]
        for one in (plain, pale)
    ]  # fmt: skip
    assert lines == [[1], [1, 0.45]]
    assert "Lines: fitted curves; bands" in note_of(plain)
    assert "Lines: fitted curves, pale beyond the points; bands" in note_of(pale)


def test_panels_and_sentences_are_in_natural_order() -> None:
    made = [replace(detect_result(facts(task=task)), band=()) for task in ("task 10", "task 9")]
    titles = [panel["title"]["text"] for panel in panels(document(chart(made, SCREEN)))]
    assert titles == [["task 9"], ["task 10"]]
    told = describe(made)
    assert told.index("task 9") < told.index("task 10")


def test_binned_panels_leave_what_is_true_of_the_others() -> None:
    many = replace(detect_result(facts(task="many"), sizes=np.logspace(8, 11, 6000)), band=())
    few = replace(hollow(1, 1)[0], band=())
    alone, beside = (document(chart(made, SCREEN)) for made in ([many], [many, few]))
    assert "Points: scores" not in note_of(alone)
    assert "Summarised: 6,000 scores" in note_of(alone)
    assert note_of(beside).startswith("Points: scores with 95% intervals (hollow: not above chan")
    assert "Summarised: 6,000 scores" in note_of(beside)
    intervals = [row["interval_text"] for row in rows_of(alone) if "interval_text" in row]
    assert all(text.startswith("middle 80%") for text in intervals)


def test_axes_span_the_panels_that_are_drawn() -> None:
    narrow = replace(PAPER, within=244.8, width=190.0)
    made = [replace(detect_result(facts(task=f"task {k}")), band=()) for k in range(5)]
    far = replace(made[-1], points=(replace(made[-1].points[0], size=1e20),))
    drawn = document(chart([*made[:-1], far], narrow))
    assert "Drawn are the first 4 of 5 panels" in note_of(drawn)
    assert max(domains_of(drawn)[0]) < 1e12


def domains_of(made: dict[str, Any]) -> list[list[float]]:
    """Return the domain of the size axis of each panel."""
    return [
        next(layer["encoding"]["x"]["scale"]["domain"] for layer in panel["layer"]
             if "scale" in layer.get("encoding", {}).get("x", {}))
        for panel in panels(made)
    ]  # fmt: skip


def test_a_narrow_figure_has_no_more_panels_than_a_page_holds() -> None:
    narrow = replace(PAPER, within=244.8, width=190.0)
    made = [replace(one, band=(), references=()) for one in grid(1, 6)]
    drawn = document(chart(made, narrow))
    assert len(panels(drawn)) == 4
    assert "the first 4 of 6 panels: choose others by task or a wider figure" in note_of(drawn)
    assert panels(drawn)[0]["height"] < panels(document(chart(made[:2], narrow)))[0]["height"]
    crowded = [replace(one, band=(), references=()) for one in grid(6, 4)]
    assert len(panels(document(chart(crowded, narrow)))) == 3


def test_facets_wrap() -> None:
    bare = [dataclasses.replace(result, band=(), references=()) for result in grid(1, 6)]
    columns = [plot_of(document(chart(bare[:n], SCREEN)))["columns"] for n in (1, 2, 3, 6)]
    assert columns == [1, 2, 2, 3]


def test_names_keep_their_look_across_figures() -> None:
    style = replace(SCREEN, names=("A", "B"))
    made = document(chart(results([detect_result(facts("B"))]), style))
    assert LIGHT.palette[1] in json.dumps(made)
    assert LIGHT.palette[0] not in json.dumps(made)


def test_nothing_to_draw() -> None:
    with pytest.raises(DataError, match="nothing to draw: expected at least one result, found no"):
        chart([], SCREEN)


def test_hostile_names_are_data_and_never_expressions() -> None:
    made = [detect_result(facts(name, name, name)) for name in HOSTILE]
    text = json.dumps(document(chart(results(made), SCREEN)))
    expressions = {
        part.split('"', 1)[0] for part in text.replace('\\"', "").split('"labelExpr": "')[1:]
    }
    assert len(expressions) == 1
    assert '"expr"' not in text
    assert '"signal"' not in text


def panels(made: dict[str, Any]) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = plot_of(made)["concat"]
    return found


def texts(made: dict[str, Any]) -> list[str]:
    return [row[name] for row in rows_of(made) for name in ("text", "label") if name in row]


def test_a_family_that_the_title_names_needs_no_label() -> None:
    made = results([detect_result(facts())])
    named = replace(SCREEN, title="OPT, 3-digit addition: scores by size")
    assert "OPT" in texts(document(chart(made, SCREEN)))
    assert "OPT" not in texts(document(chart(made, named)))
    several = results([detect_result(facts(task=task)) for task in "ab"])
    assert '"symbolOpacity"' in json.dumps(document(chart(several, SCREEN)))
    assert '"symbolOpacity"' not in json.dumps(document(chart(several, named)))


def test_panels_of_one_task_are_titled_by_what_differs() -> None:
    made = results([detect_result(facts(n_shots=shots)) for shots in (0, 5)])
    named = replace(SCREEN, title="OPT, 3-digit addition: scores by size")
    titles = [panel["title"]["text"] for panel in panels(document(chart(made, named)))]
    assert titles == [["0-shot"], ["5-shot"]]
    titles = [panel["title"]["text"] for panel in panels(document(chart(made, SCREEN)))]
    assert titles == [["3-digit addition"]] * 2


def test_long_names_are_wrapped_and_whole_in_the_tooltip() -> None:
    name = "a task of " + "very " * 60 + "long name"
    (panel,) = panels(made := document(chart(results([detect_result(facts(task=name))]), SCREEN)))
    assert len(panel["title"]["text"]) == 2
    assert panel["title"]["text"][1].endswith("…")
    assert name in {row.get("task") for row in rows_of(made)}


def test_tooltips_tell_model_size_score_interval_items_and_source() -> None:
    stated = replace(facts(), source="Zhang 2022")
    made = document(chart(results([detect_result(stated)]), SCREEN))
    row = next(row for row in rows_of(made) if "model" in row)
    assert row["model"] == "OPT-0.125B"
    assert row["size_text"] == "125M"
    assert row["interval_text"] == "0.00 to 0.0076 (95%)"
    assert row["n_text"] == "500"
    assert row["source"] == "Zhang 2022"


def test_a_falling_series_is_not_drawn_with_the_curve_of_a_rise() -> None:
    made = [detect_result(facts(), rise=-0.2, verdict=verdict) for verdict in ("inverse", "smooth")]
    falling, rising = (document(chart(results([one]), SCREEN)) for one in made)
    assert "area" not in marks(falling)
    assert "no rising curve describes" in note_of(falling)
    assert "area" in marks(rising)
    assert "Thin lines" not in note_of(rising)
    joined = [row for row in rows_of(falling) if set(row) == {"name", "line", "size", "score"}]
    assert len(joined) == 8


def test_families_are_in_natural_order() -> None:
    names = ["M=160", "M=20", "M=10"]
    made = document(chart(results([detect_result(facts(name)) for name in names]), SCREEN))
    layers = panels(made)[0]["layer"]
    domains = [layer["encoding"]["color"]["scale"]["domain"] for layer in layers
               if "scale" in layer.get("encoding", {}).get("color", {})]  # fmt: skip
    assert domains[0] == ["M=10", "M=20", "M=160"]


@pytest.mark.parametrize("style", [SCREEN, NIGHT, PAPER])
def test_level_names_do_not_overlap(style: Style) -> None:
    references = [Reference(f"model {k}", score) for k, score in enumerate((0.52, 0.5, 0.51))]
    made = detect_result(facts(chance=0.5), references=references)
    made = document(chart(results([made]), style))
    assert "model 0, model 2, model 1" in texts(made)
    assert "chance" in texts(made)


@pytest.mark.parametrize(
    ("series", "sizes", "tasks", "told"),
    [
        (500, 10, 1, "Summarised: 500 series of 1 panel by their median"),
        (2, 1500, 1, "Summarised: 3,000 scores as medians of up to 40 groups of sizes"),
        (1, 8, 45, "Drawn are the first 40 of 45 panels"),
    ],
)
def test_large_results_are_summarised_and_it_is_said(
    series: int, sizes: int, tasks: int, told: str
) -> None:
    one = detect_result(facts(), sizes=np.logspace(8, 11, sizes).tolist(), verdict="smooth")
    one = replace(one, band=())
    made = [
        replace(one, series=facts(f"family {family}", f"task {task}"))
        for task in range(tasks)
        for family in range(series)
    ]
    drawn = chart(made, SCREEN)
    assert sum(map(len, drawn.datasets.values())) <= 5000
    assert told in note_of(document(drawn))
    assert told in describe(made)


def test_one_point_and_equal_sizes() -> None:
    one = detect_result(facts(), sizes=(7e9,), verdict="insufficient")
    same = replace(one, points=one.points * 3)
    for made in (one, same):
        ((low, high),) = domains_of(document(chart([replace(made, band=())], SCREEN)))
        assert low < 7e9 < high


def test_right_to_left_and_wide_names_are_drawn() -> None:
    names = ["שלום", "数学推理", "عربى"]
    made = results([detect_result(facts(name, name)) for name in names])
    drawn = json.dumps(document(chart(made, SCREEN)), ensure_ascii=False)
    assert all(name in drawn for name in names)


def test_of_many_panels_the_names_stand_in_one_legend() -> None:
    bare = [replace(one, band=(), references=()) for one in grid(2, 13)]
    few, many = (document(chart(bare[:count], SCREEN)) for count in (4, 26))
    assert '"symbolOpacity"' not in json.dumps(few)
    assert '"symbolOpacity"' in json.dumps(many)


def test_at_a_columns_width_few_families_keep_bands_and_one_column_of_panels() -> None:
    narrow = replace(PAPER, within=244.8, width=190.0)
    made = document(chart(grid(5, 3), narrow))
    assert plot_of(made)["columns"] == 1
    assert "area" in marks(made)
