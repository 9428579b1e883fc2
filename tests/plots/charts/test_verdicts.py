"""The verdict map."""

from __future__ import annotations

import dataclasses
from functools import partial
from typing import Any

import pytest

from scaling.detection.results import DetectResult
from scaling.errors import DataError, OutputError
from scaling.notes import VERDICTS
from scaling.plots import draw
from scaling.plots.charts.verdicts import chart, describe
from scaling.plots.charts.verdicts.fewer import MOST, readable
from scaling.plots.style.style import Style
from scaling.plots.style.verdicts import STYLES, style_of
from scaling.series import Reference
from tests.plots.builder import (
    HOSTILE,
    NIGHT,
    PAPER,
    PYTHIA,
    SCREEN,
    detect_result,
    document,
    facts,
    fit_result,
    fits,
    grid,
    note_of,
    plot_of,
    results,
    rows_of,
)


def cells(made: dict[str, Any]) -> list[dict[str, Any]]:
    return [row for row in rows_of(made) if "task" in row]


def legend(made: dict[str, Any]) -> list[str]:
    return [row["label"] for row in rows_of(made) if "label" in row]


def the_map(made: dict[str, Any]) -> dict[str, Any]:
    found: dict[str, Any] = plot_of(made)["vconcat"][0]
    return found


def columns_of(made: dict[str, Any]) -> list[str]:
    names: list[str] = the_map(made)["layer"][0]["encoding"]["x"]["scale"]["domain"]
    return names


def test_cells_hold_word_and_width() -> None:
    made = document(chart(grid(5, 4), SCREEN))
    assert {"smooth 2.1", "at chance", "failed"} <= {row["text"] for row in cells(made)}
    assert len(cells(made)) == 20
    assert note_of(made) == (
        "Numbers: estimated width of the rise in decades of parameters. Sharp: a rise at "
        "least w0 = 1 decade of parameters wide is rejected, though the estimate may lie above."
    )


def test_the_longer_side_runs_down() -> None:
    assert columns_of(document(chart(grid(2, 4), SCREEN))) == ["OPT", "Pythia"]


def test_names_stand_in_natural_order() -> None:
    made = [
        detect_result(facts(family, task)) for family in ("b", "A") for task in ("10", "9", "x")
    ]
    layer = the_map(document(chart(results(made), SCREEN)))["layer"][0]["encoding"]
    names = [layer[side]["scale"]["domain"] for side in "xy"]
    assert names == [["A", "b"], ["9", "10", "x"]]


def test_conditions_are_named_where_a_task_has_several() -> None:
    made = [
        detect_result(facts(n_shots=16)), detect_result(facts(n_shots=5)),
        detect_result(facts(metric="bleu", n_shots=5), size="flops"),
    ]  # fmt: skip
    assert [row["task"] for row in cells(document(chart(results(made), SCREEN)))] == [
        "3-digit addition, bleu, 5-shot, flops",
        "3-digit addition, exact_match, 5-shot, params",
        "3-digit addition, exact_match, 16-shot, params",
    ]


@pytest.mark.parametrize(("width", "text"), [(900.0, "sharp? 0.3"), (300.0, "0.3"), (100.0, None)])
def test_cells_keep_what_there_is_room_for(width: float, text: str | None) -> None:
    made = document(chart(grid(5, 8), Style(SCREEN.theme, width=width)))
    assert the_map(made)["width"] == width
    marks = [layer["mark"]["type"] for layer in the_map(made)["layer"]]
    assert marks == (["rect", "point", "text"] if text else ["rect", "point"])
    if text:
        assert text in {row["text"] for row in cells(made)}
    words = [name for name in legend(made) if name.startswith("sharp?: ")]
    assert bool(words) is (text == "sharp? 0.3")


def test_cells_do_not_shrink_until_nothing_can_be_told() -> None:
    made = document(chart(grid(5, 8), Style(SCREEN.theme, width=20.0)))
    assert the_map(made)["width"] == 5 * 15


def test_the_legend_is_in_the_order_of_the_verdicts() -> None:
    made = document(chart(grid(5, 12), Style(SCREEN.theme, width=200.0)))
    assert legend(made) == [verdict.replace("_", " ") for verdict in [*VERDICTS, "failed"]]
    places = [(row["y"], row["x"]) for row in rows_of(made) if "label" in row]
    assert places == sorted(places)
    assert len({row for row, _ in places}) > 1  # wrapped
    left = min(x for _, x in places)
    widest = max(x for _, x in places) - left
    assert left < 0
    assert widest <= 200.0 - left


@pytest.mark.parametrize("style", [SCREEN, NIGHT])
def test_tints_follow_the_theme(style: Style) -> None:
    made = document(chart(grid(5, 4), style))
    tints = {row["tint"] for row in cells(made) if row["verdict"] == "smooth"}
    assert tints == {style_of("smooth").tint_on(style.theme)}


def test_headers_are_broken_turned_or_upright() -> None:
    def angle(width: float) -> tuple[int, list[str]]:
        made = [detect_result(facts(family, f"{n} digits")) for family in ("one two", "three")
                for n in range(3)]  # fmt: skip
        document_ = document(chart(results(made), Style(SCREEN.theme, width=width)))
        return the_map(document_)["layer"][0]["encoding"]["x"]["axis"]["labelAngle"], columns_of(
            document_
        )

    assert angle(300.0) == (0, ["one two", "three"])
    assert angle(90.0) == (0, ["one\ntwo", " \nthree"])
    assert angle(50.0) == (-90, ["one two", "three"])


