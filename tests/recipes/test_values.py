"""Differences of JSON values, and the order in which a chart uses its data."""

from __future__ import annotations

from scaling.recipes.values import differences, shown_values


def test_numbers_within_text_are_compared_as_numbers() -> None:
    assert differences("rises to .871 at 12B", "rises to .8712 at 12B", tolerance=1e-3) == []
    assert differences("rises to .871 at 12B", "rises to .9 at 12B", tolerance=1e-3) != []
    assert differences("rises at 12B", "falls at 12B", tolerance=1e-3) != []
    assert differences("a 1 2", "a 1", tolerance=1e-3) != []


def test_kinds_of_values_are_not_mixed_up() -> None:
    assert differences({"a": True}, {"a": 1}) == [("a", True, 1)]
    assert differences([1, 2], [1]) == [("", [1, 2], [1])]
    assert differences({"a": None}, {}) == []
    assert differences(0.0, 5e-4, tolerance=1e-3) == []


def test_data_come_in_the_order_of_the_chart_whatever_they_are_called() -> None:
    def chart(first: str, second: str) -> dict[str, object]:
        layers = [{"data": {"name": first}}, {"data": {"name": second}}]
        return {"layer": layers, "datasets": {first: [{"x": 1}], second: [{"x": 2}]}}

    assert (
        shown_values(chart("a", "b")) == shown_values(chart("z", "b")) == [[{"x": 1}], [{"x": 2}]]
    )
