"""A report in a browser: no network, no mouse needed, readable in light and dark."""

from __future__ import annotations

import csv
import io
from dataclasses import replace
from itertools import pairwise
from pathlib import Path

import pytest

import scaling as sc
from scaling.detection.result_set import DetectResults
from scaling.reports.content.making import Drawn, report_of
from scaling.reports.data_note import DataNote, Link
from scaling.reports.writers.html import html_text
from tests.browser.checks import (
    NARROW,
    axe_findings,
    contrast,
    faint_texts,
    overflow,
    tooltip_of,
)
from tests.browser.conftest import Opener
from tests.plots.builder import HOSTILE, detect_result, facts, grid, results

SCRIPT = HOSTILE[0]
KINDS = ("static", "interactive")
SCHEMES = ("light", "dark")
CHART = "figure .chart"
DRAWN = f"{CHART} .vega-embed > svg, {CHART} .vega-embed > div > svg"
# What A4 with the margins of the page leaves, in CSS pixels.
PAPER = {"width": 688, "height": 1000}


def made() -> DetectResults:
    """One task with several verdicts, and two series whose names and reasons are hostile."""
    hostile = [
        replace(detect_result(facts(name, SCRIPT)), reason=f"{SCRIPT} {HOSTILE[3]}")
        for name in (SCRIPT, HOSTILE[3])
    ]
    return results([*grid(5, 1), *hostile])


