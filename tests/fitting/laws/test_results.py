"""The result of a law's fit: the JSON contract, there and back, and what people read."""

import json

import numpy as np
import pandas as pd
import pytest

import scaling as sc
from scaling.errors import DataError, UnknownNameError
from scaling.fitting.laws import LawOptions, fit_runs
from scaling.fitting.laws.results import LawResult, LawResults
from tests.run_makers import some_runs

CONTRACT = {  # DESIGN, section 6
    "law", "objective", "delta", "objective_value", "parameters", "correlation",
    "condition_number", "n_runs", "excluded", "status", "message", "notes", "interval",
}  # fmt: skip


@pytest.fixture(scope="module")
def results():
    return sc.fit_law(some_runs(40, noise=0.01), draws=99, exclude_rule="highest-loss:2")


def test_every_key_of_the_contract_is_there(results):
    (record,) = results.to_dict()["results"]
    assert set(record) >= CONTRACT
    assert record["reduction"] == "sum"
    assert set(record["parameters"]["A"]) == {"estimate", "lower", "upper", "standard_error"}
    failed = sc.fit_law(some_runs(4)).to_dict()["results"][0]
    assert set(failed) == set(record)
    assert failed["status"] == "failed"
    assert failed["notes"] == ["too-few-runs"]
    assert failed["interval"] is None
    assert (failed["n_runs"], failed["delta"], failed["families"]) == (4, 0.001, ["all"])
    assert results.to_dict()["schema"] == "scaling.law.fit/1"


def test_there_and_back(results):
    document = json.loads(results.to_json())
    again = LawResults.from_dict(document)
    assert again.to_dict() == document
    assert again[0].excluded == results[0].excluded
    failed = sc.fit_law(some_runs(4))
    assert LawResults.from_dict(failed.to_dict()).to_dict() == failed.to_dict()


def test_a_result_holds_its_runs(results):
    one = results[0]
    assert len(one.points) == one.n_runs == 38
    point = one.points[0]
    assert point.residual == pytest.approx(np.log(point.loss / point.fitted))
    assert point.lower <= point.fitted <= point.upper
    assert len(one.excluded) == 2
    matrix = np.array(one.correlation.matrix)
    assert one.correlation.names == ("E", "A", "B", "alpha", "beta")
    assert np.diag(matrix) == pytest.approx(1.0)
    assert matrix == pytest.approx(matrix.T)


def test_rows_have_the_same_columns_whoever_is_named(results):
    """Runs that were left out are named in the cell; nobody is told by an empty one."""
    plain = sc.fit_law(some_runs(40, noise=0.01), draws=99)
    assert list(results[0].to_row()) == list(plain[0].to_row())
    assert plain[0].to_row()["excluded"] == plain[0].to_row()["doubts"] == ""
    told = results[0].to_row()["excluded"]
    assert told.count("highest-loss:2: loss ") == 2
    assert "; run-" in told
    assert "points" not in results[0].to_row()


def test_a_frame_of_runs_is_a_run_table():
    runs = some_runs(20, noise=0.01)
    frame = pd.DataFrame({"model": runs.models, "params": runs.params, "tokens": runs.tokens,
                          "loss": runs.loss})  # fmt: skip
    found = sc.fit_law(frame, draws=0)
    assert found[0].n_runs == 20
    assert sc.fit_law(frame.drop(columns="tokens"), "power-params", draws=0)[0].n_runs == 20
    with pytest.raises(DataError, match="table: no run has params and tokens: expected columns"):
        sc.fit_law(frame.drop(columns="tokens"), draws=0)
    with pytest.raises(DataError, match="table: no run is left: 20 were excluded; exclude fewer"):
        sc.fit_law(frame, exclude=runs.models, draws=0)
    with pytest.raises(UnknownNameError, match=r"unknown model to exclude 'run-0'.*data show"):
        sc.fit_law(frame, exclude="run-0", draws=0)


def test_the_law_is_drawn_from_its_document(results):
    one = LawResult.from_dict(json.loads(results.to_json())["results"][0])
    sizes = [np.array([getattr(point, name) for point in one.points])
             for name in ("params", "tokens", "flops")]  # fmt: skip
    assert one.at(*sizes) == pytest.approx([point.fitted for point in one.points])


def test_intervals_hold_the_estimate_and_the_errors_are_those_of_the_draws(results):
    fitted = fit_runs(
        some_runs(40, noise=0.01), LawOptions(draws=99, exclude_rule="highest-loss:2")
    )
    for name, value in results[0].parameters.items():
        assert value.lower < value.estimate < value.upper
        drawn = fitted.natural(fitted.draws)[name]
        assert value.standard_error == pytest.approx(drawn.std(ddof=1))


def test_what_people_read(results):
    text = repr(results)
    assert "LawResults of 'runs'" in text
    for told in ("objective huber", "delta 0.001", "sum of Huber's loss", "independent starts"):
        assert told in text
    assert "excluded: " in text
    assert "95% intervals: case-bootstrap over runs, 99 draws" in text
    assert list(results.to_display()[0]) == [
        "parameter", "estimate", "standard error", "lower", "upper",
    ]  # fmt: skip
    assert results.to_frame()["objective"].tolist() == ["huber"]
    assert "parameters.E.estimate" in results.to_csv().splitlines()[0]


@pytest.mark.parametrize(
    ("objective", "told"),
    [("squares", "sum of squared log residuals ="), ("lad", "sum of absolute log residuals =")],
)
def test_every_objective_is_named(objective, told):
    found = sc.fit_law(some_runs(40, noise=0.01), objective=objective, draws=0)
    assert told in repr(found)
    assert found.to_dict()["results"][0]["delta"] is None
    assert "no intervals" in repr(found)


def test_the_manifest_says_what_was_chosen():
    found = sc.fit_law("datablations", "tied-exponent", draws=0, where={"seed": "1"}, seed=3)
    manifest = found.manifest
    assert manifest["dataset"]["name"] == "datablations"
    assert manifest["seed"] == 3
    assert manifest["options"]["where"] == {"seed": ["1"]}
    assert manifest["options"]["law"] == "tied-exponent"
    assert found.notes == ("derived-flops",)


def test_runs_are_fitted_as_they_are():
    with pytest.raises(DataError, match="runs are fitted as they are: choose among them before"):
        sc.fit_law(some_runs(40), family="F")
    with pytest.raises(DataError, match="no row has all of family 'C4 M=5', model 'Open"):
        sc.fit_law("gadre-overtraining", family="C4 M=5",
                   where={"model": "OpenLM 11M C4 M=10"})  # fmt: skip


def test_a_law_without_draws_has_no_correlation():
    found = LawResult.of(fit_runs(some_runs(40), LawOptions(draws=0)))
    assert found.correlation.matrix == ()
    assert found.interval is None
