"""Timers of the event loop that fire once for each start."""

from collections.abc import Callable

from PySide6.QtCore import QObject, QTimer, SignalInstance


def single_shot(
    parent: QObject, slot: Callable[[], object] | SignalInstance, interval_ms: int = 0
) -> QTimer:
    """Return a timer that calls a slot, or emits a signal, once after each start.

    Args:
        interval_ms: 0 for the next turn of the event loop.
    """
    timer = QTimer(parent)
    timer.setSingleShot(True)
    timer.setInterval(interval_ms)
    timer.timeout.connect(slot)
    return timer
