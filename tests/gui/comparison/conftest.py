import pytest

from gui import composition
from gui.comparison.comparison_panel import ComparisonPanel
from tests.gui.driving import destroy


@pytest.fixture
def panel(dressed, qtbot, comparisons, moments, jobs, translation):
    made = ComparisonPanel(comparisons, moments, jobs)
    qtbot.addWidget(made)
    made.resize(640, 900)
    made.show()
    qtbot.waitExposed(made)
    return made


@pytest.fixture
def open_application(dressed, preferences, translation, qtbot, tmp_path):
    """Opens a window on the same runs again and again; the one before is closed first."""
    made = []

    def close():
        application = made.pop()
        application.close()
        application.window.arranger.keep()
        destroy(application.window)

    def show():
        if made:
            close()
        application = composition.compose(dressed, preferences, translation, tmp_path / "runs")
        made.append(application)
        application.window.show()
        qtbot.waitExposed(application.window)
        application.kept.find()
        application.comparisons.find()
        return application

    yield show
    if made:
        close()
