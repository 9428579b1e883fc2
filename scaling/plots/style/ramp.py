"""Colours in an order, for what is more or less: from pale to strong against the background."""

from __future__ import annotations

from scaling.plots.style.theme import Theme

# Lightness falls (rises on a dark background) along each, so that the order reads in grey.
ON_LIGHT = ("#E39A2D", "#CF4E63", "#7B2D8B", "#1F1147")
ON_DARK = ("#8E6FD8", "#E0609A", "#F5A25D", "#FBE9A0")


def ramp(theme: Theme, count: int) -> tuple[str, ...]:
    """Return ``count`` colours from least to most.

    >>> from scaling.plots.style.theme import theme_named
    >>> ramp(theme_named("light"), 2)
    ('#E39A2D', '#1F1147')
    """
    anchors = ON_DARK if is_dark(theme.background) else ON_LIGHT
    if count == 1:
        return (anchors[len(anchors) // 2],)
    return tuple(_between(anchors, place / (count - 1)) for place in range(count))


def is_dark(colour: str) -> bool:
    """Return whether a colour is nearer to black than to white.

    >>> is_dark("#15191E"), is_dark("#FFFFFF")
    (True, False)
    """
    red, green, blue = parts_of(colour)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue < 128  # weights of Rec. 709


def below_and_above(theme: Theme) -> tuple[str, str, str]:
    """Return the colours of what lies below, at and above a middle."""
    return theme.palette[0], "#3B434C" if is_dark(theme.background) else "#F1F1F1", theme.palette[1]


def _between(anchors: tuple[str, ...], share: float) -> str:
    place = share * (len(anchors) - 1)
    first = min(int(place), len(anchors) - 2)
    return mixed(anchors[first], anchors[first + 1], place - first)


def mixed(first: str, second: str, share: float) -> str:
    """Return the colour ``share`` of the way from one to another.

    >>> mixed("#000000", "#FF8000", 0.5)
    '#804000'
    """
    pairs = zip(parts_of(first), parts_of(second), strict=True)
    return "#" + "".join(f"{round(low + (high - low) * share):02X}" for low, high in pairs)


def parts_of(colour: str) -> tuple[int, ...]:
    """Return red, green and blue, 0 to 255 each, of a colour such as ``#0072B2``."""
    return tuple(int(colour[i : i + 2], 16) for i in (1, 3, 5))
