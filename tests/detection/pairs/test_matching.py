"""Which series become a pair, and what is said of those that do not."""

import numpy as np

from scaling.detection.pairs.assess import assess_pairs
from scaling.detection.pairs.matching import Match, match_series
from tests.detection.pairs.makers import FAST, SMOOTH, SPEC, hard, series, soft
from tests.series_makers import PYTHIA

NAMES = tuple(f"model-{place}" for place in range(8))


def matched(*found):
    return match_series(found, SPEC)


def test_the_same_conditions_make_a_pair():
    one, other, few = hard(shots=2), soft(shots=2), soft(shots=5)
    pair, left = matched(few, one, other)
    assert (pair.hard.key, pair.soft.key) == (one.key, other.key)
    assert pair.left_out == ()
    assert (left.series.key, left.code) == (few.key, "no-partner")
    assert left.message == "no exact_match was measured under the same conditions"


def test_other_families_and_metrics_are_no_partners():
    alone = matched(hard(), soft(family="Other"), series("bleu", SMOOTH))
    assert [one.message for one in alone] == [
        "no edit_similarity was measured under the same conditions",
        "no exact_match was measured under the same conditions",
    ]


def test_an_unknown_source_is_any_source():
    (pair,) = matched(hard(source="paper"), soft())
    assert isinstance(pair, Match)
    (pair,) = matched(hard(), soft(source="paper"))
    assert isinstance(pair, Match)
    assert not any(isinstance(one, Match) for one in matched(hard(source="a"), soft(source="b")))


def test_the_same_source_goes_first():
    pair, left = matched(hard(source="a"), soft(), soft(source="a"))
    assert pair.soft.key.source == "a"
    assert left.series.key.source is None


def test_several_sources_are_not_guessed_between():
    (left,) = matched(hard(), soft(source="a"), soft(source="b"))
    assert left.message == (
        "edit_similarity has several sources (a, b): name the one of exact_match"
    )


def test_models_of_one_metric_are_left_out_with_a_reason():
    other = ("other", *NAMES[1:])
    (pair,) = matched(hard(), soft(models=other))
    assert pair.hard.models == pair.soft.models == NAMES[1:]
    assert [(one.model, one.reason) for one in pair.left_out] == [
        ("model-0", "no edit_similarity"),
        ("other", "no exact_match"),
    ]


def test_a_model_with_two_sizes_is_left_out():
    size = np.array(PYTHIA)
    size[-1] = 13e9
    (pair,) = matched(hard(), soft(size=size))
    assert [(one.model, one.reason) for one in pair.left_out] == [
        ("model-7", "two sizes: 12B and 13B")
    ]
    assert (pair.hard.size == pair.soft.size).all()


def test_four_common_sizes_are_enough_and_three_are_not():
    (pair,) = matched(hard(), soft(SMOOTH[:4]))
    assert isinstance(pair, Match)
    (left,) = matched(hard(), soft(SMOOTH[:3]))
    assert (left.code, left.n_sizes, len(left.left_out)) == ("few-common-sizes", 3, 5)
    assert left.message == (
        "expected at least 4 sizes with both exact_match and edit_similarity, found 3"
    )


def test_sizes_are_counted_once():
    size = np.array([1e8, 1e8, 1e9, 1e9, 1e10, 1e10, 1e10, 1e10])
    (left,) = matched(hard(size=size), soft(size=size))
    assert left.n_sizes == 3


def test_no_model_in_common():
    (left,) = matched(hard(), soft(models=tuple("abcdefgh")))
    assert (left.n_sizes, len(left.left_out)) == (0, 16)


def test_nothing_is_dropped_silently():
    given = [hard(kind="bounded"), soft(models=("other", *NAMES[1:]), kind="bounded")]
    given += [hard(shots=5), soft(shots=1)]
    found = assess_pairs(given, [SPEC], FAST)
    assert [(one.status, one.notes) for one in found] == [
        ("ok", ("models-unpaired",)),
        ("failed", ("no-partner",)),
        ("failed", ("no-partner",)),
    ]
    assert [one.model for one in found[0].left_out] == ["model-0", "other"]
    assert found[1].label() == "Family / task / exact_match:edit_similarity, 5-shot"
    assert found[2].message == "no exact_match was measured under the same conditions"
    assert found[2].series.metric == "edit_similarity"
