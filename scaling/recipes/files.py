"""The files of a gallery: what they are called, and which of them are ours to replace."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any
from xml.sax.saxutils import unescape

from scaling.errors import OutputError
from scaling.files import write_whole
from scaling.plots.export.spec import manifest_of, title_of

SVG, SPEC = ".svg", ".vl.json"
PAGE = "README.md"
_METADATA = re.compile(r"<svg\b[^>]*>.*?<metadata>(.*?)</metadata>", re.DOTALL)
MARK = "<!-- written by 'scaling figures build': change the recipes, not this page -->"


def document_in(path: Path) -> dict[str, Any] | None:
    """Return the Vega-Lite document of a figure of ours; None if the file holds none."""
    try:
        document = json.loads(path.read_text(encoding="utf-8"))
        _ = manifest_of(document), title_of(document), document["description"]
    except (OSError, ValueError, KeyError, TypeError):
        return None
    found: dict[str, Any] = document
    return found


def text_in(path: Path) -> str | None:
    """Return the text of a file, None where it cannot be read as text."""
    try:
        return path.read_bytes().decode("utf-8")
    except (OSError, ValueError):
        return None


def replace_files(texts: Mapping[Path, str]) -> list[Path]:
    """Write the files whose text is another one, and return them.

    Raises OutputError before anything is written where a file stands in the way that is not one
    of ours.
    """
    changed = [path for path, text in texts.items() if text_in(path) != text]
    for path in changed:
        if (path.exists() or path.is_symlink()) and not is_ours(path):
            raise OutputError(
                f"{path} is not a file that 'scaling figures build' wrote: move it away, or "
                "choose another folder with -o"
            )
    for path in changed:
        write_whole(path, texts[path], force=True)
    return changed


def is_ours(path: Path) -> bool:
    """Return whether a file is a figure of ours, or a gallery."""
    if path.is_symlink() or not path.is_file():
        return False
    if path.name.endswith(SPEC):
        return document_in(path) is not None
    text = text_in(path) or ""
    if path.name == PAGE:
        return text.startswith(MARK)
    return manifest_in(text) is not None


def left_over(folder: Path, names: Iterable[str]) -> list[str]:
    """Return the figures in a folder that were built from a recipe which is not there any more."""
    known = set(names)
    found = []
    for path in sorted(folder.glob(f"*{SPEC}")):
        document = document_in(path)
        recipe = None if document is None else manifest_of(document).get("recipe")
        name = path.name.removesuffix(SPEC)
        if isinstance(recipe, dict) and recipe.get("name") == name and name not in known:
            found.append(name)
    return found


def manifest_in(svg: str) -> dict[str, Any] | None:
    """Return the manifest of ours that an SVG holds, None if it holds none."""
    found = _METADATA.match(svg)
    try:
        manifest = json.loads(unescape(found[1])) if found else None
    except ValueError:
        return None
    ours = isinstance(manifest, dict) and {"version", "options"} <= manifest.keys()
    return manifest if ours else None
