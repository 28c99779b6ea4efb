"""The window's start and end.

Settings, language and colours come first, then what takes long to load, behind a splash.
"""

import ctypes
import logging
import os
import platform
import sys
import tempfile
from collections.abc import Iterable
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QSettings, Qt, qVersion
from PySide6.QtGui import QGuiApplication, QIcon
from PySide6.QtWidgets import QApplication

import resources
from core import remote_paths
from core.cli.window_options import StartOptions
from core.errors import FileError
from core.files import write_error
from core.interruption import exit_at_once
from core.locations import settings_file
from core.machine.safe_mode import NO_GPU
from core.messages import Message, message
from core.temporary_folders import temporary_folder
from gui.process import logs, requirements, unsaved
from gui.process.error_reporter import ErrorReporter
from gui.process.interrupts import Interrupts
from gui.process.logs import Log
from gui.process.unpickling import forbid_unpickling
from gui.process.unsaved import Unsaved
from gui.settings.preferences import Preferences
from gui.settings.settings_file import SettingsFile
from gui.settings.stored_values import Memory, Store, SystemSettings
from gui.splash import Splash
from gui.style import theme
from gui.style.translation import Language, Translation, missing_font

if TYPE_CHECKING:
    from gui.composition import Application

NAME = "inkling"

log = logging.getLogger(__name__)


def main(options: StartOptions) -> int:
    """Open the window and return the exit status once it is closed."""
    forbid_unpickling()
    if requirements.home() is not None:
        return _logged(options, None)
    with temporary_folder(Path(tempfile.gettempdir()), "inkling-") as folder:
        os.environ["HOME"] = str(folder)
        no_home = message(
            "Everything is kept only until the window closes: there is no home folder."
        )
        return _logged(options, no_home)


def _logged(options: StartOptions, no_home: Message | None) -> int:
    kept_log = Log(logs.default_folder(), options.verbose)
    kept_log.start()
    lost = Unsaved(logs.default_folder())
    lost.start()
    log.info("start: %s, Python %s, Qt %s", options, platform.python_version(), qVersion())
    try:
        return _run(options, kept_log, no_home, lost)
    finally:
        lost.end()
        log.info("end")
        kept_log.end()


def _run(options: StartOptions, kept_log: Log, no_home: Message | None, lost: Unsaved) -> int:
    if options.safe_mode:
        os.environ[NO_GPU] = "1"

    interrupts = Interrupts()
    app = _application()
    preferences = _preferences(options)
    _dress(app, preferences)

    splash = Splash()
    splash.appear()

    language = Language(options.lang) if options.lang is not None else preferences.language
    translation = Translation(app)
    translation.use(language)

    # what takes long to import comes after the splash
    from gui.composition import compose
    from gui.style.icon_fonts import load_icon_fonts

    load_icon_fonts()
    not_opened = _not_opened(options, preferences)
    runs_dir, not_kept = _runs_dir(options, preferences, not_opened)
    application = compose(
        app,
        preferences,
        translation,
        runs_dir,
        handwriting_dir=_handwriting_dir(options),
        keeps_new=not_kept is None,
        log=kept_log,
    )

    problems = preferences.problem(), not_opened, not_kept, kept_log.problem, no_home
    _show_problems(application, [_safe_mode(options), *problems, missing_font(language)], lost)
    kept_log.failed.connect(application.window.show_message)
    status = _live(app, application, splash, interrupts)
    preferences.write()
    _leave_behind(application, status)
    return status


def _safe_mode(options: StartOptions) -> Message | None:
    """Return what safe mode means for the user, None outside it."""
    if not options.safe_mode:
        return None
    return message("Safe mode: settings are not kept, and no GPU is used.")


def _application() -> QApplication:
    """Create the application, known to the desktop by its name."""
    if sys.platform == "win32":  # or the taskbar shows Python's icon
        ctypes.windll.shell32.SetCurrentProcessExplicitAppUserModelID(NAME)
    QGuiApplication.setHighDpiScaleFactorRoundingPolicy(
        Qt.HighDpiScaleFactorRoundingPolicy.PassThrough
    )
    app = QApplication(sys.argv[:1])
    app.setApplicationName("Inkling")
    app.setDesktopFileName(NAME)
    app.setWindowIcon(QIcon(str(resources.path("icons", "inkling.svg"))))
    return app


def _dress(app: QApplication, preferences: Preferences) -> None:
    """Set the colours, and the size of the letters."""
    theme.apply(app, preferences.scheme)
    theme.project(app, preferences.projector)


def _preferences(options: StartOptions) -> Preferences:
    if options.safe_mode:
        return Preferences(Memory())
    preferences = Preferences(_settings(options))
    if options.reset:
        preferences.reset()
    return preferences


