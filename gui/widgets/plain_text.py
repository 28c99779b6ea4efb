"""Foreign texts in widgets: names, titles, paths and reasons are shown letter by letter.

Qt takes what looks like HTML for HTML, in every label and every tooltip, and then loads the files
and pages that it names. All labels and tooltips of the window are therefore made here: by
`PlainLabel` and its siblings, `plain_tip` and `show_tip`. `button_text` is for everything that
has a mnemonic.
"""

import re
from collections.abc import Sequence
from html import escape
from itertools import takewhile
from textwrap import wrap

from PySide6.QtCore import QPoint, QSize
from PySide6.QtGui import QFontMetrics, QPainter, QPaintEvent, Qt
from PySide6.QtWidgets import QComboBox, QLabel, QSizePolicy, QToolTip, QWidget
from superqt import QElidingLabel

from core.plain_text import printable

ELLIPSIS = "…"
LEADING = 1.35  # the distance of lines in a paragraph, relative to the default
MAX_TIP_LINE = 170  # letters; Qt does not wrap the lines of a tooltip
TIP_LINE = 100  # letters in each of the lines into which a longer one is wrapped
SHORT_TIP_LINE = 60  # the same for a tooltip that covers as little as possible
TIP_FRAME = 32  # pixels of both edges of a tooltip and of its distance from the pointer
TIP_BELOW = 20  # pixels by which Qt shows a tooltip lower than asked for
MAX_TIP_LINES = 40
# a long text without spaces would widen the window, and a very long one fill it
MAX_WORD = 40
BREAKABLE = "\u2e80-\u9fff\uf900-\ufaff\uff00-\uffef"  # lines break between Chinese letters
MAX_LINE = 160  # letters in a line that is not wrapped
MAX_LETTERS = 2_000
ELLIPSIS_MARGIN = 3
MAX_NAME = 60  # letters of a name that stands alone on a line
MAX_CHOICE = 80  # letters in an entry of a list that opens


def printable_lines(text: str) -> str:
    """Return the text with its line breaks; all other unfit characters are written out."""
    if text.isprintable():
        return text
    return "\n".join(map(printable, text.split("\n")))


def middle_elided(text: str, most: int) -> str:
    """Return at most `most` letters of a text: its beginning and its end."""
    if len(text) <= most:
        return text
    end = (most - 1) // 2
    return text[: most - 1 - end] + ELLIPSIS + text[len(text) - end :]


def elided_apart(texts: Sequence[str], metrics: QFontMetrics, width: int) -> list[str]:
    """Elide texts to a width in pixels so that different ones also look different.

    They are elided in the middle; those that would then be the same, at their common beginning.
    """
    shown = [metrics.elidedText(text, Qt.TextElideMode.ElideMiddle, width) for text in texts]
    starts = dict.fromkeys(texts, 0)

    # cut off what alike texts have in common, as long as that helps
    while alike := _alike(texts, shown):
        start = _common_start([text[starts[text] :] for text in alike])
        if not start:
            break
        for text in alike:
            starts[text] += start
        shown = [
            metrics.elidedText(ELLIPSIS + text[starts[text] :], Qt.TextElideMode.ElideRight, width)
            if starts[text]
            else short
            for text, short in zip(texts, shown, strict=True)
        ]
    return shown


def _alike(texts: Sequence[str], shown: Sequence[str]) -> list[str]:
    """Return the first texts that differ but are shown the same."""
    for text, short in zip(texts, shown, strict=True):
        same = {other for other, seen in zip(texts, shown, strict=True) if seen == short}
        if len(same) > 1:
            return [text, *sorted(same - {text})]
    return []


def _common_start(texts: Sequence[str]) -> int:
    """Return the length of the whole words with which all of these texts begin."""
    same = takewhile(lambda letters: len(set(letters)) == 1, zip(*texts, strict=False))
    common = "".join(letters[0] for letters in same)
    if common in texts:  # something of each text must be left
        common = common[:-1]
    return max(common.rfind(" "), common.rfind("，")) + 1


