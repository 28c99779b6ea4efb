"""Trains the runs of the window, a few at a time: starts, pauses, steps and stops them."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import replace
from functools import partial
from pathlib import Path

from PySide6.QtCore import QObject, Signal, Slot

from core.config.fields import with_values
from core.config.run import RunConfig
from core.lifecycle.continuing import StartPoint
from core.lifecycle.job import TrainingJob, job_from
from core.machine.processor import automatic_threads, cores
from core.messages import Message
from core.run.events import (
    DataChanged,
    EndReason,
    Event,
    RecordingFailed,
    RecordingResumed,
    RunEnded,
)
from core.run.identity import new_id
from core.run.record import RunRecord, RunState, current_settings
from core.run.remaining_time import seconds_for
from core.run.right_of_way import RightOfWay
from gui.background.clusters import Cluster
from gui.background.threads import MAX_WAIT_S, Background
from gui.background.training_thread import Pace, TrainingThread
from gui.process.timers import single_shot
from gui.runs.run_store import RunStore
from gui.settings.preferences import TrainingPreferences


class RunController(QObject):
    """Queues runs until a thread is free. Call it from the GUI thread only.

    Args:
        runs_dir: where runs are kept; None to keep none.

    Attributes:
        right_of_way: what all runs here wait for between two batches.

    Signals:
        activity_changed(): a run started, paused, resumed, ended or moved in the queue.
        run_failed(str): a run diverged or failed; its record has the reason.
        run_ended(str): a run ended, for any reason.
        recording_failed(object): a `Message`: a run continues but is no longer kept, is kept
            again, or learns from data that have changed since its last session.
        thread_ended(str): no thread works for this run, or writes to its folder, any more.
        idle(): the last thread has ended, or `close` waits no longer for it.
    """

    activity_changed = Signal()
    run_failed = Signal(str)
    run_ended = Signal(str)
    recording_failed = Signal(object)
    thread_ended = Signal(str)
    idle = Signal()

    def __init__(
        self,
        store: RunStore,
        background: Background,
        parent: QObject | None = None,
        runs_dir: Path | None = None,
    ) -> None:
        super().__init__(parent)
        self._store = store
        self._background = background
        self._runs_dir = runs_dir
        self._preferences = TrainingPreferences()
        self.right_of_way = RightOfWay()
        self._queue: list[TrainingJob] = []
        self._threads: dict[str, TrainingThread] = {}
        self._clusters: dict[str, Cluster] = {}  # of queued and active runs that are trained on one
        self._is_closing = False
        self._deadline = single_shot(self, self.idle)

    def set_preferences(self, preferences: TrainingPreferences) -> None:
        """Use these preferences from now on; runs that have started keep theirs."""
        self._preferences = preferences
        self._start_waiting()

    def start(
        self,
        config: RunConfig,
        pace: Pace = Pace.GO,
        comparison: str | None = None,
        cluster: Cluster | None = None,
        run: str | None = None,
    ) -> str:
        """Queue a run that goes at most one step, if `pace` says so; return its id.

        Args:
            comparison: the name of the comparison that it is trained for, if any.
            cluster: where it is trained; it is closed after the last of its runs. None for here.
            run: its id; a new one unless given.
        """
        run = run or new_id(config)
        if cluster is not None:
            self._join(run, cluster)
        folder = self._runs_dir / run if self._runs_dir is not None else None
        self.train(TrainingJob(run, config, folder, comparison=comparison), pace)
        return run

    def train(self, job: TrainingJob, pace: Pace = Pace.GO) -> None:
        """Queue a job: a new run, or one that goes on from where the job says."""
        if job.start is None:
            record = RunRecord(job.run, job.config, comparison=job.comparison)
        else:
            record = job.start.record
        record.state = RunState.QUEUED
        if self._store.get(job.run) is None:
            self._store.add(record, job.folder)
        else:
            self._store.replace(record)
        self._enqueue(job, pace)

    def continue_run(self, start: StartPoint) -> None:
        """Queue a kept run, or a fork of one, from its checkpoint on; show that it trains."""
        run = start.record.run
        if run in self._threads or run in self.waiting():
            return  # requested twice
        self.train(job_from(start))
        self._store.set_visible(run, True)

    def _enqueue(self, job: TrainingJob, pace: Pace = Pace.GO) -> None:
        self._queue.append(job)
        self._start_waiting(pace)
        self.activity_changed.emit()

    def _join(self, run: str, cluster: Cluster) -> None:
        if cluster not in self._clusters.values():
            cluster.changed.connect(self._start_waiting)
            cluster.failed.connect(partial(self._on_cluster_failed, cluster))
        self._clusters[run] = cluster

    def _leave(self, run: str) -> None:
        """Close the cluster that a run was trained on, or should have been, after the last."""
        cluster = self._clusters.pop(run, None)
        if cluster is not None and cluster not in self._clusters.values():
            cluster.changed.disconnect(self._start_waiting)
            cluster.close()

    def _on_cluster_failed(self, cluster: Cluster, reason: Message) -> None:
        """End the runs that wait for a cluster which cannot be used."""
        runs = [run for run, needed in self._clusters.items() if needed is cluster]
        self._drop(runs, EndReason.FAILED, reason)
        self.activity_changed.emit()

    def active(self) -> list[RunRecord]:
        """Return the runs that have a thread, oldest first."""
        return [
            entry.record for entry in self._store.entries() if entry.record.run in self._threads
        ]

    def is_active(self, run: str) -> bool:
        """Return whether the run has a thread, paused or not."""
        return run in self._threads

    def active_count(self) -> int:
        """Return the number of threads, those of removed runs included."""
        return len(self._threads)

    def training_count(self) -> int:
        """Return how many active runs train at the same time.

        A cluster has one more than workers, which is handed over between two epochs.
        """
        places = Counter(self._clusters.get(record.run) for record in self.active())
        return sum(
            count if cluster is None else min(count, cluster.worker_count())
            for cluster, count in places.items()
        )

    def waiting(self) -> list[str]:
        """Return the ids of the queued runs, in the order of the queue."""
        return [job.run for job in self._queue]

    def waiting_text(self, run: str) -> str:
        """Return in a few words why a queued run waits."""
        cluster = self._clusters.get(run)
        if cluster is not None:
            if not cluster.runs_at_once():
                return self.tr("waiting for workers at {address}").format(address=cluster.address)
            return self.tr("waiting for a worker")
        count = self._preferences.runs_at_once
        return self.tr("waiting: %n run(s) train at once", "", count)

    def seconds_for(self, plan: Sequence[RunConfig]) -> float | None:
        """Estimate from the runs trained so far how long others will take; None before any."""
        known = [entry.record for entry in self._store.entries()]
        return seconds_for(plan, known, self._preferences.runs_at_once)

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

    def step(self, pace: Pace = Pace.EPOCH) -> None:
        """Let all active runs go on to the end of their epoch, or of one batch, and wait there."""
        for run, thread in self._threads.items():
            thread.step(pace)
            self._set_state(run, RunState.RUNNING)

    def stop(self, run: str | None = None) -> None:
        """End one run, or all, the queued ones included."""
        self._drop([waiting for waiting in self.waiting() if run in (None, waiting)])
        for active, thread in self._threads.items():
            if run in (None, active):
                thread.stop()
        self.activity_changed.emit()

    def _drop(
        self,
        runs: Sequence[str],
        end: EndReason = EndReason.STOPPED,
        reason: Message | None = None,
    ) -> None:
        """End these runs if they are queued; whoever hears of one's end may end others."""
        for job in self._taken(runs):
            self._leave(job.run)
            self._store.apply(RunEnded(job.run, end, job.epochs_before, reason))
            self.run_ended.emit(job.run)

    def change(self, run: str, values: Mapping[str, float]) -> None:
        """Give live settings of an active run new values from its next batch on.

        Raises:
            ConfigError: for a value that cannot be, or a setting that cannot be changed by hand.
        """
        thread, entry = self._threads.get(run), self._store.get(run)
        if thread is None or entry is None:
            return
        with_values(entry.record.config, {**current_settings(entry.record), **values})
        thread.change(values)

    def report_showing(self, run: str, seconds: float | None, *, is_smooth: bool = False) -> None:
        """Report how long it took to show a run's weights; None while nobody looks at it.

        Runs that are looked at publish more often, as far as that costs little. A run loses all of
        that time, also on several cores, as its threads wait for the one that was held up.

        Args:
            is_smooth: whether what is shown should move smoothly.
        """
        thread = self._threads.get(run)
        if thread is not None:
            share = max(1.0, len(self._threads) / cores())  # each run's is done while others train
            cost_s = None if seconds is None else seconds * share
            thread.set_showing_s(cost_s, is_smooth=is_smooth)

    def train_now(self, runs: Sequence[str]) -> None:
        """Start queued runs, however many train already."""
        for job in self._taken(runs):
            self._begin(job, Pace.GO)

    def _taken(self, runs: Sequence[str]) -> list[TrainingJob]:
        """Take these runs out of the queue, and return those that were in it."""
        taken = [job for job in self._queue if job.run in runs]
        self._queue = [job for job in self._queue if job.run not in runs]
        return taken

    def waits_for_others(self, run: str) -> bool:
        """Return whether a queued run waits only until fewer train on this machine."""
        return run in self.waiting() and run not in self._clusters

    def train_next(self, runs: Sequence[str]) -> None:
        """Move queued runs to the head of the queue, in their present order."""
        self._queue.sort(key=lambda job: job.run not in runs)
        self.activity_changed.emit()

    def remove(self, run: str) -> None:
        """Forget a run, stopping it first."""
        self.stop(run)
        self._store.remove(run)
        self.activity_changed.emit()

    def close(self) -> None:
        """Stop everything; `idle` follows when the last thread is gone, or after `MAX_WAIT_S`."""
        if not self._is_closing:
            self._is_closing = True
            self._deadline.start(round(MAX_WAIT_S * 1000))
        self.stop()
        self._tell_if_idle()

    @property
    def runs_at_once(self) -> int:
        """How many runs train at a time."""
        return self._preferences.runs_at_once

    @property
    def may_close(self) -> bool:
        """Whether no thread is left to wait for."""
        is_waiting = not self._is_closing or self._deadline.isActive()
        return not (self._threads and is_waiting)

    @Slot()
    def _start_waiting(self, pace: Pace = Pace.GO) -> None:
        """Start queued runs at this pace, as many as there is room for where they are trained."""
        for run in () if self._is_closing else self.waiting():
            if self._has_room(self._clusters.get(run)):
                for job in self._taken([run]):
                    self._begin(job, pace)

    def _has_room(self, cluster: Cluster | None) -> bool:
        """Return whether another run can be trained on a cluster, or here."""
        active = sum(self._clusters.get(run) is cluster for run in self._threads)
        most = self._preferences.runs_at_once if cluster is None else cluster.runs_at_once()
        return active < most

    def _begin(self, job: TrainingJob, pace: Pace) -> None:
        preferences = self._preferences
        threads = preferences.threads_per_run or automatic_threads(preferences.runs_at_once)
        cluster = self._clusters.get(job.run)
        job = replace(
            job,
            kept_epochs=preferences.kept_epochs if job.kept_epochs is None else job.kept_epochs,
            writes_tensorboard=preferences.tensorboard,
        )
        loop = cluster.loop() if cluster is not None else None
        thread = TrainingThread(job, threads, self, loop, self.right_of_way)
        thread.event_occurred.connect(self._on_event)
        thread.finished.connect(self._on_thread_finished)
        self._threads[job.run] = thread

        thread.step(pace)
        self._background.start(thread)
        self._set_state(job.run, RunState.RUNNING)

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

        if isinstance(event, DataChanged | RecordingFailed | RecordingResumed):
            self.recording_failed.emit(event.message)
        if isinstance(event, RunEnded):
            if event.reason in (EndReason.DIVERGED, EndReason.FAILED):
                self.run_failed.emit(event.run)
            self.run_ended.emit(event.run)
            self.activity_changed.emit()

    @Slot()
    def _on_thread_finished(self) -> None:
        thread = self.sender()
        assert isinstance(thread, TrainingThread)
        self._threads.pop(thread.job.run, None)
        self._leave(thread.job.run)
        thread.deleteLater()
        self.thread_ended.emit(thread.job.run)
        self._start_waiting()
        self.activity_changed.emit()
        self._tell_if_idle()

    def _tell_if_idle(self) -> None:
        if not self._threads:
            self._deadline.stop()
            self.idle.emit()
