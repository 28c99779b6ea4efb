"""A row for each class of the data: its mean image, some samples, and its number of examples."""

from typing import TYPE_CHECKING

import numpy as np
from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFontMetrics, QPainter, QPaintEvent, QPen, QResizeEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from core.data.examples import Digit
from gui.style import theme
from gui.widgets.images import grey_image
from gui.widgets.pickable import Pickable

if TYPE_CHECKING:
    from core.data.preview import Classes, Grey, Samples

IMAGE, MIN_IMAGE = 9 * theme.STEP, 17  # the side of a sample, less where the view is low
GAP = theme.STEP
ROW = IMAGE + GAP
HEAD = 5 * theme.STEP
MIN_NAME, MAX_NAME = 14 * theme.STEP, 24 * theme.STEP
MIN_BARS = 12 * theme.STEP
BAR = theme.STEP + 2
MAX_SAMPLES = 12  # in a row


class ClassesView(Pickable):
    """Samples can be picked; their numbers count row by row.

    Rows are low unless a layout stretches the view, up to the usual size of samples.
    """

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._classes: Classes | None = None
        self._samples: tuple[Samples, ...] = ()
        self.setFont(theme.sized(self.font(), theme.TEXT))
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)

    def show_classes(self, classes: "Classes | None", samples: "tuple[Samples, ...]") -> None:
        """Show the classes with these samples; None leaves the view empty."""
        self._classes, self._samples = classes, samples
        self.choose(None)
        self._renew()

    def _renew(self) -> None:
        self.numbers = range(len(self._samples) * self.in_row())
        self.setMinimumHeight(self.sizeHint().height())
        self.setMaximumHeight(HEAD + self._count() * ROW)
        self.updateGeometry()
        self.update()

    def _count(self) -> int:
        return 0 if self._classes is None else len(self._classes.names)

    def _image(self) -> int:
        """Return the side of a sample."""
        room = (self.height() - HEAD) // max(1, self._count()) - GAP
        return max(MIN_IMAGE, min(IMAGE, room))

    def _row(self) -> int:
        return self._image() + GAP

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Fit the number of samples in a row to the width."""
        super().resizeEvent(event)
        self._renew()

    def sizeHint(self) -> QSize:
        """Return room for a low row for each class."""
        return QSize(120 * theme.STEP, HEAD + self._count() * (MIN_IMAGE + GAP))

    def minimumSizeHint(self) -> QSize:
        """Return room for the beginning of a name, one sample and short bars."""
        samples = 2 * ROW + 2 * theme.PADDING + theme.GROUP_GAP
        return QSize(self._name_room(0) + samples + MIN_BARS + self._number_room(), 0)

    def _name_room(self, width: int | None = None) -> int:
        """Return the width for names, at most a quarter of the widget's own or of another width."""
        names = self._classes.names if self._classes is not None else ()
        widest = max(
            (QFontMetrics(self.font()).horizontalAdvance(name) for name in names), default=0
        )
        quarter = (self.width() if width is None else width) // 4
        return min(widest, MAX_NAME, max(MIN_NAME, quarter)) + 2 * theme.STEP

    def _number_room(self) -> int:
        most = 0, 0
        if self._classes is not None:
            most = int(np.max(self._classes.train)), int(np.max(self._classes.test))
        # any other number of as many digits may be wider than the largest one
        widest = "".join("0" if letter.isdigit() else letter for letter in _both(*most))
        return QFontMetrics(self.font()).horizontalAdvance(widest) + 2 * theme.STEP

    def _left(self) -> int:
        """Return where samples begin: after name and mean image."""
        title = QFontMetrics(self.font()).horizontalAdvance(self.tr("mean"))
        return self._name_room() + max(self._row(), title) + theme.PADDING

    def in_row(self) -> int:
        """Return how many samples there is room for next to short bars."""
        room = self.width() - self._left() - theme.GROUP_GAP - MIN_BARS - self._number_room()
        return max(1, min(MAX_SAMPLES, room // self._row()))

    def rect_of(self, index: int) -> QRectF:
        """Return where a sample is painted."""
        row, column = divmod(index, self.in_row())
        side, step = self._image(), self._row()
        return QRectF(self._left() + column * step, HEAD + row * step, side, side)

    def index_at(self, position: QPointF) -> int | None:
        """Return the index of the sample under a point, None where there is none."""
        step = self._row()
        row, column = int((position.y() - HEAD) // step), int((position.x() - self._left()) // step)
        is_there = 0 <= row < len(self._samples) and 0 <= column < self.in_row()
        return (
            row * self.in_row() + column
            if is_there and column < len(self._samples[row].numbers)
            else None
        )

    def sample(self, index: int) -> Digit:
        """Return the training image at an index, counted row by row."""
        assert self._classes is not None
        row, column = divmod(index, self.in_row())
        samples = self._samples[row]
        return Digit(
            int(samples.numbers[column]),
            row,
            samples.images[column],
            self._classes.names[row],
            self._classes.is_dark_on_light,
        )

    def wrong_label(self, index: int) -> str | None:
        """Return the wrong label that a sample has in training; None if it has its own."""
        assert self._classes is not None
        row, column = divmod(index, self.in_row())
        label = int(self._samples[row].labels[column])
        return None if label == row else self._classes.names[label]

    def tip(self, index: int) -> str:
        """Return the number and the label of a sample, and a wrong one if it has one."""
        sample = self.sample(index)
        wrong = self.wrong_label(index)
        if wrong is not None:
            text = self.tr(
                "Training image {number}: {label}, but labelled {wrong} in training. Click to have "
                "the networks read it."
            )
            return text.format(number=sample.number, label=sample.name, wrong=wrong)
        text = self.tr("Training image {number}: {label}. Click to have the networks read it.")
        return text.format(number=sample.number, label=sample.name)

    def _pick(self, index: int) -> None:
        row, column = divmod(index, self.in_row())
        if column < len(self._samples[row].numbers):
            super()._pick(index)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the visible rows."""
        if self._classes is None:
            return
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        self._paint_head(painter)

        step = self._row()
        first = max(0, (event.rect().top() - HEAD) // step)
        last = min(len(self._classes.names), (event.rect().bottom() - HEAD) // step + 1)
        for row in range(first, last):
            self._paint_row(painter, row)

    def _bars(self) -> QRectF:
        left = self._left() + self.in_row() * self._row() + theme.PADDING
        return QRectF(left, HEAD, self.width() - left - self._number_room(), 0)

    def _paint_head(self, painter: QPainter) -> None:
        painter.setPen(QColor(theme.colours().quiet))
        middle = Qt.AlignmentFlag.AlignVCenter | Qt.TextFlag.TextDontClip
        for left, text in (
            (self._name_room(), self.tr("mean")),
            (self._left(), self.tr("samples")),
        ):
            painter.drawText(QRectF(left, 0, ROW, HEAD - theme.STEP), middle, text)

        # at the right, above the bars and what is left of the samples' width
        metrics = painter.fontMetrics()
        start = self._left() + metrics.horizontalAdvance(self.tr("samples")) + theme.PADDING
        above = QRectF(start, 0, self.width() - start, HEAD - theme.STEP)
        text = metrics.elidedText(
            self.tr("for training / for testing"), Qt.TextElideMode.ElideRight, int(above.width())
        )
        painter.drawText(above, middle | Qt.AlignmentFlag.AlignRight, text)

    def _paint_row(self, painter: QPainter, row: int) -> None:
        assert self._classes is not None
        named, side, top = theme.colours(), self._image(), HEAD + row * self._row()
        middle = Qt.AlignmentFlag.AlignVCenter

        # name and mean image
        room = self._name_room() - 2 * theme.STEP
        name = painter.fontMetrics().elidedText(
            self._classes.names[row], Qt.TextElideMode.ElideRight, room
        )
        painter.setPen(QColor(named.text))
        painter.drawText(QRectF(0, top, room + 1, side), middle, name)
        painter.drawImage(
            QRectF(self._name_room(), top, side, side), grey_image(self._classes.means[row])
        )

        # samples, with a frame around the chosen one, and their wrong labels
        for column, image in enumerate(self._samples[row].images[: self.in_row()]):
            index = row * self.in_row() + column
            rect = self.rect_of(index)
            painter.drawImage(rect, grey_image(image))
            wrong = self.wrong_label(index)
            if wrong is not None:
                self._paint_wrong_label(painter, rect, wrong)
            if index == self.chosen:
                painter.setPen(QPen(QColor(named.accent), 2))
                painter.drawRect(rect.adjusted(1, 1, -1, -1))

        self._paint_bars(painter, row, top)

    def _paint_wrong_label(self, painter: QPainter, rect: QRectF, label: str) -> None:
        """Paint a frame and, in its lower right corner, the label that a sample has in training."""
        named, metrics = theme.colours(), painter.fontMetrics()
        painter.setPen(QPen(QColor(named.wrong), 2))
        painter.drawRect(rect.adjusted(1, 1, -1, -1))

        text = metrics.elidedText(label, Qt.TextElideMode.ElideRight, int(rect.width()) - 4)
        width = metrics.horizontalAdvance(text) + 4
        corner = QRectF(rect.right() - width, rect.bottom() - metrics.height(), 0, 0)
        corner.setBottomRight(rect.bottomRight())
        painter.fillRect(corner, QColor(named.wrong))
        painter.setPen(QColor(named.paper))
        painter.drawText(corner, Qt.AlignmentFlag.AlignCenter, text)

    def _paint_bars(self, painter: QPainter, row: int, top: int) -> None:
        """Paint the training examples above the test examples, on the scale of all rows."""
        assert self._classes is not None
        named, area, side = theme.colours(), self._bars(), self._image()
        most = max(1, int(np.max(self._classes.train)), int(np.max(self._classes.test)))

        for line_number, (counts, colour) in enumerate(
            ((self._classes.train, named.quiet), (self._classes.test, named.groove))
        ):
            middle = top + (line_number + 0.5) * side / 2
            bar = QRectF(area.left(), middle - BAR / 2, area.width(), BAR)
            painter.fillRect(bar, QColor(named.line))
            bar.setWidth(area.width() * int(counts[row]) / most)
            painter.fillRect(bar, QColor(colour))

        painter.setPen(QColor(named.text))
        numbers = _both(int(self._classes.train[row]), int(self._classes.test[row]))
        end = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
        painter.drawText(QRectF(0, top, self.width(), side), end, numbers)


def _both(train: int, test: int) -> str:
    """Return the numbers of training and of test examples, in the order of the title above them."""
    return f"{train:,} / {test:,}"


class ChangedView(QWidget):
    """Images above, and below each what augmentation makes of it."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._pairs: tuple[Grey, Grey] | None = None
        self.setFixedHeight(2 * IMAGE + theme.STEP)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def show_pairs(self, pairs: "tuple[Grey, Grey] | None") -> None:
        """Show originals and changed images, both uint8 (k, 28, 28)."""
        self._pairs = pairs
        self.update()

    @property
    def pairs(self) -> "tuple[Grey, Grey] | None":
        """The originals and the changed images that are shown."""
        return self._pairs

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint as many images as there is room for."""
        if self._pairs is None:
            return
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        for row, images in enumerate(self._pairs):
            for column, image in enumerate(images[: (self.width() + theme.STEP) // ROW]):
                painter.drawImage(QRectF(column * ROW, row * ROW, IMAGE, IMAGE), grey_image(image))
