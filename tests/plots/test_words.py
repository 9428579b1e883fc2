"""Figures in words, letter for letter."""

from __future__ import annotations

import dataclasses
from collections.abc import Sequence
from typing import Any

import pytest

from scaling.detection.results import DetectResult
from scaling.fitting.records import NAN, Estimate
from scaling.plots.words import (
    course,
    describe_series,
    hollow_text,
    sentence,
    subjects,
    verdict_counts,
)
from scaling.series import Reference
from tests.plots.builder import OPT, detect_result, facts, fit_result, grid


def test_one_series() -> None:
    assert describe_series([detect_result(facts(n_shots=3))]) == (
        "OPT on 3-digit addition (3-shot) rises from chance at 1.3B to 0.92 at 66B; "
        "width 0.4 decades [0.2, 0.8]; verdict: emergent sharp (narrower than w0 under every "
        "smooth shape tested)."
    )


def test_a_fit() -> None:
    assert describe_series([fit_result(facts())]) == (
        "OPT on 3-digit addition rises from 0.0015 at 125M to 0.61 at 66B; logistic curve; "
        "width 1.4 decades [0.8, unbounded]."
    )


def test_a_failed_series() -> None:
    failed = detect_result(facts(), status="failed", message="two sizes")
    assert describe_series([failed]) == "OPT on 3-digit addition could not be fitted: two sizes."


def test_a_fall_on_the_loss_axis_and_no_points() -> None:
    made = dataclasses.replace(
        detect_result(facts(), size="loss", sizes=(3.0, 2.0), verdict="inverse", width=NAN),
        references=(),
    )
    points = tuple(
        dataclasses.replace(p, score=s) for p, s in zip(made.points, (0.5, 0.2), strict=True)
    )
    falling = dataclasses.replace(made, points=points)
    assert (
        "falls from 0.50 at a loss of 3 to 0.20 at a loss of 2; verdict: inverse (falls with scale)"
        in describe_series([falling])
    )
    assert "has no scores" in describe_series([dataclasses.replace(made, points=())])


def test_many_series_are_counted() -> None:
    text = describe_series(grid(3, 2))
    assert text.startswith(
        "6 series: 3 families (Pythia, OPT, GPT-3) on 2 tasks (3-digit addition, ARC-Challenge). "
        "Verdicts: 1 emergent sharp, 1 smooth, 1 weak rise, 1 inverted u, 1 inconclusive, "
        "1 insufficient. Pythia on 3-digit addition "
    )
    assert text.count("; verdict: ") == 6
    assert "(" not in text.split("; verdict: ", 1)[1].split(".", 1)[0]  # not what it means
    text = describe_series(grid(3, 3))
    assert "; verdict: " not in text
    assert " Scores: 3-digit addition 0." in text
    assert verdict_counts([fit_result(facts())]) == {"fitted": 1}


def test_names_that_begin_alike_are_counted_apart() -> None:
    long = "a task of a very long name that differs from others in its last letter alone, "
    made = [detect_result(facts(f"family {i}", long + "xyz"[i % 3])) for i in range(12)]
    assert "12 families on 3 tasks (" in describe_series(made)


def test_series_alike_in_family_task_and_condition_are_told_apart() -> None:
    cot = dataclasses.replace(facts(n_shots=8), prompting="cot")
    made = [
        detect_result(facts(n_shots=8)), detect_result(facts(n_shots=8, metric="bleu")),
        detect_result(cot), detect_result(facts("GPT", n_shots=8)),
    ]  # fmt: skip
    names = [
        "OPT on 3-digit addition, exact_match (8-shot)", "OPT on 3-digit addition, bleu (8-shot)",
        "OPT on 3-digit addition (8-shot, cot)", "GPT on 3-digit addition (8-shot)",
    ]  # fmt: skip
    assert subjects(made) == names
    told = describe_series(made)
    assert all(f"{name} rises" in told for name in names)


def test_left_out_references_are_said() -> None:
    references = [Reference(f"m{i}", 0.1 * i) for i in range(5)]
    text = describe_series([detect_result(facts(), references=references)])
    assert text.endswith("3-digit addition: of 5 models without a size the best 3 are drawn.")


def test_width_without_interval() -> None:
    made = dataclasses.replace(detect_result(facts()), width=Estimate(0.7))
    assert "width 0.7 decades" in describe_series([made])


def scored(verdict: str, scores: Sequence[float], **told: Any) -> DetectResult:
    """Return a result of these scores, with narrow intervals."""
    made = detect_result(facts(chance=0.25), sizes=OPT[: len(scores)], verdict=verdict, **told)
    points = [
        dataclasses.replace(point, score=score, lower=score - 0.02, upper=score + 0.02)
        for point, score in zip(made.points, scores, strict=True)
    ]
    return dataclasses.replace(made, points=tuple(points))


