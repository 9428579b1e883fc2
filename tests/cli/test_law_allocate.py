"""``law allocate`` as people and scripts run it."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import Result

from tests.cli.law_runs import csv_of
from tests.forecasting.laws.makers import random_runs

Run = Callable[..., Result]
QUICK = ("--draws", "49")


@pytest.fixture
def runs(tmp_path: Path) -> str:
    path = tmp_path / "runs.csv"
    path.write_text(csv_of(random_runs(noise=0.002)), encoding="utf-8")
    return str(path)


def test_people_get_the_split_and_the_cost_of_another(run: Run, runs: str) -> None:
    found = run("law", "allocate", runs, "--flops", "1e22", *QUICK)
    assert found.exit_code == 0, found.stderr
    lines = found.stdout.splitlines()
    assert lines[0].split()[:3] == ["flops", "params", "tokens"]
    assert lines[1].startswith("1e22")
    assert [line.split()[1] for line in lines[4:6]] == ["0.5", "2"]
    assert "1e22 FLOPs are best spent on" in found.stdout
    assert "law chinchilla of 60 runs; objective: huber on log residuals, delta 0.001" in (
        found.stdout
    )
    assert "C = 6 N D; 95% intervals: case-bootstrap, 49 draws" in found.stdout


def test_far_from_the_data_the_split_is_told_and_the_loss_withheld(run: Run, runs: str) -> None:
    found = run("law", "allocate", runs, "--flops", "1e26", *QUICK)
    assert found.exit_code == 0, found.stderr
    assert "decades beyond the largest run: the split extrapolates" in found.stdout
    assert "forecast-withheld: too far beyond the data" in found.stderr
    (held,) = json.loads(
        run("law", "allocate", runs, "--flops", "1e26", *QUICK, "--format", "json").stdout
    )["results"]
    assert held["loss"]["estimate"] is None
    assert held["params"]["estimate"] > 0
    (told,) = json.loads(
        run("law", "allocate", runs, "--flops", "1e26", "--far", *QUICK, "--format", "json").stdout
    )["results"]
    assert told["loss"]["predict_lower"] < told["loss"]["estimate"]


def test_json_is_one_document_with_a_result_a_budget(run: Run, runs: str) -> None:
    found = run("law", "allocate", runs, "--flops", "1e20:1e22", "--flops", "3e21", *QUICK,
                "--format", "json", "-q")  # fmt: skip
    document = json.loads(found.stdout, parse_constant=pytest.fail)
    assert document["schema"] == "scaling.law.allocate/1"
    assert [one["flops"] for one in document["results"]] == [1e20, 1e21, 3e21, 1e22]
    assert document["options"]["flops"] == [1e20, 1e21, 3e21, 1e22]
    assert document["options"]["law"] == "chinchilla"
    for one in document["results"]:
        for name in ("params", "tokens", "tokens_per_param"):
            assert one[name]["lower"] < one[name]["estimate"] < one[name]["upper"]


def test_csv_and_markdown_have_a_row_a_budget(run: Run, runs: str) -> None:
    found = run("law", "allocate", runs, "--flops", "1e21:1e22", *QUICK, "--format", "csv")
    rows = list(csv.DictReader(io.StringIO(found.stdout)))
    assert [float(row["flops"]) for row in rows] == [1e21, 1e22]
    assert float(rows[0]["twice.extra_compute.estimate"]) > 0
    markdown = run("law", "allocate", runs, "--flops", "1e22", *QUICK, "--format", "md").stdout
    assert markdown.splitlines()[0].startswith("| flops | params | tokens |")


def test_a_saved_fit_is_used_in_place_of_runs(run: Run, runs: str, tmp_path: Path) -> None:
    fit = tmp_path / "fit.json"
    assert run("law", "fit", runs, *QUICK, "-o", str(fit)).exit_code == 0
    ours = run("law", "allocate", runs, "--flops", "1e22", *QUICK, "--format", "json").stdout
    theirs = run("law", "allocate", "--from", str(fit), "--flops", "1e22", "--format", "json")
    assert theirs.exit_code == 0, theirs.stderr
    assert json.loads(theirs.stdout)["results"] == json.loads(ours)["results"]


@pytest.mark.parametrize(
    ("content", "told"),
    [
        ("{", "found no JSON"),
        ("[]", "found no schema"),
        ('{"schema": "scaling.fit/1"}', "found scaling.fit/1"),
        ('{"schema": "scaling.law.fit/1"}', "found a document with other keys"),
    ],
)
def test_a_file_that_is_no_fit_is_at_fault(
    run: Run, tmp_path: Path, content: str, told: str
) -> None:
    path = tmp_path / "fit.json"
    path.write_text(content, encoding="utf-8")
    found = run("law", "allocate", "--from", str(path), "--flops", "1e22")
    assert (found.exit_code, found.stdout) == (1, "")
    assert "expected what 'scaling law fit --format json' wrote" in found.stderr
    assert told in found.stderr


def test_a_fit_that_is_not_there_is_at_fault(run: Run, tmp_path: Path) -> None:
    found = run("law", "allocate", "--from", str(tmp_path / "no.json"), "--flops", "1e22")
    assert found.exit_code == 1
    assert "cannot be read: No such file" in found.stderr


def test_a_law_without_an_optimum_is_at_fault(run: Run, runs: str) -> None:
    found = run("law", "allocate", runs, "--flops", "1e22", "--law", "power-flops", *QUICK)
    assert found.exit_code == 1
    assert "the law power-flops has no optimal split: its loss depends on flops alone" in (
        found.stderr
    )


def test_wrong_use_is_told(run: Run, runs: str, tmp_path: Path) -> None:
    assert "Missing option '--flops'" in run("law", "allocate", runs).stderr
    neither = run("law", "allocate", "--flops", "1e22")
    assert neither.exit_code == 2
    assert "expected RUNS or --from FILE, and not both" in neither.stderr
    wrong = run("law", "allocate", runs, "--flops", "plenty")
    assert wrong.exit_code == 2
    assert "flops: expected a size such as 1.3B, 1.3e9 or 1300000000, found 'plenty'" in (
        wrong.stderr
    )
    set_twice = run("law", "allocate", "--from", "fit.json", "--flops", "1e22", "--law", "kaplan")
    assert set_twice.exit_code == 2
    assert "--law: the law of --from is used as it was fitted" in set_twice.stderr
    unique = run("law", "allocate", runs, "--flops", "1e22", "--unique-tokens", "1T", *QUICK)
    assert unique.exit_code == 2
    assert "the law chinchilla does not know repeated data" in unique.stderr
