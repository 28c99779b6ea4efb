import pytest

from gui.comparison.comparison_panel import ComparisonPanel


@pytest.fixture
def panel(dressed, qtbot, comparisons, moments, jobs, translation):
    made = ComparisonPanel(comparisons, moments, jobs)
    qtbot.addWidget(made)
    made.resize(640, 900)
    made.show()
    qtbot.waitExposed(made)
    return made
