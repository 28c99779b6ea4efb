"""The translation files against the code, and the code against what Qt can translate."""

import ast
import difflib
import re
import shutil
import string
import subprocess
import sys
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest
from PySide6.QtCore import QCoreApplication, QEvent, QTranslator
from PySide6.QtPrintSupport import QPrintDialog, QPrinter
from PySide6.QtWidgets import QFileDialog, QLabel

import resources
from core.messages import message
from gui.style.translation import Language, Translation, in_a_row, translate
from resources import translate as translations

UPGRADED = """
import sys
from pathlib import Path

from PySide6.QtCore import QCoreApplication

import resources
from gui.style.translation import Language, Translation, translate
from core.messages import message

app = QCoreApplication([])
resources.path = lambda *parts: Path(sys.argv[1], parts[-1])
translation = Translation(app)
translation.use(Language.CHINESE)
Path(sys.argv[1], "inkling_zh_CN.qm").write_bytes(b"")
assert translate(message("The robustness has been measured.")) == "鲁棒性测量完成。"
"""

ROOT = Path(resources.__file__).parent.parent
NAMES = (translations.CHINESE, translations.ENGLISH)
TRANSLATING = {
    "tr": 0,
    "QCoreApplication.translate": 1,
    "message": 0,
}  # where in the call the text stands


def messages_in(name):
    """For each text of a `.ts` file: its source and its element."""
    tree = ET.parse(translations.FOLDER / f"{name}.ts")
    return [
        (item.findtext("source"), item.find("translation"), item) for item in tree.iter("message")
    ]


def forms_of(translation):
    """The translation's text, or all its numerus forms."""
    forms = translation.findall("numerusform")
    return [form.text or "" for form in forms] or [translation.text or ""]


def placeholders(text):
    named = sorted(field for _, field, _, _ in string.Formatter().parse(text) if field is not None)
    return named, sorted(set(re.findall(r"%L?n|%L?\d", text)))


def modules():
    return [file for package in ("core", "gui") for file in sorted((ROOT / package).rglob("*.py"))]


