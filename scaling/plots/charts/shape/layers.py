"""The two lines of the test for turns: drawn from end to end, with slopes and p-values above."""

from __future__ import annotations

import altair as alt

from scaling.detection.results import DetectResult, SlopeLine
from scaling.plots.charts.shape.rows import slope_text
from scaling.plots.panels.frame import Frame

LANE = 15.0  # pixels of the design above a panel, for the slopes
FALL, RISE = 1, 2  # places in the theme's palette
SOLID, DASHED = [1, 0], [5, 3]


def line_layers(result: DetectResult, frame: Frame) -> list[alt.Chart]:
    """Return both lines, where they break, and their slopes above the panel."""
    style, theme, lines = frame.style, frame.theme, result.two_lines
    x, y = frame.across(), frame.up()
    both = lines.left, lines.right
    colours = [theme.palette[FALL if line.slope < 0 else RISE] for line in both]
    broken = alt.Chart(frame.data.add([{"size": lines.break_size}])).mark_rule(
        strokeDash=[style.px(1), style.px(3)], strokeWidth=style.px(1), color=theme.muted
    )
    layers = [broken.encode(x=x)]
    places = (0.0, frame.width)
    for line, colour, place in zip(both, colours, places, strict=True):
        ends = [{"size": line.start_size, "score": line.start_score, "size2": line.end_size,
                 "score2": line.end_score}]  # fmt: skip
        mark = alt.Chart(frame.data.add(ends)).mark_rule(
            strokeWidth=style.px(2.4), color=colour, clip=True,
            strokeDash=SOLID if line.p <= result.alpha else DASHED,
        )  # fmt: skip
        layers.append(mark.encode(x=x, x2=alt.X2(field="size2"), y=y, y2=alt.Y2(field="score2")))
        layers.append(_slope(line, colour, place, frame))
    return layers


def _slope(line: SlopeLine, colour: str, place: float, frame: Frame) -> alt.Chart:
    """The slope over its line: the left one at the left end of the panel, the right one right."""
    text: alt.Chart = (
        alt.Chart(frame.data.add([{"label": slope_text(line)}]))
        .mark_text(
            x=place, y=-frame.style.px(LANE / 2), align="right" if place else "left",
            baseline="middle", fontSize=frame.theme.small_size, fontWeight="bold", color=colour,
        )
        .encode(text=alt.Text(field="label", type="nominal"))
    )  # fmt: skip
    return text
