"""The bundled tables: Ruan et al. 2024, figure 4, and the tables' own traps."""

import functools
import re
from pathlib import Path

import numpy as np
import pytest

import scaling as sc
from scaling.api.benchmarks import benchmark_matrix
from scaling.errors import DataError, OptionError
from scaling.forecasting.observational.records import error_of

# arXiv:2405.10938v3, section 4.1: models up to the compute of Llama-2-7B; for arithmetic up to a
# quarter of that (22e21 in the authors' code), and without GSM8K.
CUTOFF, QUARTER = 8.4e22, 2.2e22
ROOT = Path(__file__).resolve().parents[3]
WORDS, PERSIAN = "word_unscrambling", "parsinlu_qa"
ARITHMETIC = ["arithmetic_2da", "arithmetic_2dm", "arithmetic_3da", "arithmetic_3ds"]


bundled = functools.cache(sc.load)


def forecasts(task, cutoff, **options):
    given = {"draws": 0, "cutoff": cutoff, **options}
    found = sc.capability_forecasts(bundled("obs-emergent"), bundled("obs-benchmarks"), task=task,
                                    **given)  # fmt: skip
    return {(one.series.task, one.series.metric): one for one in found}


@pytest.fixture(scope="module")
def paper():
    others = ["ipa_transliterate", PERSIAN, WORDS]
    return forecasts(others, CUTOFF) | forecasts(ARITHMETIC, QUARTER, exclude=["GSM8K"])


def mse(one, predictor):
    return error_of(one.errors, predictor).mse


def test_benchmarks_are_standardised_on_request():
    found = [forecasts(PERSIAN, CUTOFF, standardise=chosen)[PERSIAN, "acc"]
             for chosen in (None, True)]  # fmt: skip
    errors = [mse(one, "capability") for one in found]
    assert errors[0] == pytest.approx(4.5e-3, rel=0.02)
    assert errors[1] == pytest.approx(2.3e-2, rel=0.03)


def test_abilities_beat_compute_on_every_task_at_the_paper_s_cutoffs(paper):
    assert len(paper) == 8
    for one in paper.values():
        assert mse(one, "capability") < 0.6 * mse(one, "flops"), one.series.task
        assert one.reference == "Llama-2"
        assert len(one.explained) == 3
    worse_than_size = [
        key for key, one in paper.items() if mse(one, "params") < mse(one, "capability")
    ]
    assert worse_than_size == [("ipa_transliterate", "exact_match")]


# Figure 4: training and test MSE of abilities, then of compute.
PUBLISHED = {
    (WORDS, "exact_match"): (1.3e-4, 4.0e-3, 2.6e-4, 1.3e-2),
    (PERSIAN, "acc"): (1.8e-4, 3.2e-3, 2.7e-4, 2.1e-2),
    ("arithmetic_3ds", "acc"): (6.5e-3, 1.3e-2, 9.1e-3, 6.3e-2),
    ("arithmetic_2dm", "acc"): (2.8e-3, 9.9e-3, 6.2e-3, 1.2e-1),
}
SAME = 0.05  # published numbers have two digits


@pytest.mark.parametrize("key", PUBLISHED, ids="/".join)
def test_training_errors_are_those_published(paper, key):
    ours, _, flops, _ = PUBLISHED[key]
    found = {one.predictor: one.mse_training for one in paper[key].errors}
    assert found["flops"] == pytest.approx(flops, rel=SAME)
    if key != ("arithmetic_3ds", "acc"):
        assert found["capability"] == pytest.approx(ours, rel=SAME)


@pytest.mark.parametrize("key", PUBLISHED, ids="/".join)
def test_test_errors_are_near_those_published(paper, key):
    _, ours, _, flops = PUBLISHED[key]
    tolerance = {WORDS: 0.1, PERSIAN: 0.5, "arithmetic_2dm": SAME}.get(key[0])
    if tolerance is not None:
        assert mse(paper[key], "capability") == pytest.approx(ours, rel=tolerance)
    tolerance = {PERSIAN: SAME, "arithmetic_3ds": SAME}.get(key[0], 0.45)
    assert mse(paper[key], "flops") == pytest.approx(flops, rel=tolerance)


