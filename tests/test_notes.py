from __future__ import annotations

import re

import pytest

from scaling.notes import CROSSINGS, NOTES, QUALIFIERS, VERDICTS, meaning


def test_codes_are_spelled_one_way_and_live_in_one_table() -> None:
    kebab, snake = re.compile(r"[a-z]+(-[a-z]+)*"), re.compile(r"[a-z]+(_[a-z]+)*")
    assert all(kebab.fullmatch(code) for code in NOTES)
    assert all(snake.fullmatch(code) for code in (*QUALIFIERS, *VERDICTS, *CROSSINGS))
    tables = (NOTES, QUALIFIERS, VERDICTS, CROSSINGS)
    assert len({code for table in tables for code in table}) == sum(map(len, tables))


def test_a_code_that_is_not_in_the_tables() -> None:
    with pytest.raises(KeyError, match="no-such-code"):
        meaning("no-such-code")
