"""What was asked for as a baseline, and which baselines every series has of it."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Any

from scaling.api.baseline_rows import FINETUNED, HUMAN, BaselineRows
from scaling.errors import OptionError, UnitError
from scaling.fitting.options import is_number, wrong_value
from scaling.forecasting.crossing.baselines import CHANCE, Baseline, of_chance, of_number
from scaling.series import Series
from scaling.units import parse_score

Wanted = str | float | Sequence[str | float] | None
Entries = list[Baseline | str]  # a text says why there is no baseline


def requests(baseline: Wanted, stderr: float | None, *, elsewhere: bool) -> tuple[str | float, ...]:
    """Return what was asked for, scores as numbers, names as text.

    ``elsewhere``: baselines are rows of another table, by default its fine-tuned models and people.
    Raises OptionError for no request, and for a ``stderr`` that cannot be.
    """
    given: list[Any] = []
    if isinstance(baseline, str) or is_number(baseline):
        given = [baseline]
    elif baseline is not None:
        given = list(baseline)  # type: ignore[arg-type]
    if not given and elsewhere:
        given = [FINETUNED, HUMAN]
    if not given:
        raise OptionError(
            "baseline: expected a score such as 0.6, chance, human, finetuned or a model's name "
            "(or a pair of conditions), got none"
        )
    found = tuple(_number_or_name(one) for one in given)
    if stderr is not None:
        if not (is_number(stderr) and 0 <= stderr < math.inf):
            raise wrong_value("stderr", "a number not below zero", stderr)
        named = next((one for one in found if isinstance(one, str)), None)
        if named is not None:
            raise OptionError(
                f"stderr: expected a baseline that is a number, got {named!r}, which has an error "
                "of its own"
            )
    return found


def _number_or_name(one: object) -> str | float:
    """Return a score as a number, a keyword or name as text; raises OptionError for neither."""
    text = str(one).strip()
    if not text:
        raise OptionError("baseline: expected a score, a keyword or a model's name, got ''")
    try:
        score = parse_score(text)[0]
    except UnitError:
        return text
    if not math.isfinite(score):
        raise wrong_value("baseline", "a finite number", score)
    return score


def baselines_of(
    series: Sequence[Series],
    wanted: Sequence[str | float],
    stderr: float,
    rows: BaselineRows | None,
    rho: float,
) -> list[tuple[Series, Entries]]:
    """Return every series with its baselines, in the order they were asked for.

    Raises OptionError, UnknownNameError or DataError for a request that no series has an answer
    to. Of fine-tuned models and people that are asked for together, one kind is enough.
    """
    found: list[tuple[Series, Entries]] = [(one, []) for one in series]
    for request in wanted:
        matched = False
        for one, entries in found:
            new = _entries(one, request, stderr, rows, rho)
            matched |= bool(new)
            entries += new
        if not matched and not (len(wanted) > 1 and request in (FINETUNED, HUMAN)):
            _known(rows, request).refuse(str(request), series)
    if not any(entries for _, entries in found):
        _known(rows, wanted[0]).refuse(str(wanted[0]), series)
    return found


def _entries(
    series: Series, request: str | float, stderr: float, rows: BaselineRows | None, rho: float
) -> Entries:
    if isinstance(request, float):
        return [of_number(series, request, stderr)]
    if request.lower() == CHANCE:
        return [of_chance(series)]
    return [*_known(rows, request).matching(series, request, rho)]


def _known(rows: BaselineRows | None, request: str | float) -> BaselineRows:
    if rows is None:
        raise OptionError(
            f"baseline: series have no rows to find {request!r} in: expected a number or chance; "
            "pass a table, or baselines"
        )
    return rows
