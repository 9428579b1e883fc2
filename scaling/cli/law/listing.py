"""``scaling law list``."""

from __future__ import annotations

import click

from scaling.cli.group import guide
from scaling.cli.options import output_options
from scaling.cli.output import Output, result

COLUMNS = ("name", "parameters", "summary")


@click.command(
    epilog=guide(
        "scaling law list",
        "scaling law list chinchilla",
        then="scaling law fit RUNS.csv --law chinchilla",
    )
)
@click.argument("name", required=False)
@output_options
def command(name: str | None, out: Output) -> None:
    """List the loss laws, or show the formula and source of one."""
    from scaling.laws import get_law, law_names

    chosen = [get_law(one) for one in ([name] if name else law_names())]
    rows = [
        result(
            name=law.name,
            parameters=", ".join(law.parameters),
            needs=", ".join(law.needs),
            summary=law.summary,
            formula=law.formula,
            source=law.source,
        )
        for law in chosen
    ]
    columns = (*COLUMNS, "needs", "formula", "source") if name else COLUMNS
    out.emit("law list", rows, columns=columns)
