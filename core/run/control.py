"""How the outside steers a run."""

import threading
from dataclasses import dataclass, field
from queue import SimpleQueue


@dataclass(frozen=True)
class Control:
    """What the outside tells a run; any thread may do so at any time.

    Attributes:
        run: the run's id, which all its events carry.
        threads: processor threads to use where the config leaves the choice to Inkling; 0 for all
            cores.
        stop: set it to end the run before its next batch.
        takes_checkpoints: whether each epoch ends with a `CheckpointTaken`.
        measures_layers: whether each epoch tells a `LayersMeasured`.
        wishes: what `change` was asked for and the run has not done yet.
    """

    run: str
    threads: int = 0
    stop: threading.Event = field(default_factory=threading.Event)
    takes_checkpoints: bool = False
    measures_layers: bool = False
    pending_changes: SimpleQueue[tuple[str, float]] = field(default_factory=SimpleQueue)

    def change(self, path: str, value: float) -> None:
        """Give one of `core.run.checkpoint.LIVE_SETTINGS` a new value from the run's next batch on."""
        self.pending_changes.put((path, value))
