"""``power`` as people and scripts run it."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable
from dataclasses import MISSING, fields
from pathlib import Path

import click
import pytest
from click.testing import Result

from scaling.cli.power import command
from scaling.simulation import DESIGNS, PowerOptions

Run = Callable[..., Result]
NO_SIZES = (
    "'--sizes': expected sizes such as 125M,350M,1.3B, separated by commas, or one of BIG-G, "
    "Pythia, OPT, Qwen2.5, GPT-3, BLOOM, LLaMA-1, GPT-3 API, six equal; found"
)
QUICK = ("--series", "4", "--draws", "0", "--width", "1.5")  # a wide rise: no search for sizes
FIVE = ("power", "--sizes", "1B,2B,4B,8B,16B", *QUICK)


def test_people_get_rates_gaps_and_sentences(run: Run) -> None:
    found = run(*FIVE)
    assert found.exit_code == 0, found.stderr
    lines = found.stdout.splitlines()
    assert lines[0] == "5 sizes from 1B to 16B (1.20 decades), 250 items, chance 0"
    assert lines[2].split() == [
        "truth", "width", "right", "answer", "sharp", "smooth", "unresolved", "shape-sensitive",
    ]  # fmt: skip
    assert lines[3].split()[:3] == ["logistic", "1.5", "smooth"]
    assert lines[4].split()[:2] == ["step", "sharp"]
    assert lines[13].split() == ["gap", "from", "to", "certifiable", "width"]
    assert lines[14].split() == ["1B", "2B", "none"]
    assert lines[19].startswith("These 5 sizes could certify a width of ")
    assert lines[21] == (
        "4 series a row; Monte-Carlo standard error of a rate: at most 0.25; width test: "
        "screening p-values, w0 1, alpha 0.05; over-dispersion rho 0.005"
    )
    assert lines[22].startswith("logistic rises of .5 to .95 of the span")
    assert found.stderr == ""


def test_too_few_sizes_are_told_how_many_it_takes(run: Run) -> None:
    found = run("power", "--sizes", "1B,8B,1T", "--series", "10", "--draws", "0", "--n-items",
                "2000", "--rho", "0", "--width", "0.1")  # fmt: skip
    assert found.exit_code == 0, found.stderr
    assert "truth" not in found.stdout
    assert "gap from" not in found.stdout
    assert "evenly spread sizes  width 0.1 sharp" in found.stdout
    assert "Three sizes cannot tell a jump from a gradual rise, whatever" in found.stdout
    assert "no series of these sizes; Monte-Carlo standard error" in found.stdout


def test_json_is_one_document(run: Run, tmp_path: Path) -> None:
    path = tmp_path / "power.json"
    found = run(*FIVE, "--chance", "0.25", "--n-items", "100", "-o", str(path))
    assert (found.exit_code, found.stdout) == (0, "")
    document = json.loads(path.read_text(encoding="utf-8"), parse_constant=pytest.fail)
    assert document["schema"] == "scaling.power/1"
    assert document["dataset"] is None
    assert (document["options"]["chance"], document["options"]["n_items"]) == (0.25, 100)
    assert [row["truth"] for row in document["results"][0]["table"][:2]] == ["logistic", "step"]
    refused = run(*FIVE, "-o", str(path))
    assert (refused.exit_code, "use --force to replace it" in refused.stderr) == (1, True)


def test_csv_and_markdown_have_a_row_a_truth(run: Run) -> None:
    rows = list(csv.DictReader(io.StringIO(run(*FIVE, "--format", "csv").stdout)))
    assert [row["truth"] for row in rows] == [
        "logistic",
        "step",
        *["logistic"] * 5,
        "linear",
        "flat",
    ]
    assert rows[0]["design.sizes"].startswith("1000000000.0; 2000000000.0")
    assert rows[1]["width"] == ""
    lines = run(*FIVE, "--format", "md").stdout.splitlines()
    assert lines[0].startswith("| truth | width | right answer | sharp |")
    assert len(lines) == 2 + len(rows)


def test_a_published_set_has_a_name(run: Run) -> None:
    found = run("power", "--sizes", "llama-1", *QUICK)
    assert found.stdout.startswith("4 sizes from 7B to 65B (0.97 decades)")
    told = run("power", "--help").stdout
    assert [name for name in DESIGNS if name not in " ".join(told.split())] == []


def test_w0_is_one_of_parameters_alone(run: Run) -> None:
    told = " ".join(run("power", "--help").stdout.split())
    assert "in decades of parameters, that separates sharp from smooth. Default: 1. [" in told
    assert "flops" not in told


def test_where_nothing_is_simulated_there_is_no_line_of_method(run: Run) -> None:
    found = run("power", "--sizes", "1B,1.2B,1.5B,2B")
    assert found.stdout == (
        "4 sizes from 1B to 2B (0.30 decades), 250 items, chance 0\n\nThese 4 sizes span 0.3 "
        "decades, less than 0.5: too little to tell anything, whatever the scores.\n"
    )


def test_defaults_are_those_of_the_package() -> None:
    offered = {one.name: one.default for one in command.params if isinstance(one, click.Option)}
    defaults = {f.name: f.default for f in fields(PowerOptions) if f.default is not MISSING}
    del defaults["w0"]  # None; click has a mark of its own for no default
    assert {name: offered[name] for name in defaults} == defaults


@pytest.mark.parametrize(
    ("args", "code", "text"),
    [
        ((), 2, "Missing option '--sizes'"),
        (("--sizes", "1B,x"), 2, f"{NO_SIZES} 'x'"),
        (("--sizes", "1B,0"), 2, f"{NO_SIZES} '0'"),
        (("--sizes", "1B,,2B"), 2, f"{NO_SIZES} ''"),
        (("--sizes", ""), 2, f"{NO_SIZES} ''"),
        (("--sizes", "Pythias"), 2, f"{NO_SIZES} 'Pythias'"),
        (("--sizes", "GPT-3 2B"), 2, f"{NO_SIZES} 'GPT-3 2B'"),
        (("--sizes", "125M 1.3B 2B"), 2,
         "'--sizes': expected commas between sizes, found blanks: write 125M,1.3B,2B"),
        (("--sizes", "1B,3B,2B"), 2, "sizes: expected increasing sizes, got 2B after 3B"),
        (("--sizes", "2B"), 2, "sizes: expected at least two, got 2B"),
        (("--sizes", "OPT", "--chance", "1"), 2,
         "chance: expected a number from 0 to below the ceiling 1, got 1"),
        (("--sizes", "OPT", "--ceiling", "0"), 2,
         "ceiling: expected a number above 0, at most 1, got 0"),
        (("--sizes", "OPT", "--n-items", "0"), 2, "'--n-items': 0 is not in the range x>=1"),
        (("--sizes", "OPT", "--width", "-1"), 2, "width: expected decades above zero, got -1"),
        (("--sizes", "OPT", "--width", "13"), 2, "width: expected at most 12 decades, got 13"),
        (("--sizes", "OPT", "--draws", "7"), 2,
         "draws: expected a whole number, 0 or at least 19, got 7"),
    ],
)  # fmt: skip
def test_errors_say_the_way_out(run: Run, args: tuple[str, ...], code: int, text: str) -> None:
    found = run("power", *args)
    assert found.exit_code == code
    assert text in found.stderr
    assert "Traceback" not in found.stderr
