"""What ``scaling forecast --tokens`` does and prints for people."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, cast

from scaling.cli.forecast.emitting import emit_forecasts
from scaling.cli.output import Output
from scaling.errors import OptionError, printable

if TYPE_CHECKING:
    from scaling.forecasting.two_step import TwoStepForecast, TwoStepForecasts
    from scaling.table import ScoreTable

MOST_DETAILED = 3  # series; of more, both steps are not shown one by one
AXES = {"params": "parameters", "flops": "compute", "unique_tokens": "unique tokens"}
MOST_NAMED = 3  # excluded models that are named; more are counted


def forecast_by_tokens(
    table: ScoreTable,
    out: Output,
    at: tuple[str, ...],
    *,
    curve: str | None,
    link_floor: str,
    **options: Any,
) -> None:
    """Forecast scores in two steps and print the results.

    ``options`` are those of ``api.forecast`` with ``tokens``. Raises DataError, after printing,
    where nothing could be forecast.
    """
    from scaling import api

    if curve is not None:
        raise OptionError(
            f"curve: with --tokens a link leads from loss to score, got {curve!r}: choose with "
            "--link, and --law for the loss"
        )
    results = cast(
        "TwoStepForecasts",
        api.forecast(table, at or None, floor=link_floor, show_progress=out.progress, **options),
    )
    nothing = f"{table.name}: no score could be forecast; see the rows above"
    emit_forecasts(results, out, page_of, nothing)


def page_of(results: TwoStepForecasts, *, to_terminal: bool) -> str:
    """Return the table of forecasts, both steps of few series, sentences and method."""
    from scaling.cli.forecast.page import sentences
    from scaling.cli.tables import as_table

    text = as_table(results.to_display(), to_terminal=to_terminal)
    able = [one for one in results if one.status == "ok"]
    for one in able if len(able) <= MOST_DETAILED else []:
        text += f"\n{printable(_name(one))}\n"
        text += as_table(one.step_rows(), to_terminal=to_terminal)
        text += _excluded(one)
    text += sentences([(_name(one), one.reason) for one in able])
    return text + f"\n{method_line(results)}\n"


def method_line(results: TwoStepForecasts) -> str:
    """Return how the numbers came about."""
    from scaling.forecasting.wording import listed
    from scaling.laws.registry import get_law

    one = next((one for one in results if one.status == "ok"), None)
    if one is None:
        return "nothing was forecast"
    steps = one.steps
    axes = listed([AXES.get(name, name) for name in get_law(steps.law).needs])
    delta = f", delta {steps.delta:g}, sum" if steps.delta == steps.delta else ""
    parts = [
        f"step 1: {steps.law} in {axes}, {steps.law_objective} of log losses{delta}",
        f"step 2: {steps.link} from {steps.via} to score, {steps.link_objective}",
        "compute is 6 N D",
    ]
    if one.interval is None:
        parts.append("no intervals")
    else:
        parts.append(
            f"{one.interval.level * 100:g} % intervals of a new model: one bootstrap of runs for "
            f"both steps, leverage-corrected weights, {one.interval.draws} draws, residual noise"
        )
    return printable("; ".join(parts))


def _name(one: TwoStepForecast) -> str:
    return f"{one.series.task} / {one.series.metric}"


def _excluded(one: TwoStepForecast) -> str:
    """Return which models were left out of both steps."""
    names = [gone.model for gone in one.steps.excluded]
    if not names:
        return ""
    more = f" and {len(names) - MOST_NAMED} more" if len(names) > MOST_NAMED else ""
    return printable(f"left out: {', '.join(names[:MOST_NAMED])}{more}") + "\n"
