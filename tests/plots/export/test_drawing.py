"""Drawings are shared, and wider ones are what Vega would have drawn."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
import vl_convert

from scaling.plots.export import drawing
from scaling.plots.export.drawing import Drawing, drawing_of
from scaling.plots.export.spec import vegalite_version
from tests.plots.export.small import titled


@pytest.fixture(autouse=True)
def nothing_kept() -> Iterator[None]:
    drawing._drawn.cache_clear()
    yield
    drawing._drawn.cache_clear()


def drawn_by_vega(document: dict[str, object]) -> str:
    svg = vl_convert.vegalite_to_svg(document, vl_version=vegalite_version())
    assert isinstance(svg, str)
    return svg


@pytest.mark.parametrize(
    "padding",
    [None, 5, 7, {"left": 5, "right": 9.4, "top": 5, "bottom": 5},
     {"left": 5, "right": 5, "top": 8, "bottom": 5}],
)  # fmt: skip
def test_a_drawing_is_what_vega_draws(padding: object) -> None:
    document = titled("words").spec()
    document["config"]["padding"] = 5
    document.pop("padding")
    if padding is not None:
        document["padding"] = padding
    found = drawing_of(document)
    assert found.svg == drawn_by_vega(document)
    assert f'width="{found.width:g}" height="{found.height:g}"' in found.svg


def test_formats_and_widths_share_a_drawing() -> None:
    document = titled("words").spec()
    document["config"]["padding"] = 5
    for right, text in ((5, "a"), (6.5, "a"), (5, "b")):
        document["padding"] = {"left": 5, "right": right, "top": 5, "bottom": 5}
        drawing_of(document | {"description": text})
    assert drawing._drawn.cache_info().misses == 1


def test_texts_are_read_as_they_are_shown() -> None:
    assert drawing_of(titled("a < b & c").spec()).texts() == ["a < b & c"]
    assert Drawing("<svg><text> x</text></svg>", 1, 1).texts() == [" x"]
