"""How soon the answers follow the pen: ``python -m tests.benchmarks.answering``.

Measured from the moment at which a point of the pen arrives at the canvas until the bars of all
answering runs have been painted, and until the networks of the tab Network have been, in the real
window with that tab: idle, with the two runs of a race training, and with a third one shown. The
aim is under 10 ms at the 95th percentile for the bars, and one frame, 16 ms, for the networks.
Nothing else should run on the machine meanwhile.
"""

import time
from collections.abc import Callable

import numpy as np
from PySide6.QtCore import QEvent, QEventLoop, QObject, QPoint, Qt, QTimer
from PySide6.QtGui import QPaintEvent
from PySide6.QtTest import QTest

from core.config import presets
from core.config.fields import with_values
from gui.composition import Application
from gui.stage.diagram_view import DiagramView
from gui.widgets.answer.answer_column import AnswerColumn
from tests.benchmarks.figures import Figure, at_most, tell
from tests.open_window import check_networks, let_pass, open_window, show_networks, warm_up

FRAME_MS = 16
SECONDS = 10
POINTS = 60  # of a stroke
HIGH = 1000  # of a window in which three networks have space above their curves, in pixels
FIRST_RUN = {"data.train_size": 6000, "epochs": 3, "threads": 1}


class Stopwatch(QObject):
    """Draws one point each frame and notes how long it takes until all that reads has been painted.

    Attributes:
        bars_ms, networks_ms: the milliseconds of every point, until the last column of answers and
            until the last network of the tab Network were painted.
    """

    def __init__(self, application: Application) -> None:
        super().__init__()
        self.bars_ms: list[float] = []
        self.networks_ms: list[float] = []
        self._drawing = application.window.drawing
        self._stage = application.window.stage
        self._points = 0
        self._waiting: set[QObject] = set()
        self._begin = 0.0
        self._watched: set[QObject] = set()
        self._timer = QTimer(self)
        self._timer.setInterval(FRAME_MS)
        self._timer.timeout.connect(self._on_frame)
        self._timer.start()

    def stop(self) -> None:
        """Put the pen down."""
        self._timer.stop()
        for widget in self._watched:
            widget.removeEventFilter(self)

    def reading(self) -> list[AnswerColumn | DiagramView]:
        """Return the columns and networks that are on the screen, not scrolled away."""
        parts = (
            *self._drawing.findChildren(AnswerColumn),
            *self._stage.findChildren(DiagramView),
        )
        return [part for part in parts if part.isVisible() and not part.visibleRegion().isEmpty()]

    def _on_frame(self) -> None:
        if self._waiting:  # the last point has not been answered yet
            return
        reading = self.reading()
        for part in set(reading) - self._watched:
            part.installEventFilter(self)
            self._watched.add(part)
        canvas, count = self._drawing.canvas, self._points % POINTS
        if count == 0:
            self._drawing.clear_drawing.trigger()
        position = QPoint(canvas.width() // 3 + count % 7, canvas.height() // 4 + count)
        self._waiting = set(reading)
        self._begin = time.perf_counter()
        if count == 0:
            QTest.mousePress(canvas, Qt.MouseButton.LeftButton, pos=position)
        elif count == POINTS - 1:
            QTest.mouseRelease(canvas, Qt.MouseButton.LeftButton, pos=position)
            self._waiting = set()  # a stroke's end changes nothing
        else:
            QTest.mouseMove(canvas, position)
        self._points += 1

    def eventFilter(self, part: QObject, event: QEvent) -> bool:
        """Have a column or a network painted, and note the last of its kind."""
        if not isinstance(event, QPaintEvent) or part not in self._waiting:
            return False
        assert isinstance(part, AnswerColumn | DiagramView)
        part.paintEvent(event)
        self._waiting.discard(part)
        if not any(isinstance(other, type(part)) for other in self._waiting):
            took_ms = (time.perf_counter() - self._begin) * 1000
            (self.bars_ms if isinstance(part, AnswerColumn) else self.networks_ms).append(took_ms)
        return True


def wait_for(condition: Callable[[], bool]) -> None:
    """Let the event loop run until the condition holds."""
    loop, timer = QEventLoop(), QTimer()
    timer.setInterval(20)
    timer.timeout.connect(lambda: loop.quit() if condition() else None)
    timer.start()
    loop.exec()


def measure(seconds: float, application: Application) -> Stopwatch:
    """Draw while the event loop runs for so long."""
    stopwatch = Stopwatch(application)
    let_pass(seconds)
    stopwatch.stop()
    return stopwatch


def have_weights(application: Application, count: int) -> bool:
    """Return whether so many visible runs have weights."""
    visible = application.store.visible()
    return sum(entry.record.weights is not None for entry in visible) == count


def figures() -> list[Figure]:
    """One run answers in an idle window, then two and three while two train."""
    with open_window() as (application, _app, _translation):
        warm_up()
        show_networks(application)
        application.controller.start(with_values(presets.preset("sigmoid").config, FIRST_RUN))
        wait_for(lambda: not application.controller.active() and have_weights(application, 1))
        idle = measure(SECONDS / 2, application)
        check_networks(application, 1)

        first = application.store.visible()[0].record.run
        application.window.actions_.compare.trigger()  # which hides the first run
        wait_for(lambda: have_weights(application, 2))
        racing = measure(SECONDS, application)
        check_networks(application, 2)

        application.store.set_visible(first, True)
        application.window.resize(application.window.width(), HIGH)
        wait_for(lambda: have_weights(application, 3))
        crowded = measure(SECONDS, application)
        check_networks(application, 3)
    return [
        Figure("from the pen to the bars, one run answers, 95%", f"{late(idle.bars_ms):.1f} ms"),
        Figure("from the pen to its network, 95%", f"{late(idle.networks_ms):.1f} ms"),
        at_most("to the two networks of a race, 95%", late(racing.networks_ms), 16, "ms", ".1f"),
        at_most(
            "to the bars with two runs training and three answering, 95%",
            late(crowded.bars_ms),
            10,
            "ms",
            ".1f",
        ),
        at_most(
            "to the three networks with two of them training, 95%",
            late(crowded.networks_ms),
            16,
            "ms",
            ".1f",
        ),
    ]


def late(took_ms: list[float]) -> float:
    """Return the 95th percentile."""
    return float(np.percentile(took_ms, 95))


if __name__ == "__main__":
    tell(figures())
