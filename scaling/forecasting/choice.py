"""Which curve to use: a stated rule, and its sentence. ``docs/comparing.md`` has it in words.

1. Curves that were fitted, and whose fit converged, are candidates.
2. They are compared as ``scaling.fitting.selection.compare_criteria`` says: by AICc; where that
   is undefined for one of them, only those of few parameters are compared, by BIC.
3. Curves within 2 of the best are as good. One alone is chosen.
4. Of several, the data cannot tell: the one with the fewest free parameters is chosen, then
   the smaller error of the back-test, then of leave-one-size-out, then the first that was named.
5. The back-test decides nothing else, but is told; so is a curve that did worse than the last
   value.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

from scaling.fitting.selection import AICC, Comparison
from scaling.forecasting.records import Backtest, CurveRow
from scaling.forecasting.wording import error_text, listed, margin_text

AS_GOOD = 2.0  # Burnham & Anderson 2002, chapter 2.6: substantial support


@dataclass(frozen=True)
class Choice:
    """The curve to use (None if there is none), those that are as good, and why."""

    chosen: str | None
    as_good: tuple[str, ...]
    reason: str


def choose(rows: Sequence[CurveRow], comparison: Comparison, n_sizes: int) -> Choice:
    """Return the choice among the rows of one series, which ``comparison`` compares by place."""
    order = sorted(comparison.compared, key=lambda place: comparison.difference[place])
    if not order:
        return Choice(None, (), _nothing(rows))
    as_good = [place for place in order if comparison.difference[place] <= AS_GOOD]
    most = max(rows[place].backtest.n for place in as_good)
    best = min(as_good, key=lambda place: _rank(rows[place], place, most))
    row = rows[best]
    names = tuple(rows[place].curve for place in as_good)
    tail = _backtest(row.backtest) + "."
    among = _too_few(comparison, n_sizes)
    name = "AICc" if comparison.criterion == AICC else "BIC"
    if len(as_good) > 1:
        start = f"{among}{name}" if among else f"These {n_sizes} sizes"
        apart = f"{start} cannot tell {listed(names)} apart"
        within = f" (within {AS_GOOD:g})" if among else f" ({name} within {AS_GOOD:g})"
        why = _why(row, [rows[place] for place in as_good if place != best])
        return Choice(row.curve, names, f"{apart}{within}: use {row.curve}, {why}{tail}")
    start = f"{among}use {row.curve}" if among else f"Use {row.curve}"
    if len(order) == 1:
        return Choice(row.curve, names, f"{start}, {_alone(rows)}{tail}")
    second = rows[order[1]].curve
    margin = margin_text(comparison.difference[order[1]])
    why = f"its {name} is {margin} below that of {second}, the next"
    return Choice(row.curve, names, f"{start}: {why}{tail}")


def _rank(row: CurveRow, place: int, most: int) -> tuple[float, float, float, int]:
    """Order by simplicity, then by the errors; of fewer hold-outs than others is no error."""
    mae = row.backtest.mae if row.backtest.n == most else math.nan
    errors = (mae, row.loo)
    known = [math.inf if math.isnan(error) else error for error in errors]
    return (row.n_free or 0, known[0], known[1], place)


def _why(row: CurveRow, others: Sequence[CurveRow]) -> str:
    """Say what sets the chosen curve apart from others that are as good."""
    equals = [one for one in others if one.n_free == row.n_free]
    if not equals:
        return "the simplest"
    kind = f"of the simplest ({row.n_free} free parameter{'s' if row.n_free != 1 else ''} each) the"
    for (name, error), rest in (
        (("back-test", row.backtest.mae), [one.backtest.mae for one in equals]),
        (("leave-one-size-out", row.loo), [one.loo for one in equals]),
    ):
        if all(error < other or math.isnan(other) for other in rest) and not math.isnan(error):
            return f"{kind} one with the smallest {name} error"
    return f"{kind} first in the list"


def _too_few(comparison: Comparison, n_sizes: int) -> str:
    """Say that the sizes are too few for AICc, and what is compared; empty if they are not."""
    if comparison.criterion == AICC:
        return ""
    head = f"{n_sizes} sizes are too few for AICc"
    if comparison.limit is None:
        return f"{head}, and every curve here has more free parameters than they bear; "
    return f"{head}; among curves of at most {comparison.limit} free parameters, "


def _alone(rows: Sequence[CurveRow]) -> str:
    return "the only one that was asked for" if len(rows) == 1 else "the only one left to compare"


def _nothing(rows: Sequence[CurveRow]) -> str:
    """Say why there is no curve to use; sizes too few are the same reason for all."""
    if any(row.status == "ok" for row in rows):
        return "No curve can be used: no fit reached the solver's tolerance."
    whys = list(dict.fromkeys(row.message for row in rows))
    rest = len(whys) - 1
    more = f" (and {rest} more reason{'s' if rest > 1 else ''})" if rest else ""
    return f"No curve could be fitted: {whys[0]}{more}."


def _backtest(found: Backtest) -> str:
    """Tell what the back-test says of the chosen curve."""
    if not found.n:
        return "; too few sizes to hold one out"
    error, last = error_text(found.mae), error_text(found.mae_last)
    if found.mae > found.mae_last and error != last:  # worse in digits that are shown
        return (
            f", but it predicted the largest sizes worse than their last value did (mean error "
            f"{error}, last value {last})"
        )
    return f"; its mean error in predicting the largest sizes was {error} (last value {last})"
