"""Diagrams as files: what is saved is what the band shows."""

import base64
import io
import xml.etree.ElementTree as ET
from pathlib import Path

import numpy as np
import pytest
from PIL import Image
from PySide6.QtCore import QCoreApplication, Qt
from PySide6.QtGui import QContextMenuEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QApplication,
    QDialogButtonBox,
    QFileDialog,
    QLineEdit,
    QMenu,
    QToolButton,
)

from core.network import models
from core.run.events import WeightsPublished
from core.run.moment import Moment
from core.run.record import RunRecord
from gui.style import theme
from tests.gui.driving import LEFT, Recorder, click_on, draw, quick, type_over

NAME = "Mine <b> & \N{LATIN SMALL LETTER E WITH ACUTE}"
IMAGE = "{http://www.w3.org/1999/xlink}href"


@pytest.fixture(autouse=True)
def own_dialog(qapp):
    was = QApplication.testAttribute(Qt.ApplicationAttribute.AA_DontUseNativeDialogs)
    QApplication.setAttribute(Qt.ApplicationAttribute.AA_DontUseNativeDialogs, True)
    yield
    QApplication.setAttribute(Qt.ApplicationAttribute.AA_DontUseNativeDialogs, was)


@pytest.fixture
def band(window, wait):
    """The band of a run that reads a drawing."""
    config = quick("relu-dropout")
    window._store.add(RunRecord("a", config))
    weights = models.copy_of_weights(models.build(config.model, models.weight_generator(1)))
    window._store.apply(WeightsPublished("a", Moment(1), weights))
    window._store.rename("a", NAME)
    draw(window.drawing.canvas, (0.3, 0.2), (0.7, 0.25), (0.5, 0.8))
    band = window.stage.bands["a"]
    wait(lambda: band.view.diagram.levels)
    return band


def menu_of(band):
    """Open the menu as the right mouse button does."""
    view = band.view
    middle = view.rect().center()
    reason = QContextMenuEvent.Reason.Mouse
    QCoreApplication.sendEvent(view, QContextMenuEvent(reason, middle, view.mapToGlobal(middle)))
    menu = QApplication.activePopupWidget()
    assert isinstance(menu, QMenu)
    return menu


def choose_path(window, wait, path):
    """Type a path into the dialog for files, and press Save."""
    wait(lambda: any(each.isVisible() for each in window.findChildren(QFileDialog)))
    dialog = next(each for each in window.findChildren(QFileDialog) if each.isVisible())
    line = dialog.findChild(QLineEdit)
    wait(lambda: line.text().endswith(path.suffix))
    QCoreApplication.processEvents()
    type_over(line, str(path))
    accept = QDialogButtonBox.ButtonRole.AcceptRole
    box = dialog.findChild(QDialogButtonBox)
    button = next(each for each in box.buttons() if box.buttonRole(each) is accept)
    wait(button.isEnabled)
    QTest.mouseClick(button, LEFT)


def save(window, band, wait, entry, path):
    click_on(menu_of(band), entry)
    choose_path(window, wait, path)
    wait(path.exists)


def test_svg_has_the_letters_as_text_and_the_edges_as_lines(window, band, wait, tmp_path):
    save(window, band, wait, "Save diagram as SVG…", tmp_path / "net.svg")
    root = ET.parse(tmp_path / "net.svg").getroot()
    texts = {"".join(item.itertext()).strip() for item in root.iter() if item.tag.endswith("text")}
    assert NAME in texts
    assert {"512 ReLU"} <= texts
    assert any(text.startswith("reads ") for text in texts), texts
    named = theme.colours()
    strokes = {item.get("stroke", "").lower() for item in root.iter()}
    assert {named.positive, named.negative} <= strokes
    assert theme.run_style(0).colour.name() in {
        item.get("fill", "").lower() for item in root.iter()
    }


def test_svg_shows_each_neurons_own_weights(window, band, wait, tmp_path):
    save(window, band, wait, "Save diagram as SVG…", tmp_path / "net.svg")
    pictures = [
        Image.open(io.BytesIO(base64.b64decode(item.get(IMAGE).partition(",")[2])))
        for item in ET.parse(tmp_path / "net.svg").getroot().iter()
        if item.tag.endswith("image")
    ]
    tiles = [np.asarray(each) for each in pictures if each.size == (28, 28)]
    shown = band.view.diagram.levels[0].shown
    assert len(tiles) == 1 + len(shown)  # the digit too
    assert len({tile.tobytes() for tile in tiles}) == len(tiles)


