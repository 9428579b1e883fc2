"""Figures in notebooks: live in those that know Vega-Lite, the same as SVG elsewhere."""

from __future__ import annotations

import json
import re

import pytest
import vl_convert

from scaling.plots import draw
from scaling.plots.export.notebook import LIVE, STILL
from scaling.plots.figure import Figure
from tests.plots.builder import HOSTILE, detect_result, facts, grid, results


@pytest.fixture(scope="module")
def figure() -> Figure:
    return draw(grid(2, 1), "curves")


def test_it_is_live_still_and_words(figure: Figure) -> None:
    shown, said = figure._repr_mimebundle_(include=None, exclude=None)
    assert list(shown) == [LIVE, STILL, "text/plain"]
    assert shown[LIVE]["usermeta"]["emergent-scaling"]["title"] == figure.title
    assert shown[STILL] == figure.render("svg")
    assert shown["text/plain"] == f"{figure.title}. {figure.description}"
    assert said[STILL] == {"alt": shown["text/plain"]}
    assert said[LIVE]["embed_options"]["actions"] is False
    json.dumps(shown)


def words(svg: str) -> list[str]:
    return re.findall(r"<text[^>]*>([^<]*)</text>", svg)


def test_the_type_it_names_draws_the_same(figure: Figure) -> None:
    live = figure._repr_mimebundle_()[0][LIVE]
    version = live["$schema"].split("/")[-1]
    assert LIVE.split(".")[-1] == f"{version.split('.')[0]}+json"
    older = vl_convert.vegalite_to_svg(live, vl_version="5.21")
    newer = figure.render("svg")
    assert isinstance(newer, str)
    assert words(older) == words(newer)
    assert len(words(older)) > 20
    assert older.count("<path") == newer.count("<path")


def test_the_picture_has_a_ground_of_its_own_for_dark_notebooks(figure: Figure) -> None:
    assert 'fill="#FFFFFF"' in figure._repr_mimebundle_()[0][STILL]


def test_names_from_data_stay_text() -> None:
    made = draw(results([detect_result(facts(task=HOSTILE[0]))]), "curves")
    shown, _ = made._repr_mimebundle_()
    assert "<script>" not in shown[STILL]
    assert "&lt;script&gt;" in shown[STILL]
