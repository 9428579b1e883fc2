"""Which results share a panel, and what stands in it."""

from __future__ import annotations

import dataclasses

from scaling.detection.result_set import DetectResults
from scaling.detection.results import DetectResult
from scaling.fitting.records import Interval, SeriesFacts
from scaling.plots.panels.grouping import line_names, panels_of
from scaling.plots.panels.rows import reference_rows
from scaling.series import Reference
from tests.plots.builder import detect_result, facts


def test_panels_split_by_task_metric_condition_and_axis() -> None:
    made = [
        detect_result(facts(task="a")), detect_result(facts("Pythia", task="a")),
        detect_result(facts(task="a", n_shots=5)), detect_result(facts(task="a", metric="bleu")),
        detect_result(facts(task="a"), size="flops"),
    ]  # fmt: skip
    assert [len(panel.lines) for panel in panels_of(made)] == [2, 1, 1, 1]


def test_variants_of_a_family_are_told_apart() -> None:
    made = [detect_result(facts(tuning=tuning)) for tuning in ("base", "instruct")]
    assert line_names(panels_of(made)) == ("OPT, base", "OPT, instruct")
    assert line_names(panels_of(made[:1])) == ("OPT",)


def unsized(series: SeriesFacts, reference: Reference) -> DetectResult:
    """Return a result of references alone."""
    whole = detect_result(series, references=[reference])
    return dataclasses.replace(whole, points=(), band=(), n_sizes=0, verdict="insufficient")


def test_references_without_a_condition_stand_in_every_panel_of_their_task() -> None:
    human = unsized(facts("baseline", "MMLU"), Reference("human", 0.9))
    shots = [detect_result(facts("OPT", "MMLU", n_shots=number)) for number in (0, 5)]
    other = detect_result(facts("OPT", "other", n_shots=5))
    panels = panels_of([shots[0], human, shots[1], other])
    assert [(panel.task, panel.n_shots) for panel in panels] == [("MMLU", 0), ("MMLU", 5),
                                                                 ("other", 5)]  # fmt: skip
    assert [[row["label"] for row in reference_rows(panel)[0]] for panel in panels] == [
        ["human"], ["human"], []
    ]  # fmt: skip
    assert all("baseline" not in panel.names for panel in panels)
    (alone,) = panels_of([human])
    assert alone.names == ("baseline",)


def test_references_beside_a_family_of_unstated_shots_stand_in_every_panel_too() -> None:
    human = unsized(facts("baseline", "MMLU"), Reference("human", 0.9))
    unstated = detect_result(facts("BLOOM", "MMLU"))
    five = detect_result(facts("OPT", "MMLU", n_shots=5))
    panels = panels_of([unstated, human, five])
    assert [(panel.n_shots, panel.names) for panel in panels] == [(None, ("BLOOM",)),
                                                                  (5, ("OPT",))]  # fmt: skip
    assert [[row["label"] for row in reference_rows(panel)[0]] for panel in panels] == [
        ["human"], ["human"]
    ]  # fmt: skip


def test_references_of_the_same_condition_are_no_line() -> None:
    sized = detect_result(facts(n_shots=5))
    codex = unsized(facts("Codex", n_shots=5), Reference("Codex", 0.8))
    (panel,) = panels_of([codex, sized])
    assert panel.names == (sized.series.family,)
    assert [row["label"] for row in reference_rows(panel)[0]] == ["Codex"]


def test_panels_know_the_level_of_the_intervals() -> None:
    undecided = dataclasses.replace(detect_result(facts("a")), interval=None)
    decided = dataclasses.replace(detect_result(facts("b")), interval=Interval("profile", 0.9, 99))
    assert panels_of([undecided])[0].level is None
    assert panels_of([undecided, decided])[0].level == 0.9
    asked = {"options": {"level": 0.8}}
    assert panels_of(DetectResults(results=(undecided,), manifest=asked))[0].level == 0.8
