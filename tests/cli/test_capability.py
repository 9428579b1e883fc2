"""``forecast --size capability`` as people and scripts run it."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable

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
        "family", "task", "metric", "condition", "fitted", "predicted", "mae", "mae", "flops",
        "mae", "params", "mse", "mse", "flops", "mse", "params", "within",
    ]  # fmt: skip
    assert lines[1].split()[:6] == [
        "all", "word_unscrambling", "exact_match", "2-shot", "44", "40",
    ]  # fmt: skip
    assert "word_unscrambling / exact_match: 44 models fitted, 40 predicted" in lines
    assert lines[4].split() == ["model", "family", "equivalent", "flops", "flops", "predicted",
                                "score"]  # fmt: skip
    assert lines[5].startswith("meta-llama/Meta-Llama-3.1-405B-FP8")
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
    assert [one["predictor"] for one in result["errors"]] == ["capability", "flops", "params"]
    assert result["left_out"] == [{"name": "GSM8K", "reason": "it was excluded"}]
    assert found.stderr == ""


def test_csv_and_markdown_have_a_row_a_task(run: Run) -> None:
    (row,) = csv.DictReader(io.StringIO(run(*HELD, "--format", "csv", "-q").stdout))
    assert float(row["errors.capability.mse"]) < float(row["errors.flops.mse"])
    assert row["series.task"] == "word_unscrambling"
    markdown = run(*HELD, "--format", "md", "-q").stdout.splitlines()
    assert markdown[0].startswith("| family | task |")
    assert len(markdown) == 3


def test_without_a_cutoff_models_without_a_score_are_predicted(run: Run) -> None:
    found = run(*WORDS)
    assert found.exit_code == 0, found.stderr
    assert "84 models fitted, 64 predicted" in found.stdout
    assert "falcon-180B" in found.stdout
    assert "… and 24 more: --format json" in found.stdout


def test_a_score_at_an_equivalent_compute(run: Run) -> None:
    found = run(*WORDS, "--at", "3e24", "--reference-family", "pythia")
    assert "Pythia-equivalent FLOPs" in found.stdout
    assert found.stdout.splitlines()[0].split()[-5:] == ["at", "forecast", "beyond", "last", "line"]
    refused = run(*WORDS, "--at", "1e27")
    assert refused.exit_code == 1
    assert "insist with --far" in refused.stdout
    assert "no task could be forecast; see the rows above" in refused.stderr


def test_a_share_of_the_models_is_a_cutoff(run: Run) -> None:
    found = run(*WORDS, "--cutoff", "50%", "--format", "json", "-q")
    (result,) = json.loads(found.stdout)["results"]
    assert result["n_training"] == 37


def test_benchmarks_are_standardised_on_request(run: Run) -> None:
    errors = []
    for options in ((), ("--no-standardise",), ("--standardise",)):
        found = run(*HELD, *options, "--format", "json", "-q")
        errors.append(json.loads(found.stdout)["results"][0]["errors"][0]["mse"])
    assert errors[0] == errors[1] < errors[2]


def test_several_tasks_get_a_sentence_each(run: Run) -> None:
    tasks = ("arithmetic_2da", "arithmetic_2dm", "arithmetic_3da")
    found = run(*BASE, "--draws", "0", "--cutoff", "2.2e22", *(f"--task={name}" for name in tasks))
    assert found.stdout.count("models up to 2.2e+22 FLOPs were fitted") == 3
    assert "equivalent flops" not in found.stdout
    assert "no intervals" in found.stdout


@pytest.mark.parametrize(
    ("options", "code", "message"),
    [
        (("--size", "capability"), 2, "name a dataset or file with --benchmarks, such as obs-"),
        ((*BASE[2:], "--curve", "step"), 2, "--curve: the capability axis has its own sigmoid"),
        ((*BASE[2:], "--tokens", "2T"), 2, "--size capability: knows no training tokens"),
        ((*BASE[2:], "--cutoff", "much"), 2, "cutoff: expected compute above zero such as 8.4e22"),
        ((*BASE[2:], "--components", "9", "--cutoff", "8.4e22"), 2,
         "components: expected at most 8, the benchmarks left, got 9"),
        ((*BASE[2:], "--reference-family", "Lama-2"), 1, "did you mean 'Llama-2'?"),
        ((*BASE[2:], "--reference-family", "DeciLM"), 1, "expected at least 3 models of known"),
        ((*BASE[2:], "--exclude-benchmark", "MLU"), 1, "unknown benchmark 'MLU'"),
        (("--no-standardise", "--at", "1T"), 2, "--standardise: belongs to the axis of other"),
        (("--benchmarks", "obs-benchmarks", "--at", "1T"), 2,
         "--benchmarks: belongs to the axis of other benchmarks: add --size capability"),
        ((*BASE[2:4], "--benchmarks", "gpt3-published"), 1, "no task could be forecast"),
        ((*BASE[2:4], "--benchmarks", "inverse-scaling"), 1, "with at least 3 models of known"),
    ],
)  # fmt: skip
def test_what_is_wrong_is_said_on_one_line(
    run: Run, options: tuple[str, ...], code: int, message: str
) -> None:
    found = run("forecast", "obs-emergent", "--task", "word_unscrambling", *options, "-q")
    assert found.exit_code == code, (found.stdout, found.stderr)
    assert message in found.stderr
