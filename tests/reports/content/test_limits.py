"""Limits are counted from data and results; what is not true of them is not said."""

from __future__ import annotations

import dataclasses

import pytest

from scaling.fitting.records import Interval
from scaling.notes import NOTES, QUALIFIERS
from scaling.reports.content.courses import size_order
from scaling.reports.content.limits import NOTED, QUALIFIED, limits
from scaling.reports.data_note import DataNote
from tests.plots.builder import detect_result, facts, results
from tests.reports.makers import NOTE, one


def said(*series, data: DataNote = NOTE) -> str:
    return " ".join(sentence.text for sentence in limits(results(series), data))


def test_what_is_always_said_is_true_of_all_data() -> None:
    calm = one(qualifiers=(), notes=())
    assert said(calm) == (
        "Nothing is said of sizes beyond those measured. Nothing is known here of contamination: "
        "whether a model saw the test items in training is not part of these data."
    )


def test_contamination_is_left_to_data_that_speak_of_it() -> None:
    spoken = dataclasses.replace(NOTE, caveats=("Contamination was looked for: none found.",))
    assert "contamination" not in said(one(), data=spoken)


@pytest.mark.parametrize(
    ("changes", "part"),
    [
        ({"qualifiers": ("one_seed",)}, "One training run per size"),
        ({"qualifiers": ("assumed_n_items",)}, "not known for one series: 250 was assumed"),
        ({"qualifiers": ("heterogeneous_family",)}, "The models of one family (OPT) differ in"),
        (
            {"qualifiers": ("metric_artifact_candidate",)},
            "The one sharply rising series",
        ),
        ({"notes": ("lack-of-fit",)}, "No curve fits the scores well in one series"),
        ({"n_sizes": 4}, "The one rising series has five sizes or fewer"),
        ({"verdict": "unresolvable"}, "One series rises where these sizes cannot tell"),
        ({"verdict": "insufficient"}, "The one series has fewer than three sizes or spans less"),
        ({"status": "failed"}, "One series could not be analysed"),
        ({"interval": Interval("none", 0.95, 0)}, "No bootstrap was run"),
    ],
)
def test_each_limit_is_said_where_it_holds_alone(changes: dict[str, object], part: str) -> None:
    calm = one(qualifiers=(), notes=())
    assert part in said(dataclasses.replace(calm, **changes))
    assert part not in said(calm)


def test_they_are_counted() -> None:
    made = [detect_result(facts(f"F{i}"), qualifiers=("heterogeneous_family",)) for i in range(8)]
    text = said(*made)
    assert "The models of 8 families (F0, F1, F2, F3, F4, F5, …) differ" in text
    two = [detect_result(facts(), verdict="insufficient"), one()]
    assert "1 of 2 series has fewer than three sizes" in said(*two)


def test_the_codes_exist() -> None:
    assert set(QUALIFIED) <= set(QUALIFIERS)
    assert set(NOTED) <= set(NOTES)
    for text in (*QUALIFIED.values(), *NOTED.values()):
        assert text.format(of="x", **size_order(["loss"])).endswith(".")


def test_on_the_loss_models_are_strong_and_weak() -> None:
    codes = ("single_point_rise", "non_monotone", "floor_mismatch")
    text = said(one(size="loss", qualifiers=codes))
    assert "Only the strongest model is better than chance in one series" in text
    assert "A stronger model scores clearly worse than a weaker one" in text
    assert "The weakest models do not score" in text
    assert "Only the largest size is" in said(one(qualifiers=codes))


def test_series_without_an_error_model_are_undecided() -> None:
    text = said(one(verdict="inconclusive", notes=("no-error-model",)))
    assert "The error of the scores is not known for one series, which stay undecided." in text


def test_families_alike_in_their_first_letters_are_counted_apart() -> None:
    made = [
        detect_result(facts("A" * 70 + end), qualifiers=("heterogeneous_family",)) for end in "12"
    ]
    assert "The models of 2 families (A" in said(*made)
