"""One rule of a contract: what was expected, what was found, what to do."""

from __future__ import annotations

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
