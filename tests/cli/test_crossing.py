"""``crossing`` as people and scripts run it."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import Result

Run = Callable[..., Result]
TRIVIA = ("gpt3-published", "-t", "TriviaQA", "-f", "GPT-3", "--where", "n_shots=64")
QUICK = ("--draws", "19")
OWN = """model,family,task,score,n_items,params,cost_usd,tuning
a,A,qa,0.1,1000,1B,0.1,base
b,A,qa,0.3,1000,3B,0.35,base
c,A,qa,0.6,1000,9B,1.1,base
d,A,qa,0.8,1000,30B,4,base
t5,T5,qa,0.5,1000,770M,0.05,finetuned
"""


@pytest.fixture
def own(tmp_path: Path) -> str:
    path = tmp_path / "own.csv"
    path.write_text(OWN, encoding="utf-8")
    return str(path)


def test_one_series_against_fine_tuned_models(run: Run) -> None:
    found = run("crossing", *TRIVIA, "--baselines", "finetuned-baselines", *QUICK)
    assert found.exit_code == 0, found.stderr
    lines = found.stdout.splitlines()
    assert lines[0].split()[-5:] == ["bracket", "passed", "at", "(params)", "ratio"]
    assert [line.split("  ")[0] for line in lines[1:4]] == ["GPT-3"] * 3
    assert "T5-11B (fine-tuned) 0.501 ± 0.0358" in lines[1]
    assert " crossed " in lines[1]
    assert lines[5].startswith("GPT-3 / TriviaQA / acc, 64-shot, base: 175B, at 0.712, is surely ")
    assert lines[-1] == (
        "objective: quasi-binomial; over-dispersion rho 0.005; 95% intervals: "
        "parametric-bootstrap, 19 draws"
    )
    assert "one_seed: one training run per size" in found.stderr


def test_a_number_with_its_error_as_json(run: Run) -> None:
    found = run("crossing", *TRIVIA, "--baseline", "60%", "--stderr", "0.01", "--format", "json",
                *QUICK)  # fmt: skip
    document = json.loads(found.stdout)
    (result,) = document["results"]
    assert result["baseline"]["score"] == 0.6
    assert result["baseline"]["stderr"] == 0.01
    assert document["options"]["baseline"] == [0.6]
    assert result["lower"] < result["estimate"] < result["upper"]


def test_chance_as_csv_and_markdown(run: Run) -> None:
    found = run("crossing", "gpt3-published", "-t", "HellaSwag", "-f", "GPT-3", "--baseline",
                "chance", "--format", "csv", "--draws", "0")  # fmt: skip
    rows = list(csv.DictReader(io.StringIO(found.stdout)))
    assert {row["baseline.score"] for row in rows} == {"0.265"}
    assert {row["verdict"] for row in rows} == {"crossed"}
    assert rows[0]["bracket_low"] == ""  # no size is surely below
    assert float(rows[0]["bracket_high"]) > 1e8
    told = run("crossing", "gpt3-published", "-t", "HellaSwag", "-f", "GPT-3", "--baseline",
               "chance", "--format", "md", "--draws", "0")  # fmt: skip
    assert told.stdout.startswith("| family | task |")


def test_people_of_a_table(run: Run) -> None:
    found = run("crossing", "palm-scaling", "-t", "hindu_knowledge", "--baseline", "human", *QUICK)
    assert "human (average rater) 0.619 ± " in found.stdout
    assert "human (best rater) 1 ± " in found.stdout
    one = run("crossing", "palm-scaling", "-t", "hindu_knowledge", "--baseline",
              "Human (Average Rater)", *QUICK)  # fmt: skip
    assert "best rater" not in one.stdout


def test_a_pair_of_conditions(run: Run) -> None:
    found = run("crossing", "chain-of-thought", "-t", "GSM8K", "-f", "LaMDA", "--pair",
                "prompting:direct:cot", *QUICK)  # fmt: skip
    assert found.exit_code == 0, found.stderr
    assert "137B is surely better with cot than with direct, by " in found.stdout
    assert "By the curves cot starts to pay at " in found.stdout


def test_cost_is_a_size(run: Run, own: str) -> None:
    found = run("crossing", own, "--baseline", "finetuned", "--size", "cost_usd", *QUICK)
    assert found.exit_code == 0, found.stderr
    assert "passed at (cost_usd)" in found.stdout
    assert "0.35 to 4" in found.stdout


def test_few_sizes_have_a_bracket_and_exit_with_one(run: Run, tmp_path: Path) -> None:
    path = tmp_path / "few.csv"
    path.write_text("model,task,score,n_items,params\na,t,0.1,1000,1B\nb,t,0.9,1000,9B\n")
    found = run("crossing", str(path), "--baseline", "0.5")
    assert found.exit_code == 1
    assert "1B to 9B" in found.stdout
    assert "a curve needs at least 3 sizes, this series has 2" in found.stdout
    assert "no curve could be fitted to any series; see the rows above" in found.stderr


@pytest.mark.parametrize(
    ("options", "code", "message"),
    [
        ((), 2, "baseline: expected a score such as 0.6, chance, human, finetuned or a model's"),
        (("--baseline", "60"), 2, "qa has scores from 0 to 1: expected such a number or a percent"),
        (("--baseline", "0.5", "--stderr", "-1"), 2, "Invalid value for '--stderr'"),
        (("--baseline", "t6"), 1, "unknown baseline 't6': expected one of chance, human, finetu"),
        (("--baseline", "0.5", "--reach", "3"), 2, "reach: expected at most 1 decade beyond the"),
        (("--pair", "tuning:base:finetuned"), 1, "no tuning base was measured under the same"),
        (("--baseline", "0.5", "--size", "cost"), 1, "unknown size column 'cost': did you mean "
         "'cost_usd'?"),
        (("--pair", "tuning"), 2, "pair: expected COLUMN:BASELINE:AUGMENTED"),
        (("--baselines", "finetuned-baselines"), 1, "baseline 'finetuned' of finetuned-baselines "
         "has no score for any of the series"),
        (("--baselines", "finetuned-baseline"), 1, "did you mean 'finetuned-baselines'"),
    ],
)  # fmt: skip
def test_bad_input(run: Run, own: str, options: tuple[str, ...], code: int, message: str) -> None:
    found = run("crossing", own, *options)
    assert found.exit_code == code
    assert message in found.stderr
    assert not found.stdout
