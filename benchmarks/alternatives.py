"""How often the detectors of today report a break, on curves whose truth is known.

Smooth curves a decade wide or wider, lines and flat series are false alarms; steps and rises
narrower than a decade are what should be found. Printed as one table a design.
"""

from __future__ import annotations

import sys

import numpy as np
from detectors import DETECTORS, Array, Detector

from scaling.simulation import DESIGNS, draw_curves, draw_scores, get_truth

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
    """Print one table a design, in Markdown."""
    titles = [
        f"{kind}: {truth}" + (f", W = {width:g}" if "width" in get_truth(truth).options else "")
        for kind, truth, width in CELLS
    ]
    for design in STUDIED:
        print(f"\n{design}: {len(DESIGNS[design])} sizes, chance {CHANCE:g}, {ITEMS} items, "
              f"{SERIES} series a cell\n")  # fmt: skip
        print("| detector | " + " | ".join(titles) + " |\n" + "| --- " * (len(titles) + 1) + "|")
        for name, detector in DETECTORS:
            try:
                found = rates(design, detector)
            except ImportError as error:
                print(f"{name}: left out: {error}", file=sys.stderr)
                continue
            print(f"| {name} | " + " | ".join(f"{rate:.2f}" for rate in found) + " |", flush=True)


if __name__ == "__main__":
    main()
