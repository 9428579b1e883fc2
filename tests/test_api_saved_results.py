"""Results that come back from a file."""

from __future__ import annotations

from importlib import import_module
from pathlib import Path

import pytest

import scaling as sc
from scaling.api.saved_results import FORECASTS, RESULT_SETS, read_results
from scaling.errors import DataError
from scaling.fitting.result_set import ResultSet


@pytest.mark.parametrize(
    ("command", "place"),
    [*RESULT_SETS.items(), *(("forecast", place) for place in FORECASTS.values())],
)
def test_results_of_a_command_are_where_they_are_said_to_be(command: str, place: str) -> None:
    module, name = place.split(":")
    found = getattr(import_module(module), name)
    assert issubclass(found, ResultSet)
    assert found.command == command


def test_results_come_back_from_a_file(tmp_path: Path) -> None:
    table = sc.load("gpt3-published")
    for made in (
        sc.detect(table, task="LAMBADA", draws=0),
        sc.fit(table, task="LAMBADA", draws=0),
        sc.forecast(table, "1T", task="LAMBADA", family="GPT-3", draws=0),
    ):
        path = sc.save(made, tmp_path / f"{made.command}.json")
        again = read_results(path)
        assert type(again) is type(made)
        assert again.to_dict() == made.to_dict()


@pytest.mark.parametrize("schema", ["scaling.fit", "fit/1", "scaling.law fit/1", "scaling./1"])
def test_a_schema_of_no_command(tmp_path: Path, schema: str) -> None:
    path = tmp_path / "a.json"
    path.write_text(f'{{"schema": "{schema}", "results": []}}', encoding="utf-8")
    with pytest.raises(DataError, match=f"found schema '{schema}'"):
        read_results(path)
