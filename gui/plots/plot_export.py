"""The plots as a picture or a table: painting, asking for a file, writing it."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from PySide6.QtCore import (
    QBuffer,
    QIODevice,
    QObject,
    QPoint,
    QPointF,
    QRectF,
    QSize,
    Signal,
)
from PySide6.QtGui import QColor, QFont, QGuiApplication, QImage, QPainter
from PySide6.QtSvg import QSvgGenerator
from PySide6.QtWidgets import QFileDialog, QWidget

from core.files import replace_file
from gui.plots.plot_area import PlotArea
from gui.plots.plot_legend import ROW_HEIGHT, LegendEntry, legend_height, paint_legend
from gui.style import theme
from gui.widgets.file_dialogs import file_dialog

PICTURE_SCALE = 2  # pixels of a PNG for each of the window's


class Format(StrEnum):
    """The formats; the values are the files' suffixes."""

    PNG = "png"
    SVG = "svg"
    CSV = "csv"


@dataclass(frozen=True)
class Picture:
    """Plots below each other, each with its title, and the legend on top."""

    parts: Sequence[tuple[str, PlotArea]]
    legend: Sequence[LegendEntry]

    def _font(self, is_bold: bool = False) -> QFont:
        return theme.sized(self.parts[0][1].font(), theme.SMALL, is_bold)

    def _inner_width(self) -> int:
        return int(max(area.width() for _, area in self.parts))

    def size(self) -> QSize:
        """Return the size in the window's pixels."""
        width = self._inner_width()
        heights = [theme.STEP + theme.px(ROW_HEIGHT) + area.height() for _, area in self.parts]
        height = legend_height(self.legend, width, self._font()) + sum(heights)
        return QSize(width + 2 * theme.PADDING, height + 2 * theme.PADDING)

    def _paint(self, painter: QPainter) -> None:
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

    def image(self) -> QImage:
        """Paint at twice the window's resolution."""
        image = QImage(self.size() * PICTURE_SCALE, QImage.Format.Format_RGB32)
        image.fill(QColor(theme.colours().window))
        image.setDevicePixelRatio(PICTURE_SCALE)

        painter = QPainter(image)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        self._paint(painter)
        painter.end()
        return image

    def png(self) -> bytes:
        """Return the contents of a PNG file."""
        buffer = QBuffer()
        buffer.open(QIODevice.OpenModeFlag.WriteOnly)
        # PySide's stubs want bytes for the format
        self.image().save(buffer, "PNG")  # type: ignore[call-overload]
        return bytes(buffer.data().data())

    def svg(self) -> bytes:
        """Return the contents of an SVG file, with invisible parts clipped away."""
        buffer = QBuffer()
        buffer.open(QIODevice.OpenModeFlag.WriteOnly)
        generator = QSvgGenerator(QSvgGenerator.SvgVersion.Svg11)  # the older version cannot clip
        generator.setOutputDevice(buffer)
        # otherwise the axes are painted at another scale
        generator.setResolution(self.parts[0][1].logicalDpiX())
        generator.setSize(self.size())
        generator.setViewBox(QRectF(QPoint(0, 0), self.size()))
        generator.setTitle(" · ".join(title for title, _ in self.parts))

        painter = QPainter(generator)
        painter.fillRect(QRectF(QPoint(0, 0), self.size()), QColor(theme.colours().window))
        self._paint(painter)
        painter.end()
        return bytes(buffer.data().data())


class PlotSaver(QObject):
    """Asks for a file without blocking, and writes it.

    Signals:
        failed(str): the reason why nothing was written.
    """

    failed = Signal(str)

    def __init__(
        self, picture: Callable[[], Picture], table: Callable[[], str], window: QWidget
    ) -> None:
        super().__init__(window)
        self._picture, self._table, self._window = picture, table, window

    def ask(self, kind: Format) -> None:
        """Open the dialog; the file is written once it is accepted."""
        titles = {
            Format.PNG: self.tr("Save the plots as a PNG picture"),
            Format.SVG: self.tr("Save the plots as an SVG picture"),
            Format.CSV: self.tr("Save the runs' numbers as CSV"),
        }

        dialog = file_dialog(self._window, titles[kind])
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        dialog.setNameFilter(f"{kind.value.upper()} (*.{kind.value})")
        dialog.setDefaultSuffix(kind.value)
        dialog.selectFile(f"inkling.{kind.value}")
        dialog.fileSelected.connect(lambda path: self.save(kind, path))
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    def save(self, kind: Format, path: str) -> None:
        """Write the file, completely or not at all."""
        contents = {
            Format.PNG: lambda: self._picture().png(),
            Format.SVG: lambda: self._picture().svg(),
            Format.CSV: lambda: self._table().encode("utf-8"),
        }[kind]()

        try:
            replace_file(Path(path), contents)
        except OSError as error:
            self.failed.emit(
                self.tr("The file {path} could not be written: {reason}").format(
                    path=path, reason=error.strerror or str(error)
                )
            )

    def copy(self) -> None:
        """Copy the picture to the clipboard."""
        QGuiApplication.clipboard().setImage(self._picture().image())
