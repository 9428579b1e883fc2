"""Names that look like code: no format runs them, and every picture shows them as they are."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import Any

import pytest

from scaling.plots import draw
from tests.plots.builder import HOSTILE, detect_result, facts, results
from tests.plots.export.test_svg import words

CODE = ("alert(", "datum.x", "datum.size")
PLACES_OF_TEXT = (
    "datasets",
    "description",
    "usermeta",
    "text",
    "title",
    "domain",
    "sort",
    "values",
)
"""Where a document holds text that Vega shows and never reads as a formula or a field."""
KINDS = ("curves", "verdicts", "widths", "residuals")


def hostile(kind: str) -> dict[str, Any]:
    made = results([detect_result(facts(name, name, name)) for name in HOSTILE])
    return draw(made, kind).spec()


def strings(value: Any, place: str = "") -> Iterator[tuple[str, str]]:
    """Yield every string of a document that Vega could read as a formula, with its key."""
    if isinstance(value, dict):
        for key, entry in value.items():
            if key not in PLACES_OF_TEXT or (key == "title" and isinstance(entry, dict)):
                yield from strings(entry, key)
    elif isinstance(value, list):
        for entry in value:
            yield from strings(entry, place)
    elif isinstance(value, str):
        yield place, value


@pytest.mark.parametrize("kind", KINDS)
def test_no_name_is_part_of_a_formula_a_field_or_a_format(kind: str) -> None:
    document = hostile(kind)
    assert any(code in json.dumps(document["datasets"]) for code in CODE)
    for place, text in strings(document):
        assert not any(code in text for code in CODE), (place, text)
        if place == "field":
            assert re.fullmatch(r"[a-z][a-z0-9_]*", text), text


@pytest.mark.parametrize("kind", KINDS)
def test_a_title_is_text_and_never_a_signal(kind: str) -> None:
    def titles(value: Any) -> Iterator[Any]:
        if isinstance(value, dict):
            for key, entry in value.items():
                if key in ("text", "title") and not isinstance(entry, dict):
                    yield entry
                yield from titles(entry)
        elif isinstance(value, list):
            for entry in value:
                yield from titles(entry)

    for title in titles({k: v for k, v in hostile(kind).items() if k != "datasets"}):
        lines = title if isinstance(title, list) else [title]
        assert all(line is None or isinstance(line, str) for line in lines)


def test_names_are_escaped_and_shown() -> None:
    made = results([detect_result(facts(name, name, name)) for name in HOSTILE])
    figure = draw(made, title=HOSTILE[0])
    svg, page = figure.render("svg"), figure.render("html")
    assert isinstance(svg, str)
    assert "<script" not in svg
    for name in HOSTILE[:3]:
        assert name in words(svg)
    assert isinstance(page, str)
    assert "<script>alert" not in page
