"""Reports into files: the format by the name, what belongs beside the text with it."""

from __future__ import annotations

import re
from pathlib import Path
from types import MappingProxyType

from scaling.errors import DataError, OutputError, unknown_name
from scaling.files import check_writable, write_all, write_whole
from scaling.reports.content.making import Drawn
from scaling.reports.writers.html import html_text
from scaling.reports.writers.papers import Files, latex_files, markdown_files

FORMATS = MappingProxyType(
    {"html": (".html", ".htm"), "md": (".md", ".markdown"), "latex": (".tex",)}
)
"""The formats of reports and the suffixes that stand for them."""


def format_of(path: str | Path, format: str | None = None) -> str:
    """Return the format of a report: as asked for, else what the suffix of its file stands for.

    Raises OutputError for a suffix that stands for none, UnknownNameError for an unknown format.

    >>> format_of("paper/report.tex"), format_of("page.txt", "md")
    ('latex', 'md')
    """
    if format is not None:
        if format not in FORMATS:
            raise unknown_name("format of reports", format, FORMATS)
        return format
    suffix = Path(path).suffix.lower()
    for name, suffixes in FORMATS.items():
        if suffix in suffixes:
            return name
    known = ", ".join(suffixes[0] for suffixes in FORMATS.values())
    raise OutputError(
        f"{Path(path).name}: expected a report that ends in {known}, found "
        f"{suffix or 'no suffix'}; or name its --format"
    )


def check_request(
    path: str | Path,
    format: str | None = None,
    *,
    interactive: bool = False,
    template: str | Path | None = None,
) -> str:
    """Return the format of a report that is asked for, before any work is done.

    Raises OutputError or UnknownNameError where there can be no such report, DataError where the
    template cannot be read.
    """
    kind = format_of(path, format)
    if interactive and kind != "html":
        raise OutputError(
            f"{Path(path).name}: expected an HTML page, found {kind}: only there charts can be "
            "interactive"
        )
    if template is not None and not Path(template).is_file():
        raise DataError(f"cannot read {template}: expected a jinja2 template; see docs/reports.md")
    return kind


def write_report(
    drawn: Drawn,
    path: str | Path,
    *,
    format: str | None = None,
    interactive: bool = False,
    template: str | Path | None = None,
    force: bool = False,
) -> list[Path]:
    """Write a report and return the files: an HTML page alone, other formats with files beside.

    All are ready before the first takes its place. ``interactive`` (HTML) adds charts with
    tooltips; ``template`` is a jinja2 template of your own. Raises OutputError where a file
    cannot be written or is there unless ``force``, DataError for a template at fault.
    """
    kind = check_request(path, format, interactive=interactive, template=template)
    path = Path(path)
    own = None if template is None else Path(template)
    check_writable(path, force=force)
    if kind == "html":
        page = html_text(drawn, interactive=interactive, template=own)
        return [write_whole(path, page, force=force)]
    make = markdown_files if kind == "md" else latex_files
    text, beside = make(drawn, safe_stem(path), template=own)
    return write_all({path: text, **_in_folder(path.parent, beside)}, force=force)


def safe_stem(path: Path) -> str:
    """Return the name of a report without its suffix, as links and LaTeX take it.

    >>> safe_stem(Path("my report, 50%.tex"))
    'my-report-50'
    """
    return re.sub(r"[^A-Za-z0-9.]+", "-", path.stem).strip("-.") or "report"


def _in_folder(folder: Path, files: Files) -> Files:
    return {folder / name: content for name, content in files.items()}
