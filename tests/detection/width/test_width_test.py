"""The p-values of the width test, by hand from null tables, and their calibration."""

import numpy as np
import pytest
from scipy.stats import chi2

from scaling.detection.width import width_test
from scaling.detection.width.grid import SHAPES
from scaling.detection.width.nulls import TABLES, NullTables, generator_nodes
from scaling.detection.width.search import search_of
from scaling.detection.width.sets import DataSets
from scaling.detection.width.width_test import bootstrap, find_winners, screening_p
from tests.detection.makers import design_of, log_likelihood, screened, sets_of
from tests.series_makers import GPT3, PYTHIA, logistic

P_VALUES = ("p_sharp", "p_smooth", "p_bell", "p_smooth_bell", "p_logistic")
SIZES = np.array(PYTHIA)
RISES = np.array([
    logistic(SIZES, 1.2e9, 1.6, 0.25, 0.9),
    logistic(SIZES, 1.9e9, 0.7, 0.25, 0.9),
    logistic(SIZES, 1.6e9, 0.9, 0.25, 0.8),
    [0.25, 0.26, 0.24, 0.25, 0.3, 0.6, 0.7, 0.71],
])  # fmt: skip


def drawn(sets, draws=99, seed=0, n_jobs=1):
    return bootstrap(sets, find_winners(sets), draws, seed, n_jobs)


def test_screening_p_is_half_a_chi_square_tail():
    t = np.array([-2.0, 0.0, 1.0, 2.7055, 6.0])
    expected = np.where(t > 0, chi2.sf(np.maximum(t, 0), 1) / 2, 1.0)
    np.testing.assert_allclose(screening_p(t), expected)


def test_screening_is_the_tail_of_each_statistic():
    sets = sets_of(RISES, design_of(floor=0.25))
    test = screened(sets)
    every, bell, logistic_only = find_winners(sets).statistics().T
    np.testing.assert_array_equal(test.statistic, every)
    np.testing.assert_array_equal(test.statistic_bell, bell)
    for name, statistic in zip(
        P_VALUES, (every, -every, bell, -bell, logistic_only), strict=True
    ):  # fmt: skip
        np.testing.assert_array_equal(getattr(test, name), screening_p(statistic))
    assert (test.draws == 0).all()


@pytest.mark.parametrize("name", ["p_sharp", "p_smooth", "p_bell", "p_smooth_bell"])
def test_one_open_claim_is_worth_drawing(name):
    test = screened(sets_of(RISES[:1], design_of(floor=0.25)))
    names = ("p_sharp", "p_smooth", "p_bell", "p_smooth_bell", "p_logistic")
    closed = {other: np.array([0.201]) for other in names}
    facts = vars(test) | closed
    assert not width_test.WidthTest(**facts).worth_drawing(0.05)[0]
    assert width_test.WidthTest(**(facts | {name: np.array([0.2])})).worth_drawing(0.05)[0]
    # p_logistic is printed and never decides
    assert not width_test.WidthTest(**(facts | {"p_logistic": np.array([0.0])})).worth_drawing(
        0.05
    )[0]


@pytest.mark.parametrize("sigma", [None, 0.05])
def test_bootstrap_p_counts_the_draws_of_the_likeliest_generators(sigma):
    """(1 + draws at least as extreme) / (B + 1) at each shape's best node; the largest counts."""
    design = design_of(floor=0.25, n=250.0, sigma=sigma)
    sets = sets_of(RISES, design)
    found, winners = drawn(sets), find_winners(sets)
    search = search_of(design)
    counted = {name: np.zeros(len(RISES)) for name in P_VALUES}
    for row, y in enumerate(RISES):
        for place, nodes in enumerate(generator_nodes(search.grid)):
            values = search.grid.value(nodes).T
            if sigma is None:
                heights = log_likelihood(y, values, 250 / (1 + 249 * 0.005))
            else:
                heights = -np.sum((y - values) ** 2, axis=1)
            node = int(nodes[heights.argmax()])
            table = TABLES.get([(design, node)], 99, 0)[design, node]
            for name, which, sign, shapes in (
                ("p_sharp", 0, 1, 5), ("p_smooth", 0, -1, 5), ("p_bell", 1, 1, 3),
                ("p_smooth_bell", 1, -1, 3), ("p_logistic", 2, 1, 1),
            ):  # fmt: skip
                statistic = sign * winners.statistics()[row, which]
                beyond = np.sum(sign * table[which] >= statistic - 1e-6)
                p = (1 + beyond) / 100 if statistic > 0 else 1.0
                if place < shapes:
                    counted[name][row] = max(counted[name][row], p)
    for name in P_VALUES:
        np.testing.assert_array_equal(getattr(found, name), counted[name])
    assert (found.draws == 99).all()


