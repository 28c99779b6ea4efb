"""A page of *Inside* that another room contributes, and what such pages need."""

from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtWidgets import QWidget

from core.messages import Message
from gui.background.jobs import JobQueue
from gui.runs.moments import Moments
from gui.runs.run_store import RunStore
from gui.runs.selection import Selection


@dataclass(frozen=True)
class PageServices:
    """What pages need of the window.

    Attributes:
        jobs: for work of more than a tenth of a second.
        quick_jobs: for answers that the drawing waits for.
    """

    store: RunStore
    selection: Selection
    moments: Moments
    jobs: JobQueue
    quick_jobs: JobQueue


@dataclass(frozen=True)
class AddedPage:
    """A page that follows the runs by itself, and gets the digit from the panel.

    Attributes:
        build: makes the page with this parent, when it is first shown.
        tip: what it shows.
    """

    build: Callable[[QWidget], QWidget]
    name: Message
    tip: Message
