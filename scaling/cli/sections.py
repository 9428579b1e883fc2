"""A command of many options, whose help lists them under headings."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Any

import click


class SectionedCommand(click.Command):
    """A command whose help has sections: headings, each with the options it is about."""

    def __init__(self, *args: Any, sections: Mapping[str, Collection[str]], **kwargs: Any) -> None:
        """Take click's arguments, and the long spellings of the options of each heading.

        Options that no heading names come last, as ``Options``.
        """
        super().__init__(*args, **kwargs)
        self.sections = sections

    def format_options(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write the options, section by section."""
        options = [param for param in self.get_params(ctx) if isinstance(param, click.Option)]
        left = dict.fromkeys(options)
        for heading, spellings in self.sections.items():
            own = [param for param in left if set(spellings) & set(param.opts)]
            _write(ctx, formatter, heading, own)
            for param in own:
                del left[param]
        _write(ctx, formatter, "Options", list(left))


def _write(
    ctx: click.Context, formatter: click.HelpFormatter, heading: str, params: list[click.Option]
) -> None:
    records = [record for param in params if (record := param.get_help_record(ctx)) is not None]
    if records:
        with formatter.section(heading):
            formatter.write_dl(records)
