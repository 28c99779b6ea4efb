"""What is seen of runs and buttons: swatches, icons, columns that keep still, new rows."""

import pytest
from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QColor, QGuiApplication
from PySide6.QtWidgets import QApplication, QLineEdit, QWidget

from core.config.settings_text import settings_text
from core.messages import Message
from core.run.record import RunRecord
from gui.run_table.runs_table import RunsTable
from gui.setup.preset_choice import PresetChoice
from gui.style import theme
from gui.style.theme import Scheme
from gui.widgets.field_editors import ChoiceEdit
from tests.gui.driving import contrast, draw, epoch, quick, type_over


@pytest.fixture
def table(dressed, qtbot, store, selection, translation):
    made = RunsTable(store, selection)
    qtbot.addWidget(made)
    made.resize(900, 160)
    made.show()
    qtbot.waitExposed(made)
    return made


def test_columns_keep_still_while_numbers_change(table, store, qtbot):
    store.add(RunRecord("a", quick(changes={"epochs": 1000})))
    model, header = table.view.model(), table.view.header()
    qtbot.waitUntil(lambda: header.count() > 5)
    titles = [model.headerData(column, Qt.Orientation.Horizontal) for column in range(7)]
    before = [table.view.sizeHintForColumn(column) for column in range(7)]

    store.apply(epoch("a", 999, 0.001, accuracy=0.9999))
    qtbot.waitUntil(lambda: model.index(0, 3).data() == "999 / 1000")
    after = [table.view.sizeHintForColumn(column) for column in range(7)]
    assert dict(zip(titles, after, strict=True)) == dict(zip(titles, before, strict=True))


def test_a_new_run_scrolls_into_view(table, store):
    for number in range(30):
        store.add(RunRecord(f"run {number}", quick()))
        QApplication.processEvents()
        row = table.sorted.mapFromSource(table.model.index_of(f"run {number}"))
        seen = table.view.visualRect(row)
        assert table.view.viewport().rect().contains(seen.center())


@pytest.mark.parametrize("scheme", [Scheme.LIGHT, Scheme.DARK])
def test_every_swatch_is_seen_in_a_selected_row(dressed, scheme):
    theme.apply(dressed, scheme)
    named = theme.colours()
    for index in range(theme.RUN_STYLES):
        swatch = theme.run_style(index).colour.name()
        for ground in (named.line, named.paper, named.window):
            assert contrast(swatch, ground) > 1.4


def pixels(icon):
    image = icon.pixmap(18).toImage()
    grid = ((x, y) for x in range(image.width()) for y in range(image.height()))
    solid = [image.pixelColor(*place) for place in grid if image.pixelColor(*place).alpha() > 250]
    return {colour.name() for colour in solid}


@pytest.mark.parametrize("scheme", [Scheme.LIGHT, Scheme.DARK])
def test_the_icon_of_train_is_seen_in_the_menu_and_on_the_button(window, preferences, scheme):
    preferences.scheme = scheme
    named, action = theme.colours(), window.actions_.train
    button = window.toolbar.widgetForAction(action)
    assert pixels(action.icon()) == {QColor(named.text).name()}
    assert pixels(button.icon()) == {QColor(named.on_accent).name()}


def test_a_message_goes_when_another_run_is_started(window, application):
    window.show_message("There is no picture to paste.")
    assert window.notice.isVisible()
    application.store.add(RunRecord("a", quick()))
    assert not window.notice.isVisible()


class TestOutdatedMessages:
    def test_of_a_run_that_is_gone(self, window, application):
        application.store.add(RunRecord("a", quick()))
        window.show_message("It failed.", about="a")
        application.store.remove("another")
        assert window.notice.isVisible()
        application.store.remove("a")
        assert not window.notice.isVisible()

    def test_that_name_a_run_that_is_gone(self, window, application):
        application.store.add(RunRecord("a", quick()))
        window.show_message(Message("Imported: {run}.", {"run": "a"}))
        application.store.remove("a")
        assert not window.notice.isVisible()

    def test_of_settings_that_are_others_now(self, window):
        QGuiApplication.clipboard().setText("no settings")
        window.menus.paste_requested.emit()
        assert "no settings" in window.notice.text
        window.selection.set_runs(["a"])
        assert window.notice.isVisible()
        type_over(window.setup.findChild(QLineEdit, "epochs"), "12")
        assert not window.notice.isVisible()

    def test_what_was_done_to_the_settings_is_news_until_they_change(self, window):
        QGuiApplication.clipboard().setText(settings_text(quick()))
        window.menus.paste_requested.emit()
        assert window.notice.text == "The settings are in the form now."
        type_over(window.setup.findChild(QLineEdit, "epochs"), "12")
        assert not window.notice.isVisible()

    def test_that_ask_for_a_selection_that_is_there_now(self, window):
        window.menus.export_requested.emit()
        assert "Select one run" in window.notice.text
        window.selection.set_runs(["a"])
        assert not window.notice.isVisible()

    def test_of_a_picture_once_something_is_drawn(self, window, wait):
        QGuiApplication.clipboard().clear()
        window.drawing.paste_picture.trigger()
        assert window.notice.isVisible()
        draw(window.drawing.canvas, (0.3, 0.3), (0.6, 0.6))
        wait(lambda: not window.notice.isVisible())

    def test_of_a_file_that_exists_now(self, window, tmp_path, wait):
        text = Message("{file} cannot be read.", {"file": str(tmp_path / "a.png")})
        window.show_message(text)
        QApplication.sendEvent(window.notice, QEvent(QEvent.Type.ActivationChange))
        assert window.notice.isVisible()
        (tmp_path / "a.png").touch()
        window.activateWindow()
        wait(window.isActiveWindow)
        QApplication.sendEvent(window.notice, QEvent(QEvent.Type.ActivationChange))
        assert not window.notice.isVisible()


def test_choices_of_the_form_are_whole_at_1024_by_700(window, wait):
    window.resize(1024, 700)
    window.arranger.actions[0].trigger()
    for group in window.setup._groups.values():
        group.set_open(True)

    def are_whole():
        shown = [edit for edit in window.setup.findChildren(ChoiceEdit) if edit.isVisible()]
        return len(shown) > 5 and all(edit.width() >= edit.sizeHint().width() for edit in shown)

    wait(are_whole)
    bar = window.setup._area.horizontalScrollBar()
    wait(lambda: bar.maximum() == 0)


def test_the_description_of_a_preset_is_whole_at_every_width(window, qtbot):
    choice = window.setup.findChild(PresetChoice)
    about, names = choice._about, choice.combo
    for width in (1024, 1240, 1440, 1024):
        window.resize(width, 700)
        for index in range(names.count()):
            names.setCurrentIndex(index)
            names.activated.emit(index)
            qtbot.waitUntil(lambda: about.height() >= about.heightForWidth(about.width()))


def test_nothing_lies_over_the_pages(window, qapp):
    """A widget that belongs to a panel but to no layout would cover the panel's corner."""
    for key in (*window.tabs.docks, "network"):
        window.tabs.show_page(key)
        qapp.processEvents()
        panel = window.tabs.currentWidget()
        assert [
            widget
            for widget in panel.findChildren(QWidget)
            if widget.isVisible()
            and widget.parentWidget().layout() is not None
            and not widget.testAttribute(Qt.WidgetAttribute.WA_LaidOut)
        ] == []
