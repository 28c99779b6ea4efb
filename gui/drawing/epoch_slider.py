"""A slider through the moments of a run, for all views that show its network."""

from PySide6.QtWidgets import QHBoxLayout, QSlider, QWidget

from gui.runs.moments import Moments, nearest_of
from gui.style import theme
from gui.style.translation import translate
from gui.widgets.field_editors import QuietSlider
from gui.widgets.panel import Panel, styled_label


class EpochSlider(Panel):
    """Chooses the moment at which `Moments` shows its run; hidden where nothing can be chosen."""

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

        moments.choices_changed.connect(self._arrange)
        moments.changed.connect(self._show_value)
        self.hide()
        self.retranslate()

    def _arrange(self) -> None:
        self.slider.blockSignals(True)
        self.slider.setRange(0, len(self._moments.choices))
        self.slider.setValue(self._position())
        self.slider.blockSignals(False)
        self.setVisible(bool(self._moments.choices))
        self._show_value()

    def _position(self) -> int:
        """Return the slider's position for the moment shown, or for the nearest kept one."""
        choices, shown = self._moments.choices, self._moments.chosen
        nearest = None if shown is None else nearest_of(choices, shown)
        return len(choices) if nearest is None else list(choices).index(nearest)

    def _on_moved(self, position: int) -> None:
        choices = self._moments.choices
        self._moments.show(choices[position] if position < len(choices) else None)

    def _show_value(self) -> None:
        # as wide as its longest text, so that the slider keeps its length
        measure = self._value.fontMetrics().horizontalAdvance
        texts = [translate(self._moments.label(moment)) for moment in self._moments.choices]
        self._value.setMinimumWidth(max(map(measure, [self.tr("now"), *texts])))
        chosen = self._moments.chosen
        self._value.setText(
            self.tr("now") if chosen is None else translate(self._moments.label(chosen))
        )

    def retranslate(self) -> None:
        """Renew title, value, tool tip and accessible name."""
        self._title.setText(self.tr("moment"))
        self._show_value()
        self.setToolTip(
            self.tr(
                "The network at an earlier moment of its training, here and in all other views: "
                "untrained, within its first epoch, after an epoch; at the right end, as it is now"
            )
        )
        self.slider.setAccessibleName(self.tr("Moment at which the network is shown"))
