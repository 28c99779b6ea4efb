from dataclasses import replace

import pytest

from core.comparison.experiment import Kind
from core.comparison.judgement import judge
from core.comparison.results import Results
from core.comparison.trials import run as run_all
from core.data import datasets
from core.errors import SearchError
from core.lifecycle.job import TrainingJob
from core.lifecycle.session import train_and_keep
from core.run.control import Control
from core.run.events import CheckpointTaken, EndReason, EpochCompleted, RunEnded
from core.run.identity import unique_name
from core.run.record import RunRecord, RunState
from core.search import kept
from core.search.search import new_name
from core.search.study import Study
from core.search.trial import TrialState, winner_of
from core.search.trials import next_job, resumed, run
from core.storage import layout
from core.storage.layout import EPOCHS_FOLDER
from core.storage.records import open_run, outline, read_record
from tests.core.owners import give_away
from tests.core.search.searches import RATE, epoch_of, small_search

pytest.importorskip("optuna")


@pytest.fixture
def study_of(runs_dir):
    def make(search):
        """Open a search that is kept among the runs."""
        kept.write(runs_dir, search)
        return Study(search, kept.journal_of(runs_dir, search.name))

    return make


def controlled(_trial, job):
    return Control(job.run, threads=1, takes_checkpoints=True)


def ignore(_trial, _record):
    pass


def known(study):
    return [(t.number, dict(t.values), t.state, t.accuracies) for t in study.trials()]


def test_trials_are_ordinary_runs_of_which_pruned_ones_say_so(study_of, runs_dir, monkeypatch):
    search = small_search(epochs=10)
    study, report = study_of(search), Study.report

    def report_and_prune(self, number, epoch):
        report(self, number, epoch)
        return (number, epoch.epoch) == (1, 2)

    monkeypatch.setattr(Study, "report", report_and_prune)
    list(run(study, runs_dir, controlled, ignore))
    assert [len(trial.accuracies) for trial in study.trials()] == [4, 2, 4]
    states = {TrialState.COMPLETED: RunState.COMPLETED, TrialState.PRUNED: RunState.PRUNED}
    assert {trial.state for trial in study.trials()} == set(states)
    for trial in study.trials():
        record = read_record(runs_dir / trial.run)
        assert record.state is states[trial.state]
        assert record.comparison == search.name
        assert record.config == search.config(trial.values)
        epochs = tuple(epoch.validation_accuracy for epoch in record.epochs)
        assert epochs == trial.accuracies
        if record.state is RunState.PRUNED:
            assert "other trials were better" in str(record.end.message)
            assert open_run(runs_dir / trial.run).weights
        assert not (runs_dir / trial.run / EPOCHS_FOLDER).exists()  # there are many trials


def test_a_search_stopped_in_a_trial_goes_on_at_its_checkpoint(study_of, runs_dir):
    search = replace(small_search(epochs=16), name="whole")
    list(run(study_of(search), runs_dir, controlled, ignore))

    search = replace(search, name=new_name())
    study, began = study_of(search), []

    def start(trial, job):
        began.append(trial.number)
        return controlled(trial, job)

    events = run(study, runs_dir, start, ignore)
    for event in events:  # killed after the second epoch of the third trial
        if began[-1] == 2 and isinstance(event, EpochCompleted) and event.epoch == 2:
            next(events)  # the checkpoint
            break
    events.close()

    again = Study(search, kept.journal_of(runs_dir, search.name))
    assert len(again.trials()) == 3
    run_of_third = again.trials()[2].run
    events = list(run(again, runs_dir, controlled, ignore))
    first = next(event for event in events if isinstance(event, EpochCompleted))
    assert (first.run, first.epoch) == (run_of_third, 3)
    whole = Study(replace(search, name="whole"), kept.journal_of(runs_dir, "whole"))
    assert known(again) == known(whole)
    assert outline(runs_dir / run_of_third).epochs_done == 4


