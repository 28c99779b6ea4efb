"""The confusion matrix of a run, and the very digits of a cell."""

from PySide6.QtCore import QEvent, QObject, QTimer, Signal
from PySide6.QtGui import QColor
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QVBoxLayout, QWidget

from gui.evaluation.confusion_chart import ConfusionChart
from gui.evaluation.digit_gallery import DigitGallery
from gui.evaluation.evaluations import Assessed
from gui.style import theme
from gui.widgets.panel import Panel, column, scrolled, styled_label


class ConfusionView(Panel):
    """The chart, and the digits of the cell that was chosen.

    Signals:
        digit_chosen(object): a `Digit` to be read by the networks.
    """

    digit_chosen = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._assessed: Assessed | None = None
        self._colour = QColor()
        self.chart = ConfusionChart()
        self.gallery = DigitGallery()
        self._hint = styled_label("quiet", self)
        self._hint.setWordWrap(True)
        self._cell_title = styled_label("heading")
        self._unit = QComboBox(self)
        self._unit.addItems(["", ""])
        self._unit.currentIndexChanged.connect(self._on_unit_changed)
        self.chart.cell_chosen.connect(self._on_cell_chosen)
        self.gallery.digit_chosen.connect(self.digit_chosen)
        self._build()
        self.retranslate()

    def _build(self) -> None:
        head = QHBoxLayout()
        head.addWidget(self._hint, 1)
        head.addWidget(self._unit)

        digits = QVBoxLayout()
        digits.setSpacing(theme.STEP)
        digits.addWidget(self._cell_title)
        digits.addWidget(self.gallery)

        self._content = QWidget()
        inner = column(self._content, gap=theme.PADDING, padding=0)
        inner.addWidget(self.chart, 1000)  # up to the height of its rows
        inner.addLayout(digits)
        inner.addStretch(1)
        self._area = scrolled(self._content)
        self._area.viewport().installEventFilter(self)

        layout = column(self, padding=0)
        layout.addLayout(head)
        layout.addWidget(self._area, 1)

    def show_assessed(self, assessed: Assessed | None, colour: QColor) -> None:
        """Show a run's answers in its colour; the chosen cell stays chosen."""
        if assessed is self._assessed and colour == self._colour:
            return
        self._assessed, self._colour = assessed, colour
        if assessed is None:
            self.chart.show_assessment(None)
        else:
            self.chart.show_assessment(assessed.assessment, assessed.classes, colour)
        self._show_cell()

    def _on_unit_changed(self, index: int) -> None:
        self.chart.shows_shares = index == 1
        self.chart.update()

    def _on_cell_chosen(self) -> None:
        self._show_cell()
        QTimer.singleShot(0, self, self._scroll_to_digits)  # once they are laid out

    def _scroll_to_digits(self) -> None:
        """Show the first row of digits, unless the chosen cell would be scrolled out of view."""
        if self.chart.cell is None:
            return
        title_end = self._cell_title.mapTo(self._content, self._cell_title.rect().bottomLeft()).y()
        needed = title_end + 20 * theme.STEP - self._area.viewport().height()
        limit = int(self.chart.area_of(self.chart.cell).top())
        bar = self._area.verticalScrollBar()
        bar.setValue(max(bar.value(), min(needed, limit)))

    def _show_cell(self) -> None:
        cell, assessed = self.chart.cell, self._assessed
        self._cell_title.setVisible(cell is not None and assessed is not None)
        if cell is None or assessed is None:
            self.gallery.show_digits(None, ())
            return

        label, given = cell
        names = assessed.classes
        numbers = assessed.assessment.chosen(label, given)
        text = self.tr("{label} read as {given}: {count}")
        self._cell_title.setText(
            text.format(label=names[label], given=names[given], count=len(numbers))
        )
        self.gallery.show_digits(assessed, numbers.tolist())

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Fit the matrix into the height that there is; the digits of a cell come below it."""
        if event.type() is QEvent.Type.Resize:
            self.chart.keep_height(self._area.viewport().height())
        return super().eventFilter(watched, event)

    def retranslate(self) -> None:
        """Renew hint, units and the cell's title."""
        self._hint.setText(self.tr("Click a cell to see its images"))
        self._unit.setItemText(0, self.tr("Counts"))
        self._unit.setItemText(1, self.tr("% of the row"))
        self._unit.setAccessibleName(self.tr("What the cells show"))
        self.chart.setAccessibleName(self.tr("Confusion matrix"))
        self._show_cell()
        self.chart.update()
