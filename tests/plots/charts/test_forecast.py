"""The chart of forecasts: what is drawn, and what is said."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from scaling.errors import DataError, OutputError
from scaling.fitting.records import NAN
from scaling.plots.charts.forecast import chart, describe
from scaling.plots.figure import draw
from tests.plots.ahead_builder import capability, forecast, refused, set_of, two_step
from tests.plots.builder import HOSTILE, NIGHT, PAPER, SCREEN, document, facts, note_of, rows_of


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
    assert "100B on 100B tokens" in describe([two_step()])


def test_capability_forecasts_show_fitted_and_predicted_models() -> None:
    made = drawn(capability())
    grey = [row for row in rows_of(made) if row.get("model", "").startswith("m")]
    assert len(grey) == 3
    placed = [row for row in rows_of(made) if row.get("model") == "new1"]
    assert [(row["size"], row["score"]) for row in placed] == [(1e24, 0.6), (0.62, 0.6)]
    assert {row["label"] for row in rows_of(made) if "label" in row} == {"Llama", "Qwen"}
    assert "mean error on 2 held-out models: capability 0.011, last 0.150" in str(made)
    assert describe([capability()]) == "3 models were fitted"


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
    by_loss = forecast(1e7, size="loss", decades_beyond_data=0.5)
    made = drawn(by_loss)
    assert [row for row in rows_of(made) if row.get("size") == 1e8 and "x2" in row]
    assert "0.50 nats beyond the data" in describe([by_loss])


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
