"""The Chinchilla law: one power law in parameters, one in tokens, and the irreducible loss."""

from __future__ import annotations

from scaling.laws.power_terms import PowerTerms, Term

LAW = PowerTerms(
    name="chinchilla",
    summary="loss of models of any size on any number of tokens: the usual choice",
    formula="E + A/N^alpha + B/D^beta",
    source="Hoffmann et al. 2022, arXiv:2203.15556, eqs. 2 and 10",
    needs=("params", "tokens"),
    terms=(
        Term("A", "alpha", (("params", 1.0),)),
        Term("B", "beta", (("tokens", 1.0),)),
    ),
)