def test_a_trial_killed_after_its_last_checkpoint_counts_without_being_trained_again(
    study_of, runs_dir
):
    search = small_search(epochs=8)  # of two trials
    study, ended = study_of(search), []
    events = run(study, runs_dir, controlled, ignore)
    for event in events:
        if isinstance(event, CheckpointTaken) and event.checkpoint.epoch == 4:
            break
    events.close()

    again = Study(search, kept.journal_of(runs_dir, search.name))
    (before,) = again.trials()
    assert before.state is TrialState.RUNNING
    events = list(run(again, runs_dir, controlled, lambda trial, _: ended.append(trial.run)))
    first, second = again.trials()
    assert (first.run, first.state) == (before.run, TrialState.COMPLETED)
    assert first.accuracies == before.accuracies
    assert {event.run for event in events if isinstance(event, EpochCompleted)} == {second.run}
    assert ended == [first.run, second.run]
    assert len(layout.folders(runs_dir)) == 2
    assert outline(runs_dir / first.run).state is RunState.COMPLETED


@pytest.mark.parametrize("left", ["an empty folder", "no folder"])
def test_a_trial_killed_before_anything_was_written_begins_again(left, study_of, runs_dir):
    study = study_of(small_search())
    trial = study.ask(lambda: unique_name("trial"))
    if left == "an empty folder":
        (runs_dir / trial.run).mkdir()
    following, job = next_job(study, runs_dir)
    study.claim.give_up()
    assert (following.number, following.values) == (trial.number, trial.values)
    assert (job.run, job.start) == (following.run, None)
    assert job.run != trial.run


def test_a_stopped_trial_ends_the_search_and_stays_unfinished(study_of, runs_dir):
    study, controls = study_of(small_search()), []

    def start(trial, job):
        controls.append(controlled(trial, job))
        return controls[-1]

    ended = []
    for event in run(study, runs_dir, start, lambda *one: ended.append(one)):
        if isinstance(event, EpochCompleted) and len(controls) == 2:
            controls[-1].stop.set()
    assert len(controls) == 2
    assert len(ended) == 1
    assert [t.state for t in study.trials()] == [TrialState.COMPLETED, TrialState.RUNNING]


def test_poisoned_test_labels_change_neither_trials_nor_choice(study_of, runs_dir, monkeypatch):
    search = replace(small_search(epochs=16), name="honest")
    honest = study_of(search)
    list(run(honest, runs_dir, controlled, ignore))

    load = datasets.load
    monkeypatch.setattr(
        datasets,
        "load",
        lambda config: replace(data := load(config), test_y=(data.test_y + 1) % 10),
    )
    search = replace(search, name="poisoned")
    poisoned = study_of(search)
    list(run(poisoned, runs_dir, controlled, ignore))
    accuracies = [outline(runs_dir / trial.run).last.accuracy for trial in poisoned.trials()]
    assert max(accuracies) < 0.3
    assert known(poisoned) == known(honest)
    assert winner_of(poisoned.trials()).values == winner_of(honest.trials()).values


def test_a_search_over_learning_rate_and_width_ends_with_a_verdict_on_fresh_seeds(
    study_of, runs_dir
):
    search = small_search(epochs=16, seeds=2)
    study = study_of(search)
    list(run(study, runs_dir, controlled, ignore))
    winner = winner_of(study.trials())
    assert winner.accuracy == max(
        trial.accuracy for trial in study.trials() if trial.state is TrialState.COMPLETED
    )

    results = Results(search.verdict_between(winner.values))
    events = list(run_all(results, lambda planned: Control(f"{planned.member}{planned.seed}")))
    assert sum(isinstance(event, RunEnded) for event in events) == 4
    (verdict,) = judge(results).verdicts
    assert (verdict.a, verdict.b, verdict.seeds) == ("default", "winner", 2)


