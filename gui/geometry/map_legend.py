"""What the markers of the map mean; each class is a button that lets it stand out."""

from collections.abc import Sequence

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QPainter, QPen, QPixmap
from PySide6.QtWidgets import QToolButton, QWidget

from gui.geometry.map_chart import star
from gui.style import theme
from gui.style.classes import ICON, marker_icon
from gui.style.swatches import blank
from gui.widgets.flow_layout import FlowLayout
from gui.widgets.panel import Panel, styled_label
from gui.widgets.plain_text import PlainLabel, button_text, plain_tip

STAR = 6.0  # radius, in pixels


class MapLegend(Panel):
    """The classes with their markers, and the star of the drawing.

    Signals:
        class_chosen(object): the label of the class that shall stand out; None for all alike.
    """

    class_chosen = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._names: Sequence[str] = ()
        self._buttons: list[QToolButton] = []
        self._flow = FlowLayout(theme.STEP, self)
        self._star, self._star_text = PlainLabel(self), styled_label("quiet", self)
        self._misread = styled_label("quiet", self)
        for label in (self._star, self._star_text, self._misread):
            self._flow.addWidget(label)
        for label in (self._star, self._misread):  # apart from what stands before
            label.setContentsMargins(theme.PADDING, 0, 0, 0)
        self.retranslate()
        self.restyle()

    def show_classes(self, names: Sequence[str]) -> None:
        """Explain the markers of these classes; none stands out at first."""
        if list(names) == list(self._names):
            return
        self._names = names
        for button in self._buttons:
            self._flow.removeWidget(button)
            button.hide()
            button.deleteLater()
        self._buttons = [self._button(label, name) for label, name in enumerate(names)]

        # the star stands after all classes
        for label in (self._star, self._star_text, self._misread):
            self._flow.removeWidget(label)
            self._flow.addWidget(label)

    def _button(self, label: int, name: str) -> QToolButton:
        button = QToolButton(self)
        button.setCheckable(True)
        button.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        button.setText(button_text(name))
        button.setIcon(marker_icon(label))
        button.setIconSize(ICON)
        button.setToolTip(plain_tip(self._tip(name)))
        button.clicked.connect(lambda checked: self._on_clicked(label, is_chosen=checked))
        self._flow.addWidget(button)
        button.show()
        return button

    def _tip(self, name: str) -> str:
        return self.tr("Let the images of {name} stand out, or all alike").format(name=name)

    def _on_clicked(self, label: int, *, is_chosen: bool) -> None:
        for other, button in enumerate(self._buttons):
            button.setChecked(is_chosen and other == label)
        self.class_chosen.emit(label if is_chosen else None)

    def retranslate(self) -> None:
        """Renew the texts."""
        self._star_text.setText(self.tr("your drawing"))
        self._misread.setText(self.tr("outlined: misread"))
        for name, button in zip(self._names, self._buttons, strict=True):
            button.setToolTip(plain_tip(self._tip(name)))

    def restyle(self) -> None:
        """Paint the markers in the present colours."""
        named = theme.colours()
        for label, button in enumerate(self._buttons):
            button.setIcon(marker_icon(label))
        pixmap: QPixmap = blank(QSize(ICON))
        painter = QPainter(pixmap)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setBrush(QColor(named.paper))
        painter.setPen(QPen(QColor(named.text), 1.5))
        painter.drawPolygon(star(QRectF(0, 0, ICON.width(), ICON.height()).center(), STAR))
        painter.end()
        self._star.setPixmap(pixmap)
