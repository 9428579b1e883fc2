"""The attributes of a curve family: there, of the right type, and in agreement."""

from __future__ import annotations

from scaling.curves.base import Curve
from scaling.testing.rules import Rule, check_attributes

TEXTS = ("name", "summary", "formula", "source")
TUPLES = ("internal", "linear", "parameters")
METHODS = ("why_not", "bounds", "nodes", "value", "value_and_jacobian", "natural")


def check_names(curve: Curve) -> None:
    """Check that attributes are there, of the right type, and agree."""
    check_attributes(
        curve,
        "curve",
        texts=TEXTS,
        tuples=TUPLES,
        methods=METHODS,
        others=("ceiling_parameter",),
        source="scaling/curves/base.py",
    )
    known = ", ".join(curve.internal)
    for name in curve.linear:
        rule = Rule(curve, "linear coordinates are internal")
        rule.require(name in curve.internal, f"one of {known}", repr(name), "correct linear")
    rule = Rule(curve, "the ceiling parameter is internal")
    held = curve.ceiling_parameter
    rule.require(
        held is None or held in curve.internal,
        f"None or one of {known}", repr(held), "correct ceiling_parameter",
    )  # fmt: skip
