"""``scaling forecast``."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, cast

import click

from scaling.cli.forecast.capability_options import (
    capability_options,
    is_capability,
    without_capability,
)
from scaling.cli.forecast.emitting import emit_forecasts
from scaling.cli.forecast.two_step_options import two_step_options, without_two_steps
from scaling.cli.group import guide
from scaling.cli.options import (
    dataset_argument,
    interval_options,
    jobs_option,
    output_options,
    rho_option,
    seed_option,
    selection_options,
)
from scaling.cli.output import Output
from scaling.cli.reading import reading_options
from scaling.cli.results import open_scores

if TYPE_CHECKING:
    from scaling.forecasting.ahead.results import ForecastResults
    from scaling.loaders import ReadOptions


@click.command(
    epilog=guide(
        "scaling forecast gpt3-published --task LAMBADA --at 1T",
        "scaling forecast scores.csv --size flops --at 1e24 --at 1e25 --far -o forecast.json",
        then="scaling crossing gpt3-published --task LAMBADA --baseline 0.9",
    )
)
@dataset_argument
@selection_options
@click.option(
    "--at",
    multiple=True,
    metavar="SIZE",
    help="The size to forecast at, such as 1T (repeatable), in the unit of the size axis.",
)
@click.option(
    "--curve",
    metavar="NAME",
    help="Forecast with this curve alone; 'scaling curves' lists all. Default: an average.",
)
@click.option(
    "--far",
    is_flag=True,
    help="Forecast further than a decade, or half of the sizes' span, beyond the data.",
)
@two_step_options
@capability_options
@rho_option
@interval_options
@seed_option
@jobs_option
@reading_options
@output_options
def command(dataset: str, out: Output, reading: ReadOptions, at: tuple[str, ...],
            **options: Any) -> None:  # fmt: skip
    """Forecast the score of a larger model, with a prediction interval."""
    from scaling import api
    from scaling.cli.forecast.page import page_of

    table = open_scores(dataset, reading, out)
    if options["tokens"] is not None:
        from scaling.cli.forecast.two_step_page import forecast_by_tokens

        without_capability(options)
        forecast_by_tokens(table, out, at, **options)
        return
    without_two_steps(options)
    if is_capability(options, table.frame.columns):
        from scaling.cli.forecast.capability_page import forecast_capability

        forecast_capability(table, out, at=at, **options)
        return
    without_capability(options)
    found = api.forecast(table, at or None, show_progress=out.progress, **options)
    results = cast("ForecastResults", found)
    nothing = f"{table.name}: nothing could be forecast; the rows above say why"
    emit_forecasts(results, out, page_of, nothing)
