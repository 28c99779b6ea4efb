"""How late the window's timers are while two runs train: ``python -m tests.benchmarks.lateness [SECONDS]``.

A timer of 5 ms stands for the mouse and the pen: whatever keeps it waiting would keep them waiting. The reference is
the same window, idle, in the same process. Nothing else should run on the machine meanwhile.
"""

import sys
import time

import numpy as np
from PySide6.QtCore import QEventLoop, QObject, QPoint, Qt, QTimer
from PySide6.QtTest import QTest

from gui.app import Desk
from gui.warm_up import WarmUp
from tests.open_window import open_window

TICK_MS = 5
FRAME_MS = 16


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
    """Draws strokes on the canvas without a rest, one point each frame, and clears it after each."""

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._drawing = desk.window.drawing
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


def measure(seconds: float, desk: Desk) -> np.ndarray:
    """Lateness while the event loop runs for so long and the pen draws."""
    metronome, pen, loop = Metronome(), Pen(desk), QEventLoop()
    QTimer.singleShot(round(seconds * 1000), loop.quit)
    metronome.start()
    loop.exec()
    pen.stop()
    return metronome.stop()


def row(name: str, late: np.ndarray) -> str:
    """A line of the table."""
    median, high, worst = np.percentile(late, (50, 99, 100))
    return f"| {name} | {median:.1f} | {high:.1f} | {worst:.1f} | {len(late)} |"


def main() -> None:
    """Measure idle, then racing, and print a table."""
    seconds = float(sys.argv[1]) if len(sys.argv) > 1 else 20
    with open_window() as (desk, _app, _translation):
        warm_up = WarmUp()
        warm_up.start()
        warm_up.wait()
        lines = [row("idle", measure(seconds / 2, desk))]
        desk.window.actions_.compare.trigger()
        lines.append(row("two runs training", measure(seconds, desk)))
    print("| window | median ms late | 99 % | worst | ticks |\n|---|---|---|---|---|")  # noqa: T201 - its output
    print("\n".join(lines))  # noqa: T201


if __name__ == "__main__":
    main()
