"""The width test with one width for several series, against the test of single ones."""

import numpy as np
import pytest

from scaling.detection.pooling.pooled_test import likelihood_by_width, pooled_test, statistic
from scaling.detection.width.designs import TestDesign
from scaling.detection.width.search import search_of
from scaling.detection.width.sets import DataSets
from scaling.detection.width.width_test import bootstrap, find_winners
from scaling.simulation import DESIGNS, draw_curves, draw_scores, get_truth
from tests.series_makers import GPT3, PYTHIA, logistic, make_series


def design(size, chance=0.0, n=250.0):
    one = make_series(np.zeros(len(size)), size=np.array(size), n=n, chance=chance)
    return TestDesign.of(one, 0.005, 1.0, 1.0)


PYTHIA_DESIGN, FIVE = design(PYTHIA), design(DESIGNS["BLOOM"], chance=0.25)
SHARP = logistic(np.array(PYTHIA), 1.9e9, 0.3, 0.0, 0.9)
FIVE_SCORES = logistic(np.array(DESIGNS["BLOOM"]), 2e9, 0.4, 0.25, 0.9)


def test_one_series_alone_has_its_own_statistic_and_p_values():
    sets = DataSets((PYTHIA_DESIGN,), SHARP[None])
    single = bootstrap(sets, find_winners(sets), 199, 0)
    pooled = pooled_test([PYTHIA_DESIGN], [SHARP], 199, 0)
    assert pooled.statistic == pytest.approx(single.statistic[0], abs=1e-9)
    for name in ("p_sharp", "p_smooth", "p_bell", "p_smooth_bell"):
        assert getattr(pooled, name) == getattr(single, name)[0]


def test_likelihoods_by_width_are_the_best_of_their_nodes():
    found = likelihood_by_width(FIVE, FIVE_SCORES[None])[0]
    grid = search_of(FIVE).grid
    every = search_of(FIVE).likelihood(FIVE_SCORES[None], np.arange(len(grid.width)))[0]
    widths = np.unique(grid.width)
    assert found.shape == (5, len(widths))
    for place in range(5):
        for column, width in enumerate(widths):
            mine = (grid.width == width) & ((grid.shape == place) | (width == 0))
            best = every[mine].max()
            assert best <= found[place, column] <= best + 1.0  # the parabola adds a little


def test_two_equal_series_have_twice_the_statistic():
    one = pooled_test([PYTHIA_DESIGN], [SHARP], 0, 0)
    two = pooled_test([PYTHIA_DESIGN] * 2, [SHARP] * 2, 0, 0)
    assert two.statistic == pytest.approx(2 * one.statistic)
    assert two.p_sharp < one.p_sharp


def test_equal_designs_draw_independent_sets():
    """With shared draws the null of two series would be twice that of one, and p the same."""
    one = pooled_test([FIVE], [FIVE_SCORES], 199, 0)
    two = pooled_test([FIVE] * 2, [FIVE_SCORES] * 2, 199, 0)
    assert two.p_sharp < one.p_sharp


def test_order_of_series_does_not_matter():
    forth = pooled_test([PYTHIA_DESIGN, FIVE], [SHARP, FIVE_SCORES], 99, 3)
    back = pooled_test([FIVE, PYTHIA_DESIGN], [FIVE_SCORES, SHARP], 99, 3)
    assert forth.statistic == pytest.approx(back.statistic, abs=1e-9)
    assert (forth.p_sharp, forth.p_smooth) == (back.p_sharp, back.p_smooth)


def test_shape_is_shared():
    """A width that only different shapes give to different series is no common width."""
    likelihood = np.full((1, 5, 14), -10.0)
    likelihood[0, 1, 3] = 0.0  # a narrow Gompertz
    likelihood[0, 4, 10] = -1.0  # a wide expansion
    assert statistic(likelihood, (0, 1, 2, 3, 4))[0] == pytest.approx(2.0)
    assert statistic(likelihood, (0,))[0] == 0.0


@pytest.mark.slow
@pytest.mark.parametrize(("truth", "width", "low", "high"), [
    ("logistic", 1.0, 0.0, 0.06), ("onset", 1.0, 0.0, 0.11), ("logistic", 0.25, 0.24, 0.46),
    ("step", 1.0, 0.43, 0.65),
])  # fmt: skip
def test_three_families_of_four_sizes(truth, width, low, high):
    """Pooling keeps its level, and finds twice what one family of four sizes shows.

    Measured on 150 triples: .54 of steps where a family alone has .25, .35 of rises a quarter of
    a decade wide where it has .16, .01 of rises one decade wide (docs/methods.md).
    """
    size = np.geomspace(1e8, 1e11, 4)
    x, own = np.log10(size), design(size, chance=0.25)
    rng = np.random.default_rng(5)
    count = 100
    curves = draw_curves(get_truth(truth), x, rng, 3 * count, width=width, chance=0.25)
    scores = draw_scores(curves, x, rng, n_items=250, rho=0.005).reshape(count, 3, 4)
    p = np.array([pooled_test([own] * 3, list(three), 199, 0).p_sharp for three in scores])
    assert low <= np.mean(p <= 0.05) <= high


def test_gpt3_sizes_pool_with_others_of_another_length():
    other = design(GPT3)
    pooled = pooled_test([PYTHIA_DESIGN, other], [SHARP, logistic(np.array(GPT3), 2e9, 0.3)], 0, 0)
    assert pooled.p_sharp < 1e-6
