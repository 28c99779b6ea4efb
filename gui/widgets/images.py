"""Conversion of pictures between Qt and core: ink as an image, dropped and pasted ones as ink."""

import time
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from PIL import Image
from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QMimeData, Qt
from PySide6.QtGui import QImage, QImageReader, QPixmap

from core.config.catalogue import SIDE
from core.config.choices import StoredPolarity
from core.data.ink import MAX_SIDE, Ink, grey_of_ink
from core.data.picture_folders import prepared
from core.data.pictures import read_pixels
from gui.widgets.dropped_files import local_files

QT_IMAGE = "application/x-qt-image"
# Qt's names of the formats that a clipboard may hold
PIXEL_FORMATS = (b"png", b"bmp", b"jpeg", b"gif", b"tiff", b"webp", b"pbm", b"pgm", b"ppm")
# and the names under which programs offer them; Qt may decode for its own, which is asked for last
_NAMES = (
    *("png", "jpeg", "bmp", "x-bmp", "x-ms-bmp", "gif", "tiff", "webp"),
    *("x-portable-bitmap", "x-portable-graymap", "x-portable-pixmap"),
)
PASTED_FORMATS = (*(f"image/{name}" for name in _NAMES), QT_IMAGE)
ANSWER_S = 1.0  # a program that takes longer and then sends nothing does not answer


def ink_image(ink: Ink) -> QImage:
    """Return ink as grey levels, white where it is full."""
    return grey_image(grey_of_ink(np.clip(ink, 0, 1)))


def grey_image(grey: NDArray[np.uint8]) -> QImage:
    """Return grey levels (height, width) as an image."""
    height, width = grey.shape
    image = QImage(grey.tobytes(), width, height, width, QImage.Format.Format_Grayscale8)
    return image.convertToFormat(QImage.Format.Format_RGB32)  # a copy, painted faster


def holds_picture(mime: QMimeData) -> bool:
    """Whether a picture, or a file that may be one, is being dropped or pasted."""
    return mime.hasImage() or bool(local_files(mime))


def picture_in(mime: QMimeData | None) -> Path | bytes | QImage | None:
    """Return the first file that is dropped or pasted, otherwise the picture, otherwise None.

    Nothing is decoded here. Qt would decode bytes whatever they are, under any name: SVG, too, for
    which it reads the pictures that an `image` element refers to, of any path.

    Args:
        mime: None for a clipboard that holds nothing at all.
    """
    if mime is None:
        return None
    files = local_files(mime)
    if files:
        return Path(files[0])

    is_sent = False
    offered = mime.formats()
    for name in PASTED_FORMATS:
        if name in offered:
            began_s = time.monotonic()
            content = mime.data(name)
            is_sent = is_sent or not content.isEmpty()
            if _is_of_pixels(content):
                return bytes(content.data())
            if content.isEmpty() and time.monotonic() - began_s > ANSWER_S:
                return None  # Qt would wait as long for each other format
    # what is no bytes is an image already: of this process, or of the system's clipboard
    return _decoded(mime) if mime.hasImage() and not is_sent else None


def _decoded(mime: QMimeData) -> QImage | None:
    """Return the image that was put among the data as an object; None if it is no image."""
    data: object = mime.imageData()
    if isinstance(data, QPixmap):
        data = data.toImage()
    return data if isinstance(data, QImage) and not data.isNull() else None


def _is_of_pixels(content: QByteArray) -> bool:
    """Return whether bytes begin like a picture of pixels."""
    buffer = QBuffer()
    buffer.setData(content)
    buffer.open(QIODevice.OpenModeFlag.ReadOnly)
    return QImageReader(buffer).format().data() in PIXEL_FORMATS


def example_of_file(path: Path, stored: StoredPolarity) -> NDArray[np.uint8] | None:
    """Return a picture of 28 x 28 pixels as grey levels with light ink on dark.

    It is an example of the user's own data set. Pictures of another size give None.

    Args:
        path: the file.
        stored: the polarity of the data set's files.

    Raises:
        PictureError: if it cannot be read.
    """
    pixels = read_pixels(path).pixels
    ink = prepared(pixels, stored) if pixels.shape[:2] == (SIDE, SIDE) else None
    return None if ink is None else grey_of_ink(ink)


def pillow_image(image: QImage) -> Image.Image:
    """Return an image of Qt's as one of Pillow's, scaled down to `MAX_SIDE` if larger."""
    if max(image.width(), image.height()) > MAX_SIDE:
        image = image.scaled(
            MAX_SIDE,
            MAX_SIDE,
            Qt.AspectRatioMode.KeepAspectRatio,
            Qt.TransformationMode.SmoothTransformation,
        )
    colours = image.convertToFormat(QImage.Format.Format_RGBA8888)
    size = colours.width(), colours.height()
    rows = bytes(colours.constBits())
    return Image.frombuffer("RGBA", size, rows, "raw", "RGBA", colours.bytesPerLine(), 1)
