"""The chart of a loss law: lines of equal loss, runs by residual, parameters."""

from __future__ import annotations

import math
from dataclasses import replace
from typing import Any

import numpy as np
import pytest

from scaling.errors import OutputError
from scaling.plots.charts.law import chart, describe
from scaling.plots.charts.law.lines import equal_compute, equal_loss, round_levels
from scaling.plots.charts.law.runs import MOST_RUNS, Drawn, run_rows
from scaling.plots.figure import draw
from scaling.plots.panels.plane import Plane
from scaling.plots.style.measure import Measure
from scaling.plots.style.rows import Datasets
from scaling.units import training_flops
from tests.plots.ahead_builder import law, set_of
from tests.plots.builder import HOSTILE, SCREEN, document, note_of, plot_of, rows_of


def drawn(one: Any) -> dict[str, Any]:
    return document(chart(set_of(one), SCREEN))


def plane() -> Plane:
    x = Measure("params", "N", 1e7, 1e11, logarithmic=True)
    y = Measure("tokens", "D", 1e8, 1e12, logarithmic=True)
    return Plane.of(x, y, 300, 200, SCREEN, Datasets())


def loss(params: Any, tokens: Any) -> Any:
    return 1.8 + 0.4 * (params / 1e9) ** -0.3 + 0.4 * (tokens / 2e10) ** -0.3


def test_lines_of_equal_loss_have_that_loss() -> None:
    nodes = equal_loss(loss, 2.6, plane())
    params, tokens = (np.array(values) for values in zip(*nodes, strict=True))
    np.testing.assert_allclose(loss(params, tokens), 2.6, rtol=2e-4)
    assert (np.diff(params) > 0).all()
    assert (np.diff(tokens) < 0).all()
    assert tokens.max() == pytest.approx(1e12, rel=1e-3)  # from the top of the plane …
    assert params.max() == pytest.approx(1e11, rel=1e-3)  # … to its right


def test_a_loss_that_is_not_reached_has_no_line() -> None:
    assert equal_loss(loss, 1.5, plane()) == []


def test_levels_are_round_and_spread_over_the_plane() -> None:
    levels = round_levels(loss, plane())
    assert 5 <= len(levels) <= 7
    assert all(len(f"{level:g}") <= 4 for level in levels)
    assert levels == sorted(levels)
    assert round_levels(lambda n, d: np.full(len(n), 2.0), plane()) == []


def test_lines_of_equal_compute() -> None:
    for flops, ends in equal_compute(plane()):
        for params, tokens in ends:
            assert training_flops(params, tokens) == pytest.approx(flops)


def test_runs_point_to_where_their_loss_lies() -> None:
    rows = {row["model"]: row for row in run_rows(Drawn.of(law()), SCREEN.theme)}
    for run in law().points:
        row = rows[run.model]
        assert row["shape"] == ("triangle-up" if run.residual > 0 else "triangle-down")
        assert row["residual"] == pytest.approx(math.expm1(run.residual))
    assert len({row["colour"] for row in rows.values()}) > 10


def test_the_surface_has_lines_runs_and_residuals() -> None:
    made = drawn(law())
    surface, residuals = plot_of(made)["concat"]
    kinds = [layer["mark"]["type"] for layer in surface["layer"]]
    assert kinds.count("line") == 2  # equal compute, equal loss
    losses = {row["text"] for row in rows_of(made) if "text" in row and "e" not in row["text"]}
    assert len(losses) >= 4
    assert "+.2~%" in str(residuals)
    assert "E 1.8 [1.7, 1.9]; A 200" in note_of(made)


def test_a_law_of_one_size_is_a_curve_with_a_band() -> None:
    one = law(
        law="power-flops", internal={"log E": 0.1, "log A": 0.5, "alpha": 0.1},
        centre={"params": 0.0, "tokens": 0.0, "flops": 46.0, "unique_tokens": 0.0},
    )  # fmt: skip
    made = drawn(one)
    curve, _ = plot_of(made)["concat"]
    kinds = [layer["mark"]["type"] for layer in curve["layer"]]
    assert kinds == ["area", "line", "point"]
    nodes = [row for row in rows_of(made) if row.get("line") == "law" and "y2" not in row]
    assert len(nodes) == 61
    falls = [row["loss"] for row in nodes]
    assert falls == sorted(falls, reverse=True)
    assert "loss (nats per token)" in str(curve)
    assert "residuals by compute" in str(made)


def test_residuals_are_over_what_is_known_of_the_runs() -> None:
    unknown = tuple(replace(run, flops=math.nan, tokens=math.nan) for run in law().points)
    one = law(
        law="power-params", internal={"log E": 0.1, "log A": 0.5, "alpha": 0.1}, points=unknown,
        centre={"params": 20.0, "tokens": 0.0, "flops": 0.0, "unique_tokens": 0.0},
    )  # fmt: skip
    curve, residuals = plot_of(drawn(one))["concat"]
    assert residuals["title"]["text"] == ["residuals by parameters"]
    heads = [layer for panel in (curve, residuals) for layer in panel["layer"]
             if layer["mark"].get("opacity") == 0]  # fmt: skip
    assert not heads  # both titles stand at one height


def test_no_difference_has_no_sign() -> None:
    assert "datum.value === 0 ? replace(datum.label, '+', '')" in str(drawn(law()))


def test_one_law_at_a_time() -> None:
    for draws in (chart, lambda found, _: describe(found)):
        with pytest.raises(OutputError, match="expected one law, found 2; draw each alone"):
            draws([law(), law()], SCREEN)
        with pytest.raises(OutputError, match="expected one law, found 0"):
            draws([], SCREEN)


def test_repeated_tokens_are_said() -> None:
    one = law()
    more = {**one.parameters, "R_D": one.parameters["E"]}
    note = note_of(drawn(replace(one, parameters=more)))
    assert "equal loss by the law where no token is repeated" in note


def test_very_many_runs_are_thinned_and_said() -> None:
    many = law(4000)
    found = Drawn.of(many)
    assert len(found.runs) <= MOST_RUNS
    worst = max(many.points, key=lambda run: abs(run.residual)).model
    assert worst in {run.model for run in found.runs}
    made = drawn(many)
    assert f"{len(found.runs):,} of 4,000 runs drawn." in note_of(made)
    assert len(rows_of(made)) < 5000


def test_a_law_that_was_not_fitted() -> None:
    failed = law(status="failed", message="too few runs", points=())
    with pytest.raises(OutputError, match="there is no law to draw: too few runs"):
        chart([failed], SCREEN)
    assert describe([failed]) == "The law chinchilla could not be fitted: too few runs."


def test_in_words_and_as_a_picture() -> None:
    odd = replace(law().points[0], model=HOSTILE[0], family=HOSTILE[1], residual=0.5)
    figure = draw(set_of(law(points=(odd, *law().points[1:]))), theme="print", width="page")
    assert figure.description == (
        "The law chinchilla, L = E + A/N^alpha + B/D^beta, fitted to 24 runs: E 1.8 [1.7, 1.9]; "
        "A 200. Losses scatter by 1.40% about it; the largest residual is +64.9% "
        "(<script>alert(1)</script>)."
    )
    svg = str(figure.render("svg"))
    assert "<script" not in svg
    assert "training tokens" in svg
