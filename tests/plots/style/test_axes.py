"""Axes: domains, ticks, titles."""

from __future__ import annotations

import pytest

from scaling.fitting.records import NAN
from scaling.fitting.results import SeriesResult
from scaling.plots.style.axes import SizeAxis, score_axis, size_axis
from scaling.plots.style.ticks import log_ticks
from tests.plots.builder import OPT, detect_result, facts


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
