"""A start of the window that tells when it was painted, usable, and had all runs listed; for
`starting`.

It imports nothing that the program itself does not import before its splash.
"""

import os
import sys
import time
from pathlib import Path

from PySide6.QtCore import QTimer
from PySide6.QtGui import QShowEvent

from core.cli.window_options import StartOptions
from gui.splash import Splash
from main import open_window


def main(runs_dir: Path, begin: float) -> None:
    """Open the window and close it when all is listed; `begin` is when the process was asked for,
    by `time.time`.
    """

    def tell(what: str) -> None:
        sys.stdout.write(f"{what} {time.time() - begin:.3f}\n")
        sys.stdout.flush()

    appear = Splash.appear

    def appeared(splash: Splash) -> None:
        appear(splash)
        tell("painted")
        from gui.window.main_window import MainWindow  # what the program imports next

        show = MainWindow.showEvent

        def shown(window: MainWindow, event: QShowEvent) -> None:
            show(window, event)
            QTimer.singleShot(0, lambda: tell("usable"))
            watch = QTimer(window)
            watch.timeout.connect(lambda: listed(window, watch))
            watch.start(20)

        MainWindow.showEvent = shown  # type: ignore[method-assign]

        def listed(window: MainWindow, watch: QTimer) -> None:
            if len(window.table.model.runs()) >= int(os.environ["KEPT"]):
                watch.stop()
                tell("listed")
                window.close()

    Splash.appear = appeared  # type: ignore[method-assign]
    open_window(StartOptions(runs_dir=runs_dir))


if __name__ == "__main__":
    main(Path(sys.argv[1]), float(sys.argv[2]))
