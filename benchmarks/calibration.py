"""The study behind the verdicts: false alarms and power over published sets of sizes.

``python benchmarks/calibration.py --n-jobs 2`` runs every cell (a set of sizes, a chance level, a
number of items) and writes ``benchmarks/results/calibration.csv``: how many of 500 series of each
truth got each claim. ``docs/generate.py`` makes the tables of ``docs/calibration.md`` from it.
Wrap the call in ``joblib.parallel_config(backend="dask")`` to use a cluster: ``run_study``.
"""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import pandas as pd

from scaling.detection.options import DetectOptions
from scaling.files import write_whole
from scaling.fitting.parallel import run, single_threaded
from scaling.progress import progress
from scaling.simulation import DESIGNS, Rates, Setting, claim_rates
from scaling.simulation.smooth import SMOOTH

RESULTS = Path(__file__).resolve().parent / "results" / "calibration.csv"
SERIES, DRAWS = 500, 199
CHANCES, ITEMS = (0.0, 0.25, 0.5), (100, 250, 1000)
ASSUMED_RHO, MISJUDGED_RHO = 0.005, 0.02
SMOOTH_NAMES = tuple(truth.name for truth in SMOOTH)
BELL = ("logistic", "gompertz", "complementary_gompertz")
TRIED: tuple[tuple[str, float], ...] = (
    *((name, width) for name in SMOOTH_NAMES for width in (1.0, 1.5, 2.0)),
    *((name, width) for name in BELL for width in (0.5, 0.25)),
    *((name, 1.0) for name in ("step", "linear", "flat", "drift_015", "drift_03", "staircase_05")),
    *((name, 1.0) for name in ("staircase_1", "staircase_15", "failed_run", "two_seed_modes")),
)
MISJUDGED: tuple[tuple[str, float], ...] = (
    *((name, width) for name in BELL for width in (1.0, 1.5, 0.25)), ("linear", 1.0), ("flat", 1.0),
)  # fmt: skip


@dataclass(frozen=True)
class Cell:
    """One set of sizes at one chance level and number of items, and the true dispersion."""

    design: str
    chance: float
    n_items: int
    rho: float = ASSUMED_RHO

    @property
    def setting(self) -> Setting:
        return Setting(
            sizes=DESIGNS[self.design], n_items=self.n_items, chance=self.chance, rho=self.rho
        )


CELLS: tuple[Cell, ...] = (
    *(
        Cell(design, chance, n)
        for design in DESIGNS
        for chance in CHANCES
        for n in ITEMS
        if design != "six equal"
    ),
    *(Cell("six equal", chance, 250) for chance in CHANCES),
    *(Cell(design, 0.25, n, MISJUDGED_RHO) for design in ("Pythia", "BLOOM") for n in ITEMS[1:]),
)


def study_cell(cell: Cell, series: int, draws: int) -> list[Rates]:
    """Return the rates of every truth in one cell."""
    options = DetectOptions(draws=draws, rho=ASSUMED_RHO)
    tried = TRIED if cell.rho == ASSUMED_RHO else MISJUDGED
    return [claim_rates(cell.setting, name, width, series, options) for name, width in tried]


def run_study(
    cells: Sequence[Cell] = CELLS, series: int = SERIES, draws: int = DRAWS, n_jobs: int = 1
) -> pd.DataFrame:
    """Return one row a cell and truth: how many of ``count`` series got each claim."""
    with single_threaded(), progress("cells", len(cells)) as advance:
        found = run(study_cell, ((cell, series, draws) for cell in cells), n_jobs, advance)
    return pd.DataFrame(
        [
            {
                "design": cell.design,
                "chance": cell.chance,
                "n_items": cell.n_items,
                "rho": cell.rho,
                "truth": rates.truth,
                "width": rates.width,
                "count": rates.count,
                **rates.claims,
            }
            for cell, own in zip(cells, found, strict=True)
            for rates in own
        ]
    )


def main() -> None:
    """Run the study and write its results."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--n-jobs", type=int, default=1)
    parser.add_argument("--series", type=int, default=SERIES, help="series a truth")
    parser.add_argument("--draws", type=int, default=DRAWS, help="bootstrap draws")
    parser.add_argument("--design", action="append", choices=list(DESIGNS), help="these sizes only")
    parser.add_argument("-o", "--output", type=Path, default=RESULTS)
    chosen = parser.parse_args()
    cells = [cell for cell in CELLS if not chosen.design or cell.design in chosen.design]
    frame = run_study(cells, chosen.series, chosen.draws, chosen.n_jobs)
    chosen.output.parent.mkdir(parents=True, exist_ok=True)
    write_whole(chosen.output, frame.to_csv(index=False), force=True)
    print(f"{len(frame)} rows in {chosen.output}")


if __name__ == "__main__":
    main()
