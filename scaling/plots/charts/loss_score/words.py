"""Scores by loss in words: titles, the note, the alternative text."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence

from scaling.fitting.results import SeriesResult
from scaling.forecasting.two_step.results import TwoStepForecast
from scaling.plots.charts.forecast.outlook import at_text, interval_text
from scaling.plots.panels import units
from scaling.plots.style.text import clean
from scaling.plots.words import describe_series, with_interval


def describe(results: Iterable[SeriesResult]) -> str:
    """Return what a chart of scores by loss shows, in plain words with the numbers."""
    results = list(results)
    if not all(isinstance(one, TwoStepForecast) for one in results):
        return describe_series(results)
    return " ".join(_told(one) for one in results if isinstance(one, TwoStepForecast))


def loss_title(one: TwoStepForecast) -> str:
    """Return what stands between the steps with its unit, such as ``loss (nats per token)``."""
    return units.loss_title(one.steps.loss_unit, clean(one.steps.via.replace("_", " ")))


def step_titles(one: TwoStepForecast) -> list[tuple[str, list[str]]]:
    """Return the titles of both panels, and what stands under them."""
    steps = one.steps
    text = interval_text(one.estimate, one.lower, one.upper)
    loss = with_interval(one.loss, digits=3)
    return [
        (f"{one.series.task}: step 1, loss",
         [f"{clean(steps.law)}, {steps.n_runs} runs", f"{at_text(one)}: {loss}"]),
        (f"{one.series.task}: step 2, score",
         [f"{clean(steps.link)} link, {steps.n_scores} scores", f"{at_text(one)}: {text}"]),
    ]  # fmt: skip


def note(results: Sequence[TwoStepForecast]) -> str:
    """Say what the marks of both steps mean."""
    level = next((f"{one.interval.level:.0%} " for one in results if one.interval), "")
    text = "Step 1: runs by compute (6 N D), colour by parameters; lines: the law for the runs of "
    text += "one size. Step 2: their scores by loss; line: the link, dashed beyond the known losses"
    if level:
        text += f"; bands: {level}interval of the link, and fainter of a new model's score"
    text += f". Diamonds: the forecast{f' with {level}intervals' if level else ''}."
    left = {model.model for one in results for model in one.steps.excluded}
    if left:
        text += f" Left out of both steps: {', '.join(sorted(clean(name) for name in left))}."
    return text


def _told(one: TwoStepForecast) -> str:
    task = clean(one.series.task)
    if not math.isfinite(one.estimate):
        return f"{task}: no forecast ({clean(one.message)})."
    level = f" Intervals at {one.interval.level:.0%}." if one.interval else ""
    return f"{task}: {clean(one.reason).rstrip('.')}.{level}"
