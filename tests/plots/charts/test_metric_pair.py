"""The chart of metric pairs."""

from __future__ import annotations

import dataclasses
import math
import re
from typing import Any

import pytest

from scaling.detection.pairs.results import LeftOut, PairResult
from scaling.detection.result_set import DetectResults
from scaling.detection.results import DetectResult
from scaling.errors import OutputError
from scaling.fitting.records import Estimate, Point
from scaling.plots import draw
from scaling.plots.charts.metric_pair import chart, describe
from scaling.plots.charts.metric_pair.rows import claim_text, pairs_of
from scaling.plots.style.rows import ROWS
from scaling.plots.style.style import Style
from tests.plots.builder import (
    HOSTILE,
    OPT,
    SCREEN,
    detect_result,
    document,
    facts,
    manifest,
    note_of,
    plot_of,
    rows_of,
)

SCORES = (0.0, 0.0, 0.001, 0.004, 0.02, 0.3, 0.5, 0.6)


def hard(task: str = "addition", family: str = "OPT") -> DetectResult:
    points = tuple(
        Point(f"{size:g}", size, score, max(score - 0.01, 0.0), score + 0.02, 1000)
        for size, score in zip(OPT, SCORES, strict=True)
    )
    return dataclasses.replace(detect_result(facts(family, task)), points=points)


def soft(task: str = "addition", family: str = "OPT", top: float = 80.0) -> DetectResult:
    series = facts(family, task, "bleu", kind="bounded", ceiling=100.0)
    points = tuple(
        Point(f"{size:g}", size, top * (place + 1) / 8, math.nan, math.nan, None)
        for place, size in enumerate(OPT)
    )
    return dataclasses.replace(
        detect_result(series, verdict="smooth"), points=points, band=(),
        width=Estimate(4.0, 3.0, 5.0),
    )  # fmt: skip


def pair(task: str = "addition", family: str = "OPT", **changes: Any) -> PairResult:
    made = PairResult(
        series=facts(family, task), hard="exact_match", soft="bleu", size="params", n_sizes=8,
        verdict="metric_artifact", reason="the jump comes with the metric.", alpha=0.05,
        hard_verdict="emergent_sharp", soft_verdict="smooth", hard_limit=0.003, n_below_limit=3,
        log_ratio=Estimate(math.log(10), math.log(5), math.log(20)),
    )  # fmt: skip
    return dataclasses.replace(made, **changes)


def found(*pairs: PairResult, top: float = 80.0) -> DetectResults:
    names = dict.fromkeys((one.series.task, one.series.family) for one in pairs)
    made = [result for name in names for result in (hard(*name), soft(*name, top=top))]
    return DetectResults(results=tuple(made), manifest=manifest(), pairs=pairs)


def rows(made: dict[str, Any]) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = plot_of(made).get("vconcat", [plot_of(made)])
    return found


def panels(made: dict[str, Any]) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = rows(made)[0]["concat"]
    return found


def test_both_metrics_stand_side_by_side_on_one_axis_of_sizes() -> None:
    made = document(chart(found(pair()), SCREEN))
    assert [panel["title"]["text"] for panel in panels(made)] == [
        ["exact_match (hard)"], ["bleu (soft)"], ["exact_match, log axis"]
    ]  # fmt: skip
    domains = {
        tuple(layer["encoding"]["x"]["scale"]["domain"])
        for panel in panels(made) for layer in panel["layer"] if "x" in layer.get("encoding", {})
        and "scale" in layer["encoding"]["x"]
    }  # fmt: skip
    assert len(domains) == 1
    assert rows(made)[0]["columns"] == 3


def test_a_narrow_figure_has_its_panels_below_each_other() -> None:
    made = document(chart(found(pair()), Style(SCREEN.theme, width=250.0, within=320.0)))
    assert rows(made)[0]["columns"] == 1
    assert {panel["width"] for panel in panels(made)} == {250.0}


