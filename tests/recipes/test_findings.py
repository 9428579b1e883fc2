"""What the findings of the project's recipes say of scores is what the bundled data hold."""

from __future__ import annotations

from collections.abc import Callable

import pandas as pd
import pytest
from scipy.stats import spearmanr

from scaling.datasets import open_dataset
from scaling.recipes import read_recipe
from tests.recipes.test_gallery import FIGURES

Told = list[tuple[str, object, object]]  # words of the finding, what the data hold, what they say


def rows(dataset: str, **chosen: object) -> pd.DataFrame:
    frame = open_dataset(dataset).frame
    for column, value in chosen.items():
        frame = frame[frame[column] == value]
    return frame


def arithmetic() -> Told:
    known = rows("obs-emergent", task="arithmetic_2da").dropna(subset=["flops"])
    small, large = known[known.flops <= 1e22], known[known.flops >= 1e23]
    return [
        ("69 base models", len(known), 69),
        ("20 of 23 models score below .16", [sum(small.score < 0.16), len(small)], [20, 23]),
        ("Phi-1.5, Pythia 2.8B and Qwen1.5 0.5B above .78",
         sorted(small.model[small.score > 0.78]),
         ["EleutherAI/pythia-2.8b-deduped", "Qwen/Qwen1.5-0.5B", "microsoft/phi-1_5"]),
        ("from 1e23 on all are near perfect", large.score.min() > 0.97, True),
    ]  # fmt: skip


def crossing() -> Told:
    fine = rows("finetuned-baselines", task="TriviaQA").set_index("model").score
    gpt3 = rows("gpt3-published", task="TriviaQA", n_shots=64, family="GPT-3")
    scores = gpt3.set_index("params").score
    stronger = fine[["T5-11B+SSM (fine-tuned)", "fine-tuned state of the art (RAG)"]]
    return [
        ("plain fine-tuned T5-11B (.501)", fine["T5-11B (fine-tuned)"], 0.501),
        ("salient span masking (.605) and RAG (.680)", stronger.tolist(), [0.605, 0.68]),
        ("are passed by 175B alone (.712)",
         [scores.index[scores > score].tolist() for score in stronger], [[1.75e11]] * 2),
    ]  # fmt: skip


def truthful() -> Told:
    found = rows("truthfulqa-sizes", family="GPT-3", prompting="qa_prompt").sort_values("params")
    both = found[found.metric == "truthful+informative"].score
    return [("(GPT-3: .14, .19, .19, .18)", both.round(2).tolist(), [0.14, 0.19, 0.19, 0.18])]


def transliteration() -> Told:
    found = rows("obs-emergent", task="ipa_transliterate", family="OPT").sort_values("params")
    bleu = found[found.metric == "bleu"].score.tolist()
    exact = found[found.metric == "exact_match"].score.tolist()
    return [
        ("from .07 to .84 of 100", [round(bleu[0], 2), round(bleu[-2], 2)], [0.07, 0.84]),
        ("all sizes of OPT but the largest are below", [one < 0.003 for one in exact],
         [True] * 7 + [False]),
    ]  # fmt: skip


def by_loss() -> Told:
    frame = rows("gadre-overtraining")
    frame = frame[frame.family.str.startswith("C4 ")]
    of = {str(task): found for task, found in frame.groupby("task")}
    early = {task: found[found.loss > 4].score.max() for task, found in of.items()}
    ranks = {task: spearmanr(found.loss, found.score).statistic for task, found in of.items()}
    others = [ranks[task] for task in ("hellaswag", "arc_easy", "lambada_openai")]
    return [
        ("HellaSwag stays below .26 (chance .25) down to 4 nats", early["hellaswag"] < 0.26, True),
        ("ARC-Easy has reached .30 and LAMBADA .09",
         [round(early["arc_easy"], 2), round(early["lambada_openai"], 2)], [0.3, 0.09]),
        ("(Spearman -.71, the others below -.99)", round(ranks["bigbench_operators"], 2), -0.71),
        ("the others below -.99", max(others) < -0.99, True),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("name", "told"),
    [
        ("arithmetic-broken-power-law", arithmetic),
        ("triviaqa-crossing", crossing),
        ("truthfulqa-inverse", truthful),
        ("ipa-two-metrics", transliteration),
        ("gadre-loss-to-error", by_loss),
    ],
)
def test_a_finding_says_what_the_data_hold(name: str, told: Callable[[], Told]) -> None:
    finding = read_recipe(FIGURES / f"{name}.toml").recipe.finding
    for words, held, said in told():
        assert words in finding
        assert held == said, words
