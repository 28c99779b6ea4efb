"""A slider through the moments of training of all shown runs, which can also be played."""

from collections.abc import Callable, Sequence
from fractions import Fraction

import qtawesome
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QHBoxLayout, QToolButton, QWidget

from core.run.moment import epochs_label
from gui.runs.moments import Moments, nearest_of
from gui.stage.moment_slider import MomentSlider
from gui.style import theme
from gui.style.translation import translate
from gui.widgets.field_editors import QuietCombo
from gui.widgets.panel import Panel, column, styled_label

STEP_MS = 1000  # from one moment to the next, played at speed 1
SPEEDS = (1, 2, 4)


class MomentBar(Panel):
    """Chooses the moment at which `Moments` shows the runs; hidden where nothing can be chosen.

    Args:
        is_followed: returns whether a view that is open follows the moment; the bar is hidden
            while none does. Whoever gives it calls `show_if_followed` when that changes.
    """

    def __init__(
        self,
        moments: Moments,
        parent: QWidget | None = None,
        *,
        is_followed: Callable[[], bool] = lambda: True,
    ) -> None:
        super().__init__(parent)
        self._moments = moments
        self._is_followed = is_followed
        self._positions: Sequence[Fraction] = ()  # of the slider; the last one is now
        self._timer = QTimer(self)
        self._timer.timeout.connect(self._step)
        self._build()

        # what the user does with the slider, unlike what playing does
        self.slider.actionTriggered.connect(self.stop)
        self.slider.valueChanged.connect(self._on_moved)
        self.slider.sliderReleased.connect(self._arrange)
        self.play.clicked.connect(self._on_play_clicked)
        self.speed.currentIndexChanged.connect(self._set_speed)
        moments.choices_changed.connect(self._arrange)

        self.hide()
        self._set_speed()
        self.retranslate()
        self.restyle()

    def _build(self) -> None:
        self.play = QToolButton(self)
        self.play.setAutoRaise(True)
        self._title = styled_label("quiet", self)
        self._value = styled_label("quiet", self)
        self.slider = MomentSlider(self)
        self.speed = QuietCombo(self)
        self.speed.setFont(theme.sized(self.speed.font(), theme.TEXT))
        for speed in SPEEDS:
            self.speed.addItem(f"{speed}×", speed)

        layout = QHBoxLayout(self)
        layout.setContentsMargins(theme.PADDING, theme.STEP, theme.PADDING, theme.STEP)
        layout.setSpacing(2 * theme.STEP)
        layout.addWidget(self._title)
        layout.addWidget(self.play)
        layout.addWidget(self.slider, 1)
        layout.addWidget(self._value)
        layout.addWidget(self.speed)

    def below(self, widget: QWidget) -> QWidget:
        """Return a widget with `widget` at its top and the bar in a row below."""
        both = QWidget(widget.parentWidget())
        layout = column(both, gap=0, padding=0)
        layout.addWidget(widget, 1)
        layout.addWidget(self)
        return both

    @property
    def is_playing(self) -> bool:
        """Whether the moments are shown one after the other."""
        return self._timer.isActive()

    def stop(self) -> None:
        """Stay at the moment that is shown."""
        self._timer.stop()
        self._show_button()

    def _on_play_clicked(self) -> None:
        """Play from the moment shown; at the right end, from the first one on."""
        if self.is_playing:
            self.stop()
            return
        if self.slider.value() == self.slider.maximum():
            self.slider.setValue(0)
        self._timer.start()
        self._show_button()

    def _step(self) -> None:
        """Show the next moment, once the present one is shown; stop at the right end."""
        if not self._moments.is_reading:
            self.slider.setValue(self.slider.value() + 1)
        if self.slider.value() == self.slider.maximum():
            self.stop()

    def _set_speed(self) -> None:
        self._timer.setInterval(STEP_MS // int(self.speed.currentData()))

    def _arrange(self) -> None:
        """Follow the moments that can be chosen, and the one chosen.

        While the handle is held it stays under the pointer: new moments come once it is released.
        """
        choices = self._moments.choices
        if self.slider.isSliderDown() and choices:
            self._show_value()
            return
        self._positions = choices
        self.slider.blockSignals(True)
        self.slider.set_moments(choices)
        self.slider.setValue(self._position())
        self.slider.blockSignals(False)
        self._show_value()
        self.show_if_followed()

    def show_if_followed(self) -> None:
        """Show the bar where moments can be chosen that an open view follows."""
        is_useful = bool(self._moments.choices) and self._is_followed()
        self.setVisible(is_useful)
        if not is_useful:
            self.stop()

    def _position(self) -> int:
        """Return the slider's position for the moment asked for, or for the nearest one."""
        choices, requested = self._moments.choices, self._moments.requested
        nearest = None if requested is None else nearest_of(choices, requested)
        return len(choices) if nearest is None else list(choices).index(nearest)

    def _on_moved(self, position: int) -> None:
        positions = self._positions
        self._moments.show(positions[position] if position < len(positions) else None)

    def _show_value(self) -> None:
        # as wide as its longest text, so that the slider keeps its length
        measure = self._value.fontMetrics().horizontalAdvance
        now, chosen = self.tr("now"), self._moments.chosen
        texts = [translate(epochs_label(float(epochs))) for epochs in self._moments.choices]
        self._value.setMinimumWidth(max(map(measure, [now, *texts])))
        self._value.setText(now if chosen is None else translate(epochs_label(float(chosen))))

    def _show_button(self) -> None:
        icon = "mdi6.pause" if self.is_playing else "mdi6.play"
        self.play.setIcon(qtawesome.icon(icon, color=theme.colours().text))
        text = self.tr("Pause") if self.is_playing else self.tr("Play")
        self.play.setAccessibleName(text)
        self.play.setToolTip(
            self.tr("Stay at this moment")
            if self.is_playing
            else self.tr("Show the training again, one moment after the other")
        )

    def retranslate(self) -> None:
        """Renew title, value, tool tips and accessible names."""
        self._title.setText(self.tr("moment"))
        self._show_value()
        self._show_button()
        self.slider.setToolTip(
            self.tr(
                "All shown runs at an earlier moment of their training, in all views: untrained, "
                "within the first epoch, after an epoch; at the right end, as they are now.\n"
                "A run that keeps no weights of that moment is shown at its last one before."
            )
        )
        self.slider.setAccessibleName(self.tr("Moment at which the networks are shown"))
        self.speed.setToolTip(self.tr("How fast the moments follow each other"))
        self.speed.setAccessibleName(self.tr("Playing speed"))

    def restyle(self) -> None:
        """Renew the icon's colour."""
        self._show_button()