def test_the_subtitle_says_what_the_pair_says() -> None:
    (row,) = rows(document(chart(found(pair()), SCREEN)))
    said = claim_text(pair())
    assert " ".join(row["title"]["subtitle"]) == said
    assert said == (
        "metric artifact: the jump comes with the metric; width of the rise, soft over hard: 10 "
        "[5, 20]; exact_match is below its resolution limit of 0.003 at 3 of 8 sizes"
    )
    quiet = pair(verdict=None, n_below_limit=0)
    assert claim_text(quiet) == "no jump on the hard metric to explain"


def test_zeros_are_arrows_from_the_limit() -> None:
    made = document(chart(found(pair()), SCREEN))
    arrows = [row for row in rows_of(made) if "end" in row and "score" in row]
    assert [row["size"] for row in arrows] == list(OPT[:2])
    assert {row["score"] for row in arrows} == {0.003}
    assert note_of(made).endswith(
        "Grey: below the resolution limit, where the hard metric cannot be told from chance; "
        "points there are hollow, scores of 0 arrows."
    )
    whole = found(pair())
    points = tuple(dataclasses.replace(p, score=p.score + 0.01) for p in whole.results[0].points)
    above = dataclasses.replace(whole.results[0], points=points)
    drawn = document(chart(dataclasses.replace(whole, results=(above, whole.results[1])), SCREEN))
    assert "arrows" not in note_of(drawn)


def test_bands_and_hollow_points_are_explained() -> None:
    assert note_of(document(chart(found(pair()), SCREEN))).startswith(
        "Points: scores with 95% intervals where they are known (hollow: not above chance); lines: "
        "best curves; bands: 95% interval of the mean, and fainter of a new model's score. Grey: "
    )


def test_a_score_below_the_limit_is_hollow_in_both_panels() -> None:
    made = document(chart(found(pair()), SCREEN))
    for place in (0, 2):
        centres = [
            row["size"]
            for layer in panels(made)[place]["layer"]
            if layer["mark"].get("color") == SCREEN.theme.background
            and layer["mark"]["type"] == "point"
            for row in made["datasets"][layer["data"]["name"]]
        ]
        assert OPT[2] in centres  # a score of 0.001, the limit is 0.003
        assert OPT[4] not in centres


def test_titles_stand_level_over_axes_that_end_off_a_tick() -> None:
    svg = str(draw(found(pair(), top=3.0), "metric-pair").render("svg"))
    tops = re.findall(r'role-title"><g transform="translate\([-\d.]+,([-\d.]+)\)', svg)
    assert [tops.count(top) for top in dict.fromkeys(tops)].count(3) == 1  # of the three panels


def test_many_points_are_thinned() -> None:
    sizes = [1e8 * 1.001**n for n in range(3000)]
    points = tuple(Point(f"{size:g}", size, 0.3, 0.2, 0.4, 100) for size in sizes)
    whole = found(pair())
    both = tuple(dataclasses.replace(one, points=points) for one in whole.results)
    drawn = document(chart(dataclasses.replace(whole, results=both), SCREEN))
    assert len(rows_of(drawn)) < ROWS
    assert "Drawn are 1,200 of 6,000 scores, evenly by size." in note_of(drawn)


@pytest.mark.parametrize(("limit", "chance"), [(0.3, 0.0), (math.nan, 0.0), (0.003, 0.25)])
def test_a_limit_that_a_linear_axis_shows_has_no_panel_of_its_own(
    limit: float, chance: float
) -> None:
    whole = found(pair(hard_limit=limit))
    results = tuple(
        dataclasses.replace(one, series=dataclasses.replace(one.series, chance=chance))
        for one in whole.results
    )
    series = dataclasses.replace(pair().series, chance=chance)
    pairs = (pair(hard_limit=limit, series=series),)
    made = document(chart(dataclasses.replace(whole, results=results, pairs=pairs), SCREEN))
    assert len(panels(made)) == 2