def test_one_published_training_error_is_not_reproduced(paper):
    """3-digit subtraction: 6.5e-3 there, the authors' start ends at 4.50e-3 on this release."""
    ours = error_of(paper["arithmetic_3ds", "acc"].errors, "capability")
    assert ours.mse_training == pytest.approx(4.50e-3, rel=0.01)
    assert ours.mse > 2 * PUBLISHED["arithmetic_3ds", "acc"][1]
    assert "at-bound" in paper["arithmetic_3ds", "acc"].notes


@pytest.mark.parametrize(
    ("cutoff", "components", "least"), [("50%", 2, 0.03230), (QUARTER, 4, 0.005406)]
)
def test_the_fit_is_the_best_of_sixty_random_starts(cutoff, components, least):
    """With scipy's bounded least squares; two starts ended at .0496 and .01507."""
    found = forecasts("arithmetic_3da", cutoff, components=components, exclude=["GSM8K"])
    (one,) = found.values()
    assert error_of(one.errors, "capability").mse_training == pytest.approx(least, rel=1e-3)


def test_intervals_cover_held_out_models():
    found = list(forecasts(ARITHMETIC[1], QUARTER, exclude=["GSM8K"], draws=39).values())
    found += forecasts([PERSIAN, WORDS], CUTOFF, draws=39).values()
    inside = covered_by([one.own_record for one in found])
    assert inside[0] == pytest.approx(0.74, abs=0.1)
    assert inside[1] == pytest.approx(0.98, abs=0.02)
    assert [one.errors[0].n for one in found] == [43, 25, 29]
    assert all(0 <= one.draws_at_bound < 0.2 for one in found)


def covered_by(records):
    counts = np.array([one.n for one in records])
    return [(counts * [getattr(one, name) for one in records]).sum() / counts.sum()
            for name in ("coverage50", "coverage90")]  # fmt: skip


def test_an_ability_that_falls_with_the_usual_family_takes_another_unit():
    (one,) = forecasts("ipa_transliterate", QUARTER, metric="exact_match").values()
    assert (one.status, one.reference) == ("ok", "OPT")
    chosen = {"metric": "exact_match", "reference_family": "Llama-2", "at": 1e24}
    (one,) = forecasts("ipa_transliterate", QUARTER, **chosen).values()
    assert one.status == "failed"
    assert "equivalent FLOPs have no unit here: reference family: expected a cap" in one.message
    assert one.n_predicted == 42
    assert "capability-without-unit" in one.notes


def test_the_tables_share_their_models_names():
    matrix = benchmark_matrix(bundled("obs-benchmarks"))
    assert matrix.scores.shape == (148, 8)
    assert matrix.common_scale
    models = sorted(set(bundled("obs-emergent").frame["model"]))
    assert len(models) == 84
    assert all(place is not None for place in matrix.places_of(models))
    assert np.isnan(matrix.flops).sum() == 25


def test_a_benchmark_is_forecast_from_the_others():
    base = {"task": "Winograd", "where": {"tuning": "base"}}
    (found,) = sc.capability_forecasts(
        bundled("obs-benchmarks"), bundled("obs-benchmarks"), cutoff=CUTOFF, draws=0, **base
    )
    assert {one.benchmark for one in found.benchmarks} == {
        "ARC-C", "GSM8K", "HellaSwag", "HumanEval", "MMLU", "TruthfulQA", "XWinograd",
    }  # fmt: skip
    assert error_of(found.errors, "capability").mae < 0.05