@pytest.mark.parametrize(
    ("verdict", "scores", "words"),
    [
        ("smooth", (0.3, 0.4, 0.6), "rises from 0.30 at 125M to 0.60 at 1.3B"),
        ("emergent_sharp", (0.25, 0.26, 0.6), "rises from chance at 350M to 0.60 at 1.3B"),
        ("inverse", (0.6, 0.5, 0.4), "falls from 0.60 at 125M to 0.40 at 1.3B"),
        ("u_shaped", (0.6, 0.3, 0.7), "falls from 0.60 at 125M to 0.30 at 350M, then rises to 0.7"),
        ("inverted_u", (0.3, 0.6, 0.4), "rises from 0.30 at 125M to 0.60 at 350M, then falls to"),
        ("flat_at_chance", (0.25, 0.26), "stays at chance, 0.25 at 125M and 0.26 at 350M"),
        ("saturated", (0.99, 0.98), "stays level, 0.99 at 125M and 0.98 at 350M"),
        ("inconclusive", (0.4, 0.4), "goes from 0.40 at 125M to 0.40 at 350M"),
        ("inconclusive", (0.25, 0.26, 0.6), "goes from 0.25 at 125M to 0.60 at 1.3B"),
        ("smooth", (0.6, 0.5, 0.4), "goes from 0.60 at 125M to 0.40 at 1.3B"),
        ("insufficient", (0.4,), "has one score, 0.40 at 125M"),
    ],
)
def test_courses(verdict: str, scores: tuple[float, ...], words: str) -> None:
    assert course(scored(verdict, scores)).startswith(words)


@pytest.mark.parametrize(
    ("verdict", "scores", "words"),
    [
        ("smooth", (4.0, 3.0, 2.0), "improves from 4.00 at 125M to 2.00 at 1.3B"),
        ("inverse", (2.0, 3.0, 4.0), "gets worse from 2.00 at 125M to 4.00 at 1.3B"),
        ("u_shaped", (4.0, 6.5, 3.0), "gets worse from 4.00 at 125M to 6.50 at 350M, then impro"),
        ("inverted_u", (6.0, 2.5, 5.0), "improves from 6.00 at 125M to 2.50 at 350M, then gets w"),
    ],
)
def test_a_loss_gets_better_as_it_falls(
    verdict: str, scores: tuple[float, ...], words: str
) -> None:
    made = scored(verdict, scores)
    facts_of_loss = dataclasses.replace(made.series, metric_kind="loss", chance=7.0, ceiling=1.5)
    assert course(dataclasses.replace(made, series=facts_of_loss)).startswith(words)


def test_a_width_is_told_of_rises_alone() -> None:
    assert "width" not in sentence(scored("inverse", (0.6, 0.5, 0.4)))
    assert "width 0.4 decades" in sentence(scored("smooth", (0.3, 0.4, 0.6)))
    on_loss = detect_result(facts(), size="loss", sizes=(3.0, 2.0))
    assert "width 0.4 nats [0.2, 0.8]" in sentence(on_loss)


@pytest.mark.parametrize(
    ("axis", "size", "told"),
    [
        ("params", 1.3e9, "1.3B"), ("active_params", 1.3e9, "1.3B active parameters"),
        ("flops", 1e22, "1e22 training FLOPs"), ("tokens", 3e11, "300B training tokens"),
        ("loss", 2.514, "a loss of 2.514"), ("gpu_hours", 1e6, "1M gpu hours"),
    ],
)  # fmt: skip
def test_the_axis_is_named(axis: str, size: float, told: str) -> None:
    made = detect_result(facts(), size=axis, sizes=(size,), verdict="insufficient")
    assert f"has one score, {made.points[0].score:.2f} at {told};" in describe_series([made])


def test_a_loss_says_which_way_is_better() -> None:
    made = detect_result(facts(metric="ppl", kind="loss", chance=NAN), verdict="inverse")
    assert "(lower is better); verdict: inverse" in describe_series([made])
    assert "lower is better" not in describe_series([detect_result(facts())])


def test_series_alike_are_told_apart() -> None:
    one = detect_result(facts())
    other = dataclasses.replace(one, series=dataclasses.replace(one.series, metric="bleu"))
    text = describe_series([one, other])
    assert "OPT on 3-digit addition, exact_match rises" in text
    assert "OPT on 3-digit addition, bleu rises" in text


def test_hollow_points_are_explained() -> None:
    rising = detect_result(facts(chance=0.25))
    assert hollow_text([rising]) == " (hollow: not above chance)"
    worse = detect_result(facts(kind="loss", chance=0.9))
    assert hollow_text([rising, worse]) == " (hollow: not better than chance)"
    assert hollow_text([detect_result(facts(chance=NAN))]) == ""
