"""Draw a digit, see it as the networks see it, and read what they make of it."""

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QRectF, Qt, QTimer
from PySide6.QtGui import QAction, QColor, QImage, QKeySequence, QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QScrollArea, QSlider, QToolButton, QVBoxLayout, QWidget

from core import ink
from core.architecture import SIDE
from gui import canvas, theme
from gui.answers import AnswerColumn
from gui.field_editors import QuietSlider
from gui.panel import Panel, column, styled_label
from gui.predictors import Predictors
from gui.run_store import RunStore

SEEN_SIDE = 84  # three screen pixels for each of the 28


class SeenDigit(QWidget):
    """The 28x28 pixels that a network gets: white ink on black, as in MNIST."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._image = QImage()
        self.setFixedSize(SEEN_SIDE, SEEN_SIDE)

    def show_digit(self, digit: ink.Ink | None) -> None:
        """Ink (28, 28), or None for nothing."""
        if digit is None:
            self._image = QImage()
        else:
            grey = (digit * 255).round().astype(np.uint8)
            self._image = QImage(grey.tobytes(), SIDE, SIDE, SIDE, QImage.Format.Format_Grayscale8).copy()
        self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Pixels with hard edges."""
        painter = QPainter(self)
        painter.fillRect(self.rect(), QColor("black"))
        if not self._image.isNull():
            painter.drawImage(QRectF(self.rect()), self._image)


