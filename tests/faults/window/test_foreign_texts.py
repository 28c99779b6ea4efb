"""Names, titles and classes that pretend to be something else, in every view and dialog.

They appear letter by letter, and no file that they name is opened. The window is asked for all its
texts; on Linux the kernel reports whether the file was opened.
"""

import ctypes
import json
import os
import re
import sys
from html import unescape

import pytest
from PySide6.QtCore import QAbstractListModel, Qt
from PySide6.QtGui import QAction
from PySide6.QtGui import Qt as GuiQt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QApplication,
    QComboBox,
    QDialog,
    QGroupBox,
    QLabel,
    QLineEdit,
    QMenu,
    QMessageBox,
    QScrollArea,
    QTabBar,
    QToolButton,
    QToolTip,
    QWidget,
)
from superqt import QElidingLabel

from core.comparison.experiment import Experiment, Kind, Member
from core.comparison.kept.files import read_all
from core.messages import Message
from core.plain_text import printable
from core.storage.layout import LABEL_FILE
from gui.drawing.handwriting_dialog import HandwritingDialog
from gui.drawing.handwriting_row import HandwritingRow
from gui.evaluation.evaluation_panel import Page
from gui.insight.insight_panel import InsightPanel
from gui.lessons.lesson_page import LessonPage
from gui.run_table.runs_view import MAX_COLUMN
from gui.setup.data_choice import DataChoice
from gui.stage.knobs import KnobsPopup
from gui.style import theme
from gui.widgets.answer.answer_column import AnswerColumn
from gui.widgets.plain_text import MAX_CHOICE
from tests.core.data.test_folders import of_folder, write_idx
from tests.gui.driving import LEFT, context_menu, destroy, draw, quick

TRAP = "trap.png"
IMAGE = f"<img src='{TRAP}'>"
RUN_NAMES = (
    IMAGE,
    "<b>bold</b> & <a href='x'>link</a>",
    "a & b && c",
    "&lt;b&gt; &amp;",
    "{run} {0} %1 %s",
    "n" * 1_000,
    "left\u202etfel",
    "first\nsecond\tthird",
    "<style>QWidget { color: red }</style>",
    "<h1>large</h1>",
)
CLASS_NAMES = (IMAGE, "<b>x</b>", "a & b", "c" * 60)
PAGES = ("network", "plane", "comparison", "inside", "evaluation", "line", "data", "code")
OWN_HTML = re.compile(r'<p style="[^"<>]*">[^<]*</p>')
IN_OPEN = 0x20  # of inotify


class Opened:
    """Reports whether anything in this process or another has opened a file since."""

    def __init__(self, path):
        libc = ctypes.CDLL(None, use_errno=True)
        self._events = libc.inotify_init1(os.O_NONBLOCK | os.O_CLOEXEC)
        assert libc.inotify_add_watch(self._events, os.fsencode(path), IN_OPEN) > 0

    def __call__(self):
        try:
            return bool(os.read(self._events, 4096))
        except BlockingIOError:
            return False

    def close(self):
        os.close(self._events)