class FakeTables:
    """The same hand-made table for every node of a shape; T is 1, 2, … 9 with one shape's shift."""

    def __init__(self, design, shifts):
        self.shape = search_of(design).grid.shape
        self.shifts = shifts

    def get(self, nodes, draws, seed, n_jobs, advance):
        draws = np.arange(1.0, 10.0)
        return {
            (design, node): np.tile(draws + self.shifts[self.shape[node]], (3, 1))
            for design, node in nodes
        }


@pytest.mark.parametrize(
    ("statistic", "p_sharp", "p_bell"),
    [
        # (1 + how many of 1..9 are >= T) / 10; the fifth shape's table lies 2 higher
        (9.5, 0.3, 0.1),
        (9.0, 0.4, 0.2),  # a tie counts against the claim
        (8.9999995, 0.4, 0.2),  # and so does a difference of rounding
        (2.5, 1.0, 0.8),
        (0.1, 1.0, 1.0),
    ],
)
def test_p_by_hand_from_a_table(statistic, p_sharp, p_bell, monkeypatch):
    design = design_of(GPT3[4:], n=250.0)
    monkeypatch.setattr(width_test, "TABLES", FakeTables(design, [0, 0, -3, 0, 2]))
    sets = sets_of([0.0, 0.0, 0.1, 0.5], design)
    winners = find_winners(sets)
    winners.likelihood[:] = 0.0
    winners.likelihood[:, 0, :] = statistic / 2
    found = bootstrap(sets, winners, 9, 0)
    assert found.p_sharp[0] == pytest.approx(p_sharp)
    assert found.p_bell[0] == pytest.approx(p_bell)
    assert (found.p_smooth[0], found.p_smooth_bell[0]) == (1.0, 1.0)
    # the other side: the draws lie below zero, and the largest p is that of the lowest table
    monkeypatch.setattr(width_test, "TABLES", FakeTables(design, [-10, -10, -7, -10, -12]))
    winners.likelihood[:, 0, :] = -statistic / 2
    found = bootstrap(sets, winners, 9, 0)
    assert found.p_smooth[0] == pytest.approx(p_sharp)
    assert found.p_smooth_bell[0] == pytest.approx(p_bell)
    assert (found.p_sharp[0], found.p_bell[0], found.p_logistic[0]) == (1.0, 1.0, 1.0)


def test_p_is_one_on_the_other_side_and_never_nought():
    sets = sets_of(RISES, design_of(floor=0.25, n=250.0))
    test = drawn(sets)
    np.testing.assert_array_equal(test.p_sharp == 1, test.statistic <= 0)
    np.testing.assert_array_equal(test.p_bell == 1, test.statistic_bell <= 0)
    np.testing.assert_array_equal(test.p_smooth == 1, test.statistic >= 0)
    assert min(getattr(test, name).min() for name in P_VALUES) >= 0.01
    assert (test.p_bell[test.statistic_bell > 0] <= 1).all()


