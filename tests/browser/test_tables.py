"""The report's script on a table of its own: it sorts, filters and says what it did."""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from pathlib import Path

import pytest

from tests.browser.conftest import Opener

SCRIPT = Path(__file__).parents[2] / "scaling" / "reports" / "static" / "report.js"
HEADERS = (("Family", "text"), ("Task", "text"), ("Width", "number"), ("Verdict", ""))
ROWS = (
    ("Pythia", "M=10", ("0.4 [0.2, 0.9]", "0.4"), "smooth"),
    ("OPT", "M=9", ("–", ""), "emergent_sharp"),
    ("Pythia", "M=1", ("12", None), "smooth"),
    ("Élan", "m=2", ("−1.5", None), "weak_rise"),
    ("OPT", "", ("nan", None), "smooth"),
    ("GPT-3", "<b>M=9</b>", ("∞", None), "smooth"),
    ("OPT", "M=11", ("2 [1, ∞]", None), "weak_rise"),
)
PAGE = """<!DOCTYPE html><html lang="en"><head><meta charset="utf-8"><title>t</title></head><body>
<h1>t</h1>
<p hidden><label for="words">Words</label> <input id="words" type="search" data-filter="table">
<label for="verdict">Verdict</label>
<select id="verdict" data-filter="table" data-filter-column="verdict"><option value="">all</option>
<option>smooth</option><option>weak_rise</option></select></p>
<div class="wide"><table id="table" data-sortable><thead><tr>{headers}</tr></thead>
<tbody>{rows}</tbody></table></div>
<table id="plain"><thead><tr><th scope="col">a</th></tr></thead><tbody><tr><td>1</td></tr></tbody>
</table><script>{script}</script></body></html>"""


def cell(content: object) -> str:
    shown, sort = content if isinstance(content, tuple) else (content, None)
    text = str(shown).replace("<", "&lt;")
    return f"<td>{text}</td>" if sort is None else f'<td data-sort="{sort}">{text}</td>'


@pytest.fixture(scope="session")
def path(tmp_path_factory: pytest.TempPathFactory) -> Path:
    headers = "".join(
        f'<th scope="col" data-type="{kind}">{name}</th>'
        if kind
        else f'<th scope="col">{name}</th>'
        for name, kind in HEADERS
    )
    rows = "".join(f"<tr>{''.join(map(cell, row))}</tr>" for row in ROWS)
    made = tmp_path_factory.mktemp("tables") / "table.html"
    text = PAGE.format(headers=headers, rows=rows, script=SCRIPT.read_text(encoding="utf-8"))
    made.write_text(text, encoding="utf-8")
    return made


def column(page, place: int) -> Sequence[str]:
    """The cells of a column in the rows that are shown."""
    return page.locator(f"#table tbody tr:not([hidden]) td:nth-child({place})").all_inner_texts()


def status(page) -> str:
    return page.get_by_role("status").inner_text()


def test_text_sorts_as_people_count(opened: Opener, path: Path) -> None:
    page = opened(path)
    page.get_by_role("button", name="Task").click()
    assert column(page, 2) == ["<b>M=9</b>", "M=1", "m=2", "M=9", "M=10", "M=11", ""]
    page.get_by_role("button", name="Task").click()
    assert column(page, 2) == ["M=11", "M=10", "M=9", "m=2", "M=1", "<b>M=9</b>", ""]


def test_numbers_sort_by_value_and_unknown_ones_stay_last(opened: Opener, path: Path) -> None:
    page = opened(path)
    ascending = ["−1.5", "0.4 [0.2, 0.9]", "2 [1, ∞]", "12", "∞"]
    page.get_by_role("button", name="Width").click()
    assert column(page, 3) == [*ascending, "–", "nan"]
    page.get_by_role("button", name="Width").click()
    assert column(page, 3) == [*ascending[::-1], "–", "nan"]


