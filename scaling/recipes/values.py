"""Whether two figures show the same values, where their bytes may differ.

Other versions of the libraries write another document, and another last digit: what is compared
is the data of the charts, in the order in which the charts use them, their texts and the kinds of
their marks.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

from scaling.plots.export.spec import title_of

TOLERANCE = 1e-3  # relative, and absolute below one: less than a pixel of any chart
_NUMBER = re.compile(r"(?<![A-Za-z0-9_])[-+]?(?:\d+\.?\d*|\.\d+)(?:[eE][-+]?\d+)?")

Difference = tuple[str, Any, Any]


def shown_values(document: Mapping[str, Any]) -> list[Any]:
    """Return the rows that a Vega-Lite document draws, one list for each use of a dataset."""
    return [document["datasets"][name] for name in _names(document) if name in document["datasets"]]


def said(document: Mapping[str, Any]) -> dict[str, Any]:
    """Return what a Vega-Lite document says and draws it with: its texts, its kinds of marks."""
    return {
        "title": title_of(document),
        "description": document.get("description"),
        "marks": list(_marks(document)),
    }


def differences(old: Any, new: Any, place: str = "", tolerance: float = 0.0) -> list[Difference]:
    """Return where two JSON values differ, as place, old and new.

    With a ``tolerance``, numbers (also those within text) that are that close do not differ.

    >>> differences({"a": [1, 2.0]}, {"a": [1, 2.1], "b": 0})
    [('a[1]', 2.0, 2.1), ('b', None, 0)]
    >>> differences("width 0.41", "width 0.411", tolerance=0.01)
    []
    """
    if isinstance(old, dict) and isinstance(new, dict):
        keys = [*old, *(key for key in new if key not in old)]
        found = [
            differences(old.get(key), new.get(key), f"{place}.{key}".lstrip("."), tolerance)
            for key in keys
        ]
        return [one for part in found for one in part]
    if isinstance(old, list) and isinstance(new, list) and len(old) == len(new):
        pairs = enumerate(zip(old, new, strict=True))
        found = [differences(a, b, f"{place}[{at}]", tolerance) for at, (a, b) in pairs]
        return [one for part in found for one in part]
    return [] if _alike(old, new, tolerance) else [(place, old, new)]


def _alike(old: Any, new: Any, tolerance: float) -> bool:
    if old == new and isinstance(old, bool) == isinstance(new, bool):
        return True
    if not tolerance:
        return False
    if isinstance(old, str) and isinstance(new, str):
        before, after = (list(map(float, _NUMBER.findall(text))) for text in (old, new))
        return _NUMBER.sub("#", old) == _NUMBER.sub("#", new) and all(
            _close(a, b, tolerance) for a, b in zip(before, after, strict=True)
        )
    numbers = (int, float)
    return isinstance(old, numbers) and isinstance(new, numbers) and _close(old, new, tolerance)


def _close(old: float, new: float, tolerance: float) -> bool:
    return abs(old - new) <= tolerance * max(1.0, abs(old), abs(new))


def _marks(document: Any) -> Iterator[str]:
    """Yield the kinds of marks, such as ``point``, in the order of the chart."""
    if isinstance(document, dict):
        mark = document.get("mark")
        if mark is not None:
            yield str(mark["type"] if isinstance(mark, dict) else mark)
        for key in sorted(document):
            if key not in ("datasets", "usermeta", "config"):
                yield from _marks(document[key])
    elif isinstance(document, list):
        for entry in document:
            yield from _marks(entry)


def _names(document: Any) -> Iterator[str]:
    """Yield the names of datasets in the order in which a chart refers to them."""
    if isinstance(document, dict):
        data = document.get("data")
        if isinstance(data, dict) and "name" in data:
            yield data["name"]
        for key in sorted(document):
            if key not in ("datasets", "usermeta"):
                yield from _names(document[key])
    elif isinstance(document, list):
        for entry in document:
            yield from _names(entry)