def _settings(options: StartOptions) -> Store:
    """Return the user's settings: the system keeps them, or a file that may be somebody else's."""
    if sys.platform in ("win32", "darwin"):
        return SystemSettings(QSettings(NAME, NAME))
    try:
        return SettingsFile(settings_file(), cleared=options.reset)
    except FileError as error:
        log.warning("settings are not read: %s", error)
        return Memory(error.message)


def _runs_dir(
    options: StartOptions, preferences: Preferences, not_opened: Message | None
) -> tuple[Path, Message | None]:
    """Return where runs are kept, and the reason if they cannot be kept.

    Args:
        not_opened: why the folder of the settings is not used; None if it is.
    """
    from core import locations
    from core.storage import runs_folder

    stored = preferences.runs_folder if not_opened is None else None
    usual = locations.runs_folder()
    folder = (options.runs_dir or stored or usual).absolute()
    is_stored = options.runs_dir is None and stored is not None and folder != usual
    try:
        runs_folder.prepare(folder, has_existed=is_stored)
    except FileError as error:
        return folder, message(
            "Runs are kept only until the window closes. {problem} Start Inkling again "
            "afterwards, or choose another folder in the settings.",
            problem=error.message,
        )
    reason = write_error(folder)
    if reason is None:
        return folder, None
    return folder, message(
        "Runs are kept only until the window closes: nothing can be written to {folder}: {reason}.",
        folder=str(folder),
        reason=reason,
    )


def _not_opened(options: StartOptions, preferences: Preferences) -> Message | None:
    """Return why the runs folder of the settings, which may come from somebody else, is not used.

    None if it is used, or if the command line names another one.
    """
    folder = preferences.runs_folder
    if options.runs_dir is not None or folder is None:
        return None
    return remote_paths.problem_with(folder)


def _handwriting_dir(options: StartOptions) -> Path | None:
    """Return where handwriting is kept; None for next to the runs."""
    from core import locations

    return None if options.runs_dir is not None else locations.handwriting_folder()


def _show_problems(
    application: "Application", problems: Iterable[Message | str | None], lost: Unsaved
) -> None:
    """Show all problems, and what was lost, as one message, for the bar holds only one.

    What was lost is forgotten once the user has read it: another message may soon be shown instead.
    """
    from gui.widgets.notice_bar import Subject

    found = [problem for problem in problems if problem]
    unsaved_work = lost.read()
    about = None if unsaved_work is None else Subject.UNSAVED
    if unsaved_work is not None:
        found.append(unsaved_work)
        application.window.notice.read.connect(
            lambda read: lost.forget() if read is Subject.UNSAVED else None
        )

    for problem in found:
        log.warning("%s", problem)
    if found:
        named: dict[str, object] = {
            f"problem_{index}": problem for index, problem in enumerate(found)
        }
        text = Message(" ".join(f"{{{name}}}" for name in named), named)
        details = [one.details for one in found if isinstance(one, Message) and one.details]
        lines = [*(map(str, found) if len(found) > 1 else ()), *details]
        application.window.show_message(text, "\n".join(lines), about=about)


def _live(
    app: QApplication, application: "Application", splash: Splash, interrupts: Interrupts
) -> int:
    """Show the window, load the rest, and clear up when it is closed."""
    from gui.background.warm_up import WarmUp

    window = application.window
    errors = ErrorReporter()
    errors.error_occurred.connect(window.show_message)
    errors.install()
    warm_up = WarmUp()
    warm_up.devices_known.connect(window.setup.set_device_reasons)
    warm_up.devices_slow_in_16_bits.connect(window.setup.set_reasons_against_16_bits)
    warm_up.devices_named.connect(application.dialogs.set_devices)
    warm_up.failed.connect(window.show_message)
    window.show()
    splash.close()
    log.info("the window is open")
    application.background.start(warm_up)
    if application.kept is not None:
        application.kept.find()
        application.kept.clean_up.remove_leftovers()
        application.comparisons.find()
        application.searches.find()
        application.kept.watch()
    interrupts.close(window)
    status = app.exec()
    application.close()
    interrupts.end()
    return status


def _leave_behind(application: "Application", status: int) -> None:
    """End the process here if a thread does not end; Qt would abort if it were deleted."""
    threads = application.background.running()
    if threads:
        log.warning("not waited for: %s", ", ".join(thread.objectName() for thread in threads))
        for purpose in chain.from_iterable(thread.unfinished() for thread in threads):
            unsaved.log.warning("not finished when the window was closed: %s", purpose)
        logging.shutdown()
        exit_at_once(status)
