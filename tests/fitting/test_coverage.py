"""Nominal 95 % intervals hold the truth about as often as they say (the table of the docs)."""

import importlib.util
import re
from pathlib import Path

import numpy as np
import pytest

ROOT = Path(__file__).resolve().parents[2]
PAGE = ROOT / "docs" / "intervals.md"


def study():
    spec = importlib.util.spec_from_file_location("coverage_study", ROOT / "benchmarks/coverage.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def documented(interval):
    """Return the page's table of one kind: (sizes, items) -> coverages."""
    part = PAGE.read_text(encoding="utf-8").split(f"<!-- coverage: {interval} -->")[1]
    rows = re.findall(r"^\| (\d+) \| (\d+) \| ([.\d]+) \| ([.\d]+) \| ([.\d]+) \|", part, re.M)
    return {(int(k), int(n)): tuple(map(float, rest)) for k, n, *rest in rows[:6]}


@pytest.mark.parametrize("interval", ["parametric", "profile"])
def test_documented_coverage_is_what_was_asked_for(interval):
    found = np.array(list(documented(interval).values()))
    assert found.shape == (6, 3)
    assert found.min() >= 0.9
    assert (found.mean(axis=0) >= 0.93).all()


@pytest.mark.slow
@pytest.mark.parametrize("interval", ["parametric", "profile"])
@pytest.mark.parametrize("n_items", [100, 1000])
@pytest.mark.parametrize("n_sizes", [5, 8, 12])
def test_intervals_cover(n_sizes, n_items, interval):
    """The same seed gives the documented numbers, but for the last bits of other machines."""
    found = study().cell(n_sizes, n_items, interval)
    assert min(found.values()) >= 0.9
    assert tuple(found.values()) == pytest.approx(documented(interval)[n_sizes, n_items], abs=0.006)


def documented_lines():
    """Return the page's table of lines: (kind, sizes) -> coverages."""
    part = PAGE.read_text(encoding="utf-8").split("<!-- coverage: lines -->")[1]
    rows = re.findall(r"^\| ([a-z]+) \| (\d+) \| ([.\d]+) \| ([.\d]+) \|", part, re.M)
    return {(kind, int(k)): tuple(map(float, rest)) for kind, k, *rest in rows}


@pytest.mark.slow
@pytest.mark.parametrize("interval", ["wild", "case", "parametric", "profile"])
def test_intervals_of_lines_cover_as_documented(interval):
    found = {(interval, k): study().line(k, interval) for k in study().LINES[interval]}
    expected = {key: values for key, values in documented_lines().items() if key[0] == interval}
    assert found.keys() == expected.keys()
    for key, values in found.items():
        assert tuple(values.values()) == pytest.approx(expected[key], abs=0.006)
