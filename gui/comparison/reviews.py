"""The jobs that judge comparisons, and comparisons of earlier windows that are read for that.

Jobs are given values and return values. They load PyTorch within them only, since the window
imports this module at its start.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import partial
from pathlib import Path

from PySide6.QtCore import QObject, Signal

from core.comparison.experiment import PlannedRun
from core.comparison.judgement import Judgement, judge
from core.comparison.results import Outcome
from core.comparison.run_status import RunStatus
from core.config.catalogue import KNOWN
from core.messages import Message
from core.network.architecture import multiplication_count
from core.run.record import RunRecord
from gui.background.jobs import JobQueue, Result
from gui.comparison.comparison import Comparison
from gui.runs.run_controller import RunController

MAX_DIGITS = 60  # shown of those that only one network reads right
# of a comparison that is judged although nobody has asked for just this one: multiplications for
# all its answers, some ten seconds of computing, and epochs, whose numbers are held
UNASKED_MULTIPLICATIONS, UNASKED_EPOCHS = 2e11, 5000


class Reviews(QObject):
    """Reads the runs of comparisons one by one, and then judges them.

    Args:
        runs_dir: the folder of the runs; None if none are kept, so that none can be read.
        is_wanted: whether a comparison was not deleted meanwhile; jobs ask in their thread.

    Signals:
        run_read(object): a run of this `Comparison` was read, of which many may be.
        reviewed(object): this `Comparison` was judged.
    """

    run_read = Signal(object)
    reviewed = Signal(object)

    def __init__(
        self,
        jobs: JobQueue,
        controller: RunController,
        runs_dir: Path | None,
        is_wanted: Callable[[Comparison], bool],
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._jobs = jobs
        self._controller = controller
        self._runs_dir = runs_dir
        self._is_wanted = is_wanted
        self._in_turn: list[Comparison] = []
        self._current: Comparison | None = None  # of those that are judged in turn
        self._failed: set[Comparison] = set()
        controller.idle.connect(self._judge_next)

    def request(self, comparison: Comparison) -> None:
        """Have an earlier window's comparison judged, unless it is or will be."""
        if not comparison.is_judging_requested:
            comparison.is_judging_requested = True
            self.review(comparison, list(comparison.runs))

    def request_in_turn(self, comparisons: Iterable[Comparison]) -> None:
        """Have comparisons judged one after the other while nothing trains.

        They replace those that were asked for before and have not had their turn.
        """
        self._in_turn = list(comparisons)
        self._judge_next()

    def _judge_next(self) -> None:
        while self._in_turn and self._current is None and not self._controller.active_count():
            comparison = self._in_turn.pop(0)
            if self._may_have_turn(comparison):
                self._current = comparison
                self.request(comparison)

    def _may_have_turn(self, comparison: Comparison) -> bool:
        """Return whether a comparison can be judged although nobody has asked for just this one.

        Another window may still train its runs, folders of the user's may be on a drive that takes
        minutes to say that it is not there, and what failed would be reported again and again.
        """
        return (
            not comparison.is_judging_requested
            and comparison not in self._failed
            and self._is_wanted(comparison)
            and all(entry.record.state.is_over for entry in comparison.own_runs())
            and all(
                member.config.data.dataset in KNOWN for member in comparison.kept.experiment.members
            )
            and _is_quick(comparison)
        )

    def review(self, comparison: Comparison, pending: Sequence[str]) -> None:
        """Read the pending runs one by one, then judge the comparison."""
        pending = [run for run in pending if run in comparison.runs]
        if not pending or self._runs_dir is None:
            self._judge(comparison, {})
            return
        work = partial(
            read_run,
            pending[0],
            comparison.runs[pending[0]],
            self._runs_dir,
            is_sealed=comparison.kept.is_sealed,
        )
        self._submit(comparison, work, partial(self._on_run_read, comparison, pending))

    def _judge(self, comparison: Comparison, last: Mapping[str, RunStatus]) -> None:
        """Judge the comparison; the status of the run that was read last comes with it.

        So no comparison is over before it is judged.
        """
        self._submit(comparison, judging(comparison), partial(self._on_judged, comparison, last))

    def _submit(
        self,
        comparison: Comparison,
        work: Callable[[], Result],
        on_result: Callable[[Result], None],
    ) -> None:
        on_error = partial(self._on_failed, comparison)
        is_wanted = partial(self._is_wanted, comparison)
        self._jobs.submit(work, on_result, on_error, is_wanted=is_wanted)

    def _on_failed(self, comparison: Comparison, reason: Message) -> None:
        """Show the reason; when the comparison is shown next, judging is tried again."""
        comparison.is_judging_requested = False
        self._failed.add(comparison)
        if self._is_wanted(comparison):
            self._jobs.report(reason)
        self._end_turn(comparison)

    def _on_run_read(
        self,
        comparison: Comparison,
        pending: Sequence[str],
        result: tuple[RunStatus, Outcome | None],
    ) -> None:
        if not self._is_wanted(comparison):
            self._end_turn(comparison)
            return

        run, *rest = pending
        status, outcome = result
        is_over = run in comparison.runs and not self._is_training(run, status)
        if is_over and outcome is not None:
            comparison.results.add(comparison.runs[run], outcome)
        statuses = {run: status} if is_over else {}
        if not rest:
            self._judge(comparison, statuses)
            return
        comparison.statuses |= statuses
        self.run_read.emit(comparison)
        self.review(comparison, rest)

    def _is_training(self, run: str, status: RunStatus) -> bool:
        return (
            status is RunStatus.TRAINING
            or self._controller.is_active(run)
            or run in self._controller.waiting()
        )

    def _on_judged(
        self, comparison: Comparison, last: Mapping[str, RunStatus], judgement: Judgement
    ) -> None:
        comparison.statuses |= {run: last[run] for run in last if run in comparison.runs}
        comparison.latest = judgement
        self.reviewed.emit(comparison)
        self._end_turn(comparison)

    def _end_turn(self, comparison: Comparison) -> None:
        if comparison is self._current:
            self._current = None
            self._judge_next()


def _is_quick(comparison: Comparison) -> bool:
    """Return whether a comparison is judged within seconds and little memory."""
    configs = [planned.config for planned in comparison.runs.values()]
    answers = sum(multiplication_count(config.model) * config.data.test_size for config in configs)
    epochs = sum(entry.record.epochs_done for entry in comparison.own_runs())
    return answers <= UNASKED_MULTIPLICATIONS and epochs <= UNASKED_EPOCHS


def judging(comparison: Comparison) -> partial[Judgement]:
    """Return the job that judges the results known now."""
    return partial(
        judge,
        comparison.results.copy(),
        comparison.kept.design,
        has_steps=comparison.has_steps,
        max_digits=MAX_DIGITS,
    )


def evaluate(record: RunRecord, *, is_sealed: bool) -> Outcome:
    """Evaluate a run of this window that completed or diverged."""
    from core.comparison import trials

    return trials.outcome_of(record, is_sealed=is_sealed)


def read_run(
    run: str, planned: PlannedRun, runs_dir: Path, *, is_sealed: bool
) -> tuple[RunStatus, Outcome | None]:
    """Read and evaluate a run of an earlier window."""
    from core.comparison import trials

    return trials.judge_kept_run(run, planned, runs_dir, is_sealed=is_sealed)
