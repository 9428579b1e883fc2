"""``compare`` as people and scripts run it."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import Result

import scaling as sc
from scaling.cli.compare_page import columns, page_of
from tests.cli.test_results import SIZELESS

Run = Callable[..., Result]
LAMBADA = ("gpt3-published", "-t", "LAMBADA", "-f", "GPT-3", "--where", "n_shots=0")
QUICK = ("--draws", "19", "--curve", "linear", "--curve", "logistic", "--curve", "step")


def test_one_series_is_a_table_and_a_sentence(run: Run) -> None:
    found = run("compare", *LAMBADA, *QUICK)
    assert found.exit_code == 0, found.stderr
    lines = found.stdout.splitlines()
    assert lines[0] == "GPT-3 / LAMBADA / acc, 0-shot, base: 8 sizes"
    assert lines[1].split() == [
        "curve", "free", "weight", "aicc", "bic", "loo", "mae", "rmsle", "crps", "in50", "in90",
        "vs", "last", "vs", "line",
    ]  # fmt: skip
    assert [line.split("  ")[0] for line in lines[2:8]] == [
        "logistic *", "linear", "step", "averaged", "last value", "linear in log size",
    ]  # fmt: skip
    assert lines[8] == (
        "held out: 175B (1.13 decades beyond the rest); then 13B and 175B (0.29 and 1.42 decades "
        "beyond the rest)"
    )
    assert lines[9].startswith("Use logistic: its AICc is ")
    assert lines[11] == (
        "objective: quasi-binomial; over-dispersion rho 0.005; back-test: largest one and two "
        "sizes left out, parametric-bootstrap, 19 draws"
    )
    assert lines[12].startswith("loo, mae, crps: errors in units of the score")
    assert "Back-tests of" not in found.stdout
    assert "lack-of-fit" not in found.stderr


def test_several_series_get_the_pooled_back_tests(run: Run) -> None:
    found = run("compare", "gpt3-published", "-t", "LAMBADA", "-f", "GPT-3", *QUICK)
    assert found.stdout.count("held out: ") == 3
    pooled = found.stdout.split("Back-tests of proportions, pooled over series\n")[1]
    assert pooled.splitlines()[0].split()[:4] == ["curve", "series", "scores", "median"]
    assert pooled.splitlines()[1].split()[:3] == ["linear", "3", "9"]


def test_many_series_get_a_line_each_and_the_others_are_counted(run: Run) -> None:
    found = run("compare", "obs-emergent", "-t", "arithmetic_2da", "-t", "arithmetic_3da",
                "-t", "arithmetic_3ds", "--draws", "0", "--curve", "linear", "-q")  # fmt: skip
    assert found.exit_code == 0
    lines = found.stdout.splitlines()
    assert lines[0].split() == [
        "series", "use", "weight", "as", "good", "mae", "vs", "last", "vs", "line",
    ]  # fmt: skip
    assert "to use: " in found.stdout
    assert "one sentence a series: --format json or --format csv" in found.stdout
    assert "series: No curve could be fitted: a curve needs at least 3 sizes" in found.stdout
    assert "no intervals (0 draws)" in found.stdout


def test_json_is_one_document(run: Run) -> None:
    found = run("compare", *LAMBADA, *QUICK, "--format", "json", "--seed", "5", "-q")
    document = json.loads(found.stdout, parse_constant=lambda name: pytest.fail(name))
    assert document["schema"] == "scaling.compare/1"
    assert (document["seed"], document["options"]["draws"]) == (5, 19)
    assert document["options"]["curves"] == ["linear", "logistic", "step"]
    (result,) = document["results"]
    assert result["chosen"] == "logistic"
    assert len(document["summary"]) == 6
    assert found.stderr == ""


def test_csv_has_a_row_a_series_and_curve(run: Run) -> None:
    found = run("compare", *LAMBADA, *QUICK, "--format", "csv")
    rows = list(csv.DictReader(io.StringIO(found.stdout)))
    assert [row["curve"] for row in rows] == ["linear", "logistic", "step"]
    assert [row["is_chosen"] for row in rows] == ["false", "true", "false"]
    assert float(rows[1]["backtest.mae"]) < float(rows[0]["backtest.mae"])
    assert rows[0]["series.family"] == "GPT-3"


def test_markdown_has_the_cells_of_the_table(run: Run, tmp_path: Path) -> None:
    path = tmp_path / "curves.md"
    found = run("compare", *LAMBADA, *QUICK, "-o", str(path))
    assert f"wrote {path}" in found.stderr
    lines = path.read_text(encoding="utf-8").splitlines()
    assert lines[0].startswith("| family | task | metric | condition | sizes | curve | free |")
    assert "logistic *" in lines[2]


def test_what_is_not_fitted_says_why(run: Run) -> None:
    text = ("model,family,params,task,metric,score,n_items,chance\n"
            "a,F,1B,T,acc,0.1,500,0\nb,F,3B,T,acc,0.2,500,0\nc,F,10B,T,acc,0.5,500,0\n"
            "a,F,1B,U,acc,0.1,500,0\n")  # fmt: skip
    found = run("compare", "-", "--curve", "linear", "--curve", "segmented", stdin=text)
    assert found.exit_code == 0
    assert "not fitted: segmented: two lines need 4 different sizes" in found.stdout
    assert "F / U / acc: No curve could be fitted: a curve needs at least 3 sizes" in found.stdout
    assert "back-test: too few sizes to leave one out" in found.stdout


def test_options_of_fits_reach_the_document(run: Run) -> None:
    found = run("compare", *LAMBADA, "--curve", "linear", "--draws", "0", "--objective", "huber",
                "--delta", "0.01", "--weights", "n_items", "--rho", "0.02", "--ceiling", "fixed",
                "--format", "json")  # fmt: skip
    document = json.loads(found.stdout)
    assert document["results"][0]["objective"] == "huber"
    options = document["options"]
    assert (options["delta"], options["weights"], options["rho"]) == (0.01, "n_items", 0.02)
    assert options["ceiling"] == "fixed"


def test_nothing_compared_is_an_error(run: Run) -> None:
    found = run("compare", "-", stdin=SIZELESS)
    assert found.exit_code == 1
    assert "no curve could be fitted to any series; see the rows above" in found.stderr
    assert "nothing was compared" in found.stdout


def test_scores_of_zero_are_left_out_of_the_rmsle(run: Run) -> None:
    rows = "".join(f"m{n},F,{n}B,T,acc,{0 if n < 9 else 0.4},500,0\n" for n in (1, 2, 4, 8, 16))
    text = "model,family,params,task,metric,score,n_items,chance\n" + rows
    found = run("compare", "-", "--curve", "linear", "--draws", "0", stdin=text)
    assert "rmsle leaves out 1 prediction of or at a score of 0" in found.stdout


def test_the_page_fits_the_terminal() -> None:
    found = sc.compare("gpt3-published", family="GPT-3", task="LAMBADA", draws=0)
    many = sc.compare("obs-emergent", ["linear"], task=["arithmetic_2da", "arithmetic_3da"],
                      draws=0)  # fmt: skip
    for results in (found, many):
        for width in (60, 80, 160):
            page = page_of(results, to_terminal=False, width=width)
            assert max(map(len, page.splitlines())) <= width
    assert "vs last" in page_of(found, to_terminal=False, width=80)


def test_columns_go_and_then_the_first_is_cut() -> None:
    row = {"curve": "complementary-gompertz", "free": "3", "mae": "0.012", "bic": ""}
    whole = columns([row], None, False)
    assert whole == "curve                   free    mae\ncomplementary-gompertz     3  0.012\n"
    assert columns([row], 30, False).splitlines()[0].split() == ["curve", "mae"]
    assert columns([row], 20, False).splitlines()[1] == "complementar…  0.012"
    assert columns([row], None, True).startswith("\x1b[1mcurve")


def test_text_from_data_cannot_drive_the_terminal(run: Run) -> None:
    text = "model,family,params,task,metric,score,n_items,chance\n" + "".join(
        f"m{n},F,{n}B,T\x1b[31m,acc,0.{n},500,0\n" for n in (1, 2, 4, 8)
    )
    found = run("compare", "-", "--curve", "linear", "--draws", "0", stdin=text)
    assert found.exit_code == 0
    assert "\x1b" not in found.stdout


@pytest.mark.parametrize(
    ("args", "code", "text"),
    [
        (("gpt3-published", "--curve", "logistics"), 1, "did you mean 'logistic'"),
        (
            ("gpt3-published", "--draws", "7"),
            2,
            "draws: expected a whole number, 0 or at least 19, got 7",
        ),
        (("gpt3-published", "--objective", "best"), 2, "Invalid value for '--objective'"),
        (("wei2022-emergence",), 1, "is a list of published onsets"),
    ],
)
def test_errors_say_the_way_out(run: Run, args: tuple[str, ...], code: int, text: str) -> None:
    found = run("compare", *args)
    assert found.exit_code == code
    assert text in found.stderr
    assert "Traceback" not in found.stderr
