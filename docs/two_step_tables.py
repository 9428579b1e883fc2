"""The tables of ``docs/two-step.md``, from the results of ``benchmarks/ladders.py``."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pandas as pd

RESULTS = Path(__file__).resolve().parent.parent / "benchmarks" / "results"
NAMES = {
    "mmlu_avg_test_5shot": "MMLU",
    "hellaswag_val_5shot": "HellaSwag",
    "arc_challenge_test_5shot": "ARC-Challenge",
    "arc_easy_test_5shot": "ARC-Easy",
    "piqa_val_5shot": "PIQA",
    "csqa_val_5shot": "CommonsenseQA",
    "socialiqa_val_5shot": "Social IQa",
    "openbookqa_test_5shot": "OpenBookQA",
}
Rows = list[tuple[object, ...]]


def olmo() -> tuple[Sequence[str], Rows]:
    """Return the forecasts of the 13B model, task by task, beside the authors'."""
    frame = pd.read_csv(RESULTS / "olmo_ladder.csv")
    rows: Rows = [
        (
            NAMES[one.task],
            f"{one.score:.3f}",
            f"{one.published:.3f} ({one.error_published:.4f})",
            f"{one.as_published:.3f} ({one.error_as_published:.4f})",
            f"{one.ours:.3f} [{one.lower:.3f}, {one.upper:.3f}] ({one.error_ours:.4f})",
        )
        for one in frame.itertuples()
    ]
    means = (frame[f"error_{name}"].mean() for name in ("published", "as_published", "ours"))
    rows.append(("mean error", "", *(f"**{mean:.4f}**" for mean in means)))
    header = ("task", "scored", "authors", "the same, refitted here", "defaults, 90 % interval")
    return header, rows


def other_ways() -> tuple[Sequence[str], Rows]:
    """Return the mean error of every way to the score of the 13B model."""
    frame = pd.read_csv(RESULTS / "olmo_ladder.csv")
    ways = (
        ("parameters and tokens, loss, score: defaults", "error_ours"),
        ("parameters and tokens, loss, score: authors", "error_published"),
        ("compute, loss, score: authors", "error_by_compute"),
        ("parameters and tokens, score: authors", "error_at_once"),
        ('compute, score by the same sigmoid: ours, "one step"', "error_one_step"),
    )
    rows: Rows = [(way, f"{frame[column].mean():.4f}") for way, column in ways]
    return ("way", "mean error"), rows


def gadre() -> tuple[Sequence[str], Rows]:
    """Return what is predicted of the two over-trained models, with the published errors."""
    frame = pd.read_csv(RESULTS / "gadre_over_training.csv")
    rows: Rows = [
        (
            one.model,
            one.quantity,
            f"{one.measured:.4f}",
            f"{one.predicted:.4f} [{one.lower:.3f}, {one.upper:.3f}]",
            f"{one.relative_error:.2%}",
            f"{one.published:.2%}",
        )
        for one in frame.itertuples()
    ]
    header = ("model", "quantity", "measured", "predicted, 90 % interval", "relative error",
              "published")  # fmt: skip
    return header, rows


def coverage() -> tuple[Sequence[str], Rows]:
    """Return how often intervals hold a new run's score, or its loss, in simulated ladders."""
    frame = pd.read_csv(RESULTS / "two_step_coverage.csv")
    rows: Rows = [
        (
            one.runs, one.target, f"{one.loss_noise:g}", f"{one.score_noise:g}", one.objective,
            f"**{one.joint:.2f}** ({one.joint_width:.3f})",
            f"{one.law_alone:.2f} ({one.law_alone_width:.3f})",
            f"{one.link_alone:.2f} ({one.link_alone_width:.3f})",
            f"{one.loss:.2f} ({one.loss_width:.3f})",
        )
        for one in frame.itertuples()
    ]  # fmt: skip
    header = ("runs", "target", "error of ln loss", "error of score", "objective of the law",
              "joint", "law alone", "link alone", "loss")  # fmt: skip
    return header, rows
