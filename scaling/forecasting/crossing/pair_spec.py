"""Two conditions as people write them, ``COLUMN:BASELINE:AUGMENTED``, checked against series."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from scaling.errors import DataError, OptionError, unknown_name
from scaling.series import Series, SeriesKey

COLUMNS = ("prompting", "tuning", "n_shots", "checkpoint", "family")
FORM = "COLUMN:BASELINE:AUGMENTED, a column and two of its values such as prompting:direct:cot"


@dataclass(frozen=True)
class PairSpec:
    """Series that have ``baseline`` in a column of their key, against those with ``augmented``."""

    column: str
    baseline: str
    augmented: str

    def __str__(self) -> str:
        return f"{self.column}:{self.baseline}:{self.augmented}"

    @property
    def ignored(self) -> tuple[str, ...]:
        """The parts of the key that may differ within a pair, the source apart.

        Families that are two tunings of one, such as PaLM and Flan-PaLM, differ in both.
        """
        return ("family", "tuning") if self.column == "family" else (self.column,)

    def value(self, key: SeriesKey) -> str:
        """Return what a key has in the column, as text."""
        found = getattr(key, self.column)
        return "" if found is None else str(found)

    def told(self, value: str) -> str:
        """Return a value as sentences name it, such as ``64 shots``.

        >>> PairSpec("n_shots", "0", "1").told("1"), PairSpec("tuning", "a", "b").told("b")
        ('1 shot', 'b')
        """
        if self.column != "n_shots":
            return value
        return f"{value} shot" if value == "1" else f"{value} shots"


def pair_specs(pairs: str | Sequence[str] | None, series: Iterable[Series]) -> tuple[PairSpec, ...]:
    """Return the pairs that texts name, each once; case is ignored, the data's spelling is kept.

    Raises OptionError for a text that is no pair, UnknownNameError for a column that no pair can
    be made of, DataError for a condition that no series has.
    """
    texts = [pairs] if isinstance(pairs, str) else list(pairs or [])
    keys = [one.key for one in series]
    return tuple(dict.fromkeys(_spec(text, keys) for text in texts))


def _spec(text: str, keys: Sequence[SeriesKey]) -> PairSpec:
    parts = [part.strip() for part in text.split(":", 2)]
    if len(parts) != 3 or not all(parts):
        raise OptionError(f"pair: expected {FORM}, got {text!r}")
    column = parts[0].lower()
    if column not in COLUMNS:
        raise unknown_name("column of a pair", parts[0], COLUMNS)
    blank = PairSpec(column, "", "")
    known = list(dict.fromkeys(found for key in keys if (found := blank.value(key))))
    baseline, augmented = (_known(part, known, column) for part in parts[1:])
    if baseline == augmented:
        raise OptionError(f"pair: expected two different values of {column}, got {text!r}")
    return PairSpec(column, baseline, augmented)


def _known(value: str, known: Sequence[str], column: str) -> str:
    """Return a value as the series spell it."""
    if value in known:
        return value
    found = [one for one in known if one.lower() == value.lower()]
    if found:
        return found[0]
    if not known:
        raise DataError(f"pair: no series says its {column}: expected {value!r} among the rows")
    raise unknown_name(column, value, known, "a pair needs both values among the series")
