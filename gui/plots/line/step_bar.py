"""A slider through the gradient steps of the lines, which can also be played and stepped."""

import math

import qtawesome
from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import QHBoxLayout, QToolButton, QWidget

from gui.style import theme
from gui.widgets.field_editors import QuietCombo, QuietSlider
from gui.widgets.panel import Panel
from gui.widgets.plain_text import plain_tip

SPEEDS = (1, 5, 20, 100)  # steps a second, apart from the automatic speed
AUTOMATIC = 0
SLOWEST = 5  # steps a second with which the automatic speed begins
QUICKENING = 0.06  # of the steps so far that it makes at once, as soon as that is more than one
SHORTEST_MS = 40  # between two drawings


class StepBar(Panel):
    """Chooses how many steps are shown.

    Signals:
        moved(): by the user, by playing, or because there are fewer steps.
    """

    moved = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._timer = QTimer(self)
        self._timer.timeout.connect(self._on_tick)
        self._is_live = False
        self._build()

        self.slider.actionTriggered.connect(self.stop)
        self.slider.valueChanged.connect(self._on_moved)
        self.play.clicked.connect(self._on_play_clicked)
        self.back.clicked.connect(lambda: self._step(-1))
        self.forward.clicked.connect(lambda: self._step(1))
        self.speed.currentIndexChanged.connect(self._set_speed)

        self._set_speed()
        self.retranslate()
        self.restyle()

    def _build(self) -> None:
        self.play, self.back, self.forward = (QToolButton(self) for _ in range(3))
        for button in (self.play, self.back, self.forward):
            button.setAutoRaise(True)
        for button in (self.back, self.forward):
            button.setAutoRepeat(True)
        self.slider = QuietSlider(self)
        self.slider.setRange(0, 0)
        self.speed = QuietCombo(self)
        self.speed.setFont(theme.sized(self.speed.font(), theme.TEXT))
        for speed in (AUTOMATIC, *SPEEDS):
            self.speed.addItem("", speed)

        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(2 * theme.STEP)
        for widget in (self.back, self.play, self.forward):
            layout.addWidget(widget)
        layout.addWidget(self.slider, 1)
        layout.addWidget(self.speed)

    @property
    def position(self) -> int:
        """How many steps are shown."""
        return self.slider.value()

    @property
    def is_at_end(self) -> bool:
        """Whether all steps are shown."""
        return self.slider.value() == self.slider.maximum()

    @property
    def is_playing(self) -> bool:
        """Whether the steps are shown one after the other."""
        return self._timer.isActive()

    def set_count(self, count: int, is_live: bool) -> None:
        """Have so many steps; where all were shown, all are.

        While runs are live, playing waits for more at the end.
        """
        follows = self.is_at_end and not self.is_playing and not is_live
        self._is_live = is_live
        if count != self.slider.maximum():
            self.slider.setMaximum(count)
            if follows:
                self.slider.setValue(count)
            self._show_ends()
        if not is_live and self.is_at_end:
            self.stop()

    def show_end(self) -> None:
        """Show all steps."""
        self.stop()
        self.slider.setValue(self.slider.maximum())

    def play_from_start(self) -> None:
        """Show no step yet, then one after the other."""
        self.slider.setValue(0)
        self._timer.start()
        self._show_button()

    def stop(self) -> None:
        """Stay at the step that is shown."""
        self._timer.stop()
        self._show_button()

    def _on_play_clicked(self) -> None:
        if self.is_playing:
            self.stop()
        elif self.is_at_end and not self._is_live:
            self.play_from_start()
        else:
            self._timer.start()
            self._show_button()

    def _step(self, steps: int) -> None:
        self.stop()
        self.slider.setValue(self.position + steps)

    def _on_tick(self) -> None:
        if not self.isVisible():
            return
        speed, position = self.speed.currentData(), self.position
        if speed == AUTOMATIC:
            steps = max(1, math.ceil(QUICKENING * position))
        else:
            steps = max(1, round(speed * self._timer.interval() / 1000))
        self.slider.setValue(position + steps)
        if self.is_at_end and not self._is_live:
            self.stop()

    def _set_speed(self) -> None:
        speed = self.speed.currentData() or SLOWEST
        self._timer.setInterval(max(SHORTEST_MS, 1000 // speed))

    def _on_moved(self) -> None:
        self._show_ends()
        self.moved.emit()

    def _show_ends(self) -> None:
        self.back.setEnabled(self.position > 0)
        self.forward.setEnabled(not self.is_at_end)

    def _show_button(self) -> None:
        named = theme.colours()
        icon = "mdi6.pause" if self.is_playing else "mdi6.play"
        self.play.setIcon(qtawesome.icon(icon, color=named.text))
        text = self.tr("Pause") if self.is_playing else self.tr("Play")
        self.play.setAccessibleName(text)
        self.play.setToolTip(plain_tip(text))

    def retranslate(self) -> None:
        """Renew the texts."""
        self.slider.setAccessibleName(self.tr("Gradient steps that are shown"))
        self.slider.setToolTip(
            self.tr("Each position is one gradient step; runs that made fewer stay at their last.")
        )
        for button, text in (
            (self.back, self.tr("One step back")),
            (self.forward, self.tr("One step forward")),
        ):
            button.setAccessibleName(text)
            button.setToolTip(plain_tip(text))

        self.speed.setItemText(0, self.tr("automatic"))
        for index, speed in enumerate(SPEEDS, 1):
            self.speed.setItemText(index, self.tr("{count} a second").format(count=speed))
        self.speed.setAccessibleName(self.tr("Playing speed"))
        self.speed.setToolTip(
            self.tr("Steps a second; automatic: slow at first, faster along a long path")
        )
        self._show_ends()
        self._show_button()

    def restyle(self) -> None:
        """Renew the icons' colours."""
        named = theme.colours()
        for button, name in ((self.back, "step-backward"), (self.forward, "step-forward")):
            button.setIcon(
                qtawesome.icon(f"mdi6.{name}", color=named.text, color_disabled=named.quiet)
            )
        self._show_button()
