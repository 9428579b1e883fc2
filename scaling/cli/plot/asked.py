"""What was asked for in several ways at once: on the command line, and in settings."""

from __future__ import annotations

import warnings
from collections.abc import Iterator
from contextlib import contextmanager

import click
from click.core import ParameterSource

SETTINGS = (ParameterSource.ENVIRONMENT, ParameterSource.DEFAULT_MAP)
"""Where options come from that are for other kinds too: those that a kind has no use for wait."""

STRENGTH = (ParameterSource.COMMANDLINE, *SETTINGS)
"""Of two options that exclude each other, the one from the first of these is followed."""


def title_of(ctx: click.Context, title: str | None, *, without: bool) -> str | None:
    """Return the title that was asked for: empty for none, None where nothing was said.

    Raises UsageError where a title and none were asked for in the same place.
    """
    if title is None or not without:
        return "" if without else title
    ours, none = (ctx.get_parameter_source(name) for name in ("title", "no_title"))
    if ours is none:
        raise click.UsageError("--no-title: expected a title or none, got --title as well")
    return title if next(one for one in STRENGTH if one in (ours, none)) is ours else ""


def source_of(ctx: click.Context, dataset: str | None, source: str | None) -> str | None:
    """Return the file of ``--from``; a DATASET takes the place of one that is a setting."""
    setting = ctx.get_parameter_source("source") in SETTINGS
    return None if dataset is not None and setting else source


@contextmanager
def each_warning_once() -> Iterator[None]:
    """Keep warnings to the end, and give each once: formats of a figure have the same."""
    with warnings.catch_warnings(record=True) as caught:
        yield
    for one in {(one.category, str(one.message)): one for one in caught}.values():
        warnings.warn_explicit(one.message, one.category, one.filename, one.lineno)
