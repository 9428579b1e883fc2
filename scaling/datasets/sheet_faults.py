"""A sheet from its JSON text; what is wrong with it in words, one line for each fault."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

import pandas as pd
from pydantic import BaseModel, ValidationError

from scaling.datasets.sheet import FamilyFacts, ScalingSection, Sheet, TaskFacts, folded
from scaling.errors import DataError
from scaling.record_faults import did_you_mean, faults_of


def parse_sheet(text: str, file: str) -> Sheet:
    """Return the sheet in some JSON; raise DataError with one line for each fault."""
    try:
        return Sheet.model_validate_json(text)
    except ValidationError as error:
        faults = faults_of(error, "the sheet", _keys_of)
        raise DataError("\n".join(f"{file}: {fault}" for fault in faults)) from None


def check_records(sheet: Sheet, rows: pd.DataFrame, file: str) -> None:
    """Raise DataError for a task or family that the sheet describes twice, or that no row has.

    What it says of them would be lost without a word: a misspelled family is not heterogeneous.
    """
    lines = [f"{file}: {fault}" for fault in (*_of_tasks(sheet, rows), *_of_families(sheet, rows))]
    if lines:
        raise DataError("\n".join(lines))


def _of_tasks(sheet: Sheet, rows: pd.DataFrame) -> Iterator[str]:
    tasks = _names(rows, "task")
    stated = zip(rows["task"], rows["metric"], strict=True) if tasks and "metric" in rows else ()
    pairs = {(folded(str(task)), folded(str(metric))) for task, metric in stated}
    seen: dict[tuple[str, str | None], int] = {}
    for place, record in enumerate(sheet.scaling.tasks):
        here = f"scaling.tasks[{place}]"
        key = folded(record.task), None if record.metric is None else folded(record.metric)
        first = seen.setdefault(key, place)
        if first != place:
            yield f"{here}: the same task and metric as scaling.tasks[{first}]: drop one of them"
        elif key[0] not in map(folded, tasks):
            yield f"{here}.task: no row has {record.task!r}{did_you_mean(record.task, tasks)}"
        elif key[1] and key not in pairs:
            metrics = _names(rows[[folded(str(task)) == key[0] for task in rows["task"]]], "metric")
            close = did_you_mean(str(record.metric), metrics)
            yield f"{here}.metric: no row of {record.task!r} has {record.metric!r}{close}"


def _of_families(sheet: Sheet, rows: pd.DataFrame) -> Iterator[str]:
    families = _names(rows, "family")
    seen: dict[str, str] = {}
    for name in sheet.scaling.families:
        first = seen.setdefault(folded(name), name)
        if first != name:
            yield f"scaling.families.{name}: the same family as {first!r}: drop one of them"
        elif folded(name) not in map(folded, families):
            yield f"scaling.families.{name}: no row has it{did_you_mean(name, families)}"


def _names(rows: pd.DataFrame, column: str) -> list[str]:
    return [str(name) for name in rows[column].dropna().unique()] if column in rows else []


def _keys_of(section: Sequence[int | str]) -> Iterable[str]:
    """Return the keys of a part of our section of the sheet."""
    parts: dict[str, type[BaseModel]] = {"tasks": TaskFacts, "families": FamilyFacts}
    part = str(section[1]) if len(section) > 1 else ""
    return parts.get(part, ScalingSection).model_fields
