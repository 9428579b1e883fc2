"""``scaling data list | show | check | template``: what people and scripts get."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from click.testing import Result

from scaling import datasets
from scaling.columns import COLUMNS

Run = Callable[..., Result]
Put = Callable[..., Path]

GOOD = (
    "model,family,params,task,metric,score,n_items,chance\n"
    "a,F,1B,T,acc,0.1,100,0\nb,F,2B,T,acc,0.2,100,0\nc,F,4B,T,acc,0.4,100,0\n"
)
RESULT = {"status", "message", "notes"}


def results(found: Result) -> list[dict[str, Any]]:
    content = json.loads(found.stdout, parse_constant=lambda name: pytest.fail(name))
    for entry in content["results"]:
        assert entry.keys() >= RESULT
    entries: list[dict[str, Any]] = content["results"]
    return entries


def test_show_prints_families_tasks_coverage_and_where_it_is_from(run: Run) -> None:
    found = run("data", "show", "gpt3-published")
    assert found.exit_code == 0
    text = found.stdout
    assert "GPT-3            8  125M 350M 760M 1.3B 2.7B 6.7B 13B 175B" in text
    (lambada,) = [line for line in text.splitlines() if line.startswith("LAMBADA ")][:1]
    assert lambada.split()[1:6] == ["acc", "proportion", "0", "1", "5153"]
    assert "Coverage: distinct sizes (params) of each family on each task" in text
    for heading in ("Caveats", "Sources", "Citation: Brown et al. 2020", "Licence: Apache-2.0"):
        assert f"\n{heading}" in text
    assert found.stderr == ""


def test_show_for_scripts(run: Run) -> None:
    (entry,) = results(run("data", "show", "obs-emergent", "--format", "json"))
    assert entry["name"] == "obs-emergent"
    assert entry["coverage"]["axis"] == "params"
    bleu = next(task for task in entry["tasks"] if task["metric"] == "bleu")
    assert (bleu["metric_kind"], bleu["ceiling"], bleu["n_items"]) == ("bounded", 100, None)
    assert any(family["heterogeneous"] for family in entry["families"])
    own = results(run("data", "show", "-", "--format", "json", stdin=GOOD))[0]
    assert own.keys() == entry.keys()
    assert own["families"] == [
        {"family": "F", "models": 3, "axis": "params", "sizes": [1e9, 2e9, 4e9],
         "heterogeneous": None}
    ]  # fmt: skip
    assert (own["title"], own["licence"], own["citation"]) == (None, None, None)


def test_show_as_csv_is_one_row(run: Run) -> None:
    rows = list(csv.DictReader(io.StringIO(run("data", "show", "obs-emergent", "--format", "csv")
                                           .stdout)))  # fmt: skip
    assert [(row["name"], row["kind"], row["rows"]) for row in rows] == [
        ("obs-emergent", "scores", "613")
    ]


def test_show_prints_published_onsets(run: Run) -> None:
    text = run("data", "show", "wei2022-emergence").stdout
    assert "Published onsets" in text
    row = next(line for line in text.splitlines() if line.startswith("Addition/subtraction (3"))
    assert row.split()[3:7] == ["GPT-3", "13B", "GPT-3", "13B"]
    assert "2.3e22" in row
    assert "Coverage" not in text
    (entry,) = results(run("data", "show", "wei2022-emergence", "--format", "json"))
    assert len(entry["onsets"]) == 22
    assert entry["coverage"] is None


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (GOOD, "F            3  1B 2B 4B"),
        ("model,task,score\na,T,0.5\n", "all          1"),
        ("model,tokens,loss,task,score\na,1B,2.5,T,0.5\n", "all          1  1B"),
        ("model,params,tokens,loss\na,1B,20B,2.5\n", "all          1  1B"),
    ],
)
def test_show_of_own_files(run: Run, put: Put, text: str, expected: str) -> None:
    found = run("data", "show", str(put(text)))
    assert found.exit_code == 0
    assert expected in found.stdout
    assert found.stdout.startswith("scores.csv\n\nFamilies\n")


@pytest.mark.parametrize("name", datasets.bundled_names())
def test_every_bundled_dataset_passes_the_check(run: Run, name: str) -> None:
    found = run("data", "check", name, "--format", "json")
    assert found.exit_code == 0
    assert {entry["status"] for entry in results(found)} == {"ok"}
    (entry,) = [e for e in results(found) if "every cell keeps to the schema" in e["message"]]
    assert entry["level"] == "fine"


def test_check_of_a_table_that_says_everything(run: Run) -> None:
    found = run("data", "check", "-", stdin=GOOD)
    assert found.exit_code == 0
    assert found.stdout.splitlines() == [
        "level  message",
        "fine   3 rows, 3 models, 1 family, 1 task: every cell keeps to the schema",
        "fine   sizes: params",
        "fine   chance levels: nothing assumed",
        "fine   numbers of items: nothing assumed",
        "fine   families: nothing assumed",
        "fine   errors of scores that are no proportions: nothing assumed",
        "fine   sizes: nothing assumed",
    ]
    assert found.stderr.splitlines() == [
        "long table: 3 rows, separated by commas",
        "acc: proportion, hard",
        "scores taken as fractions (0.1 to 0.4); --percent if they are percentages",
    ]


def test_check_says_what_is_assumed(run: Run) -> None:
    text = ("model,params,task,metric,metric_kind,score\na,1B,T,acc,,0.1\nb,2B,T,acc,,0.2\n"
            "a,1B,U,elo,real,1200\nb,2B,U,elo,real,1300\n")  # fmt: skip
    found = run("data", "check", "-", "--format", "json", stdin=text)
    assert found.exit_code == 0
    assumed = [e for e in results(found) if e["level"] == "assumed"]
    assert [(entry["notes"], entry["message"]) for entry in assumed] == [
        (["assumed-chance"], "chance is not given, 0 is assumed, for T / acc"),
        (["assumed_n_items"], "n_items is not given, 250 is assumed, for T / acc"),
        (["family_unknown"], "no family is named: all models are one, on T / acc, U / elo"),
        (["no-error-model"], "no standard error is known for U / elo"),
        (["below-three-sizes"],
         "fewer than 3 sizes, so no fit, for all / T / acc, all / U / elo"),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("model,task,score\na,T,0.5\n", "no model has a size: all are references, no fits"),
        (GOOD.replace("params", "checkpoint,params").replace("F,", "F,early,").replace(
            "b,F,early", "a,F,late"),
         "cannot tell which checkpoint is the last: 'early' holds no number; choose one with "
         "--checkpoint NAME, or use --checkpoint all"),
        (GOOD.replace("params", "loss").replace("chance", "tokens")
         .replace("B,T", ",T").replace(",0\n", ",1B\n"), "sizes: tokens, loss"),
        ("model,params,tokens,loss\na,1B,20B,2.5\n",
         "a run table: the 'scaling law' commands read it"),
    ],
)  # fmt: skip
def test_check_of_tables_that_need_a_word(run: Run, text: str, message: str) -> None:
    found = run("data", "check", "-", stdin=text)
    assert found.exit_code == 0, found.stderr
    assert message in found.stdout


BAD = "model,params,task,score\n" + "".join(f"m{row},0,T,high\n" for row in range(13))


def test_check_of_bad_cells(run: Run, put: Put) -> None:
    path = put(BAD)
    found = run("data", "check", str(path))
    assert (found.exit_code, found.stdout) == (1, "")
    lines = found.stderr.splitlines()
    assert len(lines) == 21
    assert lines[0] == (
        f"{path}:2: params: expected a size such as 1.3B, 1.3e9 or 1300000000, found '0'"
    )
    assert lines[-1] == "… and 6 more bad cells"


def test_check_gives_scripts_all_problems(run: Run, put: Put) -> None:
    path = put(BAD)
    found = run("data", "check", str(path), "--format", "json")
    assert found.exit_code == 1
    entries = results(found)
    assert len(entries) == 26
    assert {entry["status"] for entry in entries} == {"failed"}
    assert entries[1]["message"].startswith(f"{path}:2: score: expected a fraction")
    assert (entries[1]["line"], entries[1]["column"], entries[1]["found"]) == (2, "score", "'high'")
    assert json.loads(found.stdout)["dataset"] is None


def test_check_of_a_file_that_is_no_table(run: Run, put: Put) -> None:
    found = run("data", "check", str(put("model:score\n")), "--format", "json")
    assert found.exit_code == 1
    (entry,) = results(found)
    assert entry["level"] == "error"
    assert "found the single column 'model:score'" in entry["message"]
    assert (entry["line"], entry["column"]) == (None, None)


@pytest.mark.parametrize("command", ["check", "show"])
def test_nothing_is_written_when_data_are_at_fault(
    run: Run, put: Put, tmp_path: Path, command: str
) -> None:
    out = tmp_path / "out.txt"
    found = run("data", command, str(put(BAD)), "-o", str(out))
    assert found.exit_code == 1
    assert not out.exists()


def test_percent_and_encoding_reach_the_loader(run: Run, put: Put) -> None:
    path = put("model,params,task,score\nblüm,1B,T,50\n".encode("latin-1"))
    assert "use --encoding latin-1" in run("data", "check", str(path)).stderr
    found = run("data", "check", str(path), "--encoding", "latin-1", "--percent")
    assert found.exit_code == 0
    found = run("data", "check", "gpt3-published", "--percent")
    assert found.exit_code == 2
    assert "cannot be used with gpt3-published" in found.stderr


def test_the_template_explains_every_column(run: Run) -> None:
    text = run("data", "template").stdout
    *comments, header = text.splitlines()
    assert all(line.startswith("#") for line in comments)
    for column in COLUMNS:
        need = "required" if column.required else "optional"
        (line,) = [c for c in comments if c.startswith(f"# {column.name} (")]
        assert line.startswith(f"# {column.name} ({need}): {column.meaning}")
        assert column.unit in line
        assert column.example in line
    assert {"model", "task", "score"} <= set(header.split(","))


def test_an_empty_template_has_no_rows(run: Run) -> None:
    text = run("data", "template").stdout
    found = run("data", "check", "-", stdin=text)
    assert (found.exit_code, found.stdout) == (1, "")
    assert found.stderr == (
        f"<stdin>: no rows below the header (line {len(text.splitlines())}): "
        "add one row a score, then check again\n"
    )


def test_the_template_can_be_filled_in(run: Run) -> None:
    text = run("data", "template").stdout
    header = text.splitlines()[-1].split(",")
    examples = {column.name: column.example for column in COLUMNS}
    row = ",".join(f'"{examples[name]}"' for name in header)
    found = run("data", "check", "-", stdin=f"{text}{row}\n")
    assert found.exit_code == 0, found.stderr
    assert "1 row, 1 model, 1 family" in found.stdout


def test_the_template_as_a_file_or_as_json(run: Run, tmp_path: Path) -> None:
    path = tmp_path / "scores.csv"
    found = run("data", "template", "-o", str(path))
    assert (found.stdout, found.stderr) == ("", f"wrote {path}\n")
    assert path.read_text(encoding="utf-8") == run("data", "template").stdout
    again = run("data", "template", "-o", str(path))
    assert again.exit_code == 1
    assert again.stderr == f"{path} is already there: use --force to replace it\n"
    entries = results(run("data", "template", "--format", "json"))
    assert [entry["column"] for entry in entries] == [column.name for column in COLUMNS]


def test_check_doubts_a_failed_run(run: Run) -> None:
    found = run("data", "check", "obs-emergent", "--format", "json")
    (doubt,) = [entry for entry in results(found) if entry["level"] == "doubtful"]
    assert doubt["status"] == "ok"
    assert (
        "Qwen1.5 / ipa_transliterate / exact_match, 2-shot: 0.008 of Qwen/Qwen1.5-72B after 0.286 "
        "of Qwen/Qwen1.5-32B" in doubt["message"]
    )


def test_bad_cells_of_a_folder_name_their_files(run: Run, put: Put) -> None:
    put("model,params,task,score\na,1B,T,0.5\n", "runs/a.csv")
    path = put("model,params,task,score\nb,1B,T,high\n", "runs/b.csv")
    found = run("data", "check", str(path.parent), "--format", "json")
    assert found.exit_code == 1
    (entry,) = results(found)
    assert (entry["file"], entry["line"], entry["column"]) == (str(path), 2, "score")


def test_check_of_a_table_of_models(run: Run, put: Put) -> None:
    found = run("data", "check", str(put("model,params\na,1B\n")))
    assert found.exit_code == 0
    assert "a table of models: give it beside scores, with --models" in found.stdout


def test_a_data_package_of_another_tool_is_a_folder_of_files(run: Run, put: Put) -> None:
    put('{"name": "x", "resources": []}', "x/datapackage.json")
    path = put("model,params,task,score\na,1B,T,0.5\n", "x/a.csv")
    found = run("data", "check", str(path.parent))
    assert found.exit_code == 0
    assert "1 row, 1 model, 1 task" in found.stdout


def test_show_gives_a_fact_that_all_rows_share(run: Run, put: Put) -> None:
    text = "model,params,task,score,n_items\na,1B,T,0.5,100\nb,2B,T,0.5,900\n"
    (entry,) = results(run("data", "show", str(put(text)), "--format", "json"))
    assert entry["tasks"][0]["n_items"] is None


def test_text_of_a_file_drives_no_terminal(
    run: Run, put: Put, monkeypatch: pytest.MonkeyPatch
) -> None:
    from scaling.cli.output import Output

    shown: list[str] = []
    monkeypatch.setattr("scaling.cli.output.sys.stdout.isatty", lambda: True, raising=False)
    monkeypatch.setattr("click.echo", lambda text, **_: shown.append(text))
    Output().write("a\x1b]0;evil\x07,1\n")
    assert shown == ["a\\x1b]0;evil\\x07,1\n"]