def test_many_data_sets_at_once_give_the_same_as_one_by_one():
    """Winners and p-values are the same to the last bit, whatever is tested with them."""
    designs = [design_of(floor=0.25, n=250.0), design_of(GPT3, floor=0.25, n=250.0)]
    sets = DataSets((designs[0],) * 4 + (designs[1],) * 4, np.concatenate([RISES, RISES]))
    TABLES.clear()
    together = drawn(sets, 49)
    TABLES.clear()
    backwards = drawn(sets.take(range(7, -1, -1)), 49)
    for name in ("statistic", "statistic_bell", *P_VALUES):
        values = getattr(together, name)
        np.testing.assert_array_equal(getattr(backwards, name)[::-1], values)
        for row in (0, 3, 6):
            TABLES.clear()
            alone = drawn(sets.take([row]), 49)
            assert getattr(alone, name)[0] == values[row]
    other = drawn(sets, 49, seed=1)
    assert (other.p_sharp != together.p_sharp).any()
    np.testing.assert_array_equal(other.statistic, together.statistic)


def test_gaussian_scores_use_the_same_grid():
    y = 100 * logistic(SIZES, 1.2e9, 2.0)
    test = screened(sets_of(y, design_of(top=100.0, sigma=2.0)))
    assert test.p_smooth[0] < 0.01
    assert test.p_sharp[0] == 1.0
    shares = screened(sets_of(y / 100, design_of(sigma=0.02)))
    assert shares.statistic[0] == pytest.approx(test.statistic[0], abs=1e-3)


def test_unit_of_the_axis_scales_everything():
    """Measured in units of w0, a design and its verdict are the same on any axis."""
    y = RISES[:1]
    one = screened(sets_of(y, design_of(floor=0.25)))
    two = screened(sets_of(y, design_of(floor=0.25, unit=0.3)))
    assert two.statistic[0] == pytest.approx(one.statistic[0], abs=1e-5)


def smooth_rises(shape, sizes, items, rho, floor, width, count):
    """Scores of random smooth rises: amplitude .5 to .95 of the span, random midpoint."""
    from scaling.simulation import draw_curves, draw_scores, get_truth

    rng = np.random.default_rng([items, int(1e4 * rho), int(100 * floor), len(sizes), len(shape)])
    x = np.log10(sizes)
    curves = draw_curves(get_truth(shape), x, rng, count, width=width, chance=floor)
    return draw_scores(curves, x, rng, n_items=items, rho=rho)


@pytest.mark.slow
@pytest.mark.parametrize("shape", [shape.name for shape in SHAPES])
@pytest.mark.parametrize(("items", "rho"), [(250, 0.005), (14042, 0.001), (14042, 0.0)])
def test_the_null_is_kept_however_many_items_there_are(shape, items, rho):
    """P(p <= .05) at W = w0 is at most .05 (+ 2 s.e.) for either claim, under every shape."""
    count = 300
    y = smooth_rises(shape, SIZES, items, rho, 0.0, 1.0, count)
    test = drawn(sets_of(y, design_of(n=float(items), rho=rho)), 199)
    limit = 0.05 + 2 * np.sqrt(0.05 * 0.95 / count)
    assert np.mean(test.p_sharp <= 0.05) <= limit
    assert np.mean(test.p_smooth <= 0.05) <= limit


@pytest.mark.slow
def test_p_values_are_uniform_or_larger_under_the_null():
    """P(p_sharp <= a) <= a + 2 s.e. over 2,000 series at W = w0 (docs/methods.md, acceptance).

    Drawn together over the five shapes, eight sets of published sizes, two chance levels,
    amplitudes .5 to .95 of the span, and midpoints.
    """
    from scaling.simulation import DESIGNS

    names = ("BIG-G", "Pythia", "OPT", "Qwen2.5", "GPT-3", "BLOOM", "LLaMA-1", "six equal")
    p = []
    for place, name in enumerate(names):
        floor, sizes = 0.25 * (place % 2), DESIGNS[name]
        for shape in SHAPES:
            y = smooth_rises(shape.name, sizes, 250, 0.005, floor, 1.0, 50)
            sets = sets_of(y, design_of(sizes, floor=floor, n=250.0))
            p.append(bootstrap(sets, find_winners(sets), 199, 0).p_sharp)
        TABLES.clear()
    p = np.concatenate(p)
    assert len(p) == 2000
    for level in (0.01, 0.05, 0.10):
        assert np.mean(p <= level) <= level + 2 * np.sqrt(level * (1 - level) / len(p))


def test_tables_of_the_process_are_one():
    assert isinstance(TABLES, NullTables)
