import pytest

from gui.drawing.draw_panel import DrawPanel
from gui.runs.live_networks import LiveNetworks


@pytest.fixture
def panel(dressed, qtbot, store, moments, selection, current, translation, jobs, own_handwriting):
    networks = LiveNetworks(store, moments)
    made = DrawPanel(store, selection, current, networks, jobs, handwriting=own_handwriting)
    qtbot.addWidget(made)
    made.resize(420, 640)
    made.show()
    qtbot.waitExposed(made)
    return made
