"""The clusters on which runs of this window are trained."""

from pathlib import Path

from PySide6.QtCore import QObject, Signal

from core.cluster import keys
from core.cluster.membership import WorkerStatus
from core.lifecycle.job import TrainingLoop
from core.messages import Message
from gui.background.cluster_thread import ClusterThread
from gui.background.threads import Background


class Cluster(QObject):
    """A cluster that listens for workers until it is closed.

    Attributes:
        file: its cluster file.
        address: where the workers meet.

    Signals:
        changed(): workers have come or gone, so that another number of runs can be trained.
        failed(object): a `Message` that says why it cannot be used; it is closed then.
        closed(): it listens no more.
    """

    changed = Signal()
    failed = Signal(object)
    closed = Signal()

    def __init__(self, file: Path, thread: ClusterThread, address: str, parent: QObject) -> None:
        super().__init__(parent)
        self.file = file
        self.address = address
        self._thread: ClusterThread | None = thread
        thread.ready.connect(self.changed)
        thread.reported.connect(self.changed)
        thread.warned.connect(self.changed)
        thread.failed.connect(self._on_failed)

    @property
    def is_open(self) -> bool:
        """Whether it listens, or will."""
        return self._thread is not None

    def runs_at_once(self) -> int:
        """Return how many runs to drive at once; none before it is ready and once it is closed."""
        return 0 if self._thread is None else self._thread.runs_at_once()

    def worker_count(self) -> int:
        """Return how many workers get work; none once it is closed."""
        return 0 if self._thread is None else self._thread.workers.count()

    def loop(self) -> TrainingLoop:
        """Return the loop that trains a run on it; it must be ready."""
        assert self._thread is not None
        return self._thread.loop()

    def workers(self) -> list[WorkerStatus]:
        """Return what all workers are doing; none once it is closed."""
        return [] if self._thread is None else self._thread.workers.statuses()

    def close(self) -> None:
        """Listen no more, since no run needs it."""
        if self._thread is not None:
            self._thread.stop()
            self._thread = None
            self.closed.emit()

    def _on_failed(self, reason: Message) -> None:
        self.close()
        self.failed.emit(reason)


class Clusters(QObject):
    """Opens clusters; whoever has runs trained on one closes it.

    Attributes:
        recent: the cluster files that were used in this window, the latest first.

    Signals:
        reported(object): a `Message` about a worker that has come.
        warned(object): a `Message` about one that is lost, or computes otherwise.
        failed(object): a `Message` that says why a cluster cannot be used.
    """

    reported = Signal(object)
    warned = Signal(object)
    failed = Signal(object)

    def __init__(self, background: Background, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._background = background
        self._open: list[Cluster] = []
        self.recent: list[Path] = []

    def open(self, file: Path) -> Cluster:
        """Return the cluster of a file, which listens from now on if it did not.

        Raises:
            ClusterError: if the file cannot be used.
        """
        found = keys.read(file)
        self.recent = [file, *(other for other in self.recent if other != file)]
        self._open = [cluster for cluster in self._open if cluster.is_open]
        for cluster in self._open:
            if cluster.file == file:
                return cluster

        thread = ClusterThread(found, self)
        thread.reported.connect(self.reported)
        thread.warned.connect(self.warned)
        thread.failed.connect(self.failed)
        thread.finished.connect(thread.deleteLater)
        self._open.append(Cluster(file, thread, found.address, self))
        self._background.start(thread)
        return self._open[-1]


def opened(clusters: Clusters | None, file: Path | None) -> Cluster | None:
    """Return the cluster of a file, listening; None for no file, and where there are no clusters.

    Raises:
        ClusterError: if the file cannot be used.
    """
    return None if file is None or clusters is None else clusters.open(file)
