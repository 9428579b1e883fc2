"""The canonical Vega-Lite document of a chart: what every export is made from.

Numbers are rounded to 5 significant digits and keys sorted, so that equal charts give equal
bytes in every process. The manifest travels in ``usermeta``.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

import altair as alt

from scaling.documents import plain
from scaling.plots.style.rows import round5
from scaling.plots.style.text import clean
from scaling.provenance import Manifest

USERMETA = "emergent-scaling"
MEMBERS = (
    (alt.LayerChart, "layer"), (alt.ConcatChart, "concat"), (alt.HConcatChart, "hconcat"),
    (alt.VConcatChart, "vconcat"),
)  # fmt: skip
"""The charts that hold others, and what they call them."""

SHOWN = ("text", "title", "subtitle")
OBJECT_MEMBERS = frozenset(
    ("constructor", "hasOwnProperty", "isPrototypeOf", "propertyIsEnumerable", "toLocaleString",
     "toString", "valueOf", "__defineGetter__", "__defineSetter__", "__lookupGetter__",
     "__lookupSetter__", "__proto__")
)  # fmt: skip
"""What every object of JavaScript has: Vega takes a title of that name for it, and stops."""


def spec_of(
    chart: alt.TopLevelMixin,
    *,
    title: str,
    description: str,
    manifest: Mapping[str, Any] | Manifest,
    unit: str = "px",
) -> dict[str, Any]:
    """Return the chart as a Vega-Lite document with description and manifest.

    ``unit``: what its lengths are, ``px`` or ``pt``; it travels in ``usermeta`` too. A
    theme that the user has enabled in Altair does not reach into it.
    """
    own = {"title": clean(title), "manifest": plain_manifest(manifest), "unit": unit}
    meta = {"embedOptions": {"actions": False}, USERMETA: own}
    document = canonical(document_of(chart)) | {"description": clean(description)}
    return dict(sorted({**document, "usermeta": _sorted(meta)}.items()))


def canonical(document: Mapping[str, Any]) -> dict[str, Any]:
    """Return a document with numbers of 5 significant digits and sorted keys."""
    ordered: dict[str, Any] = _sorted(round5(_told(document)))
    return ordered


def document_of(chart: alt.TopLevelMixin) -> dict[str, Any]:
    """Return a chart as a Vega-Lite document, as it is."""
    inside: dict[str, Any] = {}
    with alt.theme.enable("none"):
        document = _part(chart, inside) | {"$schema": alt.SCHEMA_URL}
    if inside:
        document["datasets"] = document.get("datasets", {}) | inside
    return document


def _part(chart: Any, datasets: dict[str, Any], above: Any = alt.Undefined) -> dict[str, Any]:
    """Return a chart, or a part of one, as it stands in a document; collect data within it.

    Altair's own ``to_dict`` copies all parts once for each level they are on: ten times the work.
    """
    # Charts of ours are valid (a test holds it); checking each row again takes seconds.
    context: dict[str, Any] = {"top_level": False, "datasets": datasets}
    if above is not alt.Undefined:  # a layer without rows of its own takes those above it
        context["data"] = above
    asked: dict[str, Any] = {"validate": False, "context": context}
    members = next((name for kind, name in MEMBERS if isinstance(chart, kind)), None)
    named = chart.data is alt.Undefined or isinstance(chart.data, alt.NamedData)
    if members is None or not named:
        found: dict[str, Any] = chart.to_dict(**asked)
        return found
    own = alt.SchemaBase.to_dict(chart, ignore=[members], **asked)
    own_data = above if chart.data is alt.Undefined else chart.data
    return own | {members: [_part(member, datasets, own_data) for member in chart[members]]}


def plain_manifest(manifest: Mapping[str, Any] | Manifest) -> dict[str, Any]:
    """Return a manifest as JSON values."""
    values = manifest.to_dict() if isinstance(manifest, Manifest) else manifest
    record: dict[str, Any] = plain(dict(values))
    return record


def manifest_of(document: Mapping[str, Any]) -> dict[str, Any]:
    """Return the manifest that ``spec_of`` put into a document."""
    found: dict[str, Any] = document["usermeta"][USERMETA]["manifest"]
    return found


def without_manifest(document: Mapping[str, Any]) -> dict[str, Any]:
    """Return a document of ``spec_of`` without its manifest: what the same picture has alike."""
    own = {**document["usermeta"][USERMETA], "manifest": {}}
    return {**document, "usermeta": {**document["usermeta"], USERMETA: own}}


def title_of(document: Mapping[str, Any]) -> str:
    """Return the title that ``spec_of`` put into a document."""
    return str(document["usermeta"][USERMETA]["title"])


def unit_of(document: Mapping[str, Any]) -> str:
    """Return the unit of the lengths in a document of ``spec_of``."""
    return str(document["usermeta"][USERMETA]["unit"])


def json_text(value: Any, *, indent: int | None = None) -> str:
    """Return JSON with sorted keys and without NaN."""
    return json.dumps(value, sort_keys=True, indent=indent, ensure_ascii=False, allow_nan=False)


def vegalite_version() -> str:
    """Return the Vega-Lite version that Altair writes, as vl-convert names it."""
    return ".".join(alt.SCHEMA_VERSION.lstrip("v").split(".")[:2])


def _told(value: Any, key: str = "") -> Any:
    """Return a document in which no text is the name of an ``OBJECT_MEMBERS``.

    A space follows those that are: Vega draws texts without it.
    """
    if isinstance(value, Mapping):
        return {
            name: entry if name == "datasets" else _told(entry, name)
            for name, entry in value.items()
        }
    if isinstance(value, list):
        return [_told(entry, key) for entry in value]
    return f"{value} " if key in SHOWN and value in OBJECT_MEMBERS else value


def _sorted(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: _sorted(value[key]) for key in sorted(value)}
    return [_sorted(entry) for entry in value] if isinstance(value, list) else value
