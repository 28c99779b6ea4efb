"""The lessons as a learner takes them: predict, start, wait, read what happened; and
the welcome.
"""

from dataclasses import replace

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtPrintSupport import QPrintDialog
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QComboBox, QDialog, QFileDialog, QLabel, QListWidget, QToolButton

from core.comparison.experiment import Kind
from core.config.fields import with_values
from core.number_text import three_digits
from core.run.record import RunRecord, RunState
from core.teaching.lessons.curriculum import LESSONS
from core.teaching.lessons.lesson import Demonstration
from gui.help.pixels_dialog import PixelsDialog
from gui.help.tensors_dialog import TensorsDialog
from gui.help.valley_dialog import ValleyDialog
from gui.insight.insight_panel import ACTIVATION, COST, DROPOUT, LAYERS, WEIGHTS
from gui.lessons.lesson_page import MAX_CHARACTERS, LessonPage
from gui.lessons.lesson_progress import WELCOME, LessonProgress, Result
from gui.lessons.lesson_runs import LessonRuns
from gui.lessons.lessons_panel import WIDE, LessonsPanel
from gui.program.slow_motion_dialog import SlowMotionDialog
from gui.style import theme
from gui.style.theme import Scheme
from gui.style.translation import Language
from gui.widgets.plain_text import ParagraphLabel
from gui.window.lesson_actions import LESSONS as LESSONS_PAGE
from tests.gui.driving import LEFT, choose_in, click_on, line

LESSON = {lesson.key: lesson for lesson in LESSONS}
RATE, GRADIENTS, HIDDEN, RACE = (
    LESSON[key] for key in ("learning-rate", "gradients", "hidden-layer", "fair-race")
)


@pytest.fixture
def runs(store, controller, comparisons, preferences):
    return LessonRuns(store, controller, comparisons, LessonProgress(preferences))


@pytest.fixture
def panel(dressed, qtbot, runs, translation):
    made = LessonsPanel(runs)
    qtbot.addWidget(made)
    made.resize(WIDE - 100, 900)
    made.show()
    qtbot.waitExposed(made)
    return made


def row_of(page, key):
    return next(row for row in page.answers if row.answer.key == key)


def choose(page, key):
    """Click on the answer's text."""
    label = row_of(page, key).findChild(QLabel)
    QTest.mouseClick(label, LEFT)


def press(button):
    assert button.isVisible()
    QTest.mouseClick(button, LEFT)


def take(panel, lesson, key, wait):
    """Predict, start and wait until it is over."""
    panel.open(lesson)
    choose(panel.page, key)
    press(panel.page.start)
    wait(panel.page.verdict.isVisible)


def words(label):
    """What a label says, without its tags."""
    text = label.text()
    return text.split(">", 1)[1].rsplit("<", 1)[0] if text.startswith("<p") else text