def test_a_soft_metric_far_below_its_ceiling_is_shown_close_up() -> None:
    def top(made: dict[str, Any]) -> float:
        (domain,) = {
            tuple(layer["encoding"]["y"]["scale"]["domain"])
            for layer in panels(made)[1]["layer"]
            if "scale" in layer.get("encoding", {}).get("y", {})
        }  # fmt: skip
        return float(domain[1])

    assert top(document(chart(found(pair(), top=3.0), SCREEN))) == pytest.approx(3.6)
    assert top(document(chart(found(pair(), top=80.0), SCREEN))) == 100


def test_models_of_one_metric_alone_are_left_out() -> None:
    left = (LeftOut("1.25e+08", "no bleu"),)
    (paired,) = pairs_of(found(pair(left_out=left))).drawn
    assert len(paired.hard.points) == len(paired.soft.points) == 7
    made = document(chart(found(pair(left_out=left)), SCREEN))
    assert "Models with one of the metrics only are left out." in note_of(made)


def test_of_many_pairs_those_with_a_jump_are_drawn_first() -> None:
    none = [pair(f"t{n}", verdict=None) for n in range(5)]
    jump = pair("jump", verdict="metric_artifact_untested")
    failed = pair("failed", status="failed", message="no bleu was measured")
    made = document(chart(found(*none, jump, failed), SCREEN))
    assert len(rows(made)) == 4
    assert rows(made)[0]["title"]["text"] == ["OPT, jump"]
    assert note_of(made).endswith(
        "4 of 6 pairs, those with a jump first. 1 pair could not be made."
    )


def test_a_source_of_the_same_name_goes_first() -> None:
    whole = found(pair())
    other = dataclasses.replace(
        whole.results[1], series=dataclasses.replace(whole.results[1].series, source="elsewhere"),
        verdict="inverse",
    )  # fmt: skip
    both = dataclasses.replace(whole, results=(other, *whole.results))
    assert pairs_of(both).drawn[0].soft.verdict == "smooth"


def test_without_pairs() -> None:
    with pytest.raises(OutputError, match="needs pairs: expected results of detect with --pair"):
        chart(dataclasses.replace(found(pair()), pairs=None), SCREEN)
    failed = pair(status="failed", message="no bleu was measured under the same conditions")
    with pytest.raises(OutputError, match=r"found 1 pairs that could not be made \(no bleu was"):
        chart(found(failed), SCREEN)
    with pytest.raises(OutputError, match=r"found 0 pairs that could not be made \(none was"):
        chart(found(), SCREEN)


def test_pairs_in_words() -> None:
    assert describe(found(pair(), pair("x", status="failed"))) == (
        "OPT, addition, exact_match beside bleu: the jump comes with the metric. 1 pair could not "
        "be made."
    )
    text = describe(found(*(pair(f"t{n}") for n in range(7))))
    assert text.startswith("7 pairs of metrics. Among them (those with a jump first): OPT, t0, ")
    assert text.count("beside") == 4
    assert "4 of 7" not in text  # a narrow figure has fewer


def test_text_from_data_stays_text() -> None:
    made = draw(found(pair(HOSTILE[3], HOSTILE[0])), "metric-pair")
    svg = str(made.render("svg"))
    assert "<script>" not in svg
    assert "&lt;script&gt;alert(1)" in svg


def test_a_chart_of_pairs_is_valid_vega_lite() -> None:
    assert chart(found(pair()), SCREEN).to_dict(validate=True)["datasets"]


def test_a_narrow_figure_has_no_more_panels_than_fit_a_page() -> None:
    style = Style(SCREEN.theme, width=250.0, within=320.0)
    made = document(chart(found(*(pair(name, hard_limit=0.3) for name in "abc")), style))
    assert len(rows(made)) == 2
    assert note_of(made).endswith("2 of 3 pairs, those with a jump first.")
    made = document(chart(found(*(pair(name) for name in "abc")), style))
    assert len(panels(made)) == 3  # of a single pair
    assert note_of(made).endswith("1 of 3 pairs, those with a jump first.")
