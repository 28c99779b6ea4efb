"""Squared errors and cross-entropies never share an axis."""

import pytest
from PySide6.QtWidgets import QLabel

from core.run.record import RunRecord
from gui.plots.plots_panel import PlotsPanel
from tests.gui.driving import epoch, line, quick


@pytest.fixture
def panel(dressed, qtbot, store, selection, current):
    made = PlotsPanel(store, selection, current)
    qtbot.addWidget(made)
    made.resize(900, 600)
    made.show()
    return made


@pytest.fixture
def three(panel, store):
    """Two runs that classify, then one that fits a line."""
    for run, config in (("a", quick()), ("b", quick("mlp")), ("c", line())):
        store.add(RunRecord(run, config))
        store.apply(epoch(run, 1, 5.0 if run == "c" else 0.5))
    panel.refresh()
    return panel


def drawn(panel):
    return [entry.run for entry in panel.legend.entries]


def explained(panel, words):
    return any(words in label.text() for label in panel.findChildren(QLabel))


def test_the_latest_run_decides_and_the_others_are_counted(three):
    assert drawn(three) == ["c"]
    assert explained(three, "not drawn: 2 run")


def test_the_selected_run_decides_from_then_on(three, selection):
    selection.select("a")
    assert drawn(three) == ["a", "b"]
    assert explained(three, "not drawn: 1 run")
    selection.set_runs([])
    assert drawn(three) == ["a", "b"]


def test_a_new_run_is_seen_although_another_is_selected(three, selection, store):
    selection.select("a")
    store.add(RunRecord("d", line({"optimizer.learning_rate": 0.05})))
    three.refresh()
    assert "d" in drawn(three)
    assert not {"a", "b"} & set(drawn(three))


def test_alone_they_are_all_drawn(three, store):
    store.set_visible("c", False)
    three.refresh()
    assert drawn(three) == ["a", "b"]
    assert explained(three, "bold: test · faint: training")