class TestPage:
    def test_a_prediction_comes_first(self, panel):
        page = panel.page
        assert not page.start.isEnabled()
        assert page.predicted is None
        choose(page, "same")
        assert page.predicted == "same"
        assert page.start.isEnabled()
        assert not page.verdict.isVisible()
        assert not page.next.isVisible()

    def test_the_verdict_has_the_figures_of_these_runs(self, panel, store, runs, preferences, wait):
        take(panel, RATE, "large", wait)
        page = panel.page
        assert (
            page.verdict.head.text()
            == "You expected “4: long steps arrive first”. What happened: “0.1”"
        )
        slow, right, _ = (entry.record for entry in store.entries())
        assert f"Learning rate 0.003: cost {three_digits(slow.last.cost)} in the end." in words(
            page.verdict.sentence
        )
        assert f"Learning rate 0.1: cost {three_digits(right.last.cost)} in the end." in words(
            page.verdict.sentence
        )
        assert words(page.verdict.meaning).startswith("Steps that are too short arrive late.")
        assert LessonProgress(preferences).result(RATE) == Result("large", "medium")
        assert [row.button.isEnabled() for row in page.answers] == [False] * 3
        assert page.predicted == "large"
        assert page.next.isVisible()
        assert not page.start.isVisible()

    @pytest.mark.parametrize("height", [350, 700])
    def test_the_verdict_is_seen_from_its_beginning(self, panel, wait, height):
        panel.resize(WIDE - 400, height)
        take(panel, RATE, "medium", wait)
        page, area = panel.page, panel._stack.currentWidget()

        def is_seen():
            top = page.verdict.mapTo(area.viewport(), QPoint()).y()
            is_whole = top + page.verdict.height() <= area.viewport().height()
            return 0 <= top < 10 or (top > 0 and is_whole)

        wait(is_seen)

    def test_who_was_right_is_told_so(self, panel, wait):
        take(panel, RATE, "medium", wait)
        assert panel.page.verdict.head.text() == "As you expected: “0.1”"

    def test_the_runs_are_named_by_what_differs(self, panel, store, wait):
        take(panel, RATE, "medium", wait)
        names = [entry.name for entry in store.entries()]
        assert names == ["Learning rate 0.003", "Learning rate 0.1", "Learning rate 4"]

    def test_a_stopped_lesson_says_so_and_is_not_done(self, panel, store, preferences, wait):
        panel.open(HIDDEN)
        page = panel.page
        choose(page, "with")
        press(page.start)
        wait(lambda: any(entry.record.state is RunState.RUNNING for entry in store.entries()))
        press(page.stop)
        wait(page.verdict.isVisible)
        assert page.verdict.head.text() == "These runs do not show it"
        assert "That is too early to tell." in words(page.verdict.sentence)
        assert not page.verdict.meaning.isVisible()
        assert page.again.text() == "Start again"
        assert LessonProgress(preferences).result(HIDDEN) is None

    def test_stopping_leaves_other_runs_alone(self, panel, controller, store, wait):
        other = controller.start(line({"epochs": 10_000}))
        panel.open(HIDDEN)
        choose(panel.page, "with")
        press(panel.page.start)
        press(panel.page.stop)
        wait(panel.page.verdict.isVisible)
        assert not store.get(other).record.state.is_over
        controller.stop(other)

    def test_once_more_means_other_seeds(self, panel, store, runs, wait):
        take(panel, RATE, "medium", wait)
        assert panel.page.again.text() == "Try other random numbers"
        press(panel.page.again)
        assert not panel.page.verdict.isVisible()
        wait(panel.page.verdict.isVisible)
        assert [entry.record.config.seed for entry in store.entries()] == [42] * 3 + [43] * 3
        assert [entry.is_visible for entry in store.entries()] == [False] * 3 + [True] * 3
        assert runs.attempt(RATE).predicted == "medium"

    def test_a_deleted_run_gives_the_lesson_up(self, panel, store, controller, runs, wait):
        panel.open(HIDDEN)
        choose(panel.page, "with")
        press(panel.page.start)
        controller.remove(store.entries()[0].record.run)
        assert runs.attempt(HIDDEN) is None
        assert panel.page.start.isVisible()
        wait(lambda: all(entry.record.state.is_over for entry in store.entries()))

    def test_a_verdict_stays_when_its_runs_go(self, panel, store, runs, wait):
        take(panel, RATE, "medium", wait)
        said = panel.page.verdict.sentence.text()
        for entry in store.entries():
            store.remove(entry.record.run)
        assert panel.page.verdict.isVisible()
        assert panel.page.verdict.sentence.text() == said

    def test_while_it_trains_it_says_how_far_it_is(self, panel, wait):
        panel.open(HIDDEN)
        choose(panel.page, "with")
        press(panel.page.start)
        state = panel.page._state
        assert state.text().startswith("Training: 0 of 4 runs done, ")
        press(panel.page.stop)
        wait(panel.page.verdict.isVisible)
        assert not state.isVisible()

    def test_the_code_is_the_lessons(self, panel):
        panel.open(GRADIENTS)
        assert panel.page.code.toPlainText().count("nn.Sigmoid()") == 4
        assert panel.page.code.accessibleName() == "The same in PyTorch"

    def test_the_comments_in_it_speak_the_language(self, panel, translation, wait):
        panel.open(RATE)
        assert "# forward:" in panel.page.code.toPlainText()
        translation.use(Language.CHINESE)
        wait(lambda: "# 前向：" in panel.page.code.toPlainText())

    def test_lines_are_not_too_long_to_read(self, panel):
        panel.resize(2 * WIDE, 900)
        panel.open(GRADIENTS)
        width = panel.page.fontMetrics().averageCharWidth() * MAX_CHARACTERS
        prose = panel.page.findChildren(ParagraphLabel)
        assert 0 < max(label.width() for label in prose if label.isVisible()) <= width

    @pytest.mark.parametrize("is_projected", [False, True])
    def test_code_is_wide_enough_where_there_is_the_width(self, panel, qapp, wait, is_projected):
        theme.project(qapp, is_projected)
        for lesson in LESSONS:
            panel.open(lesson)
            code = panel.page.code
            across, area = code.horizontalScrollBar(), panel._stack.currentWidget()
            panel.resize(round(2.5 * WIDE), 900)
            wait(lambda across=across: across.maximum() == 0)
            page = panel.page
            assert page.width() == area.viewport().width()  # nothing is cut
            panel.resize(WIDE - 100, 900)
            # a line that has to be scrolled has all the width
            wait(
                lambda code=code, page=page, across=across: (
                    across.maximum() == 0 or code.width() >= page.width() - 3 * theme.STEP
                )
            )


