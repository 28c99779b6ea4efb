"""The pages in the whole window: added to Inside, given the drawing, the slider and the table."""

import numpy as np
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QToolButton

from core.robustness.damage import MutedUnit
from gui.geometry.map_page import MapPage
from gui.robustness.break_page import BreakPage
from gui.robustness.cut_page import CutPage
from gui.robustness.fool_page import FoolPage
from gui.widgets.answer.answer_column import AnswerColumn
from tests.gui.driving import LEFT, draw, quick
from tests.gui.runs.test_kept_runs import close, kept, open_application, runs_dir, settle

__all__ = ["close", "kept", "open_application", "runs_dir", "settle"]

UNDO = (Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)


def opened(application, kind, name):
    """The page of this name, with a kept run and a drawing."""
    window = application.window
    (entry,) = application.store.entries()
    application.store.set_visible(entry.record.run, True)
    window.tabs.show_page("inside")
    draw(window.drawing.canvas, (0.3, 0.2), (0.7, 0.2), (0.5, 0.8))
    button = next(it for it in window.inside.findChildren(QToolButton) if it.text() == name)
    QTest.mouseClick(button, LEFT)
    return window.inside.findChild(kind)


def test_a_damaged_network_is_undone_and_kept(open_application, kept, settle, wait):
    kept(quick("mlp"))
    application = open_application()
    page = opened(application, BreakPage, "Break")
    wait(lambda: page.confusion.isVisible() and page.controls.units.numbers)
    assert (page.ink == application.window.drawing.digit).all()
    grid = page.controls.units
    for unit in (2, 3):
        QTest.mouseClick(grid, LEFT, pos=grid.area(unit).center().toPoint())
    grid.setFocus()
    QTest.keyClick(grid, *UNDO)
    (entry,) = application.store.entries()
    assert page.changes_of(entry.record.run) == (MutedUnit(0, 2),)
    assert application.window.drawing.digit is not None  # the window's Undo did nothing

    wait(page.changes.fork.isEnabled)
    page.changes.fork.click()
    wait(lambda: len(application.store.entries()) == 2)
    fork = application.store.entries()[1]
    assert fork.name.endswith("damaged")
    assert not fork.record.weights["linear_2.weight"][:, 2].any()
    wait(lambda: len(application.window.drawing.findChildren(AnswerColumn)) == 2)
    # it is what is selected or shown last, and has no changes yet
    wait(lambda: page.network().run == fork.record.run)
    settle(application)


def test_cut_and_fool_follow_the_drawing(open_application, kept, settle, wait):
    kept()
    application = open_application()
    cut = opened(application, CutPage, "Cut")
    wait(lambda: cut.rows.texts() and "→" in cut.rows.texts()[0][2])
    fool = opened(application, FoolPage, "Fool")
    wait(lambda: fool.pictures.change is not None)
    assert (fool.ink == application.window.drawing.digit).all()

    # then the image of the tab Network
    application.window.drawing.canvas.clear()
    wait(lambda: application.window.stage.example.ink is not None)
    example = application.window.stage.example.ink
    wait(lambda: np.array_equal(cut.ink, example))
    wait(lambda: fool._fooled.is_example)
    assert (fool._fooled.digit == example).all()
    settle(application)


def test_the_map_follows_the_drawing(open_application, kept, settle, wait):
    kept()
    application = open_application()
    page = opened(application, MapPage, "Map")
    drawing, canvas = application.window.drawing, application.window.drawing.canvas
    assert np.array_equal(page.columns[0]._digit, drawing.digit)
    canvas.clear()
    wait(lambda: page.columns[0]._digit is None)
    draw(canvas, (0.3, 0.2), (0.7, 0.8))
    wait(lambda: np.array_equal(page.columns[0]._digit, drawing.digit))
    settle(application)
