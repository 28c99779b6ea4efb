"""The window comes back as it was left, whatever its settings file holds."""

import json
from types import SimpleNamespace

import pytest
import shiboken6
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from PySide6.QtCore import QPoint, QRect, QSettings, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QCheckBox, QLineEdit, QStyle, QToolButton

from core.network import models
from core.run.events import WeightsPublished
from core.run.moment import Moment
from core.run.record import RunRecord
from core.teaching.lessons.curriculum import LESSONS as LESSONS_LIST
from gui.settings.preferences import Preferences
from gui.settings.settings_file import SettingsFile
from gui.settings.stored_layout import Area, Group, Rectangle, Row, StoredLayout, arranged
from gui.settings.stored_values import Memory
from gui.setup.preset_choice import ParagraphOfForm
from gui.style import theme
from gui.window import docks
from gui.window.layouts import LEFT, STORED
from gui.window.lesson_actions import LESSONS
from gui.window.projection import Projection
from tests.gui.driving import destroy, quick


@pytest.fixture
def restart(application, open_again, qapp):
    """Close the window as a user does, and open another one with the same settings."""
    opened = []

    def again():
        application.window.close()
        opened.append(open_again())
        qapp.processEvents()
        return opened[-1]

    yield again
    for window in opened:
        destroy(window)


def state(window):
    """Return what a user sees of each panel, and where."""
    docks = {**window.panels, **window.tabs.docks}
    return {
        key: (
            dock.isFloating(),
            dock.geometry().getRect() if dock.geometry().x() >= 0 else "behind",
        )
        for key, dock in docks.items()
        if not dock.isHidden()
    } | {"size": window.size().toTuple(), "page": window.tabs.page}


def press(dock, word):
    QTest.mouseClick(
        next(b for b in dock.findChildren(QToolButton) if word in b.toolTip()),
        Qt.MouseButton.LeftButton,
    )


class TestLessons:
    """Lessons have an arrangement of their own, and the user's comes back after them."""

    @pytest.fixture
    def own(self, application, qapp):
        """A window that its user has arranged."""
        window = application.window
        window.tabs.set_panel("code", True)
        window.resizeDocks([window.panels["setup"]], [420], Qt.Orientation.Horizontal)
        window.panels["runs"].close()
        window.tabs.show_page("evaluation")
        qapp.processEvents()
        return window

    def test_they_open_in_their_own_and_closing_them_restores_the_users(self, own, wait):
        before = state(own)
        QTest.keyClick(own, Qt.Key.Key_5, Qt.KeyboardModifier.ControlModifier)
        assert set(state(own)) == {"setup", "lessons", "runs", "size", "page"}
        press(own.tabs.docks[LESSONS], "hide")
        wait(lambda: state(own) == before)

    def test_the_panel_is_closed_in_the_menu_too(self, own, wait):
        before = state(own)
        own.learning.show_lessons()
        assert state(own) != before
        lessons = list(own.tabs.docks).index(LESSONS) + 1
        own.tabs.panel_actions[lessons].trigger()
        wait(lambda: state(own) == before)

    def test_after_a_restart_the_users_still_comes_back(self, own, restart, wait):
        before = state(own)
        own.learning.show_lessons()
        window = restart()
        assert window.tabs.docks[LESSONS].isVisible()
        window.learning.show_lessons()  # another time: this is not the user's
        press(window.tabs.docks[LESSONS], "hide")
        wait(lambda: set(state(window)) == set(before))
        assert window.tabs.page == "evaluation"
        assert window.panels["setup"].width() == pytest.approx(before["setup"][1][2], abs=8)

    def test_another_arrangement_takes_its_place_for_good(self, own, wait, qapp):
        own.learning.show_lessons()
        QTest.keyClick(own, Qt.Key.Key_1, Qt.KeyboardModifier.ControlModifier)
        chosen = state(own)
        own.tabs.set_panel(LESSONS, True)
        press(own.tabs.docks[LESSONS], "hide")
        for _ in range(3):
            qapp.processEvents()
        assert set(state(own)) == set(chosen)

    def test_what_is_reset_afterwards_is_the_arrangement_from_before(self, own, wait):
        QTest.keyClick(own, Qt.Key.Key_2, Qt.KeyboardModifier.ControlModifier)
        chosen = state(own)
        own.learning.show_lessons()
        press(own.tabs.docks[LESSONS], "hide")
        wait(lambda: state(own) == chosen)
        own.panels["runs"].close()
        own.arranger.reset.trigger()
        wait(lambda: state(own) == chosen)

    @pytest.mark.parametrize(
        ("key", "page"),
        [("learning-rate", "line"), ("fair-race", "comparison"), ("gradients", "inside")],
    )
    def test_a_lesson_is_opened_next_to_what_it_speaks_of(self, application, key, page):
        window, lessons = application.window, application.window.learning.lessons
        window.learning.show_lessons()
        assert window.tabs.page == "network"
        lessons.open(next(lesson for lesson in LESSONS_LIST if lesson.key == key))
        assert window.tabs.page == page
        assert lessons.isVisible()
        lessons.open(LESSONS_LIST[0])
        assert window.tabs.page == "network"

    def test_in_a_narrow_window_the_form_gives_way_to_what_a_lesson_shows(self, application):
        window = application.window
        for width, has_form in ((1000, False), (1300, True)):
            window.resize(width, 700)
            window.learning.show_lessons()
            assert window.panels["setup"].isVisible() is has_form
            assert window.learning.lessons.isVisible()

    def test_as_a_tab_it_stays_in_front(self, application):
        window, lessons = application.window, application.window.learning.lessons
        window.tabs.show_page(LESSONS)
        lessons.open(LESSONS_LIST[1])
        assert window.tabs.page == LESSONS


