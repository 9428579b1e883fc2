"""What was asked for as a baseline, and which baselines every series has of it."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from scaling.api.baseline_refusal import refuse
from scaling.api.baseline_rows import FINETUNED, HUMAN, KEYWORDS, BaselineRows
from scaling.errors import OptionError, UnitError
from scaling.fitting.options import is_number, wrong_value
from scaling.forecasting.crossing.baselines import CHANCE, Baseline, of_chance, of_number
from scaling.forecasting.crossing.options import CrossingOptions
from scaling.series import Series
from scaling.units import parse_score

Wanted = str | float | Sequence[str | float] | None
Entries = list[Baseline | str]  # a text says why there is no baseline


@dataclass(frozen=True)
class Score:
    """A baseline that is a number; ``percent``: it was written so, and ``value`` is its share."""

    value: float
    percent: bool = False


Request = Score | str


def requests(baseline: Wanted, stderr: float | None, *, elsewhere: bool) -> tuple[Score | str, ...]:
    """Return what was asked for, each once: scores, keywords and models' names.

    ``elsewhere``: baselines are rows of another table, by default its fine-tuned models and people.
    Raises OptionError for no request, and for what none can be.
    """
    given: list[Any] = []
    if isinstance(baseline, str) or is_number(baseline):
        given = [baseline]
    elif isinstance(baseline, Iterable):
        given = list(baseline)
    elif baseline is not None:
        raise wrong_value("baseline", "a score, a keyword or a model's name", baseline)
    if not given and elsewhere:
        given = [FINETUNED, HUMAN]
    if not given:
        raise OptionError(
            "baseline: expected a score such as 0.6, chance, human, finetuned or a model's name "
            "(or a pair of conditions), got none"
        )
    found = tuple(dict.fromkeys(_score_or_name(one) for one in given))
    named = next((one for one in found if isinstance(one, str)), None)
    if elsewhere and not any(of_rows(one) for one in found):
        told = ", ".join(str(one) for one in given)
        raise OptionError(
            f"baselines: expected a baseline that is a model of them, got {told} alone"
        )
    if stderr is not None:
        if not (is_number(stderr) and 0 <= stderr < math.inf):
            raise wrong_value("stderr", "a number not below zero", stderr)
        if named is not None:
            raise OptionError(
                f"stderr: expected a baseline that is a number, got {named!r}, which has an error "
                "of its own"
            )
    return found


def of_rows(request: Request) -> bool:
    """Return whether a request is of rows of a table: a keyword but chance, or a name."""
    return isinstance(request, str) and request != CHANCE


def _score_or_name(one: object) -> Request:
    """Return a score, or a keyword or name as text; raises OptionError for neither."""
    text = str(one).strip()
    if not text or not (isinstance(one, str) or is_number(one)):
        raise wrong_value("baseline", "a score, a keyword or a model's name", one)
    try:
        score, percent = parse_score(text)
    except UnitError:
        return text.lower() if text.lower() in KEYWORDS else text
    if not math.isfinite(score):
        raise wrong_value("baseline", "a finite number", score)
    return Score(score, percent)


def baselines_of(
    series: Sequence[Series],
    wanted: Sequence[Request],
    stderr: float,
    rows: BaselineRows | None,
    options: CrossingOptions,
) -> list[tuple[Series, Entries]]:
    """Return every series with its baselines, in the order they were asked for.

    Raises OptionError, UnknownNameError or DataError for a request that no series has an answer
    to. Of fine-tuned models and people that are asked for together, one kind is enough.
    """
    found: list[tuple[Series, Entries]] = [(one, []) for one in series]
    for request in wanted:
        matched = False
        for one, entries in found:
            new = _entries(one, request, stderr, rows, options)
            matched |= bool(new)
            entries += [entry for entry in new if entry not in entries]
        if not matched and not (len(wanted) > 1 and request in (FINETUNED, HUMAN)):
            refuse(_known(rows, request), str(request), series)
    if not any(entries for _, entries in found):
        refuse(_known(rows, wanted[0]), str(wanted[0]), series)
    return found


def _entries(
    series: Series,
    request: Request,
    stderr: float,
    rows: BaselineRows | None,
    options: CrossingOptions,
) -> Entries:
    if isinstance(request, Score):
        return [of_number(series, request.value, stderr, percent=request.percent)]
    if request == CHANCE:
        return [of_chance(series, options.margin_of(series))]
    return [*_known(rows, request).matching(series, request, options.rho)]


def _known(rows: BaselineRows | None, request: Request) -> BaselineRows:
    if rows is None:
        raise OptionError(
            f"baseline: series have no rows to find {request!r} in: expected a number or chance; "
            "pass a table, or baselines"
        )
    return rows