@pytest.fixture
def opened(tmp_path, monkeypatch):
    """Whether the picture that the names refer to was opened."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / TRAP).write_bytes(b"no picture")
    if sys.platform != "linux":
        yield lambda: False
        return
    watch = Opened(tmp_path / TRAP)
    yield watch
    watch.close()


def descendants(root):
    yield root
    yield from root.findChildren(QWidget)


def is_plain(text):
    """Whether Qt shows a text in its automatic format letter by letter."""
    return not GuiQt.mightBeRichText(text) or OWN_HTML.fullmatch(text) is not None


def letters(text):
    """What is read where Qt decides by itself whether a text is HTML."""
    own = OWN_HTML.fullmatch(text)
    return unescape(re.sub("<[^>]*>", "", text)) if own else text


def label_text(label):
    if isinstance(label, QElidingLabel):
        return label.text()
    text = QLabel.text(label)
    return text if label.textFormat() is Qt.TextFormat.PlainText else letters(text)


def cells_of(view):
    model = view.model()
    if model is None:
        return
    is_list = isinstance(model, QAbstractListModel)
    for row in range(model.rowCount(view.rootIndex())):
        for column in range(1 if is_list else model.columnCount(view.rootIndex())):
            yield model.index(row, column, view.rootIndex())


def item_texts(view):
    for index in cells_of(view):
        yield str(index.data() or "")
        yield letters(str(index.data(Qt.ItemDataRole.ToolTipRole) or ""))


def texts_of(widget):
    """All that a widget shows, but for what it paints itself."""
    yield letters(widget.toolTip())
    yield widget.windowTitle()
    yield widget.accessibleName()
    if isinstance(widget, QLabel):
        yield label_text(widget)
    elif isinstance(widget, QAbstractButton):
        yield widget.text().replace("&&", "&")
    elif isinstance(widget, QComboBox):
        yield from (widget.itemText(index) for index in range(widget.count()))
    elif isinstance(widget, QLineEdit):
        yield widget.text()
    elif isinstance(widget, QGroupBox):
        yield widget.title()
    elif isinstance(widget, QTabBar):
        yield from (widget.tabText(index) for index in range(widget.count()))
    elif isinstance(widget, QAbstractItemView):
        yield from item_texts(widget)
    elif isinstance(widget, AnswerColumn):
        yield widget.description()  # its tip
    elif isinstance(widget, QMenu):
        yield from (action.text().replace("&&", "&") for action in widget.actions())


def shown(root):
    """Every text below a widget that can be seen, joined."""
    return "\n".join(
        text
        for widget in descendants(root)
        if widget is root or widget.isVisible()
        for text in texts_of(widget)
    )


def check_plain(root):
    """Nothing below a widget lets Qt decide that a foreign text is HTML."""
    for widget in descendants(root):
        assert is_plain(widget.toolTip()), widget.toolTip()
        assert is_plain(widget.whatsThis()), widget.whatsThis()
        if isinstance(widget, QLabel) and widget.textFormat() is not Qt.TextFormat.PlainText:
            assert is_plain(QLabel.text(widget)), QLabel.text(widget)
        if isinstance(widget, QMessageBox):
            assert widget.textFormat() is Qt.TextFormat.PlainText
        if isinstance(widget, QAbstractItemView):
            for index in cells_of(widget):
                tip = index.data(Qt.ItemDataRole.ToolTipRole)
                assert is_plain(str(tip or "")), tip
    for action in root.findChildren(QAction):
        assert is_plain(action.toolTip()), action.toolTip()
    root.grab()  # labels lay out their texts only when they are painted


def contains(text, name):
    """Whether a name is shown as it is, or as much of a long one as fits."""
    written = printable(name)
    return written in text or (len(written) > 100 and written[:20] in text)


@pytest.fixture
def application(open_application, opened, kept, runs_dir, wait):
    """A window with a run for each name."""
    for number, name in enumerate(RUN_NAMES):
        run = kept(quick(changes={"seed": number, "epochs": 1}))
        (runs_dir / run / LABEL_FILE).write_text(json.dumps({"name": name}), encoding="utf-8")
    application = open_application()
    wait(lambda: len(application.store.entries()) == len(RUN_NAMES))
    draw(application.window.drawing.canvas, (0.5, 0.2), (0.5, 0.8))
    return application


def entry_of(application, name):
    return next(
        entry for entry in application.store.entries() if entry.name.startswith(printable(name))
    )


def visit(application, settle):
    """Look at every page, and at the views of those that have several; gives their texts."""
    window, texts = application.window, {}
    for page in PAGES:
        window.tabs.show_page(page)
        settle(application)
        texts[page] = shown(window)
        check_plain(window.tabs.currentWidget())
    check_plain(window)
    return texts | visit_views(application, settle)


def visit_views(application, settle):
    """Look at the views of the pages that show the selected run; gives their texts."""
    window, texts = application.window, {}
    window.tabs.show_page("evaluation")
    for view in Page:
        window.evaluation.show_page(view)
        settle(application)
        texts[view.name] = shown(window.evaluation)
        check_plain(window.evaluation)
    window.tabs.show_page("inside")
    settle(application)
    texts["inside"] = shown(window)
    inside = window.findChild(InsightPanel)
    for view in range(len(inside._areas)):
        inside.show_view(view)
        settle(application)
        check_plain(inside)
    check_plain(window)
    return texts


@pytest.mark.skipif(sys.platform != "linux", reason="inotify belongs to Linux")
def test_a_label_of_the_automatic_format_would_open_the_file(qtbot, opened):
    label = QLabel(IMAGE)
    qtbot.addWidget(label)
    label.grab()
    assert opened()
    assert not opened()
    with pytest.raises(AssertionError):
        check_plain(label)


@pytest.mark.timeout(600)
def test_names_of_runs_on_every_page(application, settle, opened):
    window = application.window
    for names in zip(RUN_NAMES[::2], RUN_NAMES[1::2], strict=True):
        runs = [entry_of(application, name).record.run for name in names]
        application.store.show_only(runs)
        window.selection.select(runs[0])
        texts = visit(application, settle)
        for name, run in zip(names, runs, strict=True):
            assert contains(shown(window.table), name)
            assert contains(shown(window.plots), name) or contains(texts["network"], name)
            assert contains(shown(window.drawing), name)
            if run == runs[1]:
                window.selection.select(run)
                texts = visit_views(application, settle)
            for view in (Page.CONFUSION, Page.MISTAKES, Page.CALIBRATION, Page.TWO_RUNS):
                assert contains(texts[view.name], name)
            assert contains(texts["inside"], name)
        assert all(title.height() < 120 for title in window.evaluation.two_runs.titles)
    assert not opened()


def test_a_long_name_leaves_the_other_columns_in_view(application, settle):
    view = application.window.table.view
    settle(application)
    assert view.columnWidth(0) <= theme.px(MAX_COLUMN)
    model = view.model()
    tips = {
        model.index(row, 0).data(): model.index(row, 0).data(Qt.ItemDataRole.ToolTipRole)
        for row in range(model.rowCount())
    }
    assert tips["n" * 1_000].replace("\n", "") == "n" * 1_000
    assert tips["a & b && c"] is None


def dialogs_of(application, run):
    """Open every dialog that names a run, one after the other."""
    window, entry = application.window, application.store.get(run)
    table = window.table
    for signal, argument in (
        (table.continuation_requested, run),
        (table.fork_requested, run),
        (table.repetition_requested, run),
        (table.export_requested, [run]),
        (table.deletion_requested, [run]),
    ):
        signal.emit(argument)
        yield next(each for each in window.findChildren(QDialog) if each.isVisible())
    knobs = KnobsPopup(window._store, window._controller, entry, window)
    knobs.show_at(window.geometry().center())
    yield knobs
    window.training.ask_for_comparison()
    yield next(each for each in window.findChildren(QDialog) if each.isVisible())


def test_names_of_runs_in_dialogs_and_menus(application, settle, opened, wait):
    window = application.window
    for name in RUN_NAMES:
        run = entry_of(application, name).record.run
        application.store.show_only([run])
        window.selection.select(run)
        menu = window.table.menu_for([run])
        check_plain(menu)
        destroy(menu)
        for dialog in dialogs_of(application, run):
            settle(application)
            assert contains(shown(dialog), name), dialog
            check_plain(dialog)
            assert dialog.sizeHint().width() < 1_400
            dialog.close()
            wait(lambda: not any(each.isVisible() for each in window.findChildren(QDialog)))
    assert not opened()


def test_names_of_runs_in_dialogs_of_all_runs(application, settle, opened, wait):
    window = application.window
    for name in RUN_NAMES:
        application.store.set_visible(entry_of(application, name).record.run, True)
    window.findChild(HandwritingRow).buttons[3].click()  # a sample, which runs are judged by
    settle(application)
    show_handwriting = next(
        button for button in window.findChildren(QToolButton) if button.text() == "Show all…"
    )
    for open_dialog in (window.menus.clean_up_requested.emit, show_handwriting.click):
        open_dialog()
        settle(application)
        dialog = next(each for each in window.findChildren(QDialog) if each.isVisible())
        check_plain(dialog)
        if isinstance(dialog, HandwritingDialog):
            assert all(contains(shown(dialog), name) for name in RUN_NAMES)
        dialog.reject()
        wait(lambda: not any(each.isVisible() for each in window.findChildren(QDialog)))
    assert not opened()


def test_titles_of_comparisons(application, settle, opened, wait):
    """Compared twice: with the titles that are given, and after a restart with those of a file."""
    window = application.window
    window.tabs.show_page("comparison")
    members = (
        Member("a", quick(changes={"epochs": 1})),
        Member("b", quick("sigmoid", {"epochs": 1})),
    )
    for name in RUN_NAMES:
        title = Message("{name}", {"name": printable(name)})
        application.comparisons.start(
            Kind.COMPARISON, Experiment(members, (1,)), {"a": title, "b": title}
        )
        comparison = window.comparison.shown()
        wait(lambda comparison=comparison: comparison.is_over)
        settle(application)
        assert contains(shown(window.comparison), name)
        check_plain(window)
    assert read_all(application.kept.runs_dir).problems == ()
    assert not opened()


def test_names_of_classes(open_application, settle, opened, tmp_path, kept, wait, qtbot):
    folder = tmp_path / ("my <b>data & co " + "n" * 150)
    write_idx(folder, classes=len(CLASS_NAMES))
    (folder / "classes.txt").write_text("\n".join(CLASS_NAMES), encoding="utf-8")
    config = of_folder(folder, batch_size=20)
    for seed in (1, 2):
        kept(config.model_copy(update={"epochs": 1, "threads": 1, "seed": seed}))
    application = open_application()
    wait(lambda: len(application.store.entries()) == 2)
    window = application.window
    window.setup.set_config(config)
    draw(window.drawing.canvas, (0.5, 0.2), (0.5, 0.8))
    for entry in application.store.entries():
        application.store.set_visible(entry.record.run, True)
    window.selection.select(application.store.entries()[0].record.run)

    texts = visit(application, settle)
    data = window.findChild(DataChoice).combo
    assert contains("\n".join(texts_of(data)), folder.name[:30])
    for name in CLASS_NAMES:
        assert contains(texts["MISTAKES"], name)  # in both filters

    # a long path is elided, and the samples stay in view
    window.resize(1024, 700)
    window.tabs.show_page("data")
    settle(application)
    (area,) = window.data.findChildren(QScrollArea)
    assert area.horizontalScrollBar().maximum() == 0

    # lists that open do not grow as wide as a long name, but have it in a tip
    for choice in (*window.evaluation.mistakes.findChildren(QComboBox), data):
        entries = range(choice.count())
        assert max(len(choice.itemText(entry)) for entry in entries) <= MAX_CHOICE
        assert choice.sizeHint().width() < 400
        tips = [str(choice.itemData(entry, Qt.ItemDataRole.ToolTipRole)) for entry in entries]
        wanted = folder.name[-60:] if choice is data else CLASS_NAMES[-1]
        assert any(wanted in letters(tip).replace("\n", "") for tip in tips)

    # the tips that are made when the pointer comes
    window.tabs.show_page("evaluation")
    window.evaluation.show_page(Page.CONFUSION)
    settle(application)
    chart = window.evaluation.confusion.chart
    for number in range(len(CLASS_NAMES)):
        area = chart.area_of((number, 0))
        QTest.mouseClick(chart, LEFT, pos=area.center().toPoint())
        settle(application)
        assert CLASS_NAMES[number] in chart.accessibleDescription()
        check_plain(window)
    assert is_plain(QToolTip.text())
    assert not opened()


def test_lessons_are_plain(application, settle, opened):
    window = application.window
    window.learning.show_lessons()
    settle(application)
    assert window.findChildren(LessonPage) or window.learning is not None
    check_plain(window)
    assert not opened()


PASTED = (
    "",
    " \n\t",
    IMAGE,
    "not settings",
    "{",
    "[]",
    "null",
    "NaN",
    "\0",
    "\ud800",
    "\u202e{}",
    "[" * 100_000,
    '{"inkling":' * 100_000,
    '{"inkling": 99, "preset": "mlp"}',
    '{"inkling": 1, "preset": "<b>x</b>"}',
    '{"inkling": 1, "preset": "mlp", "epochs": 1e999}',
    '{"inkling": 1, "preset": "mlp", "epochs": NaN}',
    '{"inkling": 1, "preset": "mlp", "<img src=\'trap.png\'>": 1}',
    '{"inkling": 1, "preset": "mlp", "data.dataset": "<img src=\'trap.png\'>\\n"}',
    '{"inkling": 1, "preset": "mlp", "model.hidden": [{"units": 99999999}]}',
    '{"inkling": 1, "preset": "mlp", "__class__": {"__init__": 1}}',
    "x" * 3_000_000,
)


def test_texts_pasted_into_the_form(open_application, opened, qapp):
    window = open_application().window
    before = window.current.config
    for text in PASTED:
        window.notice.hide()
        qapp.clipboard().setText(text)
        window.menus.paste_requested.emit()
        assert window.notice.isVisible(), text[:99]
        check_plain(window)
        assert window.current.config == before, text[:99]
        assert not opened(), text[:99]


def test_a_menu_whose_rows_vanish_does_nothing(application, settle):
    """Another window or command may delete a run while its menu is open, or just before."""
    window, store = application.window, application.store
    view = window.table.view
    runs = [entry.record.run for entry in store.entries()]
    names = [
        action.text()
        for action in window.table.menu_for(runs[:1]).actions()
        if action.isEnabled() and action.text() and not action.menu()
    ]
    names = names[names.index("Use these settings") :]
    assert "Delete…" in names
    for name in names:
        menu = context_menu(view, 0)
        (run,) = window.selection.runs
        action = next(action for action in menu.actions() if action.text() == name)
        window.notice.hide()
        store.remove(run)
        action.trigger()
        settle(application)
        check_plain(window)
        assert not any(dialog.isVisible() for dialog in window.findChildren(QDialog)), name
        menu.close()
    assert len(store.entries()) == len(runs) - len(names)

    # nothing is left under the pointer
    for entry in store.entries():
        store.remove(entry.record.run)
    view.customContextMenuRequested.emit(view.rect().center())
    assert QApplication.activePopupWidget() is None