def check_box_side(window):
    box = window.setup.findChild(QCheckBox)
    return box.style().pixelMetric(QStyle.PixelMetric.PM_IndicatorWidth, None, box)


class TestProjector:
    """Projector mode borrows the height of the table of runs; afterwards all is as it was."""

    @pytest.fixture
    def racing(self, application, wait):
        """A window with two networks that train, at the size of a usual screen."""
        window = application.window
        window.resize(1440, 870)
        for run in "ab":
            config = quick("mlp")
            network = models.build(config.model, models.weight_generator(config.seed))
            application.store.add(RunRecord(run, config))
            application.store.apply(
                WeightsPublished(run, Moment(1), models.copy_of_weights(network))
            )
        wait(window.plots.isVisible)
        self.wait_for_rest(window, wait)
        return window

    def wait_for_rest(self, window, wait):
        """Wait until nothing moves any more."""
        seen = []

        def rests():
            seen.append((state(window), window.stage.height(), window.font().pointSizeF()))
            return len(seen) > 20 and all(one == seen[-1] for one in seen[-20:])

        wait(rests)

    def switch(self, window, wait):
        modifiers = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier
        QTest.keyClick(window, Qt.Key.Key_P, modifiers)
        self.wait_for_rest(window, wait)

    def test_both_networks_and_their_curves_are_seen(self, racing, wait):
        self.switch(racing, wait)
        assert theme.zoom() > 1
        assert [band.isVisible() for band in racing.stage.bands.values()] == [True, True]
        assert racing.plots.isVisible()
        assert racing.panels["runs"].isHidden()

    def test_in_a_narrow_window_the_form_gives_way_too(self, racing, wait):
        racing.resize(1240, 812)
        self.wait_for_rest(racing, wait)
        before = state(racing)
        width, box = racing.stage.width(), check_box_side(racing)
        self.switch(racing, wait)
        assert racing.panels["setup"].isHidden()
        assert racing.stage.width() > 1.2 * width
        assert abs(check_box_side(racing) - 1.4 * box) <= 1
        self.switch(racing, wait)
        assert state(racing) == before
        assert check_box_side(racing) == box

    def test_a_window_that_is_high_enough_keeps_the_table(self, racing, wait):
        racing.resize(1440, 1100)
        self.switch(racing, wait)
        assert len(racing.stage.bands) == 2
        assert racing.plots.isVisible()
        assert racing.panels["runs"].isVisible()

    def test_afterwards_every_panel_has_its_size_again(self, racing, wait):
        racing.resizeDocks([racing.panels["setup"]], [330], Qt.Orientation.Horizontal)
        self.wait_for_rest(racing, wait)
        before = state(racing)
        for _ in range(2):
            self.switch(racing, wait)
            assert state(racing) != before
            self.switch(racing, wait)
            assert state(racing) == before

    def test_a_table_that_was_hidden_stays_hidden(self, racing, wait):
        racing.panels["runs"].close()
        self.wait_for_rest(racing, wait)
        before = state(racing)
        self.switch(racing, wait)
        self.switch(racing, wait)
        assert state(racing) == before

    def test_another_arrangement_omits_the_table_and_has_it_afterwards(self, racing, wait):
        self.switch(racing, wait)
        QTest.keyClick(racing, Qt.Key.Key_3, Qt.KeyboardModifier.ControlModifier)
        self.wait_for_rest(racing, wait)
        assert set(state(racing)) == {"drawing", "size", "page"}
        self.switch(racing, wait)
        assert set(state(racing)) == {"drawing", "runs", "size", "page"}

    @pytest.mark.parametrize("key", [Qt.Key.Key_1, Qt.Key.Key_4])
    def test_another_arrangement_has_its_usual_widths_afterwards(self, racing, wait, key):
        def widths():
            return {
                name: panel.width() for name, panel in racing.panels.items() if panel.isVisible()
            }

        QTest.keyClick(racing, key, Qt.KeyboardModifier.ControlModifier)
        self.wait_for_rest(racing, wait)
        usual = widths()
        QTest.keyClick(racing, Qt.Key.Key_3, Qt.KeyboardModifier.ControlModifier)
        self.switch(racing, wait)
        QTest.keyClick(racing, key, Qt.KeyboardModifier.ControlModifier)
        self.switch(racing, wait)
        wait(lambda: widths() == usual)

    def test_after_a_restart_all_comes_back_too(self, racing, restart, wait):
        before = state(racing)
        self.switch(racing, wait)
        window = restart()
        shiboken6.delete(racing.findChild(Projection))  # its process has ended
        self.wait_for_rest(window, wait)
        assert window.panels["runs"].isHidden()
        self.switch(window, wait)
        assert set(state(window)) == set(before)
        assert window.panels["setup"].width() == before["setup"][1][2]

    def test_paragraphs_of_the_form_are_as_high_as_before(self, racing, wait):
        def heights():
            return {
                one.text(): (one.width(), one.height())
                for one in racing.setup.findChildren(ParagraphOfForm)
                if one.isVisible()
            }

        before = heights()
        assert before
        self.switch(racing, wait)
        self.switch(racing, wait)
        wait(lambda: heights() == before)


