"""The HTML report: complete, escaped, offline, the same bytes each time."""

from __future__ import annotations

import dataclasses
import re
from html.parser import HTMLParser

import pytest

from scaling.detection.result_set import DetectResults
from scaling.detection.results import Test as HowTested
from scaling.errors import OutputError
from scaling.fitting.records import NAN, Estimate
from scaling.notes import VERDICTS
from scaling.reports import DataNote, report_html
from scaling.reports.data_note import Link
from scaling.reports.html import safe_link
from scaling.reports.words import code_meanings, method, summary
from tests.plots.builder import HOSTILE, detect_result, facts, grid, manifest, results

NOTE = DataNote(
    title="OPT on arithmetic",
    description="scores of eight sizes",
    citation="Zhang et al. 2022, arXiv:2205.01068",
    licence=(Link("CC-BY-4.0", "https://creativecommons.org/licenses/by/4.0/"),),
    sources=(Link("paper", "https://arxiv.org/abs/2205.01068"), Link("x", "javascript:alert(1)")),
    caveats=("one seed a size",),
    made="typed from table 3",
)


class Loads(HTMLParser):
    """Collect what a page would load or point to."""

    def __init__(self) -> None:
        super().__init__()
        self.anchors: list[str] = []
        self.loads: list[str] = []
        self.tags: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        for name, value in attrs:
            if name in ("href", "src", "xlink:href", "data", "action"):
                (self.anchors if tag == "a" else self.loads).append(value or "")
            assert not name.startswith("on"), (tag, name)


def parsed(page: str) -> Loads:
    parser = Loads()
    parser.feed(page)
    return parser


@pytest.fixture(scope="module")
def page() -> str:
    return report_html(grid(4, 2), title="Two tasks", data=NOTE)


def test_it_opens_offline_and_needs_no_script(page: str) -> None:
    found = parsed(page)
    assert found.anchors == [
        "https://creativecommons.org/licenses/by/4.0/",
        "https://arxiv.org/abs/2205.01068",
    ]
    assert all(link.startswith("#") for link in found.loads)
    assert not {"script", "link", "iframe", "img"} & set(found.tags)
    assert "@import" not in page
    assert "x (javascript:alert(1))" in page


def test_it_holds_every_verdict_reason_and_code(page: str) -> None:
    used = {result.verdict for result in grid(4, 2) if result.status == "ok"}
    for verdict in used:
        assert f">{verdict}</span>" in page or verdict == "insufficient"
        assert VERDICTS[verdict] in page
    assert ("Too few sizes for a verdict: " in page) == ("insufficient" in used)
    unused = set(VERDICTS) - used
    assert not any(f"<code>{verdict}</code>" in page for verdict in unused)
    assert "<code>one_seed</code>" in page
    assert "<code>weakly-identified</code>" in page
    assert page.count('class="reason"') == 7  # of 8 series one has too few sizes


def test_it_holds_figures_data_and_manifest(page: str) -> None:
    assert page.count("<figure>") == 3
    assert page.count('role="img"') == 3
    for text in ("Zhang et al. 2022", "one seed a size", "typed from table 3", "ab" * 32):
        assert text in page
    for name in ("numpy", "seed", "option alpha", "option w0", "sha256 of the data"):
        assert f'<th scope="row">{name}</th>' in page
    ids = re.findall(r'\bid="([^"]+)"', page)
    assert len(ids) == len(set(ids))


def test_failed_series_say_why() -> None:
    failed = detect_result(facts(), status="failed", message="fewer than three sizes")
    text = report_html(results([failed]), title="t")
    assert "<strong>not fitted:</strong> fewer than three sizes" in text
    assert ">failed</span>" in text
    assert "<h2>Data</h2>" not in text


def test_unknown_numbers_are_dashes_and_open_ends_infinite() -> None:
    made = dataclasses.replace(
        detect_result(facts()), width=Estimate(1.2, 0.3, NAN), p_sharp=0.0001, p_smooth=NAN,
        certifiable_width=NAN,
    )  # fmt: skip
    text = report_html(results([made]), title="t")
    assert "1.2 [0.3, ∞]" in text
    assert "&lt;0.001" in text
    assert ">–<" in text
    only = dataclasses.replace(made, width=Estimate(1.2))
    assert '<td class="number">1.2</td>' in report_html(results([only]), title="t")


def test_hostile_strings_are_escaped() -> None:
    made = [detect_result(facts(name, name, name), qualifiers=(name,)) for name in HOSTILE[:2]]
    made[0] = dataclasses.replace(made[0], reason=HOSTILE[0], notes=(HOSTILE[0],))
    text = report_html(
        DetectResults(tuple(made), manifest() | {"options": {HOSTILE[0]: [HOSTILE[0]]}}),
        title=HOSTILE[0],
        data=DataNote(HOSTILE[0], HOSTILE[0], HOSTILE[0], (Link(HOSTILE[0]),)),
    )
    assert "script" not in parsed(text).tags
    assert "&lt;script&gt;" in text


def test_same_results_give_the_same_bytes() -> None:
    pages = {report_html(grid(2, 1), title="t", data=NOTE) for _ in range(2)}
    assert len(pages) == 1


def test_nothing_to_report() -> None:
    with pytest.raises(OutputError, match="nothing to report: expected at least one result, found"):
        report_html(results([]), title="t")


def test_words_of_the_method() -> None:
    made = [
        detect_result(facts()),
        dataclasses.replace(
            detect_result(facts()), test=HowTested("screening", 0), rho=NAN, w0=2.0
        ),
    ]
    text = " ".join(method(made, {}))
    assert "w0 (1, 2, in decades of size)" in text
    assert "999 draws" in text
    assert "chi-square screening" in text
    assert "rho = 0.005" in text
    assert "Gaussian likelihood" in text
    assert "parametric intervals at 95% from 999 bootstrap draws" in text
    exact = dataclasses.replace(made[0], test=HowTested("exact", 5))
    assert "the test 'exact' (5 draws)" in " ".join(method([exact], {}))
    assert summary([]) == "No series."
    assert ("new-code", "") in code_meanings(made, ("new-code",))


@pytest.mark.parametrize(
    "path", ["javascript:alert(1)", "data:text/html,x", 'https://a"b', "//evil", "", "ftp://x"]
)
def test_unsafe_links(path: str) -> None:
    assert safe_link(path) == ""