def test_a_blank_cell_is_said_to_be_one() -> None:
    made = [detect_result(facts("A", "x")), detect_result(facts("B", "y"))]
    assert note_of(document(chart(results(made), SCREEN))).endswith("Blank: not measured.")


def test_text_from_data_stays_text() -> None:
    made = [detect_result(facts(family, task)) for family in HOSTILE for task in HOSTILE]
    found = draw(results(made), "verdicts")
    assert "<script>" not in found.render("svg")
    assert "&lt;script&gt;alert(1)" in str(found.render("svg"))


def test_a_map_of_no_width_is_drawn() -> None:
    made = [
        detect_result(facts(task=str(n)), verdict="inverse", width=float("nan")) for n in range(9)
    ]
    assert note_of(document(chart(results(made), SCREEN))) == (
        "Sharp: a rise at least w0 = 1 decade of parameters wide is rejected, though the estimate "
        "may lie above."
    )


def test_the_unit_of_losses() -> None:
    one = dataclasses.replace(detect_result(facts(), size="loss"), w0=0.5)
    assert note_of(document(chart(results([one]), SCREEN))) == (
        "Numbers: estimated width of the rise in nats of loss. Sharp: a rise at least w0 = "
        "0.5 nats of loss wide is rejected, though the estimate may lie above."
    )


def test_the_map_in_words_names_the_sharp_series() -> None:
    assert describe(grid(2, 2)).count("verdict:") == 4
    text = describe(grid(5, 4))
    assert text.startswith("20 series: 5 families (Pythia, OPT, GPT-3, BLOOM, LLaMA) on 4 tasks")
    assert "Sharp: " in text
    assert "Pythia on ARC-Challenge" not in text  # a smooth rise
    assert text.endswith(".")
    assert " and 4 more." in describe(grid(5, 12))


def prompted(prompting: str, family: str = "OPT") -> DetectResult:
    one = detect_result(facts(family))
    return dataclasses.replace(one, series=dataclasses.replace(one.series, prompting=prompting))


def test_the_words_tell_apart_what_the_map_does() -> None:
    made = [prompted(how, family) for how in ("cot", "direct") for family in ("OPT", "A", "B")]
    text = describe(results(made))
    assert "Sharp: OPT on 3-digit addition (cot), width 0.4 [0.2, 0.8]; " in text
    assert "OPT on 3-digit addition (direct), width" in text


def test_series_without_sizes_have_no_cell_and_are_counted_apart() -> None:
    human = [
        dataclasses.replace(
            detect_result(facts(name), verdict="insufficient"), points=(),
            references=(Reference(name, 0.9),),
        )
        for name in ("a", "b", "c", "d")
    ]  # fmt: skip
    made = [detect_result(facts(family)) for family in ("OPT", "GPT", "PaLM", "UL2", "T5")]
    text = describe(results([*made, *human]))
    assert text.startswith("5 series: 5 families (OPT, GPT, PaLM, UL2, T5) on 1 task")
    assert text.endswith("4 series without sizes left out.")
    assert "the best 3 are drawn" not in text  # on a map none is
    note = note_of(document(chart(results([*made, *human]), SCREEN)))
    assert note.endswith("4 series without sizes left out.")


def test_the_words_say_what_a_large_map_leaves_out(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("scaling.plots.charts.verdicts.readable", partial(readable, most=8))
    assert describe(grid(4, 4)).endswith("then smooth, then rising series.")


def test_a_map_needs_verdicts() -> None:
    wanted = "'verdicts' cannot be drawn from results of fit: expected results of detect; of fit"
    with pytest.raises(OutputError, match=wanted):
        draw(fits([fit_result(facts())]), "verdicts")
    with pytest.raises(DataError, match="nothing to draw: expected at least one result"):
        chart([], SCREEN)


def test_a_map_is_valid_vega_lite() -> None:
    assert chart(grid(2, 2), SCREEN).to_dict(validate=True)["datasets"]


def test_of_too_many_series_the_tasks_that_say_most_are_kept() -> None:
    made = [
        {"task": f"t{t}", "family": f"f{f}", "verdict": "smooth" if t == 7 else "inverse"}
        for t in range(10) for f in range(4)
    ]  # fmt: skip
    made[0]["verdict"] = "emergent_sharp"
    kept, said = readable(made, most=10)
    assert {cell["task"] for cell in kept} == {"t0", "t7"}
    assert said == ["2 of 10 tasks: those with most sharp, then smooth, then rising series."]
    kept, said = readable(made, most=3)
    assert len(kept) == 3
    assert [sentence[:6] for sentence in said] == ["1 of 1", "3 of 4"]
    assert readable(made, most=40) == (made, [])


def test_a_map_says_what_it_leaves_out(monkeypatch: pytest.MonkeyPatch) -> None:
    assert 3 * MOST < 5000  # marks
    monkeypatch.setattr("scaling.plots.charts.verdicts.readable", partial(readable, most=8))
    made = document(chart(grid(4, 4), SCREEN))
    assert len(cells(made)) == 8
    assert "2 of 4 tasks: those with most sharp" in note_of(made)


def test_every_glyph_is_drawn_on_paper() -> None:
    made = document(chart(grid(5, 12), PAPER))
    assert {row["glyph"] for row in cells(made)} == {style.glyph for style in STYLES.values()}
    assert {row["sizes"] for row in cells(made)} >= {str(len(PYTHIA))}


def test_layers_that_share_their_rows_keep_them() -> None:
    made = document(chart(grid(2, 3), SCREEN))
    assert "empty" not in made["datasets"]
    assert {len(rows) for rows in made["datasets"].values()} == {6, len(legend(made))}
