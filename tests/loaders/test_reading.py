"""Files to tables: long, wide and run tables, their errors, and the real files."""

from __future__ import annotations

import gzip
import io
import sys
from collections.abc import Callable
from importlib import metadata
from pathlib import Path
from typing import Any

import pytest

from scaling.errors import DataError, Place, ScalingWarning
from scaling.loaders import read
from scaling.loaders.base import RawTable, listed
from scaling.loaders.formats.long import Onsets
from scaling.loaders.inputs.source import Source
from scaling.loaders.options import ReadOptions

Put = Callable[..., Path]

LONG = "model,family,params,task,score\nopt-1,OPT,1.3B,MMLU,0.25\nopt-2,OPT,2.7B,MMLU,0.26\n"
WIDE = (
    "Model,Model Family,Model Size (B),Data (T),FLOPs (1E21),MMLU,GSM8K,Notes\n"
    "a,F,1.3,0.3,2.34,0.25,,first\n"
    "b,F,2.7,0.3,,26%,,second\n"
)


def message(path: Path | str, **options: Any) -> str:
    with pytest.raises(DataError) as caught:
        read(path, **options)
    return str(caught.value)


def test_a_long_table(put: Put) -> None:
    table = read(put(LONG))
    assert table.kind == "scores"
    assert table.name == "scores.csv"
    assert table.frame["params"].tolist() == [1.3e9, 2.7e9]
    assert table.how_read == (
        "long table: 2 rows, separated by commas",
        "scores taken as fractions (0.25 to 0.26); --percent if they are percentages",
    )


@pytest.mark.parametrize(
    "change",
    [
        lambda text: "\ufeff" + text,
        lambda text: text.replace("\n", "\r\n"),
        lambda text: "# a comment\n" + text.replace("\nopt-2", "\n# another, one\nopt-2"),
        lambda text: text.replace(",", ";"),
        lambda text: text.replace(",", "\t"),
        lambda text: text.replace("opt-1", '" opt-1 "').replace("MMLU", '"MMLU"'),
        lambda text: text.replace("1.3B", "1300000000").replace("2.7B", "2.7e9"),
        lambda text: text.replace("0.25", "25.0%").replace("0.26", "26%"),
        lambda text: text.replace("params", "Model Size (M)").replace("1.3B", "1300")
        .replace("2.7B", "2,700" if "," not in text else '"2,700"'),
        lambda text: text.replace("model,family,params,task,score",
                                  "System,Series,#Params,Benchmark,Accuracy"),
        lambda text: ",".join(["", *text.replace("\n", "\n0,").split(",")]).removesuffix("0,"),
        lambda text: text + "opt-1,OPT,1.3e9,MMLU,0.250\n",
        lambda text: text.rstrip("\n"),
    ],
)  # fmt: skip
def test_the_same_table_however_it_is_written(put: Put, change: Callable[[str], str]) -> None:
    columns = ["model", "family", "params", "task", "score"]
    plain = read(put(LONG, "plain.csv")).frame[columns]
    assert read(put(change(LONG))).frame[columns].equals(plain)


def test_percentages_by_option(put: Put) -> None:
    text = LONG.replace("0.25", "25").replace("0.26", "26")
    assert read(put(text), percent=True).frame["score"].tolist() == [0.25, 0.26]
    assert (
        message(put(text))
        .splitlines()[0]
        .endswith("scores.csv:2: score: expected a score within its range (0 to 1), found '25'")
    )


def test_gzip_latin1_and_stdin(put: Put, monkeypatch: pytest.MonkeyPatch) -> None:
    latin = LONG.replace("opt-1", "blüm").encode("latin-1")
    table = read(put(gzip.compress(latin), "scores.csv.gz"), encoding="latin-1")
    assert table.frame["model"].tolist()[0] == "blüm"
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(LONG.encode())))
    table = read("-", name="mine")
    assert (table.name, len(table)) == ("mine", 2)


