"""SVG: its words, its size, who it says it is, and ids that are its own."""

from __future__ import annotations

import json
import re
import xml.etree.ElementTree as ElementTree

import pytest

from scaling.plots import draw
from tests.plots.builder import detect_result, facts, manifest, results
from tests.plots.export.small import titled

SVG = "{http://www.w3.org/2000/svg}"


def words(svg: str) -> str:
    tree = ElementTree.fromstring(svg)
    return " ".join("".join(node.itertext()) for node in tree.iter(f"{SVG}text"))


def test_its_words_are_words_in_a_font_with_others_to_fall_back_on(
    exported: dict[str, bytes],
) -> None:
    svg = exported[".svg"].decode()
    for text in ("addition", "MMLU", "parameters", "exact_match", "chance", "OPT", "10B"):
        assert text in words(svg)
    assert "10G" not in words(svg)
    fonts = set(re.findall(r'font-family="([^"]*)"', svg))
    assert fonts == {"Liberation Sans, Arial, Helvetica, sans-serif"}


def test_title_description_and_manifest(exported: dict[str, bytes]) -> None:
    root = ElementTree.fromstring(exported[".svg"])
    assert root.attrib["role"] == "img"
    title, desc = (root.find(f"{SVG}{name}") for name in ("title", "desc"))
    assert title is not None
    assert title.text == "Two tasks"
    assert desc is not None
    assert desc.text is not None
    assert "OPT on MMLU rises" in desc.text
    assert root.attrib["aria-labelledby"].split() == [title.attrib["id"], desc.attrib["id"]]
    metadata = root.find(f"{SVG}metadata")
    assert metadata is not None
    assert json.loads(metadata.text or "") == manifest()


@pytest.mark.parametrize(("unit", "width"), [("px", "90"), ("pt", "90pt")])
def test_its_size_bears_the_unit_of_the_design(unit: str, width: str) -> None:
    svg = titled("M", unit).render("svg")
    assert isinstance(svg, str)
    root = ElementTree.fromstring(svg)
    assert root.attrib["width"] == width
    assert root.attrib["viewBox"].startswith("0 0 90 ")


def test_ids_of_two_figures_in_one_page_differ() -> None:
    figures = [draw(results([detect_result(facts(task=task))])) for task in "ab"]
    ids = [set(re.findall(r'id="([^"]+)"', figure.inline_svg())) for figure in figures]
    assert len(ids[0]) > 2
    assert not ids[0] & ids[1]
