"""``scaling crossing``."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from scaling.cli.fitting_options import ceiling_option, objective_options
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
from scaling.cli.results import emit_results, open_scores

if TYPE_CHECKING:
    from scaling.loaders import ReadOptions


@click.command(
    epilog=guide(
        "scaling crossing gpt3-published -t TriviaQA --baselines finetuned-baselines",
        "scaling crossing chain-of-thought -t GSM8K --pair prompting:direct:cot",
        then="scaling forecast gpt3-published -t TriviaQA --at 1T",
    )
)
@dataset_argument
@selection_options
@click.option(
    "--baseline",
    multiple=True,
    metavar="SCORE|NAME",
    help="A score such as 0.6 or 60%, 'chance', 'human', 'finetuned', or a model of the table "
    "(repeatable).",
)
@click.option(
    "--stderr",
    type=click.FloatRange(min=0),
    help="Standard error of a --baseline that is a number. Default: exact.",
)
@click.option(
    "--baselines",
    metavar="DATASET",
    help="Take baselines from this dataset, by task and metric: those of --baseline, else its "
    "fine-tuned models and people.",
)
@click.option(
    "--baseline-metric",
    metavar="NAME",
    help="Metric of the baselines, where they call the same thing by another name.",
)
@click.option(
    "--pair",
    multiple=True,
    metavar="COLUMN:A:B",
    help="Instead: at which size B becomes better than A, two values of a column that differ in "
    "nothing else, such as prompting:direct:cot (repeatable).",
)
@click.option(
    "--margin",
    type=click.FloatRange(0, 1, max_open=True),
    default=0.02,
    show_default=True,
    help="By how much of chance to ceiling B, or a score over chance, has to be better.",
)
@click.option(
    "--curve",
    "curves",
    multiple=True,
    envvar="SCALING_CROSSING_CURVE",
    metavar="NAME",
    help="Average over these curves (repeatable). Default: the usual ones of each kind of metric.",
)
@click.option(
    "--reach",
    type=click.FloatRange(min=0),
    default=1.0,
    show_default=True,
    help="Decades beyond the largest size up to which curves are followed; at most half of the "
    "sizes' span.",
)
@click.option("--far", is_flag=True, help="Follow curves as far as --reach says, whatever it is.")
@click.option(
    "--alpha",
    type=click.FloatRange(0, 0.5, min_open=True, max_open=True),
    default=0.05,
    show_default=True,
    help="Level of the bounds on observed scores.",
)
@ceiling_option
@objective_options
@rho_option
@interval_options
@seed_option
@jobs_option
@reading_options
@output_options
def command(dataset: str, out: Output, reading: ReadOptions, baselines: str | None,
            baseline: tuple[str, ...], **options: Any) -> None:  # fmt: skip
    """Say where a curve passes chance, people, a fine-tuned model or any score."""
    from scaling import api
    from scaling.datasets import open_dataset
    from scaling.errors import DataError

    table = open_scores(dataset, reading, out)
    other = None if baselines is None else open_dataset(baselines)
    results: Any = api.crossing(
        table, baseline or None, baselines=other, show_progress=out.progress, **options
    )
    emit_results(out, results)
    if out.chosen_format == "table":
        out.explain(results.notes)
    if all(result.status == "failed" for result in results):
        raise DataError(f"{table.name}: no curve could be fitted to any series; see the rows above")
