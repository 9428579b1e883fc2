"""The chart of forecasts: what is drawn, and what is said."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from scaling.errors import DataError, OutputError
from scaling.fitting.records import NAN, Band, BandPoint
from scaling.forecasting.ahead.records import TrackRecord
from scaling.plots.charts.forecast import chart, describe
from scaling.plots.figure import draw
from tests.plots.ahead_builder import band, capability, forecast, points, refused, set_of, two_step
from tests.plots.builder import (
    HOSTILE,
    NIGHT,
    PAPER,
    SCREEN,
    document,
    facts,
    note_of,
    plot_of,
    rows_of,
)


def drawn(*results: Any) -> dict[str, Any]:
    return document(chart(set_of(*results), SCREEN))


def with_shape(made: dict[str, Any], shape: str) -> list[dict[str, Any]]:
    return [row for row in rows_of(made) if row.get("shape") == shape]


def texts(made: dict[str, Any]) -> list[str]:
    return [row["text"] for row in rows_of(made) if "text" in row]


def test_a_forecast_is_a_point_with_its_interval_and_its_number() -> None:
    made = drawn(forecast())
    (mark,) = with_shape(made, "diamond")
    assert (mark["size"], mark["score"]) == (1e11, 0.6)
    assert mark["interval"] == "0.45 to 0.75"
    spans = [(row["score"], row["y2"]) for row in rows_of(made)
             if row.get("size") == 1e11 and "y2" in row and "line" not in row]  # fmt: skip
    assert (0.45, 0.75) in spans
    assert (0.55, 0.65) in spans
    assert "0.60" in texts(made)


def test_naive_forecasts_are_marked_and_labelled() -> None:
    made = drawn(forecast())
    assert [row["score"] for row in with_shape(made, "square")] == [0.5]
    assert [row["score"] for row in with_shape(made, "triangle-up")] == [0.61]
    assert {"last 0.50", "line 0.61"} <= set(texts(made))


def test_beyond_the_data_is_shaded_and_the_curve_dashed() -> None:
    made = drawn(forecast())
    assert "beyond the data" in texts(made)
    (shade,) = [row for row in rows_of(made) if row.get("size") == 1e10 and "x2" in row]
    assert shade["x2"] > 1e11
    dashes = [layer["mark"]["strokeDash"] for layer in layers(made)
              if layer["mark"]["type"] == "line"]  # fmt: skip
    assert dashes == [[1, 0], [4, 3]]


def layers(value: Any) -> list[dict[str, Any]]:
    """Return all layers of a document that are no groups."""
    if isinstance(value, list):
        return [layer for entry in value for layer in layers(entry)]
    if not isinstance(value, dict):
        return []
    if isinstance(value.get("mark"), dict):
        return [value]
    return [layer for entry in value.values() for layer in layers(entry)]


def test_nothing_is_shaded_inside_the_data() -> None:
    made = drawn(forecast(5e9, decades_beyond_data=-0.3))
    assert "beyond the data" not in texts(made)
    assert "dashed" not in note_of(made)
    assert "shaded" not in note_of(made)


def test_several_sizes_of_a_series_share_a_panel() -> None:
    made = drawn(forecast(1e11), forecast(3e10, estimate=0.55), refused())
    assert [row["score"] for row in with_shape(made, "diamond")] == [0.55, 0.6]
    assert {"100B: 0.60", "30B: 0.55"} <= set(texts(made))
    assert len([text for text in texts(made) if text == "beyond the data"]) == 1


def test_the_note_tells_the_average_and_the_record() -> None:
    note = note_of(drawn(forecast()))
    assert "Average of logistic .70 and the last value .30." in note
    assert "In 40 hold-outs the mean error was .050 and the 90% interval covered 90%." in note


def test_records_of_several_series_are_told_as_a_range() -> None:
    other = forecast(series=facts("OPT", "MMLU", "acc"))
    second = other.record.__class__(n=10, mae=0.11, coverage90=0.8, text="other")
    made = note_of(drawn(forecast(), forecast(series=other.series, record=second)))
    assert "mean error 0.05 to 0.11, 90% intervals held 80% to 90%." in made


def test_refused_series_are_left_out_where_others_are_made() -> None:
    made = drawn(forecast(), refused(series=facts("OPT", "MMLU", "acc")))
    assert "1 series without a forecast left out." in note_of(made)
    assert not [row for row in rows_of(made) if row.get("name") == "OPT"]


def test_where_all_are_refused_the_points_are_drawn_with_the_reason() -> None:
    made = drawn(refused())
    assert len([row for row in rows_of(made) if row.get("model")]) == 3
    assert "no forecast: 100T lies too far" in str(made)
    assert describe([refused()]) == "GPT-3 on LAMBADA: no forecast (100T lies too far)."


def test_two_steps_tell_tokens_and_the_single_step() -> None:
    made = drawn(two_step())
    assert [row["score"] for row in with_shape(made, "cross")] == [0.7]
    assert "at 1 tokens per parameter" in note_of(made)
    assert "square: the run of most compute; triangle: a line in log compute;" in note_of(made)
    assert {"most compute 0.50", "line 0.61", "larger than any run"} <= set(texts(made))
    text = describe([two_step()])
    assert "100B on 100B tokens" in text
    assert "1.00 decades of compute beyond the data" in text
    assert "the run of most compute gives 0.50, a line in log compute gives 0.61" in text


def dashes_of(made: dict[str, Any]) -> list[list[float]]:
    return [layer["mark"]["strokeDash"] for layer in layers(made)
            if layer["mark"]["type"] == "line"]  # fmt: skip


def test_two_steps_are_dashed_where_no_run_is_alike() -> None:
    far = drawn(two_step())  # 1 token per parameter, of runs with 10 to 1,000
    assert dashes_of(far) == [[4, 3]]
    assert "dashed where no run has its compute or its tokens per parameter (theirs: 10 to" in (
        note_of(far)
    )
    near = two_step(tokens=1e13)  # 100, where 6 N D of 6e18 to 6e20 are 100M to 1B
    assert dashes_of(drawn(near)) == [[1, 0], [4, 3]]
    solid, _ = rows_by_line(drawn(near))
    inside = two_step(tokens=1e11, at=1e9, band=band(1e8, 1e9))
    assert "dashed" not in note_of(drawn(inside))
    assert max(row["size"] for row in solid) == pytest.approx(1e9)


def rows_by_line(made: dict[str, Any]) -> list[list[dict[str, Any]]]:
    return [made["datasets"][layer["data"]["name"]] for layer in layers(made)
            if layer["mark"]["type"] == "line"]  # fmt: skip


def test_pooled_runs_are_no_series_that_rises() -> None:
    pooled = two_step(notes=("families-pooled",), series=facts("6 families", "MMLU", n_shots=5))
    assert describe([pooled]).startswith(
        "6 families on MMLU (5-shot): 3 runs from 100M to 10B score 0.30 to 0.50. Forecast"
    )
    none = replace(pooled, points=())
    assert describe([none]).startswith("6 families on MMLU (5-shot): 0 runs. Forecast")
    again = describe([refused(series=facts("OPT", "MMLU", n_shots=5))])
    assert again == "OPT on MMLU (5-shot): no forecast (100T lies too far)."


def test_capability_forecasts_show_fitted_and_predicted_models() -> None:
    made = drawn(capability())
    grey = [row for row in rows_of(made) if row.get("model", "").startswith("m")]
    assert len(grey) == 3
    placed = [row for row in rows_of(made) if row.get("model") == "new1"]
    assert [(row["size"], row["score"]) for row in placed] == [(1e24, 0.6), (0.62, 0.6)]
    assert {row["label"] for row in rows_of(made) if "label" in row} == {"Llama", "Qwen"}
    assert "mean error on 2 held-out models: capability 0.011, last 0.150" in str(made)
    assert describe([capability()]) == (
        "LAMBADA, acc by Llama-2-equivalent FLOPs: 3 models were fitted"
    )
    assert "of 40 held-out models" not in str(made)
    assert "the series' own largest sizes" not in note_of(made)


def test_errors_of_fewer_models_than_were_held_out_say_so() -> None:
    held = TrackRecord(n=40, mae=0.05, coverage90=0.9, text="in 40 hold-outs the error was .050")
    _, check = plot_of(drawn(capability(own_record=held)))["vconcat"][0]["concat"]
    told = " ".join(check["title"]["subtitle"])
    assert "mean error on the 2 of 40 held-out models that all can predict: capability" in told


def test_a_curve_of_capability_that_ends_with_the_models_is_not_dashed() -> None:
    assert ", dashed beyond the ablest fitted model; bands" in note_of(drawn(capability()))
    inside = capability(band=band(1e20, 1e22))
    assert "dashed beyond" not in note_of(drawn(inside))


def test_very_many_models_are_chosen_evenly_and_said() -> None:
    one = capability()
    fitted = points([1e20 * (1 + i / 50) for i in range(3000)], step=1e-5)
    models = tuple(replace(one.predictions[i % 2], model=f"p{i}") for i in range(2000))
    made = drawn(replace(one, points=tuple(fitted), predictions=models))
    assert len(rows_of(made)) < 5000
    assert len({row["model"] for row in rows_of(made) if "family" in row}) == 750
    assert "Drawn are 750 of up to 2,000 models of a kind, evenly." in note_of(made)


def test_long_names_of_families_are_cut_in_the_key() -> None:
    named = tuple(replace(model, family="x" * 300) for model in capability().predictions)
    made = document(chart(set_of(capability(predictions=named)), replace(PAPER, within=245)))
    (label,) = {row["label"] for row in rows_of(made) if "label" in row}
    assert label.endswith("…")


def test_very_many_scores_are_chosen_evenly_and_said() -> None:
    many = tuple(points([1e8 * (1 + i / 100) for i in range(6000)], step=1e-5))
    made = drawn(forecast(points=many))
    assert len(rows_of(made)) < 5000
    assert "Drawn are 1,200 of 6,000 scores, evenly by size." in note_of(made)


def test_models_without_a_score_are_hollow_at_their_predictions() -> None:
    one = capability()
    unscored = tuple(replace(model, observed=NAN) for model in one.predictions)
    at = {"at": 3e23, "estimate": 0.55, "lower": 0.4, "upper": 0.7}
    made = drawn(capability(predictions=unscored, points=one.points[:3], **at))
    placed = [row["score"] for row in rows_of(made) if row.get("model", "").startswith("new")]
    assert placed == [0.5, 0.62]
    assert [row["size"] for row in with_shape(made, "diamond") if "forecast" in row] == [3e23]
    assert "3e23: 0.55 [0.40, 0.70]" in str(made)
    note = note_of(made)
    assert "Hollow: models without a score, at their predictions. Diamond: forecast" in note


def test_capability_without_sizes_shows_predictions_alone() -> None:
    unsized = capability(points=(), band=capability().band[:0])
    made = drawn(unsized)
    assert [row["size"] for row in rows_of(made) if row.get("model") == "new0"] == [0.5]


def test_capability_without_anything_to_place() -> None:
    with pytest.raises(OutputError, match="no capability forecast can be drawn: expected models"):
        chart([capability(points=(), predictions=())], SCREEN)


def test_nothing_to_draw() -> None:
    with pytest.raises(DataError, match="nothing to draw: expected at least one forecast"):
        chart([], SCREEN)


def test_more_panels_than_anyone_can_read() -> None:
    many = [forecast(series=facts("GPT-3", f"task {i}", "acc")) for i in range(49)]
    with pytest.raises(OutputError, match="a chart of 49 panels cannot be read: expected at most"):
        chart(many, SCREEN)


def test_loss_axes_reach_beyond_the_lowest_loss() -> None:
    by_loss = forecast(
        2.2, size="loss", decades_beyond_data=NAN, points=tuple(points((4.0, 3.0, 2.4))),
        band=Band.of(BandPoint(4.0 - 0.1 * i, 0.3 + 0.01 * i) for i in range(19)),
    )  # fmt: skip
    made = drawn(by_loss)
    assert [row for row in rows_of(made) if row.get("size") == 2.4 and "x2" in row]
    assert "loss 2.2: 0.60 [0.45, 0.75]" in str(made)
    assert "triangle: a line in the loss" in note_of(made)
    text = describe([by_loss])
    assert "0.60 at loss 2.2, 95% interval 0.45 to 0.75, 0.20 nats beyond the data" in text
    assert "a line in the loss gives 0.61" in text
    inside = replace(by_loss, at=2.6)
    assert "nats beyond" not in describe([inside])


def test_scores_without_limits_get_the_room_that_forecasts_need() -> None:
    wide = forecast(series=facts("GPT-3", "ppl", kind="real"), lower=-3.0, upper=9.0)
    made = drawn(wide)
    domains = [layer["encoding"]["y"]["scale"]["domain"] for layer in layers(made)
               if "scale" in layer.get("encoding", {}).get("y", {})]  # fmt: skip
    assert all(low < -3.0 and high > 9.0 for low, high in domains)


def test_in_words() -> None:
    text = describe([forecast()])
    assert text == (
        "GPT-3 on LAMBADA rises from 0.30 at 100M to 0.50 at 10B. Forecast: 0.60 at 100B, 95% "
        "interval 0.45 to 0.75, 1.00 decades beyond the data. Beside it the last value gives "
        "0.50, a line in log size gives 0.61."
    )
    many = [forecast(series=facts("GPT-3", f"task {i}", "acc")) for i in range(5)]
    assert describe([*many, refused(series=facts("X", "y", "acc"))]) == (
        "Forecasts of 6 series: 5 made, 1 refused. They run from 0.60 (GPT-3 on task 0 at 100B) "
        "to 0.60 (GPT-3 on task 4 at 100B)."
    )


def test_names_from_data_are_text_and_unknown_numbers_no_marks() -> None:
    odd = forecast(
        series=facts(HOSTILE[3], HOSTILE[0], HOSTILE[1]), interval=None, lower=NAN, upper=NAN,
        mean_lower=NAN, mean_upper=NAN, naive={"last": NAN, "linear": NAN}, weights=(),
    )  # fmt: skip
    figure = draw(set_of(odd), "forecast", theme="print", width="column")
    svg = str(figure.render("svg"))
    assert "<script" not in svg
    assert "&lt;script&gt;" in svg
    assert not [row for row in rows_of(figure.spec()) if row.get("shape") == "square"]


@pytest.mark.parametrize("style", [SCREEN, NIGHT, PAPER])
def test_the_same_in_every_theme_and_run(style: Any) -> None:
    once, again = (document(chart(set_of(forecast()), style)) for _ in range(2))
    assert once == again
    assert with_shape(once, "diamond")[0]["colour"] == style.theme.palette[0]
