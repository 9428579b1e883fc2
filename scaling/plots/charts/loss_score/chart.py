"""The chart of scores by loss, for results on the loss axis and for forecasts in two steps."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace

import altair as alt

from scaling.errors import OutputError
from scaling.fitting.results import SeriesResult
from scaling.forecasting.two_step.records import Steps
from scaling.forecasting.two_step.results import TwoStepForecast
from scaling.plots.charts import curves
from scaling.plots.charts.loss_score.steps import law_panel, link_panel
from scaling.plots.charts.loss_score.words import note, step_titles
from scaling.plots.panels.grid import Grid, side_by_side, titles_by_row
from scaling.plots.panels.summary import LEAST_SCORES, evenly, scores_text
from scaling.plots.style.finish import finish
from scaling.plots.style.rows import ROWS, Datasets
from scaling.plots.style.style import Style
from scaling.series import LOSS_AXIS
from scaling.units import training_flops


def chart(results: Iterable[SeriesResult], style: Style) -> alt.VConcatChart:
    """Return the chart of scores by loss, drawn from what the results hold and no more.

    Results on the loss axis are curves by family, better to the right; of each forecast in two
    steps there is a panel a step. Raises DataError if there is no result, OutputError for results
    that know no loss.
    """
    results = list(results)
    steps = [one for one in results if isinstance(one, TwoStepForecast)]
    if steps and len(steps) == len(results):
        return _two_steps(steps, style)
    other = next((one.size for one in results if one.size != LOSS_AXIS), None)
    if other is not None:
        raise OutputError(
            f"scores cannot be drawn by loss: expected results on the axis loss, found {other}; "
            "fit or detect with --size loss, or forecast with --tokens"
        )
    return curves.chart(results, style)


def _two_steps(results: Sequence[TwoStepForecast], style: Style) -> alt.VConcatChart:
    known = [one for one in results if one.steps.score_points]
    if not known:
        raise OutputError(
            f"no forecast went through the loss: expected two steps, found {results[0].message}"
        )
    texts = [text for one in known for text in step_titles(one)]
    grid, data = Grid.of(len(texts), style), Datasets()
    if grid.columns > 2:  # both steps of a forecast stand side by side
        room = grid.width * grid.columns / 2
        grid = Grid(2, room, min(grid.height * grid.columns / 2, style.px(230)))
    titles = titles_by_row(texts, grid, style)
    most = max(ROWS // 4 // len(known), LEAST_SCORES)
    drawn = [replace(one, steps=_fewer(one.steps, most)) for one in known]
    panels = [
        draw(one, titles[2 * place + step], grid, style, data)
        for place, one in enumerate(drawn)
        for step, draw in enumerate((law_panel, link_panel))
    ]
    left = scores_text(_count(drawn), _count(known), what="runs and scores")
    text = " ".join(part for part in (note(known), left) if part)
    whole = side_by_side(panels, grid.columns, style)
    return finish(whole, data, style, width=grid.span(style), key=text)


def _fewer(steps: Steps, most: int) -> Steps:
    """Return steps with at most ``most`` runs, evenly by compute, and as many scores by loss."""
    runs = sorted(steps.loss_points, key=lambda run: training_flops(run.params, run.tokens))
    scores = sorted(steps.score_points, key=lambda point: point.loss)
    return replace(
        steps, loss_points=tuple(evenly(runs, most)), score_points=tuple(evenly(scores, most))
    )


def _count(results: Sequence[TwoStepForecast]) -> int:
    return sum(len(one.steps.loss_points) + len(one.steps.score_points) for one in results)
