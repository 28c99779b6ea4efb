"""The test image that the networks read while nothing is drawn."""

from collections.abc import Sequence
from functools import partial

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QObject, Signal

from core.config.run import RunConfig
from core.data.folders import source_of
from core.data.ink import Ink, grey_of_ink
from core.messages import Message
from gui.background.jobs import JobQueue
from gui.background.latest_job import LatestJob
from gui.runs.moments import with_example
from gui.style.translation import translate


class Example(QObject):
    """The test image of the networks shown last, see `core.insight.example`.

    Signals:
        changed(): there is another image, or none because it cannot be read.
    """

    changed = Signal()

    def __init__(self, jobs: JobQueue, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._jobs = jobs
        self._reading = LatestJob(jobs)
        self._starts: Sequence[object] = ()  # of the networks asked for last
        self._ink: Ink | None = None
        self._problem: Message | None = None

    @property
    def ink(self) -> Ink | None:
        """The image as ink (28, 28); None until it has been read."""
        return self._ink

    @property
    def grey(self) -> NDArray[np.uint8] | None:
        """The image in grey levels (28, 28); None until it has been read."""
        return None if self._ink is None else grey_of_ink(self._ink)

    @property
    def problem(self) -> Message | None:
        """Why there is no image; None while there is one or it is being read."""
        return self._problem

    def named(self, moment: str) -> str:
        """Add to a moment that the image is read then, or why there is none."""
        if self._problem is not None:
            return f"{moment} · {translate(self._problem)}"
        if self._ink is None:
            return moment
        return with_example(moment)

    def request(self, configs: Sequence[RunConfig]) -> None:
        """Read the image of these networks, unless that was done last, well or in vain."""
        starts = [(config.model, config.seed, config.data) for config in configs]
        if starts != self._starts:
            self._starts, self._problem = starts, None
            self._reading.request(
                partial(_first_misread, configs),
                self._on_read,
                self._on_unread,
                source=[source_of(config.data) for config in configs],
            )

    def cancel(self) -> None:
        """Stop reading; the next request reads an image that is not there or could not be read."""
        if self._reading.cancel() or self._problem is not None:
            self._starts = ()

    def _on_read(self, ink: Ink) -> None:
        if self._ink is not None and np.array_equal(ink, self._ink):
            return
        self._ink = ink
        self.changed.emit()

    def _on_unread(self, reason: Message) -> None:
        self._ink, self._problem = None, reason
        self._jobs.report(reason)
        self.changed.emit()


def _first_misread(configs: Sequence[RunConfig]) -> Ink:
    """Return a test image as ink (28, 28); for the jobs' thread only."""
    from core.insight import example

    return example.first_misread(configs)
