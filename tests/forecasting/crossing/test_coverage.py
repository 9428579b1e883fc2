"""How often crossings are right, on series of known truth: part of ``benchmarks/crossings.py``."""

import importlib.util
import sys
from pathlib import Path

import numpy as np
import pytest

from scaling.forecasting.crossing import CrossingOptions

ROOT = Path(__file__).resolve().parents[3]
LEAST_COVERED = 0.9


@pytest.fixture(scope="module")
def study():
    spec = importlib.util.spec_from_file_location("crossings", ROOT / "benchmarks/crossings.py")
    module = importlib.util.module_from_spec(spec)
    sys.modules["crossings"] = module  # where its dataclass is looked up
    spec.loader.exec_module(module)
    yield module
    del sys.modules["crossings"]


def verdicts_of(found, about):
    return [one.result.verdict for one in found if one.about == about]


def width_of(one):
    return np.log10(one.result.upper / one.result.lower)


def test_intervals_cover_and_what_stays_below_is_not_crossed(study, monkeypatch):
    monkeypatch.setattr(study, "OPTIONS", CrossingOptions(draws=59))
    found = [
        one
        for design, truth in (("Pythia", "logistic"), ("LLaMA-1", "gompertz"))
        for one in study.cell(design, truth, 2, width=1.5, chance=0.0, n_items=500)
    ]
    held = [one.covered for one in found if one.about in study.COVERED]
    assert len(held) > 8
    assert np.mean(held) >= 0.8  # .95 by design; so few series say no more
    within = [width_of(one) for one in found if one.about == study.WITHIN]
    assert np.isfinite(within).mean() >= 0.4
    assert np.nanmedian(within) < 0.4  # decades: an interval of all sizes would cover, too
    at = verdicts_of(found, "at the largest true score")
    assert sum(verdict == "crossed" for verdict in at) <= 2


@pytest.mark.slow
@pytest.mark.parametrize("design", ["Pythia", "GPT-3", "BLOOM", "LLaMA-1"])
def test_a_larger_part_of_the_study(study, design):
    found = [
        one
        for place, truth in enumerate(study.TRUTHS)
        for facts in ({"width": 0.7, "n_items": 1000}, {"width": 2.0, "chance": 0.25})
        for one in study.cell(design, truth, 12, place, **facts)
    ]
    held = [one.covered for one in found if one.about in study.COVERED]
    assert np.mean(held) >= LEAST_COVERED
    for about in study.ABOVE:
        assert np.mean([verdict == "crossed" for verdict in verdicts_of(found, about)]) <= 0.05
    beyond = verdicts_of(found, study.NEAR) + verdicts_of(found, study.FAR)
    assert np.mean([verdict in ("never_within", "ceiling_below") for verdict in beyond]) <= 0.06
