"""``docs/json.md`` names every key of the JSON documents, and no other."""

import re
from dataclasses import fields
from pathlib import Path

import pytest

import scaling as sc
from scaling.fitting.laws.results import LawResult
from scaling.fitting.results import SeriesResult
from scaling.forecasting.ahead.results import ForecastResult
from scaling.forecasting.crossing.results import CrossingResult
from scaling.forecasting.laws.allocate.results import AllocateResult
from scaling.forecasting.laws.compare.results import CompareLawsResult
from scaling.forecasting.laws.isoflop.results import IsoflopResult
from scaling.forecasting.observational.results import CapabilityForecast
from scaling.forecasting.two_step.results import TwoStepForecast

PAGE = (Path(__file__).resolve().parent.parent / "docs" / "json.md").read_text(encoding="utf-8")
TABLE = re.compile(r"^\| key \| (.*?) \|\n\|[-|]+\|\n((?:\|.*\n)+)", re.MULTILINE)
TABLES = {
    head: {key for row in body.splitlines() for key in re.findall(r"`(\w+)`", row.split("|")[1])}
    for head, body in TABLE.findall(PAGE)
}
OF_LAWS = {"status", "message", "notes", "interval"}


def keys_of(result_type):
    return {field.name for field in fields(result_type)}


def test_the_keys_of_series_are_those_of_the_documents():
    whole, shared = TABLES["of the document"], TABLES["of every result"]
    chosen = {"family": "GPT-3", "task": "MMLU", "where": {"tuning": "base"}, "draws": 0}
    found = sc.detect("gpt3-published", **chosen).to_dict()
    fitted = sc.fit("gpt3-published", **chosen).to_dict()
    compared = sc.compare("gpt3-published", **chosen).to_dict()
    assert whole - {"summary"} == set(found)
    assert whole - {"pooled", "pairs", "summary"} == set(fitted)
    assert whole - {"pooled", "pairs"} == set(compared)
    assert shared == keys_of(SeriesResult)
    assert shared | TABLES["of `detect`"] == set(found["results"][0])
    assert shared | TABLES["of `fit`"] == set(fitted["results"][0])
    assert shared | TABLES["of `compare`"] == set(compared["results"][0])
    together = sc.detect("obs-emergent", task="parsinlu_qa", draws=0, pool=True).to_dict()
    assert TABLES["of a record in `pooled`"] == set(together["pooled"][0])


@pytest.mark.parametrize(
    ("head", "result_type", "shared"),
    [
        ("`forecast`", ForecastResult, keys_of(SeriesResult)),
        ("`forecast` in two steps, beside those", TwoStepForecast, keys_of(ForecastResult)),
        ("`forecast` on the capability axis, beside those", CapabilityForecast,
         keys_of(ForecastResult)),
        ("`crossing`", CrossingResult, keys_of(SeriesResult)),
        ("`law fit`", LawResult, OF_LAWS),
        ("`law isoflop`", IsoflopResult, OF_LAWS),
        ("`law allocate`", AllocateResult, OF_LAWS),
        ("`law compare`", CompareLawsResult, OF_LAWS),
    ],
)  # fmt: skip
def test_the_keys_of_a_result_are_those_of_its_record(head, result_type, shared):
    assert TABLES[f"of {head}"] | shared == keys_of(result_type)
    assert not TABLES[f"of {head}"] & shared


def test_every_command_of_results_has_a_table():
    asked = {head for head in TABLES if head.startswith("of `")}
    assert len(asked) == 11
