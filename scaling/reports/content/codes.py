"""What the codes of a report mean, and what it was made from."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from scaling.detection.result_set import DetectResults
from scaling.notes import NOTES, QUALIFIERS, VERDICTS
from scaling.plots.style.text import clean
from scaling.plots.style.verdicts import FAILED
from scaling.provenance import library_versions
from scaling.reports.content.model import Meaning


def verdict_meanings(results: DetectResults) -> tuple[Meaning, ...]:
    """Return the verdicts that occur with their meaning, in the order of ``notes.VERDICTS``."""
    used = {result.verdict for result in results if result.status != FAILED}
    return tuple(Meaning(code, text) for code, text in VERDICTS.items() if code in used)


def code_meanings(results: DetectResults) -> tuple[Meaning, ...]:
    """Return the qualifiers and notes that occur, of results and of the run, with meanings."""
    used = set(results.notes)
    for result in results:
        used.update(result.notes, result.qualifiers)
    for pair in results.pairs or ():
        used.update(pair.notes)
    for pooled in results.pooled or ():
        used.update(pooled.notes, pooled.qualifiers)
    table = {**QUALIFIERS, **NOTES}
    known = [Meaning(code, text) for code, text in table.items() if code in used]
    return (*known, *(Meaning(clean(code), "") for code in sorted(used - set(table))))


def manifest_rows(manifest: Mapping[str, Any]) -> tuple[tuple[str, str], ...]:
    """Return data, checksum, versions, seed and options as rows of names and values."""
    dataset = manifest["dataset"]
    rows = [
        ("data", str(dataset["name"])),
        ("sha256 of the data", str(dataset["sha256"])),
        ("emergent-scaling", str(manifest["version"])),
        *library_versions().items(),
        ("seed", str(manifest["seed"])),
        *_options(manifest["options"], "option "),
    ]
    return tuple((clean(name), clean(value)) for name, value in rows)


def _options(options: Mapping[str, Any], prefix: str) -> Iterable[tuple[str, str]]:
    """Return nested options as rows, dotted names and plain text."""
    for name, value in options.items():
        if isinstance(value, Mapping):
            yield from _options(value, f"{prefix}{name}.")
        elif isinstance(value, (list, tuple)):
            yield prefix + name, ", ".join(map(str, value)) or "not set"
        else:
            yield prefix + name, "not set" if value is None else str(value)
