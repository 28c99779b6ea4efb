"""A thread that keeps the workers of a cluster together, as long as their work is wanted."""

import threading
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from core.cancellation import CancelledError
from core.cluster.keys import ClusterKeys
from core.cluster.membership import Workers
from core.lifecycle.job import TrainingLoop
from gui.background.failures import message_for
from gui.background.threads import BackgroundThread

if TYPE_CHECKING:
    from core.cluster.engine import Engine

TURN_S = 0.1  # between two attempts to begin, while another cluster is open

_turn = threading.Lock()  # a process has one cluster at a time, see `dask_engine`


class ClusterThread(BackgroundThread):
    """Listens for workers at a cluster's address until it is stopped.

    Attributes:
        workers: those that come and go.

    Signals:
        ready(): workers have come; runs can be trained.
        reported(object): a `Message` about a worker that has come.
        warned(object): a `Message` about one that is lost, or computes otherwise.
        failed(object): a `Message` that says why the cluster cannot be used; the thread ends.
    """

    ready = Signal()
    reported = Signal(object)
    warned = Signal(object)
    failed = Signal(object)

    def __init__(self, keys: ClusterKeys, parent: QObject) -> None:
        super().__init__(parent)
        self.setObjectName(f"cluster {keys.address}")
        self.workers = Workers(self.reported.emit, self.warned.emit)
        self._keys = keys
        self._engine: Engine | None = None
        self._stopped = threading.Event()

    def runs_at_once(self) -> int:
        """Return how many runs to drive at once; none while there is nobody to train them."""
        engine = self._engine
        return 0 if engine is None else engine.runs_at_once()

    def loop(self) -> TrainingLoop:
        """Return the loop that trains a run on the cluster, which must be ready."""
        from core.cluster.driver import train_on

        assert self._engine is not None
        return partial(train_on, self._engine)

    def stop(self) -> None:
        """Listen no more."""
        self._stopped.set()
        self.workers.close()

    def run(self) -> None:
        """Listen, in the new thread, once no other cluster does."""
        while not self._stopped.is_set():
            if _turn.acquire(timeout=TURN_S):
                try:
                    self._listen()
                finally:
                    _turn.release()
                return

    def _listen(self) -> None:
        from core.cluster.dask_engine import dask_engine

        try:
            with dask_engine(self._keys, self.workers, None) as engine:
                self._engine = engine
                self.ready.emit()
                self._stopped.wait()
                self._engine = None
        except CancelledError:
            pass  # nobody waits any more
        except Exception as error:
            self.failed.emit(message_for(error, "a cluster"))
