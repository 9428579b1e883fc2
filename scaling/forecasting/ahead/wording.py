"""The sentences of a forecast."""

from __future__ import annotations

from collections.abc import Sequence

from scaling.fitting.display import short
from scaling.forecasting.ahead.options import ForecastOptions
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


def reason_text(
    outlook: Outlook,
    size: float,
    x: float,
    rows: Sequence[WeightRow],
    records: Sequence[TrackRecord],
    options: ForecastOptions,
) -> str:
    """Return a forecast at a size, which lies at x, in words."""
    made = f"the average of {members_text(rows)}"
    if len(rows) == 1:
        made = f"the curve {rows[0].curve}"
    text = f"At {place_text(outlook.series, size, x)}: {made}."
    if options.draws:
        text += f" The {options.level * 100:g} % interval holds {noise_text(outlook, x)}."
    told = [record.text for record in records if record.text]
    return " ".join([text, *(f"{one[:1].upper()}{one[1:]}." for one in told)])


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


def noise_text(outlook: Outlook, x: float) -> str:
    """Return what the interval of a new model's score at a place x rests on."""
    noise = outlook.noise
    recipe = f"recipe noise of {short(noise.scale)}"
    recipe += " of the loss" if noise.relative else ""
    parts = ["the curves' own uncertainty", recipe]
    if outlook.series.binomial:
        parts.append(f"the sampling of {noise.n_items:.0f} items")
    if noise.leap and x > noise.edge:
        parts.append(f"leaps of {noise.leap:g} of the room above per decade".replace(" 0.", " ."))
    return listed(parts)


def own_record(
    found: Backtest, what: tuple[str, str] = ("largest size", "largest sizes")
) -> TrackRecord:
    """Return the record of the hold-outs of one series; ``what`` is held out, one or several."""
    if not found.n:
        return TrackRecord(text="too few sizes to hold one out")
    if found.n == 1:
        made = f"held out, its {what[0]} got 1 prediction, which was off by"
    else:
        made = f"held out, its {what[1]} got {found.n} predictions, with a mean error of"
    text = (
        f"{made} {error_text(found.mae)} (last value {error_text(found.mae_last)}, line in log "
        f"size {error_text(found.mae_linear)})"
    )
    if found.coverage90 == found.coverage90:
        inside = round(found.coverage90 * found.n)
        text += f", {inside} of {found.n} within the 90 % interval"
    return TrackRecord(
        found.n, found.mae, found.mae_last, found.mae_linear, found.crps, found.coverage50,
        found.coverage90, text,
    )  # fmt: skip
