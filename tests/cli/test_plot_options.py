"""The options of ``scaling plot``: those of the analyses, by heading, and the list of kinds."""

from __future__ import annotations

from collections.abc import Callable

import click
from click.testing import Result

from scaling.cli.plot.analyses import COMMANDS, OF_TABLES, option_of
from scaling.cli.plot.command import command
from scaling.cli.plot.options import BORROWED, OF_ANALYSES, THEMES, long_name, variable_of
from scaling.plots import CHART_KINDS
from scaling.plots.style import theme

Run = Callable[..., Result]


def test_the_list_has_a_line_for_each_kind(run: Run) -> None:
    lines = run("plot", "--list").stdout.splitlines()
    assert len(lines) == len(CHART_KINDS)
    for line, kind in zip(lines, CHART_KINDS, strict=True):
        assert line.startswith(f"{kind.name} ")
        assert f" {kind.analysis} " in line
        assert line.endswith(f" {kind.line}")


def test_every_kind_has_an_analysis_that_the_command_knows() -> None:
    assert {kind.analysis for kind in CHART_KINDS} <= {*COMMANDS, *OF_TABLES}
    assert all(kind.analysis in kind.takes for kind in CHART_KINDS)


def test_options_are_those_of_the_analyses() -> None:
    options = [param for param in command.params if isinstance(param, click.Option)]
    own = {long_name(param): param for param in options}
    for spelling in OF_ANALYSES:
        same = [option for name in COMMANDS if (option := option_of(name, spelling)) is not None]
        assert same, spelling
        if spelling in [one for spellings in BORROWED.values() for one in spellings]:
            assert {str(option.default) for option in same} == {str(own[spelling].default)}
            assert any((own[spelling].help or "").startswith(one.help or "?") for one in same)
    assert tuple(theme.THEMES) == THEMES


def test_help_has_sections(run: Run) -> None:
    text = run("plot", "--help").stdout
    places = [text.index(heading) for heading in ("Figure:", "Rows:", "Analysis (", "Options:")]
    assert places == sorted(places)
    assert text.index("--theme") < text.index("Rows:") < text.index("--task")
    assert "[forecast]" in text


def test_every_variable_bears_the_spelling_of_its_option() -> None:
    for param in command.params:
        if isinstance(param, click.Option) and param.expose_value:
            own = param.envvar or f"SCALING_PLOT_{(param.name or '').upper()}"
            assert own == variable_of(long_name(param))
