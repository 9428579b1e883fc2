"""How every command of results writes them: rows, cells or a page, and the codes explained."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import TYPE_CHECKING, Any

from scaling.cli.output import Output

if TYPE_CHECKING:
    from scaling.fitting.result_set import ResultSet


def emit_set(
    out: Output,
    results: ResultSet[Any],
    page: Callable[[], str],
    *,
    cells: Callable[[], list[dict[str, str]]] | None = None,
    codes: Iterable[str] | None = None,
) -> None:
    """Write a set of results in the chosen format.

    CSV has its flat rows, Markdown the ``cells`` that people read (default: ``to_display``), a
    table its ``page``; beside that stands what ``codes`` mean (default: those of the results).
    """
    kind = out.chosen_format
    manifest = results.manifest
    rows: Sequence[Any] = results.results
    if kind == "csv":
        rows = results.to_rows()
    elif kind == "md":
        rows = results.to_display() if cells is None else cells()
    out.emit(
        results.command,
        rows,
        dataset=manifest["dataset"],
        seed=manifest["seed"],
        options=manifest["options"],
        notes=results.notes,
        extra=results.extra(),
        page=page,
    )
    if kind == "table":
        out.explain(sorted({*(codes_of(results) if codes is None else codes)}))


def codes_of(results: Iterable[Any]) -> list[str]:
    """Return the notes of results, and their qualifiers where they have any."""
    return [code for one in results for code in (*one.notes, *getattr(one, "qualifiers", ()))]