def test_bad_cells_are_named_by_line_and_header(put: Put) -> None:
    text = (
        "# note\n"
        'Model,"Model Size (B)",Task,Accuracy,n items\n'
        '"a\nb",0,T,0.5,10\n'
        "\n"
        "c,one,T,1.5,-10\n"
        "# note\n"
        "d,3,,,10\n"
    )
    path = put(text)
    assert message(path).splitlines() == [
        f"{path}:3: Model Size (B): expected a size such as 1.3B, 1.3e9 or 1300000000, found '0'",
        f"{path}:6: Accuracy: expected a score within its range (0 to 1), found '1.5'",
        f"{path}:6: Model Size (B): expected a size such as 1.3B, 1.3e9 or 1300000000, found 'one'",
        f"{path}:6: n items: expected a count of at least 1, found '-10'",
        f"{path}:8: Accuracy: expected a value, found an empty cell",
        f"{path}:8: Task: expected a value, found an empty cell",
        "if the scores are percentages, say so with --percent; for scores on another scale add a "
        "column metric_kind (bounded, real or loss)",
    ]


def test_twenty_bad_cells_are_shown(put: Put) -> None:
    rows = "".join(f"m{row},1B,T,high\n" for row in range(25))
    lines = message(put("model,params,task,score\n" + rows)).splitlines()
    assert len(lines) == 21
    assert lines[-1] == "… and 5 more bad cells"


def test_conflicting_rows_name_both_lines(put: Put) -> None:
    path = put(LONG + "\n# c\nopt-1,OPT,1.3B,MMLU,0.35\n")
    assert message(path).splitlines()[0] == (
        f"{path}:6: score: expected 0.25 as in the other row of the same model and task "
        "(line 2), found 0.35"
    )


def test_missing_columns_are_named_with_the_nearest_header(put: Put) -> None:
    path = put("modle,params,tsk,score\na,1B,T,0.5\n")
    assert message(path).splitlines() == [
        f"{path}:1: missing column 'model' (nearest header: 'modle')",
        f"{path}:1: missing column 'task' (nearest header: 'tsk')",
        "'scaling data template' shows every column",
    ]
    path = put("colour,height\nred,tall\n")
    assert message(path).splitlines() == [
        f"{path}:1: missing column 'model' (no header is close)",
        f"{path}:1: missing column 'task' (no header is close)",
        f"{path}:1: missing column 'score' (no header is close)",
        "'scaling data template' shows every column",
    ]


def test_two_headers_for_one_column(put: Put) -> None:
    path = put("model name,system,task,score\na,b,T,0.5\n")
    assert message(path) == (
        f"{path}:1: 'model name' and 'system' both name the column 'model': rename or drop one"
    )
    table = read(put("model,system,task,score\na,b,T,0.5\n"))
    assert table.frame["system"].tolist() == ["b"]
    assert "kept as they are: system" in table.how_read


def test_a_nameless_column_is_dropped_and_said(put: Put) -> None:
    for header in ("", "Unnamed: 0"):
        table = read(put(f"{header},model,task,score\n0,a,T,0.5\n"))
        assert list(table.frame.columns) == ["model", "task", "score"]
        assert "column 1 has no name: dropped" in table.how_read


def test_units_in_headers_are_said(put: Put) -> None:
    text = "model,Model Size (B),FLOPs (1E21),task,acc\na,7,84,T,0.5\nb,350M,,T,0.6\n"
    table = read(put(text))
    assert table.frame["params"].tolist() == [7e9, 350e6]
    assert table.frame["flops"].tolist()[0] == 8.4e22
    assert table.how_read[1:-1] == (
        "Model Size (B) -> params (x 1e9)", "FLOPs (1E21) -> flops (x 1e21)", "acc -> score",
    )  # fmt: skip


def test_thousands_under_a_unit(put: Put) -> None:
    table = read(put('model,Size (M),task,score\na,"1,300",T,0.5\n'))
    assert table.frame["params"].tolist() == [1.3e9]


def test_flops_are_derived(put: Put) -> None:
    table = read(put("model,params,tokens,task,score\na,1B,100B,T,0.5\n"))
    assert table.frame["flops"].tolist() == [6e20]
    assert table.notes == ("derived-flops",)


def test_a_wide_table(put: Put) -> None:
    text = WIDE.replace("26%", "0.26").replace("Data (T)", "Data Size (T)")
    table = read(put(text))
    assert table.frame[["model", "task", "score"]].to_numpy().tolist() == [
        ["a", "MMLU", 0.25], ["b", "MMLU", 0.26],
    ]  # fmt: skip
    assert table.frame["tokens"].tolist() == [3e11, 3e11]
    assert table.frame["flops"].tolist() == [2.34e21, 4.86e21]
    assert table.how_read == (
        "wide table, one column a task: 2 rows, separated by commas",
        "Model -> model",
        "Model Family -> family",
        "Model Size (B) -> params (x 1e9)",
        "Data Size (T) -> tokens (x 1e12)",
        "FLOPs (1E21) -> flops (x 1e21)",
        "tasks (1): MMLU; 2 scores",
        "kept as they are: GSM8K, Notes",
        "scores taken as fractions (0.25 to 0.26); --percent if they are percentages",
    )


