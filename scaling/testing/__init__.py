"""Contract checks for curve families and loss laws, ours and those of other packages."""

from scaling.testing.curves import check_curve, default_designs
from scaling.testing.laws import check_law

__all__ = ["check_curve", "check_law", "default_designs"]