def drag(window, start, end):
    for act, position in (
        (QTest.mousePress, start),
        (QTest.mouseMove, (start + end) / 2),
        (QTest.mouseMove, end),
        (QTest.mouseRelease, end),
    ):
        if act is QTest.mouseMove:
            act(window.windowHandle(), position)
        else:
            act(window.windowHandle(), Qt.MouseButton.LeftButton, pos=position)
        QApplication.processEvents()


def hide(window):
    press(window.panels["drawing"], "hide")


def float_(window):
    press(window.panels["drawing"], "separate")
    window.panels["drawing"].setGeometry(QRect(130, 140, 420, 510))  # as the desktop does


def widen(window):
    dock = window.panels["setup"]
    corner = dock.mapTo(window, dock.rect().topRight())
    drag(window, corner + QPoint(2, 200), corner + QPoint(62, 200))


def enlarge(window):
    window.setGeometry(60, 70, 1400, 850)


def show_tab(window):
    bar = window.tabs.tabBar()
    QTest.mouseClick(bar, Qt.MouseButton.LeftButton, pos=bar.tabRect(3).center())


def show_panels(window):
    window.tabs.set_panel("evaluation", True)
    window.tabs.set_panel("code", True)


def move(window):
    window.addDockWidget(LEFT, window.panels["drawing"])  # what the end of a drag calls


