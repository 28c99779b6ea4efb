"""How smoothly boundaries grow in the tab Plane: ``python -m tests.benchmarks.plane``.

Two networks learn the spiral while their maps are visible. A frame counts once its map is painted;
a timer of 5 ms stands for the mouse, as in `tests.benchmarks.lateness`. Nothing else should run on
the machine meanwhile.
"""

from collections import Counter

import numpy as np
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication

from core.config.fields import with_values
from core.config.presets import preset
from core.config.run import RunConfig
from gui.composition import Application
from gui.plane.plane_chart import PlaneChart
from tests.benchmarks.figures import Figure, at_least, at_most, tell
from tests.benchmarks.lateness import Metronome
from tests.open_window import let_pass, open_window, warm_up

SECONDS = 10
RUNS = 2


def spiral(units: int, *, train_size: int) -> RunConfig:
    """A network of two hidden layers that learns the spiral, without an end."""
    layer = {"units": units, "activation": "relu"}
    return with_values(
        preset("mlp").config,
        {
            "data.dataset": "points-spiral",
            "data.train_size": train_size,
            "data.test_size": 200,
            "data.batch_size": 10,
            "model.hidden": [layer, layer],
            "optimizer.learning_rate": 0.001,
            "epochs": 10_000,
        },
    )


class Frames:
    """Counts the maps that each chart paints, those painted again left out."""

    def __init__(self, charts: list[PlaneChart]) -> None:
        self._charts = charts
        self._seen: dict[int, object] = {}
        self.counts: Counter[int] = Counter()
        self._timer = QTimer()
        self._timer.setInterval(5)
        self._timer.timeout.connect(self._look)
        self._timer.start()

    def stop(self) -> float:
        """End; return the frames per second of the slowest chart."""
        self._timer.stop()
        return min(self.counts[index] for index in range(len(self._charts))) / SECONDS

    def _look(self) -> None:
        for index, chart in enumerate(self._charts):
            if self._seen.get(index) is not chart.shown_map:
                self._seen[index] = chart.shown_map
                self.counts[index] += 1


def measure(application: Application, config: RunConfig) -> tuple[float, np.ndarray]:
    """Return frames per second, and every tick's lateness in ms, while two runs train.

    Raises:
        RuntimeError: if the maps are not visible; what was measured means nothing then.
    """
    window, controller = application.window, application.controller
    window.setup.set_config(config)
    runs = [controller.start(with_values(config, {"seed": seed})) for seed in range(RUNS)]
    window.tabs.show_page("plane")
    let_pass(1)
    charts = [column.chart for run, column in window.plane.columns.items() if run in runs]
    if len(charts) != RUNS or any(chart.visibleRegion().isEmpty() for chart in charts):
        raise RuntimeError("the tab Plane does not show the two networks")

    frames, metronome = Frames(charts), Metronome()
    metronome.start()
    let_pass(SECONDS)
    late, rate = metronome.stop(), frames.stop()
    for run in runs:
        controller.stop(run)
    while controller.active_count():
        QApplication.processEvents()
    for run in runs:
        application.store.set_visible(run, False)
    return rate, late


def figures() -> list[Figure]:
    """A small network with short epochs, and one with long epochs."""
    found = []
    with open_window() as (application, _app, _translation):
        warm_up()
        for name, config in (
            ("2-8-8-2, 200 points", spiral(8, train_size=200)),
            ("2-64-64-2, 5,000 points", spiral(64, train_size=5000)),
        ):
            rate, late = measure(application, config)
            high, worst = (float(np.percentile(late, share)) for share in (99, 100))
            found += [
                at_least(f"maps of two networks {name} while they train", rate, 10, "/ s", ".1f"),
                at_most("a timer's lateness meanwhile, 99%", high, 16, "ms", ".1f"),
                at_most("the worst of them", worst, 100, "ms", ".1f"),
            ]
    return found


if __name__ == "__main__":
    tell(figures())
