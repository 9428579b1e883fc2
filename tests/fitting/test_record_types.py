"""Types of records that were read: what is amiss is found wherever it is, and nothing else."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import pytest

from scaling.fitting.record_types import fault_of_types
from scaling.fitting.records import Estimate


@dataclass(frozen=True)
class Record:
    name: str
    count: int | None
    ends: tuple[float, float]
    parts: tuple[Estimate, ...]
    scores: Mapping[str, float]
    sure: bool = True


def record(**other: object) -> Record:
    known = {"name": "a", "count": 3, "ends": (1, 2.5), "parts": (Estimate(1.0),)}
    return Record(**{**known, "scores": {"b": 0.5}, **other})


def test_whole_numbers_and_nothing_may_stand_where_declared() -> None:
    assert fault_of_types(record()) == ""
    assert fault_of_types(record(count=None)) == ""


@pytest.mark.parametrize(
    ("other", "fault"),
    [
        ({"name": None}, "name: expected str, found null"),
        ({"name": float("nan")}, "name: expected str, found null"),
        ({"count": "x"}, "count: expected int or null, found 'x'"),
        ({"count": True}, "count: expected int or null, found True"),
        ({"ends": (1.0,)}, "ends: expected 2 values, found (1.0,)"),
        ({"ends": (1.0, True)}, "ends[1]: expected float, found True"),
        ({"parts": {}}, "parts: expected a list, found {}"),
        ({"parts": (Estimate(), 3)}, "parts[1]: expected Estimate, found 3"),
        ({"parts": (Estimate(), Estimate(lower="x"))},
         "parts[1].lower: expected float, found 'x'"),
        ({"scores": []}, "scores: expected names with values, found []"),
        ({"scores": {"b": "x"}}, "scores.b: expected float, found 'x'"),
        ({"sure": 1}, "sure: expected bool, found 1"),
    ],
)  # fmt: skip
def test_what_is_amiss_is_named_with_its_place(other: dict[str, object], fault: str) -> None:
    assert fault_of_types(record(**other)) == fault
