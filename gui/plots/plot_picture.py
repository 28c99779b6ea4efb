"""The plots as one picture, and their numbers as a table, for files."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from PySide6.QtCore import QPoint, QPointF, QSize
from PySide6.QtGui import QColor, QFont, QPainter
from PySide6.QtWidgets import QWidget

from gui.plots.plot_area import PlotArea
from gui.plots.plot_legend import ROW_HEIGHT, LegendEntry, legend_height, paint_legend
from gui.style import theme
from gui.widgets.picture_file import Picture, PictureFormat, PictureSaver


@dataclass(frozen=True)
class PlotPicture(Picture):
    """Plots below each other, each with its title, and the legend on top."""

    parts: Sequence[tuple[str, PlotArea]]
    legend: Sequence[LegendEntry]

    @property
    def title(self) -> str:
        """The titles of the plots."""
        return " · ".join(title for title, _ in self.parts)

    @property
    def resolution(self) -> int:
        """That of the plots: their axes measure their own letters."""
        return int(self.parts[0][1].logicalDpiX())

    def _font(self, is_bold: bool = False) -> QFont:
        return theme.sized(self.parts[0][1].font(), theme.TEXT, is_bold)

    def _inner_width(self) -> int:
        return int(max(area.width() for _, area in self.parts))

    def size(self) -> QSize:
        """Return the size in the window's pixels."""
        width = self._inner_width()
        heights = [theme.STEP + theme.px(ROW_HEIGHT) + area.height() for _, area in self.parts]
        height = legend_height(self.legend, width, self._font()) + sum(heights)
        return QSize(width + 2 * theme.PADDING, height + 2 * theme.PADDING)

    def paint(self, painter: QPainter) -> None:
        """Paint the legend, and the plots below it."""
        x = y = theme.PADDING
        width = self._inner_width()
        paint_legend(painter, self.legend, QPoint(x, y), width, self._font())
        y += legend_height(self.legend, width, self._font())

        for title, area in self.parts:
            y += theme.STEP
            painter.setFont(self._font(is_bold=True))
            painter.setPen(QColor(theme.colours().quiet))
            painter.drawText(x, y + painter.fontMetrics().ascent(), title)
            y += theme.px(ROW_HEIGHT)
            area.paint_as_lines(painter, QPointF(x, y))
            y += area.height()


class PlotSaver(PictureSaver):
    """Saves the plots as a picture, and their numbers as a table."""

    def __init__(
        self, picture: Callable[[], Picture], table: Callable[[], str], window: QWidget
    ) -> None:
        super().__init__(window)
        self._picture, self._table = picture, table

    def ask_picture(self, kind: PictureFormat) -> None:
        """Ask where to save the plots."""
        self.ask(kind, self._picture())

    def ask_numbers(self) -> None:
        """Ask where to save the numbers."""
        title = self.tr("Save the runs' numbers as CSV")
        self.ask_for(title, "csv", lambda: self._table().encode("utf-8"))

    def copy_picture(self) -> None:
        """Copy the plots to the clipboard."""
        self.copy(self._picture())