@pytest.fixture(scope="session")
def reports(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """Return the same report as static and as interactive page."""
    folder = tmp_path_factory.mktemp("reports")
    note = DataNote(SCRIPT, SCRIPT, SCRIPT, (Link(SCRIPT),), caveats=("one seed a size",))
    drawn = report_of(made(), data=note, title=f"Report {SCRIPT}")
    paths = {kind: folder / f"{kind}.html" for kind in KINDS}
    for kind, path in paths.items():
        path.write_text(html_text(drawn, interactive=kind == "interactive"), encoding="utf-8")
    return paths


def wait_for_charts(page, kind: str) -> int:
    """Wait until all charts are drawn and return how many figures there are."""
    count = page.locator("figure").count()
    if kind == "interactive":
        page.wait_for_function(
            "document.querySelectorAll('.chart .vega-embed').length"
            " === document.querySelectorAll('figure').length"
        )
    return int(count)


@pytest.mark.parametrize(("kind", "scheme"), [*zip(KINDS, SCHEMES, strict=True)])
def test_it_passes_axe(opened: Opener, reports: dict[str, Path], kind: str, scheme: str) -> None:
    page = opened(reports[kind], scheme=scheme)
    assert wait_for_charts(page, kind) >= 3
    assert overflow(page) == 0
    for details in page.locator("details summary").all()[:3]:
        details.click()
    assert axe_findings(page) == []


def test_it_fits_a_small_window(opened: Opener, reports: dict[str, Path]) -> None:
    page = opened(reports["interactive"], width=NARROW)
    wait_for_charts(page, "interactive")
    assert overflow(page) == 0
    page.locator("details summary").first.click()
    assert overflow(page) == 0


def test_words_in_tables_stay_whole(opened: Opener, reports: dict[str, Path]) -> None:
    page = opened(reports["static"])
    assert page.evaluate(BROKEN_WORDS) == []
    page.evaluate("document.querySelector('table.data td').textContent = 'word_'.repeat(5)")
    assert page.evaluate(BROKEN_WORDS) == []


def test_a_long_table_starts_a_page_and_a_short_one_stays_whole(
    opened: Opener, tmp_path: Path
) -> None:
    one = report_of(results([detect_result(facts())]))
    rows = one.report.tables[0].rows
    for times, rule in ((1, ("auto", "avoid")), (16, ("page", "auto"))):
        table = replace(one.report.tables[0], rows=rows * times)
        drawn = Drawn(replace(one.report, tables=(table,), pictures=()), {})
        path = tmp_path / f"{times}.html"
        path.write_text(html_text(drawn), encoding="utf-8")
        page = opened(path)
        page.emulate_media(media="print")
        style = "[style.breakBefore, style.breakInside]"
        found = page.locator("section:has(#series)").evaluate(
            f"part => {{ const style = getComputedStyle(part); return {style}; }}"
        )
        page.emulate_media(media="screen")
        assert tuple(found) == rule


# Words of tables that stand on two lines, though they are short enough for one.
BROKEN_WORDS = """() => {
  const broken = [];
  for (const cell of document.querySelectorAll("table.data :is(th, td):not(.why)")) {
    const walker = document.createTreeWalker(cell, NodeFilter.SHOW_TEXT);
    for (let node = walker.nextNode(); node; node = walker.nextNode()) {
      for (const word of node.textContent.matchAll(/(?<![A-Za-z_])[A-Za-z_]{2,29}(?![A-Za-z_])/g)) {
        const range = document.createRange();
        range.setStart(node, word.index);
        range.setEnd(node, word.index + word[0].length);
        const lines = new Set([...range.getClientRects()].map((box) => Math.round(box.y)));
        if (lines.size > 1) broken.push(word[0]);
      }
    }
  }
  return broken;
}"""


@pytest.mark.parametrize("kind", KINDS)
def test_every_figure_is_drawn(opened: Opener, reports: dict[str, Path], kind: str) -> None:
    page = opened(reports[kind])
    count = wait_for_charts(page, kind)
    charts = page.locator("figure .chart svg")
    assert charts.count() == count
    for chart in charts.all():
        box = chart.bounding_box()
        assert box
        assert box["width"] > 200
        assert box["height"] > 100
        assert chart.locator("text").count() > 5
    assert page.locator("figure").get_by_role("img").count() == count


@pytest.mark.parametrize("scheme", SCHEMES)
def test_figures_take_the_colours_of_the_page(
    opened: Opener, reports: dict[str, Path], scheme: str
) -> None:
    page = opened(reports["static"], scheme=scheme)
    ground = page.evaluate("getComputedStyle(document.body).backgroundColor")
    light = sum(map(int, ground.strip("rgb()").split(","))) > 3 * 128
    assert light == (scheme == "light")
    assert page.locator("figure svg text").count() > 20
    assert faint_texts(page, "figure svg text") == []


@pytest.mark.parametrize("scheme", SCHEMES)
def test_tooltips_show_text(opened: Opener, reports: dict[str, Path], scheme: str) -> None:
    page = opened(reports["interactive"], scheme=scheme)
    count = wait_for_charts(page, "interactive")
    shown = tooltip_of(page, page.locator("figure").nth(count - 1))
    assert SCRIPT in shown or HOSTILE[3][:20] in shown
    assert "score" in shown
    assert page.locator("#vg-tooltip-element script").count() == 0
    assert contrast(page, page.locator("#vg-tooltip-element td.key").first) >= 4.5
    assert contrast(page, page.locator("#vg-tooltip-element td.value").first) >= 4.5


def test_the_table_sorts_and_filters(opened: Opener, reports: dict[str, Path]) -> None:
    page = opened(reports["static"])
    table = page.locator("table[data-sortable]").first
    rows = table.locator("tbody tr:not([hidden])")
    total = rows.count()
    assert total == len(made())
    header = table.get_by_role("columnheader", name="Width")
    column = header.evaluate("cell => cell.cellIndex")
    header.get_by_role("button").click()
    assert header.get_attribute("aria-sort") == "ascending"
    values = [row.locator("th, td").nth(column).inner_text() for row in rows.all()]
    known = [float(text.split()[0]) for text in values if text[:1].isdigit()]
    assert known == sorted(known)
    assert len(known) >= 3
    assert not any(text[:1].isdigit() for text in values[len(known) :])
    page.get_by_label("Filter by words").first.fill("pythia addition")
    assert rows.count() == 1
    page.get_by_text(f"1 of {total} rows").wait_for()
    page.get_by_label("Filter by words").first.fill("")
    chooser = page.get_by_label("Verdict", exact=True)
    for choice in chooser.locator("option").all_inner_texts()[1:]:
        chooser.select_option(choice)
        assert rows.count() >= 1, choice
        assert rows.count() < total


def test_it_works_from_the_keyboard_alone(opened: Opener, reports: dict[str, Path]) -> None:
    page = opened(reports["static"])
    page.keyboard.press("Tab")
    skip = page.locator(":focus")
    assert skip.inner_text() == "Skip to the report"
    box = skip.bounding_box()
    assert box
    assert box["x"] >= 0
    page.keyboard.press("Enter")
    page.wait_for_function("document.activeElement.id === 'main'")
    places = []
    for _ in range(8):
        page.keyboard.press("Tab")
        places.append(page.evaluate("document.activeElement.tagName"))
    assert places[0] in ("INPUT", "A")
    assert "SELECT" in places
    assert "BUTTON" in places
    page.keyboard.press("Enter")
    assert page.locator("[aria-sort]").count() == 1


def test_landmarks_and_headings(opened: Opener, reports: dict[str, Path]) -> None:
    page = opened(reports["static"])
    for role in ("main", "navigation", "banner"):
        assert page.get_by_role(role).count() == 1, role
    levels = page.locator("h1, h2, h3, h4").evaluate_all("all => all.map((h) => +h.tagName[1])")
    assert levels[0] == 1
    assert levels.count(1) == 1
    assert all(after - before <= 1 for before, after in pairwise(levels))
    for link in page.get_by_role("navigation").get_by_role("link").all():
        target = (link.get_attribute("href") or "")[1:]
        assert page.locator(f"[id='{target}']").count() == 1, target


def test_hostile_names_are_shown_as_text(opened: Opener, reports: dict[str, Path]) -> None:
    page = opened(reports["interactive"])
    wait_for_charts(page, "interactive")
    assert page.get_by_role("heading", level=1).inner_text() == f"Report {SCRIPT}"
    assert page.get_by_role("cell", name=SCRIPT).count() >= 1
    assert page.evaluate("[...document.scripts].every((one) => !one.text.startsWith('alert'))")


def test_the_table_can_be_downloaded(
    opened: Opener, reports: dict[str, Path], tmp_path: Path
) -> None:
    page = opened(reports["static"])
    link = page.locator("a[download$='.csv']").first
    with page.expect_download() as waiting:
        link.click()
    waiting.value.save_as(tmp_path / "table.csv")
    rows = list(csv.DictReader(io.StringIO((tmp_path / "table.csv").read_text(encoding="utf-8"))))
    assert len(rows) == len(made())


def test_it_prints_whole_figures(opened: Opener, reports: dict[str, Path]) -> None:
    page = opened(reports["interactive"], scheme="dark")
    wait_for_charts(page, "interactive")
    assert page.pdf(prefer_css_page_size=True).startswith(b"%PDF")
    page.set_viewport_size(PAPER)
    page.emulate_media(media="print", color_scheme="dark")
    assert overflow(page) == 0
    for chart in page.locator("figure .chart").all():
        box = chart.bounding_box()
        assert box
        assert box["width"] <= PAPER["width"]
        assert box["height"] <= PAPER["height"]
        assert chart.evaluate(
            "one => getComputedStyle(one.closest('figure')).breakInside"
        ) == "avoid"  # fmt: skip
    assert contrast(page, page.locator("figcaption").first) >= 4.5
    page.emulate_media(media="screen")


def test_without_script_it_is_whole(opened: Opener, reports: dict[str, Path]) -> None:
    page = opened(reports["interactive"], script=False)
    assert page.locator("table[data-sortable] tbody tr").count() == len(made())
    assert not page.get_by_label("Filter by words").first.is_visible()
    assert page.locator("figure .chart > svg").count() == page.locator("figure").count()
    assert page.locator("button").count() == 0


@pytest.mark.slow
@pytest.mark.parametrize(("kind", "most"), [("static", 1e6), ("interactive", 3e6)])
def test_the_report_of_all_tasks_is_small_quick_and_accessible(
    opened: Opener, tmp_path: Path, kind: str, most: float
) -> None:
    found = sc.detect("obs-emergent")
    text = html_text(report_of(found), interactive=kind == "interactive")
    assert len(text.encode()) <= most
    path = tmp_path / "all.html"
    path.write_text(text, encoding="utf-8")
    page = opened(path, width=NARROW)
    wait_for_charts(page, kind)
    assert overflow(page) == 0
    assert axe_findings(page) == []
    rows = page.locator("table[data-sortable] tbody").first.locator("tr")
    assert rows.count() == len(found)
    page.get_by_role("columnheader", name="Width").get_by_role("button").click()
    assert page.get_by_role("status").first.inner_text().startswith("Sorted by Width")
