"""The files of searches."""

import errno
import json
from dataclasses import replace
from pathlib import Path

import pytest

from core.errors import FileError, SearchError
from core.search import kept
from core.search.search import judged_in
from core.search.study import Study
from core.storage.migration import SCHEMA
from tests.core.search.searches import small_search
from tests.faults.test_unread_files import failing

pytest.importorskip("optuna")


def test_a_search_is_read_as_it_was_written(runs_dir):
    search = judged_in(small_search(minutes=2.5), "20261124-134501-comparison-3f2ab4c7")
    kept.write(runs_dir, search)
    assert kept.read(runs_dir, search.name) == search
    assert kept.read_all(runs_dir).searches == (search,)


def test_its_folder_is_no_run(runs_dir):
    from core.storage.layout import list_runs

    kept.write(runs_dir, small_search())
    listing = list_runs(runs_dir)
    assert not listing.written
    assert not listing.problems


def test_a_damaged_one_is_named_and_hides_no_other(runs_dir):
    search = small_search()
    kept.write(runs_dir, search)
    (runs_dir / "searches" / "other.json").write_text("{}")
    stored = kept.read_all(runs_dir)
    assert stored.searches == (search,)
    (problem,) = stored.problems
    assert "other.json is damaged" in str(problem)


@pytest.mark.parametrize("name", ["../other/x", "/tmp/x", "//host/share/x", "C:x", ".", "x.y"])
def test_its_comparison_is_a_name_and_no_path(name, runs_dir):
    search = small_search()
    kept.write(runs_dir, judged_in(search, name))
    with pytest.raises(kept.FileError, match="is damaged: comparison"):
        kept.read(runs_dir, search.name)


def test_one_that_is_not_there_is_named(runs_dir):
    with pytest.raises(kept.FileError, match="There is no search 'nothing'"):
        kept.read(runs_dir, "nothing")


def test_names_that_inkling_makes_are_listed_before_others(runs_dir, monkeypatch):
    monkeypatch.setattr(kept, "MAX_SEARCHES", 2)
    own = [small_search() for _ in range(2)]
    for search in (*own, replace(small_search(), name="zzz")):
        kept.write(runs_dir, search)
    found = kept.read_all(runs_dir)
    assert {one.name for one in found.searches} == {one.name for one in own}
    assert "zzz" in str(found.problems[0])


def test_no_number_of_files_hides_those_whose_trials_are_here(runs_dir, monkeypatch):
    """Neither newer ones nor damaged ones; and a thousand faults are not told one by one."""
    monkeypatch.setattr(kept, "MAX_SEARCHES", 3)
    own = small_search()
    kept.write(runs_dir, own)
    (runs_dir / "a-trial").mkdir()
    stated = {"schema": SCHEMA, "config": {}, "comparison": own.name}
    (runs_dir / "a-trial" / "run.json").write_text(json.dumps(stated), encoding="utf-8")
    for number in range(4):
        kept.write(runs_dir, replace(small_search(), name=f"29990101-000000-search-{number:08}"))
    for number in range(30):
        damaged = runs_dir / "searches" / f"29990102-000000-search-{number:08}.json"
        damaged.write_text("{}", encoding="utf-8")

    found = kept.read_all(runs_dir)
    assert own in found.searches
    assert len(found.searches) == 3
    *damaged, more, hidden = map(str, found.problems)
    assert len(damaged) == kept.MAX_PROBLEMS
    assert more.startswith("Also unreadable of the searches in ")
    assert more.endswith(": 20.")
    assert "2, the first of them 29990101-000000-search-00000001" in hidden


def test_of_too_many_the_newest_are_listed_where_the_runs_cannot_be(runs_dir, monkeypatch):
    monkeypatch.setattr(kept, "MAX_SEARCHES", 1)
    names = [f"29990101-000000-search-{number:08}" for number in range(2)]
    for name in names:
        kept.write(runs_dir, replace(small_search(), name=name))
    with failing("runs", "listdir"), failing("runs", "scandir"):
        assert [one.name for one in kept.read_all(runs_dir).searches] == names[1:]