class TestTrial:
    """What can be tried after the check."""

    def test_it_comes_after_the_check_and_has_a_result_of_its_own(self, panel, store, wait):
        panel.open(RATE)
        page = panel.page
        assert not page.trial.isVisible()
        take(panel, RATE, "medium", wait)
        assert words(page.trial.text) == "Learning rate 1"
        press(page.trial.start)
        entry = store.entries()[-1]
        assert entry.name == "Learning rate 1"
        assert entry.record.config.optimizer.learning_rate == 1
        wait(lambda: entry.record.state.is_over and not page.trial.start.isVisible())
        weight = f"{entry.record.last.weight:.3f}"
        assert words(page.trial.text).startswith(f"Learning rate 1: in the end w is {weight},")
        assert [entry.is_visible for entry in store.entries()] == 4 * [True]

    def test_it_has_the_seed_of_the_attempt(self, panel, store, wait):
        take(panel, RATE, "medium", wait)
        press(panel.page.again)
        wait(panel.page.verdict.isVisible)
        press(panel.page.trial.start)
        assert store.entries()[-1].record.config.seed == 43
        wait(lambda: not panel.page.trial.start.isVisible())

    def test_once_more_makes_it_possible_again(self, panel, wait):
        take(panel, RATE, "medium", wait)
        press(panel.page.trial.start)
        wait(lambda: not panel.page.trial.start.isVisible())
        press(panel.page.again)
        assert not panel.page.trial.isVisible()
        wait(panel.page.verdict.isVisible)
        assert panel.page.trial.start.isEnabled()
        assert words(panel.page.trial.text) == "Learning rate 1"

    def test_a_deleted_one_can_be_started_again(self, panel, runs, controller, store, wait):
        take(panel, RATE, "medium", wait)
        runs._attempts[RATE.key].lesson = replace(
            RATE, trial=replace(RATE.trial, config=line({"epochs": 10_000}))
        )
        runs.try_further(runs.attempt(RATE).lesson)
        assert not panel.page.trial.start.isEnabled()
        controller.remove(store.entries()[-1].record.run)
        wait(panel.page.trial.start.isEnabled)

    def test_its_result_is_in_the_language_of_the_window(self, panel, translation, wait):
        take(panel, RATE, "medium", wait)
        press(panel.page.trial.start)
        wait(lambda: not panel.page.trial.start.isVisible())
        translation.use(Language.CHINESE)
        wait(lambda: "学习率 1：最后 w 为" in words(panel.page.trial.text))


class TestDemonstration:
    def test_lessons_with_one_have_a_button_before_anything_is_predicted(self, panel, qtbot):
        requested = []
        panel.demonstration_requested.connect(requested.append)
        for lesson in LESSONS:
            panel.open(lesson)
            assert panel.page.demonstration.isVisible() is (lesson.demonstration is not None)
            if lesson.demonstration is not None:
                assert panel.page.demonstration.text()
                press(panel.page.demonstration)
        assert requested == [
            Demonstration.TENSORS,
            Demonstration.SLOW_MOTION,
            Demonstration.PIXELS,
            Demonstration.VALLEY,
        ]
        assert set(requested) == set(Demonstration)


