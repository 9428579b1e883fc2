"""The chart of forecasts: a panel a series, of capability forecasts a panel a task."""

from __future__ import annotations

from collections.abc import Iterable

import altair as alt

from scaling.forecasting.ahead.results import ForecastResult
from scaling.forecasting.observational.results import CapabilityForecast
from scaling.plots.charts.forecast import ability, ahead
from scaling.plots.charts.forecast.note import note
from scaling.plots.charts.forecast.outlook import outlooks_of
from scaling.plots.panels.beside import room_beside
from scaling.plots.panels.grid import Grid, side_by_side, titles_by_row
from scaling.plots.panels.rows import node_count
from scaling.plots.panels.summary import fewer_scores, scores_text
from scaling.plots.panels.telling import told_apart
from scaling.plots.style.finish import finish
from scaling.plots.style.look import Look
from scaling.plots.style.rows import Datasets
from scaling.plots.style.style import Style


def chart(results: Iterable[ForecastResult], style: Style) -> alt.VConcatChart:
    """Return the chart of forecasts, drawn from what they hold and no more.

    Several sizes of one series share a panel. Beyond the largest size the background is shaded.
    Forecasts on the capability axis show fitted and predicted models by family. Raises DataError
    if there is no result, OutputError for models that have no size and no prediction.
    """
    results = list(results)
    of_models = [one for one in results if isinstance(one, CapabilityForecast)]
    if of_models and len(of_models) == len(results):
        return ability.chart(of_models, style)
    found = outlooks_of(fewer_scores(results))
    # Where some were made, those that were refused are named in the note alone.
    outlooks = [one for one in found if one.made] or found
    look = Look.of([*style.names, *(one.name for one in outlooks)], style.theme)
    beside = room_beside([text for one in outlooks for text in ahead.label_texts(one)], style)
    grid, data = Grid.of(len(outlooks), style, beside), Datasets()
    nodes = node_count([one.farthest for one in outlooks])
    names = told_apart([ahead.facts_of(one) for one in outlooks], style.title)
    texts = [
        (name, [rest, *ahead.below_title(one)])
        for one, (name, rest) in zip(outlooks, names, strict=True)
    ]
    titles = titles_by_row(texts, grid, style, lines=3)
    panels = [
        ahead.panel(one, title, grid, look, style, data, nodes)
        for one, title in zip(outlooks, titles, strict=True)
    ]
    whole = side_by_side(panels, grid.columns, style)
    counts = {one.farthest.series.key: len(one.farthest.points) for one in outlooks_of(results)}
    left = scores_text(
        sum(len(one.farthest.points) for one in outlooks),
        sum(counts[one.farthest.series.key] for one in outlooks),
    )
    text = " ".join(part for part in (note(found), left) if part)
    return finish(whole, data, style, width=grid.span(style, beside), key=text)
