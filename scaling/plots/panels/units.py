"""The units that widths are drawn in: decades of a size axis, nats of the loss."""

from __future__ import annotations

from collections.abc import Iterable

from scaling.fitting.results import SeriesResult
from scaling.plots.style.axes import SIZE_TITLES
from scaling.plots.style.text import clean, shorten
from scaling.series import LOSS_AXIS


def axes_text(results: Iterable[SeriesResult], width: float = 2.0) -> str:
    """Return the unit of a width with its axis, such as ``decades of parameters``."""
    sizes = sorted({result.size for result in results})
    if sizes == [LOSS_AXIS]:
        return "nat of loss" if width == 1 else "nats of loss"
    axes = ", ".join(SIZE_TITLES.get(size, shorten(clean(size), 200, 10)) for size in sizes)
    return f"{'decade' if width == 1 else 'decades'} of {axes}"
