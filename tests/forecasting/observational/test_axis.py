"""The axis in equivalent FLOPs, and the families' lines behind it."""

import numpy as np
import pytest
from scipy.stats import linregress

from scaling.errors import DataError, UnknownNameError
from scaling.forecasting.observational.axis import capability_axis
from scaling.forecasting.observational.equivalent import (
    family_lines,
    reference_families,
    reference_lines,
)
from scaling.forecasting.observational.matrix import BenchmarkMatrix
from tests.forecasting.observational.makers import ability, make_matrix


def changed(matrix, **parts):
    names = ("models", "families", "flops", "params", "benchmarks", "scores", "common_scale")
    return BenchmarkMatrix(**{name: getattr(matrix, name) for name in names} | parts)


def test_lines_of_families_are_those_of_a_regression():
    matrix = make_matrix()
    values = ability(matrix.flops, matrix.families) + 0.1 * np.sin(np.arange(48))
    lines = family_lines(matrix, values)
    assert [one.family for one in lines] == sorted(set(matrix.families))
    for line in lines:
        mine = [name == line.family for name in matrix.families]
        expected = linregress(np.log10(matrix.flops[mine]), values[mine])
        assert line.slope == pytest.approx(expected.slope)
        assert line.intercept == pytest.approx(expected.intercept)
        assert line.r_squared == pytest.approx(expected.rvalue**2)
        assert line.n_models == 8


def test_the_axis_recovers_equivalent_compute():
    matrix = make_matrix(noise=0.001)
    axis = capability_axis(matrix)
    assert axis.reference == "Llama-2"
    reference = np.array([name == "Llama-2" for name in matrix.families])
    np.testing.assert_allclose(
        np.log10(axis.flops[reference]), np.log10(matrix.flops[reference]), atol=0.25
    )
    # Alpha's models need 10 ** (1.0 / 0.9) times the compute of Llama-2's for the same ability
    shift = np.log10(axis.flops[:8]) - np.log10(matrix.flops[:8])
    np.testing.assert_allclose(shift, -1.0 / 0.9, atol=0.25)
    assert axis.explained > 0.9
    assert set(axis.loadings) == set(matrix.benchmarks)


def test_the_reference_family_is_the_unit():
    matrix = make_matrix(noise=0.0)
    one, other = capability_axis(matrix, "llama-2"), capability_axis(matrix, "Alpha")
    assert other.reference == "Alpha"
    ratio = np.log10(other.flops) - np.log10(one.flops)
    np.testing.assert_allclose(ratio, 1.0 / 0.9, atol=0.2)


def test_units_of_scores_do_not_matter_when_standardised():
    matrix = make_matrix()
    percent = changed(matrix, scores=matrix.scores * 100)
    one = capability_axis(matrix, standardise=True)
    other = capability_axis(percent, standardise=True)
    np.testing.assert_allclose(one.flops, other.flops, rtol=1e-6)


def test_models_without_any_score_are_not_placed():
    scores = make_matrix().scores.copy()
    scores[3] = np.nan
    axis = capability_axis(changed(make_matrix(), scores=scores))
    assert np.isnan(axis.flops[3])
    assert np.isfinite(np.delete(axis.flops, 3)).all()


def test_without_the_usual_reference_the_largest_family_is_taken():
    matrix = make_matrix()
    families = tuple("Other" if name == "Llama-2" else name for name in matrix.families)
    flops = matrix.flops.copy()
    flops[:6] = np.nan  # Alpha has two of known compute
    flops[8] = np.nan  # Beta has seven
    fewer = changed(matrix, families=families, flops=flops)
    assert reference_families(fewer, None) == ["Delta", "Gamma", "Other", "Zeta", "Beta"]
    with pytest.raises(
        DataError,
        match="reference family Alpha: expected at least 3 models of "
        "known, different compute, found 2; such families: Beta",
    ):
        reference_families(fewer, "alpha")


def test_a_reference_family_that_is_not_there_gets_the_nearest():
    with pytest.raises(UnknownNameError, match="unknown reference family 'lama-2': did you mean "
                                               "'Llama-2'"):  # fmt: skip
        capability_axis(make_matrix(), "lama-2")


def test_without_compute_there_is_no_unit():
    matrix = make_matrix()
    blank = changed(matrix, flops=np.full(48, np.nan))
    with pytest.raises(DataError, match="expected a family with at least 3 models of known"):
        capability_axis(blank)


def test_the_unit_is_of_the_first_family_whose_ability_rises():
    matrix = make_matrix()
    values = ability(matrix.flops, matrix.families)
    mine = np.array([name == "Llama-2" for name in matrix.families])
    falls = np.where(mine, -values, values)[None]
    assert reference_lines(matrix, falls, None).family == "Alpha"
    with pytest.raises(DataError, match=r"that rises with compute, found these slopes a decade: "
                                        r"Llama-2 -0\.9; choose another"):  # fmt: skip
        reference_lines(matrix, falls, "Llama-2")
    with pytest.raises(DataError, match=r"Llama-2 -0\.9, Alpha -0\.9, Beta -0\.9"):
        reference_lines(matrix, -values[None], None)
