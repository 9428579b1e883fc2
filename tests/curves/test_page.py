"""docs/curves.md: every family has its line and its picture, and the code on it runs."""

import re
from pathlib import Path
from xml.etree import ElementTree

import pytest
from generate import other_versions
from pictures import BOTTOM, LEFT, PICTURES, WIDTH, picture

from scaling.curves import get_curve
from scaling.curves.registry import CURVES

ROOT = Path(__file__).resolve().parent.parent.parent
PAGE = (ROOT / "docs" / "curves.md").read_text(encoding="utf-8")
NAMES = [name for name, _ in CURVES]


def test_the_guide_names_every_family():
    guide = PAGE.split("## What to use when")[1].split("\n\n")[1]
    assert set(re.findall(r"`([a-z0-9-]+)`", guide)) - {"aicc"} == set(NAMES)


@pytest.mark.parametrize("name", NAMES)
def test_a_picture_is_small_and_up_to_date(name):
    if other_versions():
        pytest.skip("; ".join(other_versions()))
    text = (PICTURES / f"{name}.svg").read_text(encoding="utf-8")
    assert text == picture(name), f"docs/curves/{name}.svg is old: run make docs"
    assert len(text) < 4096
    title = ElementTree.fromstring(text).find("{http://www.w3.org/2000/svg}title")
    assert title.text == f"{name}: {get_curve(name).summary}"


@pytest.mark.parametrize("name", NAMES)
def test_a_picture_stays_on_its_canvas(name):
    lines = re.findall(r'points="([^"]+)"', picture(name))
    assert len(lines) in (2, 3)
    for line in lines:
        for point in line.split():
            across, down = map(float, point.split(","))
            assert LEFT <= across <= WIDTH
            assert 0 <= down <= BOTTOM


def test_no_picture_is_left_over():
    assert {path.stem for path in PICTURES.iterdir()} == set(NAMES)


def test_the_curve_of_your_own_works(capsys):
    names: dict[str, object] = {"__name__": "page"}
    for block in re.findall(r"^```python\n(.*?)^```$", PAGE, re.DOTALL | re.MULTILINE):
        exec(compile(block, "docs/curves.md", "exec", dont_inherit=True), names)
    assert 0.05 < float(capsys.readouterr().out) < 10
