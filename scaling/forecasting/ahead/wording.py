"""The sentences of a forecast."""

from __future__ import annotations

from collections.abc import Sequence

from scaling.fitting.display import short
from scaling.forecasting.ahead.outlook import Outlook
from scaling.forecasting.ahead.reach import outside
from scaling.forecasting.ahead.records import TrackRecord, WeightRow
from scaling.forecasting.baselines import LAST
from scaling.forecasting.records import Backtest
from scaling.forecasting.wording import error_text, listed
from scaling.series import LOSS_AXIS, Series
from scaling.units import format_size

SHOWN_WEIGHT = 0.05  # of an average's members: what counts less is not named
TOLD = {LAST: "the last value"}


def place_text(series: Series, size: float, x: float) -> str:
    """Return where a size lies as to the data, such as ``0.76 decades beyond the largest size``."""
    away = outside(series, x)
    loss = series.size_axis == LOSS_AXIS
    shown = f"{series.size_axis} {size:.4g}" if loss else format_size(size)
    if not away:
        return f"{shown}, within the sizes that were measured"
    unit = f"{away:.2f}" if loss else f"{away:.2f} decades"
    if x > series.x.max():
        return f"{shown}, {unit} beyond the {'lowest loss' if loss else 'largest size'}"
    return f"{shown}, {unit} short of the {'highest loss' if loss else 'smallest size'}"


def members_text(weights: Sequence[WeightRow]) -> str:
    """Return what an average is made of, such as ``linear .40 and gompertz .30``."""
    order = sorted(weights, key=lambda row: -row.weight)
    parts = [
        f"{TOLD.get(row.curve, row.curve)} {row.weight:.2f}".replace(" 0.", " .")
        for row in order
        if row.weight >= SHOWN_WEIGHT
    ]
    return listed(parts)


def noise_text(outlook: Outlook) -> str:
    """Return what the interval of a new model's score rests on."""
    noise = outlook.noise
    recipe = f"recipe noise of {short(noise.scale)}"
    recipe += " of the loss" if noise.relative else ""
    parts = ["the curves' own uncertainty", recipe]
    if noise.leap:
        parts.append(f"leaps of {short(noise.leap)} of the room above, a decade")
    if outlook.series.binomial:
        parts.append(f"the sampling of {noise.n_items:.0f} items")
    return listed(parts)


def own_record(found: Backtest) -> TrackRecord:
    """Return the record of the hold-outs of one series."""
    if not found.n:
        return TrackRecord(text="too few sizes to hold one out")
    scores = "score" if found.n == 1 else "scores"
    text = (
        f"held out, the {found.n} {scores} of its largest sizes were predicted with a mean error "
        f"of {error_text(found.mae)} (last value {error_text(found.mae_last)}, line in log size "
        f"{error_text(found.mae_linear)})"
    )
    if found.coverage90 == found.coverage90:
        inside = round(found.coverage90 * found.n)
        text += f", {inside} of {found.n} within the 90 % interval"
    return TrackRecord(
        found.n, found.mae, found.mae_last, found.mae_linear, found.crps, found.coverage50,
        found.coverage90, text,
    )  # fmt: skip
