"""Loss laws L(N, D): one file each, pure functions of arrays that know no table."""

from scaling.laws.base import Centre, Law, Sizes
from scaling.laws.registry import get_law, law_names

__all__ = ["Centre", "Law", "Sizes", "get_law", "law_names"]
