"""The networks that are shown: of each run that reads images the one at its moment, and the form's.

A run's network is built once it has weights, the form's in a job; by then torch is loaded.
"""

from collections.abc import Iterable, Sequence
from functools import cached_property, partial
from typing import TYPE_CHECKING

import numpy as np
from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from core.config.model import ModelConfig
from core.config.run import RunConfig
from core.data.ink import Ink
from core.messages import Message
from core.network.weights import Weights
from core.run.right_of_way import RightOfWay
from core.storage.epoch_weights import untrained_weights
from gui.background.jobs import JobQueue
from gui.background.latest_job import LatestJob
from gui.process.turns import Turns
from gui.runs.current_config import CurrentConfig
from gui.runs.moments import Moments
from gui.runs.run_controller import RunController
from gui.runs.run_store import RunStore

if TYPE_CHECKING:
    from core.insight.diagram import DiagramMaker, Flags
    from core.insight.neurons import Floats
    from core.insight.predictor import Reading


class LiveNetwork:
    """A network with its present weights, which reads one digit after another.

    For the GUI thread only, and once torch is loaded.
    """

    def __init__(self, config: RunConfig) -> None:
        from core.insight.predictor import Predictor

        self.config = config
        self.predictor: Predictor = Predictor(config.model, config.data)
        self.weights: Weights = {}
        self._last: tuple[Ink, Reading] | None = None
        self._masks: tuple[ModelConfig, Sequence[Flags | None]] | None = None
        self._random = np.random.default_rng(config.seed)

    def set_weights(self, weights: Weights) -> None:
        """Answer with these weights from now on."""
        self.predictor.set_weights(weights)
        self.weights = weights
        self._last = self._masks = None
        for made in ("images", "diagram"):
            self.__dict__.pop(made, None)

    @cached_property
    def images(self) -> "Floats":
        """The weights of the first layer, see `core.insight.activations.weight_images`."""
        from core.insight.activations import weight_images

        return weight_images(self.config, self.weights)

    @cached_property
    def diagram(self) -> "DiagramMaker":
        """What makes the diagrams of the network."""
        from core.insight.diagram import DiagramMaker

        return DiagramMaker(self.config.model, self.weights)

    def masks(self, model: ModelConfig) -> "Sequence[Flags | None]":
        """Return which units dropout might keep in a batch, see `core.insight.diagram`.

        They are drawn once for these weights, so that the picture holds still while one looks.

        Args:
            model: the network's, with the present rates of dropout.
        """
        if self._masks is None or self._masks[0] != model:
            from core.insight.diagram import drawn_masks

            self._masks = model, drawn_masks(model, self._random)
        return self._masks[1]

    def read(self, digit: Ink) -> "Reading":
        """Read ink (28, 28); views that show the same digit share one reading."""
        if self._last is None or self._last[0] is not digit:
            self._last = digit, self.predictor.read(digit)
        return self._last[1]


class LiveNetworks(QObject):
    """One network for each visible run that has weights and reads images, by the run's id.

    Those of hidden runs are forgotten, since each is as large as the weights that it copies.

    Args:
        right_of_way: of the pen before the runs.

    Attributes:
        moments: at which each run is shown.
        turns: in which views have the networks read while somebody draws.

    Signals:
        changed(str): the network of this run has other weights.
    """

    changed = Signal(str)

    def __init__(
        self,
        store: RunStore,
        moments: Moments,
        parent: QObject | None = None,
        right_of_way: RightOfWay | None = None,
    ) -> None:
        super().__init__(parent)
        self._store = store
        self.moments = moments
        self.turns = Turns(right_of_way or RightOfWay(), self)
        self._networks: dict[str, LiveNetwork] = {}
        moments.changed.connect(self._on_network_changed)
        store.visibility_changed.connect(self._on_visibility_changed)
        store.run_removed.connect(self._on_run_removed)

    def get(self, run: str) -> LiveNetwork | None:
        """Return the network of a run; None if it has no weights yet or reads no images."""
        return self._networks.get(run)

    def _on_network_changed(self, run: str) -> None:
        entry, network = self._store.get(run), self.moments.network(run)
        is_visible = entry is not None and entry.is_visible
        if network is None or not network.config.has_images or not is_visible:
            return
        if run not in self._networks:
            self._networks[run] = LiveNetwork(network.config)
        if self._networks[run].weights is not network.weights:
            self._networks[run].set_weights(network.weights)
        self.changed.emit(run)

    def _on_visibility_changed(self, run: str) -> None:
        entry = self._store.get(run)
        if entry is not None and not entry.is_visible:
            self._networks.pop(run, None)
        self._on_network_changed(run)

    def _on_run_removed(self, run: str) -> None:
        self._networks.pop(run, None)


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


class ShowingCosts:
    """Reports what a view takes to show the newest weights of runs, while somebody sees it.

    Runs then publish their weights as often as fits.
    """

    def __init__(
        self,
        controller: RunController,
        moments: Moments,
        view: QWidget,
        *,
        is_smooth: bool = False,
    ) -> None:
        self._controller = controller
        self._moments = moments
        self._view = view
        self._is_smooth = is_smooth  # whether what is shown should move smoothly

    def report(self, run: str, seconds: float) -> None:
        """Report the seconds of a run's newest weights; of older ones that they are not shown."""
        network = self._moments.network(run)
        is_seen = (
            network is not None
            and network.is_latest
            and self._view.isVisible()
            and not self._view.window().isMinimized()
        )
        cost = seconds if is_seen else None
        self._controller.report_showing(run, cost, is_smooth=self._is_smooth)

    def end(self, runs: Iterable[str]) -> None:
        """Report that nobody looks at these runs here any more."""
        for run in runs:
            self._controller.report_showing(run, None)
