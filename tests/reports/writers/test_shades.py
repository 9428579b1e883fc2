"""Colours of both themes become variables; all else of the light figure stands."""

from __future__ import annotations

from scaling.reports.writers.shades import Shades


def test_pairs_are_named_once_in_order() -> None:
    shades = Shades()
    assert shades.colour("#111111", "#EEEEEE") == "var(--c0, #111111)"
    assert shades.colour("#222222", "#EEEEEE") == "var(--c1, #222222)"
    assert shades.colour("#111111", "#EEEEEE") == "var(--c0, #111111)"
    assert shades.colour("#333333", "#333333") == "#333333"
    assert shades.css() == "--c0:#EEEEEE;--c1:#EEEEEE;"


def test_documents_are_merged_colour_by_colour() -> None:
    shades = Shades()
    light = {"a": ["#FFF", {"b": "#000000"}], "n": 3, "e": "x ? '#fff' : '#abcdef'"}
    dark = {"a": ["#111", {"b": "#000000"}], "n": 4, "e": "x ? '#000' : '#abcdef'"}
    merged = shades.merged(light, dark)
    assert merged == {
        "a": ["var(--c0, #FFF)", {"b": "#000000"}],
        "n": 3,
        "e": "x ? 'var(--c1, #fff)' : '#abcdef'",
    }


def test_where_the_themes_differ_in_more_the_light_one_stands() -> None:
    shades = Shades()
    light = {"a": ["#FFF"], "b": "one", "c": {"d": "#FFF"}}
    assert shades.merged(light, {"a": ["#000", "#000"], "b": "two", "c": 3}) == light
    assert shades.css() == ""