class DrawPanel(Panel):
    """The drawing and, beside each other, the answers of all visible runs that have weights.

    Attributes:
        undo_stroke, clear_drawing: what the buttons do, for a menu.
    """

    def __init__(self, store: RunStore, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._store = store
        self._predictors = Predictors()
        self._columns: dict[str, AnswerColumn] = {}
        self._digit: ink.Ink | None = None
        self._given: ink.Ink | None = None  # shown in place of a drawing
        self._build()
        self._reading = QTimer(self)  # several moves of the pen before the next frame are read once
        self._reading.setSingleShot(True)
        self._reading.setInterval(0)
        self._reading.timeout.connect(self._read)
        self.canvas.strokes_changed.connect(self._on_strokes_changed)
        store.weights_changed.connect(self._on_weights_changed)
        store.visibility_changed.connect(self._arrange_columns)
        store.run_removed.connect(self._on_run_removed)
        self.retranslate()
        self._arrange_columns()

    def _build(self) -> None:
        self._title = styled_label("title", self)
        self.canvas = canvas.Canvas(self)
        self.seen = SeenDigit(self)
        self._seen_title = styled_label("quiet", self)
        self._pen = QuietSlider(self)
        self._pen.setRange(round(canvas.THINNEST * 1000), round(canvas.THICKEST * 1000))
        self._pen.setValue(round(canvas.USUAL * 1000))
        self._pen.valueChanged.connect(self._on_pen_changed)
        self._pen.setTickPosition(QSlider.TickPosition.NoTicks)
        self.undo_stroke, self.clear_drawing = QAction(self), QAction(self)
        self.undo_stroke.setShortcut(QKeySequence.StandardKey.Undo)
        self.clear_drawing.setShortcut("Ctrl+Backspace")
        self.undo_stroke.triggered.connect(self.canvas.undo)
        self.clear_drawing.triggered.connect(self.canvas.clear)
        self._buttons = QToolButton(self), QToolButton(self)
        for button, action in zip(self._buttons, (self.undo_stroke, self.clear_drawing), strict=True):
            button.setDefaultAction(action)
            button.setFixedWidth(SEEN_SIDE)
        self._hint = QLabel(self)
        self._hint.setWordWrap(True)
        self._hint.setProperty("role", "quiet")
        self._hint.setAlignment(Qt.AlignmentFlag.AlignTop)
        beside = QVBoxLayout()
        beside.setSpacing(theme.STEP)
        for widget in (self._seen_title, self.seen, self._pen, *self._buttons):
            beside.addWidget(widget)
        beside.addStretch(1)
        self._pen.setFixedWidth(SEEN_SIDE)
        top = QHBoxLayout()
        top.setSpacing(theme.PADDING)
        top.addWidget(self.canvas, 1)
        top.addLayout(beside)
        self._answers = QWidget()
        self._answers_row = QHBoxLayout(self._answers)
        self._answers_row.setContentsMargins(0, 0, 0, 0)
        self._answers_row.setSpacing(theme.PADDING)
        area = QScrollArea(self)
        area.setWidget(self._answers)
        area.setWidgetResizable(True)
        area.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        layout = column(self)
        layout.addWidget(self._title)
        layout.addLayout(top)
        layout.addSpacing(theme.STEP)
        layout.addWidget(self._hint)
        layout.addWidget(area, 1)

    def _on_pen_changed(self, thousandths: int) -> None:
        self.canvas.pen_width = thousandths / 1000

    def _on_weights_changed(self, run: str) -> None:
        entry = self._store.get(run)
        if entry is None or entry.record.config.is_regression or entry.record.weights is None:
            return
        self._predictors.set_weights(entry.record)
        if run not in self._columns:
            self._arrange_columns()
        self._answer(run)

    def _on_run_removed(self, run: str) -> None:
        self._predictors.forget(run)
        self._arrange_columns()

    def _arrange_columns(self) -> None:
        for answer in self._columns.values():
            self._answers_row.removeWidget(answer)
            answer.hide()
            answer.deleteLater()
        shown = [entry for entry in self._store.visible() if self._predictors.knows(entry.record.run)]
        self._columns = {
            entry.record.run: AnswerColumn(entry.name, theme.run_style(entry.style).colour, self._answers)
            for entry in shown
        }
        for run, answer in self._columns.items():
            self._answers_row.addWidget(answer)
            self._answer(run)
        self._hint.setVisible(not self._columns)

    def show_digit(self, grey: NDArray[np.uint8]) -> None:
        """Have the networks read a digit as it is, grey levels (28, 28), in place of a drawing."""
        image = QImage(grey.tobytes(), SIDE, SIDE, SIDE, QImage.Format.Format_Grayscale8)
        self.canvas.show_picture(image)
        self._given = grey.astype(np.float32) / np.float32(255)

    def _on_strokes_changed(self) -> None:
        self._given = None
        self._reading.start()

    def _read(self) -> None:
        self._digit = self._given if self._given is not None else ink.digit_from_strokes(self.canvas.strokes())
        self.seen.show_digit(self._digit)
        for run in self._columns:
            self._answer(run)

    def _answer(self, run: str) -> None:
        answer = self._columns.get(run)
        if answer is not None:
            answer.show_probabilities(None if self._digit is None else self._predictors.probabilities(run, self._digit))

    def answer(self, run: str) -> int | None:
        """The digit that a run reads in the drawing; None if there is none or nothing is drawn."""
        return self._columns[run].digit if run in self._columns else None

    def retranslate(self) -> None:
        """Titles, buttons, the hint."""
        self._title.setText(self.tr("Draw"))
        self._seen_title.setText(self.tr("seen as"))
        self.seen.setToolTip(self.tr("The 28 x 28 pixels that the networks get, prepared as MNIST's digits were"))
        self._pen.setToolTip(self.tr("Width of the pen"))
        self._pen.setAccessibleName(self.tr("Width of the pen"))
        for action, button_text, text in (
            (self.undo_stroke, self.tr("Undo"), self.tr("Undo stroke")),
            (self.clear_drawing, self.tr("Clear"), self.tr("Clear drawing")),
        ):
            action.setText(text)
            action.setIconText(button_text)
            action.setToolTip(f"{text} ({action.shortcut().toString(QKeySequence.SequenceFormat.NativeText)})")
        self._hint.setText(self.tr("Train a network on digits: it reads your drawing here, while it learns and after."))
        self._arrange_columns()

    def restyle(self) -> None:
        """The runs' colours."""
        self._arrange_columns()
