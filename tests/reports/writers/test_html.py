"""The HTML report: complete, escaped, offline, accessible, the same bytes each time."""

from __future__ import annotations

import csv
import dataclasses
import io
import re
from html.parser import HTMLParser
from itertools import pairwise
from urllib.parse import unquote

import pytest

from scaling.detection.result_set import DetectResults
from scaling.reports import DataNote, report_of
from scaling.reports.content.model import Download
from scaling.reports.data_note import Link
from scaling.reports.writers.html import data_address, html_text
from scaling.reports.writers.templates import safe_link
from tests.plots.builder import HOSTILE, detect_result, facts, manifest
from tests.reports.makers import NOTE, few, only, with_beside

VOID = {"meta", "link", "br", "input", "img", "hr"}


class Page(HTMLParser):
    """The tags of a page with their attributes, in order; fails where they are not nested."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.found: list[tuple[str, dict[str, str]]] = []
        self.open: list[str] = []
        self.feed(text)
        assert self.open == []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found.append((tag, {name: value or "" for name, value in attrs}))
        assert not any(name.startswith("on") for name, _ in attrs), (tag, attrs)
        if tag not in VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found.append((tag, {name: value or "" for name, value in attrs}))

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def all(self, tag: str) -> list[dict[str, str]]:
        return [attributes for name, attributes in self.found if name == tag]


@pytest.fixture(scope="module")
def text() -> str:
    return html_text(report_of(few(), data=NOTE, title="Two families"))


@pytest.fixture(scope="module")
def page(text: str) -> Page:
    return Page(text)


def test_it_opens_offline_and_needs_no_script(page: Page, text: str) -> None:
    for tag, attributes in page.found:
        for name in ("src", "href", "xlink:href", "data", "action"):
            address = attributes.get(name, "#")
            assert address.startswith(("#", "https://", "data:")), (tag, address)
            assert tag == "a" or address.startswith("#"), (tag, address)
    assert not {"iframe", "img", "link", "object"} & {tag for tag, _ in page.found}
    assert len(page.all("script")) == 1
    assert "@import" not in text
    assert "url(http" not in text
    assert "unsafe-eval" not in text
    assert "x (javascript:alert(1))" in text


def test_landmarks_headings_and_names(page: Page) -> None:
    for tag in ("header", "nav", "main", "footer", "h1"):
        assert len(page.all(tag)) == 1, tag
    assert page.all("html") == [{"lang": "en"}]
    ids = [attributes["id"] for _, attributes in page.found if "id" in attributes]
    assert len(ids) == len(set(ids))
    for _, attributes in page.found:
        for name in ("aria-labelledby", "for", "data-filter"):
            assert set(attributes.get(name, "").split()) <= set(ids)
        target = attributes.get("href", "")
        assert not target.startswith("#") or target[1:] in ids
    levels = [int(tag[1]) for tag, _ in page.found if re.fullmatch("h[1-6]", tag)]
    assert levels[0] == 1
    assert all(after <= before + 1 for before, after in pairwise(levels))
    regions = [a for _, a in page.found if a.get("role") == "region"]
    assert all(region["tabindex"] == "0" and region["aria-label"] for region in regions)
    assert len({region["aria-label"] for region in regions}) == len(regions)


def test_the_table_is_as_its_script_takes_it(page: Page) -> None:
    tables = [table for table in page.all("table") if "data-sortable" in table]
    assert tables == [{"class": "data", "id": "series", "data-sortable": ""}]
    heads = [head for head in page.all("th") if head.get("scope") == "col"]
    assert all(head["data-column"] for head in heads)
    assert [head.get("data-type") for head in heads].count("number") == 7
    assert "data-type" not in heads[-1]
    assert len(page.all("details")) == len(few())
    assert len(page.all("caption")) == 1
    sorts = [cell["data-sort"] for cell in page.all("td") if "data-sort" in cell]
    assert all(float(value) is not None for value in sorts)
    assert [one["data-filter-column"] for one in page.all("select")] == ["verdict"]


def test_figures_have_names_and_words(page: Page, text: str) -> None:
    figures = [one for one in page.all("svg") if one.get("role") == "img"]
    assert len(figures) == len(page.all("figure")) == len(page.all("figcaption")) == 4
    assert text.count("<strong>Figure 2. Widths of the rises.</strong>") == 1
    assert "prefers-color-scheme: dark){:root{--c0:" in text


def test_it_holds_words_data_and_manifest(text: str) -> None:
    for part in (
        "Sharp rise:</strong> OPT on 3-digit addition goes from", "Zhang et al. 2022",
        "one seed a size", "typed from table 3", "version 1.0.0, 16 rows", "ab" * 32,
        '<a href="#source-wei2022">Wei et al. 2022</a>)', "One training run per size",
        "<code>weakly-identified</code>", "fewer than 3 sizes",
    ):  # fmt: skip
        assert part in text


def test_downloads_decode_to_the_same_files(page: Page) -> None:
    files = {download.name: download for download in report_of(few(), data=NOTE).report.downloads}
    links = [link for link in page.all("a") if "download" in link]
    assert [link["download"] for link in links] == list(files)
    for link in links:
        head, _, body = link["href"].partition(",")
        file = files[link["download"]]
        assert head == f"data:{file.media_type};charset=utf-8"
        assert unquote(body) == file.text
    rows = list(csv.reader(io.StringIO(unquote(links[0]["href"].partition(",")[2]))))
    assert len(rows) == 1 + len(few())


@pytest.mark.parametrize("content", [*HOSTILE, "a%41#b?\"'\r\n<>&\t数 ", ""])
def test_any_text_can_be_downloaded(content: str) -> None:
    address = data_address(Download("a.csv", "A", "text/csv", content))
    assert address.isascii()
    assert not set(address) & set(' "<>#\n\r\t')
    assert unquote(address.partition(",")[2]) == content


@pytest.fixture
def bundle(monkeypatch: pytest.MonkeyPatch) -> str:
    """A short word in the place of Vega, which the tests in a browser run."""
    monkeypatch.setattr("scaling.reports.writers.html.vega_bundle", lambda: "the bundle")
    return "<script>the bundle</script>"


def test_interactive_pages_hold_the_charts_and_the_pictures(bundle: str) -> None:
    drawn = only(report_of(few(), data=NOTE), "verdicts", "widths")
    made = html_text(drawn, interactive=True)
    page = Page(made)
    specs = [one for one in page.all("script") if one.get("type") == "application/json"]
    holders = [one["data-spec"] for one in page.all("div") if "data-spec" in one]
    assert [one["id"] for one in specs] == holders
    assert len(holders) == len(drawn.report.pictures)
    assert made.count('role="img"') == len(holders)
    assert "unsafe-eval" in made
    assert '"usermeta"' not in made
    assert made.count(bundle) == 1


def test_hostile_strings_are_escaped_everywhere(bundle: str) -> None:
    made = [detect_result(facts(name, name, name), qualifiers=(name,)) for name in HOSTILE[:2]]
    made[0] = dataclasses.replace(made[0], reason=HOSTILE[0], notes=(HOSTILE[0],))
    results = DetectResults(tuple(made), manifest() | {"options": {HOSTILE[0]: [HOSTILE[0]]}})
    note = DataNote(HOSTILE[0], HOSTILE[0], HOSTILE[0], (Link(HOSTILE[0], HOSTILE[0]),))
    drawn = report_of(results, data=note, title=HOSTILE[0])
    text = html_text(only(drawn, "verdicts", "task-1-script-alert-1-script"), interactive=True)
    page = Page(text)
    assert len(page.all("script")) == 5  # two charts, our own two, and the bundle
    assert "<script>alert" not in text
    assert "&lt;script&gt;" in text


def test_same_results_give_the_same_bytes() -> None:
    pages = {html_text(only(report_of(few(), data=NOTE), "verdicts")) for _ in range(2)}
    assert len(pages) == 1


def test_pairs_and_pooled_tasks_are_shown() -> None:
    text = html_text(only(report_of(with_beside()), "verdicts"))
    assert '<h2 id="part-pairs">Metric pairs</h2>' in text
    assert '<h2 id="part-pooled">Pooled tasks</h2>' in text
    assert "Sharp on exact_match, smooth on bleu." in text
    Page(text)


@pytest.mark.parametrize(
    "path", ["javascript:alert(1)", "data:text/html,x", 'https://a"b', "//evil", "", "ftp://x"]
)
def test_unsafe_links(path: str) -> None:
    assert safe_link(path) == ""
