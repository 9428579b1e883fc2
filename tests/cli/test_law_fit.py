"""``scaling law fit`` and ``scaling law list``: output, formats, exit codes, messages."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import Result

from scaling.laws import law_names
from tests.run_makers import some_runs

Run = Callable[..., Result]


@pytest.fixture(scope="module")
def runs_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    runs = some_runs(40, noise=0.01)
    rows = zip(runs.models, runs.params, runs.tokens, runs.loss, strict=True)
    path = tmp_path_factory.mktemp("runs") / "runs.csv"
    lines = [f"{name},{n!r},{d!r},{loss!r}" for name, n, d, loss in
             ((name, float(n), float(d), float(loss)) for name, n, d, loss in rows)]  # fmt: skip
    path.write_text("model,params,tokens,loss\n" + "\n".join(lines) + "\n")
    return path


def test_the_table_names_the_method(run: Run, runs_file: Path) -> None:
    found = run("law", "fit", str(runs_file), "--draws", "99", "--exclude", "run-003",
                "--exclude-rule", "highest-loss:1")  # fmt: skip
    assert found.exit_code == 0
    assert "chinchilla: L = E + A/N^alpha + B/D^beta; 38 runs, 2 excluded" in found.stdout
    assert "objective huber: sum of Huber's loss of log residuals, delta 0.001 =" in found.stdout
    assert "run-003 (named by --exclude)" in found.stdout
    assert "derived-flops" in found.stderr


def test_json_csv_and_markdown(run: Run, runs_file: Path) -> None:
    shared = ("law", "fit", str(runs_file), "--draws", "19", "--seed", "4", "--format")
    document = json.loads(run(*shared, "json").stdout)
    assert document["schema"] == "scaling.law.fit/1"
    assert document["seed"] == 4
    assert document["dataset"]["name"] == "runs.csv"
    assert document["options"]["objective"] == "huber"
    assert document["options"]["delta"] == 0.001
    (record,) = document["results"]
    assert record["interval"] == {"kind": "case-bootstrap", "level": 0.95, "draws": 19}
    (row,) = csv.DictReader(io.StringIO(run(*shared, "csv").stdout))
    assert float(row["parameters.beta.estimate"]) == record["parameters"]["beta"]["estimate"]
    assert run(*shared, "md").stdout.startswith("| parameter | estimate | standard error |")


def test_the_same_command_gives_the_same_bytes(run: Run, runs_file: Path) -> None:
    shared = ("law", "fit", str(runs_file), "--draws", "99", "--format", "json")
    assert run(*shared).stdout == run(*shared).stdout


def test_bits_and_families(run: Run, runs_file: Path) -> None:
    found = run("law", "fit", str(runs_file), "--draws", "0", "--loss-unit", "bits-per-byte")
    assert "L in bits per byte" in found.stdout
    pooled = run("law", "fit", "gadre-overtraining", "--draws", "0", "--law", "over-training")
    assert "families pooled: C4 M=10; C4 M=160" in pooled.stdout
    assert "and 16 more" in pooled.stdout
    assert "families-pooled: " in pooled.stderr


def test_what_cannot_be_fitted_is_said(run: Run) -> None:
    head = "model,params,tokens,loss\n"
    few = run("law", "fit", "-", stdin=head + "a,1B,20B,3\nb,2B,30B,2.9\nc,3B,9B,3\n")
    assert few.exit_code == 1
    assert "3 runs for the 5 parameters of the law chinchilla" in few.stderr
    assert "too-few-runs: " in few.stderr
    assert few.stdout == "nothing was fitted\n"
    one = "".join(f"m{at},{at + 1}B,20B,{3 - at / 10}\n" for at in range(8))
    reduced = run("law", "fit", "-", "--draws", "0", stdin=head + one)
    assert reduced.exit_code == 0
    assert "cannot identify the law chinchilla: power-params was fitted" in reduced.stdout
    none = run("law", "fit", "-", stdin=head + "a,1B,20B,0\n")
    assert none.exit_code == 1
    assert "loss: expected a number above zero, found '0'" in none.stderr
    scores = run("law", "fit", "gpt3-published")
    assert scores.exit_code == 1
    assert "gpt3-published: no loss: expected a run table" in scores.stderr


def test_doubtful_runs_are_named(run: Run) -> None:
    rows = [f"m{at},{1 + at % 7}B,{20 * (1 + at % 5)}B,{3 - at / 50}" for at in range(30)]
    rows[4] = "m4,5B,100B,11"
    text = "model,params,tokens,loss\n" + "\n".join(rows) + "\n"
    found = run("law", "fit", "-", "--draws", "0", stdin=text)
    assert "diverged-run, 1 of 30 runs, kept: m4 (loss 11, " in found.stdout
    assert "diverged-run: " in found.stderr


@pytest.mark.parametrize(
    ("options", "code", "message"),
    [
        (("--law", "chinchila"), 1, "unknown law 'chinchila': did you mean 'chinchilla'?"),
        (("--exclude", "run-0"), 1, "unknown model to exclude 'run-0'"),
        (("--exclude-rule", "highest-loss"), 2, "exclude_rule: expected NAME:COUNT"),
        (("--draws", "5"), 2, "draws: expected a whole number, 0 or at least 19, got 5"),
        (("--objective", "mean"), 2, "'mean' is not one of 'huber', 'squares', 'lad'"),
        (("--objective", "lad", "--delta", "0.1"), 2, "delta: belongs to the objective huber"),
    ],
)
def test_wrong_options(
    run: Run, runs_file: Path, options: tuple[str, ...], code: int, message: str
) -> None:
    found = run("law", "fit", str(runs_file), *options)
    assert found.exit_code == code
    assert message in found.stderr


def test_the_list_of_laws(run: Run) -> None:
    listed = run("law", "list")
    assert listed.exit_code == 0
    for name in law_names():
        assert name in listed.stdout
    one = run("law", "list", "kaplan", "--format", "json")
    (record,) = json.loads(one.stdout)["results"]
    assert record["formula"] == "[(Nc/N)^(alpha_N/alpha_D) + Dc/D]^alpha_D"
    assert "2001.08361" in record["source"]
