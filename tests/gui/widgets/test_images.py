import pytest
from PySide6.QtCore import QMimeData
from PySide6.QtGui import QImage

from gui.widgets.images import QT_IMAGE, picture_in


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


def test_a_picture_of_another_program_is_decoded(other):
    picture = picture_in(sent(other.read_bytes()))
    assert picture.pixelColor(5, 5).red() == 255


def test_a_picture_that_names_another_file_is_refused(other):
    """Qt detects SVG by its content, whatever the name, and reads the files that it names."""
    namespaces = 'xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink"'
    svg = f'<svg {namespaces} width="28" height="28"><image xlink:href="{other}" width="28" '
    content = f'{svg}height="28"/></svg>'.encode()
    assert QImage.fromData(content).pixelColor(5, 5).red() == 255  # what is to be prevented
    assert picture_in(sent(content)) is None