def test_equal_rows_keep_their_order_both_ways(opened: Opener, path: Path) -> None:
    page = opened(path)
    for families in (["Élan", "GPT-3", *["OPT"] * 3], ["Pythia", "Pythia", *["OPT"] * 3]):
        page.get_by_role("button", name="Family").click()
        assert column(page, 1)[: len(families)] == families
        shown = [task for family, task in zip(column(page, 1), column(page, 2), strict=True)
                 if family == "OPT"]  # fmt: skip
        assert shown == ["M=9", "", "M=11"]


def test_the_order_is_said_and_a_third_press_restores_it(opened: Opener, path: Path) -> None:
    page = opened(path)
    header = page.get_by_role("columnheader", name="Width")
    assert status(page) == "7 rows."
    for direction in ("ascending", "descending"):
        header.get_by_role("button").click()
        assert header.get_attribute("aria-sort") == direction
        assert status(page) == f"Sorted by Width, {direction}; 7 rows."
    header.get_by_role("button").click()
    assert header.get_attribute("aria-sort") is None
    assert column(page, 1) == [row[0] for row in ROWS]
    page.get_by_role("button", name="Family").click()
    assert page.locator("[aria-sort]").count() == 1


def test_rows_are_found_by_words_in_any_order_and_spelling(opened: Opener, path: Path) -> None:
    page = opened(path)
    search = page.get_by_role("searchbox", name="Words")
    for words, families in {
        "OPT": ["OPT"] * 3, "smooth pyth": ["Pythia"] * 2, "elan": ["Élan"], "<b>": ["GPT-3"],
        "[": ["Pythia", "OPT"], "nothing like it": [], "  ": [row[0] for row in ROWS],
    }.items():  # fmt: skip
        search.fill(words)
        assert column(page, 1) == families, words
    search.fill("opt")
    page.get_by_text("3 of 7 rows.").wait_for()


def test_words_values_and_order_work_together(opened: Opener, path: Path) -> None:
    page = opened(path)
    page.get_by_role("button", name="Width").click()
    page.get_by_label("Verdict").select_option("smooth")
    page.get_by_label("Words").fill("m=1")
    assert column(page, 2) == ["M=10", "M=1"]
    page.get_by_text("Sorted by Width, ascending; 2 of 7 rows.").wait_for()
    page.get_by_label("Verdict").select_option("all")
    assert column(page, 2) == ["M=10", "M=11", "M=1"]


def test_all_of_it_works_from_the_keyboard(opened: Opener, path: Path) -> None:
    page = opened(path)
    page.keyboard.press("Tab")
    page.keyboard.type("opt")
    assert column(page, 1) == ["OPT"] * 3
    for _ in range(4):  # the select, and the buttons up to the third
        page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    assert column(page, 3) == ["2 [1, ∞]", "–", "nan"]
    page.keyboard.press("Space")
    assert page.evaluate("document.activeElement.textContent") == "Width"
    assert page.get_by_role("columnheader", name="Width").get_attribute("aria-sort") == "descending"
    page.keyboard.press("Shift+Tab")
    assert page.evaluate("document.activeElement.textContent") == "Task"


def test_without_script_the_table_is_whole_and_useless_controls_are_hidden(
    opened: Opener, path: Path
) -> None:
    page = opened(path, script=False)
    assert len(column(page, 1)) == len(ROWS)
    assert not page.get_by_label("Words").is_visible()
    assert page.locator("button").count() == 0
    assert opened(path).get_by_label("Words").is_visible()


def test_other_tables_and_headers_are_left_alone(opened: Opener, path: Path) -> None:
    page = opened(path)
    assert page.locator("#plain button").count() == 0
    assert page.locator("#table button").all_inner_texts() == ["Family", "Task", "Width"]


def test_the_script_loads_nothing_and_leaves_no_names(opened: Opener, path: Path) -> None:
    source = SCRIPT.read_text(encoding="utf-8")
    assert not re.search(r"https?:|import|eval|innerHTML|</", source)
    page = opened(path)
    own = json.loads(page.evaluate("JSON.stringify(['sorted', 'enhance'].map((n) => n in window))"))
    assert own == [False, False]
