"""Templates of one's own: sandboxed, escaped by default, and told where they fail."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from scaling.errors import DataError
from scaling.reports.content.making import Drawn, report_of
from scaling.reports.writers.html import html_text
from scaling.reports.writers.papers import latex_files, markdown_files
from tests.plots.builder import HOSTILE, detect_result, facts, results
from tests.reports.makers import NOTE, few

Put = Callable[..., Path]


@pytest.fixture(scope="module")
def drawn() -> Drawn:
    made = report_of(few(), data=NOTE, title=HOSTILE[0])
    return Drawn(made.report, {})


def page(drawn: Drawn, path: Path) -> str:
    bare = Drawn(drawn.report.__class__(**{**vars(drawn.report), "pictures": ()}), {})
    return html_text(bare, template=path)


def test_it_is_given_the_report(drawn: Drawn, put: Put) -> None:
    path = put(
        "{{ report.title }}|{{ report.tables[0].rows | length }}|"
        "{% for one in report.summary %}{{ one.verdict }};{% endfor %}|{{ report.data.citation }}",
        "own.html",
    )
    assert page(drawn, path) == (
        "&lt;script&gt;alert(1)&lt;/script&gt;|3|;emergent_sharp;smooth;failed;|" + NOTE.citation
    )


def test_it_can_extend_and_include(drawn: Drawn, put: Put) -> None:
    put("mine: {{ report.dataset }}", "part.html")
    path = put(
        '{% extends "scaling/report.html.j2" %}\n'
        '{% block summary %}<h2 id="summary">Mine</h2>{% include "part.html" %}{% endblock %}',
        "own.html",
    )
    text = page(drawn, path)
    assert '<h2 id="summary">Mine</h2>mine: opt-addition' in text
    assert '<table class="data" id="series" data-sortable>' in text


def test_markdown_and_latex_are_escaped_by_default(drawn: Drawn, put: Put) -> None:
    path = put("{{ report.title }} {{ '*x*' | raw }}", "own.md")
    text, _ = markdown_files(drawn, "r", template=path)
    assert text == "&lt;script&gt;alert(1)&lt;/script&gt; *x*"
    path = put(r"\title{<< report.title >>} << '$x$' | raw >>", "own.tex")
    text, beside = latex_files(drawn, "r", template=path)
    assert text.startswith(r"\title{\textless{}script\textgreater{}alert(1)\textless{}/")
    assert text.endswith(" $x$")
    assert "r-body.tex" not in beside


@pytest.mark.parametrize(
    ("source", "line", "what"),
    [
        ("a\n{% if %}\n", 2, "Expected an expression"),
        ("a\n\n{{ report.titel }}", 3, "has no attribute 'titel'"),
        ("{{ nothing }}", 1, "'nothing' is undefined"),
        ("a\n{{ 1 / 0 }}", 2, "division by zero"),
        ("{{ report.title + 1 }}", 1, "can only concatenate str"),
        ("{{ ''.__class__.__mro__ }}", 1, "is unsafe"),
        ("\n{{ report.__init__.__globals__ }}", 2, "is unsafe"),
        ("{{ sentence.__globals__ }}", 1, "is unsafe"),
        ("{% for i in range(999999999) %}x{% endfor %}", 1, "Range too big"),
        ("{{ report.title.x() }}", 1, "has no attribute 'x'"),
        ("\n{{ report.title | xmlattr }}", 2, "has no attribute 'items'"),
        ("{% macro m() %}{{ m() }}{% endmacro %}\n{{ m() }}", 1, "maximum recursion depth"),
    ],
)
def test_faults_name_file_and_line(
    drawn: Drawn, put: Put, source: str, line: int, what: str
) -> None:
    path = put(source, "own.html")
    with pytest.raises(DataError) as error:
        page(drawn, path)
    assert str(error.value).startswith(f"{path}:{line}: ")
    assert what in str(error.value)
    assert "see docs/reports.md" in str(error.value)


def test_templates_that_are_not_there(drawn: Drawn, put: Put, tmp_path: Path) -> None:
    with pytest.raises(DataError, match=r"none\.html: the template cannot be read: expected a"):
        page(drawn, tmp_path / "none.html")
    with pytest.raises(DataError, match=r"the template includes 'x\.html', not found: expected"):
        page(drawn, put('{% include "x.html" %}', "own.html"))
    with pytest.raises(DataError, match="expected a template in UTF-8"):
        page(drawn, put(b"\xff\xfe{{", "own.html"))


def test_it_cannot_reach_files_outside_its_folder(drawn: Drawn, tmp_path: Path) -> None:
    (tmp_path / "secret.txt").write_text("secret", encoding="utf-8")
    folder = tmp_path / "in"
    folder.mkdir()
    path = folder / "own.html"
    path.write_text('{% include "../secret.txt" %}', encoding="utf-8")
    with pytest.raises(DataError, match="not found"):
        page(drawn, path)


def test_it_cannot_change_the_report(drawn: Drawn, put: Put) -> None:
    path = put("{% set _ = glyphs.update({}) %}", "own.html")
    with pytest.raises(DataError, match="undefined"):
        page(drawn, path)
    made = results([detect_result(facts())])
    assert report_of(made).report == report_of(made).report
