"""The analyses behind the kinds of chart, and which options each of them takes.

An option belongs to an analysis if the analysis' own command has it: it is spelled, checked and
explained there.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from typing import TYPE_CHECKING, Any

import click

from scaling.cli.compare import command as compare
from scaling.cli.crossing import command as crossing
from scaling.cli.detect import command as detect
from scaling.cli.fit import command as fit
from scaling.cli.forecast import command as forecast
from scaling.cli.law.allocate import command as law_allocate
from scaling.cli.law.fit import command as law_fit
from scaling.cli.law.isoflop import command as law_isoflop
from scaling.cli.power import command as power

if TYPE_CHECKING:
    from scaling.plots.kinds import ChartKind

COMMANDS: Mapping[str, click.Command] = {
    "detect": detect,
    "fit": fit,
    "compare": compare,
    "forecast": forecast,
    "crossing": crossing,
    "power": power,
    "law fit": law_fit,
    "law isoflop": law_isoflop,
    "law allocate": law_allocate,
}
ROWS = ("--task", "--family", "--metric", "--where")
OF_TABLES: Mapping[str, tuple[str, ...]] = {"onsets": ROWS, "coverage": (*ROWS, "--size")}
"""What is drawn of a table itself, with the options of ``detect`` that choose its rows."""
OF_KINDS: Mapping[str, tuple[str, ...]] = {"--pair": ("metric-pair", "crossing")}
"""Options of an analysis that say nothing in other kinds of its results, by what they are for."""
WITHOUT_PROGRESS = ("law fit", "law isoflop", *OF_TABLES)


def option_of(analysis: str, spelling: str) -> click.Option | None:
    """Return the option of an analysis that is spelled so, None if it has none."""
    if analysis in OF_TABLES and spelling not in OF_TABLES[analysis]:
        return None
    for param in COMMANDS.get(analysis, detect).params:
        if isinstance(param, click.Option) and spelling in param.opts:
            return param
    return None


def suits(kind: ChartKind, spelling: str) -> bool:
    """Return whether an option may be given for a kind, whatever its analyses take."""
    return kind.name in OF_KINDS.get(spelling, (kind.name,))


def analyses_of(kind: ChartKind) -> list[str]:
    """Return the analyses that a kind can be drawn from, the usual one first."""
    others = [name for name in kind.takes if name in COMMANDS]
    return list(dict.fromkeys((kind.analysis, *others)))


def analysis_for(kind: ChartKind, given: Collection[str]) -> str:
    """Return the first analysis of a kind that takes all options that were given.

    Raises UsageError for an option that none of them takes, which names the kinds it belongs to.
    """
    found = analyses_of(kind)
    for analysis in found:
        if all(option_of(analysis, one) and suits(kind, one) for one in given):
            return analysis
    unsuited = [spelling for spelling in given if not suits(kind, spelling)]
    wrong = unsuited or [one for one in given if option_of(found[0], one) is None]
    first = wrong[0]
    kinds = _kinds_with(first)
    if kind.name in kinds:
        others = [spelling for spelling in given if spelling not in wrong]
        raise click.UsageError(
            f"{first} cannot go with {_either(others)}: no analysis of --kind {kind.name} takes all"
        )
    expected = f": expected --kind {_either(kinds)}" if kinds else ""
    raise click.UsageError(f"{first} does not belong to --kind {kind.name}{expected}")


def keywords_of(analysis: str, given: Mapping[str, Any]) -> dict[str, Any]:
    """Return the keywords of an analysis' function for options by their spelling.

    Raises UsageError for several values of an option that the analysis takes one of.
    """
    keywords: dict[str, Any] = {}
    for spelling, value in given.items():
        option = option_of(analysis, spelling)
        if option is None or option.name is None:
            continue
        if isinstance(value, tuple) and not option.multiple:
            if len(value) > 1:
                raise click.UsageError(f"{spelling}: expected one for {analysis}, got {len(value)}")
            value = value[0]
        keywords[option.name] = value
    return keywords


def _kinds_with(spelling: str) -> list[str]:
    """Return the kinds that are drawn from an analysis with this option."""
    from scaling.plots.kinds import CHART_KINDS

    return [
        kind.name
        for kind in CHART_KINDS
        if suits(kind, spelling)
        and any(option_of(analysis, spelling) for analysis in analyses_of(kind))
    ]


def _either(names: Iterable[str]) -> str:
    *others, last = names
    return f"{', '.join(others)} or {last}" if others else last
