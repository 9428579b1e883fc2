"""The map of coverage: its cells, their order, what is left out, and large tables."""

from __future__ import annotations

import json

import pytest

from scaling.errors import DataError
from scaling.plots import draw
from scaling.plots.charts.coverage import chart, describe
from scaling.plots.charts.coverage.counts import Counts
from tests.plots.builder import HOSTILE, NIGHT, PAPER, SCREEN, document, marks, note_of, rows_of
from tests.plots.comparing_builder import coverage, wide_coverage

SMALL = {
    ("OPT", "MMLU"): 8, ("OPT", "10-digit"): 4, ("OPT", "2-digit"): 4,
    ("GPT-2", "MMLU"): 2, ("GPT-2", "2-digit"): 0, ("GPT-4", "MMLU"): 0,
}  # fmt: skip


def test_cells_hold_their_number_and_empty_ones_are_left_out() -> None:
    made = document(chart(coverage(SMALL), SCREEN))
    cells = [row for row in rows_of(made) if "sizes" in row]
    assert {(row["family"], row["task"]): row["sizes"] for row in cells} == {
        pair: count for pair, count in SMALL.items() if count
    }
    assert {"rect", "text"} <= set(marks(made))
    assert {row["step"] for row in cells} == {"6 to 8", "4 to 5", "1 to 2: no curve"}


def test_the_longer_side_runs_down_and_most_stand_first() -> None:
    text = json.dumps(document(chart(coverage(SMALL), SCREEN)))
    assert '"scale": {"domain": ["MMLU", "2-digit", "10-digit"], "padding": 0}' in text
    assert '"field": "family", "scale": {"domain": ["OPT", "GPT-2"], "padding": 0}' in text


def test_the_note_says_what_is_counted_and_what_has_no_size() -> None:
    note = note_of(document(chart(coverage(SMALL), SCREEN)))
    assert note.startswith("Distinct sizes (parameters) at which a family has scores on a task")
    assert "A curve needs 3, a claim of a sharp or smooth rise 4." in note
    assert "Left out, without any size: 1 family." in note
    assert "Distinct sizes at which" in note_of(document(chart(coverage(SMALL, None), SCREEN)))


def test_in_words() -> None:
    assert describe(coverage(SMALL)) == (
        "2 families by 3 tasks: 4 of 6 pairs have scores, 3 at 3 or more sizes, 3 at 4 or more. "
        "Most is known of OPT: 3 tasks at up to 8 sizes. Left out, without any size: 1 family."
    )


def test_one_pair_has_scores() -> None:
    assert "1 of 1 pair has scores" in describe(coverage({("OPT", "MMLU"): 4}))


def test_nothing_covered() -> None:
    with pytest.raises(DataError, match=r"nothing is covered: expected at least one family .* "
                                        r"choose another size with --size"):  # fmt: skip
        chart(coverage({("OPT", "MMLU"): 0}), SCREEN)


@pytest.mark.parametrize("style", [NIGHT, PAPER])
def test_a_large_table_is_drawn_in_part_and_says_so(style) -> None:
    made = document(chart(wide_coverage(120, 60), style))
    cells = [row for row in rows_of(made) if "sizes" in row]
    assert 4000 < len(cells) <= 4500 < 12 * 120 * 60 / 13
    assert "text" not in marks(made)
    note = note_of(made)
    assert "Of 120 families the" in note
    assert "Of 60 tasks the" in note
    assert "family is named" in note


def test_names_have_room_for_a_line_each_or_are_thinned() -> None:
    made = document(chart(wide_coverage(30, 60), SCREEN))
    text = json.dumps(made)
    assert '"values"' not in text
    assert "is named" not in note_of(made)
    tall = json.dumps(document(chart(wide_coverage(5, 120), SCREEN)))
    assert '"values": ["bigbench task number' in tall
    assert tall.count('"values"') == 1


def test_order_of_records_does_not_matter() -> None:
    turned = coverage(dict(reversed(SMALL.items())))
    assert Counts.of(coverage(SMALL)) == Counts.of(turned)
    assert document(chart(coverage(SMALL), SCREEN)) == document(chart(turned, SCREEN))


def test_hostile_names_stay_text() -> None:
    names = {(name, f"task {place}"): 3 for place, name in enumerate(HOSTILE)}
    figure = draw(coverage(names))
    svg = str(figure.render("svg"))
    assert "<script>" not in svg
    assert "&lt;script&gt;" in svg
