"""The Chinchilla law with one exponent for both sizes, so that N and D grow alike."""

from __future__ import annotations

from scaling.laws.power_terms import PowerTerms, Term

LAW = PowerTerms(
    name="tied-exponent",
    summary="Chinchilla with alpha = beta: few runs, or a narrow range of tokens per parameter",
    formula="E + A/N^alpha + B/D^alpha",
    source="Muennighoff et al. 2023, arXiv:2305.16264, §3.1 and app. A (alpha = beta)",
    needs=("params", "tokens"),
    terms=(
        Term("A", "alpha", (("params", 1.0),)),
        Term("B", "alpha", (("tokens", 1.0),)),
    ),
)
