"""What ``scaling forecast --size capability`` does and prints for people."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import click

from scaling.cli.forecast.emitting import emit_forecasts
from scaling.cli.output import Output
from scaling.errors import OptionError, printable

if TYPE_CHECKING:
    from scaling.forecasting.observational.records import PlacedModel
    from scaling.forecasting.observational.results import CapabilityForecast, CapabilityForecasts
    from scaling.table import ScoreTable

TAKEN = (
    "task", "family", "metric", "where", "checkpoint", "benchmarks", "cutoff", "components",
    "reference_family", "standardise", "far", "level", "draws", "seed", "n_jobs",
)  # fmt: skip
NOT_TAKEN = ("curve", "rho")
MOST_LISTED = 2  # of more tasks, the predicted models are not listed one by one
MOST_MODELS = 40  # that are listed of a task
MOST_NAMED = 3  # models that are named as left out; more are counted


def forecast_capability(
    table: ScoreTable, out: Output, *, at: Sequence[str] = (), **options: Any
) -> None:
    """Forecast tasks from other benchmarks and print the results.

    ``options`` are those of ``scaling forecast``; of them those in ``TAKEN`` count. Raises
    OptionError for a curve or an over-dispersion, DataError, after printing, where no task could be
    forecast.
    """
    from click.core import ParameterSource

    from scaling import api

    context = click.get_current_context()
    for name in NOT_TAKEN:
        if context.get_parameter_source(name) is ParameterSource.COMMANDLINE:
            raise OptionError(
                f"--{name}: the capability axis has its own sigmoid and scatter, got "
                f"{options[name]!r}"
            )
    taken = {name: options[name] for name in TAKEN}
    taken["exclude"] = options["exclude_benchmark"]
    results = api.capability_forecasts(table, at=at, show_progress=out.progress, **taken)
    nothing = f"{table.name}: no task could be forecast; see the rows above"
    emit_forecasts(results, out, page_of, nothing)


def page_of(results: CapabilityForecasts, *, to_terminal: bool) -> str:
    """Return the table of tasks, the predicted models of few tasks, sentences and method."""
    from scaling.cli.tables import as_table

    text = as_table(results.to_display(), to_terminal=to_terminal)
    able = [one for one in results if one.n_training]
    for one in alone_of(able):
        text += f"\n{printable(_name(one))}: {_counted(one)}\n"
        text += as_table(
            [_cells(model) for model in one.predictions[:MOST_MODELS]], to_terminal=to_terminal
        )
        rest = len(one.predictions) - MOST_MODELS
        text += f"… and {rest} more: --format json\n" if rest > 0 else ""
    told = dict.fromkeys(f"{_name(one)}: {one.reason}" for one in able)  # at every compute the same
    if able:
        text += "\n" + "\n".join(printable(sentence) for sentence in told) + "\n"
    return text + f"\n{method_line(results)}\n"


def method_line(results: CapabilityForecasts) -> str:
    """Return how the numbers came about."""
    able = [one for one in results if one.n_training]
    if not able:
        return "nothing was forecast"
    one = able[0]
    used = ", ".join(row.benchmark for row in one.benchmarks)
    varies = len({tuple(row.benchmark for row in each.benchmarks) for each in able}) > 1
    count = len(one.explained)
    parts = [
        f"observational scaling law (Ruan et al. 2024): sigmoid of {count} principal "
        f"component{'s' if count != 1 else ''} of "
        f"{'benchmarks such as ' if varies else ''}{used}",
    ]
    units = sorted({each.reference for each in able if each.reference is not None})
    if units:
        parts.append(f"sizes are {' or '.join(units)}-equivalent FLOPs")
    if any(each.errors for each in able):
        parts.append(
            "mae in units of the score, of the forecast, of the last value (the score of the "
            "ablest model fitted) and of forecasts from flops or params alone, on the same "
            "held-out models; mse on the scale from floor to ceiling; within: share of their "
            "scores inside the interval"
        )
    if any(model.far for each in alone_of(able) for model in each.predictions):
        parts.append("far: further beyond the fitted models than --at goes without --far")
    if one.interval is not None:
        parts.append(
            f"{one.interval.level * 100:g} % intervals: {one.interval.kind}, {one.interval.draws} "
            "draws, imputation and components refitted in each"
        )
    else:
        parts.append("no intervals")
    return printable("; ".join(parts))


def alone_of(results: Sequence[CapabilityForecast]) -> list[CapabilityForecast]:
    """Return the results whose predicted models are listed: of few tasks, at no compute."""
    alone = [one for one in results if one.at != one.at]
    return alone if len(alone) <= MOST_LISTED else []


def _name(one: CapabilityForecast) -> str:
    return f"{one.series.task} / {one.series.metric}"


def _counted(one: CapabilityForecast) -> str:
    """Return how many models were fitted and predicted, and what was left out and why."""
    text = f"{one.n_training} models fitted, {one.n_predicted} predicted"
    for kind in ("benchmark", "model"):
        gone = [left for left in one.left_out if left.kind == kind]
        if gone:
            named = "; ".join(f"{left.name} ({left.reason})" for left in gone[:MOST_NAMED])
            more = f" and {len(gone) - MOST_NAMED} more" if len(gone) > MOST_NAMED else ""
            text += f"; {kind}{'s' if len(gone) > 1 else ''} left out: {named}{more}"
    return printable(text)


def _cells(model: PlacedModel) -> dict[str, str]:
    """Return the cells of a predicted model."""
    from scaling.fitting.display import estimate_text, short, signed
    from scaling.fitting.records import Estimate

    return {
        "model": model.model,
        "family": model.family,
        "equivalent flops": short(model.size),
        "beyond": signed(model.decades_beyond_data) + (" far" if model.far else ""),
        "flops": short(model.flops),
        "predicted": estimate_text(Estimate(model.predicted, model.lower, model.upper)),
        "score": short(model.observed),
    }
