import threading

import numpy as np
import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QDialogButtonBox, QLabel

from core.config.live import LEARNING_RATE
from core.errors import DataError
from core.messages import message
from core.teaching import rate_finder
from gui.setup.rate_finder_dialog import MAX_CURVES, Candidate, RateFinderDialog
from tests.gui.driving import LEFT, Recorder, quick


@pytest.fixture
def opened(dressed, qtbot, jobs, translation):
    def open_it(config, *others):
        made = RateFinderDialog(config, jobs, others=others)
        made.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose, False)
        qtbot.addWidget(made)
        made.open()
        qtbot.waitExposed(made)
        return made

    return open_it


def texts(dialog):
    return " | ".join(label.text() for label in dialog.findChildren(QLabel))


def test_it_offers_what_it_found(opened, wait):
    config = quick("logistic")
    dialog = opened(config)
    assert not dialog.use.isEnabled()
    wait(dialog.use.isEnabled)
    found = rate_finder.find_rate(config)
    assert dialog.use.text() == f"Use {found.suggestion:g}"
    assert f"{found.suggestion:g}, is a good start" in texts(dialog)
    assert not dialog._progress.isVisible()
    heard = Recorder(dialog.chosen)
    QTest.mouseClick(dialog.use, LEFT)
    assert heard.heard == [({LEARNING_RATE: found.suggestion},)]
    assert not dialog.isVisible()


def test_the_curve_is_that_of_the_trial(opened, wait):
    dialog = opened(quick("logistic"))
    wait(dialog.use.isEnabled)
    chart, found = dialog.chart, rate_finder.find_rate(quick("logistic"))
    area = chart._area()
    least = int(found.costs.argmin())
    lowest = chart.position_of(found.rates[least], found.costs[least])
    assert lowest.y() == pytest.approx(area.bottom())
    assert chart.position_of(found.rates[0], found.costs[0]).x() == pytest.approx(area.left())
    assert chart.position_of(found.rates[-1], found.costs[-1]).x() == pytest.approx(area.right())


def test_other_networks_are_drawn_on_the_same_axes(opened, wait):
    adam = {"optimizer.kind": "adam", "optimizer.momentum": 0.0}
    others = [Candidate(f"Network {n}", quick("logistic", adam | {"seed": n})) for n in range(5)]
    dialog = opened(quick("logistic"), *others)
    wait(dialog.other.isEnabled)
    offered = dialog.other.menu().actions
    assert [action.text() for action in offered()][:2] == ["Network 0", "Network 1"]
    own = dialog.use.text()
    for count in range(2, MAX_CURVES + 1):
        offered()[0].trigger()
        wait(lambda count=count: len(dialog.chart.curves) == count)
        assert len(offered()) == 6 - count
    assert not dialog.other.isEnabled()
    found = rate_finder.find_rate(others[0].config)
    assert np.array_equal(dialog.chart.curves[1].costs, found.costs)
    assert f"Network 0: {found.suggestion:g}" in texts(dialog)
    assert [entry.name for entry in dialog.legend.entries][1:] == [f"Network {n}" for n in range(3)]
    assert dialog.use.text() == own  # the form's network keeps its own


def test_a_network_that_does_not_learn_gets_no_suggestion(opened, wait):
    dialog = opened(quick("deep-sigmoid"))
    wait(lambda: "At no rate did the cost fall" in texts(dialog))
    assert not dialog.use.isEnabled()


def test_closing_it_stops_the_trial(opened, wait, monkeypatch):
    has_begun, is_stopped = threading.Event(), threading.Event()

    def endless(_config, stopped):
        has_begun.set()
        while not stopped():
            pass
        is_stopped.set()

    monkeypatch.setattr(rate_finder, "find_rate", endless)
    dialog = opened(quick("logistic"))
    wait(has_begun.is_set)  # a trial that has not begun never does
    buttons = dialog.findChild(QDialogButtonBox)
    QTest.mouseClick(buttons.button(QDialogButtonBox.StandardButton.Close), LEFT)
    wait(is_stopped.is_set)


def test_data_that_cannot_be_read_are_named(opened, wait, monkeypatch):
    def fail(*_):
        raise DataError(message("The data are gone."))

    monkeypatch.setattr(rate_finder, "find_rate", fail)
    dialog = opened(quick("logistic"))
    wait(lambda: "The data are gone." in texts(dialog))
    assert not dialog._progress.isVisible()