def test_the_axis_serves_other_analyses():
    table = sc.with_capability(
        bundled("obs-emergent").select(task=WORDS), bundled("obs-benchmarks")
    )
    llama = table.frame[table.frame["model"].str.endswith("Llama-2-70b-hf")]
    assert llama["capability"].to_numpy() == pytest.approx(8.4e23, rel=0.25)
    chosen = {"size": "capability", "task": WORDS, "family": "Pythia", "draws": 0}
    found = sc.fit(table, **chosen)
    assert (found[0].status, found[0].size, found[0].n_sizes) == ("ok", "capability", 8)
    made = found.manifest["options"]["reading"]["capability"]
    assert made["benchmarks"]["name"] == "obs-benchmarks"
    assert made["reference"][WORDS] == "Llama-2"
    with pytest.raises(DataError, match="the column 'capability' exists: rename yours"):
        sc.with_capability(table, bundled("obs-benchmarks"))
    # without benchmarks the table's own column is a size like any other
    ahead = sc.forecast(table, 1e23, far=True, curve="linear", **chosen)
    assert (ahead[0].method, ahead[0].curve) == ("curves", "linear")
    two = sc.forecast(bundled("obs-emergent"), [3e23, 3e24], size="capability", task=WORDS,
                      draws=0, benchmarks=bundled("obs-benchmarks"))  # fmt: skip
    assert [one.at for one in two] == [3e23, 3e24]
    for name in ("curve", "rho"):
        with pytest.raises(OptionError, match=f"{name}: the capability axis has its own sigmoid"):
            sc.forecast("obs-emergent", size="capability", benchmarks="obs-benchmarks",
                        **{name: 0.1})  # fmt: skip


def test_each_task_s_axis_leaves_that_task_out():
    table = sc.with_capability(bundled("obs-benchmarks"), bundled("obs-benchmarks"))
    sizes = table.frame.pivot_table(index="model", columns="task", values="capability")
    assert (sizes["MMLU"] != sizes["GSM8K"]).all()


def test_percentages_and_losses_become_benchmarks():
    frame = bundled("obs-benchmarks").frame[["model", "family", "flops", "task", "score"]]
    loss = frame[frame["task"] == "MMLU"].assign(task="bits", metric_kind="loss")
    loss = loss.assign(score=3 - loss["score"])
    both = pd_concat(frame, loss)
    table = sc.ScoreTable.from_frame(both)
    matrix = benchmark_matrix(table)
    bits, mmlu = (matrix.scores[:, matrix.benchmarks.index(name)] for name in ("bits", "MMLU"))
    np.testing.assert_allclose(bits, mmlu - 3)
    assert not matrix.common_scale


def pd_concat(*frames):
    import pandas as pd

    return pd.concat(frames, ignore_index=True).fillna({"metric_kind": "proportion"})


def test_of_several_ways_to_measure_a_task_the_most_used_one_counts():
    frame = bundled("obs-benchmarks").frame
    few = frame[frame["task"] == "MMLU"].head(5).assign(n_shots=0.0, score=0.99)
    table = sc.ScoreTable.from_frame(pd_concat(frame, few).drop(columns="flops_derived",
                                                                errors="ignore"))  # fmt: skip
    matrix = benchmark_matrix(table)
    assert matrix.scores[:, matrix.benchmarks.index("MMLU")].max() < 0.9


def test_base_and_instruct_rows_of_one_model_are_not_averaged():
    frame = bundled("obs-benchmarks").frame[["model", "task", "metric", "score"]]
    mine = frame["model"] == "meta-llama/Llama-2-7b-hf"
    other = frame[mine].assign(tuning="instruct", source="a", score=0.99)
    both = pd_concat(frame.assign(tuning="base", source="b"), other)
    elsewhere = frame[mine].assign(tuning="base", source="c", score=0.98)
    for rows in (both, pd_concat(both, elsewhere)):
        matrix = benchmark_matrix(sc.ScoreTable.from_frame(rows))
        assert matrix.scores[matrix.models.index("meta-llama/Llama-2-7b-hf"), 4] < 0.5


def test_a_plain_table_of_models_tasks_and_scores_is_a_matrix():
    plain = bundled("obs-benchmarks").frame[["model", "task", "score"]]
    table = sc.ScoreTable.from_frame(plain)
    matrix = benchmark_matrix(table)
    assert matrix.scores.shape == (148, 8)
    assert set(matrix.families) == {"all"}
    assert np.isnan(matrix.flops).all()
    found = sc.capability_forecasts(bundled("obs-emergent"), table, draws=0, task=WORDS, at=[1e24])
    assert found[0].message.endswith("found none: nothing gives the axis its unit")
    (found,) = sc.capability_forecasts(bundled("obs-emergent"), table, draws=0, task=WORDS)
    assert (found.status, found.n_predicted, found.points, len(found.band)) == ("ok", 64, (), 0)
    assert "capability-without-unit" in found.notes
    assert np.isnan([one.size for one in found.predictions]).all()
    assert found.predictions[0].predicted > found.predictions[-1].predicted
    assert "no back-test: word_unscrambling: cutoff: expected models of known" in found.reason
    (found,) = sc.capability_forecasts(
        bundled("obs-emergent"), table, draws=0, task=WORDS, cutoff="50%"
    )
    assert "cutoff: expected models of known training compute, found none" in found.message


