"""The dialog that asks for the format in which a run is exported."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QButtonGroup,
    QComboBox,
    QDialog,
    QDialogButtonBox,
    QHBoxLayout,
    QRadioButton,
    QWidget,
)

from core.config.choices import WeightsChoice
from core.export.formats import Format
from gui.style import theme
from gui.style.translation import translate
from gui.widgets.panel import column, styled_label
from gui.widgets.plain_text import MAX_NAME, PlainLabel, middle_elided, plain_tip
from gui.widgets.questions import connect_once

WIDTH = 110 * theme.STEP


class ExportDialog(QDialog):
    """The formats with what each is good for; one of them is chosen.

    Args:
        run: the run's name.
        chosen: the format to begin with.
        best: its best epoch, from 1, if its weights are kept and are not those of the last epoch.

    Signals:
        format_accepted(object, object): the `Format`, and `WeightsChoice`.
    """

    format_accepted = Signal(object, object)

    def __init__(
        self, run: str, chosen: Format, best: int | None, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(self.tr("Export run"))
        self.setMinimumWidth(theme.px(WIDTH))
        title = styled_label("heading", self)
        title.setText(middle_elided(run, MAX_NAME))
        title.setToolTip(plain_tip(run))
        title.setWordWrap(True)
        layout = column(self, gap=2 * theme.STEP, padding=theme.GROUP_GAP)
        layout.addWidget(title)

        self._choice = QButtonGroup(self)
        for number, kind in enumerate(Format):
            button = QRadioButton(translate(kind.about), self)
            button.setObjectName(kind.value)
            button.setChecked(kind is chosen)
            self._choice.addButton(button, number)
            layout.addWidget(button)

        self._epoch = self._new_epoch(best)
        self._choice.idToggled.connect(self._show_epoch)
        self._show_epoch()
        row = QHBoxLayout()
        row.addWidget(self._of)
        row.addWidget(self._epoch)
        row.addStretch(1)
        layout.addSpacing(theme.STEP)
        layout.addLayout(row)

        layout.addSpacing(theme.STEP)
        layout.addWidget(self._new_buttons())

    def _new_buttons(self) -> QDialogButtonBox:
        buttons = QDialogButtonBox(parent=self)
        buttons.addButton(self.tr("Export…"), QDialogButtonBox.ButtonRole.AcceptRole)
        buttons.addButton(QDialogButtonBox.StandardButton.Cancel)
        connect_once(buttons.accepted, self._on_accepted)
        buttons.rejected.connect(self.reject)
        return buttons

    def _new_epoch(self, best: int | None) -> QComboBox:
        self._of = PlainLabel(self, self.tr("Weights of"))
        epoch = QComboBox(self)
        epoch.setObjectName("epoch")
        self._of.setBuddy(epoch)
        for widget in (self._of, epoch):
            widget.setToolTip(self.tr("ONNX and Safetensors hold the weights of one epoch."))
        epoch.addItem(translate(WeightsChoice.LAST.label), WeightsChoice.LAST)
        if best is not None:
            epoch.addItem(f"{translate(WeightsChoice.BEST.label)} ({best})", WeightsChoice.BEST)
        return epoch

    def _show_epoch(self) -> None:
        for widget in (self._of, self._epoch):
            widget.setVisible(self._epoch.count() > 1)
            widget.setEnabled(self._format().is_of_one_epoch)

    def _format(self) -> Format:
        return list(Format)[self._choice.checkedId()]

    def _on_accepted(self) -> None:
        kind = self._format()
        is_best = kind.is_of_one_epoch and self._epoch.currentData() == WeightsChoice.BEST
        self.format_accepted.emit(kind, WeightsChoice.BEST if is_best else WeightsChoice.LAST)
        self.accept()
