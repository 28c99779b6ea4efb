"""A slider through a run's kept epochs, for all views that show its network."""

from PySide6.QtWidgets import QHBoxLayout, QSlider, QWidget

from gui.runs.moments import Moments
from gui.style import theme
from gui.widgets.field_editors import QuietSlider
from gui.widgets.panel import Panel, styled_label


class EpochSlider(Panel):
    """Chooses the epoch at which `Moments` shows its run; hidden where no epochs are kept."""

    def __init__(self, moments: Moments, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._moments = moments

        self._title = styled_label("quiet", self)
        self._value = styled_label("quiet", self)
        self.slider = QuietSlider(self)
        self.slider.setTickPosition(QSlider.TickPosition.NoTicks)
        self.slider.setPageStep(1)
        self.slider.valueChanged.connect(self._on_moved)

        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(2 * theme.STEP)
        layout.addWidget(self._title)
        layout.addWidget(self.slider, 1)
        layout.addWidget(self._value)

        moments.epochs_listed.connect(self._arrange)
        moments.changed.connect(self._show_value)
        self.hide()
        self.retranslate()

    def _arrange(self) -> None:
        self.slider.blockSignals(True)
        self.slider.setRange(0, len(self._moments.epochs))
        self.slider.setValue(self._position())
        self.slider.blockSignals(False)
        self.setVisible(bool(self._moments.epochs))
        self._show_value()

    def _position(self) -> int:
        """Return the slider's position for the epoch shown, or for the nearest kept one."""
        epochs, shown = self._moments.epochs, self._moments.epoch
        if shown is None:
            return len(epochs)
        return min(range(len(epochs)), key=lambda index: abs(epochs[index] - shown), default=0)

    def _on_moved(self, position: int) -> None:
        epochs = self._moments.epochs
        self._moments.show_epoch(epochs[position] if position < len(epochs) else None)

    def _show_value(self) -> None:
        # as wide as its longest text, so that the slider keeps its length
        widest = self._value.fontMetrics().horizontalAdvance(
            max(self.tr("now"), str(10**4), key=len)
        )
        self._value.setMinimumWidth(widest)
        epoch = self._moments.epoch
        self._value.setText(self.tr("now") if epoch is None else str(epoch))

    def retranslate(self) -> None:
        """Renew title, value, tool tip and accessible name."""
        self._title.setText(self.tr("after epoch"))
        self._show_value()
        self.setToolTip(
            self.tr(
                "The network after an earlier epoch, here and in all other views; at the right "
                "end, as it is now"
            )
        )
        self.slider.setAccessibleName(self.tr("Epoch at which the network is shown"))
