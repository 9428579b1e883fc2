"""``law compare`` as people and scripts run it."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from click.testing import Result

from tests.cli.law_runs import csv_of
from tests.forecasting.laws.makers import isoflop_runs, random_runs

Run = Callable[..., Result]
QUICK = ("--law", "chinchilla", "--law", "power-flops", "--objective", "squares", "--objective",
         "huber", "--draws", "19")  # fmt: skip


@pytest.fixture
def runs(tmp_path: Path) -> str:
    path = tmp_path / "runs.csv"
    path.write_text(csv_of(random_runs(noise=0.002)), encoding="utf-8")
    return str(path)


def test_people_get_laws_side_by_side_and_a_sentence(run: Run, runs: str) -> None:
    found = run("law", "compare", runs, *QUICK, "--cutoff", "1e21")
    assert found.exit_code == 0, found.stderr
    lines = found.stdout.splitlines()
    assert lines[0].split()[:4] == ["law", "objective", "free", "log"]
    assert len([line for line in lines if line.startswith(("chinchilla", "power-flops"))]) == 4
    assert sum(" * " in line for line in lines[1:5]) == 1
    assert "nearest run" in found.stdout
    assert "Use chinchilla (" in found.stdout
    assert "of 60 runs from 1e21 FLOPs on" in found.stdout
    assert "60 runs; objectives: sums over log residuals, Huber's delta 0.001" in found.stdout


def test_json_is_one_document(run: Run, runs: str) -> None:
    found = run("law", "compare", runs, *QUICK, "--cutoff", "1e21", "--cutoff", "2e20",
                "--draws", "0", "--format", "json", "-q")  # fmt: skip
    document = json.loads(found.stdout, parse_constant=pytest.fail)
    assert document["schema"] == "scaling.law.compare/1"
    assert document["options"]["laws"] == ["chinchilla", "power-flops"]
    (one,) = document["results"]
    assert [cutoff["flops"] for cutoff in one["cutoffs"]] == [2e20, 1e21]
    assert len(one["laws"]) == 4
    assert one["chosen"]["law"] == "chinchilla"
    assert set(one["baselines"]) == {"nearest", "line"}
    for row in one["laws"]:
        assert row["backtest"]["n"] == sum(part["n"] for part in row["by_cutoff"])


def test_csv_and_markdown_have_a_row_a_law_and_objective(run: Run, runs: str) -> None:
    quick = ("--law", "power-flops", "--objective", "huber", "--cutoff", "1e21", "--draws", "0")
    found = run("law", "compare", runs, *quick, "--format", "csv")
    rows = list(csv.DictReader(io.StringIO(found.stdout)))
    assert [row["law"] for row in rows] == ["power-flops", "nearest", "line"]
    assert [row["is_chosen"] for row in rows].count("true") == 1
    markdown = run("law", "compare", runs, *quick, "--format", "md").stdout
    assert markdown.startswith("| law | objective | free | log rmse |")


def test_laws_that_cannot_be_fitted_are_at_fault(run: Run, tmp_path: Path) -> None:
    some = random_runs()
    lines = csv_of(some).splitlines()
    same = [lines[0], *(f"{name},1e9,{cells}" for name, _, cells in
                        (line.split(",", 2) for line in lines[1:]))]  # fmt: skip
    path = tmp_path / "same.csv"
    path.write_text("\n".join(same) + "\n", encoding="utf-8")
    quick = ("--objective", "huber", "--draws", "0")
    both = ("--law", "chinchilla", "--law", "power-flops")
    found = run("law", "compare", str(path), *both, *quick)
    assert found.exit_code == 0, found.stderr
    assert "not fitted: chinchilla (huber): the sizes of 60 runs cannot identify" in found.stdout
    alone = run("law", "compare", str(path), "--law", "chinchilla", *quick)
    assert alone.exit_code == 1
    assert "same.csv: no law could be fitted" in alone.stderr


def test_wrong_options_are_usage(run: Run, runs: str) -> None:
    early = run("law", "compare", runs, *QUICK, "--cutoff", "1e10")
    assert early.exit_code == 2
    assert "cutoff 1e10: expected at least 10 runs below it to fit, found 0" in (
        early.stderr.replace("10B", "1e10")
    )
    unknown = run("law", "compare", runs, "--law", "chinchila")
    assert unknown.exit_code == 1
    assert "did you mean 'chinchilla'?" in unknown.stderr


def test_a_run_that_looks_diverged_is_named_on_every_page(run: Run, tmp_path: Path) -> None:
    """What a law's fit tells of runs is told by what is made of the law as well."""
    runs = isoflop_runs(noise=0.002)
    loss = runs.loss.copy()
    loss[13] = 11.0
    path = tmp_path / "runs.csv"
    path.write_text(csv_of(replace(runs, loss=loss)), encoding="utf-8")
    quick = ("--exclude", "run 2", "--draws", "0")
    told = {
        "compare": ("--law", "chinchilla", "--law", "kaplan", "--objective", "huber"),
        "isoflop": (),
        "allocate": ("--flops", "1e21"),
    }
    pages = {name: run("law", name, str(path), *options, *quick).stdout
             for name, options in told.items()}  # fmt: skip
    for page in pages.values():
        assert "excluded: run 2 (named by --exclude)" in page
        assert "run 13 (loss 11, " in page
    assert "diverged-left-out, 1 of 44 runs, fitted but not predicted: " in pages["compare"]
    assert "chinchilla (huber): diverged-run" not in pages["compare"]  # said of both laws: no news
    assert "diverged-run, 1 of 44 runs, kept: run 13" in pages["allocate"]
    failed = run("law", "allocate", str(path), "--flops", "1e21", "--where", "model=run 1",
                 "--format", "json", "-q")  # fmt: skip
    assert failed.exit_code == 1
    assert json.loads(failed.stdout)["results"][0]["status"] == "failed"
