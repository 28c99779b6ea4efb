import time
from datetime import UTC, datetime

import pytest

from core.run.identity import is_id, is_plausible, made_at, unique_name


def test_a_name_has_a_stamp_a_word_and_a_tail_and_is_an_id():
    name = unique_name("comparison")
    assert name.split("-")[2] == "comparison"
    assert is_id(name)
    assert made_at(name) is not None


def test_without_a_word_there_are_stamp_and_tail_only():
    assert len(unique_name().split("-")) == 3


@pytest.mark.parametrize("text", ["", ".hidden", "-dash", "../up", "a/b", "a b", "a\n", "a" * 121])
def test_what_could_lead_out_of_a_folder_is_no_id(text):
    assert not is_id(text)


@pytest.mark.parametrize(
    ("year", "is_it"), [(1969, False), (1970, True), (2999, True), (3000, False)]
)
def test_of_a_time_that_a_file_states_every_system_knows_the_local_one(year, is_it):
    assert is_plausible(datetime(year, 12, 31, 23, 59, tzinfo=UTC)) is is_it


@pytest.mark.parametrize("zone", ["Asia/Shanghai", "America/New_York"])
@pytest.mark.parametrize("stamp", ["99991231-235959", "00010101-000000"])
def test_a_date_at_the_end_of_all_dates_raises_nothing(stamp, zone, monkeypatch):
    monkeypatch.setenv("TZ", zone)
    time.tzset()
    try:
        made_at(f"{stamp}-mine-00000001")
    finally:
        monkeypatch.undo()
        time.tzset()
