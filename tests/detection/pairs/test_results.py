"""Pairs in documents and as qualifiers: the JSON contract, the API, the command."""

import json
from dataclasses import fields, replace

import numpy as np
import pytest
from click.testing import CliRunner

import scaling as sc
from scaling.cli.detect_page import MOST_SENTENCES, pair_lines
from scaling.cli.entry import root
from scaling.detection.pairs import PairResult, PairSpec
from scaling.detection.pairs.assess import assess_pairs
from scaling.detection.pairs.requalify import requalify
from scaling.detection.result_set import DetectResults
from scaling.detection.results import DetectResult
from scaling.errors import OptionError, UnknownNameError
from scaling.notes import NOTES
from tests.detection.pairs.makers import FAST, SMOOTH, SPEC, STEP, hard, plain, series, soft

PAIR = "exact_match:edit_similarity"


@pytest.fixture(scope="module")
def pairs():
    given = [hard(), soft(models=("other", *hard().models[1:])), soft(shots=3), hard(shots=4)]
    return assess_pairs(given, [SPEC], FAST)


@pytest.fixture(scope="module")
def with_pairs():
    return sc.detect([hard(), soft()], pairs=[PAIR], draws=39)


def test_round_trip(pairs):
    for pair in pairs:
        text = json.dumps(pair.to_dict(), allow_nan=False)
        back = PairResult.from_dict(json.loads(text))
        assert back.to_dict() == pair.to_dict()
        assert isinstance(back.lengths, tuple)


def test_every_key_is_always_there(pairs):
    assert all(list(pair.to_dict()) == [f.name for f in fields(PairResult)] for pair in pairs)
    failed = pairs[1].to_dict()
    assert failed["verdict"] is failed["log_ratio"]["estimate"] is failed["interval"] is None
    assert pairs[0].to_dict()["lengths"][0]["length"] == 1


def test_notes_are_explained(pairs):
    assert {code for pair in pairs for code in pair.notes} <= set(NOTES)


def test_the_document_holds_pairs_where_asked_for(with_pairs):
    document = with_pairs.to_dict()
    assert [pair["verdict"] for pair in document["pairs"]] == ["metric_artifact"]
    assert document["options"]["pairs"] == [PAIR]
    assert DetectResults.from_dict(document).to_dict() == document
    without = sc.detect([soft(SMOOTH[:2])], draws=0).to_dict()
    assert without["pairs"] is None
    assert without["options"]["pairs"] == []
    assert DetectResults.from_dict(without).pairs is None


def test_pairs_that_find_no_partner_are_an_answer():
    found = sc.detect([hard(STEP[:2]), soft(SMOOTH[:2], shots=1)], pairs=[PAIR], draws=0)
    assert [pair.status for pair in found.pairs] == ["failed", "failed"]


def test_pairs_change_nothing_but_qualifiers(with_pairs):
    found, without = with_pairs, sc.detect([hard(), soft()], draws=39)
    assert "metric_artifact_candidate" in without[0].qualifiers
    assert "metric_artifact" in found[0].qualifiers
    assert "metric_artifact_candidate" not in found[0].qualifiers
    same = [replace(one, qualifiers=()).to_dict() for one in without]
    assert [replace(one, qualifiers=()).to_dict() for one in found] == same
    assert found[1].qualifiers == without[1].qualifiers


def test_a_wrong_pair_is_an_error_before_any_work():
    with pytest.raises(OptionError, match="pair: expected HARD:SOFT"):
        sc.detect([hard(), soft()], pairs="exact_match")
    with pytest.raises(UnknownNameError, match=r"unknown metric 'exactmatch': did you mean"):
        sc.detect([hard(), soft()], pairs="exactmatch:edit_similarity")


CANDIDATE = DetectResult(
    series=plain().series, size="params", n_sizes=8, verdict="emergent_sharp",
    qualifiers=("metric_artifact_candidate", "one_seed"),
)  # fmt: skip


