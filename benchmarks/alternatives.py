"""How often the detectors of today report a break, on curves whose truth is known.

Smooth curves a decade wide or wider, lines and flat series are false alarms; steps and rises
narrower than a decade are what should be found. The rates are written to
``benchmarks/results/alternatives.csv``, from which ``docs/generate.py`` makes the tables of
``docs/calibration.md``.
"""

from __future__ import annotations

import sys
from pathlib import Path

import numpy as np
import pandas as pd
from detectors import DETECTORS, Array, Detector

from scaling.files import write_whole
from scaling.simulation import DESIGNS, draw_curves, draw_scores, get_truth

RESULTS = Path(__file__).resolve().parent / "results" / "alternatives.csv"
SERIES, CHANCE, ITEMS, RHO = 200, 0.25, 250, 0.005
STUDIED = ("Pythia", "BLOOM")  # 8 and 5 sizes
FALSE_ALARMS, POWER = "false alarms", "power"
CELLS: tuple[tuple[str, str, float], ...] = (  # what a call is, the truth, its width
    (FALSE_ALARMS, "flat", 1.0),
    (FALSE_ALARMS, "linear", 1.0),
    (FALSE_ALARMS, "logistic", 3.0),
    (FALSE_ALARMS, "logistic", 1.5),
    (FALSE_ALARMS, "logistic", 1.0),
    (FALSE_ALARMS, "gompertz", 1.0),
    (FALSE_ALARMS, "onset", 1.0),
    (POWER, "logistic", 0.5),
    (POWER, "logistic", 0.25),
    (POWER, "step", 1.0),
)


def drawn(design: str, place: int, count: int = SERIES) -> tuple[Array, Array]:
    """Return log10 sizes (K,) and the scores (S, K) of one cell of the study."""
    x = np.log10(DESIGNS[design])
    _, truth, width = CELLS[place]
    rng = np.random.default_rng([len(x), place])
    curves = draw_curves(get_truth(truth), x, rng, count, width=width, chance=CHANCE)
    return x, draw_scores(curves, x, rng, n_items=ITEMS, rho=RHO)


def rates(design: str, detector: Detector, count: int = SERIES) -> list[float]:
    """Return in which share of series a detector reports a break, for every cell."""
    cells = [drawn(design, place, count) for place in range(len(CELLS))]
    return [float(detector(*cell, ITEMS, CHANCE, RHO).mean()) for cell in cells]


def main() -> None:
    """Write the rates of every detector to a file."""
    rows = []
    for design in STUDIED:
        for name, detector in DETECTORS:
            try:
                found = rates(design, detector)
            except ImportError as error:
                print(f"{name}: left out: {error}", file=sys.stderr)
                continue
            print(f"{design}, {name}: " + " ".join(f"{rate:.2f}" for rate in found), flush=True)
            for (kind, truth, width), rate in zip(CELLS, found, strict=True):
                rows.append((design, name, kind, truth, width, SERIES, rate))
    columns = ["design", "detector", "kind", "truth", "width", "count", "rate"]
    frame = pd.DataFrame(rows, columns=columns)
    write_whole(RESULTS, frame.to_csv(index=False), force=True)


if __name__ == "__main__":
    main()
