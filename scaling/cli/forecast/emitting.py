"""What every kind of ``scaling forecast`` does with its results: write them, explain, exit."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING, Any

from scaling.cli.emitting import emit_set
from scaling.cli.output import Output
from scaling.errors import DataError

if TYPE_CHECKING:
    from scaling.fitting.result_set import ResultSet


def emit_forecasts(
    results: ResultSet[Any], out: Output, page: Callable[..., str], nothing: str
) -> None:
    """Write forecasts; ``page`` takes them and ``to_terminal``.

    Raises DataError with ``nothing``, after printing, where none is ok.
    """
    emit_set(out, results, partial(page, results, to_terminal=out.path is None))
    if all(one.status == "failed" for one in results):
        raise DataError(nothing)
