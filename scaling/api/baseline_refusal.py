"""Why no row is a baseline of any series: the error that says what there is instead."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, NoReturn

from scaling.api.baseline_rows import KEYWORDS, METRIC, POINT, PROMPT, BaselineRows, is_meant
from scaling.errors import DataError, UnknownNameError, unknown_name
from scaling.fitting.display import condition
from scaling.fitting.records import SeriesFacts
from scaling.series import Series

MOST_LISTED = 8  # tasks or names of an error message


def refuse(known: BaselineRows, wanted: str, series: Sequence[Series]) -> NoReturn:
    """Raise the error of a baseline that no series has.

    It is unknown, or of other tasks; of these tasks it has another metric or other conditions, or
    it is a point of the curves.
    """
    rows = [row for part in known.by_task.values() for row in part]
    meant = [row for row in rows if is_meant(row, wanted)]
    if not meant:
        raise _unknown(known.name, wanted, list(dict.fromkeys(str(row["model"]) for row in rows)))
    whys = [
        _told(why, row, one)
        for one in series
        for row in known.of_task(one)
        if is_meant(row, wanted) and (why := known.misfit(row, one))
    ]
    ours = listed(f"{one.key.task} ({one.key.metric})" for one in series)
    other = f"it has {listed(map(_scored, meant))}; the series have {ours}"
    raise DataError(
        f"baseline {wanted!r} of {known.name} has no score for any of the series: "
        + (listed(whys, "; ") if whys else other)
    )


def listed(names: Any, separator: str = ", ") -> str:
    """Return names, each once, as a short list."""
    found = list(dict.fromkeys(names))
    more = len(found) - MOST_LISTED
    return separator.join(found[:MOST_LISTED]) + (f" and {more} more" if more > 0 else "")


def _unknown(table: str, wanted: str, models: Sequence[str]) -> UnknownNameError:
    """Return the error of a name that no row has, with those that begin with it."""
    where = f"'scaling data show {table}' lists models"
    if wanted.lower() in KEYWORDS:
        return UnknownNameError(
            f"no {wanted} baseline in {table}: it has {listed(models)} ({where}); --baselines "
            "takes those of another dataset"
        )
    begun = [repr(name) for name in models if name.lower().startswith(wanted.lower())]
    if begun:
        return UnknownNameError(
            f"unknown baseline {wanted!r}: did you mean {listed(begun, ' or ')}? ({where})"
        )
    return unknown_name("baseline", wanted, [*KEYWORDS, *models], where)


def _told(why: str, row: Mapping[str, Any], series: Series) -> str:
    """Return why a row of the series' task is none of its baselines."""
    ours = f"{series.key.task} ({series.key.metric})"
    if why == METRIC:
        return f"it has {_scored(row)}, the series {ours}: --baseline-metric takes another metric"
    if why == POINT:
        return f"it is a point of the curve of {ours}: expected a model of another curve"
    if why == PROMPT:
        shots = None if row.get("n_shots") is None else f"{row['n_shots']:g}-shot"
        theirs = ", ".join(str(part) for part in (shots, row.get("prompting")) if part)
        mine = condition(SeriesFacts.of(series)) or "none"
        return f"it has {ours} with {theirs}, the series with {mine}: choose these with --where"
    return why


def _scored(row: Mapping[str, Any]) -> str:
    return f"{row['task']} ({row.get('metric') or 'score'})"
