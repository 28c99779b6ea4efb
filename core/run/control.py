"""The control that other threads have over a run."""

import threading
from collections.abc import Mapping
from dataclasses import dataclass, field
from queue import SimpleQueue

from core.run.publishing import PublicationPace
from core.run.right_of_way import RightOfWay


class Stop:
    """A request to end a run, which any thread can make, and a signal's handler at any step.

    A `threading.Event` has a lock: a handler that runs within `set` would wait for it for ever.
    """

    def __init__(self) -> None:
        self._is_set = False

    def set(self) -> None:
        """Make the request."""
        self._is_set = True

    def is_set(self) -> bool:
        """Return whether it was made."""
        return self._is_set


@dataclass(frozen=True)
class Control:
    """The means to control a run from any thread, at any time.

    Attributes:
        run: the run's id, as in all its events.
        threads: processor threads to use where the config leaves the choice to Inkling; 0 for all
            cores.
        stop: set it to end the run before its next batch.
        takes_checkpoints: whether each epoch ends with a `CheckpointTaken`.
        measures_layers: whether each epoch reports a `LayersMeasured`.
        measures_moments: whether the untrained network and moments within epochs are measured
            (`MomentMeasured`), and the weights at the moments of the first epoch that a run keeps
            are published.
        reports_each_batch: while it is set, the run reports its progress after every batch, and
            publishes its weights.
        pace: how often the weights are published.
        right_of_way: what the run waits for before its next batch.
        pending_changes: changes that the run has not made yet: new values by dotted path.
    """

    run: str
    threads: int = 0
    stop: Stop = field(default_factory=Stop)
    takes_checkpoints: bool = False
    measures_layers: bool = False
    measures_moments: bool = False
    reports_each_batch: threading.Event = field(default_factory=threading.Event)
    pace: PublicationPace = field(default_factory=PublicationPace)
    right_of_way: RightOfWay = field(default_factory=RightOfWay)
    pending_changes: SimpleQueue[Mapping[str, float]] = field(default_factory=SimpleQueue)

    def change(self, values: Mapping[str, float]) -> None:
        """Give live settings (`core.config.live`) new values from the run's next batch on."""
        self.pending_changes.put(values)
