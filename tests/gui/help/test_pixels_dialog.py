"""The scaling of pixels: one click trains three runs, whose curves are shown."""

import numpy as np
import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QScrollArea

from core.config.choices import Pixels
from core.number_text import decimal_text, three_digits
from core.run.series import Number, RunSeries
from core.teaching.demonstrations import pixels as measured
from core.teaching.demonstrations.pixel_choices import EPOCHS, config_of
from gui.help.pixels_dialog import PixelsDialog
from gui.style import theme
from gui.style.translation import Language
from tests.gui.driving import LEFT, line, quick


def open_dialog(window, wait):
    window.menus.pixels_requested.emit()
    dialog = QApplication.activeModalWidget()
    assert isinstance(dialog, PixelsDialog)
    wait(lambda: dialog.table.topLevelItemCount() == 3)
    return dialog


def columns(dialog, place):
    return [dialog.table.topLevelItem(row).text(place) for row in range(3)]


def test_the_first_step_of_the_forms_network_is_shown(window, wait):
    window.setup.set_config(quick("mlp"))
    dialog = open_dialog(window, wait)
    found = measured.first_steps(config_of(quick("mlp")))
    for row, one in enumerate(found):
        assert np.array_equal(dialog.histograms[one.pixels].counts, one.counts)
        assert columns(dialog, 1)[row].startswith(f"{three_digits(one.drawn.gradient)}  (× ")
        assert f"mean {decimal_text(one.mean, 2)}" in dialog._scalings[one.pixels].text()
    assert "(× 255)" in columns(dialog, 4)[1]
    assert "(× 65,025)" in columns(dialog, 5)[1]
    dialog.reject()


def test_one_click_compares_three_runs_and_shows_their_curves(window, application, wait):
    window.setup.set_config(quick("logistic"))
    dialog = open_dialog(window, wait)
    QTest.mouseClick(dialog.train, LEFT)
    assert not dialog.train.isEnabled()
    store = application.store
    assert {store.get(run).record.config.data.pixels for run in dialog._runs} == set(Pixels)
    wait(lambda: all(store.get(run).record.state.is_over for run in dialog._runs))

    runs = [store.get(run) for run in dialog._runs]
    assert [run.record.epochs_done for run in runs] == [EPOCHS] * 3
    for entry, cost, gradient in zip(
        runs, dialog.costs.curves, dialog.gradients.curves, strict=True
    ):
        series = RunSeries(entry.record)
        series.update()
        assert cost.values[-1] == series.values(Number.COST)[-1]
        assert cost.colour == theme.run_style(entry.style).colour
        sizes = [one.layers[0].gradient for one in entry.record.layers]
        assert list(gradient.values) == [size for size in sizes if size > 0]
    comparison = application.comparisons.all()[-1]
    assert comparison.runs.keys() == dialog._runs.keys()
    dialog.reject()


def test_a_form_without_images_is_replaced_by_a_network_for_digits(window, wait):
    window.setup.set_config(line())
    dialog = open_dialog(window, wait)
    assert "hidden layers" in dialog._title.text()
    dialog.reject()


def test_data_that_cannot_be_read_are_named(
    dressed, store, jobs, translation, wait, qtbot, tmp_path
):
    folder = {"data.dataset": str(tmp_path / "nothing"), "data.class_names": ["a", "b"]}
    dialog = PixelsDialog(quick("logistic", folder), store, dict, jobs)
    dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose, False)
    qtbot.addWidget(dialog)
    wait(lambda: "nothing" in dialog.about.text())
    assert dialog.table.topLevelItemCount() == 0


@pytest.mark.parametrize("language", [Language.ENGLISH, Language.CHINESE])
def test_all_of_it_is_seen_at_once(window, preferences, wait, language):
    preferences.language = language
    dialog = open_dialog(window, wait)
    assert dialog.height() <= 640
    wait(lambda: dialog.findChild(QScrollArea).verticalScrollBar().maximum() == 0)
    dialog.reject()
