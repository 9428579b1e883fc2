"""The verdict map and the chart of published onsets."""

from __future__ import annotations

import json

import pytest

from scaling.errors import DataError, OutputError
from scaling.notes import VERDICTS
from scaling.plots import CHART_KINDS, describe_onsets, onsets_chart, verdicts_chart
from scaling.plots.spec import spec_of
from scaling.plots.verdict_style import STYLES, style_of
from tests.plots.builder import HOSTILE, detect_result, facts, fit_result, grid, manifest, results


def document(chart: object) -> dict:
    return spec_of(chart, title="t", description="d", manifest=manifest())


def rows_of(made: dict) -> list[dict]:
    return [row for rows in made["datasets"].values() for row in rows]


def onset(task: str, flops: float | None, **facts: object) -> dict[str, object]:
    record = {"task": task, "model": "GPT-3 13B", "family": "GPT-3", "params": 13e9}
    return record | {"flops": flops, "setting": "few-shot", "source": "Wei 2022"} | facts


def test_every_verdict_has_a_look_of_its_own() -> None:
    assert set(STYLES) == {*VERDICTS, "failed"}
    assert len({style.glyph for style in STYLES.values()}) == len(STYLES)
    assert len({style.word for style in STYLES.values()}) == len(STYLES)
    assert style_of("brand_new").word == "brand new"


def test_cells_hold_word_and_width() -> None:
    made = document(verdicts_chart(grid(5, 4)))
    texts = {row["text"] for row in rows_of(made)}
    assert {"smooth 2.1", "at chance", "failed"} <= texts
    assert len(rows_of(made)) == 20
    assert made["width"] == 4 * 104


def test_the_longer_side_runs_down() -> None:
    assert document(verdicts_chart(grid(2, 4)))["width"] == 2 * 104


def test_conditions_are_named_where_a_task_has_several() -> None:
    made = [
        detect_result(facts(n_shots=0)), detect_result(facts(n_shots=5)),
        detect_result(facts(metric="bleu", n_shots=5), size="flops"),
    ]  # fmt: skip
    tasks = [row["task"] for row in rows_of(document(verdicts_chart(results(made))))]
    assert tasks == [
        "3-digit addition, exact_match, 0-shot, params",
        "3-digit addition, exact_match, 5-shot, params",
        "3-digit addition, bleu, 5-shot, flops",
    ]


def test_a_map_needs_verdicts() -> None:
    with pytest.raises(OutputError, match="found results of fit; use --kind curves, or run detect"):
        verdicts_chart([fit_result(facts())])


def test_a_map_of_too_many_series() -> None:
    with pytest.raises(
        OutputError, match="map of 4,501 series cannot be read: expected at most 4,5"
    ):
        verdicts_chart([detect_result(facts())] * 4501)


def test_onsets_are_sorted_by_compute() -> None:
    made = document(onsets_chart([onset("late", 1e24), onset("early", 1e21), onset("none", None)]))
    (sort,) = {json.dumps(layer["encoding"]["y"]["sort"]) for layer in made["layer"]}
    assert json.loads(sort) == ["early", "late"]


def test_several_onsets_of_a_task_are_labelled_at_both_ends() -> None:
    records = [onset("a", 10.0**k, model=f"m{k}") for k in (21, 22, 23)]
    made = document(onsets_chart([*records, onset(HOSTILE[0], 1e20, setting=None, params=None)]))
    labels = [row["model"] for row in rows_of(made) if "setting" not in row]
    assert sorted(labels) == ["GPT-3 13B", "m21", "m23"]
    assert "not stated" in {row.get("setting") for row in rows_of(made)}


def test_no_onset_has_flops() -> None:
    with pytest.raises(DataError, match="no published onset can be drawn: expected records with"):
        onsets_chart([onset("a", None), onset("b", float("nan")), onset("c", "x")])


def test_onsets_in_words() -> None:
    text = describe_onsets([onset("late", 1e24), onset("early", 1e21), onset("none", None)])
    assert text == (
        "Published onsets of 2 abilities: the earliest is early with GPT-3 13B at 1e21 training "
        "FLOPs, the latest late with GPT-3 13B at 1e24 training FLOPs. "
        "1 record without training compute left out."
    )
    assert describe_onsets([]) == "No published onset has a known training compute."
    assert describe_onsets([onset("one", 1e22)]).endswith("at 1e22 training FLOPs.")


def test_chart_kinds_exist() -> None:
    import importlib

    for _, line, target in CHART_KINDS:
        module, function = target.split(":")
        assert callable(getattr(importlib.import_module(module), function))
        assert line
