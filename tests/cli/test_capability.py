"""``forecast --size capability`` as people and scripts run it."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import Result

Run = Callable[..., Result]
BASE = ("forecast", "obs-emergent", "--size", "capability", "--benchmarks", "obs-benchmarks")
WORDS = (*BASE, "--task", "word_unscrambling", "--draws", "19")
HELD = (*WORDS, "--cutoff", "8.4e22")


def test_held_out_models_are_listed_with_the_errors_and_the_sentence(run: Run) -> None:
    found = run(*HELD)
    assert found.exit_code == 0, found.stderr
    lines = found.stdout.splitlines()
    assert lines[0].split() == [
        "family", "task", "metric", "condition", "fitted", "predicted", "mae", "mae", "last",
        "mae", "flops", "mae", "params", "mse", "within",
    ]  # fmt: skip
    assert lines[1].split()[:6] == [
        "all", "word_unscrambling", "exact_match", "2-shot", "44", "40",
    ]  # fmt: skip
    assert "word_unscrambling / exact_match: 44 models fitted, 40 predicted" in lines
    assert lines[4].split() == ["model", "family", "equivalent", "flops", "beyond", "flops",
                                "predicted", "score"]  # fmt: skip
    assert lines[5].startswith("meta-llama/Meta-Llama-3.1-405B-FP8")
    assert "+1.59 far" in lines[5]
    assert "44 models up to 8.4e+22 FLOPs were fitted on 3 components of 8 other" in found.stdout
    assert "sizes are Llama-2-equivalent FLOPs" in found.stdout
    assert "compute-unknown: models of unknown compute are held out" in found.stderr


def test_json_holds_what_a_figure_needs(run: Run) -> None:
    found = run(*HELD, "--format", "json", "-q", "--exclude-benchmark", "GSM8K")
    document = json.loads(found.stdout, parse_constant=lambda name: pytest.fail(name))
    assert document["schema"] == "scaling.forecast/1"
    assert document["options"]["cutoff"] == 8.4e22
    assert document["options"]["exclude"] == ["GSM8K"]
    assert document["options"]["benchmarks"]["name"] == "obs-benchmarks"
    (result,) = document["results"]
    assert result["size"] == "capability"
    assert len(result["points"]) == 84
    assert len(result["band"]) == 61
    assert len(result["predictions"]) == result["n_predicted"] == 40
    assert [one["predictor"] for one in result["errors"]] == [
        "capability", "last", "flops", "params",
    ]  # fmt: skip
    assert result["left_out"] == [
        {"name": "GSM8K", "reason": "it was excluded", "kind": "benchmark"}
    ]
    assert found.stderr == ""


def test_csv_and_markdown_have_a_row_a_task(run: Run) -> None:
    (row,) = csv.DictReader(io.StringIO(run(*HELD, "--format", "csv", "-q").stdout))
    assert len(row["predictions.predicted"].split("; ")) == 40
    assert float(row["errors.capability.mse"]) < float(row["errors.flops.mse"])
    assert row["series.task"] == "word_unscrambling"
    markdown = run(*HELD, "--format", "md", "-q").stdout.splitlines()
    assert markdown[0].startswith("| family | task |")
    assert len(markdown) == 3


def test_without_a_cutoff_models_without_a_score_are_predicted(run: Run) -> None:
    found = run(*WORDS, "--exclude-benchmark", "GSM8K")
    assert found.exit_code == 0, found.stderr
    assert (
        "84 models fitted, 64 predicted; benchmark left out: GSM8K (it was excluded)"
        in found.stdout
    )
    assert "falcon-180B" in found.stdout
    assert "… and 24 more: --format json" in found.stdout


def test_scores_at_equivalent_compute_with_a_record(run: Run) -> None:
    found = run(*WORDS, "--at", "3e24", "--at", "1e27", "--reference-family", "pythia")
    assert found.exit_code == 0
    assert "Pythia-equivalent FLOPs" in found.stdout
    assert found.stdout.splitlines()[0].split()[-6:] == [
        "at", "forecast", "beyond", "last", "line", "message",
    ]  # fmt: skip
    assert "insist with --far" in found.stdout
    assert found.stdout.count("back-test, models above 2.52e+23 FLOPs held out: in 29 hold") == 1


def test_a_column_of_that_name_is_a_size_like_any_other(run: Run, tmp_path: Path) -> None:
    path = tmp_path / "own.csv"
    rows = "".join(f"m{at},t,0.{at},{at}\n" for at in range(1, 7))
    path.write_text(f"model,task,score,capability\n{rows}", encoding="utf-8")
    found = run("forecast", str(path), "--size", "capability", "--at", "8", "--draws", "0")
    assert found.exit_code == 0, found.stderr
    assert "forecast by: averaged" in found.stdout


def test_several_tasks_get_a_sentence_each(run: Run) -> None:
    tasks = ("arithmetic_2da", "arithmetic_2dm", "arithmetic_3da")
    chosen = (f"--task={name}" for name in tasks)
    found = run(*BASE, "--draws", "0", "--cutoff", "2.2e22", "--components", "1", *chosen)
    assert found.stdout.count("models up to 2.2e+22 FLOPs were fitted") == 3
    assert "equivalent flops" not in found.stdout
    assert "no intervals" in found.stdout


@pytest.mark.parametrize(
    ("options", "code", "message"),
    [
        (("--size", "capability"), 2, "name a dataset or file with --benchmarks, such as obs-"),
        ((*BASE[2:], "--curve", "step"), 2, "--curve: the capability axis has its own sigmoid"),
        ((*BASE[2:], "--tokens", "2T"), 2, "--size capability: knows no training tokens"),
        ((*BASE[2:], "--rho", "0.1"), 2, "--rho: the capability axis has its own sigmoid"),
        ((*BASE[2:], "--reference-family", "DeciLM"), 1, "expected at least 3 models of known"),
        (("--no-standardise", "--at", "1T"), 2, "--standardise: belongs to the axis of other"),
        ((*BASE[2:4], "--benchmarks", "gpt3-published"), 1, "no task could be forecast"),
    ],
)  # fmt: skip
def test_what_is_wrong_is_said_on_one_line(
    run: Run, options: tuple[str, ...], code: int, message: str
) -> None:
    found = run("forecast", "obs-emergent", "--task", "word_unscrambling", *options, "-q")
    assert found.exit_code == code, (found.stdout, found.stderr)
    assert message in found.stderr