class TestSheets:
    """The sheet for pupils and the answers, saved from the menu of a button."""

    @pytest.fixture
    def save(self, panel, tmp_path, wait):
        """Choose an entry of the menu, give a file, and return its content."""

        def choose_and_save(action, name):
            panel.sheets.menu().popup(panel.mapToGlobal(panel.rect().center()))
            click_on(panel.sheets.menu(), action.text())
            dialog = panel.sheets.findChild(QFileDialog)
            dialog.fileSelected.emit(str(tmp_path / name))
            dialog.close()
            wait(lambda: panel.sheets.findChild(QFileDialog) is None)
            return (tmp_path / name).read_bytes()

        return choose_and_save

    def test_it_is_filled_in_with_what_was_done(self, panel, save, wait):
        take(panel, RATE, "large", wait)
        press(panel.page.trial.start)
        wait(lambda: not panel.page.trial.start.isVisible())
        page = save(panel.sheets.save_sheet, "sheet.html").decode()
        assert "☒ 4: long steps arrive first" in page
        assert page.count("☒") == 1
        assert words(panel.page.verdict.sentence).split(".")[0] in page
        assert words(panel.page.trial.text) in page

    def test_the_answers_are_another_page(self, panel, save):
        assert "☒ The one large step" in save(panel.sheets.save_answers, "answers.html").decode()

    def test_it_speaks_the_language_of_the_window(self, panel, save, translation, wait):
        translation.use(Language.CHINESE)
        wait(lambda: panel.sheets.save_sheet.text() == "保存学习单…")
        assert "☐ 一个大步" in save(panel.sheets.save_sheet, "sheet.html").decode()

    def test_as_pdf_two_lessons_stand_on_each_page(self, panel, save):
        content = save(panel.sheets.save_sheet, "sheet.pdf")
        assert content.startswith(b"%PDF")
        assert content.count(b"/Type /Page\n") == (len(LESSONS) + 1) // 2

    def test_a_page_that_cannot_be_saved_is_reported(self, panel, tmp_path):
        reasons = []
        panel.sheets.failed.connect(reasons.append)
        panel.sheets.save_to(tmp_path / "missing" / "sheet.html", "")
        assert "cannot be written" in str(reasons[0])

    def test_printing_asks_for_a_printer_and_prints(self, panel, tmp_path, wait):
        panel.sheets.print_sheet.trigger()
        dialog = panel.sheets.findChild(QPrintDialog)
        dialog.printer().setOutputFileName(str(tmp_path / "printed.pdf"))
        dialog.done(QDialog.DialogCode.Accepted)  # `accept` needs a printer
        wait(lambda: panel.sheets.findChild(QPrintDialog) is None)
        assert (tmp_path / "printed.pdf").read_bytes().startswith(b"%PDF")


class TestKeyboard:
    def test_a_lesson_can_be_taken_with_it_alone(self, panel, wait, qtbot):
        panel.activateWindow()
        qtbot.waitActive(panel)
        panel.open(RATE)
        page = panel.page
        panel.take_focus()
        for _ in range(2):  # to the page, which the arrow keys scroll, and into it
            QTest.keyClick(panel.focusWidget(), Qt.Key.Key_Tab)
        assert page.answers[0].button.hasFocus()
        QTest.keyClick(page.answers[0].button, Qt.Key.Key_Space)
        QTest.keyClick(page.answers[0].button, Qt.Key.Key_Down)
        assert page.predicted == "medium"
        QTest.keyClick(page.answers[1].button, Qt.Key.Key_Tab)
        assert page.start.hasFocus()
        QTest.keyClick(page.start, Qt.Key.Key_Space)
        wait(page.verdict.isVisible)
        assert page.verdict.head.text().startswith("As you expected")

    def test_answers_have_names(self, panel):
        for lesson in LESSONS:
            page = panel.page_of(lesson)
            assert all(row.button.accessibleName() == str(row.answer.text) for row in page.answers)


