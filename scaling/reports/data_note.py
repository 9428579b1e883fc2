"""What a report says of the data behind it: a copy of what the dataset's sheet states."""

from __future__ import annotations

from dataclasses import dataclass, replace

from scaling.plots.style.text import clean
from scaling.table import ScoreTable


@dataclass(frozen=True)
class Link:
    """A name with the address it points to; without an address it is plain text."""

    title: str
    path: str = ""


@dataclass(frozen=True)
class DataNote:
    """Title, description, citation, licences, sources and caveats of a dataset.

    ``made`` says how the file was made from its sources, ``version`` is that of the dataset,
    ``rows`` how many it has, ``bibtex`` the entries to cite it by. Empty text and None mean not
    stated.
    """

    title: str
    description: str = ""
    citation: str = ""
    licence: tuple[Link, ...] = ()
    sources: tuple[Link, ...] = ()
    caveats: tuple[str, ...] = ()
    made: str = ""
    version: str = ""
    rows: int | None = None
    bibtex: str = ""


def data_note_of(table: ScoreTable) -> DataNote:
    """Return what a table's sheet says of it; a file without a sheet has only its name."""
    sheet = table.sheet
    if sheet is None:
        return DataNote(title=table.name, rows=len(table))
    from scaling.datasets.citing import bibtex

    return DataNote(
        title=sheet.title,
        description=sheet.description,
        citation=sheet.scaling.citation,
        licence=tuple(Link(one.title or one.name, one.path) for one in sheet.licenses),
        sources=tuple(Link(one.title, one.path) for one in sheet.sources),
        caveats=tuple(sheet.scaling.caveats),
        made=sheet.scaling.made,
        version=sheet.version,
        rows=len(table),
        bibtex=bibtex(sheet),
    )


def cleaned(note: DataNote) -> DataNote:
    """Return a note whose texts stand on one line each and can be written anywhere.

    BibTeX keeps its lines: it is a file of its own.
    """
    return replace(
        note,
        title=clean(note.title),
        description=clean(note.description),
        citation=clean(note.citation),
        licence=tuple(Link(clean(one.title), clean(one.path)) for one in note.licence),
        sources=tuple(Link(clean(one.title), clean(one.path)) for one in note.sources),
        caveats=tuple(map(clean, note.caveats)),
        made=clean(note.made),
        version=clean(note.version),
    )
