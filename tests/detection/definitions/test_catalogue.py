"""What holds of every definition: keys, NaN where it does not apply, and what it may depend on."""

import math
import re
from pathlib import Path

import numpy as np
import pytest

from scaling.detection.definitions import DEFINITIONS, describe
from scaling.detection.definitions.view import View
from scaling.detection.options import DetectOptions
from scaling.detection.scored import upright
from scaling.errors import OptionError
from tests.series_makers import PYTHIA, make_series

OPTIONS = DetectOptions(draws=199)
KEYS = [definition.key(name) for definition in DEFINITIONS for name in definition.names]
RISE = [0.02, 0.03, 0.05, 0.12, 0.20, 0.45, 0.70, 0.80]
LOSSES = np.array([3.0, 2.8, 2.6, 2.4, 2.2, 2.0, 1.9, 1.8])

SERIES = {
    "proportion": make_series(RISE),
    "one-size": make_series([0.3, 0.4], size=[1e9, 1e9]),
    "two-sizes": make_series([0.3, 0.4]),
    "repeated-sizes": make_series(RISE, size=np.repeat(PYTHIA[:4], 2)),
    "flat": make_series(np.full(8, 0.25), chance=0.25),
    "no-errors": make_series(RISE, kind="bounded"),
    "no-bounds": make_series(RISE, kind="real", sigma=0.02, chance=np.nan, ceiling=np.nan),
    "loss": make_series(4 - np.array(RISE), kind="loss", sigma=0.02, chance=4.0, ceiling=2.0),
    "loss-axis": make_series(RISE, size=LOSSES, axis="loss"),
}
APPLIES = {
    "one-size": set(),
    "flat": {"bb_", "nonlinearity", "surprise"},
    "no-errors": {"bb_", "schaeffer2023", "nonlinearity"},
    "no-bounds": {"bb_", "schaeffer2023", "nonlinearity"},
}


def options_for(series) -> DetectOptions:
    return DetectOptions(draws=199, w0=0.5) if series.size_axis == "loss" else OPTIONS


def same(one, two) -> bool:
    return one.keys() == two.keys() and all(
        one[key] == two[key] or (math.isnan(one[key]) and math.isnan(two[key])) for key in one
    )


def test_names_are_unique():
    assert len(set(KEYS)) == len(KEYS)
    assert len({definition.id for definition in DEFINITIONS}) == len(DEFINITIONS)


def test_a_key_is_a_name_and_a_version():
    assert KEYS[0] == "bb_breakthrough/1"
    assert all(re.fullmatch(r"[a-z0-9_]+/[1-9]\d*", key) for key in KEYS)


@pytest.mark.parametrize("kind", SERIES)
def test_every_key_is_always_there(kind):
    series = SERIES[kind]
    found = describe(upright(series), options_for(series))
    assert list(found.scores) == KEYS
    assert all(type(value) is float for value in found.scores.values())
    assert not np.isinf(list(found.scores.values())).any()


@pytest.mark.parametrize("kind", SERIES)
@pytest.mark.parametrize("definition", DEFINITIONS, ids=lambda one: one.id)
def test_a_definition_gives_no_other_scores(kind, definition):
    view = View.of(upright(SERIES[kind]), options_for(SERIES[kind]))
    if len(view.x) >= definition.least_sizes:
        assert set(definition.compute(view)) <= set(definition.names)


@pytest.mark.parametrize("kind", APPLIES)
def test_what_applies(kind):
    found = describe(upright(SERIES[kind]), OPTIONS).scores
    given = {key for key, value in found.items() if not math.isnan(value)}
    for key in KEYS:
        starts = key.startswith(tuple(APPLIES[kind])) if APPLIES[kind] else False
        if "percentile" in key and kind == "no-errors":
            starts = False
        assert (key in given) == starts, key


def test_without_draws_there_is_nothing_random():
    found = describe(SERIES["proportion"], DetectOptions(draws=0)).scores
    missing = {key for key, value in found.items() if math.isnan(value)}
    assert missing >= {"bb_breakthrough_percentile/1", "bb_linearity_percentile/1", "surprise/1"}
    assert not math.isnan(found["bb_breakthrough/1"])


def test_the_two_by_name_alone():
    found = describe(SERIES["proportion"], OPTIONS)
    assert found.breakthroughness == found.scores["bb_breakthrough/1"]
    assert found.linearity == found.scores["bb_linearity/1"]


@pytest.mark.parametrize("definition", DEFINITIONS, ids=lambda one: one.id)
def test_a_definition_does_not_depend_on_the_others(definition):
    together = describe(SERIES["proportion"], OPTIONS).scores
    alone = definition.scores(View.of(SERIES["proportion"], OPTIONS))
    assert same(alone, {key: together[key] for key in alone})


def test_seeds_change_what_is_drawn_and_nothing_else():
    one = describe(SERIES["proportion"], OPTIONS).scores
    two = describe(SERIES["proportion"], DetectOptions(draws=199, seed=1)).scores
    changed = {key for key in KEYS if one[key] != two[key] and not math.isnan(one[key])}
    random = {"bb_breakthrough_percentile/1", "bb_linearity_percentile/1", "surprise/1"}
    assert changed
    assert changed <= random


def test_streams_differ_by_name():
    view = View.of(SERIES["proportion"], OPTIONS)
    assert view.random("a").random() == view.random("a").random() != view.random("b").random()


def test_the_unit_of_size_changes_sizes_alone():
    one = describe(make_series(RISE, size=np.array(PYTHIA)), OPTIONS).scores
    two = describe(make_series(RISE, size=np.array(PYTHIA) / 1e9), OPTIONS).scores
    for key in KEYS:
        factor = 1e9 if key.startswith("wei2022") else 1.0
        if key.startswith("surprise"):  # draws meet the solver with sizes that differ by rounding
            assert two[key] == pytest.approx(one[key], abs=0.02)
        else:
            assert two[key] * factor == pytest.approx(one[key], rel=1e-7, nan_ok=True), key


def test_an_axis_without_a_width_needs_one():
    with pytest.raises(OptionError, match="'loss' has no default width: expected w0"):
        describe(SERIES["loss-axis"], OPTIONS)


def test_the_page_names_every_score_and_source():
    page = (Path(__file__).parents[3] / "docs" / "definitions.md").read_text(encoding="utf-8")
    for definition in DEFINITIONS:
        assert f"`{definition.id}`" in page
        assert all(f"`{name}`" in page for name in definition.names)
        for identifier in re.findall(r"arXiv:[\d.]+\d|doi:[\w./]+\w", definition.source):
            assert identifier in page
