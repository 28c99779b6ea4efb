"""No network is shown so low that its neurons cannot be seen; the rest gives way to it."""

import pytest
from PySide6.QtCore import QSize
from PySide6.QtTest import QTest

from core.config.presets import preset
from gui.stage.diagram_view import MIN
from gui.stage.heights import Heights, Needs, fit
from gui.style import theme
from gui.style.translation import Language
from tests.gui.driving import LEFT
from tests.gui.stage.test_stage_panel import WIDE, add

NEEDS = Needs(band=100, gap=10, frame=20, foot=15, curves=150, verdict=70)
SIZES = [QSize(1024, 700), QSize(1240, 810), QSize(1440, 900), QSize(1600, 1200)]


@pytest.mark.parametrize(
    ("height", "networks", "bands", "has_curves"),
    [
        (560, 3, 3, True),  # 70 + 150 + 20 + 3 * 100 + 2 * 10
        (559, 3, 2, True),
        (465, 3, 2, True),  # 70 + 150 + 20 + 2 * 100 + 10 + 15
        (464, 3, 3, False),
        (409, 3, 2, False),
        (449, 2, 2, False),
        (300, 2, 2, False),
        (299, 2, 1, False),
        (10, 2, 1, False),
        (340, 1, 1, True),
        (339, 1, 1, False),
        (2000, 9, 3, True),
    ],
)
def test_the_third_band_gives_way_then_the_curves_then_the_second(
    height, networks, bands, has_curves
):
    assert fit(height, networks, NEEDS) == Heights(bands, has_curves)


def shows_neurons(window):
    """Whether all diagrams have their least height, and lie within the panel one below another."""
    stage = window.stage
    bands = list(stage.bands.values())
    bottoms = [band.mapTo(stage, band.rect().bottomLeft()).y() for band in bands]
    ends_above = stage.height()
    if window.verdict.isVisible():
        ends_above = window.verdict.mapTo(stage, window.verdict.rect().topLeft()).y()
    return (
        all(band.view.height() >= theme.px(MIN.height()) for band in bands)
        and bottoms == sorted(bottoms)
        and bottoms[-1] <= ends_above
    )


class TestInTheWindow:
    @pytest.mark.parametrize("size", SIZES)
    def test_networks_are_legible_with_a_verdict(self, window, wait, size):
        window.resize(size)
        for number in range(5):
            window.verdict.hide()
            add(window._store, str(number), "mlp", WIDE)
            wait(lambda number=number: str(number) in window.stage.bands and shows_neurons(window))
            assert window.size() == size
            window.verdict.show()
            wait(lambda: shows_neurons(window))
            is_scarce = size.height() < 1200
            assert window.verdict.is_low == is_scarce or number == 0

    @pytest.mark.parametrize("language", [Language.ENGLISH, Language.CHINESE])
    def test_in_a_small_window_there_are_two_networks_and_their_curves(
        self, window, preferences, wait, language
    ):
        preferences.language = language
        window.resize(SIZES[0])
        for number in range(2):
            add(window._store, str(number), "mlp", WIDE)
        wait(lambda: len(window.stage.bands) == 2 and shows_neurons(window))
        wait(window.plots.isVisible)
        plots = window.plots
        assert plots._lower.height() > plots.height() / 2
        wait(lambda: not plots.legend.isVisible())
        assert plots.menu.isVisible()

        window.resize(SIZES[2])
        wait(plots.legend.isVisible)
        assert plots.menu.isVisible()

    def test_networks_without_a_band_are_counted(self, window, wait):
        for number in range(5):
            add(window._store, str(number), "mlp", WIDE)
        window.resize(SIZES[1])
        wait(lambda: list(window.stage.bands) == ["3", "4"])
        assert window.stage.area.more.isVisible()
        assert window.stage.area.more.text() == "+3 more"
        window.resize(1024, 640)
        wait(lambda: not window.plots.isVisible())
        assert window.stage.area.more.text() == "+3 more · no space for curves"
        window.resize(SIZES[3])
        wait(lambda: list(window.stage.bands) == ["2", "3", "4"])
        assert window.stage.area.more.text() == "+2 more"
        for number in (0, 1):
            window._store.set_visible(str(number), False)
        assert not window.stage.area.more.isVisible()

    def test_the_legend_is_there_until_it_is_hidden(self, window, wait):
        window.resize(SIZES[3])
        legend = window.stage.area.legend
        wait(legend.isVisible)
        assert "tile: a neuron" in legend.text()
        QTest.mouseClick(window.stage.area.close_legend, LEFT)
        assert not legend.isVisible()
        assert not window._preferences.legend
        window._preferences.legend = True
        assert legend.isVisible()
        window.setup.set_config(preset("linear").config)
        wait(lambda: not legend.isVisible())  # a line has no picture to explain

    def test_the_curves_come_back_with_the_height(self, window, wait):
        for number in range(3):
            add(window._store, str(number), "mlp", WIDE)
        window.resize(SIZES[0])
        window.verdict.show()
        wait(lambda: not window.plots.isVisible())
        window.resize(SIZES[3])
        wait(window.plots.isVisible)
