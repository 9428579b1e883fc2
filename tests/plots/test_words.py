"""Figures in words, letter for letter."""

from __future__ import annotations

import dataclasses
from collections.abc import Sequence
from typing import Any

import pytest

from scaling.detection.results import DetectResult
from scaling.fitting.records import NAN, Estimate
from scaling.plots.words import course, describe_series, sentence, verdict_counts
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
        "OPT on 3-digit addition rises from 0.00 at 125M to 0.61 at 66B; logistic curve; "
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
        "falls from 0.50 at 3 to 0.20 at 2; verdict: inverse (falls with scale)"
        in describe_series([falling])
    )
    assert "has no scores" in describe_series([dataclasses.replace(made, points=())])


def test_many_series_are_counted() -> None:
    assert describe_series(grid(3, 2)) == (
        "6 series: 3 families (Pythia, OPT, GPT-3) on 2 tasks (3-digit addition, ARC-Challenge). "
        "Verdicts: 1 emergent sharp, 1 smooth, 1 weak rise, 1 inverted u, 1 inconclusive, "
        "1 insufficient."
    )
    assert verdict_counts([fit_result(facts())]) == {"fitted": 1}


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
        ("inconclusive", (0.4, 0.4), "stays from 0.40 at 125M to 0.40 at 350M"),
        ("insufficient", (0.4,), "has one score, 0.40 at 125M"),
    ],
)
def test_courses(verdict: str, scores: tuple[float, ...], words: str) -> None:
    assert course(scored(verdict, scores)).startswith(words)


def test_a_width_is_told_of_rises_alone() -> None:
    assert "width" not in sentence(scored("inverse", (0.6, 0.5, 0.4)))
    assert "width 0.4 decades" in sentence(scored("smooth", (0.3, 0.4, 0.6)))
    on_loss = detect_result(facts(), size="loss", sizes=(3.0, 2.0))
    assert "width 0.4 nats [0.2, 0.8]" in sentence(on_loss)
