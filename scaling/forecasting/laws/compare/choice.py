"""Which law and objective to use: a stated rule, and its sentence.

1. Rows that were fitted to all runs, converged, and predicted at every cutoff are candidates.
2. The smallest back-test error (root mean square of log loss, all cutoffs pooled) leads.
3. Rows within 10 % of it are as good; of them the fewest parameters win, then the smaller error.
4. Without a cutoff, the smallest AICc of those that have one decides.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from scaling.fitting.records import NAN
from scaling.forecasting.laws.compare.records import Cutoff, LawRow, LossBacktest
from scaling.forecasting.wording import listed

NARROW = 0.05
AS_GOOD = 1.1  # times the smallest error: half of what 23 predictions can tell apart


@dataclass(frozen=True)
class LawChoice:
    """The row to use (None if there is none), those that are as good, and why."""

    row: LawRow | None
    as_good: tuple[LawRow, ...]
    reason: str
    too_narrow: bool = False


def choose_law(
    rows: Sequence[LawRow],
    cutoffs: Sequence[Cutoff],
    baselines: Mapping[str, LossBacktest],
    level: float = 0.95,
) -> LawChoice:
    """Return the choice among rows, whose intervals are said to hold a share ``level``."""
    able = [row for row in rows if row.status == "ok" and "not-converged" not in row.notes]
    if not able:
        return LawChoice(None, (), "No law can be used: " + _why_none(rows))
    if not cutoffs:
        return _by_criterion(able)
    expected = sum(one.n_test for one in cutoffs)
    tested = [row for row in able if row.backtest.n == expected]
    if not tested:
        return LawChoice(None, (), "No law could be fitted below every cutoff.")
    least = min(row.backtest.log_rmse for row in tested)
    as_good = [row for row in tested if row.backtest.log_rmse <= AS_GOOD * least]
    best = min(as_good, key=lambda row: (row.n_free or 0, row.backtest.log_rmse))
    narrow = too_narrow(best.backtest, max(one.n_test for one in cutoffs), level)
    reason = _sentence(best, as_good, baselines, f"{level:.0%}" if narrow else "")
    return LawChoice(best, tuple(as_good), reason, narrow)


def too_narrow(told: LossBacktest, runs: int, level: float) -> bool:
    """Return whether intervals hold fewer losses than their level, beyond chance at .05.

    A run is predicted from several cutoffs, so that the share counts as that of ``runs``.
    """
    if told.n_covered is None:
        return False
    from scipy.special import bdtr

    held = told.n_covered / told.n * runs
    return bool(bdtr(math.floor(held), runs, level) < NARROW)


def name_of(row: LawRow) -> str:
    """Return what a row is called in sentences."""
    return f"{row.law} ({row.objective})"


def _sentence(
    best: LawRow, as_good: Sequence[LawRow], baselines: Mapping[str, LossBacktest], promised: str
) -> str:
    told = best.backtest
    error = f"{told.log_rmse:.4f}"
    if len(as_good) > 1:
        others = listed([name_of(row) for row in as_good if row is not best])
        lead = min(row.backtest.log_rmse for row in as_good)
        why = "has the smallest error" if told.log_rmse == lead else "is the simplest"
        head = (
            f"Use {name_of(best)}: of {len(as_good)} within 10% in predicting larger runs it {why}"
            f" ({others} {'is' if len(as_good) == 2 else 'are'} as good); root mean square error "
            f"of log loss {error}"
        )
    else:
        head = (
            f"Use {name_of(best)}: it predicts larger runs best, with a root mean square error of "
            f"log loss of {error}"
        )
    parts = [f"{head} over {told.n} predictions"]
    if told.n_covered is not None:
        short = f", fewer than the {promised} they promise" if promised else ""
        parts.append(f"its intervals hold {told.n_covered} of them{short}")
    naive = {name: one.log_rmse for name, one in baselines.items() if one.n}
    if naive:
        name, value = min(naive.items(), key=lambda item: item[1])
        label = {"nearest": "the nearest run", "line": "a line in log compute"}.get(name, name)
        parts.append(
            f"{label} has {value:.4f}"
            if told.log_rmse < value
            else f"but {label} predicts better ({value:.4f})"
        )
    return "; ".join(parts) + "."


def _by_criterion(rows: Sequence[LawRow]) -> LawChoice:
    known = [row for row in rows if math.isfinite(row.aicc)]
    head = "Too few runs to hold any out"
    if not known:
        return LawChoice(None, (), f"{head}, and no objective here has a likelihood to compare by.")
    best = min(known, key=lambda row: row.aicc)
    others = [row.aicc - best.aicc for row in known if row is not best]
    margin = min(others, default=NAN)
    next_one = f", {margin:.1f} below the next" if math.isfinite(margin) else ""
    return LawChoice(best, (best,), f"{head}: {name_of(best)} has the smallest AICc{next_one}.")


def _why_none(rows: Sequence[LawRow]) -> str:
    whys = list(dict.fromkeys(row.message for row in rows if row.message))
    return (whys[0] if whys else "no fit reached the solver's tolerance") + "."
