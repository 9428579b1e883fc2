"""The summary: a sentence a verdict, naming few series and the most notable of many."""

from __future__ import annotations

import dataclasses

import pytest

from scaling.fitting.records import Point
from scaling.notes import VERDICTS
from scaling.reports.content.courses import Names
from scaling.reports.content.model import Statement
from scaling.reports.content.summary import WORDS, summary, words_of
from tests.plots.builder import VERDICT_CYCLE, detect_result, facts
from tests.reports.makers import few, grid, one

SCORES = (0.01, 0.02, 0.02, 0.86, 0.87)
SIZES = (7e7, 4.1e8, 1.4e9, 2.8e9, 1.2e10)


def told(*series) -> list[Statement]:
    return list(summary(list(series), Names(series)))


def step(**changes):
    made = [Point(f"m{s:g}", s, y, y, y, 500) for s, y in zip(SIZES, SCORES, strict=True)]
    return dataclasses.replace(
        detect_result(facts("Pythia"), qualifiers=()), points=tuple(made), **changes
    )


def test_a_sharp_rise_is_told_with_its_numbers() -> None:
    overview, sharp = told(step(p_sharp=0.003))
    assert overview.label == "Compared"
    assert overview.text == "one series of Pythia on 3-digit addition."
    assert sharp == Statement(
        "Sharp rise",
        "Pythia on 3-digit addition goes from .020 to .860 between 1.4B and 2.8B, "
        "width 0.4 decades [0.2, 0.8], p = .003.",
        "emergent_sharp",
        1,
    )


def test_a_claim_is_never_told_without_what_limits_it() -> None:
    text = told(step(qualifiers=("heterogeneous_family", "one_seed")))[1].text
    assert text.endswith("(its models differ in more than scale).")


def test_few_series_are_named_and_many_counted() -> None:
    made = [
        dataclasses.replace(detect_result(facts(f"F{i}"), verdict="smooth"), p_smooth=p)
        for i, p in enumerate((0.04, 0.001, 0.02, 0.03))
    ]
    text = told(*made)[1].text
    assert text.startswith("4 series; the clearest is F1 on 3-digit addition, which goes from ")
    assert told(*made[:3])[1].text.count("; ") == 2


def test_all_verdicts_have_words_and_their_order_is_that_of_the_notes() -> None:
    assert list(WORDS)[:-1] == list(VERDICTS)
    assert words_of("brand_new").label == "Brand new"


@pytest.mark.parametrize("verdict", [*VERDICTS, "brand_new"])
def test_every_verdict_makes_a_sentence(verdict: str) -> None:
    statement = told(one(verdict=verdict))[1]
    assert statement.verdict == verdict
    assert statement.text.endswith(".")
    assert "OPT on 3-digit addition" in statement.text
    assert "nan" not in statement.text


def test_the_counts_add_up() -> None:
    made = list(grid(5, 6))
    overview, *others = summary(made, Names(made))
    assert overview.count == len(made) == sum(one.count for one in others)
    assert overview.text == (
        "30 series of 5 families (Pythia, OPT, GPT-3, BLOOM, LLaMA) on 6 tasks."
    )
    labels = [statement.label for statement in others]
    assert labels == [words.label for words in WORDS.values() if words.label in labels]
    assert len(VERDICT_CYCLE) >= len(labels) > 8


def test_failed_series_say_why() -> None:
    text = summary(list(few()), Names(few()))[-1]
    assert text.label == "Not analysed"
    assert text.text == "OPT on LAMBADA could not be analysed: fewer than 3 sizes."


def test_many_series_with_too_few_sizes_are_counted() -> None:
    made = [detect_result(facts(f"F{i}"), verdict="insufficient") for i in range(4)]
    text = told(*made)[1].text
    assert text == (
        "4 series of 4 families (F0, F1, F2, F3). Fewer than three sizes, or less than half a "
        "decade of them."
    )
