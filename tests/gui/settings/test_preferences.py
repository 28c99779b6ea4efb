"""What is remembered, and what is read from a file that somebody else, or nobody, wrote."""

import os
from dataclasses import fields
from pathlib import Path

import pytest

from core.errors import FileError
from gui.settings.preferences import Choice, Count, Folder, Preferences, Switch, TrainingPreferences
from gui.settings.settings_file import SettingsFile
from gui.settings.stored_values import Memory
from gui.style.theme import Scheme
from gui.style.translation import Language
from tests.gui.driving import Recorder

HOSTILE = {
    "noise": bytes(range(256)) * 20,
    "an open section": b'[General\nlanguage="abc\nscheme=dark\n',
    "nul": b"[General]\nlanguage=\0\0\nruns_at_once=\0\n",
    "lists": b"[General]\nlanguage=en, en\nscheme=dark, light\n"
    b"runs_at_once=2, 3\nruns_folder=/a, /b\n",
    "other kinds": b"[General]\nlanguage=@ByteArray(en)\nscheme=@Rect(1 2 3 4)\n"
    b"runs_at_once=@Size(3 3)\n",
    "giants": b"[General]\nlanguage="
    + b"e" * 190_000
    + b"\nthreads_per_run="
    + b"9" * 5000
    + b"\n",
    "nonsense": b"[General]\nlanguage=klingon\nscheme=7\nruns_at_once=1e3\n"
    b"threads_per_run=-1\nruns_folder=here\n",
    "half a character": b"[General]\nruns_folder=/tmp/\\xd800x\n",
    "half right": b"[General]\nlanguage=en\nruns_at_once=99\n[layout]\nwindow=12\n",
}


def opened(file):
    return Preferences(SettingsFile(file))


def values(preferences):
    return {each.name: getattr(preferences, each.name) for each in Preferences.described()}


DEFAULTS = {each.name: each.default for each in Preferences.described()}


def another(preference):
    """A value that is not the default."""
    match preference:
        case Choice():
            return next(value for value in preference.labels if value != preference.default)
        case Switch():
            return not preference.default
        case Count():
            return preference.high
        case Folder():
            return Path("/somewhere, else/运行").absolute()
    raise AssertionError(preference)


@pytest.mark.parametrize(
    "preference", Preferences.described(), ids=lambda preference: preference.name
)
def test_a_value_is_there_at_the_next_start(preference, tmp_path):
    first = opened(tmp_path / "x.ini")
    changed = Recorder(first.changed)
    value = another(preference)
    for _ in range(2):
        setattr(first, preference.name, value)
    assert changed.heard == [(preference.name,)]
    assert first.problem() is None  # and written
    assert values(opened(tmp_path / "x.ini")) == DEFAULTS | {preference.name: value}


@pytest.mark.parametrize("content", HOSTILE.values(), ids=HOSTILE)
def test_whatever_a_file_holds_every_value_is_one_that_can_be(content, tmp_path):
    (tmp_path / "x.ini").write_bytes(content)
    read = opened(tmp_path / "x.ini")
    expected = DEFAULTS | (
        {"language": Language.ENGLISH} if content == HOSTILE["half right"] else {}
    )
    assert values(read) == expected
    read.scheme = Scheme.DARK
    read.problem()
    assert opened(tmp_path / "x.ini").scheme is Scheme.DARK


def test_a_file_larger_than_any_is_neither_read_nor_written(tmp_path):
    (tmp_path / "x.ini").write_bytes(b"[General]\nlanguage=" + b"e" * 3_000_000)
    with pytest.raises(FileError, match="larger"):
        opened(tmp_path / "x.ini")


def test_a_damaged_file_is_told_of(tmp_path):
    (tmp_path / "x.ini").write_bytes(HOSTILE["an open section"])
    assert str(opened(tmp_path / "x.ini").problem()).startswith(
        f"The settings in {tmp_path / 'x.ini'} are damaged"
    )


def test_a_place_that_cannot_be_written_to_is_told_of(tmp_path):
    (tmp_path / "file").write_text("not a folder")
    preferences = opened(tmp_path / "file" / "x.ini")
    preferences.scheme = Scheme.DARK
    assert "cannot be kept" in str(preferences.problem())
    assert preferences.scheme is Scheme.DARK  # for this start


def test_reset_forgets_everything(tmp_path):
    preferences = opened(tmp_path / "x.ini")
    for each in Preferences.described():
        setattr(preferences, each.name, another(each))
    preferences.store("curves", "abc")
    preferences.reset()
    assert preferences.problem() is None
    again = opened(tmp_path / "x.ini")
    assert values(again) == DEFAULTS
    assert again.stored("curves") is None


def test_memory_keeps_nothing(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    preferences = Preferences(Memory())
    preferences.runs_at_once = 4
    preferences.store("curves", "abc")
    assert preferences.runs_at_once == 4
    assert preferences.stored("curves") == "abc"
    assert preferences.problem() is None
    assert Preferences(Memory()).runs_at_once == Preferences.runs_at_once.default
    assert os.listdir(tmp_path) == []


def test_every_preference_is_explained():
    for each in Preferences.described():
        assert str(each.title)
        assert str(each.about).endswith(".")
        assert each.read(each.format(each.default)) == each.default


def test_those_of_training_are_handed_over_together(preferences):
    assert preferences.training == TrainingPreferences()
    preferences.runs_at_once = 3
    preferences.threads_per_run = 2
    preferences.kept_epochs = 5
    preferences.tensorboard = True
    assert preferences.training == TrainingPreferences(3, 2, 5, True)
    assert all(hasattr(Preferences, field.name) for field in fields(TrainingPreferences))