class TestList:
    def test_a_narrow_panel_has_a_folded_list(self, panel):
        places, choice = panel.findChild(QListWidget), panel.findChild(QComboBox)
        assert not places.isVisible()
        choose_in(choice, "8. Why sigmoid learns slowly")
        assert panel.page.lesson is GRADIENTS
        panel.resize(WIDE + 100, 900)
        assert places.isVisible()
        assert not choice.isVisible()
        assert places.currentRow() == LESSONS.index(GRADIENTS)
        QTest.mouseClick(
            places.viewport(), LEFT, pos=places.visualItemRect(places.item(2)).center()
        )
        assert panel.page.lesson is RATE

    def test_what_was_done_is_marked(self, panel, wait):
        places = panel.findChild(QListWidget)
        assert any(label.text() == "0 of 14 done" for label in panel.findChildren(QLabel))
        take(panel, RATE, "small", wait)
        assert any(label.text() == "1 of 14 done" for label in panel.findChildren(QLabel))
        spoken = [
            places.item(place).data(Qt.ItemDataRole.AccessibleTextRole) for place in range(14)
        ]
        assert [text.endswith(", done") for text in spoken] == [
            lesson is RATE for lesson in LESSONS
        ]

    def test_the_next_lesson_is_one_click_away(self, panel, wait):
        take(panel, RATE, "small", wait)
        press(panel.page.next)
        assert panel.page.lesson is LESSONS[3]

    def test_nothing_comes_after_the_last_lesson(self, panel, runs):
        runs.progress.keep(RACE, Result("relu-deep", "relu-deep"))
        panel.open(RACE)
        panel.page.refresh()
        assert panel.page.verdict.isVisible()
        assert not panel.page.next.isVisible()


class TestKept:
    def test_another_start_knows_what_was_done_and_which_lesson_was_open(
        self, panel, runs, qtbot, wait
    ):
        take(panel, RATE, "large", wait)
        store, controller, comparisons = runs._store, runs._controller, runs.comparisons
        again = LessonsPanel(LessonRuns(store, controller, comparisons, runs.progress))
        qtbot.addWidget(again)
        again.show()
        assert again.page.lesson is RATE
        assert again.page.verdict.head.text() == "When you last did this lesson"
        assert "You expected “4: long steps arrive first”" in words(again.page.verdict.sentence)
        assert again.page.start.isVisible()

    @pytest.mark.parametrize("stored", ["", "large", "large nonsense", "large medium small", "7"])
    def test_damaged_progress_counts_as_none(self, preferences, stored):
        preferences.store("lessons/learning-rate", stored)
        preferences.store("lessons/latest", stored)
        assert LessonProgress(preferences).result(RATE) is None
        assert LessonProgress(preferences).latest is LESSONS[0]

    def test_language_and_colours_change_nothing_else(self, panel, translation, dressed, wait):
        panel.open(HIDDEN)
        choose(panel.page, "without")
        take(panel, RATE, "large", wait)
        before = [
            panel.page.lesson,
            panel.page.predicted,
            panel.page.verdict.isVisible(),
            panel.page_of(HIDDEN).predicted,
        ]
        translation.use(Language.CHINESE)
        theme.apply(dressed, Scheme.DARK)
        after = [
            panel.page.lesson,
            panel.page.predicted,
            panel.page.verdict.isVisible(),
            panel.page_of(HIDDEN).predicted,
        ]
        assert before == after == [RATE, "large", True, "without"]


class TestRace:
    @pytest.fixture
    def race(self):
        small = {
            "data.train_size": 400,
            "data.test_size": 200,
            "data.batch_size": 50,
            "epochs": 1,
            "threads": 1,
        }
        return replace(
            RACE, configs=tuple(with_values(config, small) for config in RACE.configs), seeds=2
        )

    def test_its_page_shows_the_card_of_the_comparison(
        self, dressed, qtbot, race, runs, comparisons, wait
    ):
        page = LessonPage(race, runs)
        qtbot.addWidget(page)
        page.show()
        choose(page, "sigmoid-adam")
        assert not page.card.isVisible()
        press(page.start)
        (comparison,) = comparisons.all()
        page.refresh()  # as the panel does once the attempt has begun
        wait(lambda: comparison.is_over and page.card.isVisible())
        whole = comparison.judgement.whole
        assert page.card.number.text() == f"{100 * abs(whole.difference):.2f}"
        assert len(comparison.card().by_seed) == 2
        assert not page.card.why.button.isVisible()  # this was its answer
        assert page.card.steps.entry.isVisible()

    def test_the_ladder_is_a_comparison_like_any_other(self, race, runs, comparisons, wait):
        runs.start(race, "sigmoid-adam")
        (comparison,) = comparisons.all()
        assert comparison.kept.kind is Kind.LADDER
        members = [str(number) for number in range(1, 7)]
        assert [planned.member for planned in comparison.runs.values()] == 2 * members
        titles = [str(title) for title in comparison.titles().values()]
        assert titles[:3] == ["Sigmoid", "Sigmoid, learning rate 0.1", "Sigmoid + Adam"]
        wait(lambda: runs.attempt(race).outcome is not None and comparison.is_over)
        steps = comparison.judgement.steps
        assert f"the larger learning rate added {100 * steps[0].difference:+.1f} points".replace(
            "-", "−"
        ) in str(runs.attempt(race).outcome.text)


