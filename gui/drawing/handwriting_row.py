"""Buttons for the classes, which keep the drawing as one's own handwriting."""

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QToolButton, QWidget

from core.config.catalogue import DIGITS
from core.data.handwriting import Sample
from core.plain_text import printable
from gui.drawing.handwriting import Classes, Handwriting
from gui.style import theme
from gui.widgets.field_editors import QuietCombo
from gui.widgets.panel import Panel, column, styled_label
from gui.widgets.plain_text import plain_tip

TARGET = 8 * theme.STEP  # the least side of a button
MAX_BUTTONS = 12  # more classes, or longer names, are a list
MAX_NAME = 2  # letters on a button


class _Buttons(QWidget):
    """A button for each class, in as few rows of the same length as there is width for."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.buttons: list[QToolButton] = []

    def set_names(self, names: Sequence[str]) -> None:
        """Renew the buttons."""
        for button in self.buttons:
            button.hide()
            button.deleteLater()
        self.buttons = [QToolButton(self) for _ in names]
        for button, name in zip(self.buttons, names, strict=True):
            button.setText(name)
            button.setCheckable(True)
            button.setAutoRaise(True)
        self.arrange()

    def arrange(self) -> None:
        """Put the buttons into rows, and be as high as these."""
        side = theme.px(TARGET)
        count = len(self.buttons)
        rows = -(-count // max(1, self.width() // side))
        across = -(-count // max(1, rows))
        for index, button in enumerate(self.buttons):
            button.setGeometry(index % across * side, index // across * side, side, side)
            button.show()
        self.setFixedHeight(max(1, rows) * side)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Use the new width."""
        super().resizeEvent(event)
        self.arrange()


