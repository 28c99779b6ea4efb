"""Takes the README's pictures of the real window: ``python -m tests.pictures [FOLDER]``.

It trains two networks on all of MNIST for a few epochs, draws a digit with the mouse, and takes
pictures of the window, light and dark; about two minutes. Without a screen, set
``QT_QPA_PLATFORM=offscreen``.
"""

import sys
import time
from collections.abc import Callable
from itertools import pairwise
from pathlib import Path

from PySide6.QtCore import QEventLoop, QPoint, QSize, Qt, QTimer
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QWidget

import resources
from core.config import presets
from core.config.fields import with_values
from gui.composition import Application
from gui.style import theme
from gui.style.translation import Language
from tests.open_window import open_window

FIVE_MINUTES_S = 300
SIZE = QSize(1280, 800)
# A three, as shares of the canvas's side.
THREE = ((0.32, 0.24), (0.45, 0.15), (0.62, 0.17), (0.68, 0.3), (0.6, 0.42), (0.46, 0.47),
         (0.6, 0.5), (0.7, 0.62), (0.66, 0.78), (0.5, 0.85), (0.32, 0.79))  # fmt: skip


def let_pass(milliseconds: int) -> None:
    """Let events happen for a while; unlike `QTest.qWait`, other threads work meanwhile."""
    loop = QEventLoop()
    QTimer.singleShot(milliseconds, loop.quit)
    loop.exec()


def wait_for(condition: Callable[[], bool]) -> None:
    """Let events happen until the condition holds.

    Raises:
        TimeoutError: if it never does.
    """
    end = time.monotonic() + FIVE_MINUTES_S
    while not condition():
        if time.monotonic() > end:
            raise TimeoutError("the window did not get so far within five minutes")
        let_pass(100)


def draw(canvas: QWidget) -> None:
    """One stroke through `THREE`."""
    points = [QPoint(round(x * canvas.width()), round(y * canvas.height())) for x, y in THREE]
    QTest.mousePress(canvas, Qt.MouseButton.LeftButton, pos=points[0])
    for start, end in pairwise(points):
        for step in range(1, 7):
            QTest.mouseMove(canvas, start + (end - start) * step / 6)
    QTest.mouseRelease(canvas, Qt.MouseButton.LeftButton, pos=points[-1])


def take(application: Application, file: Path) -> None:
    """Write a picture of the window as it is."""
    let_pass(500)  # for the numbers that are refreshed slowly
    if not application.window.grab().save(str(file)):
        raise OSError(f"{file} cannot be written")
    print(file)  # noqa: T201 - its output


def race(application: Application, epochs: int) -> None:
    """Compare, with a digit on the canvas, until both networks have learned for half of the
    epochs.
    """
    application.window.setup.set_config(
        with_values(presets.preset("relu-dropout").config, {"epochs": epochs})
    )
    application.window.actions_.compare.trigger()
    draw(application.window.drawing.canvas)
    wait_for(
        lambda: all(
            entry.record.epochs_done >= epochs // 2 for entry in application.store.visible()
        )
    )


def main() -> None:
    """Take all pictures."""
    folder = Path(sys.argv[1]) if len(sys.argv) > 1 else resources.path("pictures")
    folder.mkdir(parents=True, exist_ok=True)
    with open_window() as (application, app, translation):
        application.window.resize(SIZE)
        race(application, epochs=8)
        take(application, folder / "race.png")
        theme.apply(app, theme.Scheme.DARK)
        translation.use(Language.CHINESE)
        take(application, folder / "race-dark-zh.png")
        translation.use(Language.ENGLISH)
        theme.apply(app, theme.Scheme.LIGHT)
        wait_for(lambda: bool(application.comparisons.all()[-1].judgement.verdicts))
        for page, name in (("comparison", "verdict"), ("code", "code"), ("lessons", "lesson")):
            application.window.tabs.show_page(page)
            take(application, folder / f"{name}.png")


if __name__ == "__main__":
    main()
