"""What tells panels apart."""

from __future__ import annotations

from scaling.plots.panels.telling import told_apart
from tests.plots.builder import HOSTILE


def test_without_a_title_all_is_said() -> None:
    facts = [("MMLU", "GPT-3", ""), ("MMLU", "OPT", "cot")]
    assert told_apart(facts, "") == [("MMLU", "GPT-3"), ("MMLU", "OPT, cot")]


def test_what_differs_is_said_even_if_the_title_names_it() -> None:
    facts = [("MMLU", "GPT-3"), ("LAMBADA", "GPT-3")]
    assert told_apart(facts, "GPT-3, MMLU: forecast") == [("MMLU", ""), ("LAMBADA", "")]


def test_where_the_title_says_all_the_first_is_said_again() -> None:
    assert told_apart([("MMLU", "GPT-3", "")], "GPT-3, MMLU: forecast") == [("MMLU", "")]


def test_names_from_data_are_cleaned() -> None:
    assert told_apart([("a\x00b", HOSTILE[0])], "") == [("a\ufffdb", HOSTILE[0])]
