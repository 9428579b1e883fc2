"""Every figure of the gallery as a page: drawn without a word of complaint, legible, accessible."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
import vl_convert

from scaling.plots.export.page import page_text
from tests.browser.checks import axe_findings, faint_texts, overflow, tooltip_of
from tests.browser.conftest import Opener

FIGURES = Path(__file__).parents[2] / "figures"
CHARTS = sorted(FIGURES.glob("*.vl.json"))
FAINTEST = 4.0  # bold labels in a line's own colour; what is to be read at length has 4.5


def words(svg: str) -> list[str]:
    return re.findall(r"<text[^>]*>([^<]*)</text>", svg)


@pytest.mark.slow
@pytest.mark.parametrize("path", CHARTS, ids=lambda path: path.name.removesuffix(".vl.json"))
def test_a_figure_of_the_gallery(opened: Opener, tmp_path: Path, path: Path) -> None:
    document = json.loads(path.read_text(encoding="utf-8"))
    file = tmp_path / "figure.html"
    file.write_text(page_text(document), encoding="utf-8")
    page = opened(file)
    page.locator("#chart .vega-embed svg").first.wait_for()
    assert axe_findings(page) == []
    assert overflow(page) == 0
    assert tooltip_of(page, page.locator("#chart"))
    page.mouse.move(0, 0)
    assert faint_texts(page, "#chart svg text", least=FAINTEST) == []


@pytest.mark.slow
@pytest.mark.parametrize("path", CHARTS, ids=lambda path: path.name.removesuffix(".vl.json"))
def test_notebooks_that_know_vega_lite_5_draw_the_same(path: Path) -> None:
    document = json.loads(path.read_text(encoding="utf-8"))
    drawn = [vl_convert.vegalite_to_svg(document, vl_version=one) for one in ("5.21", "6.1")]
    assert words(drawn[0]) == words(drawn[1])
    assert words(drawn[0])
