"""A program to read: coloured, with marks on its changed lines and on the passage of its note."""

from collections.abc import Collection
from itertools import count

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QColor, QFontDatabase, QResizeEvent, QTextCursor, QTextFormat
from PySide6.QtWidgets import QFrame, QPlainTextEdit, QTextEdit, QWidget

from gui.program.syntax import PythonHighlighter
from gui.style import theme


class CodeView(QPlainTextEdit):
    """Shows a program; its lines are counted from 1.

    Signals:
        line_chosen(int): the cursor has moved to this line.
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
        fixed.setPointSizeF(self.font().pointSizeF())
        self.setFont(fixed)

        self._highlighter = PythonHighlighter(self.document())
        self._changed: Collection[int] = ()
        self._passage = (0, -1)  # the first and the last line that the note is about
        self.cursorPositionChanged.connect(self._on_cursor_moved)

    def show_program(self, text: str, changed: Collection[int] = ()) -> None:
        """Show a program and mark its changed lines.

        The cursor goes to the longest series of them, otherwise it stays on its line.
        """
        line = self.line
        across, down = self.horizontalScrollBar().value(), self.verticalScrollBar().value()

        self._changed = changed
        self._highlighter.set_program(text)
        self.blockSignals(True)  # the cursor has no line yet
        self.setPlainText(text.rstrip("\n"))
        self.blockSignals(False)

        self.verticalScrollBar().setValue(down)
        self.horizontalScrollBar().setValue(across)
        self.go_to(_largest(changed) or line)

    @property
    def line(self) -> int:
        """The line of the cursor."""
        return self.textCursor().blockNumber() + 1

    @property
    def changed(self) -> Collection[int]:
        """The lines that are marked as changed."""
        return self._changed

    def go_to(self, line: int) -> None:
        """Put the cursor on a line, and centre the line if it is not visible."""
        block = self.document().findBlockByNumber(min(line, self.blockCount()) - 1)
        rectangle = self.blockBoundingGeometry(block).translated(self.contentOffset())
        self.setTextCursor(QTextCursor(block))
        if rectangle.top() < 0 or rectangle.bottom() > self.viewport().height():
            self.centerCursor()
        self._mark()
        self.line_chosen.emit(self.line)

    def mark_passage(self, first: int, last: int) -> None:
        """Mark the lines that the note is about."""
        self._passage = first, last
        self._mark()

    def restyle(self) -> None:
        """Apply the current colour scheme."""
        self._highlighter.restyle()
        self._mark()

    def _on_cursor_moved(self) -> None:
        self.line_chosen.emit(self.line)

    def _mark(self) -> None:
        named = theme.colours()
        passage = range(self._passage[0], self._passage[1] + 1)
        marks = [self._marked(line, named.window) for line in passage if line not in self._changed]
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
        """Keep the cursor's line visible when the view becomes smaller."""
        was_visible = self.cursorRect().bottom() <= event.oldSize().height()
        super().resizeEvent(event)
        if was_visible:
            self.ensureCursorVisible()


def _largest(lines: Collection[int]) -> int | None:
    """Return the first line of the longest series of neighbouring lines."""
    starts = [line for line in sorted(lines) if line - 1 not in lines]
    lengths = {
        first: next(size for size in count(1) if first + size not in lines) for first in starts
    }
    return max(lengths, key=lambda first: lengths[first], default=None)
