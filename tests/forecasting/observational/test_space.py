"""Components and imputation, against numpy's SVD and a loop written out from the paper's words."""

import numpy as np
import pytest

from scaling.forecasting.observational.imputation import fit_imputation
from scaling.forecasting.observational.space import fit_space
from tests.forecasting.observational.makers import make_matrix


def ones(scores):
    return np.ones((1, len(scores)))


@pytest.mark.parametrize("standardise", [False, True])
def test_components_are_those_of_the_svd(standardise):
    scores = make_matrix().scores
    space = fit_space(scores, ones(scores), 3, standardise=standardise)
    offset = scores - scores.mean(axis=0)
    if standardise:
        offset = offset / scores.std(axis=0)
    _, singular, rows = np.linalg.svd(offset, full_matrices=False)
    expected = rows[:3] * np.sign(np.sum(rows[:3] * space.loadings[0].T, axis=1))[:, None]
    np.testing.assert_allclose(space.loadings[0], expected.T, atol=1e-9)
    np.testing.assert_allclose(space.explained[0], (singular**2 / (singular**2).sum())[:3])
    np.testing.assert_allclose(space.place(scores)[0], offset @ expected.T, atol=1e-9)


def test_signs_are_fixed_so_that_higher_is_better():
    scores = make_matrix().scores
    space = fit_space(scores, ones(scores), 4, standardise=False)
    assert space.loadings[0, :, 0].sum() > 0
    for column in space.loadings[0].T[1:]:
        assert column[np.abs(column).argmax()] > 0
    better = space.place(scores + 0.1)[0, :, 0]
    assert (better > space.place(scores)[0, :, 0]).all()


def test_whole_weights_are_repeated_rows():
    scores = make_matrix(missing=0.1).scores
    weights = np.random.default_rng(0).integers(0, 4, size=(3, len(scores))).astype(float)
    together = fit_space(scores, weights, 2, standardise=True)
    for draw, weight in enumerate(weights.astype(int)):
        repeated = np.repeat(scores, weight, axis=0)
        alone = fit_space(repeated, ones(repeated), 2, standardise=True)
        np.testing.assert_allclose(together.loadings[draw], alone.loadings[0], atol=1e-4)
        np.testing.assert_allclose(together.place(scores)[draw], alone.place(scores)[0], atol=1e-3)


def imputed_by_the_book(scores, new):
    """Standardise, fill with means, then replace by the first component's reconstruction."""
    centre, spread = np.nanmean(scores, axis=0), np.nanstd(scores, axis=0)

    def settle(standard, missing, rows_and_mean):
        for _ in range(20000):
            rows, mean = rows_and_mean(standard)
            guess = (standard - mean) @ rows.T @ rows + mean
            moved = np.abs(guess - standard)[missing].max()
            standard[missing] = guess[missing]
            if moved < 1e-12:
                break
        return standard, rows, mean

    def of_svd(standard):
        mean = standard.mean(axis=0)
        return np.linalg.svd(standard - mean, full_matrices=False)[2][:1], mean

    missing = np.isnan(scores)
    standard = np.where(missing, 0, (scores - centre) / spread)
    standard, rows, mean = settle(standard, missing, of_svd)
    other = np.isnan(new)
    start = np.where(other, 0, (new - centre) / spread)
    filled, _, _ = settle(start, other, lambda _: (rows, mean))
    return standard * spread + centre, filled * spread + centre


def test_imputation_is_the_fixed_point_of_iterative_pca():
    whole = make_matrix(missing=0.15).scores
    training, new = whole[:30], whole[30:]
    assert np.isnan(training).any()
    assert np.isnan(new).any()
    expected_training, expected_new = imputed_by_the_book(training, new)
    found = fit_imputation(training, ones(training))
    np.testing.assert_allclose(found.fill(training)[0], expected_training, atol=1e-6)
    np.testing.assert_allclose(found.fill(new)[0], expected_new, atol=1e-6)


def test_imputation_comes_close_to_the_truth_and_keeps_what_was_measured():
    truth, holes = make_matrix(noise=0.0), make_matrix(noise=0.0, missing=0.15).scores
    filled = fit_imputation(holes, ones(holes)).fill(holes)[0]
    known = np.isfinite(holes)
    np.testing.assert_array_equal(filled[known], holes[known])
    by_mean = np.where(known, holes, np.nanmean(holes, axis=0))
    error = np.abs(filled - truth.scores)[~known].mean()
    assert error < 0.4 * np.abs(by_mean - truth.scores)[~known].mean()


def test_new_models_do_not_change_the_imputation_of_others():
    scores = make_matrix(missing=0.15).scores
    found = fit_imputation(scores[:30], ones(scores[:30]))
    alone = found.fill(scores[35:36])[0]
    np.testing.assert_array_equal(found.fill(scores[30:])[0, 5:6], alone)


def test_the_order_of_models_changes_nothing():
    scores = make_matrix(missing=0.1).scores
    order = np.random.default_rng(4).permutation(len(scores))
    one = fit_space(scores, ones(scores), 3, standardise=False)
    other = fit_space(scores[order], ones(scores), 3, standardise=False)
    np.testing.assert_allclose(one.loadings, other.loadings, atol=1e-6)


@pytest.mark.parametrize("constant", [0.53, 0.1 + 0.2, 1 / 3])
def test_a_benchmark_that_is_constant_in_a_draw_does_no_harm(constant):
    scores = make_matrix().scores.copy()
    scores[5:, 2] = constant
    weights = np.ones((2, len(scores)))
    weights[0, :5] = 0
    space = fit_space(scores, weights, 2, standardise=True)
    others = [0, 1, 3, 4]
    assert space.scale[0, 2] == 1
    without = fit_space(scores[:, others], weights[:1], 2, standardise=True)
    np.testing.assert_allclose(space.loadings[0, others], without.loadings[0], atol=1e-9)
    np.testing.assert_allclose(space.place(scores)[0], without.place(scores[:, others])[0],
                               atol=1e-9)  # fmt: skip


def test_imputed_scores_stay_within_what_a_score_can_be():
    scores = make_matrix().scores.copy()
    scores[:, 4] = np.linspace(0.5, 0.99, 48) ** 0.5
    scores[-6:, 4] = np.nan
    scores[-6:, :4] *= 1.5
    known = scores[:42]
    assert fit_imputation(known, ones(known)).fill(scores).max() > 1
    assert fit_imputation(known, ones(known), (0.0, 1.0)).fill(scores)[0, -6:, 4].max() == 1


def test_a_weighting_is_the_same_alone_and_among_others():
    scores = make_matrix(missing=0.2).scores
    weights = np.random.default_rng(1).multinomial(48, np.full(48, 1 / 48), 9).astype(float)
    together = fit_space(scores, weights, 3, standardise=False)
    for draw in range(9):
        alone = fit_space(scores, weights[draw : draw + 1], 3, standardise=False)
        np.testing.assert_allclose(alone.loadings[0], together.loadings[draw], atol=1e-12)
