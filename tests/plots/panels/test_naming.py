"""Names and order of series that have a row, a cell or a panel of their own."""

from __future__ import annotations

import dataclasses

from scaling.plots.panels.grouping import condition_text, line_names, panels_of
from scaling.plots.panels.naming import in_natural_order, panel_labels
from tests.plots.builder import detect_result, facts


def test_panels_in_natural_order() -> None:
    made = [detect_result(facts(task=task, n_shots=shots)) for task in ("10", "9") for shots in
            (16, None, 2)]  # fmt: skip
    panels = in_natural_order(panels_of(made))
    assert [(panel.task, panel.n_shots) for panel in panels] == [
        ("9", None), ("9", 2), ("9", 16), ("10", None), ("10", 2), ("10", 16)
    ]  # fmt: skip
    assert panel_labels(panels)[:3] == ["9", "9, 2-shot", "9, 16-shot"]


def test_conditions_as_people_say_them() -> None:
    assert condition_text(facts(n_shots=5)) == "5-shot"
    assert condition_text(dataclasses.replace(facts(n_shots=0), prompting="cot")) == "0-shot, cot"
    assert condition_text(facts()) == ""


def test_a_family_has_the_fewest_facts_that_tell_its_series_apart() -> None:
    def one(task: str, tuning: str, source: str) -> object:
        return detect_result(dataclasses.replace(facts(task=task, tuning=tuning), source=source))

    made = [one("a", "base", "x"), one("a", "instruct", "y"), one("b", "base", "z")]
    assert line_names(panels_of(made)) == ("OPT, base", "OPT, instruct")
    made = [one("a", "base", "x"), one("a", "base", "y"), one("b", "instruct", "z")]
    assert line_names(panels_of(made)) == ("OPT, x", "OPT, y", "OPT, z")
