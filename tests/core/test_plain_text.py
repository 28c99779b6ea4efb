import pytest

from core.plain_text import printable, unfit_character


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("a\nb", r"a\nb"),
        ("\x1b[31mred", r"\x1b[31mred"),
        ("abc\u202efdp.exe", r"abc\u202efdp.exe"),
        ("half \ud800", r"half \ud800"),
        ("two\u2028lines", r"two\u2028lines"),
    ],
)
def test_characters_that_are_unfit_are_written_out(text, shown):
    assert printable(text) == shown
    assert unfit_character(text) is not None
    assert unfit_character(text) in shown
    assert unfit_character(shown) is None
    assert shown.encode()  # no surrogate is left


@pytest.mark.parametrize(
    "text", ["", "数字 3", "café “x” \\ {a}", "שלום", "👩\u200d🏫", "a\u00a0b"]
)
def test_all_other_texts_stay(text):
    assert printable(text) == text
    assert unfit_character(text) is None
