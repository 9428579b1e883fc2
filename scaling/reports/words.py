"""What a report says in words: the summary, the method, the codes that occur."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from scaling.detection.defaults import reasons_of_defaults
from scaling.detection.results import DetectResult
from scaling.notes import NOTES, QUALIFIERS, VERDICTS
from scaling.plots.alt_text import verdict_counts
from scaling.plots.text import number_text
from scaling.plots.verdict_style import FAILED

TESTS = {
    "bootstrap": "where a claim is open, p-values come from a parametric bootstrap under each of "
    "the curve shapes ({draws:,} draws); the largest over shapes counts",
    "screening": "p-values of the chi-square screening stand where no bootstrap was run; without "
    "any bootstrap a claim needs half of alpha",
}


def summary(results: Sequence[DetectResult]) -> str:
    """Return one sentence: how many series, and how many of each verdict."""
    if not results:
        return "No series."
    counts = verdict_counts(results)
    words = ", ".join(f"{count} {name.replace('_', ' ')}" for name, count in counts.items())
    return f"{len(results):,} series: {words}."


def method(results: Sequence[DetectResult], options: Mapping[str, Any]) -> list[str]:
    """Return how the verdicts came about, one sentence each, from the results themselves.

    ``options`` are those of the manifest: the reasons of defaults are given too.
    """
    sentences = [
        "Each series of scores is compared with curves of five shapes (logistic, Gompertz, "
        "complementary Gompertz, kinked onset, exponential rise to a hard ceiling). The width of "
        "a rise is the range of sizes over which it goes from 10% to 90% of its way.",
    ]
    w0, alpha = _values(r.w0 for r in results), _values(r.alpha for r in results)
    units = {"nats" if r.size == "loss" else "decades" for r in results}
    if w0:
        unit = "/".join(sorted(units))
        sentences.append(
            f"Sharp means narrower than w0 ({', '.join(w0)}, in {unit} of size); p_sharp tests "
            "against a rise at least that wide, p_smooth against a narrower one."
        )
    if alpha:
        sentences.append(f"Claims are made at alpha = {', '.join(alpha)}.")
    for kind, draws in sorted({(r.test.kind, r.test.draws) for r in results if r.test}):
        text = TESTS.get(kind, f"p-values come from the test {kind!r} ({draws:,} draws)")
        sentences.append(_capital(text.format(draws=draws)) + ".")
    corrected = sum(math.isfinite(r.q_sharp) for r in results)
    if corrected:
        sentences.append(
            f"Sharp claims are corrected for {corrected} series tested (Benjamini-Hochberg)."
        )
    rho = _values(r.rho for r in results)
    if rho:
        sentences.append(
            "Objective: quasi-binomial likelihood of the scores with an over-dispersion of "
            f"rho = {', '.join(rho)} between models of one size."
        )
    if any(math.isnan(r.rho) and r.status != FAILED for r in results):
        sentences.append("Objective of scores that are not proportions: Gaussian likelihood.")
    intervals = {
        (r.interval.kind, r.interval.level, r.interval.draws) for r in results if r.interval
    }
    for kind, level, draws in sorted(intervals):
        behind = f" from {draws:,} bootstrap draws" if draws else ""
        sentences.append(f"Intervals are {kind} intervals at {level:.0%}{behind}.")
    if any(math.isfinite(r.certifiable_width) for r in results):
        sentences.append(
            "The certifiable width is the narrowest rise that the sizes around it could tell from "
            "a smooth one: above w0 they cannot decide."
        )
    reasons = reasons_of_defaults(options, results)
    return [*sentences, *(f"Default: {reason}." for reason in reasons)]


def verdict_meanings(results: Iterable[DetectResult]) -> list[tuple[str, str]]:
    """Return the verdicts that occur with their meaning."""
    used = {result.verdict for result in results if result.status != FAILED}
    return [(code, text) for code, text in VERDICTS.items() if code in used]


def code_meanings(results: Iterable[DetectResult], notes: Iterable[str]) -> list[tuple[str, str]]:
    """Return the qualifiers and notes that occur, of results and of the run, with meanings."""
    used = set(notes)
    for result in results:
        used.update(result.notes, result.qualifiers)
    table = {**QUALIFIERS, **NOTES}
    known = [(code, text) for code, text in table.items() if code in used]
    return known + [(code, "") for code in sorted(used - set(table))]


def options_rows(manifest: Any, prefix: str = "") -> list[tuple[str, str]]:
    """Return nested options as rows of a table, dotted names and plain text."""
    rows = []
    for name, value in manifest.items():
        if isinstance(value, dict):
            rows += options_rows(value, f"{prefix}{name}.")
        elif isinstance(value, (list, tuple)):
            rows.append((prefix + name, ", ".join(str(entry) for entry in value)))
        else:
            rows.append((prefix + name, "not set" if value is None else str(value)))
    return rows


def _values(values: Iterable[float]) -> list[str]:
    return [number_text(value, 4) for value in sorted({v for v in values if math.isfinite(v)})]


def _capital(text: str) -> str:
    return text if text.startswith("p-") else text[:1].upper() + text[1:]