def wrappable(text: str) -> str:
    """Return a text for a label that wraps lines: long words, and the whole if long, elided.

    Lines are wrapped within a path, too, so its parts are words.
    """
    long_word = rf"[^\s/{BREAKABLE}]{{{MAX_WORD + 1},}}"
    shown = re.sub(long_word, lambda word: middle_elided(word[0], MAX_WORD), printable_lines(text))
    return middle_elided(shown, MAX_LETTERS)


def action_text(text: str) -> str:
    """Return the text of an action without the mark of its key and the dots of a dialog.

    Chinese texts have that key in brackets at the end.
    """
    return re.sub(r"\(&\w\)", "", text).replace("&", "").rstrip("…")


def plain_tip(text: str) -> str:
    """Return a tooltip that shows this text letter by letter, on lines that fit a screen.

    What Qt would take for HTML is escaped.
    """
    lines: list[str] = []
    for line in printable_lines(text).split("\n"):
        is_long = len(line) > MAX_TIP_LINE
        lines += wrap(line, TIP_LINE, drop_whitespace=False) if is_long else [line]
    if len(lines) > MAX_TIP_LINES:
        half = MAX_TIP_LINES // 2
        lines = [*lines[:half], ELLIPSIS, *lines[-half + 1 :]]
    shown = "\n".join(lines)
    return _as_html(shown) if Qt.mightBeRichText(shown) else shown


def _as_html(text: str) -> str:
    return f'<p style="white-space: pre-wrap">{escape(text)}</p>'


def show_tip(position: QPoint, text: str, widget: QWidget, *, is_within: bool = False) -> None:
    """Show a tooltip at a point of the screen at once; an empty text hides it.

    Args:
        is_within: whether it keeps within the left and right edges of the widget, on short lines,
            and within the window; what stands next to the widget remains to be seen.
    """
    if is_within:
        text = "\n".join(line for long in text.split("\n") for line in _short_lines(long))
        position = _position_within(position, text, widget)
    QToolTip.showText(position, plain_tip(text), widget)


