"""Pictures of what the window shows, as PNG and SVG files and on the clipboard."""

from abc import ABC, abstractmethod
from collections.abc import Callable
from enum import StrEnum
from pathlib import Path

from PySide6.QtCore import QBuffer, QIODevice, QObject, QPoint, QRectF, QSize, Signal
from PySide6.QtGui import QColor, QGuiApplication, QImage, QPainter
from PySide6.QtSvg import QSvgGenerator
from PySide6.QtWidgets import QWidget

from core.errors import ExportError
from core.storage.saving import save
from gui.style import theme
from gui.style.translation import translate
from gui.widgets.file_dialogs import file_name, save_dialog, saved_as

PICTURE_SCALE = 2  # pixels of a PNG for each of the window's


class PictureFormat(StrEnum):
    """The formats of pictures; the values are the files' suffixes."""

    PNG = "png"
    SVG = "svg"


class Picture(ABC):
    """A picture in the window's colours, painted on whatever it is saved as."""

    @property
    @abstractmethod
    def title(self) -> str:
        """What the picture shows, in words."""

    @property
    @abstractmethod
    def resolution(self) -> int:
        """The dots per inch for which its letters are measured."""

    @abstractmethod
    def size(self) -> QSize:
        """Return the size in the window's pixels."""

    @abstractmethod
    def paint(self, painter: QPainter) -> None:
        """Paint everything but the ground, from (0, 0) on."""

    def image(self) -> QImage:
        """Paint at twice the window's resolution."""
        image = QImage(self.size() * PICTURE_SCALE, QImage.Format.Format_RGB32)
        image.fill(QColor(theme.colours().window))
        image.setDevicePixelRatio(PICTURE_SCALE)

        painter = QPainter(image)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        self.paint(painter)
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
        generator.setResolution(self.resolution)  # otherwise letters are painted at another scale
        generator.setSize(self.size())
        generator.setViewBox(QRectF(QPoint(0, 0), self.size()))
        generator.setTitle(self.title)

        painter = QPainter(generator)
        painter.fillRect(QRectF(QPoint(0, 0), self.size()), QColor(theme.colours().window))
        self.paint(painter)
        painter.end()
        return bytes(buffer.data().data())


class PictureSaver(QObject):
    """Asks for a file without blocking, and writes it.

    Signals:
        failed(str): the reason why nothing was written.
        saved(object): a `Message` that names the file that was written.
    """

    failed = Signal(str)
    saved = Signal(object)

    def __init__(self, window: QWidget) -> None:
        super().__init__(window)
        self._window = window

    def ask(self, kind: PictureFormat, picture: Picture) -> None:
        """Ask where to save a picture."""
        if kind is PictureFormat.PNG:
            title, contents = self.tr("Save as a PNG picture"), picture.png
        else:
            title, contents = self.tr("Save as an SVG picture"), picture.svg
        self.ask_for(title, kind.value, contents, file_name(picture.title))

    def ask_for(
        self, title: str, suffix: str, contents: Callable[[], bytes], name: str = "inkling"
    ) -> None:
        """Open a dialog with this title; the file is written once it is accepted.

        Args:
            name: what the file is called unless the user changes it, without its suffix.
        """
        dialog = save_dialog(self._window, title, f"{name}.{suffix}")
        dialog.setNameFilter(f"{suffix.upper()} (*.{suffix})")
        dialog.setDefaultSuffix(suffix)
        dialog.fileSelected.connect(lambda path: self.save(path, contents()))
        dialog.open()

    def save(self, path: str, contents: bytes) -> None:
        """Write the file, completely or not at all."""
        try:
            save(Path(path), contents)
        except ExportError as error:
            self.failed.emit(translate(error.message))
        else:
            self.saved.emit(saved_as(path))

    @staticmethod
    def copy(picture: Picture) -> None:
        """Copy a picture to the clipboard."""
        QGuiApplication.clipboard().setImage(picture.image())
