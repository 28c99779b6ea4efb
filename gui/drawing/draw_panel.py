"""Draw a digit, see it as the networks see it, and read what they make of it."""

import time
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QSize, Signal
from PySide6.QtGui import QAction, QGuiApplication, QKeySequence, QResizeEvent
from PySide6.QtWidgets import (
    QHBoxLayout,
    QMenu,
    QSlider,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from core.config.catalogue import DIGITS, MNIST
from core.data import ink
from core.data.pictures import SUFFIXES
from core.messages import message
from gui.background.jobs import JobQueue
from gui.drawing import canvas
from gui.drawing.answers_area import AnswersArea
from gui.drawing.drawing_details import DrawingDetails
from gui.drawing.drawing_source import DrawingSource
from gui.drawing.handwriting import Handwriting
from gui.drawing.handwriting_dialog import HandwritingDialog
from gui.drawing.network_input import INPUT_SIDE, NetworkInput
from gui.drawing.several_digits import DigitChooser, Mark
from gui.runs.current_config import CurrentConfig
from gui.runs.live_networks import LiveNetworks
from gui.runs.run_store import RunStore
from gui.runs.selection import Selection
from gui.style import theme
from gui.widgets.field_editors import QuietSlider
from gui.widgets.file_dialogs import ask_file
from gui.widgets.images import picture_in
from gui.widgets.panel import Panel, column, set_side_by_side, styled_label
from gui.widgets.plain_text import plain_tip

FRAME_S = 1 / 60
CLEAR_KEY = "Ctrl+Backspace"
MIN_WIDE = 130 * theme.STEP  # the least width at which the answers stand next to the drawing


class DrawPanel(Panel):
    """The drawing, how it is prepared, and the answers of all visible runs that have weights.

    Attributes:
        head: the button of a menu, which stands in the panel's title once it has one.
        undo, redo: without keys, which the window hands out; see `gui.widgets.undo_actions`.
        clear_drawing, paste_picture, open_picture: what the buttons and the menu do.

    Signals:
        digit_changed(object): the networks read other ink (28, 28) now, or None for nothing.
        failed(object): a `Message` with the reason why a picture cannot be read.
    """

    digit_changed = Signal(object)
    failed = Signal(object)

    def __init__(
        self,
        store: RunStore,
        selection: Selection,
        current: CurrentConfig,
        networks: LiveNetworks,
        jobs: JobQueue,
        *,
        handwriting: Handwriting | None = None,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._store = store
        self._moments = networks.moments
        self._current = current
        self._handwriting = handwriting
        self.undo, self.redo = QAction(self), QAction(self)
        self.clear_drawing = QAction(self)
        self.paste_picture = QAction(self)
        self.open_picture = QAction(self)
        self._show_handwriting = QAction(self)
        self._build(store, selection, networks, jobs)

        self._source = DrawingSource(self.canvas, jobs, self)
        self._read_at = 0.0  # seconds, by `time.perf_counter`
        self._turns = networks.turns

        self._connect_actions()
        self._connect_parts()
        current.changed.connect(self._on_config_changed)
        self.answers.arranged.connect(self._show_polarity)
        self.retranslate()
        self._show_history()
        self._on_config_changed()

    def _build(
        self, store: RunStore, selection: Selection, networks: LiveNetworks, jobs: JobQueue
    ) -> None:
        self.head = self._new_head()
        self.canvas = canvas.Canvas(self)
        self.details = DrawingDetails(jobs, self._handwriting, self)
        self.answers = AnswersArea(store, selection, networks, self)
        self._sheet = self._new_sheet()

        self._below = QVBoxLayout()
        self._below.setSpacing(theme.STEP)
        self._below.addWidget(self.details)
        self._below.addWidget(self.answers, 1)

        self._layout = column(self)
        self._layout.addWidget(self.head)
        self._layout.addLayout(self._sheet)
        self._layout.addLayout(self._below, 1)

    def _new_head(self) -> QWidget:
        head = QWidget(self)
        self._more = QToolButton(head)
        self._more.setAutoRaise(True)
        self._more.setText("⋯")
        self._more.setStyleSheet("QToolButton::menu-indicator { image: none; }")
        self._more.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        self._more.setMenu(self._new_menu())

        row = QHBoxLayout(head)
        row.setContentsMargins(0, 0, 0, 0)
        row.addStretch(1)
        row.addWidget(self._more)
        return head

    def _new_menu(self) -> QMenu:
        menu = QMenu(self)
        menu.addActions([self.open_picture, self.paste_picture])
        if self._handwriting is not None:
            menu.addSeparator()
            menu.addAction(self._show_handwriting)
        return menu

    def _new_sheet(self) -> QHBoxLayout:
        """Lay out the canvas, and next to it what the networks get, the pen and two buttons."""
        self.network_input = NetworkInput(self)
        self._input_title = styled_label("quiet", self)
        self.chooser = DigitChooser(self)  # instead of the title, where there are several digits
        self.chooser.setFixedWidth(INPUT_SIDE)

        self._pen = QuietSlider(self)
        self._pen.setRange(round(canvas.MIN_WIDTH * 1000), round(canvas.MAX_WIDTH * 1000))
        self._pen.setValue(round(canvas.DEFAULT_WIDTH * 1000))
        self._pen.setTickPosition(QSlider.TickPosition.NoTicks)
        self._pen.setFixedWidth(INPUT_SIDE)

        tools = QVBoxLayout()
        tools.setSpacing(theme.STEP)
        for widget in (self._input_title, self.chooser, self.network_input, self._pen):
            tools.addWidget(widget)
        for action in (self.undo, self.clear_drawing):
            button = QToolButton(self)
            button.setDefaultAction(action)
            button.setFixedWidth(INPUT_SIDE)
            tools.addWidget(button)
        tools.addStretch(1)

        sheet = QHBoxLayout()
        sheet.setSpacing(theme.PADDING)
        sheet.addWidget(self.canvas, 1)
        sheet.addLayout(tools)
        return sheet

    def _connect_actions(self) -> None:
        self.undo.triggered.connect(self.canvas.undo)
        self.redo.triggered.connect(self.canvas.redo)
        for action, key, on_triggered in (
            (self.clear_drawing, CLEAR_KEY, self.canvas.clear),
            (self.paste_picture, QKeySequence.StandardKey.Paste, self._on_paste),
            (self.open_picture, "Ctrl+Shift+O", self._on_open),
        ):
            action.setShortcut(key)
            action.triggered.connect(on_triggered)
            action.triggered.connect(self.canvas.setFocus)  # so that Undo undoes it
        self._show_handwriting.triggered.connect(self._on_show_handwriting)

    def _connect_parts(self) -> None:
        self._pen.valueChanged.connect(self._on_pen_changed)
        self.canvas.strokes_changed.connect(self._on_strokes_changed)
        self.canvas.picture_given.connect(self._source.use_given)
        self._source.failed.connect(self.failed)

        self.details.steps_changed.connect(self._read)
        self.details.photograph.box_drawn.connect(self._source.use_box)
        self.details.photograph.cleaning_changed.connect(self._on_cleaning_changed)
        self.details.opened_or_closed.connect(self._on_details_opened_or_closed)
        self.details.handwriting.label_chosen.connect(self._on_label_chosen)
        self.details.handwriting.show_requested.connect(self._on_show_handwriting)
        self.answers.classes_changed.connect(self._on_classes_changed)
        self.answers.arranged.connect(self._show_marks)
        self.answers.network_changed.connect(self._show_marks)
        self.chooser.chosen.connect(self._on_digit_chosen)

    @property
    def edits(self) -> tuple[QAction, ...]:
        """All that can be done to the drawing, apart from undoing it, for a menu."""
        return self.clear_drawing, self.paste_picture, self.open_picture

    @property
    def digit(self) -> ink.Ink | None:
        """What the networks read, ink (28, 28); None for nothing."""
        return self._source.digit

    def answer(self, run: str) -> int | None:
        """Return the class that a run reads; None if the run is not shown or nothing is drawn."""
        return self.answers.answer(run)

    def _on_config_changed(self) -> None:
        """Look for the nearest among the form's training images, and ask for what they show."""
        config = self._current.last_valid
        data = config.data
        self.canvas.set_for_digits(data.classes in ((), DIGITS))
        self.details.nearest.set_data(data if config.has_images else None)
        self._source.takes_examples = data.dataset != MNIST
        self._source.stored_polarity = data.stored_polarity
        self._on_classes_changed()
        self._show_polarity()

    def _on_classes_changed(self) -> None:
        """Keep drawings as what the answering networks read, or those that the form describes."""
        form = self._current.last_valid.data.classes
        classes = self.answers.classes or form or DIGITS
        self.details.handwriting.set_classes(classes)
        if self._source.set_separates(classes == DIGITS):
            self._read_soon()

    def _show_polarity(self) -> None:
        """Show the drawing as dark or light as the visible networks get it.

        If there are none, or they differ, it is shown as the form's data have it.
        """
        polarities = self.answers.polarities()
        data = self._current.last_valid.data
        is_dark = polarities.pop() if len(polarities) == 1 else data.is_dark_on_light
        self.network_input.set_dark_on_light(is_dark)
        self.details.strip.set_dark_on_light(is_dark)

    def show_digit(self, grey: NDArray[np.uint8]) -> None:
        """Have the networks read a digit as it is instead of a drawing.

        Args:
            grey: grey levels (28, 28), light ink on dark.
        """
        self._source.use_digit(grey)

    def _on_pen_changed(self, thousandths: int) -> None:
        self.canvas.pen_width = thousandths / 1000

    def _on_details_opened_or_closed(self) -> None:
        # hidden switches no longer count, visible ones count again
        if not self.details.strip.are_all_on:
            self._read_soon()

    def _show_history(self) -> None:
        self.undo.setEnabled(self.canvas.can_undo)
        self.redo.setEnabled(self.canvas.can_redo)

    def _on_strokes_changed(self) -> None:
        self._show_history()
        self._source.use_strokes()
        is_drawing = bool(self.canvas.strokes())
        if is_drawing:
            self._turns.hurry()
        is_frame_over = time.perf_counter() - self._read_at > FRAME_S
        if is_drawing and is_frame_over and not self._turns.is_waiting(self):
            self._read()  # ahead of whatever waits, such as plots of training runs
            self._turns.skip()
        else:
            self._read_soon()

    def _read_soon(self) -> None:
        """Read what is drawn in the next turn, once for several moves of the pen."""
        self._turns.request(self, self._read, is_next=True)

    def _read(self) -> None:
        stages = self._source.prepare(self.details.steps())
        digit = self._source.digit
        self.network_input.show_digit(digit)
        self.details.show_drawing(stages, digit, self._source.picture)
        self.answers.show_digit(digit)
        self.digit_changed.emit(digit)
        self._show_marks()
        self._read_at = time.perf_counter()

    def _show_marks(self) -> None:
        """Mark several digits, or one from which blots are left out, with what is read in each."""
        digits = self._source.digits
        chosen = self._source.chosen if digits else 0
        self.canvas.set_marks(
            [
                Mark(digit.area, self.answers.readings(digit.digit), index == chosen)
                for index, digit in enumerate(digits)
            ]
        )
        self.chooser.show_choice(chosen, len(digits))
        self.chooser.setVisible(len(digits) > 1)
        self._input_title.setVisible(len(digits) < 2)

    def _on_digit_chosen(self, index: int) -> None:
        self._source.choose(index)
        self._read()

    def _on_cleaning_changed(self) -> None:
        self._source.clean(self.details.photograph.cleaning())

    def _on_paste(self) -> None:
        picture = picture_in(QGuiApplication.clipboard().mimeData())
        if picture is None:
            self.failed.emit(message("There is no picture to paste."))
        else:
            self._source.use_given(picture)

    def _on_open(self) -> None:
        patterns = " ".join(f"*{suffix}" for suffix in SUFFIXES)
        pictures = self.tr("Pictures ({patterns})").format(patterns=patterns)
        name = ask_file(self, self.tr("Open picture"), pictures)
        if name:
            self._source.use_picture(Path(name))

    def _on_label_chosen(self, label: int) -> None:
        # prepared by all steps, whatever is switched off
        digit = ink.digit_from_ink(self._source.drawing())
        row = self.details.handwriting
        if self._handwriting is not None and digit is not None:
            self._handwriting.keep(digit, label, row.classes)
        else:
            row.set_drawing(False)

    def _on_show_handwriting(self) -> None:
        if self._handwriting is not None:
            classes = self.details.handwriting.classes
            dialog = HandwritingDialog(
                self._handwriting, self._store, self._moments, classes, self.window()
            )
            dialog.open()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Put the answers next to the drawing where there is room, below it otherwise."""
        super().resizeEvent(event)
        both = self._sheet.minimumSize().width() + self._below.minimumSize().width()
        needed = both + theme.GROUP_GAP + 2 * theme.PADDING
        is_wide = event.size().width() >= max(MIN_WIDE, needed)

        set_side_by_side(self._layout, is_wide)
        self._layout.setSpacing(theme.GROUP_GAP if is_wide else 2 * theme.STEP)
        self._layout.setStretchFactor(self._sheet, 3 if is_wide else 0)
        self._layout.setStretchFactor(self._below, 2 if is_wide else 1)

    def minimumSizeHint(self) -> QSize:
        """Return the width of the narrow layout, or the panel could not become narrow again."""
        width = self._narrow_width(self._sheet.minimumSize(), self._below.minimumSize())
        return QSize(width, super().minimumSizeHint().height())

    def sizeHint(self) -> QSize:
        """Return a width that does not depend on the present one."""
        width = self._narrow_width(self._sheet.sizeHint(), self._below.sizeHint())
        return QSize(width, super().sizeHint().height())

    def _narrow_width(self, sheet: QSize, below: QSize) -> int:
        margins = self._layout.contentsMargins()
        return max(sheet.width(), below.width()) + margins.left() + margins.right()

    def retranslate(self) -> None:
        """Renew titles, buttons and menus."""
        self._input_title.setText(self.tr("seen as"))
        self.chooser.retranslate()
        self.network_input.setToolTip(
            self.tr("The 28 x 28 pixels that the networks get, prepared as MNIST's digits were")
        )
        self._pen.setToolTip(self.tr("Width of the pen"))
        self._pen.setAccessibleName(self.tr("Width of the pen"))
        self._more.setToolTip(self.tr("Pictures and my handwriting"))
        self._more.setAccessibleName(self._more.toolTip())

        self.open_picture.setText(self.tr("Open picture…"))
        self.paste_picture.setText(self.tr("Paste picture"))
        self._show_handwriting.setText(self.tr("My handwriting…"))
        self.redo.setText(self.tr("Redo drawing"))
        for action, button_text, text, key in (
            (self.undo, self.tr("Undo"), self.tr("Undo drawing"), QKeySequence.StandardKey.Undo),
            (self.clear_drawing, self.tr("Clear"), self.tr("Clear drawing"), CLEAR_KEY),
        ):
            action.setText(text)
            action.setIconText(button_text)
            keys = QKeySequence(key).toString(QKeySequence.SequenceFormat.NativeText)
            action.setToolTip(plain_tip(f"{text} ({keys})"))
