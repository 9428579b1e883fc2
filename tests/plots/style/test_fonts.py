"""Letters that no font has are found and named."""

from __future__ import annotations

from scaling.plots.style.fonts import missing_glyphs, missing_text


def test_letters_that_no_font_can_have_are_missing() -> None:
    assert missing_glyphs(["plain", "naïve Ω ≥ … é", ""]) == ""
    # U+0378 is no character; a font that had a sign for it would be broken.
    assert missing_glyphs(["a\u0378b", "\u0378"]) == "\u0378"
    assert missing_glyphs(["a\u200bb\u00a0"]) == ""


def test_the_warning_names_the_letters_and_the_way_out() -> None:
    assert missing_text("") == ""
    text = missing_text("数")
    assert text.startswith("no font here has the character 数: PNG and PDF show a box for it")
    assert "install a font that has it" in text
    assert "HTML, which use the fonts of the reader" in text
    many = missing_text("a" * 14)
    assert many.startswith("no font here has the characters aaaaaaaaaaaa and 2 more: PNG and PDF")
