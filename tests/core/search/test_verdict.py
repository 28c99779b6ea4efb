"""The comparison that judges a winner is begun once, whatever happens meanwhile."""

from dataclasses import replace

import pytest

from core.comparison.kept import files
from core.comparison.results import Results
from core.errors import FileError, RunNotReadableError
from core.lifecycle.job import TrainingJob
from core.lifecycle.session import train_and_keep
from core.messages import message
from core.run.control import Control
from core.search import kept, verdict
from core.search.search import judged_in
from core.storage import layout
from tests.core.owners import give_away
from tests.core.search.searches import RATE, UNITS, small_search

VALUES = {RATE: 0.1, UNITS: 64}


@pytest.fixture
def search(runs_dir):
    made = small_search()
    kept.write(runs_dir, made)
    return made


def begin(runs_dir, search, values=VALUES):
    """Begin it as a process does that has just read the search."""
    return verdict.begin(runs_dir, kept.read(runs_dir, search.name), values)


@pytest.mark.parametrize("module", [files, kept], ids=["comparison", "search"])
def test_power_that_fails_before_or_while_it_is_noted_leaves_one(
    module, runs_dir, search, monkeypatch
):
    def fail(*_arguments, **_options):
        raise FileError(message("The power failed."))

    with monkeypatch.context() as patch:
        patch.setattr(module, "write", fail)
        with pytest.raises(FileError, match="power"):
            begin(runs_dir, search)
    begun = begin(runs_dir, search)
    assert files.read_all(runs_dir).comparisons == (begun,)
    assert kept.read(runs_dir, search.name) == judged_in(search, begun.name)
    assert begin(runs_dir, search) == begun


def test_one_that_was_deleted_is_begun_again(runs_dir, search):
    first = begin(runs_dir, search)
    files.delete(runs_dir, first.name)
    again = begin(runs_dir, search)
    assert (again.name, again.experiment) == (first.name, first.experiment)
    assert not set(again.runs) & set(first.runs)


def test_one_that_compares_something_else_stays_as_it_is(runs_dir, search):
    other = begin(runs_dir, search, {RATE: 0.2, UNITS: 64})
    begun = begin(runs_dir, search)
    assert files.read_all(runs_dir).comparisons == (other, begun)


def test_a_search_with_a_name_of_its_own_has_a_comparison_too(runs_dir):
    searches = [replace(small_search(), name=name) for name in ("mine", "mine-search-mine")]
    for search in searches:
        kept.write(runs_dir, search)
        begin(runs_dir, search)
    assert len(files.read_all(runs_dir).comparisons) == 2


def test_a_run_that_cannot_be_read_for_a_moment_is_not_replaced(runs_dir, search, monkeypatch):
    begun = begin(runs_dir, search)
    run = next(iter(begun.runs))
    (runs_dir / run).mkdir()
    (runs_dir / run / layout.RUN_FILE).write_text("{")

    def fail(_folder):
        raise RunNotReadableError(message("The disk is away."))

    results = Results(begun.experiment)
    with monkeypatch.context() as patch:
        patch.setattr("core.storage.records.outline", fail)
        with pytest.raises(RunNotReadableError):
            verdict.with_results(runs_dir, begun, results)
    assert files.read_all(runs_dir).comparisons == (begun,)
    changed = verdict.with_results(runs_dir, begun, results)  # of the damaged one
    assert run not in changed.runs


def test_one_that_somebody_else_has_put_there_is_not_taken(runs_dir, search, monkeypatch):
    theirs = begin(runs_dir, search)
    with monkeypatch.context() as patch:
        give_away(patch, runs_dir / "comparisons" / f"{theirs.name}.json")
        mine = begin(runs_dir, kept.read(runs_dir, search.name))
    assert mine.name != theirs.name
    assert not set(mine.runs) & set(theirs.runs)
    assert begin(runs_dir, kept.read(runs_dir, search.name)) == mine


def test_a_run_that_somebody_else_has_put_there_is_not_judged(runs_dir, search, monkeypatch):
    begun = begin(runs_dir, search)
    run, planned = next(iter(begun.runs.items()))
    for _ in train_and_keep(TrainingJob(run, planned.config, runs_dir / run), Control(run)):
        pass
    with monkeypatch.context() as patch:
        give_away(patch, runs_dir / run)
        again = begin(runs_dir, search)
    assert again.name == begun.name
    assert run not in again.runs
    assert planned in again.runs.values()
    assert files.read_all(runs_dir).comparisons == (again,)
    assert (runs_dir / run).exists()


def test_a_damaged_one_is_named(runs_dir, search):
    begun = begin(runs_dir, search)
    (runs_dir / "comparisons" / f"{begun.name}.json").write_text("{}")
    with pytest.raises(FileError, match="is damaged"):
        begin(runs_dir, search)
