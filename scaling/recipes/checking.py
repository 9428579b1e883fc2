"""Whether the files of a figure are what its recipe gives now, and which input changed if not."""

from __future__ import annotations

import json
import math
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from scaling.plots.export.spec import manifest_of
from scaling.recipes.building import Built
from scaling.recipes.data import is_table
from scaling.recipes.files import SPEC, SVG, document_in, manifest_in, text_in
from scaling.recipes.values import TOLERANCE, Difference, differences, said, shown_values
from scaling.record_faults import shown

ABSENT = "none"


@dataclass(frozen=True)
class Checked:
    """What a check of one figure found: why it is ``stale``, or a ``remark`` if it is not.

    A figure that is ``left_over`` has no recipe: no build can mend it.
    """

    name: str
    stale: tuple[str, ...] = ()
    remark: str = ""
    left_over: bool = False


def check(built: Built, folder: Path) -> Checked:
    """Compare a figure with its files in a folder.

    Files that were built with other versions of the libraries are compared by the values, texts
    and marks they show, all others byte by byte.
    """
    path, picture = folder / f"{built.name}{SPEC}", folder / f"{built.name}{SVG}"
    if not path.exists():
        return Checked(built.name, (f"{path.name} is not there: it was never built",))
    old, new = document_in(path), json.loads(built.spec)
    if old is None:
        return Checked(built.name, (f"{path.name} is not a figure of ours: move it away",))
    before, after = manifest_of(old), manifest_of(new)
    libraries = _changed(before.get("libraries"), after["libraries"], "")
    inputs = tuple(_input_changes(before, after))
    if libraries:
        told = f"built with {'; '.join(libraries)}"
        found = differences(said(old), said(new), tolerance=math.inf)  # numbers: as their values
        found += differences(shown_values(old), shown_values(new), tolerance=TOLERANCE)
        changes = (*_chart_changes(found), *_other_picture(picture, before))
        if not inputs and not changes:
            return Checked(built.name, remark=f"{told}: its values agree")
        return Checked(built.name, (*inputs, told, *changes))
    if inputs:
        return Checked(built.name, inputs)
    if text_in(path) != built.spec:
        found = differences(_without_manifest(old), _without_manifest(new))
        return Checked(built.name, ("no input changed, the code did", *_chart_changes(found)))
    if text_in(picture) != built.svg:
        told = next(_other_picture(picture, before), f"{picture.name} is not what its chart draws")
        return Checked(built.name, (told,))
    return Checked(built.name)


def _other_picture(picture: Path, manifest: Mapping[str, Any]) -> Iterator[str]:
    """Yield what is wrong with a picture without drawing it: it is not there, or another one."""
    if not picture.exists():
        yield f"{picture.name} is not there"
    elif (found := manifest_in(text_in(picture) or "")) is None:
        yield f"{picture.name} is not a figure of ours: move it away"
    elif found != manifest:
        yield f"{picture.name} was not drawn from the chart beside it"


def _input_changes(before: Mapping[str, Any], after: Mapping[str, Any]) -> Iterator[str]:
    """Yield each input that two manifests do not share: recipe, data, options, version."""
    if not isinstance(before.get("recipe"), dict):
        yield "it was not built from a recipe"
        return
    yield from _changed(before["recipe"], after["recipe"], "recipe: ")
    asked, taken = before.get("options") or {}, after.get("options") or {}
    old, new = before.get("dataset") or {}, after.get("dataset") or {}
    tables = [("data", old, new), *_tables(asked, taken)]
    for what, was, now in tables:
        if was.get("sha256") != now.get("sha256"):
            name = now.get("name") or was.get("name")
            yield f"{what} {name}: sha256 {_short(was)} → {_short(now)}"
    plain = [{key: value for key, value in one.items() if not is_table(value)}
             for one in (asked, taken)]  # fmt: skip
    if before["recipe"] == after["recipe"]:  # else it is the recipe's change
        yield from _changed(plain[0], plain[1], "option ")
    yield from _changed({"seed": before.get("seed")}, {"seed": after.get("seed")}, "")
    if before.get("version") != after.get("version"):
        yield f"emergent-scaling {before.get('version')} → {after.get('version')}"


def _tables(
    asked: Mapping[str, Any], taken: Mapping[str, Any]
) -> Iterator[tuple[str, Mapping[str, Any], Mapping[str, Any]]]:
    """Yield the further tables among the options: of baselines, of benchmarks."""
    for name in dict.fromkeys((*asked, *taken)):
        was, now = asked.get(name), taken.get(name)
        if is_table(was) or is_table(now):
            yield name, _table(was), _table(now)


def _table(value: Any) -> Mapping[str, Any]:
    return value if is_table(value) else {}


def _short(table: Mapping[str, Any]) -> str:
    return f"{table['sha256'][:12]}…" if table.get("sha256") else ABSENT


def _changed(old: Any, new: Any, what: str) -> list[str]:
    """Return the differences of two records as text."""
    return [
        f"{what}{place} {_value(was)} → {_value(now)}"
        for place, was, now in differences(old or {}, new or {})
    ]


def _chart_changes(found: list[Difference]) -> Iterator[str]:
    """Yield how many values of a chart differ, and the first of them."""
    if found:
        place, was, now = found[0]
        more = f" and {len(found) - 1} more" if len(found) > 1 else ""
        yield f"{place}: {_value(was)} → {_value(now)}{more}"


def _value(value: Any) -> str:
    return ABSENT if value is None else shown(value) if isinstance(value, str) else str(value)


def _without_manifest(document: Mapping[str, Any]) -> dict[str, Any]:
    """Return a document without its manifest, its datasets as they are used."""
    kept = {key: value for key, value in document.items() if key not in ("usermeta", "datasets")}
    return {"values": shown_values(document)} | kept
