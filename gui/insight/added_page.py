"""A page of *Inside* that another room contributes."""

from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtWidgets import QWidget


@dataclass(frozen=True)
class AddedPage:
    """A page that follows the runs by itself, and gets the digit from the panel.

    Attributes:
        build: makes the page with this parent, when it is first shown.
        name, tip: return its name and what it shows, in the present language.
    """

    build: Callable[[QWidget], QWidget]
    name: Callable[[], str]
    tip: Callable[[], str]
