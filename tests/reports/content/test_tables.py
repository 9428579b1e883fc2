"""The tables: every series one row, numbers that sort, dashes for what is not known."""

from __future__ import annotations

from scaling.fitting.records import NAN, Estimate
from scaling.reports.content.courses import Names
from scaling.reports.content.model import Row, Table
from scaling.reports.content.tables import tables
from tests.plots.builder import results
from tests.reports.makers import few, grid, one, with_beside


def made(members) -> tuple[Table, ...]:
    return tables(members, Names(members))


def cells(row: Row, table: Table) -> dict[str, str]:
    return {c.name: cell.text for c, cell in zip(table.columns, row.cells, strict=True)}


def test_a_row_a_series_in_the_order_of_the_verdicts() -> None:
    members = grid(5, 4)
    table = made(members)[0]
    assert len(table.rows) == len(members)
    column = [column.name for column in table.columns].index("verdict")
    ranks = [row.cells[column].sort for row in table.rows]
    assert ranks == sorted(ranks)
    assert all(len(row.cells) == len(table.columns) for row in table.rows)


def test_cells_read_as_people_write() -> None:
    table = made(results([one(p_sharp=0.0001, q_sharp=0.1)]))[0]
    found = cells(table.rows[0], table)
    assert found["verdict"] == "emergent sharp"
    assert found["width"] == "0.4 [0.2, 0.8]"
    assert found["p_sharp"] == "<.001"
    assert found["p_smooth"] == ".930"
    assert found["certifiable"] == "0.53"
    assert found["first"].endswith(" at 125M")
    assert table.rows[0].codes == ("one_seed", "weakly-identified")


def test_unknown_numbers_are_dashes_and_open_ends_infinite() -> None:
    table = made(results([one(width=Estimate(1.2, 0.3, NAN), p_smooth=NAN)]))[0]
    found = cells(table.rows[0], table)
    assert found["width"] == "1.2 [0.3, ∞]"
    assert found["p_smooth"] == "–"
    bare = made(results([one(width=Estimate(1.2), points=())]))[0]
    assert cells(bare.rows[0], bare)["width"] == "1.2"
    assert cells(bare.rows[0], bare)["first"] == "–"


def test_numbers_that_decide_nothing_are_left_out() -> None:
    table = made(results([one(verdict="flat_at_chance")]))[0]
    found = cells(table.rows[0], table)
    assert (found["width"], found["p_sharp"], found["certifiable"]) == ("", "", "")


def test_heads_and_caption_say_what_sizes_and_scores_are() -> None:
    plain = made(results([one()]))[0]
    assert [c.meaning for c in plain.columns if c.name in ("first", "last")] == [
        "at the smallest size", "at the largest size",
    ]  # fmt: skip
    assert plain.caption.endswith("clear enough to be tested.")
    loss = made(results([one(size="loss")]))[0]
    assert [c.meaning for c in loss.columns if c.name in ("first", "last")] == [
        "at the weakest model", "at the strongest model",
    ]  # fmt: skip
    assert loss.caption.endswith(" Sizes are losses.")
    twice = one(size="flops", n_sizes=4)
    assert made(results([twice]))[0].caption.endswith(
        " Sizes are training FLOPs. Where several models have one size, scores are their mean."
    )


def test_failed_series_say_why() -> None:
    row = made(few())[0].rows[-1]
    assert row.reason == "fewer than 3 sizes"
    assert row.notable
    assert made(results([one(verdict="insufficient")]))[0].rows[0].brief


def test_pairs_and_pooled_tasks_have_tables_of_their_own() -> None:
    series, pairs, pooled = made(with_beside())
    assert (series.name, pairs.name, pooled.name) == ("series", "pairs", "pooled")
    first, lost = pairs.rows
    assert cells(first, pairs)["verdict"] == "metric artifact"
    assert cells(first, pairs)["limit"] == ".020"
    assert cells(first, pairs)["hard_width"] == "0.4 [0.2, 0.9]"
    assert cells(lost, pairs)["verdict"] == "not paired"
    assert cells(lost, pairs)["limit"] == cells(lost, pairs)["hard_width"] == ""
    assert lost.reason == "no partner"
    found = cells(pooled.rows[0], pooled)
    assert (found["claim"], found["families"], found["p_shared"]) == ("sharp", "2", ".500")
    assert pooled.rows[0].reason == "One width for both."
