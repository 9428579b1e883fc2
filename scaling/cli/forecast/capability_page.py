"""What ``scaling forecast --size capability`` does and prints for people."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from scaling.cli.output import Output
from scaling.errors import DataError, OptionError, printable

if TYPE_CHECKING:
    from scaling.forecasting.observational.records import PlacedModel
    from scaling.forecasting.observational.results import CapabilityForecast, CapabilityForecasts
    from scaling.table import ScoreTable

TAKEN = (
    "task", "family", "metric", "where", "checkpoint", "benchmarks", "cutoff", "components",
    "reference_family", "standardise", "far", "level", "draws", "seed", "n_jobs",
)  # fmt: skip
MOST_LISTED = 2  # of more tasks, the predicted models are not listed one by one
MOST_MODELS = 40  # that are listed of a task
MOST_NAMED = 3  # models that are named as left out; more are counted


def forecast_capability(
    table: ScoreTable, out: Output, *, at: Sequence[str] = (), **options: Any
) -> None:
    """Forecast tasks from other benchmarks and print the results.

    ``options`` are those of ``scaling forecast``; of them those in ``TAKEN`` count. Raises
    OptionError for a curve, DataError, after printing, where no
    task could be forecast.
    """
    from scaling import api

    if options["curve"] is not None:
        raise OptionError(
            f"--curve: the capability axis has its own sigmoid, got {options['curve']!r}"
        )
    taken = {name: options[name] for name in TAKEN}
    taken["exclude"] = options["exclude_benchmark"]
    results = api.capability_forecasts(table, at=at, show_progress=out.progress, **taken)
    rows: Any = {
        "csv": lambda: [one.to_row() for one in results],
        "md": results.to_display,
    }.get(out.chosen_format, lambda: results.results)()
    manifest = results.manifest
    out.emit(
        results.command,
        rows,
        dataset=manifest["dataset"],
        seed=manifest["seed"],
        options=manifest["options"],
        notes=results.notes,
        extra=results.extra(),
        page=lambda: page_of(results, to_terminal=out.path is None),
    )
    if out.chosen_format == "table":
        codes = [code for one in results for code in (*one.notes, *one.qualifiers)]
        out.explain(sorted(set(codes)))
    if all(one.status == "failed" for one in results):
        raise DataError(f"{table.name}: no task could be forecast; see the rows above")


def page_of(results: CapabilityForecasts, *, to_terminal: bool) -> str:
    """Return the table of tasks, the predicted models of few tasks, sentences and method."""
    from scaling.cli.tables import as_table

    text = as_table(results.to_display(), to_terminal=to_terminal)
    able = [one for one in results if one.status == "ok"]
    alone = [one for one in able if one.at != one.at]
    if len(alone) <= MOST_LISTED:
        for one in alone:
            text += f"\n{printable(_name(one))}: {_counted(one)}\n"
            text += as_table(
                [_cells(model) for model in one.predictions[:MOST_MODELS]],
                to_terminal=to_terminal,
            )
            rest = len(one.predictions) - MOST_MODELS
            text += f"… and {rest} more: --format json\n" if rest > 0 else ""
    if able:
        sentences = [printable(f"{_name(one)}: {one.reason}") for one in able]
        text += "\n" + "\n".join(sentences) + "\n"
    return text + f"\n{method_line(results)}\n"


def method_line(results: CapabilityForecasts) -> str:
    """Return how the numbers came about."""
    one = next((one for one in results if one.status == "ok"), None)
    if one is None:
        return "nothing was forecast"
    used = ", ".join(row.benchmark for row in one.benchmarks)
    varies = len({tuple(row.benchmark for row in each.benchmarks) for each in results}) > 1
    parts = [
        f"observational scaling law (Ruan et al. 2024): sigmoid of {len(one.explained)} principal "
        f"components of {'benchmarks such as ' if varies else ''}{used}",
        f"sizes are {one.reference}-equivalent FLOPs",
    ]
    if any(each.errors for each in results):
        parts.append(
            "mae in units of the score, mse on the scale from floor to ceiling, of the forecast "
            "and of those from flops or params alone, on the same held-out models; within: share "
            "of their scores inside the interval"
        )
    if one.interval is not None:
        parts.append(
            f"{one.interval.level * 100:g} % intervals: {one.interval.kind}, {one.interval.draws} "
            "draws, imputation and components refitted in each"
        )
    else:
        parts.append("no intervals")
    return printable("; ".join(parts))


def _name(one: CapabilityForecast) -> str:
    return f"{one.series.task} / {one.series.metric}"


def _counted(one: CapabilityForecast) -> str:
    """Return how many models were fitted and predicted, and what was left out."""
    text = f"{one.n_training} models fitted, {one.n_predicted} predicted"
    names = [left.name for left in one.left_out]
    if names:
        more = f" and {len(names) - MOST_NAMED} more" if len(names) > MOST_NAMED else ""
        text += f"; left out: {', '.join(names[:MOST_NAMED])}{more}"
    return printable(text)


def _cells(model: PlacedModel) -> dict[str, str]:
    """Return the cells of a predicted model."""
    from scaling.fitting.display import estimate_text, short
    from scaling.fitting.records import Estimate

    return {
        "model": model.model,
        "family": model.family,
        "equivalent flops": short(model.size),
        "flops": short(model.flops),
        "predicted": estimate_text(Estimate(model.predicted, model.lower, model.upper)),
        "score": short(model.observed),
    }
