"""The two lines of the test for turns, as results hold them."""

from __future__ import annotations

import dataclasses

import numpy as np
import pytest
from scipy.stats import norm

import scaling as sc
from scaling.detection.result_set import DetectResults
from scaling.detection.results import TwoLines
from scaling.detection.scored import Scored, upright
from scaling.detection.two_lines import clearest_split, find_turn, lines_of
from scaling.series import Series
from tests.series_makers import PYTHIA, make_series

U = np.array([0.6, 0.5, 0.35, 0.2, 0.2, 0.35, 0.55, 0.7])


def lines(series: Series, rho: float = 0.0) -> TwoLines:
    return lines_of(series, Scored.of(upright(series), rho, 1.0))


def test_both_lines_are_least_squares_through_their_sizes() -> None:
    series = make_series(U, n=400.0)
    found = lines(series)
    x, at = np.log10(PYTHIA), np.log10(found.break_size)
    for line, points in ((found.left, x <= at + 1e-9), (found.right, x >= at - 1e-9)):
        slope, level = np.polyfit(x[points], U[points], 1)
        assert line.slope == pytest.approx(slope)
        assert line.start_size == pytest.approx(10 ** x[points].min())
        assert line.end_size == pytest.approx(10 ** x[points].max())
        assert line.start_score == pytest.approx(level + slope * x[points].min())
        assert line.end_score == pytest.approx(level + slope * x[points].max())
        centred = x[points] - x[points].mean()
        variance = (centred**2 * U[points] * (1 - U[points]) / 400).sum() / (centred**2).sum() ** 2
        assert line.stderr == pytest.approx(np.sqrt(variance))


def test_p_values_are_two_sided_and_count_the_breaks_tried() -> None:
    found = lines(make_series(np.array([0.5, 0.47, 0.46, 0.44, 0.45, 0.47, 0.48, 0.51]), n=400.0))
    for line in (found.left, found.right):
        z = line.slope / line.stderr
        assert line.p == pytest.approx(min(1.0, 6 * 2 * norm.sf(abs(z))))


@pytest.mark.parametrize("score", [U, 1 - U, np.linspace(0.5, 0.45, 8)])
def test_the_lines_are_significant_where_a_turn_is_found(score: np.ndarray) -> None:
    series = make_series(score, n=400.0)
    turn = find_turn(Scored.of(upright(series), 0.0, 1.0))
    found = lines(series)
    both = found.left.p <= 0.05 and found.right.p <= 0.05
    assert (turn is not None) == (both and found.left.slope * found.right.slope < 0)
    if turn is not None:
        assert 10**turn.at == pytest.approx(found.break_size)


def test_where_nothing_turns_the_clearest_slopes_are_taken() -> None:
    split = clearest_split(Scored.of(make_series(np.linspace(0.8, 0.2, 8), n=400.0), 0.0, 1.0))
    assert split is not None
    assert not split.turns
    assert split.left_z < 0
    assert split.right_z < 0


def test_lines_of_losses_have_the_sign_of_the_losses() -> None:
    series = make_series([3.0, 2.5, 2.0, 2.2, 2.4], kind="loss", chance=4.0, ceiling=1.5)
    series = dataclasses.replace(series, sigma=np.full(5, 0.02))
    found = lines(series)
    assert found.left.slope < 0 < found.right.slope
    assert found.left.start_score == pytest.approx(3.0, abs=0.02)


def test_two_sizes_have_no_lines() -> None:
    found = lines(make_series(np.array([0.1, 0.9])))
    assert np.isnan(found.break_size)
    assert np.isnan(found.left.slope)


def test_results_hold_them_through_json() -> None:
    made = sc.detect("truthfulqa-sizes", draws=0, family=["GPT-3", "UnifiedQA"])
    again = DetectResults.from_dict(made.to_dict())
    assert [one.two_lines for one in again if one.verdict != "insufficient"] == [
        one.two_lines for one in made if one.verdict != "insufficient"
    ]
    old = made.to_dict()
    for record in old["results"]:
        del record["two_lines"]  # of a file written before there was such a thing
    assert all(np.isnan(one.two_lines.break_size) for one in DetectResults.from_dict(old))
    known = [one for one in made if np.isfinite(one.two_lines.break_size)]
    assert known
    row = made.to_rows()[made.results.index(known[0])]
    assert row["two_lines.left.slope"] == known[0].two_lines.left.slope
    assert made.to_dict()["results"][0]["two_lines"].keys() == {"break_size", "left", "right"}
