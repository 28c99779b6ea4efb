"""How late the window's timers are while two runs train: ``python -m tests.benchmarks.lateness``.

The tab Network is visible all the time: both networks and their curves are drawn while they train.
A timer of 5 ms stands for the mouse and the pen: whatever keeps it waiting would keep them waiting.
The reference is the same window, idle, in the same process. Nothing else should run on the machine
meanwhile.
"""

import time

import numpy as np
from PySide6.QtCore import QObject, QPoint, Qt, QTimer
from PySide6.QtTest import QTest

from gui.composition import Application
from tests.benchmarks.figures import Figure, at_most, tell
from tests.open_window import check_networks, let_pass, open_window, show_networks, warm_up

TICK_MS = 5
FRAME_MS = 16
SECONDS = 20


class Metronome(QObject):
    """Notes how late each tick of its timer comes."""

    def __init__(self) -> None:
        super().__init__()
        self.late_ms: list[float] = []
        self._timer = QTimer(self)
        self._timer.setTimerType(Qt.TimerType.PreciseTimer)
        self._timer.setInterval(TICK_MS)
        self._timer.timeout.connect(self._on_tick)

    def start(self) -> None:
        """Begin to count."""
        self._last = time.perf_counter()
        self._timer.start()

    def stop(self) -> np.ndarray:
        """End, and give the lateness of every tick in milliseconds."""
        self._timer.stop()
        return np.array(self.late_ms)

    def _on_tick(self) -> None:
        now = time.perf_counter()
        self.late_ms.append(max(0.0, (now - self._last) * 1000 - TICK_MS))
        self._last = now


class Pen(QObject):
    """Draws strokes on the canvas without a rest, one point each frame, and clears it
    after each.
    """

    def __init__(self, application: Application) -> None:
        super().__init__()
        self._drawing = application.window.drawing
        self._points = 0
        self._timer = QTimer(self)
        self._timer.setInterval(FRAME_MS)
        self._timer.timeout.connect(self._on_frame)
        self._timer.start()

    def stop(self) -> None:
        """Put the pen down."""
        self._timer.stop()

    def _on_frame(self) -> None:
        canvas, count = self._drawing.canvas, self._points % 60
        position = QPoint(canvas.width() // 3 + count % 7, canvas.height() // 4 + count)
        if count == 0:
            self._drawing.clear_drawing.trigger()
            QTest.mousePress(canvas, Qt.MouseButton.LeftButton, pos=position)
        elif count == 59:
            QTest.mouseRelease(canvas, Qt.MouseButton.LeftButton, pos=position)
        else:
            QTest.mouseMove(canvas, position)
        self._points += 1


def measure(seconds: float, application: Application) -> np.ndarray:
    """Lateness while the event loop runs for so long and the pen draws."""
    metronome, pen = Metronome(), Pen(application)
    metronome.start()
    let_pass(seconds)
    pen.stop()
    return metronome.stop()


def figures() -> list[Figure]:
    """Idle, then racing."""
    with open_window() as (application, _app, _translation):
        warm_up()
        show_networks(application)
        idle = measure(SECONDS / 2, application)
        application.window.actions_.compare.trigger()
        racing = measure(SECONDS, application)
        check_networks(application, 2)
    high, worst = (float(np.percentile(racing, share)) for share in (99, 100))
    return [
        Figure(
            "a timer's lateness in an idle window with the tab Network, 99%",
            f"{np.percentile(idle, 99):.1f} ms",
        ),
        at_most(
            "the same with two networks shown training and the pen drawing, 99%",
            high,
            16,
            "ms",
            ".1f",
        ),
        at_most("the worst of them", worst, 60, "ms", ".1f"),
    ]


if __name__ == "__main__":
    tell(figures())
