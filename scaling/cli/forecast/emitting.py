"""What every kind of ``scaling forecast`` does with its results: write them, explain, exit."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any

from scaling.cli.output import Output
from scaling.errors import DataError

if TYPE_CHECKING:
    from scaling.fitting.result_set import ResultSet


def emit_forecasts(
    results: ResultSet[Any],
    out: Output,
    rows: Sequence[Any],
    page: Callable[..., str],
    nothing: str,
) -> None:
    """Write results, with ``rows`` in CSV and markdown and their codes explained beside a table.

    ``page`` takes the results and ``to_terminal``. Raises DataError with ``nothing``, after
    printing, where none is ok.
    """
    manifest = results.manifest
    out.emit(
        results.command,
        rows if out.chosen_format in ("csv", "md") else results.results,
        dataset=manifest["dataset"],
        seed=manifest["seed"],
        options=manifest["options"],
        notes=results.notes,
        extra=results.extra(),
        page=lambda: page(results, to_terminal=out.path is None),
    )
    if out.chosen_format == "table":
        codes = [code for one in results for code in (*one.notes, *one.qualifiers)]
        out.explain(sorted(set(codes)))
    if all(one.status == "failed" for one in results):
        raise DataError(nothing)
