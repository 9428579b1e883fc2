"""The rules of a contract, and those that every plug-in's attributes keep."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from scaling.errors import ContractError


@dataclass(frozen=True)
class Rule:
    """One rule of the contract, in words; ``kind`` is what the plug-in is."""

    plug_in: object
    text: str
    kind: str = "curve"

    def require(self, kept: bool | np.bool_, expected: str, found: object, todo: str) -> None:
        """Raise unless the rule is kept; what was found is shown as ``str`` shows it."""
        if kept:
            return
        shown = f"{found:.6g}" if isinstance(found, float) else found
        name = getattr(self.plug_in, "name", type(self.plug_in).__name__)
        name = name if isinstance(name, str) else "unnamed"
        raise ContractError(
            f"the {self.kind} {name!r} breaks the rule '{self.text}': "
            f"expected {expected}, found {shown}; {todo}"
        )


def check_attributes(
    plug_in: object,
    kind: str,
    *,
    texts: Sequence[str],
    tuples: Sequence[str],
    methods: Sequence[str],
    others: Sequence[str] = (),
    source: str,
) -> None:
    """Check that attributes are there and of the right type; ``source`` is where they are told."""

    def rule(text: str) -> Rule:
        return Rule(plug_in, text, kind)

    name = kind.capitalize()
    rule(f"a {kind} is an object, not a class").require(
        not isinstance(plug_in, type), "an object", "a class", f"make one: My{name}()"
    )
    for attribute in (*texts, *tuples, *others, *methods):
        rule(f"every attribute of a {name} is there").require(
            hasattr(plug_in, attribute), attribute, None, f"see {source}"
        )
    for attribute in texts:
        found = getattr(plug_in, attribute)
        rule(f"{attribute} is text").require(
            isinstance(found, str) and found != "", "a str, not empty", repr(found), "write it"
        )
    for attribute in tuples:
        found = getattr(plug_in, attribute)
        named = isinstance(found, tuple) and all(isinstance(one, str) for one in found)
        holds = rule(f"{attribute} holds names")
        holds.require(named, "a tuple of str", found, "one name a coordinate")
        holds.require(len(set(found)) == len(found), "each name once", found, "rename the second")
        holds.require(bool(found) or attribute == "linear", "at least one name", found, "name them")
    for attribute in methods:
        found = getattr(plug_in, attribute)
        rule(f"{attribute} is a method").require(
            callable(found), "a function", repr(found), "define it"
        )
