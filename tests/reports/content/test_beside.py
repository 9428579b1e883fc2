"""Metric pairs and pooled tasks in the summary."""

from __future__ import annotations

import dataclasses

from scaling.reports.content.beside import beside
from scaling.reports.content.model import Statement
from tests.reports.makers import few, with_beside


def test_nothing_is_said_of_what_was_not_asked_for() -> None:
    assert beside(few()) == ()


def test_each_verdict_of_a_pair_is_told_with_its_reason() -> None:
    pair, lost, pooled = beside(with_beside())
    assert pair == Statement(
        "Sharp on the hard metric, smooth on the soft one",
        "OPT / IPA / exact_match:bleu: Sharp on exact_match, smooth on bleu.",
    )
    assert lost == Statement("Metric pairs", "one pair could not be made.")
    assert pooled == Statement("Pooled tasks", "IPA / exact_match, 2 families: One width for both.")


def test_many_are_counted_and_none_said_to_be_none() -> None:
    found = with_beside()
    assert found.pairs
    assert found.pooled
    calm = dataclasses.replace(found.pairs[0], verdict=None)
    many = dataclasses.replace(found, pairs=(calm, calm), pooled=found.pooled * 5)
    pairs, pooled = beside(many)
    assert pairs.text == "2 pairs without a jump to explain."
    assert pooled.text.endswith("And 2 more, in the table.")
    none = beside(dataclasses.replace(found, pairs=(), pooled=()))
    assert none == (Statement("Pooled tasks", "no task rises materially in two families or more."),)