def _short_lines(text: str) -> list[str]:
    """Break a line of a tooltip; Chinese letters are twice as wide as others."""
    is_wide = re.search(f"[{BREAKABLE}]", text) is not None
    return wrap(text, SHORT_TIP_LINE // 2 if is_wide else SHORT_TIP_LINE) or [""]


def _position_within(position: QPoint, text: str, widget: QWidget) -> QPoint:
    """Move the point at which a tooltip is shown so that it ends within widget and window."""
    metrics = QFontMetrics(QToolTip.font())
    lines = text.split("\n")
    width = max(map(metrics.horizontalAdvance, lines)) + TIP_FRAME
    height = len(lines) * metrics.lineSpacing() + TIP_FRAME

    window, left = widget.window(), widget.mapToGlobal(QPoint(0, 0)).x()
    bottom = window.mapToGlobal(QPoint(0, window.height())).y()
    x = max(left, min(position.x(), left + widget.width() - width))
    is_low = position.y() + TIP_BELOW + height > bottom
    return QPoint(x, position.y() - height - 2 * TIP_BELOW if is_low else position.y())


def button_text(text: str) -> str:
    """Return a foreign text for a button, menu or tab, with its ampersands shown."""
    return printable(text).replace("&", "&&")


def set_choice_text(choices: QComboBox, index: int, text: str, most: int = MAX_CHOICE) -> None:
    """Name an entry; a long name is elided in the middle, and the entry's tooltip has all of it."""
    whole = printable(text)
    shown = middle_elided(whole, most)
    choices.setItemText(index, shown)
    tip = plain_tip(whole) if shown != whole else None
    choices.setItemData(index, tip, Qt.ItemDataRole.ToolTipRole)


class PlainLabel(QLabel):
    """A label that shows any text as it is, never as HTML.

    A text that would widen or fill the window is elided in the middle; the tooltip then has all
    of it.
    """

    def __init__(self, parent: QWidget | None = None, text: str = "") -> None:
        super().__init__(parent)
        self._whole = ""
        self._is_elided = False
        self.setTextFormat(Qt.TextFormat.PlainText)
        if text:
            self.setText(text)

    def text(self) -> str:
        """Return the whole text."""
        return self._whole

    def setText(self, text: str) -> None:
        """Show a text, elided if it is very long."""
        self._whole = printable_lines(text)
        self._show_fitting()

    def setWordWrap(self, is_on: bool) -> None:
        """Wrap the lines between words, or not."""
        super().setWordWrap(is_on)
        self._show_fitting()

    def _show_fitting(self) -> None:
        fitting = self._fitting()
        was_elided, self._is_elided = self._is_elided, fitting != self._whole
        super().setText(self._written(fitting))
        if self._is_elided or was_elided:
            self.setToolTip(plain_tip(self._whole) if self._is_elided else "")

    def _fitting(self) -> str:
        """Return the text as far as there is space for it."""
        if self.wordWrap():
            return wrappable(self._whole)
        return "\n".join(middle_elided(line, MAX_LINE) for line in self._whole.split("\n"))

    def _written(self, text: str) -> str:
        """Return the text in the format of this label."""
        return text


class ParagraphLabel(PlainLabel):
    """A wrapped paragraph with some space between its lines, which only HTML can have."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setTextFormat(Qt.TextFormat.RichText)
        self.setWordWrap(True)

    def _written(self, text: str) -> str:
        style = f"line-height: {round(100 * LEADING)}%; margin: 0"
        return f'<p style="{style}">{escape(text)}</p>'


class PlainElidingLabel(QElidingLabel):
    """A line of text elided to the width of the label, never shown as HTML."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setTextFormat(Qt.TextFormat.PlainText)

    def setText(self, text: str) -> None:
        """Show a text on one line."""
        super().setText(printable(text))


class LiveLabel(QLabel):
    """A line of text that changes several times a second, elided where it does not fit.

    A label of Qt's asks for a new layout with each text, so that the whole window would be laid out
    and painted again. This one is as wide as its widest text, and only painted again.
    """

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setTextFormat(Qt.TextFormat.PlainText)
        self._line = ""
        self._widest = ""

    def text(self) -> str:
        """Return the whole text."""
        return self._line

    def setText(self, text: str) -> None:
        """Show a text on one line."""
        line = printable(text)
        if line != self._line:
            self._line = line
            self.setAccessibleName(line)
            self.update()

    def set_widest(self, text: str) -> None:
        """Have as much width as this text needs."""
        self._widest = printable(text)
        self.updateGeometry()

    def reserve(self, texts: Sequence[str], at_most: int) -> None:
        """Be as wide as any of these texts and an ellipsis after it, up to a limit in pixels."""
        measure = self.fontMetrics().horizontalAdvance
        widest = max((measure(printable(text) + ELLIPSIS) for text in texts), default=0)
        width = max(0, min(widest + ELLIPSIS_MARGIN, at_most))
        if width != self.minimumWidth():
            self.setMinimumWidth(width)

    def sizeHint(self) -> QSize:
        """Return the size of the widest text."""
        metrics = self.fontMetrics()
        width = metrics.horizontalAdvance(middle_elided(self._widest, MAX_NAME))
        return QSize(width + ELLIPSIS_MARGIN, metrics.height())

    def minimumSizeHint(self) -> QSize:
        """Return a size in which all but the ellipsis may be missing."""
        metrics = self.fontMetrics()
        return QSize(metrics.horizontalAdvance(ELLIPSIS), metrics.height())

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint the text, elided at its end."""
        area, mode = self.contentsRect(), Qt.TextElideMode.ElideRight
        line = self.fontMetrics().elidedText(self._line, mode, area.width())
        self.style().drawItemText(
            QPainter(self),
            area,
            self.alignment(),
            self.palette(),
            self.isEnabled(),
            line,
            self.foregroundRole(),
        )


class NameLabel(PlainElidingLabel):
    """The name of a run, elided in the middle because names differ at both ends; with a tip."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setElideMode(Qt.TextElideMode.ElideMiddle)
        self.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Preferred)

    def setText(self, text: str) -> None:
        """Show a name."""
        super().setText(text)
        self.setToolTip(plain_tip(text))
        self.updateGeometry()

    def sizeHint(self) -> QSize:
        """Return the size of the whole name."""
        width = self.fontMetrics().horizontalAdvance(self.text())
        # superqt elides to a width that is two pixels smaller than the label's
        return QSize(width + ELLIPSIS_MARGIN, self.fontMetrics().height())
