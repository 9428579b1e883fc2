"""The OLMo ladder from its step files: both steps as Bhagia et al. 2024 fit them, and as we do.

arXiv:2412.04403, section 4: step one on the last checkpoints of 16 runs (means of the last five
evaluations), step two on all checkpoints but the first tenth, smoothed over five, and one point
at loss 0 and accuracy 1. The target is the 13B model at 5T tokens.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import numpy as np
import pandas as pd

from scaling.forecasting.two_step import Ladder, TwoStepForecast, TwoStepOptions
from scaling.forecasting.two_step import forecast_in_two_steps as forecast
from scaling.runs import Runs
from scaling.series import Series, SeriesKey

FOLDER = "olmo_ladder"
TARGET = "13B-5T"
SMOOTHED = 5  # evaluations
SKIPPED = 0.1  # of each run's first evaluations, in step two
ANCHOR = "loss 0"  # the point that the authors add to step two
ITEMS = 1000.0  # of every task: weights of points, alike, need no truer number
TASKS = {  # the authors' name: columns with their weights, and chance
    "mmlu_avg_test_5shot": (
        {
            "mmlu_stem_test": 0.215,
            "mmlu_humanities_test": 0.335,
            "mmlu_social_sciences_test": 0.219,
            "mmlu_other_test": 0.231,
        },
        0.25,
    ),
    "hellaswag_val_5shot": ({"hellaswag_val": 1.0}, 0.25),
    "arc_challenge_test_5shot": ({"arc_challenge_test": 1.0}, 0.25),
    "arc_easy_test_5shot": ({"arc_easy_test": 1.0}, 0.25),
    "piqa_val_5shot": ({"piqa_val": 1.0}, 0.5),
    "csqa_val_5shot": ({"csqa_val": 1.0}, 0.2),
    "socialiqa_val_5shot": ({"socialiqa_val": 1.0}, 1 / 3),
    "openbookqa_test_5shot": ({"openbookqa_test": 1.0}, 0.25),
}
AS_PUBLISHED = {"link_objective": "gaussian", "ceiling": "free", "floor": "free"}
ASKED = 0.0604  # mean relative error of the authors


@dataclass(frozen=True, eq=False)
class Run:
    """The evaluations of one run: parameters, tokens at the end, losses and scores over time."""

    name: str
    params: float
    tokens: float
    loss: np.ndarray
    score: np.ndarray

    @property
    def final(self) -> tuple[float, float]:
        """Mean loss and score of the last evaluations."""
        return float(self.loss[-SMOOTHED:].mean()), float(self.score[-SMOOTHED:].mean())


def runs_of(folder: Path, task: str) -> tuple[list[Run], Run]:
    """Return the runs that are fitted, and the target, with the values of one task."""
    fitted, target = [], None
    for label, config in json.loads((folder / "configs" / "final.json").read_text()).items():
        for path in config["paths"]:
            file = folder / "data" / "ladder-runs" / Path(path).name
            run = _run(file, float(config["n"]), task)
            if config["mode"] == "train":
                fitted.append(run)
            elif label == TARGET:
                target = run
    assert target is not None
    return fitted, target


def _run(file: Path, params: float, task: str) -> Run:
    rows = _rows(file)
    weights = TASKS[task][0]
    if "throughput/total_tokens" in rows:
        tokens = float(rows["throughput/total_tokens"].iloc[-1])
    else:
        tokens = float(rows["_step"].iloc[-1]) * float(rows["batch_size_in_tokens"].iloc[-1])
    columns = (("downstream_bpb", "bpb"), ("downstream", "len_norm"))
    loss, score = (
        sum(
            weight * rows[f"eval/{group}/{name}_rc_5shot_{metric}"].to_numpy(float)
            for name, weight in weights.items()
        )
        / sum(weights.values())
        for group, metric in columns
    )
    return Run(file.stem, params, tokens, np.asarray(loss), np.asarray(score))


@cache
def _rows(file: Path) -> pd.DataFrame:
    return pd.read_csv(file)


def ladder_of(task: str, fitted: list[Run], *, checkpoints: bool) -> Ladder:
    """Return the ladder of a task: with all checkpoints and the anchor, or final models alone."""
    finals = [run.final for run in fitted]
    runs = Runs(
        models=tuple(run.name for run in fitted),
        params=np.array([run.params for run in fitted]),
        tokens=np.array([run.tokens for run in fitted]),
        loss=np.array([loss for loss, _ in finals]),
        loss_unit="bits-per-byte",
    )
    if checkpoints:
        points = [(run.name, *pair) for run in fitted for pair in _smoothed(run)]
        points.append((ANCHOR, 1e-9, 1.0))
    else:
        points = [(run.name, *pair) for run, pair in zip(fitted, finals, strict=True)]
    return Ladder(runs, series_of(task, points, TASKS[task][1]), "bits_per_byte")


def _smoothed(run: Run) -> list[tuple[float, float]]:
    """Return running means of the evaluations after the first tenth."""
    first = int(np.ceil(SKIPPED * len(run.loss)))
    frame = pd.DataFrame({"loss": run.loss[first:], "score": run.score[first:]})
    return list(frame.rolling(SMOOTHED, min_periods=1).mean().itertuples(index=False, name=None))


def series_of(task: str, points: list[tuple[str, float, float]], chance: float) -> Series:
    """Return (model, loss, score) points as a series, from the largest loss down."""
    points = sorted(points, key=lambda point: -point[1])
    count = len(points)
    return Series(
        key=SeriesKey("published", task, "acc"),
        size_axis="loss",
        models=tuple(name for name, _, _ in points),
        size=np.array([loss for _, loss, _ in points]),
        score=np.array([score for _, _, score in points]),
        n_items=np.full(count, ITEMS),
        sigma=np.full(count, np.nan),
        metric_kind="proportion",
        chance=chance,
        ceiling=1.0,
    )


def predictions(
    folder: Path, task: str, draws: int
) -> tuple[Run, TwoStepForecast, TwoStepForecast]:
    """Return the target, the forecast as published and with our defaults (90 % intervals)."""
    fitted, target = runs_of(folder, task)
    asked = {"at": target.params, "tokens": target.tokens, "via": "bits_per_byte", "far": True}
    theirs = TwoStepOptions(**asked, **AS_PUBLISHED, draws=0)
    ours = TwoStepOptions(**asked, level=0.9, draws=draws)
    return (
        target,
        forecast(ladder_of(task, fitted, checkpoints=True), theirs),
        forecast(ladder_of(task, fitted, checkpoints=False), ours),
    )


def table(folder: Path, draws: int = 999) -> pd.DataFrame:
    """Return one row a task: what was scored, what was predicted, and the relative errors.

    ``error_by_compute`` (compute, loss, score) and ``error_at_once`` (parameters and tokens
    straight to the score) are the authors' other ways.
    """
    published, by_compute, at_once = (
        pd.read_csv(folder / "expected" / f"{name}.csv").set_index("Task")
        for name in ("chained_main", "chained_flops_main", "step1_acc_main")
    )
    rows = []
    for task in TASKS:
        target, theirs, ours = predictions(folder, task, draws)
        loss, score = target.final
        rows.append(
            {
                "task": task,
                "loss": loss,
                "loss_predicted": ours.loss.estimate,
                "score": score,
                "published": published.loc[task, "Pred"],
                "as_published": theirs.estimate,
                "ours": ours.estimate,
                "lower": ours.lower,
                "upper": ours.upper,
                "one_step": ours.steps.single.estimate,
                "error_published": published.loc[task, "Rel Error"],
                "error_as_published": abs(theirs.estimate - score) / score,
                "error_ours": abs(ours.estimate - score) / score,
                "error_by_compute": by_compute.loc[task, "Rel Error"],
                "error_at_once": abs(at_once.loc[task, "Rel Error"]),
                "error_one_step": abs(ours.steps.single.estimate - score) / score,
                "decades_beyond": ours.decades_beyond_data,
            }
        )
    return pd.DataFrame(rows)
