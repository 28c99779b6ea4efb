"""What is stored of the window's layout: a short JSON text, checked when it is read.

Qt's own format (`QMainWindow.saveState`) is not used: a damaged one can crash `restoreState`.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from enum import StrEnum
from operator import attrgetter
from typing import Annotated, Literal, NamedTuple, Self

from pydantic import BaseModel, ConfigDict, Field, model_validator
from PySide6.QtCore import QPoint, QRect, QSize
from PySide6.QtGui import QGuiApplication

VERSION: Literal[2] = 2  # 1 were bytes of Qt's
MAX_CHARACTERS = 10_000  # about 1,500 are written
MAX_PANELS = 50
MAX_PIXELS = 20_000  # of a coordinate or length; the wall of a lecture hall has 7,680

_Length = Annotated[int, Field(ge=1, le=MAX_PIXELS)]
_Coordinate = Annotated[int, Field(ge=-MAX_PIXELS, le=MAX_PIXELS)]


class Area(StrEnum):
    """Sides of the window."""

    LEFT = "left"
    RIGHT = "right"
    TOP = "top"
    BOTTOM = "bottom"


class _Stored(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid", strict=True)


class Rectangle(_Stored):
    """Where a window is on the screen, or a panel in its window; in pixels."""

    x: _Coordinate
    y: _Coordinate
    width: _Length
    height: _Length

    @classmethod
    def of(cls, rectangle: QRect) -> Self:
        """Convert a rectangle of Qt's, cut to what can be stored."""
        return cls(
            x=_within(rectangle.x(), -MAX_PIXELS),
            y=_within(rectangle.y(), -MAX_PIXELS),
            width=_within(rectangle.width(), 1),
            height=_within(rectangle.height(), 1),
        )

    @property
    def for_qt(self) -> QRect:
        """The rectangle as Qt's."""
        return QRect(self.x, self.y, self.width, self.height)


class PanelLayout(_Stored):
    """How one panel is shown.

    Attributes:
        rectangle: on the screen if the panel floats, otherwise in the window; that of the panel
            in front if several share it as tabs.
        front: the key of the panel whose tab is shown where this panel is a tab; its own
            key if it is that one or no tab.
    """

    key: Annotated[str, Field(max_length=50)]
    area: Area
    is_visible: bool
    is_floating: bool
    rectangle: Rectangle
    front: Annotated[str, Field(max_length=50)]

    @property
    def is_docked(self) -> bool:
        """Whether the panel takes space in the window."""
        return self.is_visible and not self.is_floating


class StoredLayout(_Stored):
    """The window and its panels.

    Attributes:
        window: where the window is while it is not maximized.
        width, height: of the window with these panels, in pixels.
        page: the key of the tab in the middle.
        panels: tabs of the same group stand in their order.
    """

    version: Literal[2] = VERSION
    window: Rectangle
    is_maximized: bool
    width: _Length
    height: _Length
    page: Annotated[str, Field(max_length=50)]
    panels: Annotated[tuple[PanelLayout, ...], Field(max_length=MAX_PANELS)]

    @model_validator(mode="after")
    def _check_keys(self) -> Self:
        if len({panel.key for panel in self.panels}) < len(self.panels):
            raise ValueError("a panel is there twice")
        return self

    @classmethod
    def read(cls, stored: object) -> Self | None:
        """Read what was `written`; return None if it is anything else."""
        if not isinstance(stored, str) or len(stored) > MAX_CHARACTERS:
            return None
        try:
            return cls.model_validate_json(stored)
        except ValueError:
            return None

    def written(self) -> str:
        """Return the layout as one line of text."""
        return self.model_dump_json()

    def only(self, keys: Collection[str]) -> Self:
        """Return the layout without panels that do not exist, as those of another version."""
        panels = tuple(panel for panel in self.panels if panel.key in keys)
        return self.model_copy(update={"panels": panels})

    def groups(self, area: Area) -> list["Group"]:
        """Return the visible panels in an area of the window, those with tabs together."""
        members: dict[str, list[PanelLayout]] = {}
        for panel in self.panels:
            if panel.area is area and panel.is_docked:
                members.setdefault(panel.front, []).append(panel)

        return [
            Group(tuple(panel.key for panel in panels), front, panels[0].rectangle)
            for front, panels in members.items()
        ]


class Group(NamedTuple):
    """Panels that share a rectangle, as tabs if they are several; one of them is in front."""

    keys: tuple[str, ...]
    front: str
    rectangle: Rectangle


@dataclass(frozen=True)
class Row:
    """Parts next to each other, or one below the other; each part is a group or a row again."""

    is_horizontal: bool
    parts: tuple["Row | Group", ...]


def arranged(groups: Sequence[Group]) -> Row | Group:
    """Return how an area is divided so that each group has its rectangle.

    The area is cut from edge to edge, as often as possible; rectangles that overlap, which no
    window has, are put one below the other.
    """
    if len(groups) == 1:
        return groups[0]
    for is_horizontal in (True, False):
        parts = _cut(groups, is_horizontal=is_horizontal)
        if len(parts) > 1:
            return Row(is_horizontal, tuple(map(arranged, parts)))
    return Row(False, tuple(groups))


def first_group(part: Row | Group) -> Group:
    """Return the group at the top left."""
    while isinstance(part, Row):
        part = part.parts[0]
    return part


def on_screen(wanted: QRect, least: QSize, top: int = 0) -> QRect:
    """Return a rectangle cut and moved so that it is within a screen.

    Args:
        least: the least size of the window.
        top: the height of the title that the desktop adds above.
    """
    screen = QGuiApplication.screenAt(wanted.center()) or QGuiApplication.primaryScreen()
    free = screen.availableGeometry().adjusted(0, top, 0, 0)
    size = wanted.size().expandedTo(least).boundedTo(free.size())
    x = min(max(wanted.x(), free.x()), free.x() + free.width() - size.width())
    y = min(max(wanted.y(), free.y()), free.y() + free.height() - size.height())
    return QRect(QPoint(x, y), size)


def _cut(groups: Sequence[Group], *, is_horizontal: bool) -> list[list[Group]]:
    """Cut wherever a line from edge to edge crosses no group."""
    position, length = map(attrgetter, ("x", "width") if is_horizontal else ("y", "height"))
    parts: list[list[Group]] = []
    end = -MAX_PIXELS
    for group in sorted(groups, key=lambda group: int(position(group.rectangle))):
        start = position(group.rectangle)
        if start >= end:
            parts.append([])
        parts[-1].append(group)
        end = max(end, start + length(group.rectangle))
    return parts


def _within(pixels: int, low: int) -> int:
    return min(max(pixels, low), MAX_PIXELS)
