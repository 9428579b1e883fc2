"""The limits of a report: what these data and results cannot say, counted from them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from types import MappingProxyType

from scaling.detection.result_set import DetectResults
from scaling.detection.results import DetectResult
from scaling.notes import MATERIAL_VERDICTS, RISING_VERDICTS, SHARP_VERDICTS
from scaling.plots.style.verdicts import FAILED
from scaling.reports.content.courses import counted, short_name, size_order
from scaling.reports.content.model import Sentence
from scaling.reports.content.pictures import undrawn
from scaling.reports.data_note import DataNote

FEW_SIZES = 5  # up to so many, only very narrow rises are found (qualifier low_power)
NAMED = 6  # families that a sentence lists

QUALIFIED = MappingProxyType(
    {
        "one_seed": "One training run per size: a lucky or unlucky seed is not excluded ({of} with "
        "a rise).",
        "assumed_n_items": "The number of items is not known for {of}: 250 was assumed, and "
        "p-values and intervals depend on it.",
        "family_unknown": "The file names no family: models that differ in more than scale may "
        "stand in one series.",
        "floor_mismatch": "The {smallest} models do not score the stated chance level in {of}: "
        "with a wrong floor both claims are wrong.",
        "non_monotone": "A {larger} model scores clearly worse than a {smaller} one in {of}.",
        "single_point_rise": "Only the {last} is better than chance in {of}: where and how the "
        "rise happens is open.",
        "fragile": "Sharp, but resting on single sizes or on a curve that fits badly: {of}.",
        "rho_sensitive": "The verdict changes with the assumed over-dispersion in {of}.",
        "not_fdr": "Sharp, but not significant after the correction for many series: {of}.",
        "metric_artifact": "Sharp on a hard metric and smooth on a soft one of the same answers: "
        "{of}.",
    }
)
"""Sentences of qualifiers; ``{of}``: how many series have one; others: ``size_order``."""

NOTED = MappingProxyType(
    {
        "lack-of-fit": "No curve fits the scores well in {of}: intervals there are too narrow.",
        "assumed-chance": "No chance level is given for {of}: 0 was assumed.",
        "no-error-model": "The error of the scores is not known for {of}, which stay undecided.",
        "no-bounds": "Chance level or ceiling is not known for {of}, which stay undecided.",
        "rho-default": "Fewer than five series of the task tell the over-dispersion of {of}: it is "
        "the default.",
    }
)
"""Sentences of notes."""


def limits(results: DetectResults, data: DataNote) -> tuple[Sentence, ...]:
    """Return what these data and results cannot say; nothing that is not true of them."""
    members = list(results)
    done = [one for one in members if one.status != FAILED]
    rising = [one for one in done if one.verdict in RISING_VERDICTS]
    parts: list[Callable[[], Iterable[str]]] = [
        lambda: _sizes(done, rising),
        lambda: _counted(members, QUALIFIED, lambda one: one.qualifiers),
        lambda: _families(members),
        lambda: _metrics(done),
        lambda: _counted(members, NOTED, lambda one: one.notes),
        lambda: _screening(done),
        lambda: _failed(members),
        lambda: _undrawn(results),
        lambda: _range(done),
        lambda: _contamination(data),
    ]
    return tuple(Sentence(text) for part in parts for text in part())


def _sizes(done: Sequence[DetectResult], rising: Sequence[DetectResult]) -> Iterator[str]:
    short = sum(one.verdict == "insufficient" for one in done)
    if short:
        span = "spans" if short == 1 else "span"
        yield (
            f"{_share(short, len(done))} {_have(short)} fewer than three sizes or {span} less than "
            "half a decade: nothing is said there."
        )
    unable = sum(one.verdict == "unresolvable" for one in done)
    if unable:
        yield (
            f"{_capital(_series(unable))} {_have(unable, 'rises', 'rise')} where these sizes "
            "cannot tell sharp from gradual: three sizes only, fewer than two sizes below the "
            "rise, or too wide a gap."
        )
    few = sum(one.n_sizes <= FEW_SIZES for one in rising)
    if few:
        yield (
            f"{_share(few, len(rising), 'rising')} {_have(few)} five sizes or fewer, which show "
            "only very narrow rises: that no sharp rise is claimed there is no evidence of a "
            "gradual one."
        )


def _counted(
    members: Sequence[DetectResult],
    sentences: MappingProxyType[str, str],
    codes: Callable[[DetectResult], Sequence[str]],
) -> Iterator[str]:
    for code, text in sentences.items():
        found = [one for one in members if code in codes(one)]
        if found:
            words = size_order(one.size for one in found)
            yield text.format(of=_series(len(found)), **words)


def _families(members: Sequence[DetectResult]) -> Iterator[str]:
    names = [one.series.family for one in members if "heterogeneous_family" in one.qualifiers]
    families = list(dict.fromkeys(names))
    if families:
        listed = ", ".join(map(short_name, families[:NAMED])) + (
            ", …" if len(families) > NAMED else ""
        )
        what = "one family" if len(families) == 1 else f"{len(families)} families"
        yield (
            f"The models of {what} ({listed}) differ in more than scale, such as data, tokenizer "
            "or architecture: a change between two of their sizes need not come from scale."
        )


def _metrics(done: Sequence[DetectResult]) -> Iterator[str]:
    alone = [one for one in done if "metric_artifact_candidate" in one.qualifiers]
    sharp = [one for one in done if one.verdict in SHARP_VERDICTS]
    if alone:
        yield (
            f"{_share(len(alone), len(sharp), 'sharply rising')} "
            f"{_have(len(alone), 'was', 'were')} scored by a hard metric (all or nothing) alone: "
            "such a metric can make a gradual gain look sudden."
        )


def _screening(done: Sequence[DetectResult]) -> Iterator[str]:
    tested = [one for one in done if one.test is not None and one.verdict in MATERIAL_VERDICTS]
    drawn = any(one.interval is not None and one.interval.draws for one in done)
    if tested and not drawn:
        yield (
            "No bootstrap was run: the screening p-values ignore that shapes were searched, and "
            "verdicts can change with one."
        )


def _failed(members: Sequence[DetectResult]) -> Iterator[str]:
    failed = sum(one.status == FAILED for one in members)
    if failed:
        yield f"{_capital(_series(failed))} could not be analysed; the table says why."


def _undrawn(results: DetectResults) -> Iterator[str]:
    count = undrawn(results)
    if count:
        yield (
            f"{_capital(counted(count, 'task'))}, measured at too few sizes throughout, "
            f"{_have(count)} no figure."
        )


def _range(done: Sequence[DetectResult]) -> Iterator[str]:
    if any(one.verdict != "insufficient" for one in done):
        yield "Nothing is said of sizes beyond those measured."


def _contamination(data: DataNote) -> Iterator[str]:
    said = " ".join((data.description, data.made, *data.caveats)).lower()
    if "contaminat" not in said and "leak" not in said:
        yield (
            "Nothing is known here of contamination: whether a model saw the test items in "
            "training is not part of these data."
        )


def _series(count: int) -> str:
    return counted(count, "series", "series")


def _share(count: int, total: int, kind: str = "") -> str:
    """Return how many of how many series, such as ``3 of 12 rising series``."""
    what = f"{kind} series".strip()
    return f"The one {what}" if total == 1 else f"{count:,} of {total:,} {what}"


def _have(count: int, one: str = "has", many: str = "have") -> str:
    return one if count == 1 else many


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]
