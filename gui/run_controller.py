"""The only owner of threads: starts, pauses, steps and stops runs, two at a time."""

from PySide6.QtCore import QObject, Signal, Slot

from core.config import RunConfig
from core.events import EndReason, Event, RunEnded
from core.history import RunRecord, RunState
from gui.run_store import RunStore
from gui.training_thread import TrainingThread

RUNS_AT_ONCE = 2  # so that a comparison grows side by side


class RunController(QObject):
    """Runs wait in a queue until one of two places is free. All calls from the GUI thread.

    Signals:
        activity_changed(): a run started, paused, went on or ended.
        run_failed(str): a run ended as diverged or failed; its record says why.
        idle(): the last thread is gone.
    """

    activity_changed = Signal()
    run_failed = Signal(str)
    idle = Signal()

    def __init__(self, store: RunStore, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._store = store
        self._queue: list[str] = []
        self._threads: dict[str, TrainingThread] = {}
        self._runs_made = 0
        self._is_closing = False

    def start(self, config: RunConfig, step: bool = False) -> str:
        """Train as soon as a place is free, for one epoch only if `step`; returns the run's id."""
        self._runs_made += 1
        run = f"run-{self._runs_made}"
        self._store.add(RunRecord(run, config))
        self._queue.append(run)
        self._fill_places(step)
        return run

    def active(self) -> list[RunRecord]:
        """The runs that have a thread, oldest first."""
        return [entry.record for entry in self._store.entries() if entry.record.run in self._threads]

    def active_count(self) -> int:
        """How many threads there are, those of removed runs included."""
        return len(self._threads)

    def waiting(self) -> list[str]:
        """The ids of the queued runs, first come first."""
        return list(self._queue)

    def pause(self) -> None:
        """Let all running runs wait."""
        for run, thread in self._threads.items():
            thread.pause()
            self._set_state(run, RunState.PAUSED)

    def resume(self) -> None:
        """Let all paused runs go on."""
        for run, thread in self._threads.items():
            thread.resume()
            self._set_state(run, RunState.RUNNING)

    def step(self) -> None:
        """Let all active runs go on to the end of their epoch and wait there."""
        for run, thread in self._threads.items():
            thread.step()
            self._set_state(run, RunState.RUNNING)

    def stop(self, run: str | None = None) -> None:
        """End one run, or all, the queued ones included."""
        for queued in [r for r in self._queue if run in (None, r)]:
            self._queue.remove(queued)
            self._store.apply(RunEnded(queued, EndReason.STOPPED, 0))
        for active, thread in self._threads.items():
            if run in (None, active):
                thread.stop()
        self.activity_changed.emit()

    def remove(self, run: str) -> None:
        """Forget a run, stopping it first."""
        self.stop(run)
        self._store.remove(run)
        self.activity_changed.emit()

    def close(self) -> None:
        """Stop everything; `idle` follows when the last thread is gone."""
        self._is_closing = True
        self.stop()
        self._tell_if_idle()

    def wait(self) -> None:
        """Block until all threads are gone; only for an application that is about to end."""
        for thread in list(self._threads.values()):
            thread.wait()

    def _fill_places(self, step: bool = False) -> None:
        while self._queue and len(self._threads) < RUNS_AT_ONCE and not self._is_closing:
            run = self._queue.pop(0)
            entry = self._store.get(run)
            assert entry is not None
            thread = TrainingThread(run, entry.record.config, RUNS_AT_ONCE, self)
            thread.event_occurred.connect(self._on_event)
            thread.finished.connect(self._on_thread_finished)
            self._threads[run] = thread
            if step:
                thread.step()
            thread.start()
            self._set_state(run, RunState.RUNNING)

    def _set_state(self, run: str, state: RunState) -> None:
        entry = self._store.get(run)
        if entry is not None and not entry.record.state.is_over:
            entry.record.state = state
            self._store.touch(run)
        self.activity_changed.emit()

    @Slot(object)
    def _on_event(self, event: Event) -> None:
        self._store.apply(event)
        thread = self._threads.get(event.run)
        if thread is not None and thread.is_waiting:
            self._set_state(event.run, RunState.PAUSED)
        if isinstance(event, RunEnded):
            if event.reason in (EndReason.DIVERGED, EndReason.FAILED):
                self.run_failed.emit(event.run)
            self.activity_changed.emit()

    @Slot()
    def _on_thread_finished(self) -> None:
        thread = self.sender()
        assert isinstance(thread, TrainingThread)
        self._threads.pop(thread.objectName(), None)
        thread.deleteLater()
        self._fill_places()
        self.activity_changed.emit()
        self._tell_if_idle()

    def _tell_if_idle(self) -> None:
        if not self._threads:
            self.idle.emit()
