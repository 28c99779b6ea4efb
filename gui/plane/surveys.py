"""The map of one network, requested again and again while the network changes."""

from collections.abc import Sequence
from functools import partial
from time import perf_counter

import numpy as np
from PySide6.QtCore import QObject, Signal

from core.config.points import REACH
from core.config.run import RunConfig
from core.data.points import Points, learned_points
from core.insight.plane_map import Floats, PlaneMap
from core.network.weights import Weights
from gui.background.jobs import JobQueue
from gui.background.latest_job import LatestJob
from gui.process.timers import single_shot
from gui.style.diverging import scale_of, scaled

FRAME_MS = 66  # between two maps of a network that changes
REST_MS = 250  # without a change, after which the map becomes finer


class Survey(QObject):
    """Has a job compute the map of a network: a coarse one at once, a fine one when it rests.

    Of networks that come faster than every `FRAME_MS`, or than maps can be computed, only the
    newest gets a map.

    Signals:
        changed(): there is another map, or other points.
    """

    changed = Signal()

    def __init__(self, jobs: JobQueue, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._computing, self._drawing = LatestJob(jobs), LatestJob(jobs)
        self._network: tuple[RunConfig, Weights] | None = None
        self._is_stale = False
        self._points_of: object = None  # what decides the points that were requested
        self.map: PlaneMap | None = None
        # of each hidden layer: the neurons' maps below each other, from -1 to 1
        self.sheets: Sequence[Floats] = ()
        self.points: Points | None = None
        self.seconds = 0.0  # what the last map took
        self._pause = single_shot(self, self._on_pause_over, FRAME_MS)
        self._rest = single_shot(self, partial(self._compute, is_live=False), REST_MS)

    def show_points(self, config: RunConfig) -> None:
        """Have the points of a run drawn; the former ones stay until then."""
        decisive = config.data, config.seed  # the seed chooses the wrong labels
        if decisive != self._points_of:
            self._points_of = decisive
            self._drawing.request(partial(learned_points, config), self._on_points)

    def show_network(self, config: RunConfig, weights: Weights) -> bool:
        """Have the map of a network computed, unless that was done; return whether it will be."""
        before = self._network
        if before is not None and before[1] is weights:
            return False
        if before is not None and before[0].model != config.model:
            self.map = None
        self._network, self._is_stale = (config, weights), True
        self._rest.start()
        if not self._pause.isActive():
            self._on_pause_over()
        return True

    def stop(self) -> None:
        """Compute nothing until a network is shown again."""
        self._pause.stop()
        self._rest.stop()
        self._computing.cancel()
        if self._drawing.cancel():
            self._points_of = None
        self._network = None

    def _on_pause_over(self) -> None:
        if self._is_stale:
            self._compute(is_live=True)
            self._pause.start()

    def _compute(self, *, is_live: bool) -> None:
        if self._network is None:
            return
        self._is_stale = False
        config, weights = self._network
        # an older map of the same network still counts
        self._computing.request(
            partial(_survey, config, weights, is_live=is_live), self._on_map, topic=config.model
        )

    def _on_map(self, found: tuple[PlaneMap, Sequence[Floats], float]) -> None:
        self.map, self.sheets, self.seconds = found
        self.changed.emit()

    def _on_points(self, points: Points) -> None:
        self.points = points
        self.changed.emit()


def _survey(
    config: RunConfig, weights: Weights, *, is_live: bool
) -> tuple[PlaneMap, Sequence[Floats], float]:
    """Compute a map, its sheets, and how long that takes; for the jobs' thread only."""
    from core.insight import plane

    began_s = perf_counter()
    found = plane.survey(config, weights, REACH, is_live=is_live)
    sheets = [scaled(np.concatenate(layer.maps), scale_of(layer.maps)) for layer in found.hidden]
    return found, sheets, perf_counter() - began_s
