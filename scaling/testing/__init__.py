"""Contract checks for curve families, ours and those of other packages."""

from scaling.testing.curves import check_curve, default_designs

__all__ = ["check_curve", "default_designs"]
