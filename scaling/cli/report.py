"""``scaling report``."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from scaling.cli.detect_page import verdict_counts
from scaling.cli.group import guide
from scaling.cli.options import (
    beside_options,
    dataset_argument,
    detection_options,
    report_options,
    selection_options,
)
from scaling.cli.results import open_scores

if TYPE_CHECKING:
    from scaling.cli.output import Output
    from scaling.loaders import ReadOptions


@click.command(
    epilog=guide(
        "scaling report obs-emergent --task arithmetic_3da -o report.html",
        "scaling report scores.csv --title 'Arithmetic by size' -o paper.tex",
        then="scaling plot obs-emergent --kind verdicts -o map.svg",
    )
)
@dataset_argument
@selection_options
@click.option("--title", help="Title of the report. Default: the dataset's.")
@click.option("--interactive", is_flag=True,
              help="HTML with charts that show every score under the pointer.")  # fmt: skip
@click.option("--template", metavar="FILE",
              help="A jinja2 template of your own; docs/reports.md lists its fields.")  # fmt: skip
@detection_options
@beside_options
@report_options
def command(dataset: str, out: Output, title: str | None, interactive: bool,
            template: str | None, reading: ReadOptions, **options: Any) -> None:  # fmt: skip
    """Write a report: verdicts, figures, method, limits, citation and manifest.

    One HTML page that opens offline, or Markdown or LaTeX with its figures and tables beside.
    """
    from scaling import api
    from scaling.reports import data_note_of, report_of
    from scaling.reports.writing import check_request, write_report

    if out.path is None:
        raise click.UsageError("say where the report goes: -o FILE with .html, .md or .tex")
    check_request(out.path, out.format, interactive=interactive, template=template)
    table = open_scores(dataset, reading, out)
    results = api.detect(table, show_progress=out.progress, **options)
    drawn = report_of(results, data=data_note_of(table), title=title)
    files = write_report(
        drawn,
        out.path,
        format=out.format,
        interactive=interactive,
        template=template,
        force=out.force,
    )
    beside = f" and {len(files) - 1} files beside it" if len(files) > 1 else ""
    out.talk(f"wrote {files[0]}{beside}", verdict_counts(results))
