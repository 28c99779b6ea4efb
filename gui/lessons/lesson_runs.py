"""The runs of lessons: started like any others, followed, and judged when all of them are over."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from PySide6.QtCore import QObject, Signal

from core.comparison.experiment import Kind
from core.config.fields import with_values
from core.messages import Message
from core.run.record import RunRecord, RunState
from core.teaching.lessons.lesson import FIRST_SEED, Lesson, Outcome, outcome, trial_result
from core.teaching.lessons.sheet import Entry
from gui.comparison.comparison import Comparison
from gui.comparison.comparisons import Comparisons
from gui.lessons.lesson_progress import LessonProgress, Result
from gui.runs.run_controller import RunController
from gui.runs.run_store import RunStore
from gui.style.translation import translate


@dataclass
class Attempt:
    """A lesson that was started in this window.

    Attributes:
        predicted: the key of an answer.
        runs: their ids, in the order of `Lesson.runs`.
        outcome: None until all runs are over; later changes of the runs do not affect it.
        comparison: the comparison to which the runs belong; None where a lesson needs none.
        trial: the id of the run with which something further is tried; None before it is started.
        trial_result: what became of it; None until it is over.
    """

    lesson: Lesson
    seed: int
    predicted: str
    runs: list[str] = field(default_factory=list)
    outcome: Outcome | None = None
    comparison: Comparison | None = None
    trial: str | None = None
    trial_result: Message | None = None


class LessonRuns(QObject):
    """At most one attempt for each lesson; used from the GUI thread only.

    Signals:
        started(object): the runs of a `Lesson` are queued.
        trial_started(object): the run with which something further is tried is queued.
        changed(object): an attempt at a `Lesson` began, ended or was given up.
        progressed(object): one of its runs has made progress.
    """

    started = Signal(object)
    trial_started = Signal(object)
    changed = Signal(object)
    progressed = Signal(object)

    def __init__(
        self,
        store: RunStore,
        controller: RunController,
        comparisons: Comparisons,
        progress: LessonProgress,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._store = store
        self._controller = controller
        self.comparisons = comparisons
        self.progress = progress
        self._attempts: dict[str, Attempt] = {}
        store.run_changed.connect(self._on_run_changed)
        store.run_removed.connect(self._on_run_removed)

    def attempt(self, lesson: Lesson) -> Attempt | None:
        """Return the latest attempt in this window."""
        return self._attempts.get(lesson.key)

    def start(self, lesson: Lesson, predicted: str, seed: int = FIRST_SEED) -> None:
        """Train the lesson's runs; hide runs that are over, so that only these are visible."""
        attempt = Attempt(lesson, seed, predicted)
        experiment = lesson.experiment(seed)
        if experiment is not None:
            self.comparisons.start(Kind.LADDER, experiment, lesson.titles)
            attempt.comparison = self.comparisons.all()[-1]
            attempt.runs = list(attempt.comparison.runs)
        else:
            self._store.hide_what_is_over()
            attempt.runs = [self._controller.start(config) for config in lesson.runs(seed)]
            for run, name in zip(attempt.runs, lesson.names, strict=False):
                self._store.rename(run, translate(name))
        self._attempts[lesson.key] = attempt
        self.changed.emit(lesson)
        self.started.emit(lesson)

    def start_again(self, lesson: Lesson) -> None:
        """Start again with the same prediction.

        The seeds are new if the last attempt had a result, otherwise the same.
        """
        last = self._attempts[lesson.key]
        had_result = last.outcome is not None and last.outcome.answer is not None
        self.start(lesson, last.predicted, last.seed + (lesson.seeds if had_result else 0))

    def try_further(self, lesson: Lesson) -> None:
        """Train the lesson's trial with the seed of the attempt, next to its runs."""
        attempt = self._attempts.get(lesson.key)
        if attempt is None or attempt.trial is not None:
            return
        config = with_values(lesson.trial.config, {"seed": attempt.seed})
        attempt.trial = self._controller.start(config)
        self._store.rename(attempt.trial, translate(lesson.trial.name))
        self.changed.emit(lesson)
        self.trial_started.emit(lesson)

    def entries(self) -> dict[str, Entry]:
        """Return what was done in this window, for the sheet, by the keys of the lessons."""
        return {
            key: Entry(
                attempt.predicted,
                None if attempt.outcome is None else attempt.outcome.text,
                attempt.trial_result,
            )
            for key, attempt in self._attempts.items()
        }

    def stop(self, lesson: Lesson) -> None:
        """Stop the lesson's runs, and no others."""
        attempt = self._attempts.get(lesson.key)
        if attempt is not None:
            self._stop(attempt)

    def is_expected(self, record: RunRecord) -> bool:
        """Return whether the run's cost became infinite as part of its lesson."""
        return record.state is RunState.DIVERGED and any(
            record.run == attempt.trial
            or (record.run in attempt.runs and attempt.lesson.may_diverge)
            for attempt in self._attempts.values()
        )

    def records(self, attempt: Attempt) -> Sequence[RunRecord]:
        """Return the records of the attempt's runs that exist."""
        entries = [self._store.get(run) for run in attempt.runs]
        return [entry.record for entry in entries if entry is not None]

    def shown_run(self, attempt: Attempt) -> str | None:
        """Return the run that shows the lesson's point best, if it still exists."""
        runs = [*attempt.runs, *([attempt.trial] if attempt.trial is not None else [])]
        existing = [run for run in runs if self._store.get(run) is not None]
        return existing[-1] if existing else None

    def _on_run_changed(self, run: str) -> None:
        for attempt in self._attempts.values():
            if run in attempt.runs and attempt.outcome is None:
                self._follow(attempt)
            elif run == attempt.trial and attempt.trial_result is None:
                self._follow_trial(attempt, run)

    def _follow_trial(self, attempt: Attempt, run: str) -> None:
        entry = self._store.get(run)
        if entry is not None and entry.record.state.is_over:
            attempt.trial_result = trial_result(attempt.lesson.trial, entry.record)
            self.changed.emit(attempt.lesson)

    def _follow(self, attempt: Attempt) -> None:
        records = self.records(attempt)
        if len(records) < len(attempt.runs) or not all(record.state.is_over for record in records):
            self.progressed.emit(attempt.lesson)
            return
        attempt.outcome = result = outcome(attempt.lesson, records)
        if result.answer is not None:
            self.progress.keep(attempt.lesson, Result(attempt.predicted, result.answer))
        self.changed.emit(attempt.lesson)

    def _on_run_removed(self, run: str) -> None:
        """Give up a lesson that has lost one of its runs; its trial can be started again."""
        for attempt in list(self._attempts.values()):
            if run in attempt.runs and attempt.outcome is None:
                del self._attempts[attempt.lesson.key]
                self._stop(attempt)
                self.changed.emit(attempt.lesson)
            elif run == attempt.trial and attempt.trial_result is None:
                attempt.trial = None
                self.changed.emit(attempt.lesson)

    def _stop(self, attempt: Attempt) -> None:
        for run in attempt.runs:
            self._controller.stop(run)
