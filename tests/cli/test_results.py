"""``fit``, ``detect`` and ``curves`` as people and scripts run them."""

from __future__ import annotations

import csv
import io
import json
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import Result

Run = Callable[..., Result]

STEP = (
    "model,family,params,task,metric,score,n_items,chance\n"
    "a,F,100M,T,acc,0.00,500,0\nb,F,400M,T,acc,0.01,500,0\nc,F,1B,T,acc,0.01,500,0\n"
    "d,F,3B,T,acc,0.85,500,0\ne,F,10B,T,acc,0.86,500,0\nf,F,30B,T,acc,0.88,500,0\n"
)
SIZELESS = "model,family,params,task,score\na,F,1B,T,0.1\nb,F,2B,T,0.2\nc,F,,T,0.5\n"
LAMBADA = ("gpt3-published", "--task", "LAMBADA", "--family", "GPT-3", "--draws", "0")


@pytest.fixture
def scores(tmp_path: Path) -> str:
    path = tmp_path / "scores.csv"
    path.write_text(STEP, encoding="utf-8")
    return str(path)


def test_fit_prints_a_table_and_its_method(run: Run) -> None:
    found = run("fit", *LAMBADA)
    assert found.exit_code == 0
    lines = found.stdout.splitlines()
    assert lines[0].split() == [
        "family", "task", "metric", "condition", "sizes", "curve", "parameters", "aicc", "notes",
    ]  # fmt: skip
    assert sum(line.startswith("GPT-3") for line in lines) == 3
    assert lines[-1] == "objective: quasi-binomial; over-dispersion rho 0.005; no intervals"
    assert "lack-of-fit: the deviance rejects the curve" in found.stderr


def test_fit_as_json_is_one_document(run: Run) -> None:
    found = run("fit", *LAMBADA, "--format", "json", "--seed", "5", "-q")
    document = json.loads(found.stdout, parse_constant=lambda name: pytest.fail(name))
    assert document["schema"] == "scaling.fit/1"
    assert document["seed"] == 5
    assert document["dataset"]["name"] == "gpt3-published"
    assert document["options"]["task"] == ["LAMBADA"]
    assert document["results"][0]["parameters"]["midpoint"]["lower"] is None
    assert found.stderr == ""


def test_fit_as_csv_and_markdown(run: Run) -> None:
    rows = list(csv.DictReader(io.StringIO(run("fit", *LAMBADA, "--format", "csv").stdout)))
    assert rows[0]["series.family"] == "GPT-3"
    assert float(rows[0]["parameters.width.estimate"]) > 1
    table = run("fit", *LAMBADA, "--format", "md").stdout.splitlines()
    assert table[0].startswith("| family | task |")


def test_a_single_failed_fit_is_a_row_and_all_failed_is_an_error(run: Run) -> None:
    some = run("fit", "gpt3-published", "--task", "MMLU", "--draws", "0")
    assert some.exit_code == 0
    assert "a curve needs at least 3 sizes" in some.stdout
    none = run("fit", "-", "--draws", "0", stdin=SIZELESS)
    assert none.exit_code == 1
    assert "no series could be fitted; the rows above say why" in none.stderr


def test_detect_prints_verdict_reason_and_method(run: Run, scores: str) -> None:
    found = run("detect", scores, "--draws", "0")
    assert found.exit_code == 0
    assert "emergent_sharp" in found.stdout
    assert "F / T / acc: Rises from 0 at 100M to .880 at 30B within" in found.stdout
    assert "width test: screening p-values, w0 1, alpha 0.05" in found.stdout
    assert "one_seed: one training run per size" in found.stderr


def test_a_terminal_gets_bold_headers_and_no_escapes_in_words(scores: str) -> None:
    master, slave = os.openpty()
    env = {name: value for name, value in os.environ.items() if name != "NO_COLOR"}
    command = [sys.executable, "-m", "scaling", "detect", scores, "--draws", "0", "-q"]
    done = subprocess.run(command, stdout=slave, env={**env, "COLUMNS": "300", "TERM": "xterm"})
    os.close(slave)
    shown = os.read(master, 100_000)
    os.close(master)
    assert done.returncode == 0
    assert b"\x1b[1m" in shown
    assert b"\\x1b" not in shown
    assert b"emergent_sharp" in shown


