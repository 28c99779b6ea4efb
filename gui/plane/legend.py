"""What the colours and markers of the plane mean."""

from collections.abc import Sequence

from PySide6.QtWidgets import QHBoxLayout, QWidget

from core.config.catalogue import POINT_CLASSES
from gui.style import theme
from gui.style.classes import ICON, marker_icon
from gui.widgets.flow_layout import FlowLayout
from gui.widgets.panel import Panel
from gui.widgets.plain_text import PlainLabel


class _Entry(QWidget):
    """A text, with a marker before it if it is about one."""

    def __init__(
        self,
        parent: QWidget,
        label: int | None = None,
        *,
        is_wrong: bool = False,
    ) -> None:
        super().__init__(parent)
        self._label, self._is_wrong = label, is_wrong
        self._marker = PlainLabel(self)
        self._marker.setVisible(label is not None)
        self.text = PlainLabel(self)
        self.text.setProperty("role", "quiet")
        self.text.setFont(theme.sized(self.font(), theme.TEXT))

        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(theme.STEP)
        row.addWidget(self._marker)
        row.addWidget(self.text)
        self.restyle()

    def restyle(self) -> None:
        """Paint the marker in the present colours."""
        if self._label is not None:
            icon = marker_icon(self._label, is_wrong=self._is_wrong)
            self._marker.setPixmap(icon.pixmap(ICON))


class PlaneLegend(Panel):
    """Below the maps: the markers of the classes, what is filled and hollow, tints and line."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._classes = [_Entry(self, label) for label in range(len(POINT_CLASSES))]
        self._training, self._test = _Entry(self), _Entry(self)
        self._wrong = _Entry(self, 0, is_wrong=True)
        self._tint, self._line = _Entry(self), _Entry(self)
        kinds = self._training, self._test, self._wrong
        self._entries = (*self._classes, *kinds, self._tint, self._line)
        flow = FlowLayout(theme.PADDING, self)
        for entry in self._entries:
            flow.addWidget(entry)
        self.retranslate()

    def explain(self, names: Sequence[str], *, has_wrong_labels: bool) -> None:
        """Explain the markers of these classes, and if need be the ring of wrong labels."""
        self._wrong.setVisible(has_wrong_labels)
        for label, entry in enumerate(self._classes):
            entry.setVisible(label < len(names))
            entry.text.setText(names[label] if label < len(names) else "")

    def retranslate(self) -> None:
        """Set all texts again."""
        self._training.text.setText(self.tr("filled: training points"))
        self._test.text.setText(self.tr("hollow: test points"))
        self._wrong.text.setText(self.tr("ring: learned with a wrong label"))
        self._tint.text.setText(self.tr("tint: the answer, the stronger the surer"))
        self._line.text.setText(self.tr("line: the boundary"))

    def restyle(self) -> None:
        """Paint the markers in the present colours."""
        for entry in self._entries:
            entry.restyle()
