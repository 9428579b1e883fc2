"""The matrix of models and benchmarks: names, what is left out, and why."""

from dataclasses import replace

import numpy as np
import pytest

from scaling.errors import DataError, UnknownNameError
from scaling.forecasting.observational.matrix import BenchmarkMatrix
from scaling.forecasting.observational.spelling import plain_task, same_task
from scaling.forecasting.observational.usable import usable
from tests.forecasting.observational.makers import make_matrix


@pytest.mark.parametrize(
    ("target", "known"),
    [
        ("gsm8k_cot", "GSM8K"),
        ("GSM8K (8-shot, exact_match)", "GSM8K"),
        ("gsm8k_main_5_shot", "GSM8K"),
        ("WinoGrande", "Winograd"),
        ("winogrande_acc", "Winograd"),
        ("ARC-Challenge", "ARC-C"),
        ("arc_challenge_25_shot_acc_norm", "ARC-C"),
        ("hella swag", "HellaSwag"),
        ("mmlu-pro", "MMLU"),
        ("MMLUPro", "MMLU"),
        ("gsm8k_cot_8", "GSM8K"),
    ],
)
def test_the_target_is_excluded_under_any_spelling_and_metric(target, known):
    matrix, left_out = make_matrix().without(target)
    assert known not in matrix.benchmarks
    assert [one.name for one in left_out] == [known]
    assert left_out[0].reason == f"it is the target, {target}"
    assert matrix.scores.shape[1] == 4


def test_other_tasks_are_not_taken_for_the_target():
    assert not same_task("XWinograd", "Winograd")
    assert not same_task("arithmetic_2da", "arithmetic_2dm")
    assert not same_task("parsinlu_qa", "MMLU")
    for one, other in (("数学", "历史"), ("Вопросы", "История"), ("bench_1", "bench_2"), ("é", "ü"),
                       ("task1", "task10"), ("level 3", "level 4"), ("C", "CMMLU")):  # fmt: skip
        assert not same_task(one, other), (one, other)
        assert same_task(one, f"{one} (5-shot)")
    assert plain_task("Persian QA") == plain_task("parsinlu_qa")
    matrix, left_out = make_matrix().without("word_unscrambling")
    assert (len(matrix.benchmarks), left_out) == (5, [])


def test_benchmarks_are_excluded_on_request():
    matrix, left_out = make_matrix().without("arithmetic", ["gsm8k"])
    assert "GSM8K" not in matrix.benchmarks
    assert left_out[0].reason == "it was excluded"
    with pytest.raises(UnknownNameError, match=r"unknown benchmark 'MMMLU': did you mean 'MMLU'\?"):
        make_matrix().without("arithmetic", ["MMMLU"])


def test_fewer_than_three_benchmarks_are_an_error_that_names_them():
    with pytest.raises(DataError, match="GSM8K: expected at least 3 other benchmarks, found 2 "):
        make_matrix().without("GSM8K", ["MMLU", "ARC-C"])
    few = make_matrix().keeping([0, 4])
    with pytest.raises(DataError, match=r"found 1 \(MMLU\); left out: GSM8K: it is the target"):
        few.without("gsm8k")


def test_benchmarks_that_say_nothing_are_left_out_with_the_reason():
    matrix = make_matrix()
    scores = matrix.scores.copy()
    scores[:, 1] = np.where(np.arange(48) % 2, 0.3, 0.1 + 0.2)  # but for rounding
    scores[2:, 2] = np.nan
    changed = BenchmarkMatrix(matrix.models, matrix.families, matrix.flops, matrix.params,
                              matrix.benchmarks, scores)  # fmt: skip
    kept, left_out = usable(changed, "task")
    assert kept == [0, 3, 4]
    assert [one.reason for one in left_out] == [
        "every model fitted has the same score", "only 2 of the models fitted have a score",
    ]  # fmt: skip
    scores[:, 0] = 0.5
    with pytest.raises(DataError, match="MMLU: every model fitted has the same score"):
        usable(changed, "task")


def test_models_are_found_by_name_and_by_what_is_left_without_the_publisher():
    matrix = make_matrix()
    assert matrix.places_of(["lab/Alpha-0", "alpha 1", "Alpha-9"]) == [0, 1, None]
    # two of the names asked for would be the same model: neither is taken
    assert matrix.places_of(["ALPHA-1", "LAB/Alpha-1"]) == [None, None]
    # another publisher's model is another model
    assert matrix.places_of(["other/Alpha-1", "LAB/alpha_2"]) == [None, 2]
    scripts = replace(matrix.take([0, 1]), models=("模型甲-7b", "模型乙-7b"))
    assert scripts.places_of(["模型乙 7B", "тест 7b"]) == [1, None]


def test_parts_that_do_not_belong_together_are_refused():
    matrix = make_matrix()
    with pytest.raises(DataError, match=r"expected scores of shape \(48, 5\)"):
        BenchmarkMatrix(matrix.models, matrix.families, matrix.flops, matrix.params,
                        matrix.benchmarks, matrix.scores[:3])  # fmt: skip
    twice = (matrix.models[0], *matrix.models[:-1])
    with pytest.raises(DataError, match="expected one row a model, found 'lab/Alpha-0' twice"):
        BenchmarkMatrix(twice, matrix.families, matrix.flops, matrix.params, matrix.benchmarks,
                        matrix.scores)  # fmt: skip
