"""The command: what was asked for is checked first, then computed, then drawn."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from scaling.cli.group import guide
from scaling.cli.options import figures_options, optional_dataset_argument, selection_options
from scaling.cli.plot.asked import each_warning_once, source_of, title_of
from scaling.cli.plot.drawn import computed, read
from scaling.cli.plot.options import SECTIONS, analysis_params, drawing_options
from scaling.cli.reading import reading_options
from scaling.cli.sections import SectionedCommand

if TYPE_CHECKING:
    from scaling.cli.output import Output
    from scaling.loaders import ReadOptions


@click.command(
    cls=SectionedCommand,
    sections=SECTIONS,
    params=analysis_params(),
    epilog=guide(
        "scaling plot obs-emergent --task arithmetic_2da --family Pythia -o pythia.svg",
        "scaling plot obs-emergent --kind verdicts --theme print --width page -o map.pdf",
        "scaling plot gpt3-published -t TriviaQA --kind forecast --at 1T -o ahead.png --dpi 300",
        "scaling plot --kind power --sizes Pythia --n-items 500 -o power.svg",
        "scaling plot --from verdicts.json --kind widths --no-title -o a.svg -o a.vl.json",
        then="scaling report obs-emergent -o report.html",
    ),
)
@optional_dataset_argument
@drawing_options
@selection_options
@reading_options
@figures_options
@click.pass_context
def command(ctx: click.Context, /, dataset: str | None, out: Output, kind: str | None,
            source: str | None, theme: str, width: str | None, title: str | None, no_title: bool,
            dpi: int, reading: ReadOptions, **_: Any) -> None:  # fmt: skip
    """Draw an analysis: .svg .png .pdf .html or Vega-Lite .json.

    Each kind of chart shows the results of one analysis (--list), which is run with the options
    that are its own; --from draws results of any options that a command wrote as JSON.
    """
    if out.path is None:
        raise click.UsageError("say where the figure goes: -o FILE with .svg .png .pdf .html .json")
    title = title_of(ctx, title, without=no_title)
    source = source_of(ctx, dataset, source)
    from scaling.plots import format_of, kind_named
    from scaling.plots.style.theme import theme_named
    from scaling.plots.style.widths import width_in

    chosen = None if kind is None else kind_named(kind)
    for path in out.paths:
        format_of(path)
    if width is not None:
        width_in(width, theme_named(theme))
    from scaling import api

    if source is None:
        things, chosen = computed(ctx, dataset, chosen, reading, out)
    else:
        things = read(ctx, dataset, source)

    figure = api.plot(
        things,
        None if chosen is None else chosen.name,
        theme=theme,
        width=width,
        title=title,
    )
    with each_warning_once():
        for path in {Path(path).resolve(): path for path in out.paths}.values():
            figure.save(path, dpi=dpi, force=out.force)
            out.talk(f"wrote {path}")
    out.talk(figure.description)