def test_text_from_data_cannot_drive_the_terminal(run: Run, tmp_path: Path) -> None:
    path = tmp_path / "evil.csv"
    path.write_text(STEP.replace(",T,", ",T\x1b[31m,"), encoding="utf-8")
    assert "\x1b" not in run("detect", str(path), "--draws", "0").stdout


def test_detect_counts_the_verdicts_of_many_series(run: Run) -> None:
    found = run("detect", "obs-emergent", "-t", "arithmetic_2da", "-t", "arithmetic_3da",
                "--draws", "0")  # fmt: skip
    assert "reasons: --format json, --format csv or scaling report" in found.stdout
    assert " unresolvable" in found.stdout


def test_fail_on_detection(run: Run, scores: str) -> None:
    assert run("detect", scores, "--draws", "0", "--fail-on-detection").exit_code == 3
    calm = run("detect", *LAMBADA, "--fail-on-detection")
    assert calm.exit_code == 0


def test_detect_shows_published_onsets(run: Run) -> None:
    found = run("detect", "wei2022-emergence", "--format", "json")
    document = json.loads(found.stdout)
    assert document["schema"] == "scaling.onsets/1"
    assert len(document["results"]) == 22
    assert {"task", "model", "params", "flops", "setting", "source", "status"} <= set(
        document["results"][0]
    )
    assert "published onsets" in found.stderr
    refused = run("fit", "wei2022-emergence")
    assert refused.exit_code == 1
    assert "is a list of published onsets (no scores)" in refused.stderr


def test_options_of_tests_reach_the_result(run: Run, scores: str) -> None:
    found = run("detect", scores, "--draws", "0", "--w0", "0.5", "--alpha", "0.01", "--rho",
                "0.02", "--level", "0.9", "--format", "json")  # fmt: skip
    result = json.loads(found.stdout)["results"][0]
    assert (result["w0"], result["alpha"], result["rho"]) == (0.5, 0.01, 0.02)
    assert result["interval"]["level"] == 0.9


@pytest.mark.parametrize(
    ("args", "code", "text"),
    [
        (("detect", "gpt3-publishd"), 1, "did you mean 'gpt3-published'"),
        (
            ("fit", "gpt3-published", "-t", "LAMBDA"),
            1,
            "did you mean 'LAMBADA'",
        ),
        (("fit", "gpt3-published", "--curve", "spline"), 1, "unknown curve 'spline'"),
        (
            ("fit", "gpt3-published", "--draws", "7"),
            2,
            "draws: expected a whole number, 0 or at least 19, got 7",
        ),
        (("fit", "gpt3-published", "--rho", "2"), 2, "Invalid value for '--rho'"),
        (("fit",), 2, "Missing argument 'DATASET'"),
        (("detct", "x"), 2, "unknown command 'detct': did you mean 'detect'?"),
        (("detect", "obs-emergent", "--size", "tokens"), 2, "say --w0 VALUE"),
    ],
)
def test_errors_say_the_way_out(run: Run, args: tuple[str, ...], code: int, text: str) -> None:
    found = run(*args)
    assert found.exit_code == code
    assert text in found.stderr
    assert "Traceback" not in found.stderr


def test_traceback_on_request(run: Run) -> None:
    found = run("fit", "gpt3-published", "--curve", "spline", "--traceback")
    assert found.exception is not None
    assert type(found.exception).__name__ == "UnknownNameError"


def test_curves_lists_and_shows(run: Run) -> None:
    listed = run("curves").stdout
    for name in ("constant", "linear", "power-law", "power-law-floor", "logistic"):
        assert f"\n{name} " in listed
    one = json.loads(run("curves", "logistic", "--format", "json").stdout)["results"][0]
    assert one["formula"].startswith("floor + (ceiling - floor) / (1 + exp(")
    assert run("curves", "nope").exit_code == 1