def texts_to_translate(tree):
    """Line and text, as nodes, of all calls that mark a text for translation."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Call):
            place = TRANSLATING.get(ast.unparse(node.func).removeprefix("self."))
            if place is not None and len(node.args) > place:
                yield node.lineno, node.args[place]


@pytest.mark.parametrize("name", NAMES)
class TestFiles:
    def test_they_are_up_to_date_with_the_code(self, name, tmp_path):
        for file in translations.FOLDER.glob("*.ts"):
            shutil.copy(file, tmp_path)
        translations.collect(tmp_path)
        kept, renewed = (
            folder.joinpath(f"{name}.ts").read_text("utf-8")
            for folder in (translations.FOLDER, tmp_path)
        )
        changes = "\n".join(
            difflib.unified_diff(kept.splitlines(), renewed.splitlines(), lineterm="", n=1)
        )
        if changes:
            pytest.fail(
                f"run python -m resources.translate and translate what is new:\n{changes}",
                pytrace=False,
            )

    def test_the_packed_ones_are_up_to_date(self, name, tmp_path):
        for file in translations.FOLDER.glob("*.ts"):
            shutil.copy(file, tmp_path)
        translations.pack(tmp_path)
        kept, packed = (
            folder.joinpath(f"{name}.qm").read_bytes() for folder in (translations.FOLDER, tmp_path)
        )
        assert packed == kept, "run python -m resources.translate"

    def test_nothing_is_unfinished_or_empty(self, name):
        unfinished = [
            source
            for source, translation, _ in messages_in(name)
            if translation.get("type") is not None
            or not all(form.strip() for form in forms_of(translation))
        ]
        assert messages_in(name)
        assert not unfinished

    def test_placeholders_are_the_same_in_source_and_translation(self, name):
        differing = [
            (source, form)
            for source, translation, _ in messages_in(name)
            for form in forms_of(translation)
            if placeholders(source) != placeholders(form)
        ]
        assert not differing


def test_english_has_every_plural_and_nothing_else():
    chinese = {
        source
        for source, _, item in messages_in(translations.CHINESE)
        if item.get("numerus") == "yes"
    }
    english = messages_in(translations.ENGLISH)
    assert {source for source, _, _ in english} == chinese
    assert all(len(forms_of(translation)) == 2 for _, translation, _ in english)


class TestChineseTerms:
    """One word for each thing, the one that the field uses."""

    @pytest.mark.parametrize(
        ("term", "instead"),
        [
            ("失活", "死亡神经元 for dead units; the other word is that of dropout"),
            ("(?<!超)参数网格", "超参数网格"),
            ("(?<!也叫)损失", "代价, of which a single note gives the other name"),
            # where it is a verb, or the name of the menu
            (
                "(?<![时可])运行(?!时执行|程序|几分钟|失败|脚本|[(]&R| >)",
                "训练记录 or 训练 for a run",
            ),
        ],
    )
    def test_no_text_has_another(self, term, instead):
        texts = (
            form
            for _, translation, _ in messages_in(translations.CHINESE)
            for form in forms_of(translation)
        )
        assert [text for text in texts if re.search(term, text)] == [], instead

    def test_the_cost_has_its_other_name_once(self):
        forms = (
            form
            for _, translation, _ in messages_in(translations.CHINESE)
            for form in forms_of(translation)
        )
        assert sum("损失" in form for form in forms) == 1


class TestCode:
    def test_no_text_to_translate_is_an_f_string_or_computed(self):
        wrong = []
        for file in modules():
            for line, text in texts_to_translate(ast.parse(file.read_text("utf-8"))):
                is_plain = isinstance(text, ast.Constant) and isinstance(text.value, str)
                if (
                    not is_plain and file.name != "translation.py"
                ):  # which looks up what core has made
                    wrong.append(f"{file.name}:{line}")
        assert not wrong

    def test_no_f_string_holds_a_text_to_translate(self):
        wrong = [
            f"{file.name}:{line}"
            for file in modules()
            for node in ast.walk(ast.parse(file.read_text("utf-8")))
            if isinstance(node, ast.JoinedStr)
            for line, _ in texts_to_translate(node)
        ]
        assert not wrong

    def test_the_tool_finds_every_text(self):
        texts = {
            text.value
            for file in modules()
            for _, text in texts_to_translate(ast.parse(file.read_text("utf-8")))
            if isinstance(text, ast.Constant)
        }
        assert len(texts) > 100
        assert texts <= {source for source, _, _ in messages_in(translations.CHINESE)}


class TestSpeaking:
    @pytest.fixture
    def translation(self, qapp):
        translation = Translation(qapp)
        yield translation
        translation.use(Language.ENGLISH)
        translation.remove()

    @pytest.mark.parametrize(
        ("language", "one", "two", "many"),
        [
            (Language.ENGLISH, "1 run", "2 runs", "1,000 parameters to learn"),
            (Language.CHINESE, "1 次训练", "2 次训练", "1,000 个待学习的参数"),
        ],
    )
    def test_numbers_have_their_plurals(self, translation, language, one, two, many):
        translation.use(language)
        counted = [
            QCoreApplication.translate("ToolBar", "%n run(s)", "", count) for count in (1, 2)
        ]
        assert counted == [one, two]
        assert (
            QCoreApplication.translate("SetupPanel", "%Ln parameter(s) to learn", "", 1000) == many
        )

    def test_one_language_leaves_nothing_of_another_behind(self, translation, qapp):
        """Qt asks each installed translator for each text, and each holds its file's bytes."""
        translation.use(Language.ENGLISH)
        qapp.sendPostedEvents(None, QEvent.Type.DeferredDelete)
        before = len(qapp.findChildren(QTranslator))
        translation.use(Language.CHINESE)
        translation.use(Language.ENGLISH)
        qapp.sendPostedEvents(None, QEvent.Type.DeferredDelete)
        assert len(qapp.findChildren(QTranslator)) == before

    def test_a_message_is_said_with_its_values(self, translation):
        text = message(
            "There are only {most} examples, not {size}.", most=101, size=message("Automatic")
        )
        translation.use(Language.CHINESE)
        said = translate(text)
        assert "101" in said
        assert "自动" in said
        assert said != str(text)
        translation.use(Language.ENGLISH)
        assert translate(text) == "There are only 101 examples, not Automatic."

    def test_a_text_that_nobody_translated_is_said_in_english(self, translation):
        translation.use(Language.CHINESE)
        assert translate(message("{count} purple cows", count=3)) == "3 purple cows"

    def test_qts_own_texts_are_translated_too(self, translation):
        translation.use(Language.CHINESE)
        assert QCoreApplication.translate("QPlatformTheme", "Cancel") == "取消"
        translation.use(Language.ENGLISH)
        assert QCoreApplication.translate("QPlatformTheme", "Cancel") == "Cancel"

    def test_sentences_in_a_row_have_the_space_of_their_language(self):
        assert in_a_row("One.", "Two.") == "One. Two."
        assert in_a_row("一。", "二。", "Three.", "四。") == "一。二。Three. 四。"


def test_an_upgrade_of_the_package_does_not_reach_the_texts_in_use(tmp_path):
    """Before, Qt mapped the file, and the process ended with a bus error."""
    shutil.copy(translations.FOLDER / f"{translations.CHINESE}.qm", tmp_path)
    ended = subprocess.run([sys.executable, "-c", UPGRADED, str(tmp_path)], cwd=ROOT, check=False)
    assert ended.returncode == 0


def file_dialog():
    dialog = QFileDialog()
    dialog.setOption(QFileDialog.Option.DontUseNativeDialog)
    return dialog


@pytest.mark.parametrize(
    "make",
    [
        pytest.param(file_dialog, id="files"),
        pytest.param(
            lambda: QPrintDialog(QPrinter()),
            id="printing",
            marks=pytest.mark.skipif(
                sys.platform in ("win32", "darwin"), reason="there it is the system's own dialog"
            ),
        ),
    ],
)
def test_dialogs_of_qt_are_all_chinese(make, translation, qtbot):
    """Also those texts that its own translations lack."""
    translation.use(Language.CHINESE)
    dialog = make()
    qtbot.addWidget(dialog)
    texts = [label.text() for label in dialog.findChildren(QLabel) if label.text()]
    assert texts
    assert [text for text in texts if text.isascii() and not text.isdigit()] == []
