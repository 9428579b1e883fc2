"""Power analyses in words, and the number of series behind them."""

from __future__ import annotations

from scaling.plots.style.text import clean
from scaling.simulation.power_results import PowerResult
from scaling.units import format_size


def sentence(one: PowerResult) -> str:
    """Return what the sizes are and what they could tell."""
    text = f"{name_of(one)}: {clean(one.reason)}"
    wide = [row for row in one.table if row.truth == "logistic" and row.width >= one.w0]
    if wide and one.n_series:
        widest = max(wide, key=lambda row: row.width)
        text += (
            f" A rise {widest.width:g} decades wide is called smooth in {widest.smooth:.0%} and "
            f"left open in {widest.unresolved:.0%}."
        )
    return text


def name_of(one: PowerResult) -> str:
    """Return the sizes of a design: how many, from where to where."""
    return f"{len(one.design.sizes)} sizes, {range_of(one)}"


def range_of(one: PowerResult) -> str:
    """Return the smallest and the largest size of a design."""
    sizes = one.design.sizes
    return f"{format_size(sizes[0])} to {format_size(sizes[-1])}"


def setting_of(one: PowerResult) -> str:
    """Return what else a design is: its range, items and chance."""
    design = one.design
    return f"{design.decades:.2f} decades, {design.n_items:,} items, chance {design.chance:g}"


def count_of(one: PowerResult) -> int:
    """Return how many series were simulated for each share, from its Monte-Carlo error.

    The error is stated even where the rules left nothing to simulate for the table.
    """
    return round((0.5 / one.standard_error) ** 2)
