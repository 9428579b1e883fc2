"""Templates: ours, and those of users, which run in a sandbox and are told where they fail."""

from __future__ import annotations

import traceback
from collections.abc import Callable, Mapping
from functools import cache
from pathlib import Path
from typing import Any

from jinja2 import (
    ChoiceLoader,
    FileSystemLoader,
    PackageLoader,
    PrefixLoader,
    StrictUndefined,
    Template,
    TemplateError,
    TemplateNotFound,
    TemplateSyntaxError,
)
from jinja2.sandbox import ImmutableSandboxedEnvironment

from scaling.errors import DataError
from scaling.reports.writers.escaping import Raw, latex, markdown

OURS = "scaling"  # {% extends "scaling/report.html.j2" %}
LATEX_MARKS = {
    "block_start_string": "<%", "block_end_string": "%>", "variable_start_string": "<<",
    "variable_end_string": ">>", "comment_start_string": "<#", "comment_end_string": "#>",
}  # fmt: skip
FAULTS = (
    TemplateError, TypeError, ValueError, ArithmeticError, LookupError, AttributeError,
    RecursionError,
)  # fmt: skip
"""What a template that is at fault raises."""
ESCAPES: Mapping[str, Callable[[str], str]] = {"md": markdown, "latex": latex}


def rendered(
    format: str, name: str, values: Mapping[str, Any], *, template: Path | None = None
) -> str:
    """Return a template filled in: the file ``template``, else ours of that ``name``.

    Everything that a template prints is escaped for the format. Raises DataError, with the line,
    for a template that cannot be read, parsed or filled in.
    """
    if template is None:
        return str(_ours(format, f"{OURS}/{name}").render(values))
    try:
        return str(_environment(format, template.parent).get_template(template.name).render(values))
    except TemplateNotFound as error:
        missing = str(error)
        what = "cannot be read" if missing == template.name else f"includes {missing!r}, not found"
        raise DataError(
            f"{template}: the template {what}: expected a file, or one of ours as "
            f"'{OURS}/report.html.j2'; see docs/reports.md"
        ) from None
    except TemplateSyntaxError as error:
        where = error.filename or template
        raise DataError(f"{where}:{error.lineno}: {error.message}; see docs/reports.md") from None
    except UnicodeDecodeError:
        raise DataError(f"{template}: expected a template in UTF-8") from None
    except FAULTS as error:
        raise DataError(f"{_place(error, template)}: {error}; see docs/reports.md") from None


@cache
def _ours(format: str, name: str) -> Template:
    return _environment(format).get_template(name)


def _environment(format: str, folder: Path | None = None) -> ImmutableSandboxedEnvironment:
    """Return the sandbox of a format; files of ``folder`` can be included and extended."""
    loaders = [PrefixLoader({OURS: PackageLoader("scaling.reports")})]
    own = [] if folder is None else [FileSystemLoader(folder)]
    escape = ESCAPES.get(format)
    environment = ImmutableSandboxedEnvironment(
        loader=ChoiceLoader([*own, *loaders]),
        autoescape=escape is None,
        finalize=None if escape is None else _escaped_by(escape),
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
        **(LATEX_MARKS if format == "latex" else {}),
    )
    environment.filters["safe_link"] = safe_link
    if escape is not None:
        environment.filters["raw"] = Raw
    return environment


def safe_link(path: str) -> str:
    """Return an address if a page may link to it (http and https), otherwise nothing.

    >>> safe_link("https://arxiv.org/abs/2206.07682"), safe_link("javascript:alert(1)")
    ('https://arxiv.org/abs/2206.07682', '')
    """
    path = path.strip()
    legal = path.lower().startswith(("https://", "http://")) and not set(path) & set(" \t\n\"'<>")
    return path if legal else ""


def _escaped_by(escape: Callable[[str], str]) -> Callable[[Any], Any]:
    def finalize(value: Any) -> Any:
        return value if isinstance(value, Raw) else escape(str(value))

    return finalize


def _place(error: BaseException, template: Path) -> str:
    """Return file and line of the template that an error came from: jinja2 puts them in."""
    frames = traceback.extract_tb(error.__traceback__)
    lines = [frame.lineno for frame in frames if Path(frame.filename) == template]
    return f"{template}:{lines[-1]}" if lines else str(template)
