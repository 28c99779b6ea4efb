import tempfile
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QFileDialog

from core.config.fields import with_values
from core.config.presets import PRESETS
from core.messages import Message
from core.program import script as codegen
from core.program.check import Agreement
from core.program.notes import NOTES
from core.run.events import RunStarted, SettingChanged
from core.run.record import RunRecord
from gui.program.check_row import comparable_run
from gui.program.code_panel import CodePanel
from gui.program.syntax import ConfigPart, spans
from gui.runs.current_config import CurrentConfig
from gui.style import theme
from gui.style.theme import Scheme
from gui.style.translation import Language
from tests.gui.driving import (
    LEFT,
    LOGISTIC,
    WAIT_MS,
    Recorder,
    contrast,
    epoch,
    line,
    press_button,
    quick,
)


@pytest.fixture
def current():
    """Return a small network, as the form may describe it at first."""
    return CurrentConfig(quick("mlp"))


@pytest.fixture
def panel(store, current, jobs, background, dressed, translation, qtbot, tmp_path, monkeypatch):
    """Shown, and closed down at the end; programs that it runs stand in a folder of the test's
    own.
    """
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    made = CodePanel(store, current, jobs, background)
    qtbot.addWidget(made)
    made.resize(700, 600)
    made.show()
    qtbot.waitExposed(made)
    yield made
    background.close()


@pytest.fixture
def show(panel, current, wait):
    """Gives the panel a config and waits for its program, and until it is laid out."""

    def give(config):
        current.set_config(config)
        wait(lambda: panel.script is not None and panel.script.text == codegen.script(config))
        QApplication.processEvents()

    return give


def record_of(config, run="one", epochs=(), **others):
    record = RunRecord(run, config, **others)
    for event in epochs:
        record.apply(event)
    return record


class TestProgram:
    def test_it_is_that_of_the_config(self, panel, show):
        config = quick("relu-dropout")
        show(config)
        assert panel.view.toPlainText() + "\n" == codegen.script(config)
        assert panel.view.isReadOnly()

    def test_it_is_written_only_in_sight(self, panel, current, wait):
        wait(lambda: panel.script is not None)
        panel.hide()
        before, config = panel.script, quick("logistic")
        current.set_config(config)
        assert panel.script is before
        panel.show()
        wait(lambda: panel.script.text == codegen.script(config))

    def test_the_last_of_many_changes_is_shown(self, panel, current, wait):
        configs = [quick("mlp", {"epochs": number}) for number in range(1, 30)]
        for config in configs:
            current.set_config(config)
        wait(lambda: panel.script is not None and panel.script.text == codegen.script(configs[-1]))

    def test_a_changed_setting_marks_its_lines(self, panel, show):
        config = quick("mlp")
        show(config)
        assert not panel.view.changed
        show(with_values(config, {"seed": 7}))
        (changed,) = panel.view.changed
        assert panel.view.toPlainText().splitlines()[changed - 1].startswith("SEED = 7")
        assert panel.view.line == changed
        marks = {
            mark.cursor.blockNumber() + 1: mark.format.background().color().name()
            for mark in marks_of(panel)
        }
        assert marks[changed] == theme.colours().notice
        assert marks[changed + 1] == theme.colours().window

    def test_the_cursor_goes_to_what_matters_most(self, panel, show):
        config = quick("mlp")
        show(config)
        show(with_values(config, {"schedule.kind": "one-cycle"}))
        assert (
            panel.view.toPlainText()
            .splitlines()[panel.view.line - 1]
            .startswith("def learning_rate")
        )
        assert panel.view.viewport().rect().contains(panel.view.cursorRect())

    def test_what_is_in_sight_is_not_scrolled_away(self, panel, show, wait):
        config = quick("mlp")
        show(config)
        bar = panel.view.verticalScrollBar()
        bar.setValue(bar.maximum())
        show(with_values(config, {"optimizer.momentum": 0.5}))
        wait(lambda: bar.value() == bar.maximum() > 0)  # once the note's height has settled
        show(with_values(config, {"optimizer.momentum": 0.5, "seed": 1}))
        assert bar.value() < bar.maximum()
        assert panel.view.viewport().rect().contains(panel.view.cursorRect())

    def test_of_a_line(self, panel, show):
        show(line())
        assert "MSELoss" in panel.view.toPlainText()


