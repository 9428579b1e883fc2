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


@pytest.mark.parametrize(
    ("verdict", "label"),
    [
        ("emergent_sharp", "Sharp improvement"),
        ("smooth", "Gradual improvement"),
        ("u_shaped", "Gets worse, then improves"),
        ("inverted_u", "Improves, then gets worse"),
        ("inverse", "Gets worse with scale"),
    ],
)
def test_losses_get_better_or_worse(verdict: str, label: str) -> None:
    loss = one(series=facts(kind="loss", chance=7.0, ceiling=1.5), verdict=verdict)
    assert told(loss)[1].label == label
    assert told(one(verdict=verdict))[1].label != label


@pytest.mark.parametrize(
    ("changes", "why"),
    [
        ({"qualifiers": ("non_monotone",)}, "a larger model scores clearly worse than a smaller"),
        ({"notes": ("lack-of-fit",)}, "no curve fits its scores well"),
        ({"p_bell": 0.001}, "too few sizes at the floor to see where it starts"),
        ({"p_bell": 0.9, "p_smooth": 0.01}, "its reason, in the table, says what forbids a claim"),
    ],
)
def test_a_rise_with_small_p_values_says_why_it_is_no_claim(
    changes: dict[str, object], why: str
) -> None:
    told_so = {"verdict": "rise_unresolved", "qualifiers": (), "p_bell": 0.9, "p_smooth": 0.9}
    assert why in told(one(**told_so | changes))[1].text
    assert not told(one(**told_so))[1].text.endswith(").")


def test_the_clearest_has_the_fewest_caveats_and_of_many_alike_the_largest_is_named() -> None:
    made = [
        dataclasses.replace(detect_result(facts(f"F{i}"), qualifiers=()), p_sharp=0.001)
        for i in range(4)
    ]
    assert told(*made)[1].text.startswith("4 series; the largest of the clearest is F")
    caveat = {"qualifiers": ("heterogeneous_family",)}
    made = [
        dataclasses.replace(result, **(caveat if i != 2 else {})) for i, result in enumerate(made)
    ]
    assert told(*made)[1].text.startswith("4 series; the clearest is F2 ")


def test_names_alike_in_their_first_letters_are_counted_apart() -> None:
    made = [detect_result(facts("A" * 70 + end)) for end in "12"]
    assert told(*made)[0].text.startswith("2 series of 2 families (A")


def test_the_certifiable_width_has_a_unit() -> None:
    text = told(one(verdict="unresolvable", qualifiers=()))[1].text
    assert text.endswith("narrowest width that could be certified 0.53 decades.")


def test_a_series_of_one_size_goes_nowhere() -> None:
    alone = detect_result(facts(), sizes=(1e9,), verdict="insufficient")
    assert "OPT on 3-digit addition scores " in told(alone)[1].text


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
