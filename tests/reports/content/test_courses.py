"""What scores do, in words: observed rises, turns, levels, and what series are called."""

from __future__ import annotations

import pytest

from scaling.detection.results import DetectResult
from scaling.fitting.records import NAN, Estimate, Point
from scaling.reports.content.courses import (
    Names,
    means_by_size,
    observed_rise,
    score_range,
    turning,
    turns_up,
    way,
    whole_course,
    width_words,
)
from tests.plots.builder import HOSTILE, detect_result, facts
from tests.reports.makers import one


def points(*scores: float, sizes: tuple[float, ...] = (1e8, 4e8, 1e9, 3e9, 1e10)) -> tuple:
    made = zip(sizes, scores, strict=False)
    return tuple(Point(f"m{size:g}", size, score, 0.0, 1.0, 100) for size, score in made)


def test_a_rise_is_told_where_it_happens() -> None:
    made = one(points=points(0.02, 0.03, 0.02, 0.85, 0.87))
    assert observed_rise(made) == "goes from .020 to .850 between 1B and 3B"
    assert whole_course(made) == "goes from .020 at 100M to .870 at 10B"
    assert way(made) == pytest.approx(0.85)


def test_a_dip_on_the_way_does_not_end_a_rise() -> None:
    made = one(points=points(0.0, 0.9, 0.2, 0.95, 1.0))
    assert observed_rise(made) == "goes from 0 to .950 between 100M and 3B"


@pytest.mark.parametrize("scores", [(0.5, 0.4, 0.3), (0.5,), ()])
def test_what_does_not_rise_is_told_from_end_to_end(scores: tuple[float, ...]) -> None:
    made = one(points=points(*scores))
    assert observed_rise(made) == whole_course(made)


def test_short_courses() -> None:
    assert whole_course(one(points=points(0.5))) == "scores .500 at 100M"
    assert whole_course(one(points=())) == "has no score"
    assert score_range(one(points=())) == "has no score"
    assert way(one(points=())) == 0


def test_sizes_that_come_twice_are_averaged_and_losses_run_down() -> None:
    same = one(points=points(0.2, 0.4, 0.9, sizes=(1e9, 1e9, 2e9)))
    assert means_by_size(same) == [(1e9, pytest.approx(0.3)), (2e9, 0.9)]
    loss = one(size="loss", points=points(0.1, 0.9, sizes=(2.0, 3.5)))
    assert whole_course(loss) == "goes from .900 at a loss of 3.5 to .100 at a loss of 2"
    same = one(points=points(0.2, 0.4, sizes=(1e9, 1e9)))
    assert whole_course(same) == "scores .300 at 1B, the mean of 2 models"


def test_turns() -> None:
    hill = one(points=points(0.1, 0.5, 0.8, 0.3, 0.2))
    assert turns_up(hill)
    assert turning(hill, upwards=True) == "goes from .100 at 100M over .800 at 1B to .200 at 10B"
    valley = one(points=points(0.8, 0.5, 0.1, 0.3, 0.7))
    assert not turns_up(valley)
    assert turning(valley, upwards=False) == "goes from .800 at 100M over .100 at 1B to .700 at 10B"
    short = one(points=points(0.1, 0.2))
    assert turns_up(short)
    assert turning(short, upwards=True) == whole_course(short)


def of_losses(*scores: float) -> DetectResult:
    facts_of_loss = facts("F", "T", "nll", kind="loss", chance=7.0, ceiling=1.5)
    return one(series=facts_of_loss, points=points(*scores))


def test_losses_rise_and_turn_the_other_way() -> None:
    better = of_losses(7, 6.9, 3, 2.1, 2)
    assert observed_rise(better) == "goes from 6.900 to 2.100 between 400M and 3B"
    assert observed_rise(of_losses(2, 3, 4)) == whole_course(of_losses(2, 3, 4))
    worse_then_better = of_losses(4, 5, 6.5, 4, 3)
    assert not turns_up(worse_then_better)
    told = turning(worse_then_better, upwards=False)
    assert told == "goes from 4 at 100M over 6.500 at 1B to 3 at 10B"
    better_then_worse = of_losses(6, 4, 2.5, 4, 5)
    assert turns_up(better_then_worse)
    assert "over 2.500 at 1B" in turning(better_then_worse, upwards=True)


def test_sizes_other_than_parameters_have_their_unit() -> None:
    made = one(size="flops", points=points(0.1, 0.9, sizes=(1e20, 1e22)))
    assert whole_course(made) == (
        "goes from .100 at 1e20 training FLOPs to .900 at 1e22 training FLOPs"
    )


def test_levels_and_widths() -> None:
    assert (
        score_range(one(points=points(0.25, 0.24, 0.27))) == "scores .240 to .270 from 100M to 1B"
    )
    assert width_words(one(width=Estimate(0.4, 0.2, 0.9))) == "width 0.4 decades [0.2, 0.9]"
    assert width_words(one(width=Estimate(0.4, 0.2, NAN))) == (
        "width 0.4 decades [0.2, no upper end]"
    )
    assert width_words(one(width=Estimate(0.4))) == "width 0.4 decades"
    assert width_words(one(width=Estimate())) == ""


def test_names_say_no_more_than_tells_series_apart() -> None:
    plain = detect_result(facts("OPT", "LAMBADA"))
    five = detect_result(facts("GPT", "LAMBADA", n_shots=5))
    other = detect_result(facts("GPT", "LAMBADA", n_shots=0))
    names = Names([plain, five, other])
    assert names.of(plain) == "OPT on LAMBADA"
    assert names.of(five) == "GPT on LAMBADA (5-shot)"
    assert names.measured(five) == "exact_match, 5-shot"


def test_long_names_are_cut_in_sentences() -> None:
    long = detect_result(facts("F", HOSTILE[3] * 3))
    name = Names([long]).of(long)
    assert name.endswith("…")
    assert len(name) < 80
