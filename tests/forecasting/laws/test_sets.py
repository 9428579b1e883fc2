"""The sets of results that the api returns: manifests, documents, frames."""

from __future__ import annotations

import json

import pandas as pd
import pytest

import scaling as sc
from scaling.errors import DataError, OptionError
from scaling.forecasting.laws.allocate.results import AllocateResults
from scaling.forecasting.laws.compare.results import CompareLawsResults
from scaling.forecasting.laws.isoflop.results import IsoflopResults
from scaling.table import ScoreTable
from tests.forecasting.laws.makers import isoflop_runs

RUNS = isoflop_runs(noise=0.002)
TABLE = ScoreTable.from_frame(
    pd.DataFrame({"model": RUNS.models, "params": RUNS.params, "tokens": RUNS.tokens,
                  "loss": RUNS.loss}), name="made", kind="runs",
)  # fmt: skip


def made(kind):
    if kind == "isoflop":
        return sc.isoflop(TABLE, draws=19, budgets=["1e20", "3e19"])
    if kind == "allocate":
        return sc.allocate(TABLE, ["1e22", "1e23"], draws=19, far=True)
    return sc.compare_laws(TABLE, ["tied-exponent"], objectives="huber", draws=19)


@pytest.mark.parametrize(
    ("kind", "of", "schema", "rows"),
    [
        ("isoflop", IsoflopResults, "scaling.law.isoflop/1", 2),
        ("allocate", AllocateResults, "scaling.law.allocate/1", 2),
        ("compare", CompareLawsResults, "scaling.law.compare/1", 3),
    ],
)
def test_a_set_survives_json_and_turns_into_rows(kind, of, schema, rows):
    found = made(kind)
    document = json.loads(found.to_json())
    assert document["schema"] == schema
    assert document["dataset"]["name"] == "made"
    assert document["seed"] == 0
    assert document["options"]["loss_unit"] == "nats"
    assert "seed" not in document["options"]
    assert of.from_dict(document).to_json() == found.to_json()
    assert len(found.to_frame()) == rows
    assert len(found.to_csv().splitlines()) == rows + 1
    assert repr(found).startswith(f"{of.__name__} of 'made'")


def test_the_same_seed_gives_the_same_bytes():
    for kind in ("isoflop", "allocate", "compare"):
        assert made(kind).to_json() == made(kind).to_json()


def test_runs_are_taken_as_they_are():
    assert sc.isoflop(RUNS, draws=0)[0].n_runs == 45
    with pytest.raises(DataError, match="runs are fitted as they are"):
        sc.isoflop(RUNS, draws=0, family="all")


def test_options_are_checked_before_any_work():
    with pytest.raises(OptionError, match="degree: expected one of 2, 3, both, got '1'"):
        sc.isoflop("no such data", degree=1)
    with pytest.raises(OptionError, match="flops: expected a size"):
        sc.allocate("no such data", "much")
    with pytest.raises(OptionError, match="cutoffs: expected a size"):
        sc.compare_laws("no such data", cutoffs="late")


def test_rows_have_the_same_columns_whatever_was_found():
    near = sc.allocate(TABLE, ["1e22", "1e27"], draws=0).to_rows()
    assert set(near[0]) == set(near[1])
    few = sc.isoflop(RUNS.take(range(38)), draws=0).to_rows()  # two sizes at the last budget
    assert few[-1]["n_sizes"] == 2
    assert set(few[0]) == set(few[-1])
    laws = sc.compare_laws(TABLE, ["tied-exponent"], objectives="huber", draws=0).to_rows()
    assert set(laws[0]) == set(laws[-1])
