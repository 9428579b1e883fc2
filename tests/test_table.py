from __future__ import annotations

from typing import Any

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from scaling.errors import BadCellsError, DataError, OptionError, UnknownNameError
from scaling.series import Series
from scaling.table import ScoreTable


def frame(**changes: list[Any]) -> pd.DataFrame:
    columns: dict[str, list[Any]] = {
        "model": ["a", "b", "c"],
        "family": ["F", "F", "F"],
        "params": ["1B", "2B", "4B"],
        "task": ["T", "T", "T"],
        "score": ["0.1", "0.2", "0.4"],
    }
    columns.update(changes)
    return pd.DataFrame(columns)


def test_a_table_says_what_it_holds() -> None:
    table = ScoreTable.from_frame(frame())
    assert repr(table) == "ScoreTable 'table': 3 rows, 3 models, 1 family, 1 task"
    assert len(table) == 3


def test_markup_in_data_is_escaped() -> None:
    table = ScoreTable.from_frame(frame(model=["<b>", "b", "c"]), name="<i>")
    assert "<b>" not in table._repr_html_()
    assert "<i>" not in table._repr_html_()


def test_missing_columns_of_a_frame() -> None:
    with pytest.raises(DataError) as caught:
        ScoreTable.from_frame(frame().drop(columns=["score", "task"]), name="mine")
    assert str(caught.value).splitlines() == [
        "mine: missing column 'task' (no header is close)",
        "mine: missing column 'score' (no header is close)",
        "'scaling data template' shows every column",
    ]


def test_columns_of_one_name() -> None:
    raw = frame()
    raw.columns = pd.Index(["model", "family", "params", "task", "task"])
    with pytest.raises(DataError) as caught:
        ScoreTable.from_frame(raw)
    assert str(caught.value) == "table: two columns are named 'task': rename or drop one"


def test_identical_rows_are_dropped_with_a_note() -> None:
    raw = frame()
    table = ScoreTable.from_frame(pd.concat([raw, raw.iloc[[1]]]))
    assert len(table) == 3
    assert table.notes == ("duplicate-rows",)
    assert ScoreTable.from_frame(raw).notes == ()


def test_conflicting_rows_name_both_lines() -> None:
    raw = pd.concat([frame(), frame(score=["0.1", "0.9", "0.4"])])
    with pytest.raises(BadCellsError) as caught:
        ScoreTable.from_frame(raw, file="a.csv")
    assert str(caught.value).splitlines() == [
        "a.csv:4: score: expected 0.2 as in the other row of the same model and task (line 1), "
        "found 0.9",
        "keep one of the rows, tell them apart with seed, checkpoint, prompting or source, or "
        "average them with --repeats average",
    ]


def test_rows_that_differ_in_seed_do_not_conflict() -> None:
    raw = pd.concat([frame(seed=["1"] * 3), frame(seed=["2"] * 3, score=["0.2", "0.3", "0.5"])])
    assert len(ScoreTable.from_frame(raw)) == 6


@pytest.mark.parametrize(
    ("column", "cells", "message"),
    [
        ("chance", ["0.25", "0.5", ""],
         "one chance for the whole series (0.25) (line 0), found 0.5"),
        ("metric_kind", ["", "proportion", "bounded"],
         "one metric_kind for the whole series ('proportion') (line 1), found 'bounded'"),
    ],
)  # fmt: skip
def test_facts_of_one_series_agree(column: str, cells: list[str], message: str) -> None:
    with pytest.raises(BadCellsError) as caught:
        ScoreTable.from_frame(frame(**{column: cells}))
    assert str(caught.value).endswith(f": {column}: expected {message}")


def test_flops_are_derived_where_the_source_gives_none() -> None:
    raw = frame(tokens=["100B", "100B", ""], flops=["7e20", "", ""])
    table = ScoreTable.from_frame(raw)
    assert table.frame["flops"].tolist()[:2] == [7e20, 1.2e21]
    assert table.frame["flops"].isna().tolist() == [False, False, True]
    assert table.frame["flops_derived"].tolist() == [False, True, False]
    assert table.notes == ("derived-flops",)


def test_flops_of_mixtures_use_the_active_parameters() -> None:
    raw = frame(tokens=["100B"] * 3, active_params=["", "0.5B", ""])
    flops = ScoreTable.from_frame(raw).frame["flops"].tolist()
    assert flops == [6e20, 3e20, 2.4e21]


