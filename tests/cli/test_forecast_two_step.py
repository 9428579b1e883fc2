"""``forecast --tokens`` as people and scripts run it."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from click.testing import Result

import scaling as sc
from scaling.api.ladders import ladders_of
from scaling.choosing import as_table
from scaling.cli.forecast.two_step_page import page_of
from scaling.errors import DataError, OptionError, UnknownNameError
from scaling.forecasting.two_step import TwoStepForecasts
from tests.forecasting.two_step.makers import sizes, true_loss, true_score

Run = Callable[..., Result]
OLMO = ("olmo-ladder", "-t", "HellaSwag", "-m", "acc_norm", "--at", "13B", "--tokens", "5T",
        "--exclude-rule", "highest-flops:2")  # fmt: skip
QUICK = ("--draws", "19")


def test_a_forecast_in_two_steps(run: Run) -> None:
    found = run("forecast", *OLMO, "--via", "bits_per_byte", "--far", *QUICK)
    assert found.exit_code == 0, found.stderr
    lines = found.stdout.splitlines()
    assert lines[0].split()[:6] == ["family", "task", "metric", "condition", "runs", "at"]
    assert lines[1].startswith("6 families  HellaSwag  acc_norm")
    assert lines[3] == "HellaSwag / acc_norm"
    assert lines[5].startswith("1: loss   chinchilla  huber")
    assert lines[6].startswith("2: score  sigmoid     quasi-binomial")
    assert lines[7] == "left out: OLMo 2 13B-5T, OLMo 2 7B-4T"
    assert "13B parameters on 5T tokens: bits_per_byte 0.668" in lines[9]
    assert "1.51 decades of compute beyond the largest run" in lines[9]
    assert lines[11].startswith("step 1: chinchilla in parameters and tokens, huber of log losses")
    assert "one bootstrap of runs for both steps" in lines[11]
    assert "link-extrapolated: the predicted loss lies outside" in found.stderr
    assert "families-pooled: " in found.stderr


def test_what_lies_too_far_is_refused(run: Run) -> None:
    found = run("forecast", *OLMO, "--via", "bits_per_byte", *QUICK)
    assert found.exit_code == 1
    assert "compute 3.9e23 lies 1.51 decades beyond the largest size (1.21e22)" in found.stdout
    assert "olmo-ladder: no score could be forecast; see the rows above" in found.stderr
    assert "nothing was forecast" in found.stdout


def test_documents_hold_every_key(run: Run) -> None:
    asked = ("forecast", *OLMO, "--via", "bits_per_byte", "--far", *QUICK)
    found = run(*asked, "--format", "json")
    document = json.loads(found.stdout)
    assert document["schema"] == "scaling.forecast/1"
    assert document["options"]["via"] == "bits_per_byte"
    result = document["results"][0]
    assert result["steps"]["loss_unit"] == "bits-per-byte"
    assert {"curve", "at", "estimate", "lower", "upper", "decades_beyond_data"} < set(result)
    assert set(result["naive"]) == {"last", "linear"}
    assert TwoStepForecasts.from_dict(document).to_dict() == document
    rows = csv.DictReader(io.StringIO(run(*asked, "--format", "csv").stdout))
    assert float(next(iter(rows))["steps.single.estimate"]) == pytest.approx(
        result["steps"]["single"]["estimate"]
    )


@pytest.mark.parametrize(
    ("options", "message"),
    [
        (("--tokens", "many"), "tokens: expected a size such as 1.3B"),
        (("--tokens", "5T", "--link", "sigmoit"), "unknown link 'sigmoit': did you mean 'sigmoid'"),
        (("--tokens", "5T", "--via", "acc_norm"), "via: expected a metric that falls as models"),
        (("--tokens", "5T", "--via", "bits"), "unknown metric 'bits'"),
        (("--tokens", "5T", "--size", "flops"), "size: with tokens the sizes are params and"),
        (("--tokens", "5T", "--curve", "logistic"), "curve: with --tokens a link leads from"),
        (("--link", "sigmoid"), "--link: belongs to a forecast in two steps: add --tokens"),
        (("--link-floor", "free"), "--link-floor: belongs to a forecast in two steps"),
    ],
)
def test_what_makes_no_sense_is_said(run: Run, options: tuple[str, ...], message: str) -> None:
    found = run("forecast", "olmo-ladder", "-t", "HellaSwag", "--at", "13B", *options)
    assert found.exit_code in (1, 2)
    assert message in found.stderr


def frame(**columns: object) -> pd.DataFrame:
    params, tokens = sizes()
    loss = true_loss(params, tokens)
    rows = {
        "model": [f"run {place}" for place in range(len(params))],
        "params": params,
        "tokens": tokens,
        "loss": loss,
        "task": "task",
        "metric": "acc",
        "score": true_score(loss) + 0.005 * np.sin(np.arange(len(params))),
        "n_items": 1000,
        "chance": 0.25,
    }
    return pd.DataFrame({**rows, **columns})


def test_the_function_of_the_command() -> None:
    found = sc.forecast(frame(), "7B", tokens="280B", draws=49, level=0.9)
    assert found[0].status == "ok"
    assert found[0].estimate == pytest.approx(true_score(true_loss(7e9, 2.8e11)), abs=0.02)
    assert found[0].series.family == "all"


def test_the_unit_of_the_loss_changes_no_score() -> None:
    rows = frame()
    nats = sc.forecast(rows, "7B", tokens="280B", draws=19)[0]
    in_bits = rows.assign(loss=rows["loss"] / np.log(2))
    bits = sc.forecast(in_bits, "7B", tokens="280B", draws=19, loss_unit="bits")[0]
    assert bits.steps.loss_unit == nats.steps.loss_unit == "nats"
    for name in ("estimate", "lower", "upper"):
        assert getattr(bits, name) == pytest.approx(getattr(nats, name), abs=1e-5)
        assert getattr(bits.loss, name) == pytest.approx(getattr(nats.loss, name), rel=1e-5)
    with pytest.raises(OptionError, match="loss_unit: expected one of nats, bits, bits-per-byte"):
        sc.forecast(rows, "7B", tokens="280B", loss_unit="bytes")


def test_models_of_one_name_in_two_families_are_two_runs() -> None:
    rows = frame()
    half = (len(rows) + 1) // 2
    names = [f"run {place % half}" for place in range(len(rows))]
    family = ["A"] * half + ["B"] * (len(rows) - half)
    apart = sc.forecast(rows.assign(family="A"), "7B", tokens="280B", draws=0)[0]
    shared = sc.forecast(rows.assign(family=family, model=names), "7B", tokens="280B", draws=0)[0]
    assert "families-pooled" in shared.notes
    assert len({point.model for point in shared.points}) == len(rows)
    assert {"run 0 (A)", "run 0 (B)"} < {point.model for point in shared.points}
    sizes = dict(zip(rows["score"], rows["params"], strict=True))
    assert all(point.size == sizes[point.score] for point in shared.points)
    assert shared.estimate == pytest.approx(apart.estimate, abs=1e-9)
    assert shared.naive == apart.naive
    assert shared.own_record.mae == pytest.approx(apart.own_record.mae)
    table = as_table(rows.assign(family=family, model=names))
    (ladder,) = ladders_of(table, {"family": ("A",)}, "loss", "nats", None)
    assert "run 0" in ladder.series.models


def test_a_metric_of_unknown_unit_has_none() -> None:
    rows = frame(metric_kind="proportion")
    losses = frame(metric="perplexity", metric_kind="loss", n_items=np.nan, chance=np.nan)
    both = pd.concat([rows, losses.assign(score=np.exp(rows["loss"]))]).drop(columns="loss")
    found = sc.forecast(both, "7B", tokens="280B", via="perplexity", draws=0)[0]
    assert found.status == "ok"
    assert found.steps.loss_unit is None


def test_the_axes_are_those_of_the_law(run: Run, put: Callable[..., Path]) -> None:
    rows = frame(tokens=3e11)
    loss = true_loss(rows["params"], 3e11) * np.exp(0.001 * np.cos(np.arange(len(rows))))
    path = str(put(rows.assign(loss=loss, score=true_score(loss)).to_csv(index=False)))
    found = run("forecast", path, "--at", "7B", "--tokens", "300B", "--draws", "0")
    assert found.exit_code == 0, found.stderr
    assert "step 1: power-params in parameters, huber of log losses" in found.stdout
    far = run("forecast", path, "--at", "7B", "--tokens", "600B", "--draws", "0")
    assert "tokens 600B lies 0.30 decades beyond the largest size (300B)" in far.stdout


def test_many_series_are_a_table(run: Run) -> None:
    found = run("forecast", *OLMO, "--via", "bits_per_byte", "--far", *QUICK, "--format", "md")
    lines = found.stdout.splitlines()
    assert lines[0].startswith("| family | task | metric | condition | runs | at | tokens | loss |")
    assert len(lines) == 3
    result = sc.forecast(frame(), "7B", tokens="280B", draws=0)[0]
    manifest = {"dataset": {"name": "scores"}}
    few, many = (
        page_of(TwoStepForecasts((result,) * count, manifest), to_terminal=False)
        for count in (12, 13)
    )
    assert few.count("by the law chinchilla") == 12
    assert "by the law" not in many
    assert "one sentence a forecast: --format json or --format csv" in many


def test_a_table_without_a_loss_says_what_else_there_is() -> None:
    rows = frame().drop(columns="loss")
    with pytest.raises(DataError, match="no model has a loss: expected a column loss"):
        sc.forecast(rows, "7B", tokens="280B")
    bits = frame(metric="bits_per_byte", metric_kind="loss", n_items=np.nan, chance=np.nan)
    both = pd.concat([rows.assign(metric_kind="proportion"),
                      bits.assign(score=bits["loss"]).drop(columns="loss")])  # fmt: skip
    with pytest.raises(DataError, match="or --via bits_per_byte"):
        sc.forecast(both, "7B", tokens="280B")
    found = sc.forecast(both, "7B", tokens="280B", via="bits_per_byte", draws=0)
    assert found[0].steps.loss_unit == "bits-per-byte"
    assert found[0].estimate == pytest.approx(true_score(true_loss(7e9, 2.8e11)), abs=0.02)


def test_bad_tables() -> None:
    with pytest.raises(DataError, match="no run has params and tokens"):
        sc.forecast(frame().drop(columns="tokens"), "7B", tokens="280B")
    few = sc.forecast(frame().iloc[[0, 8, 23]], "7B", tokens="280B", far=True)
    assert few[0].status == "failed"
    assert "3 runs for the 5 parameters of the law chinchilla" in few[0].message
    assert "too-few-runs" in few[0].notes
    losses = frame(metric_kind="loss", chance=np.nan, n_items=np.nan)
    with pytest.raises(DataError, match="nothing but losses is left to forecast"):
        sc.forecast(losses.assign(score=losses["loss"]), "7B", tokens="280B")
    with pytest.raises(UnknownNameError, match="unknown metric 'bits'"):
        sc.forecast(frame(), "7B", tokens="280B", via="bits")
    with pytest.raises(OptionError, match="at: expected a size to forecast at"):
        sc.forecast(frame(), tokens="280B")
    two = pd.concat([frame(family="one"), frame(family="two", task="other")])
    with pytest.raises(DataError, match="no row has all of task 'task', family 'two'"):
        sc.forecast(two, "7B", tokens="280B", task="task", family="two")


def test_a_metric_without_partner_leads_nowhere() -> None:
    bits = frame(task="other", metric="bits", metric_kind="loss", n_items=np.nan, chance=np.nan)
    both = pd.concat([frame(metric_kind="proportion"), bits.assign(score=bits["loss"])])
    with pytest.raises(DataError, match="bits and no other metric of the same models and tasks"):
        sc.forecast(both, "7B", tokens="280B", via="bits")
