"""Axes: domains, ticks, titles."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import pytest

from scaling.fitting.records import NAN
from scaling.fitting.results import SeriesResult
from scaling.plots.style.axes import SizeAxis, score_axis, size_axis
from scaling.plots.style.ticks import log_ticks
from tests.plots.builder import OPT, SCREEN, detect_result, facts


def test_axes() -> None:
    axis = size_axis([detect_result(facts())], "params")
    assert axis.low < OPT[0]
    assert axis.high > OPT[-1]
    assert axis.place(axis.size_at(0.3)) == pytest.approx(0.3)
    loss = size_axis([detect_result(facts(), size="loss", sizes=(2.0, 3.0))], "loss")
    assert loss.place(2.0) > loss.place(3.0)
    assert loss.size_at(loss.place(2.5)) == pytest.approx(2.5)
    assert loss.title == "loss (nats per token, better to the right)"
    assert size_axis([], "params").low < 1e8
    assert size_axis([], "loss").high > 2
    assert log_ticks(1e18, 1e25, 4) == [1e18, 1e20, 1e22, 1e24]
    assert log_ticks(1.1e9, 1.9e9, 4) == [1.2e9, 1.4e9, 1.6e9, 1.8e9]
    assert log_ticks(9.9e8, 9.95e8, 4) == [9.9e8, 9.92e8, 9.94e8]
    same = SizeAxis.of("params", [7e9, 7e9])
    assert log_ticks(same.low, same.high, 5)


@pytest.mark.parametrize(
    ("kind", "ceiling", "expected"),
    [("proportion", 0.6, (0.0, 1.0)), ("bounded", 40.0, (0.0, 40.0))],
)
def test_score_axis_of_bounded_metrics(
    kind: str, ceiling: float, expected: tuple[float, float]
) -> None:
    made: SeriesResult = detect_result(facts(kind=kind, ceiling=ceiling))
    axis = score_axis([made], "bleu")
    assert (axis.low, axis.high) == expected


def test_score_axis_of_losses_follows_the_scores() -> None:
    made = detect_result(facts(kind="loss", chance=NAN, ceiling=NAN, metric="ppl"))
    axis = score_axis([made], "ppl")
    assert axis.low < 0 < axis.high < 1.2
    assert axis.title == "ppl (lower is better)"


def test_a_long_title_of_the_size_axis_is_not_cut() -> None:
    axis = SizeAxis("loss", 2.0, 3.0)
    (title,) = {str(axis.encode(150, SCREEN).to_dict()["axis"]["title"])}
    assert "…" not in title
    assert "better to the right)" in title.replace("', '", " ")


def losses(scores: Sequence[float]) -> SeriesResult:
    made = detect_result(facts(kind="loss", chance=NAN, ceiling=NAN, metric="ppl"))
    points = zip(made.points, scores, strict=False)
    return replace(made, points=tuple(replace(p, score=s, lower=s - 9.0) for p, s in points))


def test_losses_over_more_than_two_decades_have_a_logarithmic_axis() -> None:
    axis = score_axis([losses((6000, 300, 5))], "ppl", logs=True)
    assert axis.title == "ppl (lower is better, log scale)"
    assert 0 < axis.low < 5 < 6000 < axis.high
    assert axis.score_at(axis.place(70.0)) == pytest.approx(70)
    assert axis.place(-4.0) < 0 < axis.drawable(-4.0) < axis.low
    made = axis.encode(200, SCREEN).to_dict()
    assert made["scale"]["type"] == "log"
    assert made["axis"]["values"] == [10, 30, 100, 300, 1000, 3000]


@pytest.mark.parametrize("scores", [(400, 5), (6000, 0), ()])
def test_other_losses_have_a_linear_axis(scores: Sequence[float]) -> None:
    assert not score_axis([losses(scores)], "ppl", logs=True).logarithmic
