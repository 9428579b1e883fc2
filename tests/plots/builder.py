"""Synthetic results for tests of figures and reports: known curves, no fitting."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Any

from scaling.detection.result_set import DetectResults
from scaling.detection.results import DetectResult, Gap, Test
from scaling.fitting.records import NAN, BandPoint, Estimate, Interval, Point, SeriesFacts
from scaling.fitting.results import FitResult, FitResults
from scaling.plots.export.spec import spec_of
from scaling.plots.style.rows import Row
from scaling.plots.style.style import Style
from scaling.plots.style.theme import DARK, LIGHT, PRINT
from scaling.provenance import Manifest
from scaling.series import Reference

PYTHIA = (70e6, 160e6, 410e6, 1e9, 1.4e9, 2.8e9, 6.9e9, 12e9)
OPT = (125e6, 350e6, 1.3e9, 2.7e9, 6.7e9, 13e9, 30e9, 66e9)
GPT3 = (350e6, 1.3e9, 6.7e9, 175e9)
BLOOM = (560e6, 1.1e9, 1.7e9, 3e9, 7.1e9)
LLAMA = (6.7e9, 13e9, 32.5e9, 65.2e9)
FAMILIES = {"Pythia": PYTHIA, "OPT": OPT, "GPT-3": GPT3, "BLOOM": BLOOM, "LLaMA": LLAMA}
TASKS = (
    "3-digit addition", "ARC-Challenge", "HellaSwag", "LAMBADA", "MMLU",
    "TriviaQA", "WinoGrande", "last letter concatenation, out of domain",
)  # fmt: skip
HOSTILE = (
    "<script>alert(1)</script>",
    '"; datum.x',
    "{datum.size}'`\\",
    "naïve 数学 ≥ Ω " + "very long name " * 12,
)
LEVEL = 0.95
SCREEN, NIGHT, PAPER = Style(LIGHT), Style(DARK), Style(PRINT)


def curve(x: float, chance: float, rise: float, middle: float, width: float) -> float:
    if width == 0:
        return chance + rise * (x > middle)
    return chance + rise / (1 + math.exp(-math.log(81) * (x - middle) / width))


def wilson(score: float, n: float) -> tuple[float, float]:
    z = 1.96
    centre = (score + z * z / (2 * n)) / (1 + z * z / n)
    half = z * math.sqrt(score * (1 - score) / n + z * z / (4 * n * n)) / (1 + z * z / n)
    return max(0.0, centre - half), min(1.0, centre + half)


def facts(
    family: str = "OPT",
    task: str = "3-digit addition",
    metric: str = "exact_match",
    *,
    n_shots: int | None = None,
    kind: str = "proportion",
    chance: float = 0.0,
    ceiling: float = 1.0,
    tuning: str | None = None,
) -> SeriesFacts:
    return SeriesFacts(
        family, task, metric, n_shots, None, tuning, None, None, kind, "hard", chance, ceiling
    )


def detect_result(
    series: SeriesFacts,
    *,
    sizes: Sequence[float] = OPT,
    rise: float = 0.9,
    middle: float = 9.8,
    width: float = 0.4,
    verdict: str = "emergent_sharp",
    status: str = "ok",
    message: str = "",
    references: Sequence[Reference] = (),
    size: str = "params",
    n: float = 500,
    wobble: float = 0.02,
    qualifiers: tuple[str, ...] = ("one_seed",),
) -> DetectResult:
    points, band = _points(series, sizes, rise, middle, width, n, wobble)
    failed = status == "failed"
    known = not (failed or math.isnan(width))
    bracket = (10 ** (middle - 0.2), 10 ** (middle + 0.2))
    return DetectResult(
        series=series, size=size, n_sizes=len(sizes), status=status, message=message,
        notes=("weakly-identified",), qualifiers=qualifiers,
        interval=Interval("parametric", LEVEL, 999), points=points, references=tuple(references),
        band=() if failed else band, verdict=verdict,
        reason="" if failed else f"p_sharp 0.004 and p_bell 0.002 for w0 = 1 ({verdict})",
        resolvable=None if failed else True, certifiable_width=NAN if failed else 0.53, w0=1.0,
        alpha=0.05, rho=0.005, p_sharp=NAN if failed else 0.004,
        p_smooth=NAN if failed else 0.93, p_bell=0.002, p_logistic=0.001, statistic=8.1,
        shape="logistic", test=Test("bootstrap", 999), q_sharp=0.012, q_by=0.03,
        gaps=(Gap(sizes[0], sizes[1], 0.53),) if len(sizes) > 1 else (),
        width=Estimate(width, width / 2, width * 2) if known else Estimate(),
        midpoint=Estimate(10**middle, *bracket) if known else Estimate(),
    )  # fmt: skip


def fit_result(series: SeriesFacts, *, sizes: Sequence[float] = OPT) -> FitResult:
    points, band = _points(series, sizes, 0.6, 9.5, 1.4, 500, 0.02)
    return FitResult(
        series=series, size="params", n_sizes=len(sizes), curve="logistic", objective="binomial",
        interval=Interval("parametric", LEVEL, 999), points=points, band=band, rho=0.005,
        parameters={"width": Estimate(1.4, 0.8, NAN), "midpoint": Estimate(3.2e9, 2e9, 5e9)},
    )  # fmt: skip


def _points(
    series: SeriesFacts,
    sizes: Sequence[float],
    rise: float,
    middle: float,
    width: float,
    n: float,
    wobble: float,
) -> tuple[tuple[Point, ...], tuple[BandPoint, ...]]:
    chance = series.chance if math.isfinite(series.chance) else 0.0
    shape = 1.0 if math.isnan(width) else width
    points = []
    for place, size in enumerate(sizes):
        score = curve(math.log10(size), chance, rise, middle, shape)
        score = min(1.0, max(0.0, score + wobble * math.sin(7.0 * place + len(series.task))))
        lower, upper = wilson(score, n)
        model = f"{series.family}-{size / 1e9:g}B"
        points.append(Point(model, size, round(score, 4), lower, upper, n))
    low, high = math.log10(min(sizes)), math.log10(max(sizes))
    band = []
    for step in range(81):
        x = low + (high - low) * step / 80
        value = curve(x, chance, rise, middle, shape)
        half = 0.02 + 0.1 * abs(rise) * math.exp(-(((x - middle) / max(shape, 0.2)) ** 2))
        inside = [min(1.0, max(0.0, value + k * half)) for k in (-1, 1, -1.8, 1.8)]
        band.append(BandPoint(10**x, value, *inside))
    return tuple(points), tuple(band)


def manifest() -> dict[str, object]:
    return Manifest("opt-addition", "ab" * 32, 0, {"alpha": 0.05, "w0": 1.0}).to_dict() | {
        "version": "0.1.0"
    }


def results(series: Sequence[DetectResult]) -> DetectResults:
    return DetectResults(results=tuple(series), manifest=manifest())


def fits(series: Sequence[FitResult]) -> FitResults:
    return FitResults(results=tuple(series), manifest=manifest())


VERDICT_CYCLE = (
    ("smooth", 2.1), ("emergent_sharp", 0.4), ("rise_unresolved", 0.9), ("weak_rise", 1.6),
    ("flat_at_chance", NAN), ("unresolvable", 0.7), ("sharp_shape_sensitive", 0.3),
    ("inverted_u", NAN), ("inverse", NAN), ("saturated", NAN), ("inconclusive", NAN),
    ("u_shaped", NAN), ("shape_unstable", NAN), ("flat_above_chance", NAN),
    ("insufficient", NAN), ("emergent_sharp", 0.0),
)  # fmt: skip


def grid(families: int, tasks: int) -> DetectResults:
    """Families x tasks with every verdict in turn; one in 17 series failed."""
    made = []
    names = [*FAMILIES, *(f"Family {i}" for i in range(6, families + 1))][:families]
    for t in range(tasks):
        task = TASKS[t] if t < len(TASKS) else f"BIG-bench task number {t + 1}"
        for f, family in enumerate(names):
            place = f * 7 + t * 3
            verdict, width = VERDICT_CYCLE[place % len(VERDICT_CYCLE)]
            rise = {"flat_at_chance": 0.0, "weak_rise": 0.1, "inverse": -0.2}.get(verdict, 0.55)
            failed = place % 17 == 16
            sizes = list(FAMILIES.values())[f % 5]
            made.append(
                detect_result(
                    facts(family, task, "acc", n_shots=5, chance=0.25), sizes=sizes,
                    rise=rise, middle=9.2 + 0.1 * (place % 9), width=width, verdict=verdict,
                    status="failed" if failed else "ok",
                    message="the solver found no optimum" if failed else "",
                    references=[Reference("GPT-4", 0.86)] if t % 3 == 0 and f == 0 else [],
                )
            )  # fmt: skip
    return results(made)


def document(chart: Any) -> dict[str, Any]:
    """Return the Vega-Lite document of a chart."""
    return spec_of(chart, title="t", description="d", manifest=manifest())


def plot_of(made: dict[str, Any]) -> dict[str, Any]:
    """Return the plot itself, without the levels that hold the figure's title and note."""
    while len(made.get("vconcat", ())) == 1:
        made = made["vconcat"][0]
    return made


def note_of(made: dict[str, Any]) -> str:
    """Return the note under a figure, on one line; empty without any."""
    while len(made.get("vconcat", ())) == 1:
        title = made.get("title", {})
        if title.get("orient") == "bottom":
            return " ".join(title["text"])
        made = made["vconcat"][0]
    return ""


def rows_of(made: dict[str, Any]) -> list[Row]:
    """Return the rows of data of a Vega-Lite document."""
    return [row for rows in made["datasets"].values() for row in rows]


def marks(value: object) -> list[str]:
    """Return the types of all marks of a Vega-Lite document."""
    if isinstance(value, dict):
        own = [value["mark"]["type"]] if isinstance(value.get("mark"), dict) else []
        return own + [mark for entry in value.values() for mark in marks(entry)]
    return [mark for entry in value for mark in marks(entry)] if isinstance(value, list) else []