def qualified(*verdicts):
    (found,) = requalify([CANDIDATE], [replace(plain(), verdict=verdict) for verdict in verdicts])
    return found.qualifiers


def test_the_candidate_gives_way_to_what_was_found():
    assert qualified("metric_artifact") == ("one_seed", "metric_artifact")
    assert qualified("robust_to_metric") == ("one_seed", "robust_to_metric")
    assert qualified("metric_artifact_untested") == ("one_seed", "metric_artifact_untested")


def test_the_candidate_stays_where_no_pair_was_tested():
    assert qualified() == qualified(None) == CANDIDATE.qualifiers
    other = replace(plain(), series=replace(plain().series, family="Other"))
    assert requalify([CANDIDATE], [replace(other, verdict="metric_artifact")]) == (CANDIDATE,)


def test_of_several_pairs_those_that_decide_count():
    found = qualified("metric_artifact_untested", "robust_to_metric", "metric_artifact")
    assert found == ("one_seed", "robust_to_metric", "metric_artifact")


def test_the_command_prints_the_sentences():
    command = "detect obs-emergent -t ipa_transliterate -t word_unscrambling -f OPT -f Phi"
    words = [*command.split(), "--pair", "exact_match:bleu", "--draws", "0"]
    result = CliRunner().invoke(root, words, prog_name="scaling")
    assert result.exit_code == 0
    assert (
        "OPT / ipa_transliterate / exact_match:bleu, 2-shot: On the same 8 models, exact_match "
        "does not rise (flat_at_chance): there is no jump that the metric could have made. "
        "exact_match is below its resolution limit of .003 at 7 of 8 sizes; over the smallest of "
        "them bleu goes from .071 to .841."
    ) in result.output
    assert "not paired: 2 × exact_match: no bleu was measured under the same" in result.output
    assert "not paired: 1 × exact_match: expected at least 4 sizes with both" in result.output
    assert "no-partner: the other metric of a pair was not measured" in result.output


def test_a_wrong_pair_on_the_command_line():
    words = ["detect", "obs-emergent", "-t", "ipa_transliterate", "--pair", "bleu"]
    result = CliRunner().invoke(root, words, prog_name="scaling")
    assert result.exit_code == 2
    assert "pair: expected HARD:SOFT, two metrics with a colon between them" in result.output


def test_many_pairs_are_not_all_told(pairs):
    lines = pair_lines([pairs[0]] * (MOST_SENTENCES + 2))
    assert len(lines) == MOST_SENTENCES + 1
    assert lines[-1] == "… and 2 more pairs: --format json"


def test_published_pairs_of_transliteration():
    """Exact match and BLEU of seven families; in five the largest exact match is at most .007.

    The project's methods notes, metric artefacts, from the ObsScaling scores.
    """
    series_found = sc.load("obs-emergent").select(task=["ipa_transliterate"]).series("params")
    found = assess_pairs(series_found, [PairSpec("exact_match", "bleu")], FAST)
    made = [pair for pair in found if pair.status == "ok"]
    assert sorted(pair.series.family for pair in made) == [
        "BLOOM", "GPT-Neo/J", "Llama", "OPT", "Pythia", "StarCoder", "XGLM",
    ]  # fmt: skip
    unseen = [pair for pair in made if pair.hard_verdict == "flat_at_chance"]
    assert {pair.series.family for pair in unseen} >= {"BLOOM", "GPT-Neo/J", "OPT", "Pythia"}
    assert all(np.isclose(pair.hard_limit, 3 / 1003) for pair in made)
    assert {pair.verdict for pair in made} == {None}


def test_a_pair_keeps_its_conditions_in_its_label():
    one = series("exact_match", [0.1, 0.2, 0.3, 0.4], shots=5)
    (pair,) = assess_pairs([one], [SPEC], FAST)
    assert pair.label() == "Family / task / exact_match:edit_similarity, 5-shot"
