"""How verdicts look."""

from __future__ import annotations

from scaling.notes import VERDICTS
from scaling.plots.style.verdicts import STYLES, style_of


def test_every_verdict_has_a_look_of_its_own() -> None:
    assert set(STYLES) == {*VERDICTS, "failed"}
    assert len({style.glyph for style in STYLES.values()}) == len(STYLES)
    assert len({style.word for style in STYLES.values()}) == len(STYLES)
    assert style_of("brand_new").word == "brand new"