def test_a_journal_cannot_have_the_run_of_another_search_trained(study_of, runs_dir):
    other = study_of(small_search())
    events = run(other, runs_dir, controlled, ignore)
    for event in events:
        if isinstance(event, EpochCompleted):
            break
    events.close()
    (foreign,) = other.trials()

    study = study_of(small_search())
    trial = study.ask(lambda: foreign.run)
    following, job = next_job(study, runs_dir)
    study.claim.give_up()
    assert following.number == trial.number
    assert job.run != foreign.run
    assert job.start is None


def test_a_search_named_like_a_comparison_does_not_train_the_runs_of_that(study_of, runs_dir):
    search = replace(small_search(), name=unique_name(Kind.COMPARISON.value))
    study = study_of(search)
    trial = study.ask(lambda: "theirs")
    assert_not_trained(study, trial, search.config(trial.values), runs_dir)


def test_a_trial_does_not_train_a_run_of_other_settings(study_of, runs_dir):
    study = study_of(small_search())
    trial = study.ask(lambda: "theirs")
    config = study.search.config(trial.values | {RATE: 0.123})
    assert_not_trained(study, trial, config, runs_dir)


def test_a_run_that_somebody_else_has_put_there_is_no_trial(study_of, runs_dir, monkeypatch):
    study = study_of(small_search())
    trial = study.ask(lambda: "theirs")
    give_away(monkeypatch, runs_dir / trial.run)
    assert_not_trained(study, trial, study.search.config(trial.values), runs_dir)


def assert_not_trained(study, trial, config, runs_dir):
    """Check that a stopped run that states the search's name is not taken for this trial's."""
    job = TrainingJob(trial.run, config, runs_dir / trial.run, comparison=study.search.name)
    control = Control(job.run, takes_checkpoints=True)
    for event in train_and_keep(job, control):
        if isinstance(event, EpochCompleted):
            control.stop.set()
    following, begun = next_job(study, runs_dir)
    study.claim.give_up()
    assert following.number == trial.number
    assert begun.run != trial.run
    assert begun.start is None


def test_a_trial_that_another_process_trains_is_left_to_it(study_of, runs_dir, monkeypatch):
    study = study_of(small_search())
    trial = study.ask(lambda: "run")
    monkeypatch.setattr("core.storage.layout.is_in_use", lambda _folder: True)
    with pytest.raises(SearchError, match="trial 1"):
        resumed(study, trial, runs_dir)


def test_a_trial_that_was_asked_for_and_has_not_begun_is_left_to_who_asked(study_of, runs_dir):
    search = small_search()
    first, second = study_of(search), Study(search, kept.journal_of(runs_dir, search.name))
    trial, _ = next_job(first, runs_dir)
    with pytest.raises(SearchError, match="Another Inkling is training this search"):
        next_job(second, runs_dir)
    assert [one.run for one in second.trials()] == [trial.run]
    first.claim.give_up()
    following, _ = next_job(second, runs_dir)
    assert following.number == trial.number
    second.claim.give_up()


def test_a_trial_that_is_told_twice_keeps_its_first_end(study_of, runs_dir):
    study = study_of(small_search())
    trial, _ = next_job(study, runs_dir)
    study.claim.give_up()
    record = RunRecord(trial.run, study.search.config(trial.values))
    record.apply(epoch_of(trial.run, 1, 0.5))
    pruned, completed = (replace(record, epochs=[*record.epochs]) for _ in range(2))
    pruned.apply(RunEnded(trial.run, EndReason.PRUNED, 1))
    completed.apply(epoch_of(trial.run, 2, 0.9))
    completed.apply(RunEnded(trial.run, EndReason.COMPLETED, 2))
    study.tell(trial.number, pruned)
    (before,) = study.trials()
    again = Study(study.search, kept.journal_of(runs_dir, study.search.name))
    for told in (study, again):
        told.tell(trial.number, completed)
        assert told.trials() == (before,)
    assert before.state is TrialState.PRUNED
