"""Results in notebooks: tables with a caption, escaped, in the notebook's own colours."""

from __future__ import annotations

import dataclasses
import re
from html import escape

import pandas as pd

import scaling as sc
from scaling.fitting.result_set import SHOWN_ROWS
from scaling.notebooks import html_facts, html_table
from scaling.table import ScoreTable
from tests.forecasting.laws.makers import isoflop_runs
from tests.plots.builder import HOSTILE, detect_result, facts, grid, results


def cells(html: str) -> list[str]:
    return re.findall(r"<td[^>]*>(.*?)</td>", html)


def test_rows_may_lack_cells_and_text_is_escaped() -> None:
    html = html_table([{"a": "1"}, {"b<": HOSTILE[0]}], 'x & "y"', ["below <i>"])
    assert cells(html) == ["1", "", "", "&lt;script&gt;alert(1)&lt;/script&gt;"]
    assert ">b&lt;</th>" in html
    assert "x &amp; &quot;y&quot;</caption>" in html
    assert html.endswith("<p>below &lt;i&gt;</p>")


def test_no_rows_leave_the_caption() -> None:
    html = html_table([], "nothing")
    assert ">nothing</caption><tbody></tbody>" in html


def test_facts_that_are_empty_are_left_out() -> None:
    assert cells(html_facts({"verdict": "smooth", "p": ""}, "one")) == ["smooth"]


def test_a_set_has_its_heading_rows_and_how_many_more() -> None:
    found = grid(8, 6)
    html = found._repr_html_()
    assert f"DetectResults of &#x27;opt-addition&#x27;: {len(found)} series</caption>" in html
    assert html.count("<tr>") == 1 + SHOWN_ROWS
    assert html.endswith(f"<p>… and {len(found) - SHOWN_ROWS} more</p>")
    assert repr(found).splitlines()[-1] == f"… and {len(found) - SHOWN_ROWS} more"


def test_one_result_has_a_line_for_each_fact_and_its_reason() -> None:
    made = detect_result(facts(task=HOSTILE[0]))
    html = made._repr_html_()
    assert ">DetectResult</caption>" in html
    assert '<th scope="row" style="text-align: left">verdict</th>' in html
    assert "emergent_sharp" in cells(html)
    assert "<p>p_sharp 0.004 and p_bell 0.002 for w0 = 1 (emergent_sharp)</p>" in html
    assert "<script>" not in html
    failed = dataclasses.replace(made, status="failed", message="no optimum", reason="")
    assert failed._repr_html_().endswith("<p>no optimum</p>")


def test_a_fit_that_is_fine_needs_no_sentence() -> None:
    frame = pd.DataFrame(
        {"model": list("abcd"), "family": "F", "params": [1e8, 1e9, 1e10, 1e11], "task": "T",
         "score": [0.1, 0.2, 0.5, 0.8], "n_items": 100}
    )  # fmt: skip
    assert sc.fit(frame, draws=0)[0]._repr_html_().endswith("</table>")


def test_what_stands_below_the_rows_is_in_the_html_too() -> None:
    made = sc.fit_law(isoflop_runs(noise=0.002), "chinchilla", draws=0)
    html = made._repr_html_()
    assert "objective huber" in made.remarks()[0]
    assert html.count("<p>") == len(made.remarks())
    assert repr(made).splitlines()[-1] == made.remarks()[-1]
    assert made[0]._repr_html_().count("<tr>") == html.count("<tr>")


def test_results_of_laws_show_one_by_one_too() -> None:
    runs = isoflop_runs(noise=0.002)
    laws = sc.compare_laws(runs, ["tied-exponent"], objectives="huber", draws=0)[0]
    assert laws._repr_html_().endswith(f"<p>{escape(laws.reason)}</p>")
    split = sc.allocate(runs, "1e22", draws=0, far=True)[0]
    assert ">a budget of 1e22 FLOPs</caption>" in split._repr_html_()
    assert "tokens per param</th>" in split._repr_html_()
    minima = sc.isoflop(runs, draws=0)[0]
    assert f">{len(minima.budgets)} compute budgets</caption>" in minima._repr_html_()


def test_colours_are_left_to_the_notebook() -> None:
    html = results([detect_result(facts())])._repr_html_()
    assert set(re.findall(r'([a-z-]+):', " ".join(re.findall(r'style="([^"]*)"', html)))) == {
        "text-align", "white-space",
    }  # fmt: skip


def test_a_table_shows_used_columns_and_how_many_more_rows() -> None:
    frame = pd.DataFrame(
        {"model": [f"m{i}" for i in range(12)], "params": 1.3e9, "task": HOSTILE[0],
         "score": [i / 20 for i in range(12)], "source": None}
    )  # fmt: skip
    html = ScoreTable.from_frame(frame)._repr_html_()
    assert html.count("<tr>") == 11
    assert ">source</th>" not in html
    assert "1.3B" in cells(html)
    assert "<script>" not in html
    assert html.endswith("<p>… and 2 more rows</p>")
    assert ScoreTable.from_frame(frame[:3])._repr_html_().endswith("</table>")
