"""The rules in their order, and that every verdict has a meaning and a sentence."""

import re
from pathlib import Path

import pytest

from scaling.forecasting.crossing.reasons import SENTENCES
from scaling.forecasting.crossing.verdict import RULES, Evidence, verdict_of
from scaling.notes import CROSSINGS, meaning

NAN = float("nan")


def verdict(above=0, below=4, never=NAN, **more):
    facts = {"n_sizes": 4, "n_above": above, "n_below": below, "never": never}
    return verdict_of(Evidence(**{**facts, **more}))


def test_codes_rules_and_sentences_are_the_same():
    assert set(CROSSINGS) == {name for name, _ in RULES} == set(SENTENCES)
    assert all(meaning(code) == text for code, text in CROSSINGS.items())


def test_the_page_states_the_rules_in_their_order():
    page = (Path(__file__).resolve().parents[3] / "docs" / "crossing.md").read_text("utf-8")
    baselines, pairs = (
        re.findall(r"^\| `(\w+)` \|", page.split(head)[1].split("\n## ")[0], re.MULTILINE)
        for head in ("## The verdicts", "## Pairs")
    )
    assert baselines == [name for name, _ in RULES if name not in pairs]
    assert pairs == [name for name, _ in RULES if name in pairs]


@pytest.mark.parametrize(
    ("facts", "expected"),
    [
        ({"above": 1, "below": 3, "never": 0.99}, "crossed"),
        ({"above": 1, "below": 3, "ceiling_below": True}, "crossed"),
        ({"ceiling_below": True, "never": 0.99}, "ceiling_below"),
        ({"never": 0.975}, "never_within"),
        ({"never": 0.974}, "not_yet"),  # 2.5 to 5 % cross: neither sure nor split
        ({"below": 3, "never": 0.98}, "never_within"),
        ({"below": 3, "never": 0.5}, "tied"),
        ({"never": 0.94}, "unidentified"),
        ({"never": 0.06}, "unidentified"),
        ({"never": 0.05}, "not_yet"),
        ({"never": 0.0}, "not_yet"),
        ({}, "not_yet"),  # no model: the scores alone
        ({"below": 3}, "tied"),
        ({"above": 4, "below": 0}, "crossed"),
        ({"above": 4, "below": 0, "pair": True}, "always_better"),
        ({"above": 3, "below": 0, "pair": True}, "crossed"),
        ({"n_worse": 4, "never": 0.99, "pair": True}, "always_worse"),
        ({"n_worse": 3, "never": 0.99, "pair": True}, "never_within"),
        ({"n_worse": 4, "never": 0.5, "pair": True}, "unidentified"),
        ({"n_worse": 4, "never": 0.99}, "never_within"),
    ],
)
def test_the_first_rule_that_holds_decides(facts, expected):
    assert verdict(**facts) == expected
