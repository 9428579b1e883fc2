"""Tables as notebooks show them: HTML in the colours of the notebook, light or dark."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from html import escape

# Notebooks align cells to the right; where styles are stripped, as on GitHub, nothing is lost.
LEFT = ' style="text-align: left"'
CAPTION = ' style="text-align: left; white-space: nowrap"'


def html_table(rows: Sequence[Mapping[str, str]], caption: str, below: Iterable[str] = ()) -> str:
    """Return rows as an HTML table with a caption, and lines of text below it.

    >>> html_table([{"task": "<b>"}], "1 series")
    '<table class="dataframe">\
<caption style="text-align: left; white-space: nowrap">1 series</caption>\
<thead><tr><th scope="col" style="text-align: left">task</th></tr></thead>\
<tbody><tr><td style="text-align: left">&lt;b&gt;</td></tr></tbody></table>'
    """
    names = list(dict.fromkeys(name for row in rows for name in row))
    heads = "".join(f'<th scope="col"{LEFT}>{escape(name)}</th>' for name in names)
    lines = [_cells(row.get(name, "") for name in names) for row in rows]
    return _table(f"<thead><tr>{heads}</tr></thead>" if names else "", lines, caption, below)


def html_facts(facts: Mapping[str, str], caption: str, below: Iterable[str] = ()) -> str:
    """Return facts as an HTML table of one line each, and lines of text below it.

    >>> html_facts({"verdict": "smooth"}, "OPT on MMLU")
    '<table class="dataframe">\
<caption style="text-align: left; white-space: nowrap">OPT on MMLU</caption>\
<tbody><tr><th scope="row" style="text-align: left">verdict</th>\
<td style="text-align: left">smooth</td></tr></tbody></table>'
    """
    lines = [
        f'<th scope="row"{LEFT}>{escape(name)}</th>{_cells([value])}'
        for name, value in facts.items()
        if value
    ]
    return _table("", lines, caption, below)


def _cells(texts: Iterable[str]) -> str:
    return "".join(f"<td{LEFT}>{escape(text)}</td>" for text in texts)


def _table(head: str, lines: Iterable[str], caption: str, below: Iterable[str]) -> str:
    body = "".join(f"<tr>{line}</tr>" for line in lines)
    table = (
        f'<table class="dataframe"><caption{CAPTION}>{escape(caption)}</caption>'
        f"{head}<tbody>{body}</tbody></table>"
    )
    return table + "".join(f"<p>{escape(line)}</p>" for line in below)