def marks_of(panel):
    return panel.view.extraSelections()


class TestNotes:
    def test_the_note_follows_the_cursor(self, panel, show):
        show(quick("relu-dropout"))
        lines = panel.view.toPlainText().splitlines()
        panel.view.setFocus()
        panel.view.go_to(1)
        for start, note in (
            ("    optimizer.zero_grad()", "zero_grad"),
            ("    cost.backward()", "backward"),
        ):
            number = next(number for number, text in enumerate(lines, 1) if text.startswith(start))
            for _ in range(number - panel.view.line):
                QTest.keyClick(panel.view, Qt.Key.Key_Down)
            assert panel._note_title.text() == str(NOTES[note].title)
            assert panel._note.text() == str(NOTES[note].text)

    def test_a_click_chooses_a_line(self, panel, show):
        show(quick("mlp"))
        panel.view.go_to(1)
        where = panel.view.cursorRect().center()
        below = panel.view.cursorRect().height() * 9
        QTest.mouseClick(panel.view.viewport(), LEFT, pos=where + where.__class__(0, below))
        assert panel._note_title.text() == "Libraries"

    def test_notes_speak_the_language(self, panel, show, translation, wait):
        show(quick("mlp"))
        translation.use(Language.CHINESE)
        wait(lambda: panel.verify.text() == "核对")
        translation.use(Language.ENGLISH)
        wait(lambda: panel.verify.text() == "Verify")

    def test_comments_speak_the_language_and_nothing_counts_as_changed(
        self, panel, show, translation, wait
    ):
        show(quick("mlp"))
        english = panel.script.text
        translation.use(Language.CHINESE)
        wait(lambda: "# 清除上一批的梯度" in panel.view.toPlainText())
        assert "changed" not in panel._count.text()
        assert "改动" not in panel._count.text()
        QTest.mouseClick(panel.copy, LEFT)
        assert "# 清除上一批的梯度" in QGuiApplication.clipboard().text()
        translation.use(Language.ENGLISH)
        wait(lambda: panel.script.text == english)

    def test_each_has_room(self, panel, show):
        longest = max(NOTES.values(), key=lambda note: len(str(note.text)))
        assert len(str(longest.text)) < 420


class TestTakingItAway:
    def test_copy_puts_all_of_it_on_the_clipboard(self, panel, show):
        show(quick("cnn"))
        QTest.mouseClick(panel.copy, LEFT)
        assert QGuiApplication.clipboard().text() == codegen.script(quick("cnn"))

    def test_save_writes_the_file(self, panel, show, tmp_path, wait):
        show(quick("cnn"))
        QTest.mouseClick(panel.save, LEFT)
        (dialog,) = panel.findChildren(QFileDialog)
        assert dialog.selectedFiles()[0].endswith("cnn.py")
        dialog.setDirectory(str(tmp_path))
        dialog.selectFile("mine.py")
        dialog.accept()
        wait((tmp_path / "mine.py").exists)
        assert (tmp_path / "mine.py").read_text(encoding="utf-8") == codegen.script(quick("cnn"))

    def test_a_folder_that_takes_nothing_is_told(self, panel, show, tmp_path):
        show(quick("cnn"))
        heard = Recorder(panel.failed)
        panel.save_to(str(tmp_path / "gone" / "x.py"), "text")
        ((text,),) = heard.heard
        assert isinstance(text, Message)
        assert "gone" in str(text)

    def test_a_file_of_a_run_is_not_replaced(self, panel, show, tmp_path, wait):
        run = tmp_path / "20261124-134501-mlp-3f2ab4c7"
        run.mkdir()
        (run / "run.json").write_bytes(b"{}")
        show(quick("cnn"))
        heard = Recorder(panel.failed)
        QTest.mouseClick(panel.save, LEFT)
        (dialog,) = panel.findChildren(QFileDialog)
        dialog.setOption(QFileDialog.Option.DontConfirmOverwrite)  # as if the user had agreed
        dialog.setDirectory(str(run))
        dialog.selectFile("run.json")
        dialog.accept()
        wait(lambda: heard.heard)
        assert "is kept; choose another file" in str(heard.heard[0][0])
        assert (run / "run.json").read_bytes() == b"{}"

    def test_without_a_program_there_is_nothing_to_take(
        self, store, current, jobs, background, dressed, translation, qtbot
    ):
        panel = CodePanel(store, current, jobs, background)  # never shown, so nothing is written
        qtbot.addWidget(panel)
        assert not any(button.isEnabled() for button in (panel.copy, panel.save, panel.verify))


