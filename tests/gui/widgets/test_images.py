from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, QUrl
from PySide6.QtGui import QColor, QImage, QPixmap

from core.data import pictures
from core.data.pictures import pixels_in
from core.errors import PictureError
from gui.drawing.photograph import drawing_of_picture
from gui.widgets import images
from gui.widgets.dropped_files import local_files
from gui.widgets.images import PASTED_FORMATS, QT_IMAGE, holds_picture, picture_in


@pytest.fixture
def other(qapp, tmp_path):
    """A picture file of somebody's own."""
    image = QImage(28, 28, QImage.Format.Format_RGB32)
    image.fill(0xFF0000)
    assert image.save(str(tmp_path / "other.png"))
    return tmp_path / "other.png"


def sent(content):
    """What another program puts on the clipboard."""
    mime = QMimeData()
    mime.setData(QT_IMAGE, content)
    return mime


def test_a_picture_of_another_program_is_decoded_as_files_are(other):
    """Not by Qt, whose decoders know none of our limits, and not here, in the GUI thread."""
    content = picture_in(sent(other.read_bytes()))
    assert content == other.read_bytes()
    assert pixels_in(content).pixels[5, 5].tolist() == [255, 0, 0]


def test_an_image_that_another_program_sends_as_bytes_is_not_asked_of_qt(other):
    class Mime(QMimeData):
        def retrieveData(self, name, kind):
            assert name != QT_IMAGE
            return super().retrieveData(name, kind)

    mime = Mime()
    mime.setData(QT_IMAGE, b"")
    mime.setData("image/png", other.read_bytes())
    assert picture_in(mime) == other.read_bytes()


@pytest.mark.parametrize(("waits_s", "asked"), [(-1.0, 1), (60.0, 3)])
def test_a_program_that_does_not_answer_is_not_asked_for_each_format(monkeypatch, waits_s, asked):
    """Qt waits some seconds for each; others than those of pixels are never asked for."""

    class Silent(QMimeData):
        names = []

        def formats(self):
            return [*(f"image/x-{number}" for number in range(40)), *PASTED_FORMATS[:3]]

        def retrieveData(self, name, _kind):
            if name.startswith("image/"):
                self.names.append(name)

    monkeypatch.setattr(images, "ANSWER_S", waits_s)
    mime = Silent()
    assert picture_in(mime) is None
    assert mime.names == list(PASTED_FORMATS[:asked])


def test_an_image_larger_than_a_file_may_be_is_refused(other, monkeypatch):
    image = QImage(str(other))
    monkeypatch.setattr(pictures, "MAX_PIXELS", 28 * 28 - 1)
    with pytest.raises(PictureError, match="The picture has 28 x 28 pixels"):
        drawing_of_picture(image)


def test_a_picture_that_names_another_file_is_refused(other):
    """Qt detects SVG by its content, whatever the name, and reads the files that it names."""
    namespaces = 'xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink"'
    svg = f'<svg {namespaces} width="28" height="28"><image xlink:href="{other}" width="28" '
    content = f'{svg}height="28"/></svg>'.encode()
    assert QImage.fromData(content).pixelColor(5, 5).red() == 255  # what is to be prevented
    assert picture_in(sent(content)) is None


@pytest.mark.parametrize("data", [None, "text", 7, QColor("red"), b"", QPixmap, QImage()])
def test_what_is_no_image_is_no_picture(qapp, data):
    mime = QMimeData()
    mime.setImageData(data() if data is QPixmap else data)
    assert picture_in(mime) is None


def test_an_image_without_any_bytes_is_no_picture(qapp):
    assert picture_in(sent(b"")) is None


def test_a_pixmap_is_a_picture(other):
    mime = QMimeData()
    mime.setImageData(QPixmap(str(other)))
    image = picture_in(mime)
    assert isinstance(image, QImage)
    assert image.pixelColor(5, 5).red() == 255


def test_a_list_of_very_many_files_holds_none(qapp):
    mime = QMimeData()
    mime.setUrls([QUrl.fromLocalFile("/a/one.png")])
    assert picture_in(mime) == Path("/a/one.png")
    mime.setData("text/uri-list", b"file:///a/one.png\r\n" * 100_000)
    assert local_files(mime) == []
    assert not holds_picture(mime)
    assert picture_in(mime) is None
