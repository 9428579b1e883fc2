"""What a kind of chart needs: analyses by name, results from files, tables as things to draw."""

from __future__ import annotations

import subprocess
import sys
from importlib import import_module
from pathlib import Path

import pytest

import scaling as sc
from scaling.api.figures import (
    FORECASTS,
    RESULT_SETS,
    analysis_named,
    default_kind,
    read_results,
    results_for,
    usual_options,
)
from scaling.errors import DataError
from scaling.fitting.result_set import ResultSet
from scaling.plots import CHART_KINDS


@pytest.mark.parametrize(
    ("command", "place"),
    [*RESULT_SETS.items(), *(("forecast", place) for place in FORECASTS.values())],
)
def test_results_of_a_command_are_where_they_are_said_to_be(command: str, place: str) -> None:
    module, name = place.split(":")
    found = getattr(import_module(module), name)
    assert issubclass(found, ResultSet)
    assert found.command == command


def test_every_kind_has_an_analysis() -> None:
    for kind in CHART_KINDS:
        assert callable(analysis_named(kind.analysis))


def test_an_analysis_brings_no_other_along() -> None:
    code = (
        "import sys\n"
        "from scaling.api.figures import analysis_named\n"
        "analysis_named('detect')\n"
        "wrong = [n for n in sys.modules if n.startswith(('scaling.api.crossings', 'altair'))]\n"
        "print(wrong)\n"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


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


def test_kinds_and_options_that_nobody_names() -> None:
    assert default_kind(sc.load("gpt3-published")) == "curves"
    assert default_kind(sc.load("wei2022-emergence")) == "onsets"
    assert default_kind(sc.load("datablations")) == "law"
    assert usual_options("loss-score", "detect") == {"size": "loss"}
    assert usual_options("loss-score", "forecast") == {}
    assert usual_options("curves", "detect") == {}


def test_rows_of_a_table_are_chosen_before_they_are_drawn() -> None:
    onsets = sc.load("wei2022-emergence")
    all_onsets, some = results_for("onsets", onsets), results_for("onsets", onsets, family="LaMDA")
    assert 0 < len(some) < len(all_onsets)
    assert some.manifest["options"] == {"family": ["LaMDA"]}
    table = sc.load("gpt3-published")
    covered = results_for("coverage", table, task="LAMBADA")
    assert {row["task"] for row in covered} == {"LAMBADA"}
    with pytest.raises(DataError, match="no row has all of task 'LAMBADA', tuning 'finetuned'"):
        results_for("coverage", table, task="LAMBADA", where={"tuning": "finetuned"})
