"""The summary: one sentence for all series, then one for every verdict that occurs."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from types import MappingProxyType

from scaling.detection.results import DetectResult
from scaling.detection.verdict.wording import p_text
from scaling.notes import VERDICTS
from scaling.plots.style.text import clean
from scaling.plots.style.verdicts import FAILED
from scaling.reports.content.courses import (
    Names,
    observed_rise,
    score_range,
    short_name,
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
    """

    label: str
    tell: Tell
    notable: str
    rank: Rank


def _parts(*texts: str) -> str:
    return ", ".join(text for text in texts if text)


def _sharp(one: DetectResult) -> str:
    return _parts(f"goes {observed_rise(one)}", width_words(one), p_text(one.p_sharp))


def _shape_sensitive(one: DetectResult) -> str:
    p_values = f"{p_text(one.p_bell)} for bell-shaped growth, {_bare(one.p_sharp)} for all shapes"
    return _parts(f"goes {observed_rise(one)}", width_words(one), p_values)


def _smooth(one: DetectResult) -> str:
    return _parts(f"goes {observed_rise(one)}", width_words(one), p_text(one.p_smooth))


def _unresolved(one: DetectResult) -> str:
    p_values = f"sharp {p_text(one.p_sharp)}, smooth {p_text(one.p_smooth)}"
    return _parts(f"goes {observed_rise(one)}", width_words(one), p_values)


def _unresolvable(one: DetectResult) -> str:
    least = one.certifiable_width
    known = f"narrowest width that could be certified {least:.2g}" if least == least else ""
    return _parts(f"goes {observed_rise(one)}", known)


def _bare(p: float) -> str:
    return p_text(p).removeprefix("p ").removeprefix("= ")


def _goes(one: DetectResult) -> str:
    return f"goes {whole_course(one)}"


def _scores(one: DetectResult) -> str:
    return f"scores {score_range(one)}"


def _turns(one: DetectResult) -> str:
    return f"goes {turning(one, upwards=turns_up(one))}"


def _failed(one: DetectResult) -> str:
    return f"could not be analysed: {clean(one.message)}"


def _sizes(one: DetectResult) -> float:
    return float(one.n_sizes)


CLEAREST, LARGEST, MOST_SIZES = "the clearest", "the largest", "the one of most sizes"
WORDS = MappingProxyType(
    {
        "emergent_sharp": Words("Sharp rise", _sharp, CLEAREST, lambda one: -one.p_sharp),
        "sharp_shape_sensitive": Words(
            "Sharp only if growth is bell-shaped", _shape_sensitive, CLEAREST,
            lambda one: -one.p_bell,
        ),
        "smooth": Words("Gradual rise", _smooth, CLEAREST, lambda one: -one.p_smooth),
        "rise_unresolved": Words(
            "Rises, neither sharp nor gradual for certain", _unresolved, LARGEST, way
        ),
        "unresolvable": Words(
            "Rises, and these sizes could not tell sharp from gradual", _unresolvable, LARGEST, way
        ),
        "weak_rise": Words("Rises, but stays close to chance", _goes, LARGEST, way),
        "u_shaped": Words(
            "Falls, then rises", lambda one: f"goes {turning(one, upwards=False)}", LARGEST, way
        ),
        "inverted_u": Words(
            "Rises, then falls", lambda one: f"goes {turning(one, upwards=True)}", LARGEST, way
        ),
        "shape_unstable": Words("A turn that rests on few sizes", _turns, LARGEST, way),
        "inverse": Words("Falls with scale", _goes, LARGEST, way),
        "flat_at_chance": Words("At chance at every size", _scores, MOST_SIZES, _sizes),
        "flat_above_chance": Words(
            "Above chance, and the same at every size", _scores, MOST_SIZES, _sizes
        ),
        "saturated": Words("At the ceiling at every size", _scores, MOST_SIZES, _sizes),
        "inconclusive": Words("Undecided", _goes, MOST_SIZES, _sizes),
        "insufficient": Words("Too few sizes for a verdict", _goes, MOST_SIZES, _sizes),
        FAILED: Words("Not analysed", _failed, "the first", lambda one: 0.0),
    }
)  # fmt: skip
"""Each verdict in words, in the order of the summary."""

CAVEATS = MappingProxyType(
    {
        "heterogeneous_family": "its models differ in more than scale",
        "fragile": "it rests on single sizes or on a curve that fits badly",
        "rho_sensitive": "the verdict changes with the assumed over-dispersion",
        "single_point_rise": "only the largest size is above chance",
        "not_fdr": "not significant after the correction for many series",
        "metric_artifact": "smooth on the soft metric",
        "non_monotone": "a larger model scores clearly below a smaller one",
        "floor_mismatch": "its floor is not the stated chance",
    }
)
"""Qualifiers that a claim is never told without."""
CLAIMS = ("emergent_sharp", "sharp_shape_sensitive", "smooth")


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
    return WORDS.get(verdict) or Words(label, _goes, LARGEST, way)


def _overview(results: Sequence[DetectResult]) -> Statement:
    families = _names([one.series.family for one in results], "family", "families")
    tasks = _names([one.series.task for one in results], "task", "tasks")
    series = "one series" if len(results) == 1 else f"{len(results):,} series"
    text = f"{series} of {families} on {tasks}."
    return Statement("Compared", text, count=len(results))


def _names(names: Sequence[str], one: str, many: str) -> str:
    distinct = list(dict.fromkeys(map(short_name, names)))
    if len(distinct) == 1:
        return distinct[0]
    listed = f" ({', '.join(distinct)})" if len(distinct) <= TOLD else ""
    return f"{len(distinct)} {one if len(distinct) == 1 else many}{listed}"


def _statement(verdict: str, members: Sequence[DetectResult], names: Names) -> Statement:
    words = words_of(verdict)
    ranked = sorted(members, key=lambda one: (-words.rank(one), -way(one), one.series.key.label()))
    count = len(members)
    if verdict == "insufficient" and count > FEW:
        return Statement(words.label, _too_few(members), verdict, count)
    if count <= FEW:
        text = "; ".join(f"{names.of(one)} {_told(one, words, verdict)}" for one in ranked)
    else:
        first = f"{names.of(ranked[0])}, which {_told(ranked[0], words, verdict)}"
        text = f"{count:,} series; {words.notable} is {first}"
    return Statement(words.label, f"{text.rstrip('.')}.", verdict, count)


def _told(one: DetectResult, words: Words, verdict: str) -> str:
    text = words.tell(one)
    limits = [CAVEATS[code] for code in one.qualifiers if code in CAVEATS]
    return f"{text} ({'; '.join(limits)})" if verdict in CLAIMS and limits else text


def _too_few(members: Sequence[DetectResult]) -> str:
    families = _names([one.series.family for one in members], "family", "families")
    return f"{len(members):,} series of {families}. {VERDICTS['insufficient'].capitalize()}."
