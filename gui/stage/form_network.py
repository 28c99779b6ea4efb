"""The network that the form describes, with the weights from which it would be trained."""

from functools import partial

from PySide6.QtCore import QObject, Signal

from core.config.run import RunConfig
from core.messages import Message
from core.network.weights import Weights
from core.storage.epoch_weights import untrained_weights
from gui.background.jobs import JobQueue
from gui.background.latest_job import LatestJob
from gui.runs.current_config import CurrentConfig
from gui.runs.live_networks import LiveNetwork


class FormNetwork(QObject):
    """Builds the form's network while it is asked for, and again whenever the form changes it.

    Signals:
        changed(): the form describes another network, or its weights are there, or cannot be.
    """

    changed = Signal()

    def __init__(
        self, current: CurrentConfig, jobs: JobQueue, parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._current = current
        self._jobs = jobs
        self._building = LatestJob(jobs)
        self._problem: Message | None = None
        self._network: LiveNetwork | None = None
        self._is_active = False
        current.changed.connect(self._on_form_changed)

    @property
    def config(self) -> RunConfig:
        """The form's config, or its last one without errors."""
        return self._current.last_valid

    @property
    def network(self) -> LiveNetwork | None:
        """The network; None until its weights have been drawn."""
        return self._network

    @property
    def problem(self) -> Message | None:
        """Why there is no network; None while there is one or it is being built."""
        return self._problem

    def set_active(self, is_active: bool) -> None:
        """Build the network from now on, or no longer."""
        if is_active == self._is_active:
            return
        self._is_active = is_active
        if is_active:
            self._on_form_changed()
        else:
            self._building.cancel()

    def _on_form_changed(self) -> None:
        config = self.config
        is_same = self._network is not None and _same_start(self._network.config, config)
        if not self._is_active or is_same:
            return

        self._network = self._problem = None
        if not config.is_regression:
            self._building.request(
                partial(untrained_weights, config),
                partial(self._on_built, config),
                self._on_unbuilt,
            )
        self.changed.emit()

    def _on_built(self, config: RunConfig, weights: Weights) -> None:
        self._network = LiveNetwork(config)
        self._network.set_weights(weights)
        self.changed.emit()

    def _on_unbuilt(self, reason: Message) -> None:
        self._problem = reason
        self._jobs.report(reason)
        self.changed.emit()


def _same_start(first: RunConfig, second: RunConfig) -> bool:
    """Whether both describe the same network with the same first weights, reading alike."""
    return (first.model, first.seed, first.data) == (second.model, second.seed, second.data)
