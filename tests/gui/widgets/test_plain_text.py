"""Foreign texts in labels and tooltips: shown letter by letter, on lines that fit."""

import ast
from itertools import combinations
from pathlib import Path

import pytest
from PySide6.QtCore import QCoreApplication, QEvent, QPoint, Qt
from PySide6.QtGui import QHelpEvent, QTextDocument
from PySide6.QtGui import Qt as GuiQt
from PySide6.QtWidgets import QLabel, QMessageBox, QToolTip, QWidget

import gui
from gui.plots.plot_legend import Legend, LegendEntry
from gui.style import theme
from gui.widgets import plain_text
from gui.widgets.answer.answer_column import AnswerColumn
from gui.widgets.notice_bar import NoticeBar
from gui.widgets.plain_text import (
    LiveLabel,
    ParagraphLabel,
    PlainElidingLabel,
    PlainLabel,
    button_text,
    plain_tip,
)
from gui.widgets.questions import ask

HOSTILE = "<img src='/dev/zero'> & <b>x</b> &lt; //host/share"
LONG = "n" * 1_000
TIPS = ("setToolTip", "setStatusTip", "setWhatsThis")
# the sheet that is printed, from a template that escapes what is filled in
PRINTED = ("lesson_sheets.py", "document.setHtml(page)")


def shown_by_qt(text):
    """The letters that Qt shows for a tooltip or a label of its automatic format."""
    if not GuiQt.mightBeRichText(text):
        return text
    document = QTextDocument()
    document.setHtml(text)
    return document.toPlainText()


class TestTips:
    @pytest.mark.parametrize(
        "text", [HOSTILE, "<b>x</b>", "&lt;b>", "a\n<i>b</i>", "<?xml?>", "<a\nb>", "Sigmoid 2"]
    )
    def test_every_letter_is_shown(self, text):
        assert shown_by_qt(plain_tip(text)) == text
        assert "<img" not in plain_tip(text)

    def test_a_long_name_is_whole_on_lines_that_fit(self):
        tip = plain_tip(LONG)
        assert tip.replace("\n", "") == LONG
        assert max(map(len, tip.split("\n"))) <= plain_text.MAX_TIP_LINE

    def test_a_text_without_end_is_shortened(self):
        assert plain_tip("a\n" * 5_000).count("\n") < plain_text.MAX_TIP_LINES

    def test_marks_and_controls_are_written_out(self):
        assert plain_tip("a\u202eb\x1bc\nd") == "a\\u202eb\\x1bc\nd"


class TestLabels:
    @pytest.mark.parametrize("kind", [PlainLabel, PlainElidingLabel, LiveLabel])
    def test_nothing_is_html(self, qtbot, kind):
        label = kind()
        qtbot.addWidget(label)
        label.setText(HOSTILE)
        assert label.textFormat() is Qt.TextFormat.PlainText
        assert label.text() == HOSTILE

    def test_a_paragraph_has_no_html_but_its_own(self, qtbot):
        label = ParagraphLabel()
        qtbot.addWidget(label)
        label.setText(HOSTILE)
        document = QTextDocument()
        document.setHtml(QLabel.text(label))
        assert document.toPlainText() == HOSTILE

    @pytest.mark.parametrize("wraps", [True, False])
    def test_a_long_name_does_not_widen_the_window(self, qtbot, wraps):
        label = PlainLabel()
        qtbot.addWidget(label)
        label.setWordWrap(wraps)
        label.setText(LONG)
        assert label.minimumSizeHint().width() < 1_600
        assert label.toolTip().replace("\n", "") == LONG
        label.setText("short")
        assert label.toolTip() == ""

    def test_a_live_label_has_the_width_of_its_widest_text(self, qtbot):
        label = LiveLabel()
        qtbot.addWidget(label)
        label.set_widest("reads 8 · 100%")
        width = label.sizeHint().width()
        assert width >= label.fontMetrics().horizontalAdvance("reads 8 · 100%")
        label.setText(LONG)
        assert label.sizeHint().width() == width
        assert label.accessibleName() == LONG
        label.set_widest(LONG)
        assert label.sizeHint().width() < 1_600

    def test_a_live_label_paints_its_text(self, qtbot):
        label = LiveLabel()
        qtbot.addWidget(label)
        label.resize(200, 30)
        pictures = []
        for text in ("", "reads 8", "reads 3", HOSTILE):
            label.setText(text)
            pictures.append(label.grab().toImage())
        assert all(one != other for one, other in combinations(pictures, 2))

    def test_a_chinese_sentence_is_no_long_word(self):
        sentence = "同一种子下保持相同的有：批次及其顺序，以及层结构一致部分的初始权重。" * 3
        assert plain_text.wrappable(sentence) == sentence
        mixed = f"在{LONG}里"
        assert plain_text.wrappable(mixed) == (
            "在" + plain_text.middle_elided(LONG, plain_text.MAX_WORD) + "里"
        )

    def test_a_path_wraps_within_itself_and_only_its_long_parts_are_elided(self):
        path = "/home/anna/" + "short/" * 12
        assert plain_text.wrappable(path) == path
        assert (
            plain_text.wrappable(f"/a/{LONG}/b")
            == "/a/" + plain_text.middle_elided(LONG, plain_text.MAX_WORD) + "/b"
        )

    def test_buttons_show_ampersands(self):
        assert button_text("R&D\n") == "R&&D\\n"


