"""What an experiment would show, estimated behind the dialog from the runs that are kept."""

from collections.abc import Callable, Sequence
from copy import copy
from functools import partial
from pathlib import Path

from core.comparison.experiment import Experiment
from core.comparison.outlook import Outlook
from core.run.record import RunRecord
from gui.background.jobs import JobQueue
from gui.background.latest_job import LatestJob
from gui.runs.run_store import RunStore

Show = Callable[[Sequence[Outlook]], None]


class Outlooks:
    """Estimates, in a job, what the networks of an experiment would show."""

    def __init__(self, jobs: JobQueue, store: RunStore, runs_dir: Path | None) -> None:
        self._latest = LatestJob(jobs)
        self._store = store
        self._runs_dir = runs_dir

    def request(self, experiment: Experiment, show: Show) -> None:
        """Have `show` called with the outlooks; an earlier request is dropped.

        Where nothing is kept, nothing can be estimated, and it is not called.
        """
        if self._runs_dir is None:
            return
        # copies, since the records change while their runs train
        kept = [copy(entry.record) for entry in self._store.entries() if entry.folder is not None]
        self._latest.request(partial(_estimate, experiment, kept, self._runs_dir), show)


def _estimate(
    experiment: Experiment, kept: Sequence[RunRecord], runs_dir: Path
) -> tuple[Outlook, ...]:
    from core.comparison import planning

    return planning.outlooks(experiment, kept, runs_dir)