class HandwritingRow(Panel):
    """Asks which class the drawing belongs to.

    The button of the class that a drawing was kept as is down: another one corrects the label, the
    same one deletes the sample again.

    Signals:
        label_chosen(int): the drawing is to be kept as this class.
        show_requested(): all that was kept is to be shown.
    """

    label_chosen = Signal(int)
    show_requested = Signal()

    def __init__(self, handwriting: Handwriting | None, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._handwriting = handwriting
        self._classes: Classes = ()
        self._kept: Sample | None = None
        self._has_drawing = False
        self._is_busy = False
        self._build()
        self.set_classes(DIGITS)
        self.retranslate()

        if handwriting is not None:
            handwriting.kept.connect(self._on_kept)
            handwriting.unchanged.connect(self._on_unchanged)
            handwriting.deleted.connect(self._on_deleted)
            handwriting.relabelled.connect(self._on_relabelled)

    def _build(self) -> None:
        self._title = styled_label("quiet", self)
        self._title.setWordWrap(True)
        self._buttons = _Buttons(self)
        self.choice = QuietCombo(self)
        self.choice.setMinimumHeight(theme.px(TARGET))
        self.choice.setMinimumContentsLength(4)
        self.choice.currentIndexChanged.connect(self._show_state)
        self.keep = QToolButton(self)
        self.keep.setCheckable(True)
        self.keep.setMinimumHeight(theme.px(TARGET))
        self.keep.clicked.connect(self._on_keep)

        self._report = styled_label("quiet", self)
        self._show = QToolButton(self)
        self._show.setAutoRaise(True)
        self._show.setMinimumHeight(theme.px(TARGET))
        self._show.setFont(theme.sized(self._show.font(), theme.TEXT))
        self._show.clicked.connect(self.show_requested)

        chosen = QHBoxLayout()
        chosen.setSpacing(theme.STEP)
        chosen.addWidget(self.choice, 1)
        chosen.addWidget(self.keep)
        last = QHBoxLayout()
        last.addWidget(self._report, 1)
        last.addWidget(self._show)

        layout = column(self, gap=0, padding=0)
        layout.addWidget(self._title)
        layout.addWidget(self._buttons)
        layout.addLayout(chosen)
        layout.addLayout(last)

    @property
    def buttons(self) -> list[QToolButton]:
        """A button for each class; none where the classes are a list."""
        return self._buttons.buttons

    @property
    def classes(self) -> Classes:
        """The classes that a drawing can be kept as."""
        return self._classes

    def set_classes(self, classes: Classes) -> None:
        """Set what a drawing can be kept as; one that is kept already belongs to other classes."""
        if classes == self._classes:
            return
        self._classes = classes
        self._kept = None
        names = [printable(name) for name in classes]
        is_list = len(names) > MAX_BUTTONS or max(map(len, names)) > MAX_NAME

        self._buttons.set_names([] if is_list else names)
        for label, button in enumerate(self.buttons):
            button.clicked.connect(partial(self._on_clicked, label))
        self.choice.clear()
        self.choice.addItems(names)
        self._buttons.setVisible(not is_list)
        self.choice.setVisible(is_list)
        self.keep.setVisible(is_list)
        self.retranslate()

    def set_drawing(self, is_there: bool) -> None:
        """Set whether there is something to keep; the report of the last one goes."""
        if (self._kept, self._is_busy, self._has_drawing) != (None, False, is_there):
            self._kept, self._is_busy, self._has_drawing = None, False, is_there
            self._show_state()

    def _show_state(self) -> None:
        label = None if self._kept is None else self._kept.label
        can_choose = self._has_drawing and not self._is_busy
        for index, button in enumerate(self.buttons):
            button.setEnabled(can_choose)
            button.setChecked(index == label)
            self._describe(button, index)
        self.keep.setEnabled(can_choose)
        chosen = max(0, self.choice.currentIndex())
        self.keep.setChecked(chosen == label)
        is_other = label is not None and chosen != label
        self.keep.setText(self.tr("Change label") if is_other else self.tr("Keep"))
        self._describe(self.keep, chosen)

        self._title.setText(
            self.tr("This is")
            if self._has_drawing
            else self.tr("Draw something to keep it as a digit of your own.")
        )
        kept = "" if label is None else self.tr("Kept as {label}")
        self._report.setText(kept.format(label="" if label is None else self._name(label)))

    def _describe(self, button: QToolButton, label: int) -> None:
        if self._kept is None:
            text = self.tr("Keep the drawing in my handwriting as {label}")
        elif self._kept.label == label:
            text = self.tr("Kept as {label}; press again to delete it")
        else:
            text = self.tr("Change the label to {label}")
        text = text.format(label=self._name(label))
        button.setToolTip(plain_tip(text))
        button.setAccessibleName(text)

    def _name(self, label: int) -> str:
        return printable(self._classes[label])

    def _on_clicked(self, label: int) -> None:
        kept = self._kept
        self._is_busy = True  # until it is done, or a second sample would come of it
        if kept is None:
            self.label_chosen.emit(label)
        elif self._handwriting is not None and kept.label == label:
            self._handwriting.delete([kept], self._classes)
        elif self._handwriting is not None:
            self._handwriting.relabel([kept], label, self._classes)
        self._show_state()

    def _on_keep(self) -> None:
        self._on_clicked(self.choice.currentIndex())

    def _on_kept(self, sample: Sample) -> None:
        if self._is_busy:  # otherwise there is another drawing by now
            self._kept, self._is_busy = sample, False
            self._show_state()

    def _on_unchanged(self) -> None:
        self._is_busy = False
        self._show_state()

    def _on_deleted(self, samples: Sequence[Sample]) -> None:
        if self._kept is not None and self._kept.path in [sample.path for sample in samples]:
            self._kept, self._is_busy = None, False
            self._show_state()

    def _on_relabelled(self, before: Sequence[Sample], now: Sequence[Sample]) -> None:
        for old, new in zip(before, now, strict=True):
            if self._kept is not None and self._kept.path == old.path:
                self._kept, self._is_busy = new, False
                self._show_state()
                return

    def retranslate(self) -> None:
        """Renew titles and what the buttons do."""
        self.choice.setAccessibleName(self.tr("What the drawing is"))
        self._show.setText(self.tr("Show all…"))
        self._show_state()
