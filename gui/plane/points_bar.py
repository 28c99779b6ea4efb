"""The switch that lets points be set, and the class that they get."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QButtonGroup, QHBoxLayout, QSizePolicy, QToolButton, QWidget

from core.config.catalogue import POINT_CLASSES
from gui.style import theme
from gui.style.classes import marker_icon
from gui.widgets.panel import Panel
from gui.widgets.plain_text import PlainElidingLabel, plain_tip


class PointsBar(Panel):
    """Hidden while there are no points.

    Signals:
        edit_toggled(bool): points are to be set from now on, or no longer.
    """

    edit_toggled = Signal(bool)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.edit = QToolButton(self)
        self.edit.setCheckable(True)
        self.edit.toggled.connect(self._on_toggled)

        self._group = QButtonGroup(self)
        self.classes = [QToolButton(self) for _ in POINT_CLASSES]
        for label, button in enumerate(self.classes):
            button.setCheckable(True)
            button.setAutoRaise(True)
            button.setText(POINT_CLASSES[label])
            self._group.addButton(button, label)
        self.classes[0].setChecked(True)

        self.hint = PlainElidingLabel(self)
        self.hint.setProperty("role", "quiet")
        self.hint.setFont(theme.sized(self.font(), theme.TEXT))
        self.hint.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(theme.STEP)
        layout.addWidget(self.edit)
        for button in self.classes:
            layout.addWidget(button)
        layout.addWidget(self.hint, 1)
        layout.addStretch()

        self._on_toggled(False)
        self.retranslate()
        self.restyle()

    @property
    def label(self) -> int:
        """The class of the points that are set next."""
        return self._group.checkedId()

    @property
    def is_editing(self) -> bool:
        """Whether points are to be set."""
        return self.edit.isChecked()

    def stop(self) -> None:
        """Set no more points."""
        self.edit.setChecked(False)

    def _on_toggled(self, is_on: bool) -> None:
        for button in self.classes:
            button.setVisible(is_on)
        self.hint.setVisible(is_on)
        self.edit_toggled.emit(is_on)

    def retranslate(self) -> None:
        """Set all texts again."""
        self.edit.setText(self.tr("Set points"))
        self.edit.setToolTip(
            plain_tip(
                self.tr(
                    "Set points of your own in the plane: they become the data of the form, from "
                    "the points that it has now."
                )
            )
        )
        text = self.tr("click: set · drag: move · right click or Delete: remove")
        self.hint.setText(text)
        tip = self.tr(
            "With the keys: arrows move the cross, Space sets a point, Delete removes it."
        )
        self.hint.setToolTip(plain_tip(f"{text}\n{tip}"))
        for label, button in enumerate(self.classes):
            name = self.tr("Set points of class {name}").format(name=POINT_CLASSES[label])
            button.setToolTip(plain_tip(name))
            button.setAccessibleName(name)

    def restyle(self) -> None:
        """Paint the markers in the present colours."""
        for label, button in enumerate(self.classes):
            button.setIcon(marker_icon(label))