def test_a_folder_that_is_a_link_is_neither_read_nor_written(runs_dir, tmp_path):
    search, elsewhere = small_search(), tmp_path / "elsewhere"
    kept.write(runs_dir, search)
    study = Study(search, kept.journal_of(runs_dir, search.name))
    (runs_dir / "searches").rename(elsewhere)
    (runs_dir / "searches").symlink_to(elsewhere, target_is_directory=True)
    before = {file.name: file.read_bytes() for file in elsewhere.iterdir()}
    with pytest.raises(kept.FileError, match="is not a folder"):
        kept.read(runs_dir, search.name)
    found = kept.read_all(runs_dir)
    assert found.searches == ()
    assert "searches is not a folder" in str(found.problems[0])
    for work in (
        lambda: Study(search, kept.journal_of(runs_dir, search.name)),
        lambda: study.ask(lambda: "run"),
        study.claim.take,
    ):
        with pytest.raises(SearchError, match="is a link"):
            work()
    for work in (kept.write, lambda *_: kept.delete(runs_dir, search.name)):
        with pytest.raises(kept.FileError):
            work(runs_dir, search)
    assert {file.name: file.read_bytes() for file in elsewhere.iterdir()} == before


@pytest.mark.parametrize("number", [errno.EACCES, errno.EIO])
def test_a_folder_that_cannot_be_listed_hides_none_in_silence(number, runs_dir):
    kept.write(runs_dir, small_search())
    with failing("searches", "listdir", number), failing("searches", "scandir", number):
        (problem,) = kept.read_all(runs_dir).problems
    assert "searches cannot be read" in str(problem)


def test_all_of_them_go_when_it_is_deleted(runs_dir):
    search = small_search()
    kept.write(runs_dir, search)
    study = Study(search, kept.journal_of(runs_dir, search.name))
    study.claim.take()
    study.claim.give_up()
    kept.delete(runs_dir, search.name)
    assert not list((runs_dir / "searches").glob("*"))


def test_what_another_process_trains_is_not_deleted(runs_dir):
    search = small_search()
    kept.write(runs_dir, search)
    study = Study(search, kept.journal_of(runs_dir, search.name))
    study.claim.take()
    before = sorted((runs_dir / "searches").iterdir())
    with pytest.raises(SearchError, match="Another Inkling is training this search"):
        kept.delete(runs_dir, search.name)
    assert sorted((runs_dir / "searches").iterdir()) == before
    kept.delete(runs_dir, search.name, study.claim)
    assert not list((runs_dir / "searches").iterdir())


def test_a_deletion_that_is_cut_short_leaves_what_is_listed(runs_dir, monkeypatch):
    search = small_search()
    kept.write(runs_dir, search)
    Study(search, kept.journal_of(runs_dir, search.name))
    unlink = Path.unlink

    def power_fails(file, **options):
        unlink(file, **options)
        raise OSError("the power fails")

    monkeypatch.setattr(Path, "unlink", power_fails)
    with pytest.raises(FileError, match="cannot be deleted"):
        kept.delete(runs_dir, search.name)
    monkeypatch.undo()
    assert kept.read_all(runs_dir).searches == (search,)
    with pytest.raises(SearchError, match="journal of the search is gone"):
        kept.journal_for(runs_dir, search, is_new=False)
    kept.delete(runs_dir, search.name)
    assert not list((runs_dir / "searches").iterdir())


def test_one_that_is_gone_does_not_come_back_with_its_verdict(runs_dir):
    search = small_search()
    kept.write(runs_dir, search)
    kept.delete(runs_dir, search.name)
    with pytest.raises(FileError, match="There is no search"):
        kept.write(runs_dir, judged_in(search, "a-comparison"), must_exist=True)
    assert not kept.read_all(runs_dir).searches


def test_more_than_are_listed_are_named(runs_dir, monkeypatch):
    monkeypatch.setattr(kept, "MAX_SEARCHES", 2)
    searches = [small_search() for _ in range(3)]
    for search in searches:
        kept.write(runs_dir, search)
    found = kept.read_all(runs_dir)
    assert len(found.searches) == 2
    (problem,) = found.problems
    (hidden,) = {one.name for one in searches} - {one.name for one in found.searches}
    assert hidden in str(problem)
