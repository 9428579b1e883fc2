"""What a kind of chart needs: analyses by name, usual options, tables as things to draw."""

from __future__ import annotations

import subprocess
import sys

import pytest

import scaling as sc
from scaling.api.figures import (
    analysis_named,
    default_kind,
    results_for,
    usual_options,
)
from scaling.errors import DataError
from scaling.plots import CHART_KINDS


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