def make_tabs(window):
    for key in ("evaluation", "code"):
        window.tabs.set_panel(key, True)
        window.tabifyDockWidget(window.panels["drawing"], window.tabs.docks[key])
    window.panels["drawing"].raise_()


def nest(window):
    window.tabs.set_panel("code", True)
    window.splitDockWidget(
        window.panels["drawing"], window.tabs.docks["code"], Qt.Orientation.Horizontal
    )
    window.tabs.set_panel("evaluation", True)
    window.splitDockWidget(
        window.tabs.docks["code"], window.tabs.docks["evaluation"], Qt.Orientation.Vertical
    )


def hide_all(window):
    for dock in window.panels.values():
        press(dock, "hide")


ACTIONS = (
    hide,
    float_,
    widen,
    enlarge,
    show_tab,
    show_panels,
    move,
    make_tabs,
    nest,
    hide_all,
)


@pytest.mark.parametrize("act", ACTIONS, ids=lambda act: act.__name__)
def test_it_comes_back_as_it_was_left(act, application, restart, qapp):
    usual = state(application.window)
    act(application.window)
    qapp.processEvents()
    before = state(application.window)
    assert before != usual
    assert state(restart()) == before


def test_a_maximized_window_keeps_its_usual_size(application, restart, wait):
    usual = application.window.geometry()
    application.window.showMaximized()
    wait(lambda: application.window.width() > usual.width())
    before = state(application.window)
    second = restart()
    assert second.isMaximized()
    wait(lambda: state(second) == before)  # once the screen has given it its size
    second.showNormal()
    wait(lambda: second.size() == usual.size())


def test_in_full_screen_only_what_is_below_is_stored(application, restart):
    usual = application.window.size()
    application.window.screen_actions.full_screen.trigger()
    second = restart()
    assert not second.isFullScreen()
    assert not second.screen_actions.full_screen.isChecked()
    assert second.size() == usual


def test_the_order_of_tabs_is_kept(application, restart):
    make_tabs(application.window)
    window = restart()
    docks = window.tabifiedDockWidgets(window.panels["drawing"])
    assert [dock.key for dock in docks] == ["evaluation", "code"]


def written(application):
    application.window.arranger.keep()
    return application.window.arranger._preferences.stored(STORED)


@pytest.fixture
def text_at_first(application):
    return written(application)


def change(**values):
    return lambda layout: layout | values


def change_panel(**values):
    return lambda layout: (
        layout
        | {"panels": [panel | values for panel in layout["panels"][:1]] + layout["panels"][1:]}
    )


HOSTILE = {
    "another version": change(version=1),
    "no page": change(page=None),
    "a giant": change(width=10**30),
    "no size": change(width=0),
    "text": change(height="700"),
    "fraction": change(height=700.5),
    "more": change(more=1),
    "an unknown area": change_panel(area="above"),
    "a switch": change_panel(is_visible=1),
    "twice": lambda layout: layout | {"panels": layout["panels"] + layout["panels"][:1]},
    "too many": lambda layout: (
        layout | {"panels": [layout["panels"][0] | {"key": f"{number}"} for number in range(51)]}
    ),
}
NO_JSON = ["", "{", "null", "[" * 9000, '"\ud800"', "NaN", "1" * 9000, "x" * 10_000_000, 7, None]


def test_an_invalid_layout_is_not_read(text_at_first):
    layout = json.loads(text_at_first)
    assert StoredLayout.read(json.dumps(layout)) is not None
    for name, hostile in HOSTILE.items():
        assert StoredLayout.read(json.dumps(hostile(layout))) is None, name


