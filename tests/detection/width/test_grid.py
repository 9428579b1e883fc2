"""The nodes of the grid of the width test, as ``docs/methods.md`` lists them."""

import numpy as np
import pytest

from scaling.detection.width.grid import ALL_SHAPES, BELL_SHAPES, LOGISTIC_ONLY, SHAPES, width_grid
from tests.detection.makers import QUANTILES, design_of, rise
from tests.series_makers import PYTHIA

WIDTHS = {0.0, 0.15, 0.3, 0.5, 0.7, 0.85, 0.97, 1.0, 1.25, 1.6, 2.2, 3.2, 5.0, 9.0}


def test_grid_has_the_documented_nodes():
    x = np.log10(PYTHIA)
    grid = width_grid(design_of(floor=0.25).key)
    assert set(np.unique(grid.width)) == WIDTHS
    steps = np.unique(grid.midpoint[grid.width == 0])
    np.testing.assert_allclose(steps, (x[1:] + x[:-1]) / 2)
    assert set(grid.shape[grid.width == 0]) == {0}  # a step has no shape and stands once
    np.testing.assert_allclose(np.unique(grid.amplitude), np.arange(1, 21) / 20 * 0.75)
    for width in WIDTHS - {0.0}:
        for place in range(len(SHAPES)):
            mine = np.unique(grid.midpoint[(grid.width == width) & (grid.shape == place)])
            assert mine[0] == pytest.approx(x[0] - 0.5)
            assert mine[-1] == pytest.approx(x[-1] + 1.0)
            assert np.diff(mine).max() <= min(max(0.08, 0.1 * width), 0.3) + 1e-9


def test_slices_are_sides_and_shapes_and_cover_the_grid():
    grid = width_grid(design_of(w0=0.6).key)
    places = np.concatenate([np.arange(part.first, part.last) for part in grid.slices])
    np.testing.assert_array_equal(places, np.arange(len(grid.width)))
    assert [(part.narrow, part.shape) for part in grid.slices] == [
        (narrow, shape) for narrow in (True, False) for shape in range(5)
    ]
    for part in grid.slices:
        assert set(grid.shape[part.first : part.last]) == {part.shape}
        assert ((grid.width[part.first : part.last] < 0.6) == part.narrow).all()
    assert (ALL_SHAPES, BELL_SHAPES, LOGISTIC_ONLY) == ((0, 1, 2, 3, 4), (0, 1, 2), (0,))


def test_curves_of_the_nodes_are_those_of_the_five_shapes():
    assert [shape.name for shape in SHAPES] == list(QUANTILES)
    x = np.log10(PYTHIA)
    grid = width_grid(design_of(floor=0.25).key)
    nodes = np.random.default_rng(0).integers(len(grid.width), size=60)
    for node, value in zip(nodes, grid.value(nodes).T, strict=True):
        width, middle = grid.width[node], grid.midpoint[node]
        name = SHAPES[grid.shape[node]].name
        done = rise(name, x, middle, width) if width else (x > middle).astype(float)
        np.testing.assert_allclose(value, 0.25 + grid.amplitude[node] * done, atol=1e-12)


def test_a_repeated_size_changes_no_node():
    once, twice = (width_grid(design_of(size).key) for size in (PYTHIA, (*PYTHIA, PYTHIA[-1])))
    np.testing.assert_array_equal(once.midpoint, twice.midpoint)
    np.testing.assert_array_equal(once.width, twice.width)
