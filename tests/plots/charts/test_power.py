"""The chart of power: shares with intervals, marks of w0, power by number of sizes."""

from __future__ import annotations

from dataclasses import replace

import pytest

from scaling.errors import DataError
from scaling.fitting.records import NAN
from scaling.plots import draw
from scaling.plots.charts.power import chart, describe
from scaling.plots.charts.power.shares import interval
from tests.plots.builder import (
    GPT3,
    OPT,
    PAPER,
    PYTHIA,
    SCREEN,
    document,
    marks,
    note_of,
    plot_of,
    rows_of,
)
from tests.plots.comparing_builder import power_result, powers


def test_every_share_has_its_interval_and_the_truths_their_widths() -> None:
    rows = rows_of(document(chart(powers([power_result()]), SCREEN)))
    points = [row for row in rows if "interval_text" in row and "verdict" in row]
    assert {row["verdict"] for row in points} == {"sharp", "smooth", "unresolved"}
    assert sorted({row["width"] for row in points}) == [0, 0.25, 0.5, 1, 1.8, 2, 3]
    (asked,) = [row for row in points if row["verdict"] == "sharp" and row["width"] == 0.5]
    lower, upper = interval(0.6, 100)
    assert asked["interval_text"] == f"{lower:.0%} to {upper:.0%}" == "50% to 69%"


def test_claims_differ_by_colour_and_shape() -> None:
    rows = rows_of(document(chart(powers([power_result()]), SCREEN)))
    looks = {(row["verdict"], row["colour"], row["shape"]) for row in rows if "verdict" in row}
    assert len({colour for _, colour, _ in looks}) == len({shape for _, _, shape in looks}) == 3


def test_w0_and_the_certifiable_width_are_marked() -> None:
    made = document(chart(powers([power_result()]), SCREEN))
    texts = {row["text"] for row in rows_of(made) if "text" in row}
    assert {"w0", "certifiable 0.44", "80% found"} <= texts
    without = power_result(certifiable_width=NAN)
    made = document(chart(powers([without]), SCREEN))
    assert not any("certifiable" in str(row.get("text")) for row in rows_of(made))
    assert "worst gap" not in note_of(made)


def test_power_by_number_has_a_panel_where_it_was_asked_for() -> None:
    made = document(chart(powers([power_result()]), SCREEN))
    assert len(plot_of(made)["concat"]) == 2
    numbers = {(row["number"], row["what"]) for row in rows_of(made) if "what" in row}
    assert numbers == {
        *((count, "spread evenly, 70M to 12B") for count in (8, 10, 12)),
        (8, "8 sizes, 70M to 12B"),
    }
    alone = document(chart(powers([power_result(needed=(), n_sizes_needed=None)]), SCREEN))
    assert len(plot_of(alone)["concat"]) == 1


def test_several_designs_have_a_panel_each_and_share_the_last() -> None:
    found = powers([power_result(), power_result(GPT3, needed=()), power_result(OPT)])
    made = document(chart(found, SCREEN))
    titles = [" ".join(panel["title"]["text"]) for panel in plot_of(made)["concat"]]
    assert titles == ["8 sizes, 70M to 12B", "4 sizes, 350M to 175B", "8 sizes, 125M to 66B",
                      "Power by number of sizes"]  # fmt: skip
    labels = {row["text"] for row in rows_of(made) if "text" in row}
    assert {"70M to 12B", "350M to 175B", "125M to 66B"} <= labels


def test_of_many_designs_the_first_have_a_panel() -> None:
    found = powers([power_result(PYTHIA[: 4 + place % 5]) for place in range(10)])
    made = document(chart(found, SCREEN))
    assert len(plot_of(made)["concat"]) == 9
    assert "Of 10 designs the first 8 are drawn." in note_of(made)
    text = describe(found)
    assert text.endswith(" And 6 further designs.")
    assert text.count("These sizes could") == 4


def test_the_last_panel_has_a_label_for_each_design_that_is_drawn() -> None:
    found = powers([power_result(PYTHIA[: 4 + place % 5]) for place in range(12)])
    made = document(chart(found, SCREEN))
    texts = [layer for layer in plot_of(made)["concat"][-1]["layer"]
             if layer["mark"]["type"] == "text" and "x" in layer["mark"]]  # fmt: skip
    rows = [row["text"] for layer in texts for row in made["datasets"][layer["data"]["name"]]]
    assert len(rows) == 8
    assert {"4 sizes, 70M to 1B", "8 sizes, 70M to 12B"} <= set(rows)


def test_sizes_that_cannot_tell_anything() -> None:
    nothing = [replace(row, sharp=0.0, smooth=0.0, unresolved=1.0) for row in power_result().table]
    found = power_result(PYTHIA[:3], n_series=0, table=tuple(nothing), certifiable_width=NAN,
                         needed=(),
                         reason="Three sizes cannot tell a jump from a rise.")  # fmt: skip
    note = note_of(document(chart(powers([found]), SCREEN)))
    assert "Series without a rise" not in note
    assert describe([found]) == (
        "3 sizes, 70M to 410M: Three sizes cannot tell a jump from a rise."
    )


def test_in_words() -> None:
    assert describe(powers([power_result()])) == (
        "8 sizes, 70M to 12B: These sizes could certify a width of 0.44 decades. A rise 3 decades "
        "wide is called smooth in 79% and left open in 21%."
    )


def test_nothing_to_draw() -> None:
    with pytest.raises(DataError, match="expected at least one power analysis, found none"):
        chart([], SCREEN)


def test_it_has_no_dataset_and_is_drawn() -> None:
    figure = draw(powers([power_result()]))
    assert figure.title == "What could be detected"
    assert "unresolved" in str(figure.render("svg"))
    assert {"line", "point", "rule", "rect"} <= set(marks(document(chart([power_result()], PAPER))))
