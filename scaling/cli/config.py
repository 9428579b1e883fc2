"""``--config FILE.toml``: defaults for options, for all commands or for one.

Top-level keys are for every command that has the option; a table of a command's name (``[fit]``,
``[data.show]``) is for that command. The command line wins, then the environment, then the file.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import click

from scaling.errors import OptionError, nearest

FILE = "scaling.configuration"  # key of the file's name in a context


def config_option(function: Any) -> Any:
    """Take a configuration file; it is read before the other options get their defaults."""
    return click.option(
        "--config",
        metavar="FILE.toml",
        is_eager=True,
        expose_value=False,
        callback=_apply,
        help="Read defaults of options from this file.",
    )(function)


def _apply(ctx: click.Context, param: click.Parameter, value: str | None) -> None:
    if value is None or ctx.resilient_parsing:
        return
    settings = _read(value)
    ctx.meta[FILE] = value
    root = ctx.find_root()
    words = ctx.command_path.split()[1:]
    defaults: dict[str, Any] = dict(ctx.default_map or {})
    _check(settings, root, root.command, value, place=())
    for depth in range(len(words) + 1):
        table = _table(settings, words[:depth])
        for key, setting in table.items():
            option = _options(ctx.command).get(_folded(key))
            if option is None or isinstance(setting, dict) or option.name is None:
                continue
            # A repeatable option takes a list; one name alone would be read letter by letter.
            alone = option.multiple and not isinstance(setting, list)
            defaults[option.name] = [setting] if alone else setting
    ctx.default_map = defaults


def source_of(error: click.BadParameter) -> str:
    """Return where a bad value comes from, unless it is the command line."""
    ctx, param = error.ctx, error.param
    if ctx is None or param is None or param.name is None:
        return ""
    source = ctx.get_parameter_source(param.name)
    if source is click.core.ParameterSource.DEFAULT_MAP:
        return f"from the configuration {ctx.meta[FILE]}"
    if source is click.core.ParameterSource.ENVIRONMENT:
        name = param.envvar or f"{ctx.auto_envvar_prefix}_{param.name.upper()}"
        return f"from the environment variable {name}"
    return ""


def _read(path: str) -> dict[str, Any]:
    try:
        return tomllib.loads(Path(path).read_bytes().decode("utf-8"))
    except OSError as error:
        reason = error.strerror or type(error).__name__
        raise OptionError(f"cannot read the configuration {path}: {reason}") from None
    except ValueError as error:  # not TOML, or not UTF-8
        raise OptionError(f"{path}: not a TOML file: {error}") from None


def _table(settings: Mapping[str, Any], words: list[str]) -> Mapping[str, Any]:
    for word in words:
        settings = settings.get(word, {})
    return settings


def _check(
    settings: Mapping[str, Any],
    ctx: click.Context,
    command: click.Command,
    file: str,
    place: tuple[str, ...],
) -> None:
    """Raise OptionError for a key that no command, or not this one, has as an option."""
    known = {name for one in _all(ctx, command) for name in _options(one)}
    groups = command.list_commands(ctx) if isinstance(command, click.Group) else []
    for key, setting in settings.items():
        if isinstance(setting, dict):
            inner = command.get_command(ctx, key) if isinstance(command, click.Group) else None
            if inner is None:
                raise _unknown(file, "command", ".".join((*place, key)), key, groups)
            _check(setting, ctx, inner, file, (*place, key))
        elif _folded(key) not in known:
            raise _unknown(file, "option", ".".join((*place, key)), key, sorted(known))


def _unknown(file: str, kind: str, shown: str, key: str, known: list[str]) -> OptionError:
    close = nearest(key, known)
    hint = f": did you mean {close!r}?" if close else ""
    return OptionError(f"{file}: unknown {kind} {shown!r}{hint}")


def _all(ctx: click.Context, command: click.Command) -> Iterator[click.Command]:
    if not isinstance(command, click.Group):
        yield command
        return
    for name in command.list_commands(ctx):
        inner = command.get_command(ctx, name)
        if inner is not None:
            yield from _all(ctx, inner)


def _options(command: click.Command) -> dict[str, click.Option]:
    """Return the option behind every long spelling of a command's options."""
    found: dict[str, click.Option] = {}
    for param in command.params:
        if isinstance(param, click.Option) and param.name != "config":
            for spelling in param.opts:
                if spelling.startswith("--"):
                    found[_folded(spelling.removeprefix("--"))] = param
    return found


def _folded(key: str) -> str:
    return key.replace("_", "-").lower()
