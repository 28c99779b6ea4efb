"""What all panels share: hooks for a change of language or colours, layouts and labels."""

from collections.abc import Collection

from PySide6.QtCore import QEvent, QSize, Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import (
    QBoxLayout,
    QFrame,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from gui.style import theme
from gui.widgets.plain_text import PlainLabel, button_text


class Panel(QWidget):
    """A part of the window. Override `retranslate` for its texts and `restyle` for its own colours.

    Call both once at the end of the constructor; afterwards Qt's events call them.
    """

    def retranslate(self) -> None:
        """Set every text in the current language."""

    def restyle(self) -> None:
        """Set every colour that the palette does not set, in the current scheme."""

    def changeEvent(self, event: QEvent) -> None:
        """Pass changes of language and colours on to the hooks."""
        super().changeEvent(event)
        if event.type() is QEvent.Type.LanguageChange:
            self.retranslate()
        elif event.type() is QEvent.Type.PaletteChange:
            self.restyle()


class EmptyHint(QWidget):
    """What a panel shows while it has nothing to show: why, and a button that leads elsewhere.

    Signals:
        followed(): the user pressed the button.
    """

    followed = Signal()

    def __init__(
        self,
        parent: QWidget | None = None,
        alignment: Qt.AlignmentFlag = Qt.AlignmentFlag.AlignCenter,
    ) -> None:
        super().__init__(parent)
        self._text = PlainLabel(self)
        self._text.setProperty("role", "quiet")
        self._text.setWordWrap(True)
        self._text.setAlignment(alignment)
        self.button = QPushButton(self)
        self.button.clicked.connect(self.followed)

        rows = column(self, padding=0)
        is_centred = bool(alignment & Qt.AlignmentFlag.AlignVCenter)
        if is_centred:
            rows.addStretch(1)
        rows.addWidget(self._text)
        rows.addWidget(self.button, 0, alignment & Qt.AlignmentFlag.AlignHorizontal_Mask)
        rows.addStretch(1)

    def text(self) -> str:
        """Return what is shown."""
        return self._text.text()

    def show_hint(self, text: str, button: str = "") -> None:
        """Show a text, and a button if it has a name."""
        self._text.setText(text)
        self.button.setText(button_text(button))
        self.button.setVisible(bool(button))


class TwoColumns(QWidget):
    """Two columns side by side or, where it is narrow, below each other.

    Attributes:
        left, right: the layouts of the columns.

    Args:
        from_width: the least width for both, in pixels at the usual size of letters.
        gap: between the widgets of a column.
        shares: of the width, for the left one and the right one.
    """

    def __init__(
        self,
        from_width: int,
        parent: QWidget | None = None,
        *,
        gap: int = 2 * theme.STEP,
        shares: tuple[int, int] = (1, 1),
    ) -> None:
        super().__init__(parent)
        self._from_width, self._shares = from_width, shares
        self.left, self.right = QVBoxLayout(), QVBoxLayout()
        self._columns = QBoxLayout(QBoxLayout.Direction.TopToBottom, self)
        self._columns.setContentsMargins(0, 0, 0, 0)
        self._columns.setSpacing(theme.GROUP_GAP)
        for side in (self.left, self.right):
            side.setSpacing(gap)
            self._columns.addLayout(side)

    def minimumSizeHint(self) -> QSize:
        """Return the width of the wider column alone: below each other there is room for both."""
        width = max(self.left.minimumSize().width(), self.right.minimumSize().width())
        return QSize(width, super().minimumSizeHint().height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Put the columns side by side where there is room."""
        super().resizeEvent(event)
        is_wide = self.width() >= theme.px(self._from_width)
        set_side_by_side(self._columns, is_wide)
        # below each other the last one takes what is left
        for index, share in enumerate(self._shares if is_wide else (0, 1)):
            self._columns.setStretch(index, share)


def column(widget: QWidget, gap: int = 2 * theme.STEP, padding: int = theme.PADDING) -> QVBoxLayout:
    """Return a vertical layout in `widget` with the usual distances."""
    layout = QVBoxLayout(widget)
    layout.setContentsMargins(padding, padding, padding, padding)
    layout.setSpacing(gap)
    return layout


def row(parent: QWidget, *widgets: QWidget, wide: Collection[QWidget] = ()) -> QWidget:
    """Return a widget in which these stand side by side; the `wide` ones share what is left."""
    holder = QWidget(parent)
    layout = QHBoxLayout(holder)
    layout.setContentsMargins(0, 0, 0, 0)
    layout.setSpacing(2 * theme.STEP)
    for widget in widgets:
        layout.addWidget(widget, int(widget in wide))
    return holder


def set_side_by_side(layout: QBoxLayout, is_wide: bool) -> None:
    """Arrange the parts of a layout side by side where it is wide, otherwise below each other."""
    directions = QBoxLayout.Direction
    layout.setDirection(directions.LeftToRight if is_wide else directions.TopToBottom)


def scrolled(widget: QWidget, scrolls_across: bool = True) -> QScrollArea:
    """Return a scroll area without a frame that stretches `widget` to its own size.

    Args:
        scrolls_across: whether a horizontal bar may appear where the widget is too wide.
    """
    area = scroll_area(widget.parentWidget(), scrolls_across)
    area.setWidget(widget)
    return area


def scroll_area(parent: QWidget | None = None, scrolls_across: bool = True) -> QScrollArea:
    """Return a scroll area without a frame that stretches the widget it will get."""
    area = QScrollArea(parent)
    area.setWidgetResizable(True)
    area.setFrameShape(QFrame.Shape.NoFrame)
    if not scrolls_across:
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    return area


def styled_label(role: str, parent: QWidget | None = None) -> QLabel:
    """Return an empty label in one of the style sheet's roles: title, heading, quiet or wrong.

    A title, of a panel or a plot, is larger; a heading within it is bold only.
    """
    label = PlainLabel(parent)
    label.setProperty("role", role)
    label.setFont(theme.sized(label.font(), theme.TITLE if role == "title" else theme.TEXT))
    return label
