"""Verdicts as points: one colour and one shape each, the same in every chart.

Sharp verdicts are warm, smooth ones blue, turns and falls pink and brown, all else grey. Colours
are places in the theme's palette, so that they follow the theme.
"""

from __future__ import annotations

from collections.abc import Iterable
from types import MappingProxyType

from scaling.notes import VERDICTS
from scaling.plots.style.look import Look
from scaling.plots.style.text import clean
from scaling.plots.style.theme import Theme
from scaling.plots.style.verdicts import FAILED

VERMILLION, BLUE, GREEN, PINK, ORANGE, SKY, GREY, BROWN = 1, 0, 2, 3, 4, 5, 6, 7
BOWL, DOME = "M-1,-.5A1,1,0,0,0,1,-.5Z", "M-1,.5A1,1,0,0,1,1,.5Z"
SALTIRE = "M-1,-.6L-.6,-1L0,-.4L.6,-1L1,-.6L.4,0L1,.6L.6,1L0,.4L-.6,1L-1,.6L-.4,0Z"
BAR, TWO_BARS = "M-1,-.3L1,-.3L1,.3L-1,.3Z", "M-1,-.8L1,-.8L1,-.3L-1,-.3ZM-1,.3L1,.3L1,.8L-1,.8Z"
PILLAR = "M-.35,-1L.35,-1L.35,1L-.35,1Z"
STAR = "M0,-1.1L.27,-.37L1.05,-.34L.44,.14L.65,.89L0,.46L-.65,.89L-.44,.14L-1.05,-.34L-.27,-.37Z"
HOURGLASS = "M-.8,-.9L.8,-.9L-.8,.9L.8,.9Z"
PLACES = MappingProxyType(
    {
        "emergent_sharp": (VERMILLION, "diamond"),
        "sharp_shape_sensitive": (ORANGE, "triangle-up"),
        "smooth": (BLUE, "circle"),
        "rise_unresolved": (SKY, "square"),
        "unresolvable": (GREY, "cross"),
        "weak_rise": (GREEN, "triangle-down"),
        "u_shaped": (PINK, BOWL),
        "inverted_u": (PINK, DOME),
        "shape_unstable": (PINK, SALTIRE),
        "inverse": (BROWN, "triangle-left"),
        "flat_at_chance": (GREY, BAR),
        "flat_above_chance": (GREY, TWO_BARS),
        "saturated": (GREEN, PILLAR),
        "inconclusive": (GREY, STAR),
        "insufficient": (GREY, HOURGLASS),
    }
)


def in_order(verdicts: Iterable[str]) -> list[str]:
    """Return distinct verdicts in the order of ``notes.VERDICTS``, others and ``failed`` last.

    >>> in_order(["failed", "smooth", "emergent_sharp", "smooth"])
    ['emergent_sharp', 'smooth', 'failed']
    """
    known = [*VERDICTS, FAILED]
    present = sorted(set(verdicts))
    return sorted(present, key=lambda verdict: known.index(verdict) if verdict in known else 99)


def verdict_name(verdict: str) -> str:
    """Return a verdict as people read it.

    >>> verdict_name("emergent_sharp")
    'emergent sharp'
    """
    return clean(verdict.replace("_", " "))


def verdict_look(verdicts: Iterable[str], theme: Theme) -> Look:
    """Return the look of verdicts as points, in the order of ``in_order``."""
    names = in_order(verdicts)
    places = [PLACES.get(name, PLACES["inconclusive"]) for name in names]
    return Look(
        names=tuple(names),
        colours=tuple(theme.palette[colour % len(theme.palette)] for colour, _ in places),
        shapes=tuple(shape for _, shape in places),
        dashes=((1, 0),) * len(names),
    )