def test_few_models_are_told():
    found = sc.capability_forecasts(
        "llama-published", bundled("obs-benchmarks"), draws=0, task="TriviaQA-Wiki"
    )
    assert found[0].n_training == 10
    assert "few-models" in found[0].notes


def test_what_is_missing_is_asked_for():
    with pytest.raises(OptionError, match=r"benchmarks: expected a table .* --benchmarks, such as"):
        sc.capability_forecasts(bundled("obs-emergent"), None)
    empty = bundled("obs-benchmarks")
    with pytest.raises(DataError, match="no rows: expected the scores of models on benchmarks"):
        benchmark_matrix(type(empty).from_frame(empty.frame.head(0), name="empty"))
    with pytest.raises(DataError, match=r"no row has all of task 'parsinlu_qa', metric 'bleu'"):
        forecasts(PERSIAN, None, metric="bleu")


def page_rows():
    page = (ROOT / "docs" / "capability-axis.md").read_text(encoding="utf-8")
    return [[cell.strip() for cell in line.split("|")[1:-1]] for line in page.splitlines()
            if line.startswith("| ")]  # fmt: skip


def test_the_page_says_what_comes_out(paper):
    rows = [row for row in page_rows() if re.search(r"\d\.\de-\d\d", row[-1])]
    assert len(rows) == len(paper)
    for task, metric, fitted, held_out, *errors in rows:
        one = paper[task, metric]
        assert (int(fitted), int(held_out)) == (one.n_training, one.errors[0].n)
        assert [text.split(" ")[0] for text in errors] == [f"{each.mse:.1e}" for each in one.errors]
        published = [float(text.split("(")[1][:-1]) for text in errors if "(" in text]
        assert published == [*PUBLISHED.get((task, metric), ())][1::2]


@pytest.mark.slow
@pytest.mark.parametrize(
    ("cutoff", "better"), [(8.4e22, 6), (2.2e22, 5), ("30%", 6), ("60%", 4), ("75%", 6)]
)
def test_what_the_page_says_of_other_cutoffs(cutoff, better):
    found = forecasts(None, cutoff, exclude=["GSM8K"]).values()
    able = [one for one in found if one.status == "ok"]
    assert len(able) == (7 if cutoff == "30%" else 8)
    assert sum(mse(one, "capability") < mse(one, "flops") for one in able) == better


@pytest.mark.slow
def test_what_the_page_says_of_intervals():
    """Nominal 90 and 50 %, task by task."""
    others = forecasts(["ipa_transliterate", PERSIAN, WORDS], CUTOFF, draws=399, level=0.9)
    found = others | forecasts(ARITHMETIC, QUARTER, exclude=["GSM8K"], draws=399, level=0.9)
    records = {key: one.own_record for key, one in found.items()}
    assert sum(one.n for one in records.values()) == 326
    told = [row for row in page_rows() if re.fullmatch(r"\.\d\d|1", row[-1])]
    whole = [row for row in told if row[0] == "all"]
    assert len(told) == len(found) + 1 == 9
    for task, metric, n, half, most, width in told[:-1]:
        one, facts = records[task, metric], found[task, metric].series
        seen = [each for each in found[task, metric].predictions if np.isfinite(each.observed)]
        wide = np.mean([each.upper - each.lower for each in seen]) / (facts.ceiling - facts.chance)
        assert float(width) == pytest.approx(wide, abs=0.05)
        assert int(n) == one.n
        assert [float(half), float(most)] == pytest.approx(
            [one.coverage50, one.coverage90], abs=0.08
        )
    assert [float(cell) for cell in whole[0][3:5]] == pytest.approx(
        covered_by(list(records.values())), abs=0.02
    )
