"""What a report says of its data: what the sheet says, or the name alone."""

from __future__ import annotations

import pandas as pd

import scaling
from scaling.reports import DataNote, data_note_of
from scaling.reports.data_note import Link, cleaned
from scaling.table import ScoreTable


def test_a_bundled_dataset_says_all() -> None:
    note = data_note_of(scaling.load("gpt3-published"))
    assert note.rows == len(scaling.load("gpt3-published"))
    assert "Brown" in note.citation
    assert note.bibtex.startswith("@")
    assert all((note.title, note.description, note.licence, note.sources, note.version))


def test_a_file_has_its_name() -> None:
    frame = pd.DataFrame({"model": ["a"], "params": [1e9], "task": ["T"], "score": [0.5]})
    note = data_note_of(ScoreTable.from_frame(frame, name="mine"))
    assert note == DataNote("mine", rows=1)


def test_texts_are_cleaned_but_files_keep_their_lines() -> None:
    note = cleaned(
        DataNote("a\nb", "c\x00", licence=(Link("d\n", "e\n"),), caveats=("f\n",), bibtex="@a{\n}")
    )
    assert (note.title, note.description, note.licence) == ("a b", "c\ufffd", (Link("d", "e"),))
    assert note.caveats == ("f",)
    assert note.bibtex == "@a{\n}"