class TestVerifying:
    def verify(self, panel, wait):
        QTest.mouseClick(panel.verify, LEFT)
        assert panel.check.is_checking
        assert not panel.verify.isEnabled()
        wait(lambda: not panel.check.is_checking)
        assert panel.verify.isEnabled()
        return panel.check.result

    def test_against_a_fresh_run(self, panel, show, wait):
        show(quick("logistic"))
        assert not panel.check.isVisible()
        result = self.verify(panel, wait)
        assert isinstance(result, Agreement)
        assert (result.epochs, result.is_equal) == (2, True)
        assert panel.check.isVisible()
        assert "2 of 2 epochs" in panel.check._text.text()
        assert "trained just now" in panel.check._text.text()

    def test_against_a_run_that_is_there(self, panel, show, wait, store):
        config = quick("logistic")
        show(config)
        store.add(record_of(config, epochs=[epoch("one", 1, 5.0)]))
        result = self.verify(panel, wait)
        assert isinstance(result, Agreement)
        assert not result.is_equal
        assert result.ours.cost == 5.0
        text = panel.check._text.text()
        assert "In epoch 1 the costs differ" in text
        assert f"Compared with {LOGISTIC}." in text

    def test_cancelled_it_says_nothing(self, panel, show, wait, tmp_path):
        show(quick("logistic", {"epochs": 500}))
        QTest.mouseClick(panel.verify, LEFT)
        wait(panel.check.isVisible)
        press_button(panel, "Cancel")
        wait(lambda: not panel.check.is_checking)
        assert panel.check.result is None
        assert not panel.check.isVisible()
        assert not list(Path(tmp_path).glob("inkling-*"))

    def test_another_program_ends_it(self, panel, show, wait):
        show(quick("logistic", {"epochs": 500}))
        QTest.mouseClick(panel.verify, LEFT)
        show(quick("mlp"))
        wait(lambda: not panel.check.is_checking)
        assert panel.check.result is None

    def test_what_a_check_found_out_just_before_is_not_told_beside_another_program(
        self, panel, show, wait
    ):
        show(quick("logistic"))
        QTest.mouseClick(panel.verify, LEFT)
        assert panel.check._thread.wait(WAIT_MS)  # its result waits to be heard
        panel.check.set_config(quick("mlp"))
        wait(lambda: not panel.check.is_checking)
        assert panel.check.result is None
        assert not panel.check.isVisible()

    def test_another_program_takes_the_result_away(self, panel, show, wait):
        show(quick("logistic"))
        self.verify(panel, wait)
        show(quick("mlp"))
        assert panel.check.result is None
        assert not panel.check.isVisible()

    def test_a_failure_is_told(self, panel, show, wait):
        show(
            quick(
                "mlp",
                {
                    "optimizer.learning_rate": 10.0,
                    "optimizer.momentum": 0.999,
                    "data.pixels": "raw",
                },
            )
        )
        result = self.verify(panel, wait)
        assert isinstance(result, Message)
        assert "became infinite" in panel.check._text.text()


