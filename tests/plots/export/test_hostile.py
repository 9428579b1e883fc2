"""Names that look like code: no format runs them, and every picture shows them as they are."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from functools import cache
from typing import Any

import pytest

from scaling.plots import draw
from scaling.plots.figure import Records
from tests.plots.builder import HOSTILE, detect_result, facts, manifest, results
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


@cache
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


def test_names_that_every_object_has_are_shown() -> None:
    """Vega takes such a name, as a title or in an order of names, for what an object has."""
    names = ("toString", "constructor")
    series = results([detect_result(facts(name, name)) for name in names])
    covered = tuple({"family": name, "task": name, "n_sizes": 3} for name in names)
    onsets = tuple(
        {"task": name, "model": name, "family": name, "params": 1e9, "flops": 1e20,
         "setting": name, "source": name} for name in names
    )  # fmt: skip
    for figure in (
        draw(series, "residuals", title="toString"),
        draw(series, "verdicts"),
        draw(Records(covered, manifest(), "coverage", {"axis": "params"})),
        draw(Records(onsets, manifest(), "onsets")),
    ):
        svg = figure.render("svg")
        assert isinstance(svg, str)
        for name in names:
            assert words(svg).count(name) >= 2


def test_a_text_that_looks_like_an_id_stays_as_it_is() -> None:
    name = 'id="clip0" url(#clip0) id="Q"'
    svg = draw(results([detect_result(facts(name, name))])).inline_svg()
    assert words(svg).count(name) >= 1
    assert 'clip-path="url(#s' in svg


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
