"""The canonical document: what Altair would write, valid, without what a user has set up."""

from __future__ import annotations

import altair as alt
import pandas as pd
import pytest

from scaling.plots import CHART_KINDS, draw
from scaling.plots.export.spec import document_of, spec_of, unit_of
from scaling.provenance import Manifest
from tests.plots.builder import grid, manifest

KINDS = [kind.name for kind in CHART_KINDS if "detect" in kind.takes][:2]


def nested() -> alt.VConcatChart:
    def point(name: str) -> alt.Chart:
        return alt.Chart(alt.NamedData(name=name)).mark_point().encode(x="x:Q", tooltip="t:N")

    layered = alt.layer(point("a"), point("b").mark_line(), width=100)
    beside = alt.hconcat(point("a"), alt.concat(point("b"), layered, columns=1))
    return alt.vconcat(layered, beside, title="nested", config=alt.Config(font="x"))


def test_a_document_is_what_altair_writes() -> None:
    rows = pd.DataFrame({"x": [1, 2]})
    framed = alt.layer(alt.Chart(rows).mark_point().encode(x="x:Q"), nested().vconcat[0])
    shared = alt.hconcat(*2 * [alt.Chart(rows).mark_point().encode(x="x")])
    with alt.theme.enable("none"):
        for chart in (nested(), framed, shared, framed.layer[0], alt.vconcat(shared, framed)):
            assert document_of(chart) == chart.to_dict()


@pytest.mark.parametrize("kind", KINDS)
def test_documents_are_valid(kind: str) -> None:
    made = draw(grid(1, 1), kind).spec()
    made["datasets"] = {name: rows[:1] for name, rows in made["datasets"].items()}
    assert alt.Chart.from_dict(made, validate=True) is not None


def test_the_unit_travels_along() -> None:
    assert unit_of(draw(grid(1, 1), "verdicts", theme="print").spec()) == "pt"
    assert unit_of(draw(grid(1, 1), "verdicts").spec()) == "px"


def test_manifest_objects_are_taken_too() -> None:
    made = Manifest("opt", "ab" * 32, 7, {"rho": float("nan")})
    document = spec_of(nested(), title="t", description="d", manifest=made)
    found = document["usermeta"]["emergent-scaling"]["manifest"]
    assert found["seed"] == 7
    assert found["options"] == {"rho": None}


def test_numbers_are_rounded_and_keys_sorted() -> None:
    chart = alt.Chart(alt.InlineData(values=[{"b": 1 / 3, "a": 2}])).mark_point()
    document = spec_of(chart, title="t", description="d", manifest=manifest())
    assert list(document["datasets"].values()) == [[{"a": 2, "b": 0.33333}]]
    assert list(document) == sorted(document)