class TestComparableRuns:
    def test_the_one_with_most_epochs(self, store):
        config = quick()
        for run, count in (("one", 1), ("two", 3), ("three", 2)):
            store.add(
                record_of(config, run, [epoch(run, number) for number in range(1, count + 1)])
            )
        assert comparable_run(store, config).record.run == "two"

    def test_an_imported_one_only_without_one_s_own(self, store):
        config = quick()
        longer = record_of(config, "theirs", [epoch("theirs", number) for number in (1, 2)])
        longer.is_imported = True
        store.add(longer)
        assert comparable_run(store, config).record.run == "theirs"
        store.add(record_of(config, "mine", [epoch("mine", 1)]))
        assert comparable_run(store, config).record.run == "mine"

    def test_none_with_other_settings_or_another_past(self, store):
        config = quick("mlp", {"schedule.kind": "cosine"})
        one = [epoch("x", 1)]
        store.add(record_of(quick("mlp", {"seed": 3}), "seed", one))
        store.add(record_of(config, "none yet"))
        store.add(record_of(config, "fork", one, forked_from=("other", 1)))
        store.add(
            record_of(
                config,
                "by hand",
                [SettingChanged("x", 1, 1, 12, "optimizer.momentum", 0, 0.5), *one],
            )
        )
        store.add(record_of(config, "longer", [RunStarted("x", 1, "cpu", 1, 12, 9, 2), *one]))
        assert comparable_run(store, config) is None

    def test_more_epochs_change_nothing_with_a_constant_rate(self, store):
        store.add(
            record_of(quick(), "longer", [RunStarted("x", 1, "cpu", 1, 12, 9, 2), epoch("x", 1)])
        )
        assert comparable_run(store, quick()).record.run == "longer"


class TestColours:
    def test_each_part_is_found(self):
        program = 'def f(x):\n    """It\'s\n    long."""\n    return "😀", 1.5  # why\n'
        found = {
            number: [
                (
                    program.splitlines()[number]
                    .encode("utf-16-le")[2 * span.start : 2 * (span.start + span.length)]
                    .decode("utf-16-le"),
                    span.part,
                )
                for span in pieces
            ]
            for number, pieces in spans(program).items()
        }
        assert found == {
            0: [("def", ConfigPart.KEYWORD), ("f", ConfigPart.DEFINED)],
            1: [('"""It\'s', ConfigPart.STRING)],
            2: [('    long."""', ConfigPart.STRING)],
            3: [
                ("return", ConfigPart.KEYWORD),
                ('"😀"', ConfigPart.STRING),
                ("1.5", ConfigPart.NUMBER),
                ("# why", ConfigPart.COMMENT),
            ],
        }

    @pytest.mark.parametrize("name", PRESETS)
    def test_every_program_can_be_coloured(self, name):
        assert spans(codegen.script(PRESETS[name].config))

    @pytest.mark.parametrize("scheme", [Scheme.LIGHT, Scheme.DARK])
    def test_letters_can_be_read_on_every_ground(self, scheme, dressed):
        theme.apply(dressed, scheme)
        named, code = theme.colours(), theme.code_colours()
        for ground in (named.paper, named.window, named.notice):
            for colour in (
                named.text,
                named.quiet,
                code.defined,
                code.keyword,
                code.string,
                code.number,
            ):
                assert contrast(colour, ground) >= 4.5, (colour, ground)

    def test_another_scheme_colours_anew(self, panel, show, dressed):
        show(quick("mlp"))
        theme.apply(dressed, Scheme.DARK)
        number = next(
            n
            for n, text in enumerate(panel.view.toPlainText().splitlines())
            if text.startswith("import")
        )
        block = panel.view.document().findBlockByNumber(number)
        assert (
            block.layout().formats()[0].format.foreground().color().name()
            == theme.CODE_DARK.keyword
        )


class TestInTheWindow:
    def test_it_follows_the_form(self, window, wait):
        window.tabs.show_page("code")
        wait(lambda: window.code.script is not None)
        assert window.code.script.text == codegen.script(window.setup.config())
        config = with_values(window.setup.config(), {"epochs": 3})
        window.setup.set_config(config)
        wait(lambda: "EPOCHS = 3 " in window.code.view.toPlainText())

    def test_a_check_ends_when_the_window_closes(self, application, wait):
        window = application.window
        window.setup.set_config(quick("logistic", {"epochs": 500}))
        window.tabs.show_page("code")
        wait(lambda: window.code.script is not None and window.code.verify.isEnabled())
        QTest.mouseClick(window.code.verify, LEFT)
        assert window.code.check.is_checking
        window.close()
        application.close()
        assert window.code.check._thread is None or window.code.check._thread.isFinished()