def test_select_ignores_case_and_names_what_is_near() -> None:
    table = ScoreTable.from_frame(frame(task=["MMLU", "ARC", "ARC"], n_shots=["5", "0", "0"]))
    assert table.select(task="mmlu").frame["model"].tolist() == ["a"]
    assert table.select(task=["arc", "MMLU"], family=None, metric=()).frame.shape[0] == 3
    assert table.select(n_shots="5").frame["model"].tolist() == ["a"]
    with pytest.raises(UnknownNameError) as caught:
        table.select(task="MMLUU")
    assert str(caught.value) == (
        "unknown task 'MMLUU': did you mean 'MMLU'? ('scaling data show table' lists all)"
    )
    with pytest.raises(UnknownNameError, match="unknown column 'metrik'"):
        table.select(metrik="acc")


def test_select_takes_wildcards_and_names_as_they_are_first() -> None:
    table = ScoreTable.from_frame(frame(task=["C4 M=10", "C4 (m*)", "RP [m] 1"]))
    assert table.select(task="c4 *").frame["model"].tolist() == ["a", "b"]
    assert table.select(task="C4 (m*)").frame["model"].tolist() == ["b"]
    assert table.select(task="RP [?] *").frame["model"].tolist() == ["c"]
    assert table.select(task=["?? M=10", "RP*"]).frame["model"].tolist() == ["a", "c"]
    with pytest.raises(UnknownNameError, match=r"unknown task 'x\*'"):
        table.select(task="x*")


def test_the_size_axis_is_params_else_flops_else_the_only_one() -> None:
    both = ScoreTable.from_frame(frame(flops=["1e20", "2e20", "3e20"]))
    assert both.size_axis() == "params"
    raw = frame(flops=["1e20", "2e20", "3e20"], tokens=["1B"] * 3).drop(columns="params")
    assert ScoreTable.from_frame(raw).size_axis() == "flops"
    assert ScoreTable.from_frame(raw.drop(columns="flops")).size_axis() == "tokens"
    with pytest.raises(UnknownNameError, match="unknown size column 'parms': did you mean"):
        both.size_axis("parms")


def test_several_sizes_without_a_default() -> None:
    raw = frame(tokens=["1B"] * 3, loss=["2.1", "2.0", "1.9"]).drop(columns="params")
    with pytest.raises(OptionError) as caught:
        ScoreTable.from_frame(raw).size_axis()
    assert str(caught.value) == "table: several size columns: choose one with --size (tokens, loss)"


def test_no_size_at_all() -> None:
    with pytest.raises(DataError) as caught:
        ScoreTable.from_frame(frame().drop(columns="params")).series()
    assert str(caught.value) == (
        "table: no model has a size: expected one of params, active_params, tokens, flops, loss"
    )


def test_a_size_column_of_the_files_own_is_read_as_numbers() -> None:
    table = ScoreTable.from_frame(frame(layers=["12", "6", "24"]))
    (series,) = table.series(size="layers")
    assert series.size.tolist() == [6.0, 12.0, 24.0]
    assert series.models == ("b", "a", "c")


@pytest.mark.parametrize(
    ("cells", "reason"),
    [
        (["12", "deep", "24"],
         "expected a size such as 1.3B, 1.3e9 or 1300000000, found 'deep'"),
        (["12", "-1", "24"], "expected a size above zero, found '-1'"),
        (["", "", " "], "every cell is empty"),
    ],
)  # fmt: skip
def test_a_column_that_cannot_be_a_size(cells: list[str], reason: str) -> None:
    with pytest.raises(OptionError) as caught:
        ScoreTable.from_frame(frame(layers=cells)).series(size="layers")
    assert str(caught.value) == f"column 'layers' cannot be a size: {reason}"


@pytest.mark.parametrize(
    ("kind", "wanted", "message"),
    [
        ("runs", "scores",
         "table is a run table (model, params, tokens, loss; no task and score): expected task "
         "and score ('scaling data template' writes a table to fill in); the 'scaling law' "
         "commands read run tables"),
        ("thresholds", "scores",
         "table is a list of published onsets (no scores): 'scaling detect' and 'scaling data "
         "show' print the published onsets, 'scaling plot --kind onsets' draws them"),
        ("runs", "thresholds",
         "table is a run table (model, params, tokens, loss; no task and score): expected "
         "published onsets, such as wei2022-emergence"),
        ("scores", "thresholds",
         "table is a table of scores: expected published onsets, such as wei2022-emergence; "
         "--kind curves draws scores"),
        ("scores", "runs", "table is a table of scores: expected model, params, tokens and loss"),
    ],
)  # fmt: skip
def test_a_table_of_the_wrong_kind(kind: Any, wanted: Any, message: str) -> None:
    table = ScoreTable.from_frame(frame(loss=["2", "3", "4"]), kind=kind)
    with pytest.raises(DataError) as caught:
        table.require(wanted)
    assert str(caught.value) == message


def test_series_of_a_run_table_are_refused() -> None:
    raw = frame(loss=["2", "3", "4"]).drop(columns=["task", "score"])
    with pytest.raises(DataError, match="table is a run table"):
        ScoreTable.from_frame(raw, kind="runs").series()


