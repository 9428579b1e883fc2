"""Which results share a panel, and what each line in it is called."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from itertools import chain

from scaling.errors import DataError
from scaling.fitting.records import SeriesFacts
from scaling.fitting.result_set import ResultSet
from scaling.fitting.results import SeriesResult
from scaling.plots.style.natural import in_order
from scaling.plots.style.text import clean

# What tells two series of one family apart within a panel.
SUFFIXES = ("tuning", "checkpoint", "source")
Key = tuple[str, str, int | None, str | None, str]  # task, metric, shots, prompting, size axis


@dataclass(frozen=True)
class Line:
    """One series of a panel under the name that the legend gives it."""

    name: str
    result: SeriesResult


@dataclass(frozen=True)
class Panel:
    """The series of one task, metric and condition, on one size axis.

    ``beside``: results without any size that are drawn with them, as levels: human, fine-tuned.
    ``level``: that of the intervals of results that do not say, taken from others of their set or
    from its options.
    ``medians``: the points are medians of many scores, with the middle 80 % of them.
    """

    task: str
    metric: str
    n_shots: int | None
    prompting: str | None
    size: str
    lines: tuple[Line, ...]
    beside: tuple[SeriesResult, ...] = ()
    level: float | None = None
    medians: bool = False

    @property
    def condition(self) -> str:
        """Shots and prompting as far as they are known, such as ``5-shot, cot``."""
        return condition_text(self)

    @property
    def results(self) -> tuple[SeriesResult, ...]:
        """The results of all lines."""
        return tuple(line.result for line in self.lines)

    @property
    def names(self) -> tuple[str, ...]:
        """The distinct names of the lines, in order."""
        return tuple(dict.fromkeys(line.name for line in self.lines))


def condition_text(of: SeriesFacts | Panel) -> str:
    """Return shots and prompting as far as they are known, such as ``5-shot, cot``."""
    shots = None if of.n_shots is None else f"{of.n_shots}-shot"
    return ", ".join(part for part in (shots, clean(of.prompting or "")) if part)


def panels_of(results: Iterable[SeriesResult]) -> list[Panel]:
    """Group results into panels, in the order of first appearance.

    References of a task whose shots and prompting nobody states (a human score) stand in every
    panel of that task and metric. Raises DataError if there is no result at all.
    """
    groups: dict[Key, list[SeriesResult]] = {}
    asked = results.manifest.get("options", {}) if isinstance(results, ResultSet) else {}
    results = list(results)
    found = (result.interval.level for result in results if result.interval)
    level = next(found, asked.get("level"))
    for result in results:
        groups.setdefault(_key(result), []).append(result)
    if not groups:
        raise DataError(
            "nothing to draw: expected at least one result, found none; "
            "choose other tasks or families"
        )
    suffixes = _telling_suffixes(groups.values())
    everywhere = {key: _unsized(members) for key, members in groups.items() if _is_open(key)}
    panels = []
    for key, members in groups.items():
        if _has_no_panel(key, groups):
            continue
        same = [unsized for other, unsized in everywhere.items()
                if other != key and _task(other) == _task(key)]  # fmt: skip
        sized = [one for one in members if one.points] or members
        unsized = _unsized(members) if any(one.points for one in members) else []
        lines = tuple(Line(_name(one, suffixes), one) for one in sized)
        panels.append(Panel(*key, lines, beside=tuple(chain(unsized, *same)), level=level))
    return panels


def _key(result: SeriesResult) -> Key:
    facts = result.series
    return facts.task, facts.metric, facts.n_shots, facts.prompting, result.size


def _task(key: Key) -> tuple[str, str, str]:
    task, metric, _, _, size = key
    return task, metric, size


def _is_open(key: Key) -> bool:
    """Return whether nobody states a condition: neither shots nor prompting."""
    _, _, n_shots, prompting, _ = key
    return n_shots is None and not prompting


def _unsized(members: Iterable[SeriesResult]) -> list[SeriesResult]:
    """Return the results that are references alone."""
    return [one for one in members if not one.points]


def _has_no_panel(key: Key, groups: Mapping[Key, list[SeriesResult]]) -> bool:
    """Return whether a group is references alone that have another panel to stand in."""
    if not _is_open(key) or any(one.points for one in groups[key]):
        return False
    return any(
        _task(other) == _task(key) and any(one.points for one in members)
        for other, members in groups.items()
        if other != key
    )


def line_names(panels: Iterable[Panel]) -> tuple[str, ...]:
    """Return the distinct names of all lines of a chart, as people sort them."""
    return tuple(sorted({name for panel in panels for name in panel.names}, key=in_order))


def _telling_suffixes(groups: Iterable[list[SeriesResult]]) -> dict[str, tuple[str, ...]]:
    """For each family, the fewest facts that keep its series apart in every panel."""
    by_panel: dict[str, list[list[SeriesResult]]] = defaultdict(list)
    for members in groups:
        own: dict[str, list[SeriesResult]] = defaultdict(list)
        for one in members:
            own[one.series.family].append(one)
        for family, series in own.items():
            by_panel[family].append(series)
    return {family: _fewest(panels) for family, panels in by_panel.items()}


def _fewest(panels: Iterable[list[SeriesResult]]) -> tuple[str, ...]:
    """Take facts in the order of ``SUFFIXES``, those that still tell two series apart."""
    alike = [series for series in panels if len(series) > 1]
    chosen: list[str] = []
    for suffix in SUFFIXES:
        split: list[list[SeriesResult]] = []
        for series in alike:
            groups: dict[str | None, list[SeriesResult]] = defaultdict(list)
            for one in series:
                groups[getattr(one.series, suffix)].append(one)
            split += groups.values()
        if len(split) > len(alike):
            chosen.append(suffix)
        alike = [series for series in split if len(series) > 1]
    return tuple(chosen)


def _name(result: SeriesResult, suffixes: dict[str, tuple[str, ...]]) -> str:
    facts = result.series
    extra = [getattr(facts, suffix) for suffix in suffixes.get(facts.family, ())]
    return clean(", ".join([facts.family, *(part for part in extra if part)]))
