"""How long a product takes on each device, and what an image costs in a batch of each size."""

import threading
from collections.abc import Sequence
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHeaderView, QPushButton, QTreeWidget, QTreeWidgetItem, QWidget

from gui.background.jobs import JobQueue
from gui.background.latest_job import LatestJob
from gui.style import theme
from gui.widgets.panel import Panel, column, styled_label

if TYPE_CHECKING:
    from core.teaching.demonstrations.tensors import Timing

MS, US = 1e3, 1e6  # in a second


class TensorTimes(Panel):
    """A table that is measured when it is asked for."""

    def __init__(self, jobs: JobQueue, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._measuring = LatestJob(jobs)
        self._stop = threading.Event()
        about = styled_label("quiet", self)
        about.setWordWrap(True)
        about.setText(
            self.tr(
                "The product of a batch (B, 784) and weights (784, 512), the largest in the"
                " tutorial's network. Does an image cost less in a large batch? That depends on the"
                " device: a single image leaves most of a GPU idle, a processor can be busy with"
                " it. The times are measured now, on this machine, with whatever else it does."
            )
        )
        self.measure = QPushButton(self.tr("Measure"), self)
        self.measure.clicked.connect(self._on_measure)
        self.table = QTreeWidget(self)
        self.table.setAccessibleName(self.tr("Times"))
        self.table.setRootIsDecorated(False)
        self.table.setHeaderLabels(
            [
                self.tr("device"),
                self.tr("images"),
                self.tr("ms for the product"),
                self.tr("µs for an image"),
            ]
        )
        for place in range(1, 4):
            self.table.headerItem().setTextAlignment(place, Qt.AlignmentFlag.AlignRight)
        self.table.header().setSectionResizeMode(QHeaderView.ResizeMode.Stretch)
        layout = column(self, gap=theme.PADDING, padding=0)
        layout.setContentsMargins(0, theme.PADDING, 0, 0)
        layout.addWidget(about)
        layout.addWidget(self.measure, 0, Qt.AlignmentFlag.AlignLeft)
        layout.addWidget(self.table, 1)

    def stop(self) -> None:
        """Measure no further."""
        self._stop.set()
        self._measuring.cancel()

    def _on_measure(self) -> None:
        self.measure.setEnabled(False)
        self._measuring.request(partial(_timings, self._stop), self._on_measured)

    def _on_measured(self, timings: "Sequence[Timing]") -> None:
        self.measure.setEnabled(True)
        self.table.clear()
        for timing in timings:
            per_image = timing.seconds / timing.batch
            item = QTreeWidgetItem(
                [
                    timing.device,
                    f"{timing.batch:,}",
                    f"{timing.seconds * MS:,.3f}",
                    f"{per_image * US:,.2f}",
                ]
            )
            for place in range(1, 4):
                item.setTextAlignment(place, Qt.AlignmentFlag.AlignRight)
            self.table.addTopLevelItem(item)


def _timings(stop: threading.Event) -> "Sequence[Timing]":
    """Measure the products; for the jobs' thread only."""
    from core.teaching.demonstrations import tensors

    return tensors.timings(stop.is_set)