def test_an_empty_cell_of_a_wide_table_was_not_measured(put: Put) -> None:
    table = read(put("model,params,MMLU,ARC\na,1B,0.1,\nb,2B,-,0.3\nc,3B,NA,n/a\n"))
    assert table.frame[["model", "task"]].to_numpy().tolist() == [["a", "MMLU"], ["b", "ARC"]]


def test_a_bad_cell_of_a_wide_table_is_named_by_its_task(put: Put) -> None:
    path = put("Model,Size (B),MMLU,ARC\na,0,0.1,0.2\nb,2,0.3,high\nc,3,1.5,0.4\nd,4,,0.5\n")
    assert message(path).splitlines()[:-1] == [
        f"{path}:2: Size (B): expected a size such as 1.3B, 1.3e9 or 1300000000, found '0'",
        f"{path}:3: ARC: expected a fraction such as 0.77 or a percentage such as 77.0%, "
        "found 'high'",
        f"{path}:4: MMLU: expected a score within its range (0 to 1), found '1.5'",
    ]


def test_percents_and_fractions_in_one_wide_table(put: Put) -> None:
    path = put(WIDE.replace("Data (T)", "tokens (T)"))
    assert message(path).splitlines() == [
        f"{path}:2: MMLU: expected one way of writing throughout, percentages or fractions, "
        "found '0.25'",
        "write all scores as fractions or all as percentages",
    ]


def test_repeated_models_of_a_wide_table(put: Put) -> None:
    path = put("model,params,MMLU\na ,1B,0.1\nb,2B,0.2\na,1B,0.3\n")
    assert message(path).splitlines()[0] == (
        f"{path}:4: MMLU: expected 0.1 as in the other row of the same model and task (line 2), "
        "found 0.3"
    )


def test_a_wide_table_without_a_size(put: Put) -> None:
    table = read(put("model,parms,MMLU\na,1B,0.1\n"))
    assert table.size_axes == ()
    assert table.how_read[-2] == (
        "1 model without a size, no size such as 1.3B in the name (a): references, not part of "
        "a fit; --models FILE.csv gives sizes (the column 'parms' looks like params: rename "
        "it if it is)"
    )
    assert "looks like" not in read(put("model,MMLU\na,0.1\n")).how_read[-2]


def test_a_table_of_models_alone(put: Put) -> None:
    table = read(put("model,params,note\na,1B,x\n"))
    assert table.kind == "models"
    assert table.frame["params"].tolist() == [1e9]
    with pytest.raises(DataError) as caught:
        table.series()
    assert str(caught.value) == (
        "scores.csv is a table of models (sizes and other facts, no scores): give it beside a "
        "file of scores, with --models"
    )


def test_a_run_table(put: Put) -> None:
    table = read(put("model,params,tokens,loss,lr\na,1B,20B,2.5,0.001\nb,2B,40B,2.3,0.001\n"))
    assert table.kind == "runs"
    assert table.frame["loss"].tolist() == [2.5, 2.3]
    assert table.how_read == (
        "run table: 2 rows, separated by commas", "kept as they are: lr",
    )  # fmt: skip
    with pytest.raises(DataError) as caught:
        table.series()
    assert str(caught.value) == (
        "scores.csv is a run table (model, params, tokens, loss; no task and score): expected "
        "task and score ('scaling data template' writes a table to fill in); the 'scaling law' "
        "commands read run tables"
    )


def test_flops_stand_for_one_of_the_sizes_of_a_run(put: Put) -> None:
    assert read(put("model,params,flops,loss\na,1B,1e20,2.5\n")).kind == "runs"
    assert read(put("model,tokens,flops,loss\na,1B,1e20,2.5\n")).kind == "runs"


def test_a_bad_cell_of_a_run_table(put: Put) -> None:
    path = put("model,params,tokens,loss\na,1B,20B,\nb,1B,20B,-1\n")
    assert message(path).splitlines() == [
        f"{path}:2: loss: expected a value, found an empty cell",
        f"{path}:3: loss: expected a number above zero, found '-1'",
    ]


