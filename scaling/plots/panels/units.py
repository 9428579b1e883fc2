"""Units in words: of widths, losses and compute budgets."""

from __future__ import annotations

from collections.abc import Iterable

from scaling.fitting.results import SeriesResult
from scaling.plots.style.axes import SIZE_TITLES
from scaling.plots.style.text import clean, shorten
from scaling.runs import LOSS_UNIT_TEXTS
from scaling.series import LOSS_AXIS


def axes_text(results: Iterable[SeriesResult], width: float = 2.0) -> str:
    """Return the unit of a width with its axis, such as ``decades of parameters``."""
    sizes = sorted({result.size for result in results})
    if sizes == [LOSS_AXIS]:
        return "nat of loss" if width == 1 else "nats of loss"
    axes = ", ".join(SIZE_TITLES.get(size, shorten(clean(size), 200, 10)) for size in sizes)
    return f"{'decade' if width == 1 else 'decades'} of {axes}"


def loss_title(unit: str | None, name: str = "loss") -> str:
    """Return the title of an axis of losses with its unit, as far as that is known.

    >>> loss_title("nats"), loss_title(None)
    ('loss (nats per token)', 'loss')
    """
    text = LOSS_UNIT_TEXTS.get(unit or "", name)
    return name if text == name else f"{name} ({text})"


def budget_text(flops: float) -> str:
    """Return a compute budget as people write it.

    >>> budget_text(1.02e19), budget_text(5.3e18)
    ('1e19', '5.3e18')
    """
    mantissa, exponent = f"{flops:.1e}".split("e")
    return f"{mantissa.removesuffix('.0')}e{int(exponent)}"