class TestWidgets:
    def test_a_question_is_no_html(self, qtbot):
        parent = QWidget()
        qtbot.addWidget(parent)
        box = ask(parent, "Delete", f"Delete {HOSTILE}?", "Delete", lambda _yes: None)
        assert box.textFormat() is Qt.TextFormat.PlainText
        assert box.text() == f"Delete {HOSTILE}?"
        box.button(QMessageBox.StandardButton.Cancel).click()
        qtbot.waitUntil(lambda: not parent.findChildren(QMessageBox))

    def test_a_legend_shows_its_names(self, qtbot):
        legend = Legend()
        qtbot.addWidget(legend)
        legend.resize(400, 40)
        name = "<b>R&D</b>"
        legend.set_entries([LegendEntry("a", name, theme.run_style(0))])
        (button,) = legend.buttons()
        assert button.text().replace("&&", "&") == name
        assert shown_by_qt(button.toolTip()) == name

    def test_a_click_on_an_entry_that_has_just_gone_does_nothing(self, qtbot):
        legend = Legend()
        qtbot.addWidget(legend)
        legend.set_entries([LegendEntry("a", "a", theme.run_style(0))])
        (button,) = legend.buttons()
        chosen = []
        legend.chosen.connect(chosen.append)
        legend.set_entries([])
        button.click()
        assert chosen == []

    def test_answers_name_their_classes(self, qtbot):
        column = AnswerColumn("<i>a</i>", theme.run_style(0).colour, None, ("<b>x</b>", "b\nc"))
        qtbot.addWidget(column)
        column.show_probabilities([0.75, 0.25])
        tip = QHelpEvent(QEvent.Type.ToolTip, QPoint(), QPoint())
        QCoreApplication.sendEvent(column, tip)
        lines = ["<i>a</i>", "<b>x</b>: 75.00%", "b\\nc: 25.00%"]
        assert shown_by_qt(QToolTip.text()).splitlines() == lines
        QToolTip.hideText()

    def test_a_notice_is_no_html(self, qtbot):
        bar = NoticeBar()
        qtbot.addWidget(bar)
        bar.show_text(f"{HOSTILE} could not be written")
        label = bar.findChild(PlainElidingLabel)
        assert label.text() == f"{HOSTILE} could not be written"
        assert shown_by_qt(label.toolTip()) == label.text()


def is_own_text(node):
    """Whether an expression is a constant, or the translation of one."""
    if isinstance(node, ast.Call):
        name = getattr(node.func, "attr", getattr(node.func, "id", ""))
        if name == "plain_tip":
            return True
        return name in ("tr", "translate") and all(isinstance(a, ast.Constant) for a in node.args)
    if isinstance(node, ast.IfExp):
        return is_own_text(node.body) and is_own_text(node.orelse)
    return isinstance(node, ast.Constant)


def wrong_calls(tree):
    """The calls that show a text without the module that makes it plain."""
    for node in ast.walk(tree):
        if not isinstance(node, ast.Call):
            continue
        name = getattr(node.func, "attr", getattr(node.func, "id", ""))
        is_tip_of_item = name == "setItemData" and "ToolTipRole" in ast.unparse(node)
        if (
            name in ("QLabel", "QElidingLabel", "setHtml", "insertHtml", "appendHtml", "showText")
            or (name in TIPS and not is_own_text(node.args[-1]))
            or (is_tip_of_item and not is_own_text(node.args[1]))
            or name in ("TextItem", "LabelItem", "QTextBrowser", "QTextEdit", "QErrorMessage")
        ):
            yield node


def test_no_other_module_makes_labels_or_tips():
    wrong = []
    for file in sorted(Path(gui.__file__).parent.rglob("*.py")):
        if file.name != "plain_text.py":
            tree = ast.parse(file.read_text(encoding="utf-8"))
            wrong += [
                f"{file.name}:{call.lineno}: {ast.unparse(call)}"
                for call in wrong_calls(tree)
                if (file.name, ast.unparse(call)) != PRINTED
            ]
    assert wrong == []


@pytest.mark.parametrize(
    "code",
    [
        "QLabel(self)",
        "a.setToolTip(name)",
        "QToolTip.showText(at, name)",
        "pg.TextItem(name)",
        "a.setToolTip(self.tr('{run}').format(run=name))",
        "view.setHtml(name)",
    ],
)
def test_the_search_finds_them(code):
    assert list(wrong_calls(ast.parse(code)))
