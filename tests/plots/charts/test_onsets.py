"""The chart of published onsets."""

from __future__ import annotations

import pytest

from scaling.errors import DataError
from scaling.plots.charts import onsets
from scaling.plots.charts.onsets import chart, describe
from tests.plots.builder import HOSTILE, SCREEN, document, note_of, plot_of, rows_of


def onset(task: str, flops: float | None, **facts: object) -> dict[str, object]:
    record = {"task": task, "model": "GPT-3 13B", "family": "GPT-3", "params": 13e9}
    return record | {"flops": flops, "setting": "few-shot", "source": "Wei 2022"} | facts


def test_onsets_are_sorted_by_compute() -> None:
    made = document(chart([onset("late", 1e24), onset("early", 1e21), onset("none", None)], SCREEN))
    for layer in plot_of(made)["layer"]:
        assert layer["encoding"]["y"]["scale"]["domain"] == ["early", "late"]


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


def test_onsets_in_words_do_not_depend_on_the_order_of_rows() -> None:
    records = [onset(task, 1e22, model=task.upper()) for task in "bac"]
    text = describe(records)
    assert text == describe(records[::-1])
    assert "the earliest is a with A at 1e22 training FLOPs, the latest c with C" in text
    assert "the earliest is a with a model at" in describe([onset("a", 1e22, model="", family="")])


def test_of_very_many_onsets_the_first_are_drawn(monkeypatch: pytest.MonkeyPatch) -> None:
    records = [onset(f"t{k}", 1e20 * (k + 1)) for k in range(150)]
    made = document(chart(records, SCREEN))
    assert {row["task"] for row in rows_of(made)} == {f"t{k}" for k in range(120)}
    said = "Drawn are 120 of 150 onsets, of the 120 of 150 abilities that appear with least compute"
    assert said in note_of(made)
    assert said in describe(records)
    monkeypatch.setattr(onsets, "MOST_ROWS", 40)
    one = document(chart([onset("t", 1e20, model=f"m{k}") for k in range(50)], SCREEN))
    assert len(rows_of(one)) == 40 + 2
    assert "Drawn are 40 of 50 onsets, of the 1 of 1 abilities" in note_of(one)
