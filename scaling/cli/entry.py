"""The command ``scaling``: its commands, and what becomes of errors.

To add a command, write ``scaling/cli/NAME.py`` with a click command named ``command`` and add
one line to ``COMMANDS``.
"""

from __future__ import annotations

import gc
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import click

from scaling.cli.group import LazyCommand, LazyGroup, guide
from scaling.errors import OptionError, ScalingError, ScalingWarning, printable

TRACEBACK = "scaling.traceback"
AT_FAULT, USAGE, INTERRUPTED = 1, 2, 130

COMMANDS = (
    LazyCommand("data", "scaling.cli.data", "List, show and check datasets; write a template."),
    LazyCommand("fit", "scaling.cli.fit", "Fit a curve to every series, with intervals."),
    LazyCommand("compare", "scaling.cli.compare", "Say which curve to use, and back-test them."),
    LazyCommand("detect", "scaling.cli.detect", "Say whether each series jumps or grows smoothly."),
    LazyCommand("forecast", "scaling.cli.forecast", "Forecast the score of a larger model."),
    LazyCommand("crossing", "scaling.cli.crossing", "Say where a curve passes a baseline."),
    LazyCommand("law", "scaling.cli.law", "Fit loss laws to training runs."),
    LazyCommand("power", "scaling.cli.power", "Say what a set of sizes could detect."),
    LazyCommand("curves", "scaling.cli.curves", "List the curve families."),
    LazyCommand("plot", "scaling.cli.plot", "Draw scores, curves and verdicts."),
    LazyCommand("figures", "scaling.cli.figures", "Build figures from recipes, and check them."),
    LazyCommand("report", "scaling.cli.report", "Write verdicts and figures as a page or a paper."),
)


class RootGroup(LazyGroup):
    """The top group: turns errors of ours into a message and an exit code."""

    def invoke(self, ctx: click.Context) -> Any:
        """Run the command; 1 for data at fault, 2 for a wrong option, 130 if interrupted."""
        try:
            with _plain_warnings():
                return super().invoke(ctx)
        except click.BadParameter as error:
            from scaling.cli.config import source_of

            where = source_of(error)
            if not where:
                raise
            told = f"{error.message} ({where})"
            raise click.BadParameter(told, error.ctx, error.param, error.param_hint) from None
        except ScalingError as error:
            if ctx.meta.get(TRACEBACK):
                raise
            code = USAGE if isinstance(error, OptionError) else AT_FAULT
            for line in str(error).splitlines():
                click.echo(printable(line), err=True)
            ctx.exit(code)
        except OSError as error:
            if ctx.meta.get(TRACEBACK) or isinstance(error, BrokenPipeError):
                raise
            reason = error.strerror or type(error).__name__
            click.echo(printable(f"cannot write or read: {reason}"), err=True)
            ctx.exit(AT_FAULT)
        except KeyboardInterrupt:
            if ctx.meta.get(TRACEBACK):
                raise
            click.echo("interrupted", err=True)
            ctx.exit(INTERRUPTED)


@contextmanager
def _plain_warnings() -> Iterator[None]:
    """Show our own warnings as one line each on stderr, others as Python does."""
    with warnings.catch_warnings():
        others = warnings.showwarning

        def show(message: Any, category: type[Warning], *args: Any, **kwargs: Any) -> None:
            if issubclass(category, ScalingWarning):
                click.echo(f"warning: {printable(str(message))}", err=True)
            else:
                others(message, category, *args, **kwargs)

        warnings.showwarning = show
        warnings.simplefilter("always", ScalingWarning)
        yield


def _show_version(ctx: click.Context, param: click.Parameter, value: bool) -> None:
    if value and not ctx.resilient_parsing:
        from scaling.provenance import package_version

        click.echo(f"scaling {package_version()}")
        ctx.exit()


def set_traceback(ctx: click.Context, param: click.Parameter, value: bool) -> None:
    """Remember that errors are to be shown in full; works before and after the command."""
    if value:
        ctx.find_root().meta[TRACEBACK] = True


@click.group(
    cls=RootGroup,
    lazy=COMMANDS,
    context_settings={
        "help_option_names": ["-h", "--help"],
        "auto_envvar_prefix": "SCALING",
    },
    epilog=guide(
        "scaling data list",
        "scaling detect gpt3-published --family GPT-3",
        then="scaling detect YOUR.csv",
    ),
)
@click.option(
    "--version",
    is_flag=True,
    is_eager=True,
    expose_value=False,
    callback=_show_version,
    help="Show the version and exit.",
)
@click.option(
    "--traceback",
    is_flag=True,
    expose_value=False,
    callback=set_traceback,
    help="Show the full traceback of an error.",
)
def root() -> None:
    """Does this ability grow smoothly with scale, or does it emerge?"""


def main() -> None:
    """Run the command line and exit."""
    # Imports and results make many objects and few circles: looking for these seldom is faster.
    gc.set_threshold(50_000)
    root(prog_name="scaling")
