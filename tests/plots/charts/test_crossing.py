"""The chart of crossings: baselines, brackets, places and pairs."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from scaling.errors import DataError
from scaling.fitting.records import NAN, Band, BandPoint
from scaling.forecasting.crossing.results import CurveShare
from scaling.forecasting.crossing.search import Shares
from scaling.plots.charts.crossing import chart, describe
from scaling.plots.charts.crossing.words import below_title, facts_of
from scaling.plots.figure import draw
from tests.plots.ahead_builder import crossing, pair, points, set_of
from tests.plots.builder import HOSTILE, SCREEN, document, facts, note_of, plot_of, rows_of


def drawn(*results: Any) -> dict[str, Any]:
    return document(chart(set_of(*results), SCREEN))


def texts(made: dict[str, Any]) -> list[str]:
    return [row["text"] for row in rows_of(made) if "text" in row]


def test_the_baseline_is_a_labelled_line_with_its_interval() -> None:
    made = drawn(crossing())
    assert "T5-11B: 0.45" in texts(made)
    (span,) = [row for row in rows_of(made) if set(row) == {"score", "y2"}]
    assert span == {"score": 0.4108, "y2": 0.4892}  # .45 ± 1.96 × .02
    assert {"score": 0.45} in rows_of(made)


def test_an_exact_baseline_has_no_band() -> None:
    exact = replace(crossing().baseline, stderr=0.0, kind="number", name="0.45")
    made = drawn(crossing(baseline=exact))
    assert not [row for row in rows_of(made) if set(row) == {"score", "y2"}]
    assert "baseline: 0.45" in texts(made)
    assert "Line across: the baseline." in note_of(made)


def test_the_bracket_is_shaded_and_open_where_an_end_is_missing() -> None:
    assert {"size": 1e8, "x2": 1e10} in rows_of(drawn(crossing()))
    (row,) = [r for r in rows_of(drawn(crossing(bracket=(1e10, NAN)))) if r.get("size") == 1e10
              and set(r) == {"size", "x2"}]  # fmt: skip
    assert row["x2"] > 1e11
    none = drawn(crossing(bracket=(NAN, NAN)))
    assert "Shaded" not in note_of(none)


def test_the_place_is_a_diamond_with_its_interval() -> None:
    made = drawn(crossing())
    (mark,) = [row for row in rows_of(made) if row.get("shape") == "diamond"]
    assert (mark["size"], mark["interval"]) == (3e9, "3B [1B, 8B]")
    assert {"size": 1e9, "x2": 8e9} in rows_of(made)
    assert "Triangle" not in note_of(made)
    (ring,) = [row for row in rows_of(made) if row.get("shape") == "circle"]
    assert ring["score"] == pytest.approx(0.4477, abs=1e-4)  # the curve at 3B


def test_open_ends_are_arrows() -> None:
    made = drawn(crossing(lower=NAN, upper=NAN))
    shapes = [row["shape"] for row in rows_of(made) if "triangle" in str(row.get("shape"))]
    assert shapes == ["triangle-left", "triangle-right"]
    assert "crossed: 3B […, …]" in str(made)
    assert "Triangle: an end of it that is not reached." in note_of(made)


def test_on_the_loss_axis_the_lower_end_stands_at_the_right() -> None:
    losses = (4.0, 3.0, 2.5)
    made = drawn(
        crossing(
            size="loss", points=tuple(points(losses)), band=band_over(4.0, 2.0),
            bracket=(4.0, 2.5), estimate=3.2, lower=NAN, upper=3.6,
        )
    )  # fmt: skip
    (arrow,) = [row for row in rows_of(made) if "triangle" in str(row.get("shape"))]
    assert arrow["shape"] == "triangle-right"
    assert arrow["size"] < 2.5
    assert {"size": 4, "x2": 2.5} in rows_of(made)
    assert "crossed: 3.2 […, 3.6]" in str(made)


def band_over(high: float, low: float) -> Band:
    nodes = [high - (high - low) * place / 20 for place in range(21)]
    return Band.of(BandPoint(loss, 0.3 + 0.1 * (high - loss)) for loss in nodes)


def test_pairs_of_different_columns_share_a_figure() -> None:
    made = drawn(pair(), pair("n_shots", "0", "5"), pair("checkpoint", "1K", "2K"))
    names = {row["label"] for row in rows_of(made) if "name" in row and "label" in row}
    assert names == {"direct", "cot", "0-shot", "5-shot", "1K", "2K"}
    assert "1K to 2K" in str(made)


def test_a_curve_that_never_passes_has_no_place() -> None:
    made = drawn(crossing(verdict="never_within", estimate=NAN, lower=NAN, upper=NAN))
    assert not [row for row in rows_of(made) if row.get("shape") == "diamond"]
    assert "never within" in str(made)
    assert "where the curve passes" not in note_of(made)


def test_only_an_end_of_the_interval_is_known() -> None:
    made = drawn(crossing(verdict="unidentified", estimate=NAN, upper=NAN))
    assert [row for row in rows_of(made) if row.get("shape") == "triangle-right"]
    assert "Bar above: 95% interval of where the curve passes" in note_of(made)


def test_a_pair_is_two_curves_in_two_looks() -> None:
    made = drawn(pair())
    colours = {row["line"]: row["colour"] for row in rows_of(made) if "line" in row}
    assert len(set(colours.values())) == 2
    assert {row["label"] for row in rows_of(made) if "name" in row and "label" in row} == {
        "direct",
        "cot",
    }
    assert "direct to cot" in str(made)
    assert not [text for text in texts(made) if "T5" in text]
    note = note_of(made)
    assert "from the last size that is surely not better to the first surely better," in note


def test_the_margin_of_a_pair_is_said() -> None:
    note = note_of(drawn(replace(pair(), margin=0.02)))
    assert "that is surely not better by 0.02 to the first surely better, by the scores" in note
    assert "where the second curve is better by 0.02, with its 95% interval." in note
    assert "passes" not in note
    both = note_of(drawn(replace(pair(), margin=0.02), replace(pair(), margin=0.015)))
    assert "not better by the margin (0.015 to 0.02) to the first" in both
    mixed = note_of(drawn(replace(pair(), margin=0.02), crossing()))
    assert "surely below to the first surely above; of pairs from the last size" in mixed
    assert "where the curve passes or where the second curve is better by 0.02" in mixed


def test_of_losses_the_better_side_is_below() -> None:
    losses = crossing(series=facts("Pythia", "lambada", "ppl", kind="loss", chance=NAN))
    note = note_of(drawn(losses))
    assert "from the last size that is surely worse to the first surely better" in note
    assert "surely below" not in note


def test_the_note_names_the_curve_and_none_where_there_is_none() -> None:
    single = (CurveShare("shifted-power-law", 1.0),)
    assert "Curve: shifted power law, dashed" in note_of(drawn(crossing(curves=single)))
    assert "Curve: average over families, dashed" in note_of(
        drawn(crossing(curves=(*single, CurveShare("logistic", 0.0))))
    )
    bare = crossing(band=crossing().band[:0], estimate=NAN, lower=NAN, upper=NAN, interval=None)
    assert "urve" not in note_of(drawn(bare)).split("Shaded")[0]


def test_panels_that_differ_in_the_baseline_are_named_by_it() -> None:
    other = crossing(baseline=replace(crossing().baseline, name="RAG"))
    style = replace(SCREEN, title="GPT-3, TriviaQA: crossing")
    panels = plot_of(document(chart(set_of(crossing(), other), style)))["concat"]
    assert [panel["title"]["text"] for panel in panels] == [["T5-11B"], ["RAG"]]
    assert "RAG" not in facts_of(replace(pair(), baseline=other.baseline), named=True)


def test_a_place_before_the_sizes_is_told_under_the_title() -> None:
    before = {"estimate": NAN, "lower": NAN, "upper": 2e8, "shares": Shares(0.6, 0.3, 0.1, 0.0)}
    assert below_title(crossing(**before)) == ["crossed: at 100M or before"]
    by_loss = crossing(size="loss", points=tuple(points((4.0, 3.0))), **before)
    assert below_title(by_loss) == ["crossed: at 4 or before"]
    mostly = before | {"shares": Shares(0.3, 0.6, 0.1, 0.0)}
    assert below_title(crossing(**mostly)) == ["crossed"]
    assert below_title(crossing(points=(), **before)) == ["crossed"]


def test_very_many_scores_are_chosen_evenly_and_said() -> None:
    many = tuple(points([1e8 * (1 + i / 100) for i in range(6000)], step=1e-5))
    for one in (crossing(points=many), replace(pair(), points=many, baseline_points=many)):
        made = drawn(one)
        assert len(rows_of(made)) < 5000
        kept = [row["size"] for row in rows_of(made) if "model" in row]
        assert (min(kept), max(kept)) == (many[0].size, pytest.approx(many[-1].size, rel=1e-4))
        whole = len(one.points) + len(one.baseline_points)
        assert f"Drawn are {len(kept):,} of {whole:,} scores, evenly by size." in note_of(made)


def test_baselines_of_one_name_are_told_apart_by_their_source() -> None:
    other = replace(crossing().baseline, source="Raffel 2020", size=1.1e10)
    made = str(drawn(crossing(), crossing(baseline=other)))
    assert "baseline: Roberts" in made
    assert "baseline: Raffel 2020" in made
    assert "baseline: Roberts" not in str(drawn(crossing()))


def test_failed_crossings_keep_their_points_and_say_why() -> None:
    failed = crossing(
        status="failed", message="a curve needs at least 3 sizes", verdict=None, estimate=NAN,
        lower=NAN, upper=NAN, band=crossing().band[:0], interval=None, reason="",
    )  # fmt: skip
    made = drawn(failed)
    assert "a curve needs at least 3 sizes" in str(made)
    assert len([row for row in rows_of(made) if row.get("model")]) == 3
    assert describe([failed]).endswith("a curve needs at least 3 sizes")


def test_in_words() -> None:
    assert describe([crossing()]) == "GPT-3 / TriviaQA / acc: 10B is surely above"
    many = [crossing(series=facts("GPT-3", f"t{i}", "acc")) for i in range(4)]
    text = describe([*many, crossing(verdict="not_yet"), crossing(verdict=None)])
    assert text == "6 crossings on 5 tasks. Verdicts: 4 crossed, 1 not yet, 1 failed."


def test_nothing_to_draw_or_to_say() -> None:
    with pytest.raises(DataError, match="nothing to draw: expected at least one crossing"):
        chart([], SCREEN)
    with pytest.raises(DataError, match="nothing to describe: expected at least one crossing"):
        describe([])


def test_names_from_data_are_text() -> None:
    odd = replace(crossing().baseline, name=HOSTILE[0], source=HOSTILE[1])
    series = facts(HOSTILE[3], HOSTILE[0], HOSTILE[1])
    figure = draw(set_of(crossing(series=series, baseline=odd)), theme="print", width="column")
    svg = str(figure.render("svg"))
    assert "<script" not in svg
    assert "&lt;script&gt;" in svg
