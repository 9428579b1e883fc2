"""The last step of every chart: its rows, its configuration, the title and the note."""

from __future__ import annotations

import altair as alt

from scaling.plots.style.rows import Datasets
from scaling.plots.style.style import Style
from scaling.plots.style.text import wrap

Part = alt.Chart | alt.LayerChart | alt.ConcatChart | alt.VConcatChart | alt.HConcatChart

# Shared with the level above, a scale would take its legend along, under the note.
OWN = alt.Resolve(
    scale=alt.ScaleResolveMap(
        color="independent", shape="independent", strokeDash="independent", size="independent",
        fill="independent", stroke="independent", opacity="independent",
    )
)  # fmt: skip


def finish(
    chart: Part, data: Datasets, style: Style, *, width: float, key: str = ""
) -> alt.VConcatChart:
    """Return the whole figure: title above, chart, and under it what its marks mean.

    ``width`` (theme's unit) is about how wide the chart comes out: texts are broken to it. The
    note (``key``) is never cut.
    """
    theme = style.theme
    noted: Part = chart
    if key:
        # On a level of its own, the note comes after the legends of the chart.
        noted = stacked(chart)
        noted.title = alt.TitleParams(
            text=wrap(key, width, theme.small_size, lines=len(key)), orient="bottom",
            anchor="start", fontSize=theme.small_size, fontWeight="normal", color=theme.muted,
            offset=style.px(14),
        )  # fmt: skip
    whole = stacked(noted)
    if style.title:
        whole.title = alt.TitleParams(
            text=wrap(style.title, width, theme.title_size, lines=3), anchor="start",
            fontSize=theme.title_size, color=theme.ink, offset=style.px(12),
        )  # fmt: skip
    whole.config = alt.Config.from_dict(theme.config())
    return data.attach(whole)


def stacked(*charts: Part, spacing: float | None = None) -> alt.VConcatChart:
    """Return charts one below the other; of a single one, a level around it."""
    whole = alt.VConcatChart() if spacing is None else alt.VConcatChart(spacing=spacing)
    whole.vconcat = list(charts)  # set, not passed: passing copies all of it, a tenth of a second
    whole.resolve = OWN
    return whole
