"""Sets of sizes as published, in parameters: the designs that calibration is measured on.

Sources: BIG-G: Srivastava et al. 2022, arXiv:2206.04615; Pythia: Biderman et al. 2023,
arXiv:2304.01373; OPT up to the largest open one: Zhang et al. 2022, arXiv:2205.01068; Qwen2.5:
Qwen 2024, arXiv:2412.15115; GPT-3: Brown et al. 2020, arXiv:2005.14165, table 2.1, and the four
of the first API as estimated by Gao 2021, blog.eleuther.ai/gpt3-model-sizes; BLOOM below 176B:
BigScience 2022, arXiv:2211.05100; LLaMA-1: Touvron et al. 2023, arXiv:2302.13971. ``six equal``
is nobody's: six sizes at equal ratios over three decades.
"""

from __future__ import annotations

import numpy as np

from scaling.errors import unknown_name


def _billions(*sizes: float) -> tuple[float, ...]:
    return tuple(round(1e9 * size, -4) for size in sizes)


DESIGNS: dict[str, tuple[float, ...]] = {
    "BIG-G": _billions(0.002, 0.016, 0.053, 0.125, 0.244, 0.422, 1, 2, 4, 8, 27, 128),
    "Pythia": _billions(0.07, 0.16, 0.41, 1, 1.4, 2.8, 6.9, 12),
    "OPT": _billions(0.125, 0.35, 1.3, 2.7, 6.7, 13, 30, 66),
    "Qwen2.5": _billions(0.5, 1.5, 3, 7, 14, 32, 72),
    "GPT-3": _billions(0.125, 0.35, 0.76, 1.3, 2.7, 6.7, 13, 175),
    "BLOOM": _billions(0.56, 1.1, 1.7, 3, 7.1),
    "LLaMA-1": _billions(7, 13, 33, 65),
    "GPT-3 API": _billions(0.35, 1.3, 6.7, 175),
    "six equal": tuple(float(size) for size in np.geomspace(1e8, 1e11, 6)),
}


def get_design(name: str) -> tuple[float, ...]:
    """Return the sizes of this design, in parameters; case does not matter.

    Raises UnknownNameError with the nearest name.
    """
    for known, sizes in DESIGNS.items():
        if known.lower() == name.lower():
            return sizes
    raise unknown_name("design", name, DESIGNS, "scaling.simulation.DESIGNS lists all")
