"""Texts made fit for a figure, and labels moved apart."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from scaling.plots.style.natural import in_order, natural
from scaling.plots.style.spread import spread
from scaling.plots.style.text import clean, cut, score_text, shorten, width_of, wrap


def test_texts_are_fitted() -> None:
    assert wrap("", 100, 11) == [""]
    assert wrap("x" * 100, 50, 10) == ["x" * 8, "x" * 7 + "…"]
    assert shorten("数学数学", 32, 10) == "数学…"
    assert [score_text(v) for v in (0.025, 27.34, 1234.5)] == ["0.03", "27.3", "1,234"]
    assert cut("x" * 70, 60) == "x" * 59 + "…"


def test_wide_letters_and_marks_have_their_width() -> None:
    assert width_of("数学", 10) > width_of("ab", 10)
    assert width_of("e\u0301", 10) == width_of("e", 10)
    assert width_of("iii", 10) < width_of("mmm", 10)


def test_what_turns_the_direction_of_its_neighbours_is_left_out() -> None:
    assert clean("a\u202eb\u2066c") == "abc"
    assert clean("שלום") == "שלום"


@given(st.text(max_size=80), st.floats(5, 400), st.integers(1, 4))
def test_wrapped_lines_fit(text: str, room: float, lines: int) -> None:
    text = clean(text)
    broken = wrap(text, room, 10, lines)
    assert 1 <= len(broken) <= lines
    assert all(width_of(line, 10) <= room or len(line) <= 1 for line in broken)
    if not broken[-1].endswith("…"):
        assert "".join(broken).replace(" ", "") == text.replace(" ", "")


def test_names_are_sorted_as_people_do() -> None:
    names = ["M=160", "M=20", "Llama-3.1", "M=10", "Llama-3", "a", "A"]
    assert sorted(names, key=in_order) == ["A", "a", "Llama-3", "Llama-3.1", "M=10", "M=20",
                                           "M=160"]  # fmt: skip
    assert natural("GPT-2") < natural("GPT-10")


def test_labels_are_spread_within_bounds() -> None:
    places = spread([0, 1, 2, 90, 99, 100], 10, 0, 100)
    assert places == [0, 10, 20, 80, 90, 100]


def test_scores_keep_their_digits() -> None:
    values = (1e-6, -0.004, 0.0, 0.01, -20000, 123456.7, 999.4, 2.5e10, 1e300)
    told = ["1e-6", "-0.004", "0.00", "0.01", "-20,000", "123,457", "999", "2.5e10", "1e300"]
    assert [score_text(value) for value in values] == told


def test_numbers_are_sorted_by_their_value_however_long() -> None:
    long = "9" * 5000
    names = [long, "10", "9", "012", "٣", "1" + "0" * 5000, "2"]
    assert sorted(names, key=natural) == ["2", "٣", "9", "10", "012", long, "1" + "0" * 5000]
