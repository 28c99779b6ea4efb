"""Takes pictures of the real window; without a screen, set ``QT_QPA_PLATFORM=offscreen``.

``python -m tests.pictures [FOLDER]`` takes those of the README: it trains two networks on all of
MNIST for a few epochs, draws a digit with the mouse, and takes pictures of the window, light and
dark; about two minutes.

``python -m tests.pictures --film [FOLDER]`` takes ten pictures of the first minute of a race, each
of which should show something new. ``--dark``, ``--projector``, ``--lang zh_CN`` and ``--size
1024x700`` change the window; ``QT_SCALE_FACTOR=2`` doubles its scale.
"""

import argparse
import time
from collections.abc import Callable
from itertools import pairwise
from pathlib import Path

from PySide6.QtCore import QEventLoop, QPoint, Qt, QTimer
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget

import resources
from core.config import presets
from core.config.fields import with_values
from gui.composition import Application
from gui.style import theme
from gui.style.translation import Language, Translation
from tests.open_window import open_window

FIVE_MINUTES_S = 300
SIZE = "1280x800"
FILM_S = (2, 4, 6, 9, 13, 20, 30, 45, 60)  # after the start of the race
DRAWN_S = 4  # the first of these pictures with a drawing
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


def start_race(application: Application, epochs: int) -> None:
    """Compare, with a digit on the canvas, until both networks have learned from some batches."""
    application.window.setup.set_config(
        with_values(presets.preset("relu-dropout").config, {"epochs": epochs})
    )
    application.window.actions_.compare.trigger()
    draw(application.window.drawing.canvas)
    wait_for(lambda: all(len(entry.record.points) > 1 for entry in application.store.visible()))


def let_race(application: Application, epochs: int) -> None:
    """Wait until both networks have learned for this many epochs."""
    wait_for(
        lambda: all(entry.record.epochs_done >= epochs for entry in application.store.visible())
    )


def film(application: Application, folder: Path) -> None:
    """Take a picture before a race and nine within its first minute; draw in between."""
    window = application.window
    wait_for(lambda: any(band.view.diagram.levels for band in window.stage.bands.values()))
    take(application, folder / "film-0.png")
    window.actions_.compare.trigger()

    started_s = time.monotonic()
    for number, seconds in enumerate(FILM_S, 1):
        if seconds == DRAWN_S:
            draw(window.drawing.canvas)
        let_pass(max(0, round(1000 * (seconds - (time.monotonic() - started_s)))))
        take(application, folder / f"film-{number}.png")


def take_for_readme(
    application: Application, app: QApplication, translation: Translation, folder: Path
) -> None:
    """Take the pictures of the README."""
    start_race(application, epochs=8)
    take(application, folder / "race-begins.png")
    translation.use(Language.CHINESE)
    take(application, folder / "race-begins-zh.png")
    translation.use(Language.ENGLISH)
    let_race(application, epochs=4)
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


def main() -> None:
    """Take the pictures that the arguments ask for."""
    parser = argparse.ArgumentParser(description="Take pictures of the window.")
    parser.add_argument("folder", nargs="?", type=Path, default=resources.path("pictures"))
    parser.add_argument("--film", action="store_true")
    parser.add_argument("--dark", action="store_true")
    parser.add_argument("--projector", action="store_true")
    parser.add_argument("--lang", type=Language, choices=list(Language), default=Language.ENGLISH)
    parser.add_argument("--size", default=SIZE)
    arguments = parser.parse_args()

    arguments.folder.mkdir(parents=True, exist_ok=True)
    with open_window() as (application, app, translation):
        application.window.resize(*map(int, arguments.size.split("x")))
        if arguments.dark:
            theme.apply(app, theme.Scheme.DARK)
        if arguments.projector:
            application.window.screen_actions.projector.trigger()
        translation.use(arguments.lang)
        if arguments.film:
            film(application, arguments.folder)
        else:
            take_for_readme(application, app, translation, arguments.folder)


if __name__ == "__main__":
    main()