@pytest.mark.parametrize(
    "stored", NO_JSON, ids=lambda stored: str(stored)[:9].encode("utf-8", "replace")
)
def test_what_is_no_layout_is_not_read(stored):
    assert StoredLayout.read(stored) is None


def test_without_a_valid_layout_the_panels_are_arranged(application, preferences, restart):
    hide(application.window)
    usual = Preferences(Memory())
    application.window.arranger._preferences = usual  # what is stored at closing goes there
    preferences.store(STORED, "{}")
    assert all(dock.isVisible() for dock in restart().panels.values())


def test_bytes_of_earlier_versions_are_ignored(application, preferences, restart, tmp_path):
    """Qt would crash on some of them."""
    file = tmp_path / "inkling.ini"
    settings_ = QSettings(str(file), QSettings.Format.IniFormat)
    application.window.panels["setup"].close()
    settings_.setValue("layout/panels", application.window.saveState(1))
    settings_.sync()
    application.window.arranger._preferences = Preferences(Memory())
    preferences._store = SettingsFile(file)
    assert restart().panels["setup"].isVisible()
    assert preferences.problem() is None
    assert b"panels=" not in file.read_bytes()


def test_a_window_that_is_nowhere_comes_to_the_screen(application, preferences, restart):
    float_(application.window)
    layout = json.loads(written(application))
    layout["window"] = {"x": -9000, "y": 9000, "width": 20_000, "height": 20_000}
    for panel in layout["panels"]:
        panel["rectangle"] = {"x": 19_000, "y": -9000, "width": 20_000, "height": 1}
    application.window.arranger._preferences = Preferences(Memory())
    preferences.store(STORED, json.dumps(layout))
    assert_usable(restart())


def assert_usable(window):
    """Assert that the window and its panels can be seen and reached."""
    for top in (window, *(dock for dock in window.panels.values() if dock.isFloating())):
        assert top.screen().availableGeometry().contains(top.geometry().center())
        assert top.screen().availableGeometry().contains(top.geometry().topLeft())
    assert window.tabs.isVisible()
    assert window.tabs.currentWidget().isVisible()
    assert window.tabs.width() >= 100
    assert window.tabs.height() >= 100


RECTANGLES = st.fixed_dictionaries(
    {
        "x": st.integers(-20_000, 20_000) | st.integers(0, 1500),
        "y": st.integers(-20_000, 20_000) | st.integers(0, 1000),
        "width": st.integers(1, 20_000) | st.integers(100, 700),
        "height": st.integers(1, 20_000) | st.integers(100, 700),
    }
)


@st.composite
def layouts(draw):
    """Layouts that are valid, and could have been written by nobody."""
    keys = draw(
        st.lists(
            st.sampled_from(
                ["setup", "drawing", "runs", "plane", "comparison", "inside", "line", "code", "?"]
            ),
            unique=True,
        )
    )
    panels = [
        {
            "key": key,
            "area": draw(st.sampled_from(list(Area))),
            "is_visible": draw(st.booleans()),
            "is_floating": draw(st.integers(0, 4)) == 0,
            "rectangle": draw(RECTANGLES),
            "front": draw(st.sampled_from([*keys, key, "!"])),
        }
        for key in keys
    ]
    return {
        "version": 2,
        "window": draw(RECTANGLES),
        "is_maximized": draw(st.booleans()),
        "width": draw(st.integers(1, 20_000)),
        "height": draw(st.integers(1, 20_000)),
        "page": draw(st.sampled_from(["network", "inside", "line", "", "?"])),
        "panels": panels,
    }


ONE_WINDOW = settings(deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])


@given(layout=layouts())
@ONE_WINDOW
def test_any_valid_layout_gives_a_window_that_can_be_used(layout, application, preferences):
    text = json.dumps(layout)
    assert StoredLayout.read(text) is not None
    preferences.store(STORED, text)
    application.window.arranger.restore()
    QApplication.processEvents()
    assert_usable(application.window)
    application.window.arranger.keep()
    assert StoredLayout.read(preferences.stored(STORED)) is not None
    application.window.showNormal()


