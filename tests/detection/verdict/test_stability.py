"""What a claim depends on: each finding by a series that gives it and one that just does not.

Without draws the level is alpha / 2, and every number here follows from the grid alone.
"""

from dataclasses import replace

import numpy as np
import pytest

from scaling.detection.assess import assess
from scaling.detection.options import DetectOptions
from scaling.detection.verdict import stability as module
from scaling.detection.verdict.rules import verdict_of
from scaling.detection.verdict.stability import dispersion, leaving_out, stability
from tests.series_makers import GPT3, PYTHIA, logistic, make_series

SCREENED = DetectOptions(draws=0)
SIZES = np.array(PYTHIA)
LAMDA = np.array([0.42e9, 2e9, 8e9, 68e9, 137e9])
LATE = [0, 0, 0, 0, 0, 0, 0.6, 0.6]  # two sizes carry the rise


def found(score, options=SCREENED, **facts):
    """The numbers and the verdict of a series."""
    (one,) = assess([make_series(score, **facts)], options)
    return one, verdict_of(one.evidence), options


def text(finding):
    return (finding.qualifier, finding.sentence)


def test_a_sharp_claim_that_one_size_carries_is_fragile():
    one, verdict, options = found(LATE, n=100.0)
    assert verdict == "emergent_sharp"
    assert text(leaving_out(one, verdict, options)) == (
        "fragile",
        "Without 12B it is no longer sharp (p = .047).",
    )
    p = []  # the same by hand: the rise gap is the sixth, its ends are never left out
    assert one.evidence.rise_gap == 5
    for place in (0, 1, 2, 3, 4, 7):
        left = np.delete(LATE, place)
        (without,) = assess([make_series(left, np.delete(SIZES, place), n=100.0)], SCREENED)
        p.append(without.evidence.p_sharp)
    assert np.argmax(p) == 5
    assert p[5] == pytest.approx(0.047, abs=5e-4)


def test_with_more_items_the_same_claim_survives():
    one, verdict, options = found(LATE, n=300.0)
    assert verdict == "emergent_sharp"
    assert leaving_out(one, verdict, options) is None


def test_a_claim_of_bell_shapes_is_left_out_by_its_own_p_value():
    scores = [0, 0, 0, 0, 0, 0.3, 0.6, 0.6]
    one, verdict, options = found(scores, n=100.0)
    assert verdict == "sharp_shape_sensitive"
    assert one.evidence.p_sharp > 0.2  # which is no reason to call it fragile
    assert text(leaving_out(one, verdict, options)) == (
        "fragile",
        "Without 1.4B it is no longer sharp (p = .044).",
    )
    one, verdict, options = found(scores, n=300.0)
    assert verdict == "sharp_shape_sensitive"
    assert leaving_out(one, verdict, options) is None


def test_a_p_value_of_one_is_not_said_to_be_no_rise(monkeypatch):
    one, verdict, options = found(LATE, n=300.0)
    monkeypatch.setattr(module, "calls_for_test", lambda evidence: False)
    assert leaving_out(one, verdict, options).sentence == (
        "Without 70M it is no longer sharp (no rise is left to test)."
    )
    monkeypatch.undo()

    def without_statistic(series, options, **facts):
        again = assess(series, options, **facts)
        return [replace(two, evidence=replace(two.evidence, p_sharp=1.0)) for two in again]

    monkeypatch.setattr(module, "assess", without_statistic)
    assert leaving_out(one, verdict, options).sentence == (
        "Without 70M it is no longer sharp (p = 1.00)."
    )


@pytest.mark.parametrize(("p", "fragile"), [(0.05, True), (0.0501, False)])
def test_a_sharp_claim_that_no_curve_fits_is_fragile(p, fragile):
    one, verdict, options = found(LATE, n=1000.0)
    one = replace(one, evidence=replace(one.evidence, best_fit_p=p))
    finding = leaving_out(one, verdict, options)
    assert (finding is not None) == fragile
    if fragile:
        assert text(finding) == ("fragile", "No curve fits the scores well (deviance p = .050).")


def test_four_sizes_are_never_fragile():
    one, verdict, options = found([0, 0, 0, 0.6], size=SIZES[[1, 4, 5, 6]], n=1000.0)
    assert verdict in ("emergent_sharp", "sharp_shape_sensitive")
    one = replace(one, evidence=replace(one.evidence, best_fit_p=0.0))
    assert leaving_out(one, verdict, options) is None
    five, verdict, options = found(LATE[3:], size=SIZES[3:], n=1000.0)
    five = replace(five, evidence=replace(five.evidence, best_fit_p=0.0))
    assert leaving_out(five, verdict, options) is not None


