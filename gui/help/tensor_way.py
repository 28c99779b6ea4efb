"""The tensors on the way of images through a network: shape, picture and numbers of each."""

from collections.abc import Sequence
from functools import partial
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QRect, QSize, Qt
from PySide6.QtGui import QImage, QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QTreeWidget, QTreeWidgetItem, QVBoxLayout, QWidget

from core.teaching.demonstrations.tensor_choices import BATCHES
from gui.background.jobs import JobQueue
from gui.background.latest_job import LatestJob
from gui.program.tensor_boxes import numbers_text
from gui.style import diverging, theme
from gui.widgets.field_editors import QuietCombo
from gui.widgets.panel import Panel, styled_label
from gui.widgets.plain_text import PlainLabel

if TYPE_CHECKING:
    from core.teaching.demonstrations.tensors import Stage

CORNER = 6  # rows and columns of numbers that are written, around the largest
THINNEST = 3 * theme.STEP  # a picture's side, in pixels, however many numbers the other one has
FIRST_BATCH = BATCHES[-1]

Numbers = NDArray[np.generic]


class TensorPicture(QWidget):
    """All numbers of a tensor as colours: dark is zero, the two colours are the signs."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._image: QImage | None = None

    def show_numbers(self, numbers: Numbers) -> None:
        """Show a tensor with up to two dimensions; one alone is a row."""
        values = np.atleast_2d(numbers).astype(np.float32)
        self._image = diverging.picture(values, diverging.scale_of(values))
        self.update()

    def sizeHint(self) -> QSize:
        """Return the room for a square."""
        return QSize(theme.px(60 * theme.STEP), theme.px(45 * theme.STEP))

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint the picture in its proportions, but none of its sides too thin to be seen."""
        if self._image is None:
            return
        size = self._image.size().scaled(self.size(), Qt.AspectRatioMode.KeepAspectRatio)
        size = size.expandedTo(QSize(THINNEST, THINNEST)).boundedTo(self.size())
        painter = QPainter(self)
        painter.drawImage(QRect(0, 0, size.width(), size.height()), self._image)


class TensorWay(Panel):
    """A list of tensors, and one of them with its numbers."""

    def __init__(self, jobs: JobQueue, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._reading = LatestJob(jobs)
        self._stages: Sequence[Stage] = ()

        self.batch = QuietCombo(self)
        self.batch.setAccessibleName(self.tr("Images in the batch"))
        self.batch.addItems([self.tr("Batch of {count}").format(count=batch) for batch in BATCHES])
        self.batch.setCurrentIndex(BATCHES.index(FIRST_BATCH))
        self.batch.currentIndexChanged.connect(self._read)

        self.list = QTreeWidget(self)
        self.list.setAccessibleName(self.tr("Tensors on the way"))
        self.list.setRootIsDecorated(False)
        self.list.setHeaderLabels([self.tr("line"), self.tr("shape"), self.tr("numbers")])
        self.list.headerItem().setTextAlignment(2, Qt.AlignmentFlag.AlignRight)
        self.list.currentItemChanged.connect(self._show)
        self.picture = TensorPicture(self)
        self._title = styled_label("heading", self)
        self._where = styled_label("quiet", self)
        self.numbers = PlainLabel(self)
        self.numbers.setFont(theme.fixed_font())
        self.numbers.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self._lay_out()
        self._read()

    def _lay_out(self) -> None:
        about = styled_label("quiet", self)
        about.setWordWrap(True)
        about.setText(
            self.tr(
                "Test images go through an untrained network of 512 sigmoid units. A batch is one"
                " tensor: each product treats all of its images at once. Choose a line to see all"
                " numbers of its tensor as colours, and some as they are."
            )
        )
        left = QVBoxLayout()
        left.setSpacing(2 * theme.STEP)
        left.addWidget(self.batch, 0, Qt.AlignmentFlag.AlignLeft)
        left.addWidget(self.list, 1)
        right = QVBoxLayout()
        right.setSpacing(2 * theme.STEP)
        for widget in (self._title, self.picture, self._where, self.numbers):
            right.addWidget(widget, 1 if widget is self.picture else 0)
        sides = QHBoxLayout()
        sides.setSpacing(theme.GROUP_GAP)
        sides.addLayout(left, 1)
        sides.addLayout(right, 1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, theme.PADDING, 0, 0)
        layout.setSpacing(theme.PADDING)
        layout.addWidget(about)
        layout.addLayout(sides, 1)

    def _read(self) -> None:
        self._reading.request(partial(_way, BATCHES[self.batch.currentIndex()]), self._on_read)

    def _on_read(self, stages: "Sequence[Stage]") -> None:
        row = max(0, self._row())
        self._stages = stages
        self.list.clear()
        for stage in stages:
            item = QTreeWidgetItem(
                [stage.code, str(stage.numbers.shape), f"{stage.numbers.size:,}"]
            )
            item.setFont(0, theme.fixed_font())
            item.setTextAlignment(2, Qt.AlignmentFlag.AlignRight)
            self.list.addTopLevelItem(item)
        for column in range(3):
            self.list.resizeColumnToContents(column)
        chosen = self.list.topLevelItem(row)
        if chosen is not None:
            self.list.setCurrentItem(chosen)

    def _row(self) -> int:
        """Return the row of the chosen line; -1 if none is."""
        item = self.list.currentItem()
        return -1 if item is None else self.list.indexOfTopLevelItem(item)

    def _show(self) -> None:
        row = self._row()
        if not 0 <= row < len(self._stages):
            return
        numbers = self._stages[row].numbers
        self._title.setText(f"{numbers.shape}, {numbers.dtype}")
        self.picture.show_numbers(numbers)

        table = np.atleast_2d(numbers)
        largest = np.unravel_index(np.abs(table).argmax(), table.shape)
        first_row, first_column = (
            int(np.clip(middle - CORNER // 2, 0, max(0, length - CORNER)))
            for middle, length in zip(largest, table.shape, strict=True)
        )
        part = table[first_row : first_row + CORNER, first_column : first_column + CORNER]
        self.numbers.setText(numbers_text(part))
        text = self.tr("Rows {first} to {last}, columns {left} to {right}:")
        self._where.setText(
            text.format(
                first=first_row,
                last=first_row + len(part) - 1,
                left=first_column,
                right=first_column + part.shape[1] - 1,
            )
        )


def _way(batch: int) -> "Sequence[Stage]":
    """Compute the tensors; for the jobs' thread only."""
    from core.teaching.demonstrations import tensors

    return tensors.way(batch)
