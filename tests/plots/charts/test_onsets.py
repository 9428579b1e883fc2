"""The chart of published onsets."""

from __future__ import annotations

import json

import pytest

from scaling.errors import DataError
from scaling.plots.charts.onsets import chart, describe
from tests.plots.builder import HOSTILE, SCREEN, document, plot_of, rows_of


def onset(task: str, flops: float | None, **facts: object) -> dict[str, object]:
    record = {"task": task, "model": "GPT-3 13B", "family": "GPT-3", "params": 13e9}
    return record | {"flops": flops, "setting": "few-shot", "source": "Wei 2022"} | facts


def test_onsets_are_sorted_by_compute() -> None:
    made = document(chart([onset("late", 1e24), onset("early", 1e21), onset("none", None)], SCREEN))
    (sort,) = {json.dumps(layer["encoding"]["y"]["sort"]) for layer in plot_of(made)["layer"]}
    assert json.loads(sort) == ["early", "late"]


def test_several_onsets_of_a_task_are_labelled_at_both_ends() -> None:
    records = [onset("a", 10.0**k, model=f"m{k}") for k in (21, 22, 23)]
    made = document(chart([*records, onset(HOSTILE[0], 1e20, setting=None, params=None)], SCREEN))
    labels = [row["model"] for row in rows_of(made) if "setting" not in row]
    assert sorted(labels) == ["GPT-3 13B", "m21", "m23"]
    assert "not stated" in {row.get("setting") for row in rows_of(made)}


def test_no_onset_has_flops() -> None:
    with pytest.raises(DataError, match="no published onset can be drawn: expected records with"):
        chart([onset("a", None), onset("b", float("nan")), onset("c", "x")], SCREEN)


def test_onsets_in_words() -> None:
    text = describe([onset("late", 1e24), onset("early", 1e21), onset("none", None)])
    assert text == (
        "Published onsets of 2 abilities: the earliest is early with GPT-3 13B at 1e21 training "
        "FLOPs, the latest late with GPT-3 13B at 1e24 training FLOPs. "
        "1 record without training compute left out."
    )
    assert describe([]) == "No published onset has a known training compute."
    assert describe([onset("one", 1e22)]).endswith("at 1e22 training FLOPs.")
