"""The group ``scaling law``: one file a command, one line here."""

from __future__ import annotations

import click

from scaling.cli.group import LazyCommand, LazyGroup, guide

COMMANDS = (
    LazyCommand("fit", "scaling.cli.law.fit", "Fit a loss law to training runs."),
    LazyCommand("compare", "scaling.cli.law.compare", "Back-test laws and objectives by compute."),
    LazyCommand("isoflop", "scaling.cli.law.isoflop", "Find optimal sizes at equal compute."),
    LazyCommand("allocate", "scaling.cli.law.allocate", "Split compute between size and tokens."),
    LazyCommand("list", "scaling.cli.law.listing", "List the loss laws."),
)


@click.group(
    cls=LazyGroup,
    lazy=COMMANDS,
    epilog=guide(
        "scaling law list",
        "scaling law fit RUNS.csv --law chinchilla --objective huber --delta 1e-3",
        then="scaling law fit datablations --law data-constrained",
    ),
)
def command() -> None:
    """Fit loss laws L(N, D) to training runs, and use them."""
