"""Text from data reads as it stands in Markdown and LaTeX, whatever it holds."""

from __future__ import annotations

import re
from html.parser import HTMLParser

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from scaling.plots.style.text import clean
from scaling.reports.writers.escaping import LONGEST_RUN, latex, markdown
from tests.plots.builder import HOSTILE

RENDER = MarkdownIt("commonmark").enable(["table", "strikethrough"])
NASTY = st.text(st.sampled_from("ab1 \\`*_{}[]<>()#+-.!|~$&;:=\"'%^/@\n\tñ≥数ש"), max_size=30)


class Words(HTMLParser):
    """Collect the text and the tags of a page."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.text, self.tags = "", []
        self.feed(page)

    def handle_data(self, data: str) -> None:
        self.text += data

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)


@settings(deadline=None)
@given(NASTY.map(clean))
def test_markdown_reads_as_the_text(text: str) -> None:
    found = Words(RENDER.render(f"{markdown(text)}\n"))
    assert " ".join(found.text.split()) == " ".join(text.split())
    assert set(found.tags) <= {"p"}


@settings(deadline=None)
@given(NASTY.map(clean))
def test_a_cell_of_a_markdown_table_stays_one_cell(text: str) -> None:
    page = RENDER.render(f"| a | b |\n| --- | --- |\n| {markdown(text)} | last |\n")
    found = Words(page)
    assert found.tags.count("td") == 2
    assert " ".join(found.text.split()) == " ".join(f"a b {text} last".split())


@settings(deadline=None)
@given(NASTY.map(clean))
def test_the_name_of_a_markdown_link_stays_inside(text: str) -> None:
    page = RENDER.render(f"[x {markdown(text)}](<https://example.org/a>)\n")
    found = Words(page)
    assert found.tags == ["p", "a"]
    assert " ".join(found.text.split()) == " ".join(f"x {text}".split())


SPECIAL = {
    r"\textbackslash{}": "\\", r"\textasciitilde{}": "~", r"\textasciicircum{}": "^",
    r"\textless{}": "<", r"\textgreater{}": ">", r"\textbar{}": "|", r"\textquotedbl{}": '"',
    r"\textquotesingle{}": "'", r"\textasciigrave{}": "`", r"$\ge$": "≥", "{[}": "[", "{]}": "]",
    r"$\Omega$": "Ω",
    r"\allowbreak{}": "", r"\{": "\ue000", r"\}": "\ue001", r"\$": "$", r"\&": "&",
    r"\#": "#", r"\%": "%", r"\_": "_",
}  # fmt: skip
GLYPHS = r'\\reportglyphs\{([^}]*)\}\{[U+0-9A-F ]*\}\{"[0-9A-F]*\}'
TOKEN = re.compile("|".join([*map(re.escape, SPECIAL), GLYPHS, r"\{\}"]))


def unset(text: str) -> str:
    """Read LaTeX as we write it."""
    plain = TOKEN.sub(lambda found: found[1] or SPECIAL.get(found[0], ""), text)
    return plain.replace("\ue000", "{").replace("\ue001", "}")


@settings(deadline=None)
@given(NASTY.map(clean))
def test_latex_reads_as_the_text(text: str) -> None:
    assert unset(latex(text)) == " ".join(text.split())


@settings(deadline=None)
@given(NASTY.map(clean))
def test_latex_has_no_special_of_its_own(text: str) -> None:
    left = TOKEN.sub("", latex(text))
    assert not set(left) & set('\\{}$&#%_~^[]|<>"`')


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_names(text: str) -> None:
    assert "<script" not in markdown(text)
    assert "<" not in latex(text)
    assert Words(RENDER.render(markdown(text))).text.strip() == " ".join(text.split())
    assert unset(latex(text)) == " ".join(text.split())


def test_what_pdflatex_has_no_letter_for() -> None:
    assert latex("naïve Æsir ≥ Ω") == r"naïve Æsir $\ge$ $\Omega$"
    assert latex("数学") == r'\reportglyphs{数学}{U+6570 U+5B66}{"6570}'
    assert latex("a שלום") == r'a \reportglyphs{שלום}{U+05E9 U+05DC U+05D5 U+05DD}{"05E9}'
    assert latex("ŉ") == r'\reportglyphs{ŉ}{U+0149}{"0149}'


def test_addresses_become_no_links() -> None:
    for text in ("http://a.example/b", "see HTTPS://a.example", "ftp://x.y", "www.a.example"):
        escaped = markdown(text)
        assert not re.search(r"(https?|ftp)://|www\.", escaped, re.IGNORECASE), text
        assert Words(RENDER.render(escaped)).text.strip() == text


def test_ligatures_and_long_words() -> None:
    assert latex("a--b,,c") == r"a-{}-{}b,{},{}c"
    assert r"\allowbreak{}" in latex("x" * (LONGEST_RUN + 1))
    assert r"\allowbreak{}" not in latex("x" * LONGEST_RUN)
    assert latex("a_b") == r"a\_\allowbreak{}b"


def test_what_would_begin_a_list_or_a_heading() -> None:
    for text in ("# a", "- a", "+ a", "1. a", "2) a", "=== a", "---", "1."):
        found = Words(RENDER.render(f"x\n\n{markdown(text)}\n"))
        assert found.tags == ["p", "p"], text
