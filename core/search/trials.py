"""The trials of a search, trained and told to its study."""

from collections.abc import Callable, Collection, Iterator
from dataclasses import replace
from functools import partial
from pathlib import Path

from core.errors import RunFolderError, SearchError
from core.lifecycle.continuing import continuation
from core.lifecycle.job import TrainingJob, job_from
from core.lifecycle.session import train_and_keep
from core.messages import message
from core.owners import is_mine_or_of
from core.run.control import Control
from core.run.events import Event
from core.run.identity import new_id
from core.run.record import RunRecord
from core.search.kept import journal_of
from core.search.study import Study
from core.search.trial import Trial, TrialState, state_of
from core.storage import layout
from core.storage.description import is_run_missing
from core.storage.records import read_record

Train = Callable[[TrainingJob, Control], Iterator[Event]]
KEPT_EPOCHS = 0  # of a trial: there are many, and a search looks back at none


def next_job(
    study: Study, runs_dir: Path, in_training: Collection[int] = ()
) -> tuple[Trial, TrainingJob] | None:
    """Return the next trial, with the job that trains it; None when the budget is spent.

    Takes the study's claim, which whoever trains gives up when no trial follows.

    A trial that a killed process, or a stop, left unfinished comes first. Its run goes on at its
    checkpoint, or begins again if it has none; whatever has ended meanwhile is told to the study.

    Args:
        in_training: the numbers of trials that train now.

    Raises:
        SearchError: if the journal cannot be used, or another process is training the search.
    """
    study.claim.take()
    for trial in study.trials():
        if trial.state is not TrialState.RUNNING or trial.number in in_training:
            continue
        job = resumed(study, trial, runs_dir)
        if job is not None:
            return replace(trial, run=job.run), job

    new = study.ask(lambda: new_id(study.search.base))
    return None if new is None else (new, new_job(study, new, runs_dir))


def new_job(study: Study, trial: Trial, runs_dir: Path) -> TrainingJob:
    """Return the job that trains a trial from its first epoch on."""
    return TrainingJob(
        trial.run,
        study.search.config(trial.values),
        runs_dir / trial.run,
        kept_epochs=KEPT_EPOCHS,
        must_be_kept=True,
        comparison=study.search.name,
        is_pruned=partial(study.report, trial.number),
    )


def resumed(study: Study, trial: Trial, runs_dir: Path) -> TrainingJob | None:
    """Return the job that trains an unfinished trial to its end; None if its run has ended.

    Raises:
        SearchError: if the journal cannot be used, or another process is training the run.
    """
    folder = runs_dir / trial.run
    if layout.is_in_use(folder):
        raise SearchError(
            message(
                "Another Inkling is training trial {number} of this search; the search can go on "
                "here afterwards.",
                number=trial.number + 1,
            )
        )
    if is_run_missing(folder):
        return _begun_again(study, trial, runs_dir)
    try:
        record = read_record(folder)
    except RunFolderError:
        return _begun_again(study, trial, runs_dir)

    search = study.search
    is_of_search = record.search == search.name and record.config == search.config(trial.values)
    if not is_of_search or not is_mine_or_of(folder, journal_of(runs_dir, search.name)):
        return _begun_again(study, trial, runs_dir)  # whoever wrote the journal
    for epoch in record.epochs:
        study.report(trial.number, epoch)
    if state_of(record) is not TrialState.FAILED:
        study.tell(trial.number, record)
        return None
    try:
        start = continuation(folder, search.base.epochs)
    except RunFolderError:
        return _begun_again(study, trial, runs_dir)
    is_pruned = partial(study.report, trial.number)
    return replace(job_from(start), kept_epochs=KEPT_EPOCHS, must_be_kept=True, is_pruned=is_pruned)


def _begun_again(study: Study, trial: Trial, runs_dir: Path) -> TrainingJob:
    """Return a job with another run for a trial whose run is gone, or cannot be read."""
    run = new_id(study.search.base)
    study.assign(trial, run)
    return new_job(study, replace(trial, run=run), runs_dir)


def run(
    study: Study,
    runs_dir: Path,
    start: Callable[[Trial, TrainingJob], Control],
    ended: Callable[[Trial, RunRecord], None],
    train: Train = train_and_keep,
) -> Iterator[Event]:
    """Train trials one after the other until the budget is spent; yields their events.

    A trial that was stopped stays unfinished, and the search with it.

    Args:
        start: gives a trial's run its stop event and threads, just before it is trained.
        ended: called with each trial that has ended, and its record.

    Raises:
        SearchError: if the journal cannot be used, or another process is training the search.
        RunFolderError: if a run cannot be kept.
    """
    try:
        while (following := next_job(study, runs_dir)) is not None:
            trial, job = following
            control = start(trial, job)
            record = job.start.record.at_start(job.run, job.config) if job.start else None
            record = record or RunRecord(job.run, job.config)
            for event in train(job, control):
                record.apply(event)
                yield event
            if control.stop.is_set() and state_of(record) is TrialState.FAILED:
                return
            study.tell(trial.number, record)
            ended(trial, record)
    finally:
        study.claim.give_up()
