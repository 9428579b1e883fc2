"""The page of a figure: whole without scripts, safe, in the colours of the figure."""

from __future__ import annotations

import json
import re

import pytest

from scaling.plots import draw
from scaling.plots.export.page import colours_of, embed_options, page_text, script_json
from tests.plots.builder import HOSTILE, detect_result, facts, grid, results


@pytest.mark.parametrize(
    ("theme", "scheme", "background"),
    [("light", "light", "#FFFFFF"), ("dark", "dark", "#15191E"), ("print", "light", "#FFFFFF")],
)
def test_it_takes_the_colours_of_the_figure(theme: str, scheme: str, background: str) -> None:
    figure = draw(grid(1, 1), "verdicts", theme=theme)
    text = page_text(figure.spec())
    assert f'<meta name="color-scheme" content="{scheme}">' in text
    assert f"background: {background};" in text
    assert embed_options(figure.spec())["tooltip"] == {"theme": scheme}


def test_a_document_without_colours_is_dark_on_white() -> None:
    assert colours_of({}) == ("#FFFFFF", "#222222")


def test_it_holds_the_figure_without_scripts_and_what_it_shows_in_words() -> None:
    figure = draw(grid(1, 1), "curves")
    text = re.sub(r"<script.*?</script>", "", page_text(figure.spec()), flags=re.DOTALL)
    assert text.count("<svg") == 1
    assert f'<h1 id="title">{figure.title}</h1>' in text
    assert f'<figcaption id="description">{figure.description}</figcaption>' in text
    assert '<html lang="en">' in text
    assert "default-src 'none'" in text


def test_hostile_text_stays_text() -> None:
    made = [detect_result(facts(name, name)) for name in HOSTILE]
    figure = draw(results(made), "verdicts", title=HOSTILE[0])
    text = page_text(figure.spec())
    assert text.count("<script") == 3
    assert "<script>alert" not in text
    assert '<h1 id="title">&lt;script&gt;alert(1)&lt;/script&gt;</h1>' in text
    manifest = re.search(r'id="manifest">(.*?)</script>', text)
    assert manifest
    assert json.loads(manifest[1]) == figure.spec()["usermeta"]["emergent-scaling"]["manifest"]


def test_json_in_a_script_cannot_end_it() -> None:
    hostile = "</script><!--\u2028"
    assert not set("<>&\u2028") & set(script_json(hostile))
    assert json.loads(script_json(hostile)) == hostile


def test_marks_have_no_labels_of_their_own_and_texts_may_look_like_labels() -> None:
    hostile = 'x role="img" aria-label="y"'
    svg = draw(results([detect_result(facts(task=hostile))]), "curves").inline_svg()
    assert set(re.findall(r"<[^>]* (role=\"[^\"]*\")", svg)) == {'role="img"'}
    assert "aria-roledescription" not in svg
    assert svg.count(hostile) >= 2 or svg.count(hostile.replace('"', "&quot;")) >= 2