# Invariances: the series of a table depend on what the rows say, not on how they say it.


def facts(series: list[Series]) -> list[Any]:
    return [(s.key, s.models, s.size.tolist(), s.score.tolist(), s.n_items.tolist(),
             s.chance, s.ceiling, s.notes, s.qualifiers) for s in series]  # fmt: skip


rows_of_scores = st.lists(
    st.tuples(
        st.sampled_from(["OPT", "Pythia"]),
        st.integers(min_value=1, max_value=999),
        st.sampled_from(["MMLU", "ARC"]),
        st.integers(min_value=0, max_value=1000),
    ),
    min_size=1,
    max_size=12,
    unique_by=lambda row: row[:3],
)


def table_of(rows: list[tuple[str, int, str, int]], how: str = "plain") -> ScoreTable:
    size = {"plain": "{}000000", "suffix": "{}M", "power": "{}e6"}.get(how, "{}M")
    score = "{:.1f}%" if how == "percent" else "{}"
    return ScoreTable.from_frame(
        pd.DataFrame(
            [
                {
                    "model": f"{family}-{params}",
                    "family": family,
                    "params": size.format(params),
                    "task": task,
                    "score": score.format(points / 10 if how == "percent" else points / 1000),
                }
                for family, params, task, points in rows
            ]
        )
    )


@settings(deadline=None, max_examples=25)
@given(rows=rows_of_scores, random=st.randoms(use_true_random=False))
def test_series_do_not_depend_on_the_order_of_rows(rows: Any, random: Any) -> None:
    shuffled = list(rows)
    random.shuffle(shuffled)
    assert facts(table_of(shuffled).series()) == facts(table_of(rows).series())


@settings(deadline=None, max_examples=25)
@given(rows=rows_of_scores, how=st.sampled_from(["suffix", "power", "percent"]))
def test_series_do_not_depend_on_units(rows: Any, how: str) -> None:
    assert facts(table_of(rows, how).series()) == facts(table_of(rows).series())


@settings(deadline=None, max_examples=25)
@given(rows=rows_of_scores, data=st.data())
def test_series_do_not_depend_on_repeated_rows(rows: Any, data: Any) -> None:
    again = data.draw(st.lists(st.sampled_from(rows), min_size=1, max_size=5))
    table = table_of(rows + again)
    assert table.notes == ("duplicate-rows",)
    assert facts(table.series()) == facts(table_of(rows).series())


@settings(deadline=None, max_examples=25)
@given(rows=rows_of_scores)
def test_a_series_does_not_depend_on_other_series(rows: Any) -> None:
    whole = table_of(rows)
    for series in whole.series():
        alone = whole.select(family=series.key.family, task=series.key.task)
        assert facts(alone.series()) == facts([series])


def test_all_faults_come_at_once() -> None:
    frame = pd.DataFrame(
        {
            "model": ["a", "b", "b", "c"],
            "params": ["1B", "2B", "2B", "none of this"],
            "task": ["T"] * 4,
            "score": ["0.1", "0.2", "0.3", "0.4"],
            "chance": ["0.25", "0.25", "0.2", "0.25"],
        }
    )
    with pytest.raises(BadCellsError) as caught:
        ScoreTable.from_frame(frame)
    assert [(cell.line, cell.column) for cell in caught.value.cells] == [
        (2, "chance"), (2, "score"), (3, "params"),
    ]  # fmt: skip
    assert str(caught.value).splitlines()[-1].startswith("keep one of the rows")


def test_the_name_of_a_derived_column_is_ours() -> None:
    frame = pd.DataFrame({"model": ["a"], "params": ["1B"], "tokens": ["20B"], "task": ["T"],
                          "score": ["0.5"], "flops_derived": ["x"]})  # fmt: skip
    with pytest.raises(DataError) as caught:
        ScoreTable.from_frame(frame)
    assert str(caught.value) == (
        "the column 'flops_derived' says which flops this package has derived: rename yours"
    )


def repeated(score: str) -> pd.DataFrame:
    return pd.DataFrame({"model": ["a", "a"], "params": ["1B", "1B"], "task": ["T", "T"],
                         "score": ["0.39634146341463417", score]})  # fmt: skip


def test_the_last_digits_of_a_number_are_no_contradiction() -> None:
    table = ScoreTable.from_frame(repeated("0.3963414634146341"))
    assert table.frame["score"].tolist() == [0.39634146341463417]
    assert table.notes == ("duplicate-rows",)


def test_two_numbers_that_differ_are_told_apart() -> None:
    with pytest.raises(BadCellsError, match=r"expected 0.39634146341463417 as .* found 0.39634147"):
        ScoreTable.from_frame(repeated("0.39634147"))
