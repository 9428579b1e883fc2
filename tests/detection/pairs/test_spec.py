"""Pairs as people write them, and the text of every error."""

import pytest

from scaling.detection.pairs import PairSpec, pair_specs
from scaling.errors import OptionError, UnknownNameError

METRICS = ["exact_match", "bleu", "acc"]


def test_a_pair_is_hard_before_soft():
    assert pair_specs("exact_match:bleu", METRICS) == (PairSpec("exact_match", "bleu"),)
    assert str(PairSpec("exact_match", "bleu")) == "exact_match:bleu"


def test_case_and_spaces_are_ignored_and_pairs_taken_once():
    found = pair_specs(["Exact_Match : BLEU", "exact_match:bleu", "acc:bleu"], METRICS)
    assert [str(spec) for spec in found] == ["exact_match:bleu", "acc:bleu"]


def test_the_exact_spelling_goes_first():
    assert pair_specs("EM:Bleu", ["em", "EM", "Bleu"]) == (PairSpec("EM", "Bleu"),)


def test_no_pairs():
    assert pair_specs(None, METRICS) == pair_specs([], METRICS) == ()


@pytest.mark.parametrize("text", ["exact_match", "exact_match:", ":bleu", "a:b:c", ""])
def test_text_that_is_no_pair(text):
    with pytest.raises(OptionError) as error:
        pair_specs([text], METRICS)
    assert str(error.value) == (
        "pair: expected HARD:SOFT, two metrics with a colon between them such as "
        f"exact_match:bleu, got {text!r}"
    )


def test_the_same_metric_twice():
    with pytest.raises(OptionError) as error:
        pair_specs("bleu:BLEU", METRICS)
    assert str(error.value) == (
        "pair: expected two different metrics, got 'bleu:BLEU'; the hard one comes first"
    )


def test_a_metric_that_no_series_has():
    with pytest.raises(UnknownNameError) as error:
        pair_specs("exact_match:blue", METRICS)
    assert str(error.value) == (
        "unknown metric 'blue': did you mean 'bleu'? (a pair needs both metrics among the series)"
    )
