"""What ``scaling forecast`` prints for people: the table, few sentences, and the method."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import TYPE_CHECKING

from scaling.errors import printable

if TYPE_CHECKING:
    from scaling.forecasting.ahead.results import ForecastResults

MOST_REASONS = 12  # of more forecasts, the table alone is printed


def page_of(results: ForecastResults, *, to_terminal: bool) -> str:
    """Return the text; what comes from data is printable in it."""
    from scaling.cli.tables import as_table

    text = as_table(results.to_display(), to_terminal=to_terminal)
    text += sentences([(one.series.key.label(), one.reason) for one in results if one.reason])
    return text + f"\n{method_line(results)}\n"


def sentences(told: Sequence[tuple[str, str]]) -> str:
    """Return the sentences of named forecasts, or of too many where they are to be found."""
    if not told:
        return ""
    if len(told) > MOST_REASONS:
        return "\none sentence a forecast: --format json or --format csv\n"
    return "\n" + "\n".join(printable(f"{name}: {reason}") for name, reason in told) + "\n"


def method_line(results: ForecastResults) -> str:
    """Return how the numbers came about."""
    from scaling.datasets import bundled_names

    ok = [one for one in results if one.status == "ok"]
    if not ok:
        return "nothing was forecast"
    by = Counter(one.curve for one in ok).most_common()
    parts = [f"forecast by: {', '.join(str(name) for name, _ in by)}"]
    rhos = dict.fromkeys(f"{one.rho:g}" for one in ok if one.rho == one.rho)
    parts += [f"over-dispersion rho {', '.join(rhos)}"] if rhos else []
    drawn = next((one.interval for one in ok if one.interval is not None), None)
    if drawn is None:
        parts.append("no intervals (0 draws)")
    else:
        parts.append(
            f"{drawn.level * 100:g} % intervals of a new model's score: {drawn.kind}, "
            f"{drawn.draws} draws"
        )
    parts.append("beyond: decades beyond the largest size; last, line: the naive forecasts")
    name = results.manifest["dataset"]["name"]
    if name in bundled_names():
        parts.append(f"{name} is itself among the bundled datasets of the record")
    return "; ".join(parts)
