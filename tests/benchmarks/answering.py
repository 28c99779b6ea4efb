"""How soon the answers follow the pen: ``python -m tests.benchmarks.answering``.

Measured from the moment at which a point of the pen arrives at the canvas until the bars of all
answering runs have been painted, in the real window: idle, and with two runs training, which answer
together with a third. The aim is under 16 ms at the 95th percentile, one frame. Nothing else should
run on the machine meanwhile.
"""

import time
from collections.abc import Callable

import numpy as np
from PySide6.QtCore import QEvent, QEventLoop, QObject, QPoint, Qt, QTimer
from PySide6.QtGui import QPaintEvent
from PySide6.QtTest import QTest

from core.config import presets
from core.config.fields import with_values
from gui.background.warm_up import WarmUp
from gui.composition import Application
from gui.widgets.answer_column import AnswerColumn
from tests.benchmarks.figures import Figure, at_most, tell
from tests.open_window import open_window

FRAME_MS = 16
SECONDS = 10
POINTS = 60  # of a stroke
FIRST_RUN = {"data.train_size": 6000, "epochs": 3, "threads": 1}


class Stopwatch(QObject):
    """Draws one point each frame and notes how long it takes until every column of answers has
    been painted.
    """

    def __init__(self, application: Application) -> None:
        super().__init__()
        self.took_ms: list[float] = []
        self._drawing = application.window.drawing
        self._points = 0
        self._waiting: set[QObject] = set()
        self._begin = 0.0
        self._watched: set[QObject] = set()
        self._timer = QTimer(self)
        self._timer.setInterval(FRAME_MS)
        self._timer.timeout.connect(self._on_frame)
        self._timer.start()

    def stop(self) -> np.ndarray:
        """End, and give the milliseconds of every point."""
        self._timer.stop()
        for column in self._watched:
            column.removeEventFilter(self)
        return np.array(self.took_ms)

    def columns(self) -> list[AnswerColumn]:
        """Those that are on the screen, not scrolled out of sight."""
        columns = self._drawing.findChildren(AnswerColumn)
        return [
            column
            for column in columns
            if column.isVisible() and not column.visibleRegion().isEmpty()
        ]

    def _on_frame(self) -> None:
        if self._waiting:  # the last point has not been answered yet
            return
        columns = self.columns()
        for column in set(columns) - self._watched:
            column.installEventFilter(self)
            self._watched.add(column)
        canvas, count = self._drawing.canvas, self._points % POINTS
        if count == 0:
            self._drawing.clear_drawing.trigger()
        place = QPoint(canvas.width() // 3 + count % 7, canvas.height() // 4 + count)
        self._waiting = set(columns)
        self._begin = time.perf_counter()
        if count == 0:
            QTest.mousePress(canvas, Qt.MouseButton.LeftButton, pos=place)
        elif count == POINTS - 1:
            QTest.mouseRelease(canvas, Qt.MouseButton.LeftButton, pos=place)
            self._waiting = set()  # a stroke's end changes nothing
        else:
            QTest.mouseMove(canvas, place)
        self._points += 1

    def eventFilter(self, column: QObject, event: QEvent) -> bool:
        """Have a column painted; when all have been, the point is answered."""
        if not isinstance(event, QPaintEvent) or column not in self._waiting:
            return False
        assert isinstance(column, AnswerColumn)
        column.paintEvent(event)
        self._waiting.discard(column)
        if not self._waiting:
            self._note()
        return True

    def _note(self) -> None:
        self.took_ms.append((time.perf_counter() - self._begin) * 1000)


def wait_for(condition: Callable[[], bool]) -> None:
    """Let the event loop run until the condition holds."""
    loop, timer = QEventLoop(), QTimer()
    timer.setInterval(20)
    timer.timeout.connect(lambda: loop.quit() if condition() else None)
    timer.start()
    loop.exec()


def measure(seconds: float, application: Application) -> np.ndarray:
    """Milliseconds from the pen to the bars while the event loop runs for so long."""
    stopwatch, loop = Stopwatch(application), QEventLoop()
    QTimer.singleShot(round(seconds * 1000), loop.quit)
    loop.exec()
    return stopwatch.stop()


def figures() -> list[Figure]:
    """One run answers in an idle window, then three while two train."""
    with open_window() as (application, _app, _translation):
        warm_up = WarmUp()
        warm_up.start()
        warm_up.wait()
        application.controller.start(with_values(presets.preset("sigmoid").config, FIRST_RUN))
        wait_for(lambda: not application.controller.active() and bool(application.store.visible()))
        idle = measure(SECONDS / 2, application)
        first = application.store.visible()[0].record.run
        application.window.actions_.compare.trigger()
        application.store.set_visible(first, True)  # a comparison is seen alone at first
        wait_for(
            lambda: (
                len(
                    [
                        each
                        for each in application.store.visible()
                        if each.record.weights is not None
                    ]
                )
                == 3
            )
        )
        racing = measure(SECONDS, application)
    return [
        Figure(
            "from the pen to the bars, one run answers, 95 %", f"{np.percentile(idle, 95):.1f} ms"
        ),
        at_most(
            "the same with two runs training and three answering, 95 %",
            float(np.percentile(racing, 95)),
            16,
            "ms",
            ".1f",
        ),
    ]


if __name__ == "__main__":
    tell(figures())
