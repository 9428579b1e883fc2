"""A figure from results: kind, theme, title, and what it carries."""

from __future__ import annotations

import pytest

from scaling.errors import OutputError, UnknownNameError
from scaling.plots import CHART_KINDS, draw
from tests.plots.builder import detect_result, facts, grid, manifest, results


def test_the_first_kind_of_a_command_is_drawn() -> None:
    figure = draw(results([detect_result(facts())]))
    assert figure.title == "OPT, 3-digit addition: scores by size"
    assert figure.description.startswith("OPT on 3-digit addition rises from chance at 1.3B")
    assert figure.manifest == manifest()


def test_a_family_that_nobody_names_is_in_no_title() -> None:
    figure = draw(results([detect_result(facts("all"))]))
    assert figure.title == "3-digit addition: scores by size"
    assert figure.description.startswith("3-digit addition rises from chance at 1.3B to 0.92 at")
    several = draw(results([detect_result(facts("all", task)) for task in ("a", "b")]))
    assert several.title == "opt-addition: scores by size"


def test_unknown_theme_and_kind() -> None:
    made = results([detect_result(facts())])
    with pytest.raises(UnknownNameError, match="unknown theme 'ligth': did you mean 'light'"):
        draw(made, theme="ligth")
    with pytest.raises(UnknownNameError, match="unknown kind of chart 'curve'"):
        draw(made, "curve")


def test_no_title_baked_in() -> None:
    figure = draw(grid(2, 1), title="")
    assert "title" not in figure.spec()
    assert figure.title.endswith("scores by size")


def test_chart_kinds_have_their_two_functions() -> None:
    for kind in CHART_KINDS:
        module = kind.module()
        assert callable(module.chart)
        assert callable(module.describe)
        assert kind.line
        assert kind.takes


def test_a_kind_that_needs_other_results() -> None:
    with pytest.raises(OutputError, match="'onsets' cannot be drawn from results of detect: expec"):
        draw(results([detect_result(facts())]), "onsets")
