"""Reports of synthetic results, for all tests of reports."""

from __future__ import annotations

import dataclasses
from typing import Any

from scaling.detection.pairs import PairResult
from scaling.detection.pooling import PooledResult
from scaling.detection.pooling.results import Left
from scaling.detection.result_set import DetectResults
from scaling.detection.results import DetectResult
from scaling.fitting.records import Estimate
from scaling.reports import DataNote, Drawn
from scaling.reports.data_note import Link
from tests.plots.builder import detect_result, facts, grid, manifest, results

NOTE = DataNote(
    title="OPT on arithmetic",
    description="scores of eight sizes",
    citation="Zhang et al. 2022, arXiv:2205.01068",
    licence=(Link("CC-BY-4.0", "https://creativecommons.org/licenses/by/4.0/"),),
    sources=(Link("paper", "https://arxiv.org/abs/2205.01068"), Link("x", "javascript:alert(1)")),
    caveats=("one seed a size",),
    made="typed from table 3",
    version="1.0.0",
    rows=16,
    bibtex="@article{zhang2022,\n  title = {OPT}\n}\n",
)


def one(**changes: Any) -> DetectResult:
    """Return one sharp series with some of its values changed."""
    return dataclasses.replace(detect_result(facts()), **changes)


def few() -> DetectResults:
    """Return a sharp, a smooth and a failed series of two families on two tasks."""
    return results(
        [
            detect_result(facts()),
            detect_result(facts("Pythia"), width=2.1, verdict="smooth", qualifiers=()),
            detect_result(facts("OPT", "LAMBADA"), status="failed", message="fewer than 3 sizes"),
        ]
    )


def only(drawn: Drawn, *names: str) -> Drawn:
    """Return a report with some of its figures alone: drawing takes time."""
    pictures = tuple(one for one in drawn.report.pictures if one.name in names)
    report = dataclasses.replace(drawn.report, pictures=pictures)
    return Drawn(report, {name: drawn.drawings[name] for name in names})


def with_beside() -> DetectResults:
    """Return a hard and a soft series, their pair, and a pooled task."""
    hard = facts("OPT", "IPA", "exact_match")
    pair = PairResult(
        series=hard, hard="exact_match", soft="bleu", size="params", n_sizes=8,
        verdict="metric_artifact", reason="Sharp on exact_match, smooth on bleu.",
        hard_verdict="emergent_sharp", soft_verdict="smooth", hard_width=Estimate(0.4, 0.2, 0.9),
        soft_width=Estimate(2.0, 1.5, 3.0), hard_limit=0.02, notes=("models-unpaired",),
    )  # fmt: skip
    lost = PairResult(
        series=hard, hard="exact_match", soft="bleu", size="params", n_sizes=0, status="failed",
        message="no partner", notes=("no-partner",),
    )  # fmt: skip
    pooled = PooledResult(
        task="IPA", metric="exact_match", n_shots=None, prompting=None, tuning=None,
        checkpoint=None, size="params", families=("OPT", "Pythia"), left_out=(Left("GPT", "x"),),
        claim="sharp", reason="One width for both.", w0=1.0, alpha=0.05, p_sharp=0.004,
        p_smooth=0.9, p_shared=0.5, width=Estimate(0.4, 0.2, 0.9), qualifiers=("one_seed",),
    )  # fmt: skip
    series = (
        detect_result(hard),
        detect_result(facts("OPT", "IPA", "bleu"), width=2.0, verdict="smooth"),
    )
    return DetectResults(series, manifest(), pairs=(pair, lost), pooled=(pooled,))


__all__ = ["NOTE", "few", "grid", "one", "only", "results", "with_beside"]