def test_png_has_twice_the_pixels_of_the_band(window, band, wait, tmp_path):
    save(window, band, wait, "Save diagram as PNG…", tmp_path / "net.png")
    with Image.open(tmp_path / "net.png") as image:
        assert image.format == "PNG"
        assert image.width == 2 * (band.view.width() + 2 * theme.PADDING)
        assert image.height > 2 * band.view.height()
        colours = {f"#{r:02x}{g:02x}{b:02x}" for _, (r, g, b) in image.getcolors(1 << 24)}
    assert {theme.colours().window, theme.run_style(0).colour.name()} <= colours


def test_what_is_saved_is_what_was_shown_when_the_dialog_opened(window, band, wait, tmp_path):
    click_on(menu_of(band), "Save diagram as SVG…")
    window._store.rename("a", "Later")
    choose_path(window, wait, tmp_path / "net.svg")
    wait((tmp_path / "net.svg").exists)
    text = (tmp_path / "net.svg").read_text(encoding="utf-8")
    assert "Mine" in text
    assert "Later" not in text


def test_the_menu_opens_from_the_keyboard(window, band, qapp):
    (button,) = (each for each in band.findChildren(QToolButton) if each.menu() is not None)
    assert button.focusPolicy() & Qt.FocusPolicy.TabFocus
    button.setFocus(Qt.FocusReason.TabFocusReason)
    middle = button.rect().center()
    reason = QContextMenuEvent.Reason.Keyboard
    event = QContextMenuEvent(reason, middle, button.mapToGlobal(middle))
    QCoreApplication.sendEvent(button, event)
    menu = QApplication.activePopupWidget()
    assert [action.text() for action in menu.actions()] == [
        "Save diagram as SVG…",
        "Save diagram as PNG…",
        "Copy diagram",
    ]
    menu.close()


def test_copy(band, qapp):
    click_on(menu_of(band), "Copy diagram")
    assert qapp.clipboard().image().width() == 2 * (band.view.width() + 2 * theme.PADDING)
    qapp.clipboard().clear()


def test_a_saved_diagram_is_named_after_its_run_and_reported(window, band, wait, tmp_path):
    click_on(menu_of(band), "Save diagram as PNG…")
    (dialog,) = (one for one in window.findChildren(QFileDialog) if one.isVisible())
    (proposed,) = dialog.selectedFiles()
    assert Path(proposed).name.startswith("Mine-b-")
    assert proposed.endswith(".png")
    dialog.reject()
    save(window, band, wait, "Save diagram as PNG…", tmp_path / "net.png")
    wait(lambda: str(tmp_path / "net.png") in window.notice.text)


def test_what_cannot_be_written_is_reported(window, band, wait, tmp_path):
    (tmp_path / "net.svg").mkdir()
    failed = Recorder(window.stage.failed)
    window.stage.saver.save(str(tmp_path / "net.svg"), b"")
    ((text,),) = failed.heard
    assert "net.svg" in text
    assert window.notice.text == text


def test_the_forms_network_can_be_saved_before_any_run(window, wait, tmp_path):
    wait(lambda: "" in window.stage.bands and window.stage.bands[""].view.diagram.levels)
    path = tmp_path / "form.svg"
    save(window, window.stage.bands[""], wait, "Save diagram as SVG…", path)
    assert "The network of the form" in path.read_text(encoding="utf-8")


def test_no_file_of_a_run_is_replaced_by_a_picture(window, tmp_path):
    run = tmp_path / "20261124-134501-mlp-3f2ab4c7"
    run.mkdir()
    (run / "run.json").write_bytes(b"{}")
    failed = Recorder(window.stage.failed)
    window.stage.saver.save(str(run / "run.json"), b"a picture")
    ((text,),) = failed.heard
    assert "is kept; choose another file" in text
    assert (run / "run.json").read_bytes() == b"{}"


def test_before_there_is_a_diagram_none_can_be_saved(window, band):
    shown = band.view.diagram
    band.view._diagram = None  # as until the first weights have come
    menu = menu_of(band)
    assert not any(action.isEnabled() for action in menu.actions())
    for action in menu.actions():
        action.trigger()
    menu.actions()[1].setEnabled(True)  # keys may choose it before the menu is shown
    click_on(menu, "Save diagram as PNG…")
    assert not [each for each in window.findChildren(QFileDialog) if each.isVisible()]

    band.view.show_diagram(shown)
    menu = menu_of(band)
    assert all(action.isEnabled() for action in menu.actions())
    menu.close()
