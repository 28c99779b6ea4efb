import pytest

from core.plain_text import printable, unfit_character

# joiners of Persian, Hindi, Sinhala and emoji, and the flag of Scotland
NEEDED = (
    "می\u200cخواهم",
    "क्\u200dष",
    "ක්\u200dෂ",
    "❤\ufe0f\u200d🔥",
    "👩🏽\u200d🔬",
    "🏴\U000e0067\U000e0062\U000e0073\U000e0063\U000e0074\U000e007f",
)
INVISIBLE = (
    "\u200e\u200f\u061c\u200b\u200c\u200d\u2060\u2063\u206f\ufeff\u00ad\u180e"
    "\u115f\u1160\u3164\uffa0\u034f\U000e0041\U000e0001\ufffb\U0001d173"
)


@pytest.mark.parametrize("letter", INVISIBLE)
@pytest.mark.parametrize("text", ["a{}b", "{}run", "run{}", "run {} 2", "跑{}", "{}{}"])
def test_invisible_characters_are_shown_and_none_is_refused(text, letter):
    """A kept run with such a name must stay readable, and look different from its namesake."""
    name = text.replace("{}", letter)
    assert letter not in printable(name)
    assert letter.encode("unicode_escape").decode() in printable(name)
    assert unfit_character(name) is None


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
    "text", ["", "数字 3", "café “x” \\ {a}", "שלום", "👩\u200d🏫", "a\u00a0b", *NEEDED]
)
def test_all_other_texts_stay(text):
    assert printable(text) == text
    assert unfit_character(text) is None
