"""Ladders of known truth."""

from __future__ import annotations

import numpy as np

from scaling.forecasting.two_step import Ladder
from scaling.runs import Runs
from scaling.series import Series, SeriesKey

SIZES = np.array([1.9e8, 3.7e8, 7.6e8, 1.3e9, 3.2e9])
RATIOS = np.array([10.0, 20.0, 40.0, 100.0, 200.0])  # tokens per parameter
A, B, E, ALPHA, BETA = 400.0, 660.0, 0.55, 0.34, 0.32
FLOOR, MIDPOINT, WIDTH = 0.26, 0.72, 0.5


def true_loss(params, tokens):
    return E + A / params**ALPHA + B / tokens**BETA


def true_score(loss):
    return FLOOR + (1 - FLOOR) / (1 + np.exp(np.log(81) * (loss - MIDPOINT) / WIDTH))


def sizes(n_sizes=5, n_ratios=5):
    params = np.repeat(SIZES[:n_sizes], n_ratios)
    return params, params * np.tile(RATIOS[-n_ratios:], n_sizes)


def make_series(models, loss, score, *, task="task", chance=0.25, kind="proportion", items=1000.0):
    order = np.argsort(-np.asarray(loss), kind="stable")
    count = len(order)
    return Series(
        key=SeriesKey("all", task, "acc"),
        size_axis="loss",
        models=tuple(models[place] for place in order),
        size=np.asarray(loss, dtype=float)[order],
        score=np.asarray(score, dtype=float)[order],
        n_items=np.full(count, items if kind == "proportion" else np.nan),
        sigma=np.full(count, np.nan),
        metric_kind=kind,
        chance=chance,
        ceiling=1.0,
    )


def make_ladder(
    *, loss_noise=0.0, score_noise=0.0, n_sizes=5, n_ratios=5, seed=0, link=true_score, **series
):
    """A ladder with normal errors of ln loss and of score; the score follows the run's own loss."""
    rng = np.random.default_rng(seed)
    params, tokens = sizes(n_sizes, n_ratios)
    count = len(params)
    loss = true_loss(params, tokens) * np.exp(loss_noise * rng.standard_normal(count))
    score = np.clip(link(loss) + score_noise * rng.standard_normal(count), 0, 1)
    models = tuple(f"run-{place:02d}" for place in range(count))
    runs = Runs(models=models, params=params, tokens=tokens, loss=loss)
    return Ladder(runs, make_series(models, loss, score, **series))
