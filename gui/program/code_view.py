"""A program to read: coloured, its changed lines marked, and the lines that belong to what is said beside it."""

from collections.abc import Collection
from itertools import count

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QColor, QFontDatabase, QResizeEvent, QTextCursor, QTextFormat
from PySide6.QtWidgets import QFrame, QPlainTextEdit, QTextEdit, QWidget

from gui.program.syntax import PythonHighlighter
from gui.style import theme


class CodeView(QPlainTextEdit):
    """Lines are counted from 1.

    Signals:
        line_chosen(int): the cursor is on this line now.
    """

    line_chosen = Signal(int)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setReadOnly(True)
        self.setTextInteractionFlags(
            Qt.TextInteractionFlag.TextSelectableByMouse
            | Qt.TextInteractionFlag.TextSelectableByKeyboard
        )
        self.setTabChangesFocus(True)
        self.setLineWrapMode(QPlainTextEdit.LineWrapMode.NoWrap)
        self.setFrameShape(QFrame.Shape.NoFrame)
        fixed = QFontDatabase.systemFont(QFontDatabase.SystemFont.FixedFont)
        fixed.setPointSizeF(self.font().pointSizeF() * theme.SMALL)
        self.setFont(fixed)
        self._highlighter = PythonHighlighter(self.document())
        self._changed: Collection[int] = ()
        self._told = (0, -1)
        self.cursorPositionChanged.connect(self._on_cursor_moved)

    def show_program(self, text: str, changed: Collection[int] = ()) -> None:
        """Show a program and mark these of its lines; the cursor goes to the most of them, else stays on its line."""
        line, across, down = (
            self.line,
            self.horizontalScrollBar().value(),
            self.verticalScrollBar().value(),
        )
        self._changed = changed
        self._highlighter.set_program(text)
        self.blockSignals(True)  # the cursor is not anywhere yet
        self.setPlainText(text.rstrip("\n"))
        self.blockSignals(False)
        self.verticalScrollBar().setValue(down)
        self.horizontalScrollBar().setValue(across)
        self.go_to(_largest(changed) or line)

    @property
    def line(self) -> int:
        """Where the cursor is."""
        return self.textCursor().blockNumber() + 1

    @property
    def changed(self) -> Collection[int]:
        """The lines that are marked as changed."""
        return self._changed

    def go_to(self, line: int) -> None:
        """Put the cursor on a line, and bring that into the middle if it is not in sight."""
        block = self.document().findBlockByNumber(min(line, self.blockCount()) - 1)
        place = self.blockBoundingGeometry(block).translated(self.contentOffset())
        self.setTextCursor(QTextCursor(block))
        if place.top() < 0 or place.bottom() > self.viewport().height():
            self.centerCursor()
        self._mark()
        self.line_chosen.emit(self.line)

    def mark_told(self, first: int, last: int) -> None:
        """Mark the lines that are being told of."""
        self._told = first, last
        self._mark()

    def restyle(self) -> None:
        """Take the colours of the scheme in force."""
        self._highlighter.restyle()
        self._mark()

    def _on_cursor_moved(self) -> None:
        self.line_chosen.emit(self.line)

    def _mark(self) -> None:
        named = theme.colours()
        told = range(self._told[0], self._told[1] + 1)
        marks = [self._marked(line, named.window) for line in told if line not in self._changed]
        self.setExtraSelections(
            marks + [self._marked(line, named.notice) for line in sorted(self._changed)]
        )

    def _marked(self, line: int, colour: str) -> QTextEdit.ExtraSelection:
        selection = QTextEdit.ExtraSelection()
        selection.format.setBackground(QColor(colour))
        selection.format.setProperty(QTextFormat.Property.FullWidthSelection, True)
        selection.cursor = QTextCursor(self.document().findBlockByNumber(line - 1))
        return selection

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Keep the cursor's line in sight when the room for the code becomes smaller."""
        was_in_sight = self.cursorRect().bottom() <= event.oldSize().height()
        super().resizeEvent(event)
        if was_in_sight:
            self.ensureCursorVisible()


def _largest(lines: Collection[int]) -> int | None:
    """Where the longest series of neighbouring lines begins, the first of those that are equally long."""
    beginnings = [line for line in sorted(lines) if line - 1 not in lines]
    lengths = {
        first: next(size for size in count(1) if first + size not in lines) for first in beginnings
    }
    return max(lengths, key=lambda first: lengths[first], default=None)
