"""What the colours and markers of the plane mean."""

from PySide6.QtWidgets import QHBoxLayout, QLabel, QSizePolicy, QWidget

from core.plain_text import printable
from gui.style import theme
from gui.style.classes import ICON, marker_icon
from gui.widgets.panel import Panel
from gui.widgets.plain_text import PlainElidingLabel, PlainLabel, plain_tip


class PlaneLegend(Panel):
    """One line below the maps: markers of the classes, and what is filled and what is hollow."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._classes: tuple[str, ...] = ()
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(0, 0, 0, 0)
        self._row.setSpacing(theme.STEP)
        self._markers: list[tuple[QLabel, QLabel]] = []
        self._text = PlainElidingLabel(self)
        self._text.setProperty("role", "quiet")
        self._text.setFont(theme.sized(self.font(), theme.TEXT))
        self._text.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        self._row.addWidget(self._text, 1)
        self.retranslate()

    def show_classes(self, classes: tuple[str, ...]) -> None:
        """Explain the markers of these classes."""
        if classes == self._classes:
            return
        self._classes = classes
        for labels in self._markers:
            for label in labels:
                self._row.removeWidget(label)
                label.deleteLater()
        self._markers = []
        for index, name in enumerate(classes):
            picture, text = QLabel(self), PlainLabel(self, printable(name))
            text.setProperty("role", "quiet")
            text.setFont(theme.sized(self.font(), theme.TEXT))
            self._row.insertWidget(2 * index, picture)
            self._row.insertWidget(2 * index + 1, text)
            self._markers.append((picture, text))
        self.restyle()

    def retranslate(self) -> None:
        """Set the text again."""
        text = self.tr(
            "filled: training points · hollow: test points · tint: the network's answer, the "
            "stronger the surer · line: the boundary"
        )
        self._text.setText(text)
        self._text.setToolTip(plain_tip(text))

    def restyle(self) -> None:
        """Paint the markers in the present colours."""
        for label, (picture, _) in enumerate(self._markers):
            picture.setPixmap(marker_icon(label).pixmap(ICON))
