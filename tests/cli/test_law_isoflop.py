"""``law isoflop`` as people and scripts run it."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import Result

from tests.cli.law_runs import csv_of
from tests.forecasting.laws.makers import isoflop_runs

Run = Callable[..., Result]
QUICK = ("--draws", "49")


@pytest.fixture
def runs(tmp_path: Path) -> str:
    path = tmp_path / "runs.csv"
    path.write_text(csv_of(isoflop_runs(noise=0.002)), encoding="utf-8")
    return str(path)


def test_people_get_minima_and_the_power_law(run: Run, runs: str) -> None:
    found = run("law", "isoflop", runs, *QUICK)
    assert found.exit_code == 0, found.stderr
    lines = found.stdout.splitlines()
    assert lines[0].split()[:3] == ["flops", "sizes", "params"]
    assert [line.split()[:2] for line in lines[1:6]] == [
        [flops, "9"] for flops in ("6e18", "3e19", "1e20", "6e20", "3e21")
    ]
    assert lines[8].startswith("parabola *")
    assert "The optimal size grows as C^0.5" in found.stdout
    assert "least squares of log-loss on powers of log size; error 0.0016" in found.stdout
    assert "95% intervals: parametric-bootstrap, 49 draws" in found.stdout


def test_json_is_one_document(run: Run, runs: str) -> None:
    found = run("law", "isoflop", runs, *QUICK, "--budget", "1e20", "--budget", "6e20",
                "--degree", "2", "--format", "json", "-q")  # fmt: skip
    assert found.exit_code == 0, found.stderr
    document = json.loads(found.stdout, parse_constant=pytest.fail)
    assert document["schema"] == "scaling.law.isoflop/1"
    assert document["options"]["budgets"] == [1e20, 6e20]
    assert document["options"]["degree"] == "2"
    (one,) = document["results"]
    assert [row["flops"] for row in one["budgets"]] == [1e20, 6e20]
    for row in one["budgets"]:
        assert row["lower"] < row["params"] < row["upper"]
    assert set(one["exponent"]) == {"estimate", "lower", "upper"}
    assert {"no-degrees-left", "runs-outside-budgets"} <= set(one["notes"])
    assert one["interval"] == {"kind": "parametric-bootstrap", "level": 0.95, "draws": 49}


def test_csv_and_markdown_have_a_row_a_budget(run: Run, runs: str) -> None:
    found = run("law", "isoflop", runs, *QUICK, "--format", "csv")
    rows = list(csv.DictReader(io.StringIO(found.stdout)))
    assert len(rows) == 5
    assert float(rows[0]["lower"]) < float(rows[0]["params"]) < float(rows[0]["upper"])
    assert rows[0]["used"] == "true"
    markdown = run("law", "isoflop", runs, *QUICK, "--format", "md").stdout.splitlines()
    assert len(markdown) == 7
    assert markdown[0].startswith("| flops | sizes | params |")


def test_no_draws_no_intervals(run: Run, runs: str) -> None:
    found = run("law", "isoflop", runs, "--draws", "0")
    assert found.exit_code == 0
    assert "no intervals" in found.stdout
    assert "[" not in found.stdout.splitlines()[1]


def test_budgets_without_a_usable_minimum_are_at_fault(run: Run, tmp_path: Path) -> None:
    path = tmp_path / "edge.csv"
    path.write_text(csv_of(isoflop_runs(off=-0.9, noise=0.0005)), encoding="utf-8")
    found = run("law", "isoflop", str(path), *QUICK)
    assert found.exit_code == 1
    assert "not bracketed: the loss still falls at the largest of its sizes" in found.stdout
    assert "edge.csv: no budget has a minimum that can be used; see above" in found.stderr
    assert "minimum-not-bracketed: losses at one compute fall to the edge" in found.stderr


def test_runs_without_shared_budgets_are_at_fault(run: Run) -> None:
    found = run("law", "isoflop", "gadre-overtraining", "--family", "C4 M=20", *QUICK)
    assert (found.exit_code, found.stdout) == (1, "")
    assert "no compute budget is shared by 4 sizes: the fullest has 1" in found.stderr
    assert "(--budget-tolerance); 'scaling law fit' needs no budgets" in found.stderr


def test_wrong_options_are_usage(run: Run, runs: str) -> None:
    found = run("law", "isoflop", runs, "--budget", "some")
    assert found.exit_code == 2
    assert "budgets: expected a size such as 1.3B" in found.stderr
    assert run("law", "isoflop", runs, "--degree", "4").exit_code == 2
    assert run("law", "isoflop", runs, "--budget-tolerance", "2").exit_code == 2
