"""Power laws in one size with an irreducible loss: in parameters, tokens or compute."""

from __future__ import annotations

from scaling.laws.power_terms import PowerTerms, Term

SOURCE = (
    "Kaplan et al. 2020, arXiv:2001.08361, eqs. 1.1 to 1.3 (E = 0); Henighan et al. 2020, "
    "arXiv:2010.14701, eq. 1.1 (E > 0)"
)


def _power(size: str, symbol: str, when: str) -> PowerTerms:
    return PowerTerms(
        name=f"power-{size}",
        summary=when,
        formula=f"E + A/{symbol}^alpha",
        source=SOURCE,
        needs=(size,),
        terms=(Term("A", "alpha", ((size, 1.0),)),),
    )


IN_PARAMS = _power("params", "N", "runs that differ in parameters alone, at one number of tokens")
IN_TOKENS = _power("tokens", "D", "runs that differ in tokens alone, at one number of parameters")
IN_FLOPS = _power("flops", "C", "runs along one path of compute, such as 20 tokens per parameter")