@given(data=st.data())
@ONE_WINDOW
def test_a_layout_changed_at_random_raises_nothing(data, text_at_first, application, preferences):
    text = list(text_at_first)
    for _ in range(data.draw(st.integers(1, 4))):
        index = data.draw(st.integers(0, len(text) - 1))
        text[index : index + data.draw(st.integers(0, 9))] = data.draw(
            st.text(max_size=4) | st.sampled_from([*'0123456789-,:"{}[]', "true", "false", "1e9"])
        )
    preferences.store(STORED, "".join(text))
    application.window.arranger.restore()
    QApplication.processEvents()
    assert_usable(application.window)
    application.window.arranger.reset.trigger()


def test_an_area_is_cut_into_rows():
    def group(key, x, y, width, height):
        return Group((key,), key, Rectangle(x=x, y=y, width=width, height=height))

    a, b, c = group("a", 0, 0, 50, 100), group("b", 55, 0, 45, 45), group("c", 55, 50, 45, 50)
    assert arranged([c, b, a]) == Row(True, (a, Row(False, (b, c))))
    assert arranged([a]) == a
    over = group("over", 0, 0, 100, 100)
    assert arranged([a, over]) == Row(False, (a, over))


class TestHeightOfTheRuns:
    @pytest.fixture
    def dock(self, application, qapp):
        window = application.window
        window.resize(1280, 1400)
        window.arranger.reset.trigger()
        qapp.processEvents()
        return window.panels["runs"]

    def add(self, application, count):
        for _ in range(count):
            number = len(application.store.entries())
            application.store.add(RunRecord(f"run {number}", quick()))

    def hidden_rows(self, application):
        """How many rows one has to scroll for."""
        return application.window.table.view.verticalScrollBar().maximum()

    def test_it_grows_with_the_rows_up_to_the_share_of_the_arrangement(
        self, application, dock, wait, qapp
    ):
        empty = dock.height()
        assert empty < 0.15 * 1400
        self.add(application, 3)
        qapp.processEvents()
        assert dock.height() == empty
        self.add(application, 2)
        wait(lambda: dock.height() > empty)
        assert self.hidden_rows(application) == 0
        self.add(application, 40)
        wait(lambda: self.hidden_rows(application) > 0)
        assert dock.height() <= 0.2 * 1400 + 1
        for entry in application.store.entries():
            application.store.remove(entry.record.run)
        wait(lambda: dock.height() == empty)

    def test_a_filter_does_not_move_it(self, application, dock, wait, qapp):
        empty = dock.height()
        self.add(application, 40)
        wait(lambda: dock.height() > empty)
        before = dock.height()
        application.window.findChild(QLineEdit, "filter").setText("no such run")
        for _ in range(3):
            qapp.processEvents()
        assert dock.height() == before

    def test_what_the_user_drags_stays(self, application, dock, wait, qapp, monkeypatch):
        mouse = SimpleNamespace(mouseButtons=lambda: Qt.MouseButton.LeftButton)
        monkeypatch.setattr(docks, "QGuiApplication", mouse)
        application.window.resizeDocks([dock], [400], Qt.Orientation.Vertical)
        wait(lambda: dock.height() == 400)
        monkeypatch.undo()
        self.add(application, 5)
        for _ in range(3):
            qapp.processEvents()
        assert dock.height() == 400
        application.window.arranger.reset.trigger()
        wait(lambda: dock.height() < 300)

    def test_whatever_the_settings_hold_it_is_left_alone(self, application, dock, wait, qapp):
        empty = dock.height()
        for stored in (None, "", "-5", "1e3", "²", "9" * 5000, "99999", 7):
            application.window.arranger._height.read(stored)
            self.add(application, 9)
            for _ in range(3):
                qapp.processEvents()
            assert dock.height() == empty, stored

            application.window.arranger.reset.trigger()  # and it grows again
            wait(lambda: dock.height() > empty)
            for entry in application.store.entries():
                application.store.remove(entry.record.run)
            wait(lambda: dock.height() == empty)
