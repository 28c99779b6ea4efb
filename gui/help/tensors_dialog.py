"""Tensors and the device: shapes on their way, the tutorial's first lines, times of a product."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QTabWidget, QWidget

from gui.background.jobs import JobQueue
from gui.help.tensor_lines import TensorLines
from gui.help.tensor_times import TensorTimes
from gui.help.tensor_way import TensorWay
from gui.style import theme
from gui.widgets.panel import column

SIZE = (235 * theme.STEP, 150 * theme.STEP)


class TensorsDialog(QDialog):
    """Three pages; what they show, jobs compute with PyTorch."""

    def __init__(self, jobs: JobQueue, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(self.tr("Tensors and the device"))
        self.lines = TensorLines(jobs, self)
        self.way = TensorWay(jobs, self)
        self.times = TensorTimes(jobs, self)

        self.tabs = QTabWidget(self)
        self.tabs.setDocumentMode(True)
        self.tabs.tabBar().setDrawBase(False)
        for page, title in (
            (self.lines, self.tr("Line by line")),
            (self.way, self.tr("Shapes on their way")),
            (self.times, self.tr("Time of a product")),
        ):
            self.tabs.addTab(page, title)
        column(self, padding=theme.GROUP_GAP).addWidget(self.tabs)
        self.resize(theme.fitted(SIZE, self.screen()))

    def done(self, result: int) -> None:
        """Measure no further; nobody waits for it any more."""
        self.times.stop()
        super().done(result)
