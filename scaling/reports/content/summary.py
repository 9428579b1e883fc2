"""The summary: one sentence for all series, then one for every verdict that occurs."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from types import MappingProxyType

from scaling.detection.results import DetectResult
from scaling.detection.verdict.wording import p_text, unit_of
from scaling.notes import MATERIAL_VERDICTS, VERDICTS
from scaling.plots.style.text import clean
from scaling.plots.style.verdicts import FAILED
from scaling.reports.content.courses import (
    Names,
    is_loss,
    observed_rise,
    score_range,
    short_name,
    size_order,
    turning,
    turns_up,
    way,
    whole_course,
    width_words,
)
from scaling.reports.content.model import Statement

FEW = 3  # series that a sentence names one by one; of more, the most notable
TOLD = 5  # families or tasks that the first sentence names

Tell = Callable[[DetectResult], str]
Rank = Callable[[DetectResult], float]


@dataclass(frozen=True)
class Words:
    """How a verdict is told: its label, what a series does, and which series is most notable.

    ``tell`` starts with a verb. ``notable`` says what the series with the largest ``rank`` is.
    ``of_losses`` is the label where losses are among the series, which improve as they fall.
    """

    label: str
    tell: Tell
    notable: str
    rank: Rank
    of_losses: str = ""

    def label_of(self, members: Sequence[DetectResult]) -> str:
        """Return the label over some series; that of losses is true of other scores too."""
        return self.of_losses if self.of_losses and any(map(is_loss, members)) else self.label


def _parts(*texts: str) -> str:
    return ", ".join(text for text in texts if text)


def _sharp(one: DetectResult) -> str:
    return _parts(observed_rise(one), width_words(one), p_text(one.p_sharp))


def _shape_sensitive(one: DetectResult) -> str:
    p_values = f"{p_text(one.p_bell)} for bell-shaped growth, {_bare(one.p_sharp)} for all shapes"
    return _parts(observed_rise(one), width_words(one), p_values)


def _smooth(one: DetectResult) -> str:
    return _parts(observed_rise(one), width_words(one), p_text(one.p_smooth))


def _unresolved(one: DetectResult) -> str:
    p_values = f"sharp {p_text(one.p_sharp)}, smooth {p_text(one.p_smooth)}"
    return _parts(observed_rise(one), width_words(one), p_values)


def _unresolvable(one: DetectResult) -> str:
    least = one.certifiable_width
    unit = unit_of(one.size)
    known = f"narrowest width that could be certified {least:.2g} {unit}"
    return _parts(observed_rise(one), known if math.isfinite(least) else "")


def _bare(p: float) -> str:
    return p_text(p).removeprefix("p ").removeprefix("= ")


def _turns(one: DetectResult) -> str:
    return turning(one, upwards=turns_up(one))


def _failed(one: DetectResult) -> str:
    return f"could not be analysed: {clean(one.message)}"


def _sizes(one: DetectResult) -> float:
    return float(one.n_sizes)


CLEAREST, LARGEST, MOST_SIZES = "the clearest", "the largest", "the one of most sizes"
TIED = MappingProxyType(
    {
        CLEAREST: "the largest of the clearest",
        LARGEST: "one of the largest",
        MOST_SIZES: "one of those of most sizes",
    }
)
"""What the series that is named is where others rank as high."""
WORDS = MappingProxyType(
    {
        "emergent_sharp": Words(
            "Sharp rise", _sharp, CLEAREST, lambda one: -one.p_sharp, "Sharp improvement"
        ),
        "sharp_shape_sensitive": Words(
            "Sharp only if growth is bell-shaped", _shape_sensitive, CLEAREST,
            lambda one: -one.p_bell,
        ),
        "smooth": Words(
            "Gradual rise", _smooth, CLEAREST, lambda one: -one.p_smooth, "Gradual improvement"
        ),
        "rise_unresolved": Words(
            "Rises, neither sharp nor gradual for certain", _unresolved, LARGEST, way,
            "Improves, neither suddenly nor gradually for certain",
        ),
        "unresolvable": Words(
            "Rises, and these sizes could not tell sharp from gradual", _unresolvable, LARGEST, way,
            "Improves, and these sizes could not tell sharp from gradual",
        ),
        "weak_rise": Words(
            "Rises, but stays close to chance", whole_course, LARGEST, way,
            "Improves, but stays close to chance",
        ),
        "u_shaped": Words(
            "Falls, then rises", lambda one: turning(one, upwards=False), LARGEST, way,
            "Gets worse, then improves",
        ),
        "inverted_u": Words(
            "Rises, then falls", lambda one: turning(one, upwards=True), LARGEST, way,
            "Improves, then gets worse",
        ),
        "shape_unstable": Words("A turn that rests on few sizes", _turns, LARGEST, way),
        "inverse": Words(
            "Falls with scale", whole_course, LARGEST, way, "Gets worse with scale"
        ),
        "flat_at_chance": Words("At chance at every size", score_range, MOST_SIZES, _sizes),
        "flat_above_chance": Words(
            "Above chance, and the same at every size", score_range, MOST_SIZES, _sizes,
            "Better than chance, and the same at every size",
        ),
        "saturated": Words("At the ceiling at every size", score_range, MOST_SIZES, _sizes),
        "inconclusive": Words("Undecided", whole_course, MOST_SIZES, _sizes),
        "insufficient": Words("Too few sizes for a verdict", whole_course, MOST_SIZES, _sizes),
        FAILED: Words("Not analysed", _failed, "the first", lambda one: 0.0),
    }
)  # fmt: skip
"""Each verdict in words, in the order of the summary."""

CAVEATS = MappingProxyType(
    {
        "heterogeneous_family": "its models differ in more than scale",
        "fragile": "it rests on single sizes or on a curve that fits badly",
        "rho_sensitive": "the verdict changes with the assumed over-dispersion",
        "single_point_rise": "only the {last} is better than chance",
        "not_fdr": "not significant after the correction for many series",
        "metric_artifact": "smooth on the soft metric",
        "non_monotone": "a {larger} model scores clearly worse than a {smaller} one",
        "floor_mismatch": "its floor is not the stated chance",
        "lack-of-fit": "no curve fits its scores well",
    }
)
"""Qualifiers and notes that a rise is never told without: they weaken a claim or forbid it."""


def summary(results: Sequence[DetectResult], names: Names) -> tuple[Statement, ...]:
    """Return the sentences of a summary, the one about all series first."""
    groups: dict[str, list[DetectResult]] = {code: [] for code in WORDS}
    for one in results:
        groups.setdefault(outcome(one), []).append(one)
    told = [_statement(code, members, names) for code, members in groups.items() if members]
    return (_overview(results), *told)


def outcome(result: DetectResult) -> str:
    """Return the verdict of a result, ``failed`` where there is none."""
    return FAILED if result.status == FAILED else result.verdict


def words_of(verdict: str) -> Words:
    """Return how a verdict is told; one that is not known reads as its own name."""
    label = verdict.replace("_", " ").capitalize()
    return WORDS.get(verdict) or Words(label, whole_course, LARGEST, way)


def _overview(results: Sequence[DetectResult]) -> Statement:
    families = _names([one.series.family for one in results], "family", "families")
    tasks = _names([one.series.task for one in results], "task", "tasks")
    series = "one series" if len(results) == 1 else f"{len(results):,} series"
    text = f"{series} of {families} on {tasks}."
    return Statement("Compared", text, count=len(results))


def _names(names: Sequence[str], one: str, many: str) -> str:
    distinct = list(dict.fromkeys(names))
    if len(distinct) == 1:
        return short_name(distinct[0])
    listed = f" ({', '.join(map(short_name, distinct))})" if len(distinct) <= TOLD else ""
    return f"{len(distinct):,} {many}{listed}"


def _statement(verdict: str, members: Sequence[DetectResult], names: Names) -> Statement:
    words = words_of(verdict)
    label, count = words.label_of(members), len(members)
    if verdict == "insufficient" and count > FEW:
        return Statement(label, _too_few(members), verdict, count)
    ranked = sorted(members, key=lambda one: (_rank(one, words), -way(one), one.series.key.label()))
    if count <= FEW:
        text = "; ".join(f"{names.of(one)} {_told(one, words, verdict)}" for one in ranked)
    else:
        first = f"{names.of(ranked[0])}, which {_told(ranked[0], words, verdict)}"
        tied = _rank(ranked[0], words) == _rank(ranked[1], words)
        notable = TIED.get(words.notable, words.notable) if tied else words.notable
        text = f"{count:,} series; {notable} is {first}"
    return Statement(label, f"{text.rstrip('.')}.", verdict, count)


def _rank(one: DetectResult, words: Words) -> tuple[float, int]:
    """Return what series are ordered by, the most notable first: of claims, few caveats too."""
    return -words.rank(one), len(_caveats(one)) if words.notable == CLEAREST else 0


def _told(one: DetectResult, words: Words, verdict: str) -> str:
    text, limits = words.tell(one), _caveats(one)
    return f"{text} ({'; '.join(limits)})" if verdict in MATERIAL_VERDICTS and limits else text


def _caveats(one: DetectResult) -> list[str]:
    """Return what weakens or forbids a claim about a series, in the order of ``CAVEATS``."""
    codes = (*one.qualifiers, *one.notes)
    order = size_order([one.size])
    found = [text.format(**order) for code, text in CAVEATS.items() if code in codes]
    if one.verdict == "rise_unresolved" and not found:
        level = one.alpha if one.test is not None and one.test.draws else one.alpha / 2
        if one.p_bell <= level:
            return ["too few sizes at the floor to see where it starts"]
        if one.p_smooth <= level:
            return ["its reason, in the table, says what forbids a claim"]
    return found


def _too_few(members: Sequence[DetectResult]) -> str:
    families = _names([one.series.family for one in members], "family", "families")
    return f"{len(members):,} series of {families}. {VERDICTS['insufficient'].capitalize()}."
