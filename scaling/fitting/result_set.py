"""The results of one run together: their manifest, their JSON document, how they print."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, ClassVar, Generic, Self, TypeVar

from scaling.documents import csv_text, document, json_text
from scaling.fitting.display import aligned, tidy
from scaling.notebooks import html_table

if TYPE_CHECKING:
    import pandas as pd

    from scaling.fitting.results import SeriesResult

SHOWN_ROWS = 40  # of a printed result set

Result = TypeVar("Result", bound="SeriesResult")


@dataclass(frozen=True, repr=False)
class ResultSet(Generic[Result]):
    """The results of one run with their manifest (``version``, ``seed``, ``dataset``, ``options``).

    Iterates over its results; ``notes`` are codes about the run as a whole.
    """

    results: tuple[Result, ...]
    manifest: Mapping[str, Any]
    notes: tuple[str, ...] = ()

    command: ClassVar[str] = ""
    result_type: ClassVar[type[Any]]

    def __iter__(self) -> Iterator[Result]:
        return iter(self.results)

    def __len__(self) -> int:
        return len(self.results)

    def __getitem__(self, place: int) -> Result:
        return self.results[place]

    def to_dict(self) -> dict[str, Any]:
        """Return the JSON document of the command: schema, manifest, results, notes."""
        return document(
            self.command, self.results, **self.manifest, notes=self.notes, extra=self.extra()
        )

    def extra(self) -> dict[str, Any]:
        """Return the further keys of the command's document."""
        return {}

    def to_json(self) -> str:
        """Return the JSON document as text (strict JSON: no NaN)."""
        return json_text(self.to_dict())

    def to_rows(self) -> list[dict[str, Any]]:
        """Return flat rows with dotted names, one a result where its kind says nothing else."""
        return [result.to_row() for result in self.results]

    def to_csv(self) -> str:
        """Return ``to_rows`` as CSV; cells that look like formulas are escaped."""
        return csv_text(self.to_rows())

    @classmethod
    def from_dict(cls, document: Mapping[str, Any]) -> Self:
        """Return the result set that ``to_dict`` wrote."""
        manifest = {name: document[name] for name in ("version", "seed", "dataset", "options")}
        results = tuple(cls.result_type.from_dict(entry) for entry in document["results"])
        return cls(results=results, manifest=manifest, notes=tuple(document["notes"]))

    def to_display(self) -> list[dict[str, str]]:
        """Return the rows that people read, without columns that are empty throughout."""
        return tidy([result.to_display() for result in self.results])

    def heading(self) -> str:
        """Return what stands above the rows that people read."""
        dataset = self.manifest["dataset"]["name"]
        return f"{type(self).__name__} of {dataset!r}: {len(self.results)} series"

    def remarks(self) -> list[str]:
        """Return the lines that stand below the rows that people read."""
        return []

    def __repr__(self) -> str:
        rows, below = self._shown()
        return "\n".join([self.heading(), *(aligned(rows) if rows else []), *below])

    def _repr_html_(self) -> str:
        rows, below = self._shown()
        return html_table(rows, self.heading(), below)

    def _shown(self) -> tuple[list[dict[str, str]], list[str]]:
        """Return the rows that are printed, how many more there are, and the remarks."""
        rows = self.to_display()
        rest = len(rows) - SHOWN_ROWS
        more = [f"… and {rest} more"] if rest > 0 else []
        return rows[:SHOWN_ROWS], [*more, *self.remarks()]

    def to_frame(self) -> pd.DataFrame:
        """Return ``to_rows`` as a tidy pandas frame."""
        import pandas as pd

        return pd.DataFrame(self.to_rows())
