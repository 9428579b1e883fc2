"""q-values: who enters, the corrections, and what they qualify."""

from dataclasses import replace

import numpy as np
import pytest
from statsmodels.stats.multitest import multipletests

from scaling.detection import DetectOptions
from scaling.detection.detect import detect_series
from scaling.detection.multiplicity import with_q_values
from scaling.detection.results import DetectResult
from scaling.fitting.records import SeriesFacts
from scaling.notes import RISING_VERDICTS, VERDICTS
from tests.series_makers import make_series


def result(p, verdict="emergent_sharp", resolvable=True, qualifiers=()):
    return DetectResult(
        series=SeriesFacts.of(make_series([0.0, 0.1, 0.2])),
        size="params",
        n_sizes=8,
        verdict=verdict,
        p_sharp=p,
        alpha=0.05,
        resolvable=resolvable,
        qualifiers=qualifiers,
    )


P = [0.001, 0.04, 0.012, 0.3, 1.0, 0.04]


def test_q_values_are_those_of_statsmodels():
    found = with_q_values([result(p) for p in P])
    for name, method in (("q_sharp", "fdr_bh"), ("q_by", "fdr_by")):
        expected = multipletests(P, method=method)[1]
        np.testing.assert_allclose([getattr(one, name) for one in found], expected)


def test_q_values_by_hand():
    """The p-value by m / rank, made monotone from the largest down; strictly, times 1 + … + 1/m."""
    found = with_q_values([result(p) for p in P])
    expected = [0.006, 0.06, 0.036, 0.36, 1.0, 0.06]  # .04 stands at ranks 3 and 4: 6/4
    assert [one.q_sharp for one in found] == pytest.approx(expected)
    harmonic = sum(1 / rank for rank in range(1, 7))
    strict = [min(harmonic * q, 1) for q in expected]
    assert [one.q_by for one in found] == pytest.approx(strict)


def test_material_resolvable_rises_enter_and_no_others():
    entering = {"emergent_sharp", "sharp_shape_sensitive", "smooth", "rise_unresolved"}
    assert entering < set(RISING_VERDICTS)
    for verdict in VERDICTS:
        one, other = with_q_values([result(0.03, verdict), result(0.01)])
        enters = verdict in (*entering, "unresolvable")
        assert np.isfinite(one.q_sharp) == np.isfinite(one.q_by) == enters
        assert other.q_sharp == pytest.approx(0.02 if enters else 0.01)


@pytest.mark.parametrize("resolvable", [False, None])
def test_a_rise_in_a_gap_that_cannot_tell_does_not_enter(resolvable):
    one, other = with_q_values([result(0.03, "unresolvable", resolvable), result(0.01)])
    assert np.isnan(one.q_sharp)
    assert other.q_sharp == pytest.approx(0.01)


def test_a_series_without_a_test_does_not_enter():
    one, other = with_q_values([result(np.nan), result(0.01)])
    assert np.isnan(one.q_sharp)
    assert other.q_sharp == pytest.approx(0.01)
    assert with_q_values([one])[0] is one
    assert with_q_values([]) == []


def test_not_fdr_is_for_sharp_claims_whose_q_exceeds_alpha():
    """.026 beside one series that shows nothing has a q of .052, and .025 one of .05."""
    for p, q, qualified in ((0.026, 0.052, True), (0.025, 0.05, False)):
        one, other = with_q_values([result(p, qualifiers=("fragile",)), result(0.6, "smooth")])
        assert one.q_sharp == pytest.approx(q)
        assert one.qualifiers == (("fragile", "not_fdr") if qualified else ("fragile",))
        assert other.qualifiers == ()


@pytest.mark.parametrize("verdict", ["sharp_shape_sensitive", "smooth", "rise_unresolved"])
def test_not_fdr_never_stands_at_other_verdicts(verdict):
    one, *_ = with_q_values([result(0.04, verdict), result(0.9), result(0.9)])
    assert one.q_sharp > 0.05
    assert "not_fdr" not in one.qualifiers


def test_alpha_decides_what_is_significant():
    series = [replace(result(0.026), alpha=0.1), result(0.6, "smooth")]
    assert "not_fdr" not in with_q_values(series)[0].qualifiers


def test_the_order_of_series_does_not_matter():
    given = [result(p, verdict) for p, verdict in zip(P, list(VERDICTS)[:4] * 2, strict=False)]
    order = [3, 0, 5, 1, 4, 2]
    found = with_q_values(given)
    shuffled = with_q_values([given[place] for place in order])
    assert [one.to_dict() for one in shuffled] == [found[place].to_dict() for place in order]


def test_detect_corrects_over_the_series_of_a_run():
    """A claim at the edge of significance, alone and beside eleven rises that show nothing."""
    sharp = make_series([0, 0, 0, 0, 0, 0, 0.6, 0.6], n=100.0)
    dull = [
        make_series(np.linspace(0.01, 0.8, 8) + 0.001 * i, n=100.0, task=str(i)) for i in range(11)
    ]
    options = DetectOptions(draws=0)
    (alone,) = detect_series([sharp], options)
    beside, *others = detect_series([sharp, *dull], options)
    assert alone.verdict == beside.verdict == "emergent_sharp"
    assert alone.q_sharp == alone.p_sharp < 0.05
    assert "not_fdr" not in alone.qualifiers
    assert beside.q_sharp == pytest.approx(min(12 * alone.p_sharp, 1.0))
    assert beside.qualifiers == (*alone.qualifiers, "not_fdr")
    assert all(one.q_sharp == 1.0 for one in others)
