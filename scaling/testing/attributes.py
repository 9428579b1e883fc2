"""The attributes of a curve family: there, of the right type, and in agreement."""

from __future__ import annotations

from scaling.curves.base import Curve
from scaling.testing.rules import Rule

TEXTS = ("name", "summary", "formula", "source")
TUPLES = ("internal", "linear", "parameters")
METHODS = ("why_not", "bounds", "nodes", "value", "value_and_jacobian", "natural")


def check_names(curve: Curve) -> None:
    """Check that attributes are there, of the right type, and agree."""
    rule = Rule(curve, "a curve is an object, not a class")
    rule.require(not isinstance(curve, type), "an object", "a class", "make one: MyCurve()")
    for name in (*TEXTS, *TUPLES, "ceiling_parameter", *METHODS):
        rule = Rule(curve, "every attribute of a Curve is there")
        rule.require(hasattr(curve, name), name, None, "see scaling/curves/base.py")
    for name in TEXTS:
        found = getattr(curve, name)
        rule = Rule(curve, f"{name} is text")
        rule.require(
            isinstance(found, str) and found != "", "a str, not empty", repr(found), "write it"
        )
    for name in TUPLES:
        found = getattr(curve, name)
        rule = Rule(curve, f"{name} holds names")
        named = isinstance(found, tuple) and all(isinstance(one, str) for one in found)
        rule.require(named, "a tuple of str", found, "one name a coordinate")
        rule.require(len(set(found)) == len(found), "each name once", found, "rename the second")
        rule.require(bool(found) or name == "linear", "at least one name", found, "name them")
    for name in METHODS:
        rule = Rule(curve, f"{name} is a method")
        rule.require(
            callable(getattr(curve, name)), "a function", repr(getattr(curve, name)), "define it"
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
