import json
import os
import shutil
import subprocess
import tracemalloc

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from core.plain_text import (
    is_plain_json,
    printable,
    shell_word,
    unfit_character,
    unfit_in,
    visible,
)

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


def test_each_letter_alone_is_shown_as_within_a_text_with_others():
    """Of a text that Python can print as a whole, no letter is asked about."""
    letters = [chr(number) for number in range(0x11000)]
    fit = [letter for letter in letters if letter.isprintable()]
    assert not any(map(unfit_character, fit))
    beside = ("字{}\u3000字", "字{}字")  # the first cannot be printed: a space that is no usual one
    for letter in fit[::37]:
        slow, quick = (printable(text.format(letter)) for text in beside)
        assert slow.replace("\u3000", "") == quick


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


class TestShellWord:
    @pytest.mark.parametrize(
        ("text", "word"),
        [
            ("/home/x/runs.v2_1", "/home/x/runs.v2_1"),
            ("教室.json", "教室.json"),
            ("my runs (2)", '"my runs (2)"'),
            ("~/runs", '"~/runs"'),
        ],
    )
    def test_usual_names_and_paths_stay(self, text, word):
        assert shell_word(text, "FILE") == word

    @pytest.mark.parametrize(
        "text",
        [
            *("a;b", "$(x)", "`x`", "a&b", "a|b", "a>b", "%PATH%", "!x", "*", "-x", "--x", ""),
            *("it's", 'a"b', "“x”", "a\nb", "{a,b}", "a=b", "^x", "@x;y", " -x;", "#x"),
        ],
    )
    def test_what_a_shell_could_take_for_more_is_left_out(self, text):
        assert shell_word(text, "FILE") == "FILE"

    @pytest.mark.skipif(os.name != "posix", reason="the shells are those of Unix")
    @pytest.mark.parametrize("shell", ["sh", "bash", "dash", "zsh", "fish"])
    def test_a_shell_reads_it_as_one_word(self, shell, tmp_path):
        if shutil.which(shell) is None:
            pytest.skip(f"{shell} is not installed")
        texts = [f"a{chr(code)}{first}b" for code in range(32, 127) for first in "a ("]
        texts += [chr(code) + "b" for code in range(33, 127)]
        words = [shell_word(text, "FILE") for text in texts]
        command = f"printf '%s\\n' {' '.join(words)}"
        read = subprocess.run(
            [shell, "-c", command], cwd=tmp_path, capture_output=True, text=True, check=True
        )
        expected = [
            "FILE" if word == "FILE" else text for text, word in zip(texts, words, strict=True)
        ]
        assert read.stdout.splitlines() == expected
