"""The tables of ``docs/calibration.md``, from the results of the studies in ``benchmarks/``."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pandas as pd

from scaling.simulation import DESIGNS
from scaling.simulation.smooth import SMOOTH
from scaling.units import format_size

RESULTS = Path(__file__).resolve().parent.parent / "benchmarks" / "results"
ASSUMED_RHO = 0.005
SMOOTH_NAMES = [truth.name for truth in SMOOTH]
BELL = ["logistic", "gompertz", "complementary_gompertz"]
MIXED = ["drift_015", "drift_03", "staircase_05", "staircase_1", "staircase_15", "failed_run",
         "two_seed_modes", "linear", "flat"]  # fmt: skip
CELL = ["design", "chance", "n_items"]
Rows = list[tuple[object, ...]]


def study() -> pd.DataFrame:
    """Return the calibration study with the shares of each claim."""
    frame = pd.read_csv(RESULTS / "calibration.csv")
    for claim in ("emergent_sharp", "sharp_shape_sensitive", "smooth"):
        frame[claim] = frame[claim] / frame["count"]
    return frame


def by_cell() -> tuple[Sequence[str], Rows]:
    """Return false alarms and power of every set of sizes, chance level and number of items."""
    header = (
        "sizes", "chance", "items", "false sharp: W = 1 (worst of 17)", "W = 1.5", "W = 2",
        "linear", "flat", "power: W = .5", "W = .25", "step", "smooth given W = 2",
        "smooth wrongly",
    )  # fmt: skip
    rows: Rows = []
    frame = study()
    for (design, chance, items), cell in frame[frame.rho == ASSUMED_RHO].groupby(CELL, sort=False):
        smooth = cell[cell.truth.isin(SMOOTH_NAMES)]
        narrow = cell[cell.truth.isin(BELL) & (cell.width < 1)]
        step = cell[cell.truth == "step"]
        rows.append(
            (
                f"{design} ({sizes_text(design)})", f"{chance:g}", items,
                *(two(smooth[smooth.width == w].emergent_sharp.max()) for w in (1.0, 1.5, 2.0)),
                *(two(_only(cell, truth).emergent_sharp) for truth in ("linear", "flat")),
                *(two(narrow[narrow.width == w].emergent_sharp.mean()) for w in (0.5, 0.25)),
                two(step.emergent_sharp.mean()),
                two(smooth[smooth.width == 2.0].smooth.mean()),
                two(max(narrow.smooth.max(), step.smooth.max())),
            )
        )  # fmt: skip
    return header, rows


def by_truth() -> tuple[Sequence[str], Rows]:
    """Return the claims about each smooth truth exactly w0 wide, over all cells."""
    frame = study()
    cells = frame[(frame.rho == ASSUMED_RHO) & (frame.width == 1.0)]
    rows: Rows = []
    for name in SMOOTH_NAMES:
        own = cells[cells.truth == name]
        rows.append(
            (
                f"`{name}`",
                *(two(value) for claim in ("emergent_sharp", "sharp_shape_sensitive", "smooth")
                  for value in (own[claim].mean(), own[claim].max())),
            )
        )  # fmt: skip
    header = ("truth, W = 1", "sharp: mean", "worst", "shape-sensitive: mean", "worst",
              "smooth: mean", "worst")  # fmt: skip
    return header, rows


def mixed() -> tuple[Sequence[str], Rows]:
    """Return the claims about truths that are neither a step nor one smooth rise, by chance."""
    frame = study()
    cells = frame[(frame.rho == ASSUMED_RHO)]
    rows: Rows = []
    for name in MIXED:
        for chance, own in cells[cells.truth == name].groupby("chance"):
            claims = ("emergent_sharp", "sharp_shape_sensitive", "smooth")
            rows.append((f"`{name}`", f"{chance:g}", *(two(own[claim].mean()) for claim in claims)))
    return ("truth", "chance", "sharp: mean", "shape-sensitive: mean", "smooth: mean"), rows


def misjudged() -> tuple[Sequence[str], Rows]:
    """Return the false alarms and power where models scatter more than is assumed."""
    frame = study()
    rows: Rows = []
    for (design, items), cell in frame[frame.rho != ASSUMED_RHO].groupby(["design", "n_items"]):
        sharp = [
            cell[cell.truth.isin(BELL) & (cell.width == width)].emergent_sharp.max()
            for width in (1.0, 1.5)
        ]
        power = cell[cell.truth.isin(BELL) & (cell.width == 0.25)].emergent_sharp.mean()
        lines = [_only(cell, truth).emergent_sharp for truth in ("linear", "flat")]
        rows.append((design, items, *map(two, (*sharp, *lines, power))))
    header = ("sizes", "items", "false sharp: W = 1 (worst of 3)", "W = 1.5", "linear", "flat",
              "power: W = .25")  # fmt: skip
    return header, rows


def detectors(design: str) -> tuple[Sequence[str], Rows]:
    """Return what other detectors say of the same series, for one set of sizes."""
    frame = pd.read_csv(RESULTS / "alternatives.csv")
    own = frame[frame.design == design]
    first = own[own.detector == own.detector.iloc[0]]
    header = ["detector"]
    for one in first.itertuples():
        width = f" W = {one.width:g}" if one.truth in SMOOTH_NAMES else ""
        header.append(f"{one.kind}: {one.truth}{width}")
    rows: Rows = [
        (name, *(two(rate) for rate in part.rate))
        for name, part in own.groupby("detector", sort=False)
    ]
    return header, rows


def beyond() -> tuple[Sequence[str], Rows]:
    """Return the cells where a truth that is not sharp is called sharp more often than aimed at."""
    frame = study()
    cells = frame[frame.rho == ASSUMED_RHO]
    smooth = cells.truth.isin(SMOOTH_NAMES)
    most = np.select(
        [smooth & (cells.width == 1.0), smooth & (cells.width > 1.0),
         cells.truth.isin(["linear", "flat"])],
        [0.08, 0.03, 0.01], default=1.0,
    )  # fmt: skip
    worst = cells[cells.emergent_sharp > most].sort_values("emergent_sharp", ascending=False)
    rows: Rows = [
        (one.design, f"{one.chance:g}", one.n_items, f"`{one.truth}`",
         f"{one.emergent_sharp:.3f}", f"{upper_limit(one.emergent_sharp, one.count):.3f}")
        for one in worst.itertuples()
    ]  # fmt: skip
    return ("sizes", "chance", "items", "truth", "sharp", "upper 95 % limit"), rows


def upper_limit(rate: float, count: int) -> float:
    """Return the upper 95 % Monte-Carlo limit of a measured rate."""
    return float(rate + 1.96 * np.sqrt(rate * (1 - rate) / count))


def brief() -> str:
    """Return the study in three sentences."""
    frame = study()
    usual = frame[frame.rho == ASSUMED_RHO]
    smooth = usual[usual.truth.isin(SMOOTH_NAMES)]
    worst = {w: two(smooth[smooth.width == w].emergent_sharp.max()) for w in (1.0, 1.5)}
    lines = two(usual[usual.truth.isin(["linear", "flat"])].emergent_sharp.max())
    eight = usual[usual.design.isin(["Pythia", "OPT"]) & (usual.n_items == 250)]
    step = eight[eight.truth == "step"].emergent_sharp
    half = eight[eight.truth.isin(BELL) & (eight.width == 0.5)]
    half = half.groupby(["design", "chance"]).emergent_sharp.mean()
    others = pd.read_csv(RESULTS / "alternatives.csv")
    others = others[(others.design == "Pythia") & (others.truth == "logistic")]
    others = others[(others.width == 1.5) & others.detector.str.contains("PELT|piecewise|> 5")]
    return (
        f"Over {len(usual[CELL].drop_duplicates())} combinations of published sizes, chance level "
        f"and number of items, a smooth rise exactly one decade wide is called sharp in at most "
        f"{worst[1.0]} of 500 series, whichever of seventeen shapes it has; at a decade and a half "
        f"in at most {worst[1.5]}, lines and flat series in at most {lines}. With eight sizes and "
        f"250 items a step is found in {two(step.min())} to {two(step.max())}, a rise half a "
        f"decade wide in {two(half.min())} to {two(half.max())} of the series. On the same kind of "
        f"series, breakthroughness above 5 and the change-point packages in use report a break in "
        f"{two(others.rate.min())} to {two(others.rate.max())} of smooth logistic curves a decade "
        "and a half wide.\n"
    )


def reading() -> str:
    """Return what the table by cell says of power, in one sentence."""
    frame = study()
    usual = frame[(frame.rho == ASSUMED_RHO) & (frame.n_items == 250)]
    counts = usual.design.map(lambda name: len(DESIGNS[name]))
    half = usual[usual.truth.isin(BELL) & (usual.width == 0.5)]
    half = half.groupby(["design", "chance"]).emergent_sharp.mean().reset_index()
    many, few = (half[half.design.map(lambda name: len(DESIGNS[name])).isin(n)].emergent_sharp
                 for n in ((8, 12), (4, 5)))  # fmt: skip
    steps = usual[(usual.truth == "step") & (counts >= 8)].emergent_sharp
    return (
        f"With eight sizes or more and 250 items a step is found in {two(steps.min())} to "
        f"{two(steps.max())} of the series (the least at GPT-3's sizes, whose last gap is 1.1 "
        f"decades), a transition half a decade wide in {two(many.min())} to {two(many.max())}; "
        f"with four or five sizes the latter is found in {two(few.min())} to {two(few.max())}.\n"
    )


def sizes_text(design: str) -> str:
    """Return how many sizes a design has, and its ends."""
    sizes = DESIGNS[design]
    return f"{len(sizes)}: {format_size(sizes[0])} … {format_size(sizes[-1])}"


def two(value: float) -> str:
    """Return a rate with two digits."""
    return f"{value:.2f}"


def _only(cell: pd.DataFrame, truth: str) -> pd.Series:
    (place,) = np.flatnonzero((cell.truth == truth).to_numpy())
    return cell.iloc[place]
