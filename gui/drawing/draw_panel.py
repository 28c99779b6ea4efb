"""Draw a digit, see it as the networks see it, and read what they make of it."""

import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TypeVar

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QRectF, QSize, Qt, QTimer, Signal
from PySide6.QtGui import (
    QAction,
    QColor,
    QGuiApplication,
    QImage,
    QKeySequence,
    QPainter,
    QPaintEvent,
    QResizeEvent,
)
from PySide6.QtWidgets import (
    QBoxLayout,
    QFileDialog,
    QHBoxLayout,
    QMenu,
    QSlider,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from core.config.catalogue import DIGITS, MNIST
from core.config.data import DataConfig
from core.data import ink
from core.errors import InklingError
from core.messages import Message, message
from gui.background.jobs import JobQueue
from gui.drawing import canvas
from gui.drawing.answers_area import AnswersArea
from gui.drawing.handwriting import Handwriting
from gui.drawing.handwriting_dialog import HandwritingDialog
from gui.drawing.handwriting_row import HandwritingRow
from gui.drawing.nearest_row import NearestRow
from gui.drawing.preparation_strip import StagesStrip
from gui.runs.run_store import RunStore
from gui.style import theme
from gui.widgets.field_editors import QuietSlider
from gui.widgets.images import (
    SUFFIXES,
    example_of_file,
    grey_image,
    ink_image,
    ink_of_file,
    ink_of_image,
    picture_in,
)
from gui.widgets.panel import Panel, column, styled_label

Read = TypeVar("Read")

FRAME_S = 1 / 60
WIDE = 130 * theme.STEP
SEEN_SIDE = 84  # three screen pixels for each of the 28


class SeenDigit(QWidget):
    """The 28x28 pixels that a network gets: white ink on black, as in MNIST."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._image = QImage()
        self.setFixedSize(SEEN_SIDE, SEEN_SIDE)

    def show_digit(self, digit: ink.Ink | None) -> None:
        """Ink (28, 28), or None for nothing."""
        self._image = QImage() if digit is None else ink_image(digit)
        self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Pixels with hard edges."""
        painter = QPainter(self)
        painter.fillRect(self.rect(), QColor("black"))
        if not self._image.isNull():
            painter.drawImage(QRectF(self.rect()), self._image)


class DrawPanel(Panel):
    """The drawing, how it is prepared, and the answers of all visible runs that have weights.

    Attributes:
        head: the button of a menu, which stands in the panel's title once it has one.
        undo_stroke, clear_drawing, paste_picture, open_picture: what the buttons and the menu do.

    Signals:
        digit_changed(object): the networks read other ink (28, 28) now, or None for nothing.
        failed(object): a `Message` that says why a picture was not taken.
    """

    digit_changed = Signal(object)
    failed = Signal(object)

    def __init__(
        self,
        store: RunStore,
        jobs: JobQueue,
        hand: Handwriting | None = None,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._store = store
        self._jobs = jobs
        self._hand = hand
        self._digit: ink.Ink | None = None
        self._takes_examples = (
            False  # pictures of 28 x 28 as they are, as other data than MNIST hold them
        )
        self._given: ink.Ink | None = None  # a digit that comes prepared, in place of a drawing
        self._picture: ink.Ink | None = None  # square ink of a picture, in place of strokes
        self._awaited: Path | None = (
            None  # a picture that is being read, unless something was drawn meanwhile
        )
        (
            self.undo_stroke,
            self.clear_drawing,
            self.paste_picture,
            self.open_picture,
            self._show_hand,
        ) = (QAction(self) for _ in range(5))
        self._build(store, jobs)
        self._read_at = 0.0
        self._reading = QTimer(self)  # several moves of the pen before the next frame are read once
        self._reading.setSingleShot(True)
        self._reading.setInterval(0)
        self._reading.timeout.connect(self._read)
        self._connect()
        self.retranslate()
        self.restyle()

    def _build(self, store: RunStore, jobs: JobQueue) -> None:
        self.head = QWidget(self)
        self._more = QToolButton(self.head)
        self._more.setAutoRaise(True)
        self._more.setText("⋯")
        self._more.setStyleSheet("QToolButton::menu-indicator { image: none; }")
        self._more.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        self._more.setMenu(self._new_menu())
        self.strip = StagesStrip(self)
        self.nearest = NearestRow(jobs, self)
        self.own = HandwritingRow(self)
        self.answers = AnswersArea(store, jobs, self)
        self._prepared_toggle, self._nearest_toggle, self._own_toggle = self._toggles = tuple(
            QToolButton(self) for _ in range(3)
        )
        head, toggles = QHBoxLayout(self.head), QHBoxLayout()
        head.setContentsMargins(0, 0, 0, 0)
        head.addStretch(1)
        head.addWidget(self._more)
        toggles.setSpacing(0)
        for toggle in self._toggles:
            toggle.setCheckable(True)
            toggle.setAutoRaise(True)
            toggle.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
            toggle.setFont(theme.sized(toggle.font(), theme.SMALL))
            toggle.toggled.connect(self._on_toggled)
            toggles.addWidget(toggle)
        toggles.addStretch(1)
        self._own_toggle.setVisible(self._hand is not None)
        layout = column(self)
        layout.addWidget(self.head)
        self._sheet, self._below = self._new_sheet(), QVBoxLayout()
        layout.addLayout(self._sheet)
        below = self._below
        below.setSpacing(theme.STEP)
        below.addLayout(toggles)
        for part in (self.strip, self.nearest, self.own):
            below.addWidget(part)
        below.addWidget(self.answers, 1)
        layout.addLayout(below, 1)
        self._layout = layout
        self._on_toggled()

    def _new_sheet(self) -> QHBoxLayout:
        """The canvas, and beside it what the networks see, the pen and two buttons."""
        self.canvas = canvas.Canvas(self)
        self.seen = SeenDigit(self)
        self._seen_title = styled_label("quiet", self)
        self._pen = QuietSlider(self)
        self._pen.setRange(round(canvas.THINNEST * 1000), round(canvas.THICKEST * 1000))
        self._pen.setValue(round(canvas.DEFAULT * 1000))
        self._pen.setTickPosition(QSlider.TickPosition.NoTicks)
        self._pen.setFixedWidth(SEEN_SIDE)
        self._buttons = QToolButton(self), QToolButton(self)
        for button, action in zip(
            self._buttons, (self.undo_stroke, self.clear_drawing), strict=True
        ):
            button.setDefaultAction(action)
            button.setFixedWidth(SEEN_SIDE)
        beside = QVBoxLayout()
        beside.setSpacing(theme.STEP)
        for widget in (self._seen_title, self.seen, self._pen, *self._buttons):
            beside.addWidget(widget)
        beside.addStretch(1)
        sheet = QHBoxLayout()
        sheet.setSpacing(theme.PADDING)
        sheet.addWidget(self.canvas, 1)
        sheet.addLayout(beside)
        return sheet

    def _new_menu(self) -> QMenu:
        menu = QMenu(self)
        menu.addActions([self.open_picture, self.paste_picture])
        if self._hand is not None:
            menu.addSeparator()
            menu.addAction(self._show_hand)
        return menu

    def _connect(self) -> None:
        for action, key, then in (
            (self.undo_stroke, QKeySequence.StandardKey.Undo, self.canvas.undo),
            (self.clear_drawing, "Ctrl+Backspace", self.canvas.clear),
            (self.paste_picture, QKeySequence.StandardKey.Paste, self._on_paste),
            (self.open_picture, "Ctrl+Shift+O", self._on_open),
        ):
            action.setShortcut(key)
            action.triggered.connect(then)
        self.undo_stroke.setShortcutContext(
            Qt.ShortcutContext.WidgetWithChildrenShortcut
        )  # the form has its own
        self.addAction(self.undo_stroke)
        self._show_hand.triggered.connect(self._on_show_hand)
        self._pen.valueChanged.connect(self._on_pen_changed)
        self.canvas.strokes_changed.connect(self._on_strokes_changed)
        self.canvas.picture_given.connect(self._on_picture_given)
        self.strip.steps_changed.connect(self._read)
        self.own.label_chosen.connect(self._on_label_chosen)
        self.own.show_requested.connect(self._on_show_hand)
        if self._hand is not None:
            self._hand.kept.connect(self.own.say_kept)

    @property
    def edits(self) -> tuple[QAction, ...]:
        """All that can be done to the drawing, for a menu."""
        return self.undo_stroke, self.clear_drawing, self.paste_picture, self.open_picture

    @property
    def digit(self) -> ink.Ink | None:
        """What the networks read, ink (28, 28); None for nothing."""
        return self._digit

    def set_selected(self, runs: Sequence[str]) -> None:
        """These runs are selected in the table."""
        self.answers.set_selected(runs)

    def answer(self, run: str) -> int | None:
        """The digit that a run reads in the drawing; None if there is none or nothing is drawn."""
        return self.answers.answer(run)

    def set_data(self, data: DataConfig) -> None:
        """Look for the nearest among these training images, and ask for what they show."""
        self.canvas.set_for_digits(data.classes in ((), DIGITS))
        self.nearest.set_data(data)
        self._takes_examples = data.dataset != MNIST

    def show_digit(self, grey: NDArray[np.uint8]) -> None:
        """Have the networks read a digit as it is, grey levels (28, 28), in place of a drawing."""
        self.canvas.show_picture(grey_image(grey))
        self._given = grey.astype(np.float32) / np.float32(255)

    def _on_pen_changed(self, thousandths: int) -> None:
        self.canvas.pen_width = thousandths / 1000

    def _on_toggled(self) -> None:
        sender = self.sender()
        if isinstance(sender, QToolButton) and sender.isChecked():
            for other in self._toggles:  # one at a time: the answers stay in sight
                other.setChecked(other is sender)
        for part, toggle in (
            (self.strip, self._prepared_toggle),
            (self.nearest, self._nearest_toggle),
            (self.own, self._own_toggle),
        ):
            part.setVisible(toggle.isChecked())
        for toggle in self._toggles:
            toggle.setArrowType(
                Qt.ArrowType.DownArrow if toggle.isChecked() else Qt.ArrowType.RightArrow
            )
        if not self.strip.are_all_on:  # switches that are out of sight must not spoil the answers
            self._reading.start()

    def _on_strokes_changed(self) -> None:
        self._given = self._picture = self._awaited = None
        is_pen = bool(self.canvas.strokes())
        if (
            is_pen
            and not self._reading.isActive()
            and time.perf_counter() - self._read_at > FRAME_S
        ):
            self._read()  # ahead of whatever else waits, such as plots of training runs
        else:
            self._reading.start()

    def _drawn(self) -> ink.Ink:
        return (
            self._picture
            if self._picture is not None
            else ink.ink_of_strokes(self.canvas.strokes())
        )

    def _read(self) -> None:
        steps = self.strip.steps() if self._prepared_toggle.isChecked() else ink.ALL_STEPS
        stages = None if self._given is not None else ink.stages(self._drawn(), steps)
        self._digit = self._given if stages is None else stages.digit
        self.seen.show_digit(self._digit)
        self.strip.show_stages(stages, self._digit)
        self.nearest.look_for(self._digit)
        self.own.set_drawing(stages is not None)
        self.answers.show_digit(self._digit)
        self.digit_changed.emit(self._digit)
        self._read_at = time.perf_counter()

    def _on_paste(self) -> None:
        picture = picture_in(QGuiApplication.clipboard().mimeData())
        if picture is None:
            self.failed.emit(message("There is no picture to paste."))
        else:
            self._on_picture_given(picture)

    def _on_open(self) -> None:
        patterns = " ".join(f"*.{suffix}" for suffix in SUFFIXES)
        pictures = self.tr("Pictures ({patterns})").format(patterns=patterns)
        name, _ = QFileDialog.getOpenFileName(self, self.tr("Open picture"), "", pictures)
        if name:
            self._on_picture_given(Path(name))

    def _on_picture_given(self, picture: Path | QImage) -> None:
        if isinstance(picture, Path):
            self._awaited = picture
            if self._takes_examples:
                self._jobs.submit(
                    lambda: _or_reason(example_of_file, picture),
                    lambda it: self._on_example(it, picture),
                )
            else:
                self._read_as_drawing(picture)
            return
        try:
            self._show_picture(ink_of_image(picture))
        except InklingError as error:
            self.failed.emit(error.message)

    def _read_as_drawing(self, path: Path) -> None:
        self._jobs.submit(
            lambda: _or_reason(ink_of_file, path), lambda found: self._on_file_read(found, path)
        )

    def _on_example(self, found: NDArray[np.uint8] | Message | None, path: Path) -> None:
        """Show an example as the training images are shown; a picture of another size is no example."""
        if isinstance(found, Message):
            self.failed.emit(found)
        elif path is not self._awaited:
            return
        elif found is None:
            self._read_as_drawing(path)
        else:
            self.show_digit(found)

    def _on_file_read(self, found: ink.Ink | Message, path: Path) -> None:
        if isinstance(found, Message):
            self.failed.emit(found)
        elif path is self._awaited:
            self._show_picture(found)

    def _show_picture(self, found: ink.Ink) -> None:
        self.canvas.show_picture(ink_image(found))
        self._picture = found

    def _on_label_chosen(self, label: int) -> None:
        digit = ink.digit_from_ink(
            self._drawn()
        )  # prepared as it should be, whatever is switched off
        if self._hand is not None and digit is not None:
            self._hand.keep(digit, label)

    def _on_show_hand(self) -> None:
        if self._hand is not None:
            HandwritingDialog(self._hand, self._store, self.window()).open()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Where there is room beside the drawing, the answers stand there: a large drawing would push them away."""
        super().resizeEvent(event)
        beside = (
            self._sheet.minimumSize().width() + theme.GROUP_GAP + self._below.minimumSize().width()
        )
        is_wide = event.size().width() >= max(WIDE, beside + 2 * theme.PADDING)
        way = QBoxLayout.Direction
        self._layout.setDirection(way.LeftToRight if is_wide else way.TopToBottom)
        self._layout.setSpacing(theme.GROUP_GAP if is_wide else 2 * theme.STEP)
        self._layout.setStretchFactor(self._sheet, 3 if is_wide else 0)
        self._layout.setStretchFactor(self._below, 2 if is_wide else 1)

    def minimumSizeHint(self) -> QSize:
        """As narrow as with the answers below the drawing, or the panel could not become narrow again."""
        return QSize(
            self._least(self._sheet.minimumSize(), self._below.minimumSize()),
            super().minimumSizeHint().height(),
        )

    def sizeHint(self) -> QSize:
        """The width that it asks for does not depend on the width that it has."""
        return QSize(
            self._least(self._sheet.sizeHint(), self._below.sizeHint()), super().sizeHint().height()
        )

    def _least(self, sheet: QSize, below: QSize) -> int:
        margins = self._layout.contentsMargins()
        return max(sheet.width(), below.width()) + margins.left() + margins.right()

    def restyle(self) -> None:
        """The toggles are quiet words; an open one's is strong."""
        named = theme.colours()
        for toggle in self._toggles:
            toggle.setStyleSheet(
                f"QToolButton {{ border: 1px solid transparent; border-radius: {theme.STEP}px;"
                f" padding: {theme.STEP // 2}px; color: {named.quiet}; }}"
                f" QToolButton:checked, QToolButton:hover {{ color: {named.text}; }}"
                f" QToolButton:focus {{ border-color: {named.accent}; }}"
            )

    def retranslate(self) -> None:
        """Titles, buttons, menus."""
        self._seen_title.setText(self.tr("seen as"))
        self.seen.setToolTip(
            self.tr("The 28 x 28 pixels that the networks get, prepared as MNIST's digits were")
        )
        self._pen.setToolTip(self.tr("Width of the pen"))
        self._pen.setAccessibleName(self.tr("Width of the pen"))
        self._more.setToolTip(self.tr("Pictures and my handwriting"))
        self._more.setAccessibleName(self._more.toolTip())
        for toggle, text, explanation in (
            (
                self._prepared_toggle,
                self.tr("Preparation"),
                self.tr("How the drawing becomes 28 × 28 pixels"),
            ),
            (
                self._nearest_toggle,
                self.tr("Nearest"),
                self.tr("The training images that look most like the drawing"),
            ),
            (
                self._own_toggle,
                self.tr("Handwriting"),
                self.tr("Keep the drawing as a test digit of your own"),
            ),
        ):
            toggle.setText(text)
            toggle.setToolTip(explanation)
        self.open_picture.setText(self.tr("Open picture…"))
        self.paste_picture.setText(self.tr("Paste picture"))
        self._show_hand.setText(self.tr("My handwriting…"))
        for action, button_text, text in (
            (self.undo_stroke, self.tr("Undo"), self.tr("Undo stroke")),
            (self.clear_drawing, self.tr("Clear"), self.tr("Clear drawing")),
        ):
            action.setText(text)
            action.setIconText(button_text)
            action.setToolTip(
                f"{text} ({action.shortcut().toString(QKeySequence.SequenceFormat.NativeText)})"
            )


def _or_reason(read: Callable[[Path], Read], path: Path) -> Read | Message:
    """What is in a file, or why it cannot be read; called as an errand."""
    try:
        return read(path)
    except InklingError as error:
        return error.message