def test_published_onsets_need_a_task() -> None:
    source = Source(b"model,params\na,1B\n", "a.csv", "a.csv", "")
    with pytest.raises(DataError) as caught:
        Onsets().load(source, ReadOptions())
    assert str(caught.value).startswith("a.csv:1: missing column 'task' (no header is close)")


def test_long_lists_are_cut() -> None:
    assert listed(["a", "b"]) == "a, b"
    assert listed([str(n) for n in range(15)]).endswith("10, 11 and 3 more")


class Joined:
    """A third party's loader: every file is one score."""

    name = "joined"
    what = "a test"

    def recognises(self, source: Source) -> bool:
        return source.text.startswith("joined,")

    def load(self, source: Source, options: ReadOptions) -> RawTable:
        import pandas as pd

        frame = pd.DataFrame({"model": ["a"], "task": ["T"], "score": ["0.5"]})
        return RawTable(
            frame,
            "scores",
            lambda places: [Place(1, name) for _, name in places],
            "joined",
            "joined",
        )


def test_plug_ins_are_asked_last_and_a_broken_one_is_named(
    put: Put, monkeypatch: pytest.MonkeyPatch
) -> None:
    entries = [
        metadata.EntryPoint("broken", "no_such_module_at_all:Loader", "scaling.loaders"),
        metadata.EntryPoint("joined", f"{__name__}:Joined", "scaling.loaders"),
    ]
    monkeypatch.setattr(metadata, "entry_points", lambda group: entries)
    with pytest.warns(ScalingWarning, match="the loader plug-in 'broken' cannot be used: No mod"):
        table = read(put("joined,x\n1,2\n"))
    assert table.frame["score"].tolist() == [0.5]


class Failing(Joined):
    """A third party's loader that breaks its own promise."""

    name = "failing"

    def recognises(self, source: Source) -> bool:
        raise RuntimeError("boom")


def test_a_plug_in_that_fails_is_named_and_passed_over(
    put: Put, monkeypatch: pytest.MonkeyPatch
) -> None:
    entries = [metadata.EntryPoint("failing", f"{__name__}:Failing", "scaling.loaders"),
               metadata.EntryPoint("joined", f"{__name__}:Joined", "scaling.loaders")]  # fmt: skip
    monkeypatch.setattr(metadata, "entry_points", lambda group: entries)
    path = put("joined,x\n1,2\n")
    with pytest.warns(ScalingWarning, match="the loader plug-in 'failing' cannot be used: boom"):
        assert len(read(path)) == 1
    assert len(read(path, format="joined")) == 1  # a look-up loads one plug-in


def test_the_published_wide_table(raw_data: Path) -> None:
    path = raw_data / "samples" / "wide_csv__obsscaling_base_llm_benchmark_eval.csv"
    table = read(path)
    assert len(table) == 148 * 8 - 40  # 40 cells are empty
    assert table.frame["family"].nunique() == 47
    row = table.frame[(table.frame["model"] == "huggyllama/llama-7b")
                      & (table.frame["task"] == "GSM8K")].iloc[0]  # fmt: skip
    assert row[["params", "tokens", "flops"]].tolist() == [6.7e9, 1e12, 4.02e22]
    assert row["score"] == 0.0803639120545868


def test_published_tables_of_other_shapes(raw_data: Path) -> None:
    samples = raw_data / "samples"
    wide = read(samples / "wide_csv_leaderboard_v2_subtasks__sloth_data_v2.csv")
    assert "column 1 has no name: dropped" in wide.how_read
    assert wide.frame["task"].nunique() == 110
    long = read(samples / "long_csv_checkpoint_fewshot_stderr__pythia13b_arithmetic_step143000.csv")
    assert long.frame["stderr"].notna().all()
    assert len(long) == 1000


def test_missing_columns_and_bad_cells_come_at_once(put: Put) -> None:
    path = put("modle,params,task,score\na,big,T,0.5\nb,1B,T,high\n")
    assert message(path).splitlines() == [
        f"{path}:1: missing column 'model' (nearest header: 'modle')",
        "'scaling data template' shows every column",
        f"{path}:2: params: expected a size such as 1.3B, 1.3e9 or 1300000000, found 'big'",
        f"{path}:3: score: expected a fraction such as 0.77 or a percentage such as 77.0%, "
        "found 'high'",
    ]
