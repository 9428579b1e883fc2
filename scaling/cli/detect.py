"""``scaling detect``."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from scaling.cli.group import guide
from scaling.cli.options import (
    beside_options,
    dataset_argument,
    detection_options,
    output_options,
    selection_options,
)
from scaling.cli.output import Output
from scaling.cli.results import emit_results, open_table

if TYPE_CHECKING:
    from scaling.loaders import ReadOptions
    from scaling.table import ScoreTable

FOUND = 3  # exit code of --fail-on-detection
ONSET_COLUMNS = ("task", "model", "params", "flops", "setting", "source")


@click.command(
    epilog=guide(
        "scaling detect obs-emergent --family Pythia --family OPT",
        "scaling detect results/ --models models.csv --format json -o verdicts.json",
        then="scaling report obs-emergent -o report.html",
    )
)
@dataset_argument
@selection_options
@detection_options
@beside_options
@click.option(
    "--fail-on-detection", is_flag=True, help=f"Exit with {FOUND} if any series is emergent_sharp."
)
@output_options
@click.pass_context
def command(ctx: click.Context, /, dataset: str, out: Output, reading: ReadOptions,
            fail_on_detection: bool, **options: Any) -> None:  # fmt: skip
    """Say of every series whether it grows smoothly, jumps, or cannot be told."""
    from scaling import api

    table = open_table(dataset, reading, out)
    if table.kind == "thresholds":
        _published_onsets(table, out)
        return
    results = api.detect(table, show_progress=out.progress, **options)
    emit_results(out, results)
    if fail_on_detection and any(result.verdict == "emergent_sharp" for result in results):
        ctx.exit(FOUND)


def _published_onsets(table: ScoreTable, out: Output) -> None:
    """Print published onsets: there are no scores to test."""
    from scaling.cli.output import result
    from scaling.datasets import onsets

    rows = [result(**onset.to_dict()) for onset in onsets(table)]
    out.talk("published onsets: these are statements of their sources, no scores to test")
    out.emit("onsets", rows, dataset=table, columns=ONSET_COLUMNS)
