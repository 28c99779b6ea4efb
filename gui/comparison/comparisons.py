"""Comparisons of this window and of earlier ones: their runs are trained, then judged."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from functools import partial
from pathlib import Path

from PySide6.QtCore import QObject, Signal

from core.comparison.experiment import Experiment, Grid, Kind, PlannedRun
from core.comparison.judgement import Judgement
from core.comparison.kept.comparison import KeptComparison, begun, with_ids
from core.comparison.ladders.tuning import Tuning
from core.comparison.results import Outcome, Results
from core.comparison.run_status import RunStatus, status_of
from core.errors import InklingError
from core.lifecycle.continuing import continuation
from core.messages import Message
from gui.background.clusters import Cluster, Clusters, opened
from gui.background.jobs import JobQueue
from gui.comparison.comparison import Comparison, ComparisonNames
from gui.comparison.outlooks import Outlooks
from gui.comparison.reviews import Reviews, evaluate, judging
from gui.runs.comparison_files import ComparisonFiles
from gui.runs.kept_runs import open_test_set_of
from gui.runs.run_controller import RunController
from gui.runs.run_store import RunEntry, RunStore


class Comparisons(QObject):
    """Starts comparisons and has them judged in jobs whenever one of their runs has ended.

    A job is given values and returns values; only this thread changes a `Comparison`.

    Args:
        runs_dir: the folder of runs, in which comparisons are kept too; None to keep and find none.
        keeps_new: whether files can be written there.
        clusters: opens the clusters that runs may be trained on; without it all are trained here.
        writing: the queue in which comparisons are written and deleted; `jobs` unless given.

    Attributes:
        reviews: has comparisons of earlier windows judged.
        outlooks: estimates what a new one would show.

    Signals:
        added(object): a `Comparison` was started.
        listed(): comparisons of earlier windows were added, or one was deleted.
        progressed(object): a run of this `Comparison` ended, and is judged next.
        changed(object): a run of this `Comparison` ended, and its judgement is up to date.
        reviewed(object): an earlier window's `Comparison` was judged, or runs of it train again.
        renamed(object): a run of this `Comparison`, which may have its name, has another one.
        failed(object): a `Message` that says which kept comparison cannot be read, or why the
            cluster of one cannot be used.
    """

    added = Signal(object)
    listed = Signal()
    progressed = Signal(object)
    changed = Signal(object)
    reviewed = Signal(object)
    renamed = Signal(object)
    failed = Signal(object)

    def __init__(
        self,
        store: RunStore,
        controller: RunController,
        jobs: JobQueue,
        parent: QObject | None = None,
        *,
        runs_dir: Path | None = None,
        keeps_new: bool = True,
        clusters: Clusters | None = None,
        writing: JobQueue | None = None,
    ) -> None:
        super().__init__(parent)
        self.clusters = clusters
        self._store = store
        self._controller = controller
        self._jobs = jobs
        self._runs_dir = runs_dir
        self._files = ComparisonFiles(jobs, writing or jobs, runs_dir, self, keeps_new=keeps_new)
        self._files.read.connect(self._on_read)
        self._files.merged.connect(self._on_merged)
        self._files.failed.connect(self.failed)
        self.outlooks = Outlooks(jobs, store, runs_dir)
        self.reviews = Reviews(jobs, controller, runs_dir, self._has, self)
        self.reviews.reviewed.connect(self.reviewed)
        self._all: list[Comparison] = []
        self._names = ComparisonNames(self.is_foreign, self)
        controller.run_ended.connect(self._on_run_ended)
        store.earlier_runs_added.connect(self._on_runs_added)
        store.appearance_changed.connect(self._on_run_renamed)
        store.run_removed.connect(self._on_run_removed)
        store.run_replaced.connect(self._on_run_replaced)

    def all(self) -> list[Comparison]:
        """Return the comparisons of this window and of earlier ones, oldest first."""
        return list(self._all)

    def _has(self, comparison: Comparison) -> bool:
        """Return whether a comparison was not deleted meanwhile; jobs ask in their thread."""
        return comparison in self._all

    def need(self, run: str) -> bool:
        """Return whether a comparison judges this run as it is, so that it must not change."""
        return any(
            comparison.statuses.get(run, RunStatus.JUDGED) is RunStatus.JUDGED
            for comparison in self.all()
            if run in self.runs_of(comparison) and self._is_done(run)
        )

    def runs_of(self, comparison: Comparison) -> list[str]:
        """List the runs that are here and were trained for a comparison, in its order."""
        return [entry.record.run for entry in comparison.own_runs()]

    def is_foreign(self, comparison: Comparison) -> bool:
        """Return whether a comparison names a run that is here and was not trained for it.

        Its file came from elsewhere; it groups no run and keeps none from being changed. Imported
        runs, which may have any id, tell that only where no run was trained for it.
        """
        own = {*self.runs_of(comparison)}
        others = filter(None, (self._store.get(run) for run in comparison.runs if run not in own))
        return any(not own or not one.record.is_imported for one in others)

    def _is_done(self, run: str) -> bool:
        entry = self._store.get(run)
        return entry is not None and entry.record.state.is_finished

    def start(
        self,
        kind: Kind,
        experiment: Experiment,
        titles: dict[str, Message],
        design: Grid | Tuning | None = None,
        cluster_file: Path | None = None,
        *,
        name: str | None = None,
    ) -> None:
        """Queue all runs of an experiment; hide those that are over, so that its own stand out.

        Args:
            cluster_file: of the cluster that trains them; None to train them here.
            name: of the comparison; a new one unless given.

        Raises:
            ClusterError: if that file cannot be used; nothing is started then.
        """
        cluster = opened(self.clusters, cluster_file)
        self._store.hide_what_is_over()
        kept = begun(kind, experiment, titles, design, name=name)
        self._files.write(kept)  # before any of its runs has a folder
        self._train(kept.runs, kept.name, cluster)
        comparison = self._new(kept)
        comparison.is_judging_requested, comparison.cluster = True, cluster
        names = {self._names.of(other) for other in self._all if not other.is_earlier}
        comparison.is_namesake = self._names.of(comparison) in names
        self._all.append(comparison)
        self.added.emit(comparison)

    def _new(self, kept: KeptComparison, *, is_earlier: bool = False) -> Comparison:
        results = Results(kept.experiment, is_sealed=kept.is_sealed)
        return Comparison(kept, results, self._store.get, is_earlier=is_earlier)

    def go_on(self, kept: KeptComparison, unbegun: Collection[str]) -> None:
        """Train those runs of a comparison that is kept already which have not begun yet."""
        self._store.hide_what_is_over()
        self._train({run: kept.runs[run] for run in unbegun}, kept.name, None)
        known = next((one for one in self._all if one.kept.name == kept.name), None)
        comparison = known or self._new(kept)
        comparison.replace_runs(kept.runs)
        for run in unbegun:
            comparison.statuses.pop(run, None)  # it was missing
        comparison.is_judging_requested = True
        if known is None:
            self._all.append(comparison)
        others = [run for run in kept.runs if run not in unbegun]
        if others:
            self.reviews.review(comparison, others)
        (self.added if known is None else self.reviewed).emit(comparison)

    def _train(self, runs: Mapping[str, PlannedRun], name: str, cluster: Cluster | None) -> None:
        """Queue these runs, by id, of the comparison of this name."""
        for run, planned in runs.items():
            self._controller.start(planned.config, comparison=name, cluster=cluster, run=run)

    # comparisons of earlier windows

    def find(self) -> None:
        """List the comparisons that earlier windows kept."""
        self._files.read_all()

    def _on_read(self, stored: Sequence[KeptComparison]) -> None:
        known = {comparison.kept.name for comparison in self._all}
        earlier = [self._new(kept, is_earlier=True) for kept in stored if kept.name not in known]
        self._all[:0] = earlier
        self._list(earlier)

    def _on_runs_added(self) -> None:
        """Have views ask again which runs belong to the comparisons of earlier windows."""
        self._list([comparison for comparison in self._all if comparison.is_earlier])

    def _list(self, earlier: Sequence[Comparison]) -> None:
        """Have the runs of these comparisons in their order, and views ask for them again."""
        if earlier:
            self._store.arrange(map(self.runs_of, earlier))
            self.listed.emit()

    def _on_run_renamed(self, run: str) -> None:
        for comparison in self._all:
            if run in comparison.runs and comparison.kept.kind is Kind.COMPARISON:
                self.renamed.emit(comparison)

    def _on_run_removed(self, run: str) -> None:
        """Judge comparisons without a run that was deleted."""
        for comparison in self._all:
            if run in comparison.statuses:
                comparison.statuses[run] = RunStatus.MISSING
                comparison.results.remove(comparison.runs[run])
                self.reviews.review(comparison, ())

    def _on_run_replaced(self, run: str) -> None:
        """Judge a run that did not count and has been trained to its end by another process."""
        entry = self._store.get(run)
        is_over = entry is not None and entry.record.state.is_over  # it does not go on here
        for comparison in self._all if is_over else ():
            if comparison.is_judging_requested and comparison.lacks(run):
                self.reviews.review(comparison, [run])

    # what the user does with a comparison

    def finish(self, comparison: Comparison) -> None:
        """Train to the end, where they were, those runs that do not count and could.

        Stopped ones go on, unless a cluster trained them; others are trained anew.
        """
        try:
            comparison.cluster = opened(self.clusters, comparison.cluster_file)
        except InklingError as error:
            self.failed.emit(error.message)
            return
        stopped = comparison.stopped()
        for entry in stopped:
            self._continue(comparison, entry)
        going_on = {entry.record.run for entry in stopped}
        lost = [run for run in comparison.retrainable() if run not in going_on]
        if lost:
            self._train_again(comparison, lost)
        self.reviewed.emit(comparison)

    def _continue(self, comparison: Comparison, entry: RunEntry) -> None:
        """Have a stopped run go on; it will compute what it would have without the stop."""
        assert entry.folder is not None
        run = entry.record.run
        comparison.ended.discard(run)
        del comparison.statuses[run]
        self._jobs.submit(
            partial(continuation, entry.folder, comparison.runs[run].config.epochs),
            self._controller.continue_run,
            partial(self._on_not_continued, comparison, run),
        )

    def _on_not_continued(self, comparison: Comparison, run: str, reason: Message) -> None:
        self._jobs.report(reason)
        self._read_again(comparison, run)

    def _read_again(self, comparison: Comparison, run: str) -> None:
        """Judge a run by what is kept of it: another process may have trained it meanwhile."""
        if self._runs_dir is None:
            self._end(comparison, run, RunStatus.MISSING)
        else:
            comparison.statuses.pop(run, None)
            self.reviews.review(comparison, [run])

    def _train_again(self, comparison: Comparison, runs: Sequence[str]) -> None:
        """Train these runs anew; they are replaced."""
        again = with_ids(comparison.runs[run] for run in runs)
        self._train(again, comparison.kept.name, comparison.cluster)

        before = comparison.kept
        replacing = {planned.place: run for run, planned in again.items()}
        comparison.replace_runs(
            {replacing.get(planned.place, run): planned for run, planned in comparison.runs.items()}
        )
        self._files.write(comparison.kept, before)

    def open_test_set(self, comparison: Comparison) -> None:
        """Judge a comparison that is over by its test set, and record that it was opened."""
        if not comparison.kept.is_sealed or not comparison.is_over:
            return
        before = comparison.kept
        comparison.open_test_set()
        self._files.write(comparison.kept, before)
        for run in self.runs_of(comparison):
            open_test_set_of(run, self._store, self._jobs)
        if self._runs_dir is None:
            for run in comparison.runs:
                self._judge_run(comparison, run)
        else:
            self.reviews.review(comparison, list(comparison.runs))
        self.reviewed.emit(comparison)

    def _on_merged(self, written: KeptComparison) -> None:
        """Take over the runs that another window trains again, in place of this window's."""
        for comparison in self._all:
            if comparison.kept.name == written.name:
                known = comparison.runs
                comparison.replace_runs(written.runs)
                comparison.kept = replace(comparison.kept, openings=written.openings)
                for run in known.keys() - written.runs.keys():
                    self._controller.stop(run)
                self.reviews.review(comparison, [run for run in written.runs if run not in known])

    def start_again(self, comparison: Comparison) -> None:
        """Start the same comparison once more, with the next number of seeds, all of them new."""
        kept = comparison.kept
        count = kept.experiment.next_seed_count
        if count is not None:
            again = kept.experiment.with_new_seeds(count)
            try:
                self.start(
                    kept.kind, again, dict(kept.titles), kept.design, comparison.cluster_file
                )
            except InklingError as error:
                self.failed.emit(error.message)

    def have_runs(self, comparison: Comparison) -> bool:
        """Return whether any run of a comparison still exists."""
        return any(self._store.get(run) is not None for run in comparison.runs)

    def delete(self, comparison: Comparison) -> None:
        """Delete a comparison, if it exists; its runs stay, and go on if they train."""
        if comparison in self._all:  # not asked twice
            self._all.remove(comparison)
            self._files.delete(comparison.kept.name)
            self.listed.emit()

    # runs that end

    def _on_run_ended(self, run: str) -> None:
        for comparison in self._all:
            if run in comparison.runs and comparison.is_judging_requested:
                comparison.ended.add(run)
                self._judge_run(comparison, run)
                self.progressed.emit(comparison)

    def _judge_run(self, comparison: Comparison, run: str) -> None:
        entry = self._store.get(run)
        if entry is None:
            self._end(comparison, run, RunStatus.MISSING)
            return

        record, planned = entry.record, comparison.runs[run]
        if record.end is not None and not record.end.has_begun:
            self._read_again(comparison, run)
            return
        status = status_of(record.state, record.config, planned, bool(record.changes))
        if status is RunStatus.CONTINUED and run in comparison.statuses:
            return  # it was judged before it went on for more epochs than planned
        if not status.is_counted:
            self._end(comparison, run, status)
            return

        self._jobs.submit(
            partial(evaluate, record, is_sealed=comparison.kept.is_sealed),
            partial(self._on_evaluated, comparison, run, status),
            partial(self._on_not_judged, comparison, run),
            is_wanted=partial(self._has, comparison),
        )

    def _on_evaluated(
        self, comparison: Comparison, run: str, status: RunStatus, outcome: Outcome
    ) -> None:
        if comparison not in self._all or run not in comparison.runs:
            return  # deleted or trained again meanwhile
        comparison.results.add(comparison.runs[run], outcome)
        self._jobs.submit(
            judging(comparison),
            partial(self._on_judged, comparison, run, status),
            partial(self._on_not_judged, comparison, run),
            is_wanted=partial(self._has, comparison),
        )

    def _on_judged(
        self, comparison: Comparison, run: str, status: RunStatus, judgement: Judgement
    ) -> None:
        comparison.latest = judgement
        self._end(comparison, run, status)

    def _on_not_judged(self, comparison: Comparison, run: str, reason: Message) -> None:
        if comparison in self._all:
            self._jobs.report(reason)
        self._end(comparison, run, RunStatus.UNREADABLE)

    def _end(self, comparison: Comparison, run: str, status: RunStatus) -> None:
        if run in comparison.runs:
            comparison.statuses[run] = status
        if comparison in self._all:
            self.changed.emit(comparison)
