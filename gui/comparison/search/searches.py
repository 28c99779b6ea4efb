"""Searches of this window and of earlier ones: their trials are trained, then the winner judged."""

from collections.abc import Collection, Sequence
from dataclasses import replace
from functools import partial
from pathlib import Path

from PySide6.QtCore import QObject, Signal

from core.file_presence import is_missing
from core.lifecycle.job import TrainingJob
from core.messages import Message, message
from core.run.record import RunRecord, RunState
from core.search import kept, verdict
from core.search.search import Search
from core.search.study import Study
from core.search.trial import Trial
from core.search.trials import next_job
from core.search.verdict import Conclusion, nothing_to_judge
from gui.background.jobs import JobQueue, ignore_result
from gui.comparison.comparison import Comparison
from gui.comparison.comparisons import Comparisons
from gui.comparison.search.shown_search import ShownSearch
from gui.runs.run_controller import RunController
from gui.runs.run_store import RunStore


class Searches(QObject):
    """Trains the trials of searches, as many at once as other runs, and has the winner judged.

    A search whose trial is stopped by hand stops; it can go on at any time, also in another window.

    Args:
        runs_dir: the folder of runs, in which searches are kept too; without it none can begin.

    Signals:
        added(object): a `ShownSearch` was started.
        listed(): searches of earlier windows were added, or one was deleted.
        changed(object): the trials or the state of this `ShownSearch` changed.
        judged(): a comparison judges the winner of a search from now on.
    """

    added = Signal(object)
    listed = Signal()
    changed = Signal(object)
    judged = Signal()

    def __init__(
        self,
        store: RunStore,
        controller: RunController,
        comparisons: Comparisons,
        jobs: JobQueue,
        parent: QObject | None = None,
        *,
        runs_dir: Path | None = None,
    ) -> None:
        super().__init__(parent)
        self._store = store
        self._controller = controller
        self._comparisons = comparisons
        self._jobs = jobs
        self._runs_dir = runs_dir
        self._all: list[ShownSearch] = []
        store.run_changed.connect(self._on_run_changed)
        controller.run_ended.connect(self._on_run_ended)

    def all(self) -> Sequence[ShownSearch]:
        """Return the searches of this window and of earlier ones, the oldest first."""
        return tuple(self._all)

    def without_comparison(self) -> list[ShownSearch]:
        """Return the searches that stand above no comparison, as while no winner is judged."""
        comparisons = {one.kept.name: one for one in self._comparisons.all()}
        judging = {one: comparisons.get(one.search.comparison) for one in self._all}
        return [
            one
            for one, comparison in judging.items()
            if comparison is None or self.of(comparison) is not one
        ]

    def of(self, comparison: Comparison) -> ShownSearch | None:
        """Return the search whose winner a comparison judges.

        A file that came from elsewhere may name any comparison and have any name. So one whose
        trials are here goes first, and one without any must be what the comparison is named after.
        """
        name = comparison.kept.name
        named = [one for one in self._all if one.search.comparison == name]
        own = [one for one in named if verdict.own_name(one.search) == name]
        # whose trials are here need not be looked up where none but it names the comparison
        trained = None if named == own else next(filter(self.runs_of, [*own, *named]), None)
        return trained or next(iter(own), None)

    def comparison_for(self, shown: ShownSearch) -> Comparison | None:
        """Return the comparison that judges the winner of a search, if it is listed."""
        name = shown.search.comparison
        named = (one for one in self._comparisons.all() if one.kept.name == name)
        return next((one for one in named if self.of(one) is shown), None)

    def has_run(self, shown: ShownSearch, run: str) -> bool:
        """Return whether a run is here and was trained for a search; its journal may name any."""
        return self.name_for(run) == shown.search.name

    def name_for(self, run: str) -> str | None:
        """Return the name of the search that a run states to be a trial of, if it is one's."""
        entry = self._store.get(run)
        return None if entry is None else entry.record.search

    def runs_of(self, shown: ShownSearch) -> list[str]:
        """List the runs that are here and were trained for a search."""
        runs = (entry.record.run for entry in self._store.entries())
        return [run for run in runs if self.has_run(shown, run)]

    def close(self) -> None:
        """Leave the searches to other windows, once nothing of this one runs any more."""
        for shown in self._all:
            if shown.study is not None:
                shown.study.claim.give_up()

    def find(self) -> None:
        """List the searches that earlier windows and commands have kept."""
        if self._runs_dir is not None:
            self._jobs.submit(partial(kept.read_all, self._runs_dir), self._on_found)

    def _on_found(self, stored: kept.StoredSearches) -> None:
        known = {one.search.name for one in self._all}
        earlier = [
            ShownSearch(one, is_earlier=True) for one in stored.searches if one.name not in known
        ]
        self._all[:0] = earlier
        for problem in stored.problems:
            self._jobs.report(problem)
        if earlier:
            self.listed.emit()

    # what the user does with a search

    def start(self, search: Search) -> None:
        """Begin a search; hide runs that are over, so that its own stand out."""
        self._store.hide_what_is_over()
        shown = ShownSearch(search, is_new=True)
        self._all.append(shown)
        self.go_on(shown)
        self.added.emit(shown)

    def go_on(self, shown: ShownSearch) -> None:
        """Train trials, those first that were left unfinished."""
        if shown.is_running:
            return
        shown.is_running, shown.problem = True, None
        if shown.study is not None:
            self._ask(shown)
        elif not shown.is_asking:
            self._open(shown)
        self._on_changed(shown)

    def stop(self, shown: ShownSearch) -> None:
        """Stop the trials that train, and begin no others."""
        shown.is_running = False
        for run in tuple(shown.training):
            self._controller.stop(run)
        self._on_changed(shown)

    def look_at(self, shown: ShownSearch) -> None:
        """Have the trials of an earlier search read, unless they are known."""
        if shown.study is None and not shown.is_asking and shown.problem is None:
            self._open(shown)

    def delete(self, shown: ShownSearch) -> None:
        """Forget a search, whose runs stay."""
        if shown in self._all and self._runs_dir is not None:
            self.stop(shown)
            place = self._all.index(shown)
            self._all.remove(shown)
            claim = None if shown.study is None else shown.study.claim
            self._jobs.submit(
                partial(kept.delete, self._runs_dir, shown.search.name, claim),
                ignore_result,
                partial(self._on_not_deleted, shown, place),
                must_finish=True,
                purpose="deleting a search",
            )
            self.listed.emit()

    def _on_not_deleted(self, shown: ShownSearch, place: int, reason: Message) -> None:
        """List it again, and say why it is still there."""
        self._all.insert(place, shown)
        self._jobs.report(reason)
        self.listed.emit()

    def _on_changed(self, shown: ShownSearch) -> None:
        """Tell views; leave a search that has stopped to other windows."""
        is_idle = not (shown.is_running or shown.is_asking or shown.training)
        if is_idle and shown.study is not None:
            shown.study.claim.give_up()
        self.changed.emit(shown)

    # its trials

    def _open(self, shown: ShownSearch) -> None:
        if self._runs_dir is None:
            reason = message("A search needs a folder in which runs are kept.")
            self._fail(shown, reason)
            return
        shown.is_asking = True
        work = partial(_opened, shown.search, self._runs_dir, is_new=shown.is_new)
        self._jobs.submit(work, partial(self._on_opened, shown), partial(self._fail, shown))

    def _on_opened(self, shown: ShownSearch, opened: tuple[Study, tuple[Trial, ...], bool]) -> None:
        shown.is_asking = shown.is_new = False
        shown.study, shown.trials, is_spent = opened
        if shown.is_running:
            self._ask(shown)
        elif is_spent and not shown.search.comparison:
            shown.problem = nothing_to_judge(shown.search, shown.best)
            shown.is_over = shown.problem is not None
        self._on_changed(shown)

    def _fail(self, shown: ShownSearch, reason: Message | None) -> None:
        shown.is_running = shown.is_asking = False
        shown.problem = reason
        for run in tuple(shown.training):
            self._controller.stop(run)
        self._on_changed(shown)

    def _ask(self, shown: ShownSearch) -> None:
        """Look for the next trial if one more may train."""
        is_free = len(shown.training) < self._controller.runs_at_once
        if shown.study is None or shown.is_asking or not shown.is_running or not is_free:
            return
        assert self._runs_dir is not None
        shown.is_asking = True
        in_training = frozenset(shown.training.values())
        work = partial(next_job, shown.study, self._runs_dir, in_training)
        self._jobs.submit(work, partial(self._on_job, shown), partial(self._fail, shown))

    def _on_job(self, shown: ShownSearch, following: tuple[Trial, TrainingJob] | None) -> None:
        shown.is_asking = False
        if following is None:
            self._end_if_spent(shown)
        elif shown.is_running:
            trial, job = following
            shown.training[job.run] = trial.number
            shown.trials = _with(shown.trials, trial)
            self._controller.train(job)
            self._ask(shown)
        self._on_changed(shown)

    def _on_run_changed(self, run: str) -> None:
        """Show the accuracy of a trial after each epoch."""
        for shown in self._all:
            entry = self._store.get(run)
            if run not in shown.training or entry is None:
                continue
            trial = next(one for one in shown.trials if one.number == shown.training[run])
            if len(trial.accuracies) != len(entry.record.epochs):
                held_out = (epoch.validation_accuracy for epoch in entry.record.epochs)
                accuracies = tuple(one for one in held_out if one is not None)
                shown.trials = _with(shown.trials, replace(trial, accuracies=accuracies))
                self._on_changed(shown)

    def _on_run_ended(self, run: str) -> None:
        for shown in self._all:
            if run in shown.training and shown.study is not None:
                entry = self._store.get(run)
                record = entry.record if entry is not None else None
                if record is None or record.state is RunState.STOPPED:
                    del shown.training[run]
                    self.stop(shown)  # what it lacks is trained when the search goes on
                elif record.end is not None and not record.end.has_begun:
                    self._on_not_told(shown, run, record.end.message)
                else:
                    work = partial(_told, shown.study, shown.training[run], record)
                    told = partial(self._on_told, shown, run)
                    failed = partial(self._on_not_told, shown, run)
                    self._jobs.submit(
                        work, told, failed, must_finish=True, purpose="keeping a trial"
                    )

    def _on_not_told(self, shown: ShownSearch, run: str, reason: Message | None) -> None:
        """Stop a search; when it goes on, the trial is told from what is kept of its run."""
        shown.training.pop(run, None)
        self._fail(shown, reason)

    def _on_told(self, shown: ShownSearch, run: str, trials: tuple[Trial, ...]) -> None:
        """Go on once a trial is written; until then it counts as in training."""
        shown.training.pop(run, None)
        live = {one.number: one for one in shown.trials if one.number in shown.training.values()}
        before = shown.best
        shown.trials = tuple(live.get(trial.number, trial) for trial in trials)
        best = shown.best
        for one in {run, before.run if before is not None else run}:
            is_beaten = best is None or one != best.run  # many curves hide each other
            if is_beaten and self.has_run(shown, one):
                self._store.set_visible(one, False)
        self._ask(shown)
        self._on_changed(shown)

    def _end_if_spent(self, shown: ShownSearch) -> None:
        """Have the winner judged once the budget is spent and no trial trains any more."""
        if shown.training or shown.study is None or not shown.is_running:
            return
        assert self._runs_dir is not None
        shown.is_asking = True
        work = partial(_concluded, self._runs_dir, shown.study)
        self._jobs.submit(work, partial(self._on_concluded, shown), partial(self._fail, shown))

    def _on_concluded(
        self, shown: ShownSearch, concluded: tuple[Conclusion, Collection[str]]
    ) -> None:
        """Have the runs of the verdict trained, if there is to be one."""
        conclusion, unbegun = concluded
        shown.is_running = shown.is_asking = False
        shown.is_over, shown.problem = True, conclusion.problem
        shown.search, shown.trials = conclusion.search, conclusion.trials
        if conclusion.comparison is not None:
            self._comparisons.go_on(conclusion.comparison, unbegun)
            self.judged.emit()
        self._on_changed(shown)


def _opened(
    search: Search, runs_dir: Path, *, is_new: bool
) -> tuple[Study, tuple[Trial, ...], bool]:
    """Open the journal of a search, which takes a second the first time; for a job.

    Returns:
        The study, its trials, and whether the budget is spent.
    """
    study = Study(search, kept.journal_for(runs_dir, search, is_new=is_new))
    return study, study.trials(), study.is_spent()


def _concluded(runs_dir: Path, study: Study) -> tuple[Conclusion, Collection[str]]:
    """Have a winner judged, and return which of its comparison's runs have not begun; a job."""
    conclusion = verdict.conclude(runs_dir, study)
    runs = () if conclusion.comparison is None else conclusion.comparison.runs
    return conclusion, [run for run in runs if is_missing(runs_dir / run)]


def _told(study: Study, number: int, record: RunRecord) -> tuple[Trial, ...]:
    """Tell a study how a trial ended, and return all trials; for a job."""
    study.tell(number, record)
    return study.trials()


def _with(trials: Sequence[Trial], trial: Trial) -> tuple[Trial, ...]:
    """Return the trials with this one, in place of an earlier state of it."""
    others = (one for one in trials if one.number != trial.number)
    return tuple(sorted((*others, trial), key=lambda one: one.number))
