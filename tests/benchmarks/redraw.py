"""How long the plots and the map of a layer take to draw: ``python -m tests.benchmarks.redraw``.

A redraw is what happens when every run has ended another epoch: all curves of a plot are made and
painted anew, in software. The reference is a bare pyqtgraph plot of one curve of the same size, in
the same process, set and painted in the same way. The two plots of the panel are drawn in different
turns of the event loop, so each is one redraw.
"""

import sys
import time
from collections.abc import Callable

import numpy as np
import pyqtgraph as pg
from PySide6.QtWidgets import QApplication

from core.config.fields import with_values
from core.config.presets import preset
from core.geometry.activation_map import IMAGES, activation_map
from core.run.events import BatchProgress, EpochCompleted, RunStarted
from core.run.record import RunRecord
from core.storage.epoch_weights import untrained_weights
from gui.geometry.map_chart import MapChart
from gui.plots.plots_panel import PlotsPanel
from gui.runs.current_config import CurrentConfig
from gui.runs.run_store import RunStore
from gui.runs.selection import Selection
from gui.style import theme
from tests.benchmarks.figures import Figure, tell
from tests.open_window import let_pass

REPEATS = 30
RUNS, EPOCHS = 8, 10_000
SIZE = 660, 620  # what the panel has in a window of 1240x820


def completed(run: str, number: int, noise: np.random.Generator) -> EpochCompleted:
    """An epoch on a falling, noisy curve."""
    cost = 1 / (1 + number / 300) + 0.05 * noise.random()
    return EpochCompleted(
        run,
        number,
        cost,
        cost * 1.1,
        1 - cost / 8,
        1 - cost / 9,
        None,
        0.5,
        1e5,
        0.01,
        0.6 * number,
    )


def filled(runs: int, epochs: int) -> RunStore:
    """A store with that many runs, none like another."""
    store, noise = RunStore(), np.random.default_rng(7)
    for number in range(runs):
        config = with_values(
            preset("sigmoid").config,
            {"epochs": epochs + REPEATS + 1, "optimizer.learning_rate": 0.01 * (number + 1)},
        )
        record = RunRecord(f"run-{number}", config)
        record.apply(RunStarted(record.run, 1, "cpu", 1, 600, epochs))
        for epoch in range(1, epochs + 1):
            record.apply(completed(record.run, epoch, noise))
        store.add(record)
    return store


def settle() -> None:
    """Let everything that was begun come to its end."""
    let_pass(0.3)


def median_ms(work: Callable[[], None]) -> float:
    """How long it takes, usually."""
    times = []
    for _ in range(REPEATS):
        start = time.perf_counter()
        work()
        times.append((time.perf_counter() - start) * 1000)
    return float(np.median(times))


def bare(epochs: int) -> float:
    """One curve as pyqtgraph draws it."""
    plot = pg.PlotWidget()
    plot.resize(SIZE[0], SIZE[1] // 2)
    curve = plot.plot(pen="b")
    x, y = np.arange(1.0, epochs + 1), np.random.default_rng(1).random(epochs)
    plot.show()

    def redraw() -> None:
        curve.setData(x, y)
        QApplication.processEvents()

    redraw()
    settle()
    return median_ms(redraw)


class Drawing:
    """The panel with its runs, and what happens to them."""

    def __init__(self, runs: int, epochs: int) -> None:
        self._store, self._noise = filled(runs, epochs - REPEATS - 1), np.random.default_rng(3)
        self._panel = PlotsPanel(self._store, Selection(), CurrentConfig(preset("mlp").config))
        self._panel.resize(*SIZE)
        self._panel.show()
        settle()
        self._batch = 0

    def end_epoch(self) -> None:
        """All runs end an epoch; the upper plot is drawn."""
        for entry in self._store.entries():
            self._store.apply(
                completed(entry.record.run, entry.record.epochs_done + 1, self._noise)
            )
        self._panel.refresh()
        QApplication.processEvents()

    def go_on(self) -> None:
        """All runs are a little further in their epoch; the upper plot is drawn."""
        self._batch = self._batch % 600 + 1
        for entry in self._store.entries():
            epoch = entry.record.epochs_done
            self._store.apply(
                BatchProgress(entry.record.run, epoch + 1, self._batch, 600, 0.1, 0.6 * epoch)
            )
        self._panel.refresh()
        QApplication.processEvents()

    def draw_lower(self) -> None:
        """The lower plot is drawn."""
        self._panel.draw(1)
        QApplication.processEvents()


def mapped() -> float:
    """The map of a layer, with a marker for each of its test images."""
    config = preset("mlp").config
    shown = activation_map(config, untrained_weights(config), "relu_1")
    chart = MapChart()
    chart.resize(*SIZE)
    chart.show()
    settle()

    def redraw() -> None:
        chart.show_map(shown)
        QApplication.processEvents()

    redraw()
    return median_ms(redraw)


def figures() -> list[Figure]:
    """A redraw of all runs, against one bare curve."""
    app = QApplication(sys.argv[:1])
    theme.apply(app, theme.Scheme.LIGHT)
    reference = bare(EPOCHS)
    drawing = Drawing(RUNS, EPOCHS)
    lower: list[float] = []
    upper: list[float] = []
    for _ in range(REPEATS):
        for times, work in ((upper, drawing.end_epoch), (lower, drawing.draw_lower)):
            start = time.perf_counter()
            work()
            times.append((time.perf_counter() - start) * 1000)
    took = [(f"costs of {RUNS} runs x {EPOCHS:,} epochs drawn anew", float(np.median(upper)))]
    took.append(("their accuracies", float(np.median(lower))))
    took.append(("only their live ends", median_ms(drawing.go_on)))
    took.append((f"a map of {IMAGES:,} test images", mapped()))
    return [
        Figure(name, f"{ms:.1f} ms, {ms / reference:.1f} times one bare curve") for name, ms in took
    ]


if __name__ == "__main__":
    tell(figures())
