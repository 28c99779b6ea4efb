import json
import tracemalloc

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from core.plain_text import is_plain_json, printable, unfit_character, unfit_in, visible

# joiners of Persian, Hindi, Sinhala and emoji, selectors of variants, and the flag of Scotland
NEEDED = (
    "می\u200cخواهم",
    "क्\u200dष",
    "ක්\u200dෂ",
    "❤\ufe0f\u200d🔥",
    "👩🏽\u200d🔬",
    "☎\ufe0e 1\ufe0f\u20e3 🏳\ufe0f\u200d🌈",
    "🏴\U000e0067\U000e0062\U000e0073\U000e0063\U000e0074\U000e007f",
)
INVISIBLE = (
    "\u200e\u200f\u061c\u200b\u200c\u200d\u2060\u2063\u206f\ufeff\u00ad\u180e"
    "\u115f\u1160\u3164\uffa0\u034f\U000e0041\U000e0001\ufffb\U0001d173"
    "\ufe00\ufe0e\ufe0f\u2800\ufff0\ufdd0\ufffe\uffff\U0001bca0"
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


@pytest.mark.parametrize(("text", "shown"), [(" ", r"\x20"), ("\u3000 ", r"\u3000\x20")])
def test_a_text_of_nothing_but_space_is_seen(text, shown):
    """As the name of a class may be; a run's name is none then."""
    assert visible(text) == shown
    assert visible(f"{text}a") == f"{text}a"


@pytest.mark.parametrize(
    ("value", "unfit"),
    [
        ({"a": [{"b": "fit"}, {"b": "\n"}]}, ("a.1.b", r"\n")),
        ({"a": {"b\t": 1}, "c": "\n"}, (r"a.b\t", r"\t")),
        (["\x00"], ("0", r"\x00")),
        ("\u202e", ("", r"\u202e")),
        ({"a": ["fit", 1, None, True]}, None),
    ],
)
def test_the_first_unfit_text_of_a_json_value_is_named(value, unfit):
    assert unfit_in(value) == unfit


def test_paths_are_written_only_for_the_text_that_is_refused():
    """A million letters of names around a hundred thousand numbers: all paths are 10^11 letters."""
    value = [*range(100_000), "\n"]
    for _ in range(500):
        value = {"n" * 2000: value}
    tracemalloc.start()
    try:
        path, character = unfit_in(value)
        assert tracemalloc.get_traced_memory()[1] < 50_000_000
    finally:
        tracemalloc.stop()
    assert (path[-7:], len(path) < 2000, character) == (".100000", True, r"\n")


@given(
    st.recursive(st.text(), lambda part: st.lists(part) | st.dictionaries(st.text(), part)),
    st.booleans(),
    st.sampled_from(["utf-8", "utf-16-le", "utf-16-be", "utf-32-le", "utf-32-be"]),
)
@example(["\u202e"], False, "utf-16-le")
def test_json_that_is_plain_holds_no_unfit_text(value, is_ascii, encoding):
    content = json.dumps(value, ensure_ascii=is_ascii).encode(encoding, errors="surrogatepass")
    if is_plain_json(content):
        assert unfit_in(value) is None


def test_usual_json_is_plain():
    assert is_plain_json(json.dumps({"run": "mlp", "seeds": [1, 2.5], "name": None}).encode())
    assert not is_plain_json(b'"\x7f"')
    assert not is_plain_json(b'"a\\nb"')
    assert not is_plain_json('"\u202e"'.encode())