class TestInTheWindow:
    @pytest.fixture
    def newcomer(self, preferences):
        preferences.store(WELCOME, "")

    def test_a_lesson_sets_the_form_and_shows_its_runs_beside_it(self, application, wait):
        window, learning = application.window, application.window.learning
        learning.show_lessons()
        panel = learning.lessons
        assert window.tabs.docks[LESSONS_PAGE].isVisible()
        panel.open(RATE)
        choose(panel.page, "large")
        press(panel.page.start)
        assert window.setup.config() == RATE.configs[-1]
        assert window.tabs.page == "line"
        wait(panel.page.verdict.isVisible)
        assert window.table.selected() == [application.store.entries()[-1].record.run]
        # that the cost becomes infinite is part of the lesson
        assert window.notice.text.startswith("The lesson changed the form: ")

    def test_it_reports_what_it_changed_in_the_form_and_undoes_it(self, application, wait):
        window, panel = application.window, application.window.learning.lessons
        window.learning.show_lessons()
        window.setup.change({"epochs": 7})
        mine = window.setup.config()
        panel.open(RATE)
        choose(panel.page, "large")
        press(panel.page.start)
        wait(window.notice.isVisible)
        assert window.notice.text == (
            "The lesson changed the form: Network, Hidden layers, Bias, Data and 6 more"
        )

        press(window.notice.findChild(QToolButton, "undo"))
        assert window.setup.config() == mine
        assert not window.notice.isVisible()
        window.setup.history.redo.trigger()
        assert window.setup.config() == RATE.configs[-1]

    def test_its_change_is_a_step_of_its_own(self, application, wait):
        """Typing in the field that the lesson changes is another step, before and after it."""
        window, panel = application.window, application.window.learning.lessons
        window.learning.show_lessons()
        lesson = RATE.configs[-1]
        window.setup.set_config(lesson)
        for rate in (0.25, 0.5):
            window.setup.change({"optimizer.learning_rate": rate})
        panel.open(RATE)
        choose(panel.page, "large")
        press(panel.page.start)
        assert window.notice.text == "The lesson changed the form: Learning rate"
        window.setup.change({"optimizer.learning_rate": 0.125})
        assert not window.notice.isVisible()  # its Undo would undo that one
        window.setup.history.undo.trigger()
        assert window.setup.config() == lesson
        window.setup.history.undo.trigger()
        assert window.setup.config().optimizer.learning_rate == 0.5

    def test_a_form_that_is_as_the_lesson_wants_it_needs_no_notice(self, application, wait):
        window, panel = application.window, application.window.learning.lessons
        window.learning.show_lessons()
        window.setup.set_config(RATE.configs[-1])
        panel.open(RATE)
        choose(panel.page, "large")
        press(panel.page.start)
        wait(panel.page.verdict.isVisible)
        assert not window.notice.isVisible()

    def test_its_runs_are_shown_on_demand(self, application, wait):
        window, panel = application.window, application.window.learning.lessons
        window.tabs.show_page(LESSONS_PAGE)
        take(panel, GRADIENTS, "tiny", wait)
        assert window.tabs.page == LESSONS_PAGE
        press(panel.page.look)
        assert window.tabs.page == "inside"
        wait(window.inside.layers.isVisible)

    def test_each_lesson_opens_the_page_that_shows_it(self, application):
        window, learning = application.window, application.window.learning
        learning.show_lessons()
        pages = {
            "gradient-step": "line",
            "plane": "plane",
            "scaling": "network",
            "logistic": ("inside", COST),
            "gradients": ("inside", LAYERS),
            "relu": ("inside", ACTIVATION),
            "initial-weights": ("inside", LAYERS),
            "dropout": ("inside", DROPOUT),
            "convolution": ("inside", WEIGHTS),
            "fair-race": "comparison",
        }
        for key, expected in pages.items():
            learning.lessons.open(LESSON[key])
            shown = window.tabs.page
            is_inside = shown == "inside"
            assert (
                (shown, window.inside._pages.currentIndex()) if is_inside else shown
            ) == expected

    @pytest.mark.parametrize(
        ("key", "dialog"),
        [
            ("tensors", TensorsDialog),
            ("gradient-step", SlowMotionDialog),
            ("scaling", PixelsDialog),
            ("optimizers", ValleyDialog),
        ],
    )
    def test_a_demonstration_is_one_click_away(self, application, key, dialog):
        window, learning = application.window, application.window.learning
        learning.show_lessons()
        learning.lessons.open(LESSON[key])
        press(learning.lessons.page.demonstration)
        opened = window.findChild(dialog)
        assert opened.isVisible()
        if dialog is SlowMotionDialog:  # with the line that the lesson speaks of
            assert opened.chosen().is_line
        opened.close()

    def test_a_trial_sets_the_form_and_selects_its_run(self, application, wait):
        window, panel = application.window, application.window.learning.lessons
        window.learning.show_lessons()
        take(panel, RATE, "medium", wait)
        press(panel.page.trial.start)
        assert window.setup.config() == RATE.trial.config
        assert window.table.selected() == [application.store.entries()[-1].record.run]
        wait(lambda: not panel.page.trial.start.isVisible())

    def test_one_who_was_here_before_is_not_welcomed(self, window):
        assert window.tabs.page == "network"
        assert not window.learning.welcome.isVisible()

    def test_the_welcome_leads_to_a_lesson(self, newcomer, application, preferences):
        learning = application.window.learning
        assert learning.welcome.isVisible()
        press(learning.welcome.lesson)
        assert learning.lessons.isVisible()
        assert learning.lessons.page.lesson is LESSONS[0]
        assert not learning.welcome.isVisible()
        assert LessonProgress(preferences).is_welcomed

    def test_the_welcome_leads_to_the_race(self, newcomer, application):
        press(application.window.learning.welcome.race)
        assert application.window.tabs.page == "network"
        assert [entry.record.config.preset for entry in application.store.entries()] == [
            "sigmoid",
            "relu-dropout",
        ]

    def test_at_the_first_start_a_network_reads_below_the_welcome(
        self, newcomer, application, wait
    ):
        window, welcome = application.window, application.window.learning.welcome
        (band,) = window.stage.bands.values()

        def probabilities():  # none until a test image has been chosen and read
            return band.view.diagram and band.view.diagram.probabilities

        wait(lambda: probabilities() is not None and len(probabilities()) == 10)
        head = welcome.mapTo(window, welcome.rect().bottomLeft()).y()
        assert head < band.mapTo(window, band.rect().topLeft()).y()
        assert welcome.race.hasFocus()
        assert not window.plots.isVisible()
        press(welcome.close_button)
        assert window.plots.isVisible()

    def test_the_welcome_can_be_closed_and_the_menu_brings_it_back(
        self, newcomer, application, preferences
    ):
        window = application.window
        press(window.learning.welcome.close_button)
        assert not window.learning.welcome.isVisible()
        window.tabs.show_page("code")
        menu = next(
            action.menu() for action in window.menuBar().actions() if action.text() == "&Help"
        )
        menu.popup(window.mapToGlobal(window.rect().center()))
        click_on(menu, "Welcome")
        assert window.learning.welcome.isVisible()
        assert LessonProgress(preferences).is_welcomed

    def test_who_trains_needs_no_welcome(self, newcomer, application, preferences):
        window = application.window
        window.actions_.train.trigger()
        assert not window.learning.welcome.isVisible()
        assert LessonProgress(preferences).is_welcomed

    def test_a_run_that_is_shown_ends_the_welcome(self, newcomer, application):
        window, store = application.window, application.store
        store.add(RunRecord("earlier", LESSONS[0].configs[0]))
        window.learning.show_welcome()
        store.set_visible("earlier", False)
        window.learning.show_welcome()
        assert "learned nothing yet" in window.learning.welcome._about.text()

        store.set_visible("earlier", True)
        assert not window.learning.welcome.isVisible()

        window.learning.show_welcome()
        assert "learned nothing yet" not in window.learning.welcome._about.text()
