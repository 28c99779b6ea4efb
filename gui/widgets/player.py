"""A button that moves a slider to its end, step by step."""

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QPushButton, QSlider, QWidget


class Player(QPushButton):
    """Plays and pauses; from the end it plays from the beginning.

    Args:
        slider: what is moved.
        interval_ms: between two steps.
    """

    def __init__(self, slider: QSlider, interval_ms: int, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._slider = slider
        self.timer = QTimer(self)
        self.timer.setInterval(interval_ms)
        self.timer.timeout.connect(self._on_tick)
        self.clicked.connect(self._on_clicked)
        slider.valueChanged.connect(self._on_moved)
        self._show()

    def _on_clicked(self) -> None:
        if self.timer.isActive():
            self.timer.stop()
        else:
            if self._is_at_end():
                self._slider.setValue(self._slider.minimum())
            self.timer.start()
        self._show()

    def _on_tick(self) -> None:
        self._slider.setValue(self._slider.value() + 1)

    def _on_moved(self) -> None:
        if self._is_at_end():
            self.timer.stop()
            self._show()

    def _is_at_end(self) -> bool:
        return self._slider.value() == self._slider.maximum()

    def _show(self) -> None:
        self.setText(self.tr("Pause") if self.timer.isActive() else self.tr("Play"))
