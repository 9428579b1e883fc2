"""One figure for light and dark pages: its colours as CSS variables with the light ones behind."""

from __future__ import annotations

import re
from typing import Any

_COLOUR = re.compile(r"#(?:[0-9A-Fa-f]{8}|[0-9A-Fa-f]{6}|[0-9A-Fa-f]{3})\b")


class Shades:
    """The pairs of colours of a page: each is a variable, whose value a dark page sets."""

    def __init__(self) -> None:
        """Start without any."""
        self._names: dict[tuple[str, str], str] = {}

    def colour(self, light: str, dark: str) -> str:
        """Return what stands for a colour that is ``light`` on paper and ``dark`` on dark pages.

        >>> Shades().colour("#222222", "#EEEEEE")
        'var(--c0, #222222)'
        """
        if light == dark:
            return light
        name = self._names.setdefault((light, dark), f"--c{len(self._names)}")
        return f"var({name}, {light})"

    def merged(self, light: Any, dark: Any) -> Any:
        """Return a document of the light theme that takes its colours from the page.

        ``dark`` is the same document in the dark theme; where it differs in more than colours the
        light one stands.
        """
        if isinstance(light, dict) and isinstance(dark, dict):
            return {name: self.merged(value, dark.get(name)) for name, value in light.items()}
        if isinstance(light, list) and isinstance(dark, list) and len(light) == len(dark):
            return [self.merged(*pair) for pair in zip(light, dark, strict=True)]
        if isinstance(light, str) and isinstance(dark, str) and light != dark:
            return self._text(light, dark)
        return light

    def css(self) -> str:
        """Return the values of the variables on a dark page, a declaration each."""
        return "".join(f"{name}:{dark};" for (_, dark), name in self._names.items())

    def _text(self, light: str, dark: str) -> str:
        if _COLOUR.sub("", light) != _COLOUR.sub("", dark):
            return light
        shades = iter(_COLOUR.findall(dark))
        return _COLOUR.sub(lambda found: self.colour(found[0], next(shades)), light)
