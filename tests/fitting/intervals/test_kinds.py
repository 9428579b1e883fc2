"""What all kinds of interval share: names, order of ends, independence of other series."""

import numpy as np
import pytest

from scaling.fitting import FitOptions
from scaling.fitting.fit import fit_series
from scaling.fitting.intervals.kinds import KINDS
from scaling.fitting.options import INTERVALS
from scaling.notes import meaning
from tests.fitting.intervals.helpers import RISE, loss_series
from tests.series_makers import PYTHIA, make_series

LABELS = {
    "parametric": "parametric-bootstrap",
    "wild": "wild-bootstrap-webb",
    "case": "case-bootstrap",
    "profile": "profile-likelihood",
    "delta": "delta-method",
}
MANY_SIZES = np.geomspace(1e8, 1e11, 21)


def losses(seed, size=MANY_SIZES):
    rng = np.random.default_rng(seed)
    return 2 + (size / 1e8) ** -0.3 + rng.normal(0, 0.01, len(size))


def options_for(kind, **others):
    return FitOptions(interval=kind, draws=39, **others)


def test_every_option_is_a_kind():
    assert set(KINDS) | {"none"} == set(INTERVALS)
    assert {name: kind.label for name, kind in KINDS.items()} == LABELS


@pytest.mark.parametrize("kind", LABELS)
def test_a_result_names_its_interval(kind):
    result = fit_series([loss_series(losses(0), MANY_SIZES)], options_for(kind))[0]
    assert result.interval.kind == LABELS[kind]
    assert result.interval.draws == (0 if kind in ("profile", "delta") else 39)
    assert result.interval.level == 0.95
    assert all(meaning(note) for note in result.notes)


@pytest.mark.parametrize("kind", LABELS)
def test_the_band_is_in_order(kind):
    series = [loss_series(losses(0), MANY_SIZES)]
    if kind not in ("wild", "case"):
        series += [make_series(score) for score in (RISE, RISE[::-1], np.zeros(8), np.ones(8))]
    for result in fit_series(series, options_for(kind)):
        for name, value in result.parameters.items():
            ends = np.array([value.lower, value.estimate, value.upper])
            known = ends[~np.isnan(ends)]
            assert (np.diff(known) >= 0).all(), (name, value)
            assert name in result.fixed or len(known) == 3 or "unbounded" in result.notes
        for point in result.band:
            ends = np.array([point.predict_lower, point.lower, point.estimate, point.upper,
                             point.predict_upper])  # fmt: skip
            # only a quick look has nothing to say of a curve at the bound of its family
            assert kind == "delta" or not np.isnan(ends).any()
            assert (np.diff(ends[~np.isnan(ends)]) >= 0).all()


@pytest.mark.parametrize("kind", LABELS)
def test_results_do_not_depend_on_what_else_is_fitted(kind):
    series = [loss_series(losses(seed), MANY_SIZES, task=str(seed)) for seed in range(2)]
    others = [make_series(RISE)] if kind in ("parametric", "profile", "delta") else []
    options = options_for(kind)
    together = fit_series([*series, *others], options)
    alone = [fit_series([one], options)[0] for one in (*series, *others)]
    backwards = fit_series([*series, *others][::-1], options)[::-1]
    assert [r.to_dict() for r in together] == [r.to_dict() for r in alone]
    assert [r.to_dict() for r in together] == [r.to_dict() for r in backwards]


def test_results_do_not_depend_on_the_number_of_processes():
    series = [make_series(RISE * level, task=str(level)) for level in (0.7, 1.0)]
    one = fit_series(series, options_for("profile"))
    two = fit_series(series, options_for("profile", n_jobs=2))
    assert [r.to_dict() for r in one] == [r.to_dict() for r in two]


@pytest.mark.parametrize("kind", ["profile", "delta"])
@pytest.mark.parametrize(
    "score",
    [np.zeros(8), np.ones(8), np.full(8, 0.003), RISE[:3], np.ones(3), np.tile([0.1, 0.9], 4)],
    ids=["zeros", "ones", "flat", "three", "three ones", "zigzag"],
)
def test_hostile_series_have_a_status_and_no_silent_gap(kind, score):
    result = fit_series([make_series(score, PYTHIA)], options_for(kind))[0]
    assert result.status == "ok"
    estimated = [value for name, value in result.parameters.items() if name not in result.fixed]
    ends = [end for value in estimated for end in (value.lower, value.upper)]
    ends += [end for point in result.band for end in (point.lower, point.upper)]
    assert np.isnan(ends).any() == ("unbounded" in result.notes)