@pytest.mark.parametrize("verdict", ["smooth", "rise_unresolved", "unresolvable", "weak_rise"])
def test_only_sharp_claims_are_fragile(verdict):
    one, _, options = found(LATE, n=100.0)
    assert leaving_out(one, verdict, options) is None


def test_a_repeated_size_is_left_out_whole():
    """Two models of 12B: without both, as without the one above."""
    one, verdict, options = found(
        [*LATE, 0.6], size=np.array([*PYTHIA, PYTHIA[-1]]), n=np.array([100.0] * 7 + [50.0] * 2)
    )
    assert leaving_out(one, verdict, options).sentence == (
        "Without 12B it is no longer sharp (p = .047)."
    )


@pytest.mark.parametrize(("width", "sensitive"), [(0.84, True), (0.82, False)])
def test_evidence_that_a_larger_dispersion_dissolves(width, sensitive):
    """T at rho = .02 is 2.45 for the wider rise and 3.03 for the other; the limit is 2.71."""
    one, verdict, options = found(logistic(SIZES, 2e9, width))
    assert verdict == "emergent_sharp"
    finding = dispersion(one, verdict, options)
    assert (finding is not None) == sensitive
    if sensitive:
        assert text(finding) == (
            "rho_sensitive",
            "At an over-dispersion of 0.02 the evidence is thin (T = 2.45).",
        )


def test_a_claim_of_bell_shapes_needs_their_statistic():
    scores = [0, 0, 0, 0, 0, 0.1, 0.6, 0.6]
    one, verdict, options = found(scores, n=100.0)
    assert verdict == "sharp_shape_sensitive"
    assert dispersion(one, verdict, options) is None  # T is 1.11, but 2.78 with three shapes
    one, verdict, options = found([0, 0, 0, 0, 0, 0.08, 0.6, 0.65], n=100.0)
    assert verdict == "sharp_shape_sensitive"
    assert dispersion(one, verdict, options).sentence.endswith("the evidence is thin (T = 2.21).")


@pytest.mark.parametrize(("items", "sensitive"), [(70.0, True), (60.0, False)])
def test_a_claim_that_a_smaller_dispersion_changes(items, sensitive):
    """A step that is sharp under all shapes at rho = .001 once there are enough items."""
    one, verdict, options = found([0, 0, 0, 0, 0.6, 0.6], size=SIZES[2:], n=items)
    assert verdict == "sharp_shape_sensitive"
    finding = dispersion(one, verdict, options)
    assert (finding is not None) == sensitive
    if sensitive:
        assert text(finding) == (
            "rho_sensitive",
            "At an over-dispersion of 0.001 it is emergent_sharp.",
        )


@pytest.mark.parametrize(("width", "sensitive"), [(2.0, True), (2.2, False)])
def test_a_smooth_claim_hangs_on_dispersion_too(width, sensitive):
    one, verdict, options = found(logistic(SIZES, 1e9, width))
    assert verdict == "smooth"
    finding = dispersion(one, verdict, options)
    assert (finding is not None) == sensitive
    if sensitive:
        assert finding.sentence == "At an over-dispersion of 0.001 it is rise_unresolved."


def test_scores_that_are_not_proportions_have_no_dispersion():
    one, verdict, options = found(
        100 * logistic(SIZES, 1e9, 2.2), kind="bounded", ceiling=100.0, sigma=2.0
    )
    assert verdict == "smooth"
    assert dispersion(one, verdict, options) is None
    one, verdict, options = found(np.array(LATE) * 100, kind="bounded", ceiling=100.0, sigma=4.0)
    assert verdict in ("emergent_sharp", "sharp_shape_sensitive")
    assert dispersion(one, verdict, options) is None


def test_what_claims_nothing_depends_on_nothing():
    one, verdict, options = found([0.25, 0.26, 0.25, 0.75], size=GPT3[4:], chance=0.25)
    assert verdict == "unresolvable"
    assert stability(one, verdict, options) == []


def test_bootstrap_p_values_are_used_where_there_are_draws():
    """LaMDA last letter: fragile and rho_sensitive, with the p-value of 99 draws."""
    one, verdict, options = found(
        [0, 0, 0, 0.008, 0.344], DetectOptions(draws=99, seed=1), size=LAMDA, n=500.0
    )
    assert verdict == "emergent_sharp"
    fragile, sensitive = stability(one, verdict, options)
    assert fragile.qualifier == "fragile"
    left = make_series([0, 0, 0.008, 0.344], LAMDA[1:], n=500.0)
    (without,) = assess([left], options)
    assert (without.test.draws == 99).all()
    assert f"{without.evidence.p_sharp:.2f}"[1:] in fragile.sentence
    assert text(sensitive) == (
        "rho_sensitive",
        "At an over-dispersion of 0.02 the evidence is thin (T = 0.88).",
    )
