"""``forecast`` as people and scripts run it."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import Result

import scaling as sc

Run = Callable[..., Result]
LAMBADA = ("gpt3-published", "-t", "LAMBADA", "-f", "GPT-3", "--where", "n_shots=0")
QUICK = ("--draws", "39")
KEYS = {
    "series", "size", "n_sizes", "status", "message", "notes", "qualifiers", "interval", "points",
    "references", "band", "method", "curve", "rho", "at", "tokens", "estimate", "lower", "upper",
    "mean_lower", "mean_upper", "decades_beyond_data", "naive", "loss", "weights", "record",
    "own_record", "reason",
}  # fmt: skip


def test_one_series_is_a_row_a_sentence_and_the_method(run: Run) -> None:
    found = run("forecast", *LAMBADA, *QUICK, "--at", "1T")
    assert found.exit_code == 0, found.stderr
    lines = found.stdout.splitlines()
    assert lines[0].split()[-7:] == ["sizes", "at", "forecast", "beyond", "last", "line", "by"]
    assert lines[1].split()[:3] == ["GPT-3", "LAMBADA", "acc"]
    assert "+0.76" in lines[1]
    assert lines[3].startswith("GPT-3 / LAMBADA / acc, 0-shot, base: At 1T, 0.76 decades beyond")
    assert lines[5] == (
        "forecast by: averaged; over-dispersion rho 0.005; 95 % intervals of a new model's score: "
        "parametric-bootstrap, 39 draws; beyond: decades beyond the largest size; last, line: the "
        "naive forecasts; gpt3-published is itself among the bundled datasets of the record"
    )


def test_the_document_has_every_key_of_the_contract(run: Run) -> None:
    found = run("forecast", *LAMBADA, *QUICK, "--at", "1T", "--at", "10T", "--format", "json")
    assert found.exit_code == 0, found.stderr
    document = json.loads(found.stdout)
    assert document["schema"] == "scaling.forecast/1"
    assert document["options"]["at"] == [1e12, 1e13]
    near, far = document["results"]
    assert set(near) == set(far) == KEYS
    assert (near["status"], far["status"]) == ("ok", "failed")
    assert far["estimate"] is None
    assert set(near["naive"]) == {"last", "linear"}
    assert [row["curve"] for row in near["weights"]] == [
        "constant", "linear", "logistic", "gompertz", "last-value",
    ]  # fmt: skip
    assert set(near["record"]) == {
        "n", "mae", "mae_last", "mae_linear", "crps", "coverage50", "coverage90", "text",
    }  # fmt: skip


def test_far_is_refused_with_a_way_out_and_done_when_insisted_on(run: Run) -> None:
    refused = run("forecast", *LAMBADA, *QUICK, "--at", "10T", "--at", "20T")
    assert refused.exit_code == 1
    assert "source" not in refused.stdout.splitlines()[0].split()  # two sizes, one series
    assert "forecast-withheld: too far beyond the data" in refused.stderr
    assert "10T lies 1.76 decades beyond the largest size (175B)" in refused.stdout
    assert "stay within 1.75T, or insist with --far" in refused.stdout
    assert refused.stderr.strip().endswith("nothing could be forecast; the rows above say why")
    insisted = run("forecast", *LAMBADA, *QUICK, "--at", "10T", "--far")
    assert insisted.exit_code == 0
    assert "far-extrapolation: the size lies further away" in insisted.stderr


def test_many_forecasts_get_a_row_each(run: Run) -> None:
    found = run("forecast", "obs-benchmarks", "-f", "Pythia", "-f", "OPT", "--draws", "0",
                "--at", "70B", "-q")  # fmt: skip
    assert found.exit_code == 0
    assert "one sentence a forecast: --format json or --format csv" in found.stdout
    assert "no intervals (0 draws)" in found.stdout


def test_csv_has_one_row_a_forecast(run: Run) -> None:
    found = run("forecast", *LAMBADA, *QUICK, "--at", "1T", "--curve", "gompertz",
                "--format", "csv")  # fmt: skip
    (row,) = csv.DictReader(io.StringIO(found.stdout))
    assert (row["curve"], row["at"], row["naive.last"]) == ("gompertz", "1000000000000.0", "0.762")
    assert float(row["lower"]) < float(row["estimate"]) < float(row["upper"])
    assert "record.coverage90" in row


def test_the_same_call_in_python(run: Run, tmp_path: Path) -> None:
    path = tmp_path / "forecast.json"
    run("forecast", *LAMBADA, *QUICK, "--at", "1T", "-o", str(path))
    ours = sc.forecast("gpt3-published", "1T", task="LAMBADA", family="GPT-3",
                       where={"n_shots": "0"}, draws=39)  # fmt: skip
    document = json.loads(path.read_text(encoding="utf-8"))
    assert ours.to_dict()["results"] == document["results"]
    assert type(ours).from_dict(document).to_dict() == document
    assert repr(ours).splitlines()[0] == "ForecastResults of 'gpt3-published': 1 series"
    assert "naive.linear" in ours.to_frame().columns


def test_another_axis(run: Run) -> None:
    found = run("forecast", *LAMBADA, *QUICK, "--size", "flops", "--at", "1e24", "--format", "json")
    (one,) = json.loads(found.stdout)["results"]
    assert one["size"] == "flops"
    assert 0 < one["decades_beyond_data"] < 1


@pytest.mark.parametrize(
    ("arguments", "code", "message"),
    [
        ((), 2, "at: expected a size to forecast at, such as 1T; got none"),
        (("--at", "big"), 2, "at: expected a size such as 1.3B, 1.3e9 or 1300000000, found 'big'"),
        (("--at", "0"), 2, "at: expected a size above zero, found '0'"),
        (("--at", "1T", "--curve", "gompert"), 1, "did you mean 'gompertz'"),
        (("--at", "1T", "--level", "2"), 2, "'--level': 2.0 is not in the range 0<x<1"),
        (("--at", "1T", "--draws", "3"), 2, "draws: expected a whole number, 0 or at least 19"),
        (("--at", "1T", "-t", "LAMBDA"), 1, "did you mean 'LAMBADA'"),
        (("--at", "1T", "--size", "width"), 1, "unknown size column 'width'"),
    ],
)
def test_bad_input_is_explained(
    run: Run, arguments: tuple[str, ...], code: int, message: str
) -> None:
    found = run("forecast", "gpt3-published", *arguments)
    assert found.exit_code == code
    assert message in found.stderr


@pytest.mark.parametrize(
    ("options", "message"),
    [
        (
            {"benchmarks": "obs-benchmarks", "at": "1T"},
            "benchmarks: belongs to the axis capability",
        ),
        ({}, "at: expected a size to forecast at, such as 1T; got none"),
        ({"tokens": "1T"}, "at: expected a size to forecast at, such as 1T; got none"),
        ({"tokens": "1T", "at": ["1B", "2B"]}, "at: expected one size here, got 2"),
        ({"tokens": "1T", "at": "1B", "size": "flops"}, "size: with tokens the sizes are params"),
    ],
)
def test_options_that_do_not_go_together(options: dict[str, object], message: str) -> None:
    with pytest.raises(sc.ScalingError, match=message):
        sc.forecast("gpt3-published", task="LAMBADA", **options)


def test_a_file_of_two_sizes_is_at_fault(run: Run, tmp_path: Path) -> None:
    path = tmp_path / "two.csv"
    path.write_text("model,params,task,score\na,1e9,t,0.3\nb,1e10,t,0.5\n", encoding="utf-8")
    found = run("forecast", str(path), "--at", "20B")
    assert found.exit_code == 1
    assert "a curve needs at least 3 sizes, this series has 2" in found.stdout
    empty = tmp_path / "none.csv"
    empty.write_text("model,params,task,score\n", encoding="utf-8")
    assert run("forecast", str(empty), "--at", "20B").exit_code == 1
