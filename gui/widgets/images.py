"""Conversion of pictures between Qt and core: ink as an image, dropped and pasted ones as ink."""

from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from PIL import Image
from PySide6.QtCore import QMimeData, Qt
from PySide6.QtGui import QImage

from core.config.catalogue import SIDE
from core.config.choices import StoredPolarity
from core.data.ink import MAX_SIDE, Ink
from core.data.picture_folders import prepared
from core.data.pictures import read_pixels


def ink_image(ink: Ink) -> QImage:
    """Return ink as grey levels, white where it is full."""
    return grey_image((np.clip(ink, 0, 1) * 255).round().astype(np.uint8))


def grey_image(grey: NDArray[np.uint8]) -> QImage:
    """Return grey levels (height, width) as an image."""
    height, width = grey.shape
    return QImage(grey.tobytes(), width, height, width, QImage.Format.Format_Grayscale8).copy()


def holds_picture(mime: QMimeData) -> bool:
    """Whether a picture, or a file that may be one, is being dropped or pasted."""
    return mime.hasImage() or any(url.isLocalFile() for url in mime.urls())


def picture_in(mime: QMimeData | None) -> Path | QImage | None:
    """Return the first file that is dropped or pasted, otherwise the picture, otherwise None.

    Args:
        mime: None for a clipboard that holds nothing at all.
    """
    if mime is None:
        return None
    files = [url.toLocalFile() for url in mime.urls() if url.isLocalFile()]
    if files:
        return Path(files[0])
    image = QImage(mime.imageData()) if mime.hasImage() else QImage()
    return None if image.isNull() else image


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
    return None if ink is None else (ink * 255).round().astype(np.uint8)


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
