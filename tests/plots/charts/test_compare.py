"""The chart of comparisons: curves, the table beside them, and what is left out."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest

from scaling.errors import DataError
from scaling.plots import draw
from scaling.plots.charts.compare import chart, describe
from scaling.plots.charts.compare.ranking import entries_of
from tests.plots.builder import (
    HOSTILE,
    NIGHT,
    PAPER,
    SCREEN,
    document,
    facts,
    note_of,
    plot_of,
    rows_of,
)
from tests.plots.comparing_builder import CURVES, compare_result, compared, unfitted


def test_every_fitted_curve_is_drawn_along_the_sizes_of_the_band() -> None:
    one = compare_result()
    rows = [row for row in rows_of(document(chart(compared([one]), SCREEN))) if "line" in row]
    assert {row["line"] for row in rows} == set(CURVES)
    sizes = {node.size for node in one.band}
    for name in CURVES:
        own = [row for row in rows if row["line"] == name]
        assert 2 <= len(own) <= 40
        assert {float(f"{size:.5g}") for size in sizes} >= {row["size"] for row in own}


def test_the_chosen_curve_is_thickest_and_drawn_last() -> None:
    text = json.dumps(document(chart(compared([compare_result()]), SCREEN)))
    widths = [float(part.split("}")[0].split(",")[0]) for part in
              text.split('"strokeWidth": ')[1:]]  # fmt: skip
    assert widths.count(2.8) == 2  # the curve and its sample in the table


def test_rows_are_curves_by_weight_then_what_a_curve_has_to_beat() -> None:
    names = [entry.name for entry in entries_of(compare_result())]
    assert names == ["logistic", "gompertz", "linear", "constant", "weighted average",
                     "last value", "linear in log size"]  # fmt: skip
    chosen = [entry.name for entry in entries_of(compare_result()) if entry.chosen]
    good = [entry.name for entry in entries_of(compare_result()) if entry.good]
    assert (chosen, good) == (["logistic"], ["logistic", "gompertz"])


def test_series_of_one_task_are_told_apart() -> None:
    made = [compare_result(replace(facts(), prompting=how)) for how in ("direct", "cot")]
    text = describe(compared(made))
    assert "OPT on 3-digit addition (direct): " in text
    assert "OPT on 3-digit addition (cot): " in text


def test_the_table_reads_as_numbers() -> None:
    made = document(chart(compared([compare_result()]), SCREEN))
    texts = [row["text"] for row in rows_of(made) if "text" in row]
    assert {"curve", "weight", "ΔAICc", "error", ".58", ".40", ".02", "0.050"} <= set(texts)
    bic = document(chart(compared([compare_result(criterion="bic")]), SCREEN))
    assert "ΔBIC" in {row.get("text") for row in rows_of(bic)}


def test_the_table_stands_beside_or_under_the_panel() -> None:
    wide = document(chart(compared([compare_result()]), SCREEN))
    assert plot_of(wide)["columns"] == 2
    narrow = document(chart(compared([compare_result()]), replace(PAPER, width=200.0)))
    assert plot_of(narrow)["columns"] == 1


def test_few_series_are_drawn_and_those_without_a_curve_last() -> None:
    found = [unfitted(), *(compare_result(facts(task=f"task {place}")) for place in range(9))]
    made = document(chart(compared(found), SCREEN))
    assert len(plot_of(made)["concat"]) == 8
    assert "Drawn: 4 of 10 series." in note_of(made)
    assert "Of 10 series in all, the curve to use: logistic 9, none 1." in describe(found)


def test_a_column_holds_one_series() -> None:
    found = compared([compare_result(facts(task=f"task {place}")) for place in range(3)])
    made = document(chart(found, replace(PAPER, width=200.0, within=245.0)))
    assert len(plot_of(made)["concat"]) == 2  # the panel, and the table under it
    assert "Drawn: 1 of 3 series." in note_of(made)


def test_of_many_scores_some_are_drawn() -> None:
    one = compare_result()
    many = [replace(one.points[0], size=1e8 * 1.0001**place) for place in range(20_000)]
    found = compared([replace(one, points=tuple(many))])
    made = document(chart(found, SCREEN))
    assert sum("model" in row for row in rows_of(made)) == 100
    assert len(rows_of(made)) < 1500
    assert "Drawn are 100 of 20,000 scores, evenly by size." in note_of(made)


def test_series_without_any_curve_keep_their_points() -> None:
    made = document(chart(compared([unfitted()]), SCREEN))
    subtitle = " ".join(plot_of(made)["concat"][0]["title"]["subtitle"])
    assert "No curve could be fitted: a curve needs at least 3 sizes" in subtitle
    rows = rows_of(made)
    assert any("model" in row for row in rows)
    assert not any("line" in row for row in rows)
    assert "logistic (not fitted)" in {row.get("text") for row in rows}


def test_the_note_says_why_a_curve_has_no_weight() -> None:
    note = note_of(document(chart(compared([compare_result()]), SCREEN)))
    assert "none for a curve set aside" in note
    assert "Points: scores with 90% intervals" in note


def test_in_words() -> None:
    assert describe([compare_result()]) == (
        "OPT on 3-digit addition: Use logistic: it is the simplest."
    )


def test_nothing_to_draw() -> None:
    with pytest.raises(DataError, match="expected at least one comparison, found none"):
        chart([], SCREEN)


def test_hostile_names_stay_text() -> None:
    found = compared([compare_result(facts(name, name)) for name in HOSTILE[:1]])
    for style in (NIGHT, PAPER):
        assert document(chart(found, style))["datasets"]
    svg = str(draw(found).render("svg"))
    assert "<script>" not in svg
