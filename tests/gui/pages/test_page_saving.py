"""Pages on which networks answer, saved from the verdict's card and from the menu of runs."""

import json
import re
import threading
import time

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QProgressBar

from core.cancellation import go_on
from core.comparison.experiment import Kind, of_presets
from core.config.presets import preset_titles
from gui.background.threads import MAX_WAIT_S
from gui.widgets import progress_dialog
from gui.widgets.progress_dialog import ProgressDialog
from tests.gui.driving import WAIT_MS, Recorder, open_dialog, press_button, quick
from tests.gui.run_table.test_transfer import accept_file


def networks_on(path):
    """The titles of the networks that answer on a page."""
    text = path.read_text(encoding="utf-8")
    data = re.search(r'<script type="application/json" id="data">(.*?)</script>', text, re.S)[1]
    return [network["title"] for network in json.loads(data)["networks"]]


@pytest.fixture
def race(application, wait):
    """A window in which a race has ended."""
    window = application.window
    window.setup.set_config(quick())
    window.actions_.compare.trigger()
    wait(lambda: window.comparison.shown() is not None and window.comparison.shown().is_over)
    return application


def test_the_card_s_page_has_both_networks_and_the_verdict(race, tmp_path, wait):
    window, path = race.window, tmp_path / "race.html"
    window.tabs.show_page("comparison")
    button = window.comparison.card.page.button
    wait(button.isVisible)
    QTest.mouseClick(button, Qt.MouseButton.LeftButton)
    accept_file(window, path)
    wait(path.is_file)
    assert networks_on(path) == ["Sigmoid", "ReLU + Dropout"]
    page = path.read_text(encoding="utf-8")
    assert 'class="verdict"' in page
    wait(lambda: window.notice.text.startswith(f"Written to {path}, "))


def test_of_a_ladder_the_networks_of_the_verdict_answer(race, tmp_path, wait, monkeypatch):
    window, path = race.window, tmp_path / "two.html"
    comparison = window.comparison.shown()
    monkeypatch.setattr("gui.pages.page_saving.MAX_ON_PAGE", 1)  # two are more than that
    window.pages.write_page(comparison, path)
    wait(path.is_file)
    assert networks_on(path) == ["Sigmoid", "ReLU + Dropout"]


def test_of_three_networks_two_say_that_they_are_not_all(race, tmp_path, wait, monkeypatch):
    window, path = race.window, tmp_path / "two.html"
    names = ("sigmoid", "relu-dropout", "logistic")
    three = of_presets(names, 1, quick(changes={"epochs": 1}))
    race.comparisons.start(Kind.COMPARISON, three, preset_titles(names))
    comparison = window.comparison.shown()
    wait(lambda: comparison.is_over)
    monkeypatch.setattr("gui.pages.page_saving.MAX_ON_PAGE", 2)
    window.pages.write_page(comparison, path)
    wait(path.is_file)
    page = path.read_text(encoding="utf-8")
    assert "These are two of the 3 networks compared." in page
    assert "A step adds" not in page


def test_selected_runs_are_saved_by_their_menu(race, tmp_path, wait):
    window, path = race.window, tmp_path / "runs.html"
    runs = list(window.comparison.shown().runs)
    menu = window.table.menu_for(runs)
    (action,) = [one for one in menu.actions() if one.text() == "Save as page…"]
    assert action.isEnabled()
    action.trigger()
    accept_file(window, path)
    wait(path.is_file)
    assert networks_on(path) == [race.store.get(run).name for run in runs]


def test_the_menu_of_more_than_three_runs_or_a_line_offers_no_page(race, wait):
    window = race.window
    runs = list(window.comparison.shown().runs)
    menu = window.table.menu_for(runs * 2)
    (action,) = [one for one in menu.actions() if one.text() == "Save as page…"]
    assert not action.isEnabled()
    window.pages.ask_page_of_runs(runs * 2)
    wait(lambda: "Select one to three runs" in window.notice.text)


def test_a_page_that_takes_long_is_cancelled(race, tmp_path, wait, monkeypatch):
    """The page of two wide networks took half a minute, in which nothing ended it."""
    monkeypatch.setattr(progress_dialog, "DELAY_MS", progress_dialog.INTERVAL_MS)

    def without_end(config, weights, *_):
        while True:
            go_on(0.5)

    monkeypatch.setattr("core.export.page.page.choose", without_end)
    window, path = race.window, tmp_path / "race.html"
    ended = Recorder(window.transfer.ended)
    window.pages.write_page(window.comparison.shown(), path)
    wait(lambda: any(one.isVisible() for one in window.findChildren(ProgressDialog)))
    bar = open_dialog(window).findChild(QProgressBar)
    wait(lambda: bar.value() == bar.maximum() // 4)  # half of the first of two
    press_button(open_dialog(window), "Cancel")
    wait(lambda: window.notice.text == "The export was cancelled.")
    assert list(tmp_path.glob("*.html")) == []
    assert ended.heard == []


def test_closing_does_not_wait_for_a_page_that_takes_long(race, tmp_path, wait, monkeypatch):
    begun = threading.Event()

    def without_end(config, weights, *_):
        while True:
            begun.set()
            go_on(0.5)

    monkeypatch.setattr("core.export.page.page.choose", without_end)
    race.window.pages.write_page(race.window.comparison.shown(), tmp_path / "race.html")
    assert begun.wait(WAIT_MS / 1000)
    began_s = time.monotonic()
    race.background.close()
    assert time.monotonic() - began_s < MAX_WAIT_S / 2
    assert race.background.running() == []
    assert list(tmp_path.glob("*.html")) == []
