"""How many sizes would be needed, if they were spread evenly over the same range?

What costs time are the null distributions of each set of sizes: the candidates are halved rather
than tried one by one. That assumes that more sizes over one range find a transition more often.
Where the rates level off near the target, their Monte-Carlo error can hide the fewest.
"""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from scaling.progress import Advance, silent
from scaling.simulation.power_options import PowerOptions
from scaling.simulation.power_results import NeededRow
from scaling.simulation.study import Setting, claim_rates

RISE = "logistic"
CANDIDATES = (4, 5, 6, 8, 10, 12, 16)  # numbers of sizes
MOST_TRIES = len(CANDIDATES).bit_length()
TARGET = 0.8  # of the series are to be called sharp
DIGITS = 6  # of a size: rounding makes sizes the same everywhere, and with them their seeds


def sizes_needed(options: PowerOptions, advance: Advance = silent) -> tuple[NeededRow, ...]:
    """Return the rates of the numbers of sizes that were tried, by number.

    The transition is a logistic rise of the asked width.
    """
    rows: dict[int, NeededRow] = {}
    low, high = 0, len(CANDIDATES)
    while low < high:
        middle = (low + high) // 2
        n_sizes = CANDIDATES[middle]
        setting = evenly_spread(options.setting, n_sizes)
        rates = claim_rates(setting, RISE, options.width, options.series, options.detection)
        rows[n_sizes] = NeededRow(n_sizes, rates.share("emergent_sharp"))
        advance()
        low, high = (low, middle) if rows[n_sizes].sharp >= TARGET else (middle + 1, high)
    return tuple(rows[n_sizes] for n_sizes in sorted(rows))


def evenly_spread(setting: Setting, n_sizes: int) -> Setting:
    """Return a setting with sizes at equal ratios over the same range.

    >>> evenly_spread(Setting(sizes=(1e8, 3e8, 1e11), n_items=250, chance=0.0), 4).sizes
    (100000000.0, 1000000000.0, 10000000000.0, 100000000000.0)
    """
    sizes = np.geomspace(setting.sizes[0], setting.sizes[-1], n_sizes).tolist()
    return replace(setting, sizes=tuple(float(f"{size:.{DIGITS}g}") for size in sizes))
