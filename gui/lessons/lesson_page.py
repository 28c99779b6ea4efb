"""The page of a lesson: its text, the prediction, the runs, their result, and the code."""

from functools import partial

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QMouseEvent
from PySide6.QtWidgets import (
    QButtonGroup,
    QFrame,
    QHBoxLayout,
    QPushButton,
    QRadioButton,
    QVBoxLayout,
    QWidget,
)

from core.run.record import RunState
from core.teaching.lessons.curriculum import LESSONS
from core.teaching.lessons.lesson import Answer, Demonstration, Lesson
from gui.comparison.verdict_card import VerdictCardView
from gui.lessons.lesson_progress import Result
from gui.lessons.lesson_runs import Attempt, LessonRuns
from gui.lessons.trial_view import TrialView
from gui.program.code_view import CodeView
from gui.style import theme
from gui.style.translation import translate
from gui.widgets.panel import Panel, column, styled_label
from gui.widgets.plain_text import ParagraphLabel, PlainLabel
from gui.widgets.questions import click_once

MAX_CHARACTERS = 75  # in a line, for easy reading
MAX_LINES = 16  # of code that are visible without scrolling


class AnswerRow(QWidget):
    """A radio button whose text may need several lines."""

    def __init__(self, answer: Answer, parent: QWidget) -> None:
        super().__init__(parent)
        self.answer = answer
        self.button = QRadioButton(self)
        self._text = PlainLabel(self)
        self._text.setWordWrap(True)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(theme.STEP)
        row.addWidget(self.button)
        row.addWidget(self._text, 1)

    def retranslate(self) -> None:
        """Set the answer's text again."""
        self._text.setText(translate(self.answer.text))
        self.button.setAccessibleName(self._text.text())

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Press the button when its text is clicked."""
        if event.button() is Qt.MouseButton.LeftButton and self.button.isEnabled():
            self.button.setFocus(Qt.FocusReason.MouseFocusReason)
            self.button.click()


class CodeBlock(CodeView):
    """Lines of a program, as high as they need to be and no wider than the longest one."""

    def show_code(self, text: str) -> None:
        """Show these lines."""
        self.show_program(text)
        self._fit()

    def _fit(self) -> None:
        """Take the height of the lines, and at most their width."""
        lines = self.toPlainText().splitlines()
        metrics, margins = self.fontMetrics(), 2 * round(self.document().documentMargin())
        height = min(len(lines), MAX_LINES) * metrics.lineSpacing() + theme.STEP
        self.setFixedHeight(height + margins + self.horizontalScrollBar().sizeHint().height())

        longest = max((metrics.horizontalAdvance(line) for line in lines), default=0)
        bar = self.verticalScrollBar().sizeHint().width()
        self.setMaximumWidth(longest + margins + bar + 2 * theme.STEP)

    def changeEvent(self, event: QEvent) -> None:
        """Follow a change of the letters' size."""
        super().changeEvent(event)
        if event.type() is QEvent.Type.FontChange and self.blockCount() > 1:
            self._fit()


class Verdict(QFrame):
    """What happened, next to what was predicted."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("verdict")
        self.head = PlainLabel(self)
        self.head.setFont(theme.sized(self.head.font(), theme.TEXT, bold=True))
        self.sentence = ParagraphLabel(self)
        self.meaning = ParagraphLabel(self)
        layout = column(self)
        for label in (self.head, self.sentence, self.meaning):
            label.setWordWrap(True)
            label.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
            layout.addWidget(label)


class LessonPage(Panel):
    """Shows a lesson in the state of its attempt.

    Signals:
        look_requested(), next_requested(): show the runs; go to the next lesson.
        demonstration_requested(object): open this `Demonstration`.
        verdict_shown(): the verdict has just been reached.
    """

    look_requested = Signal()
    next_requested = Signal()
    demonstration_requested = Signal(object)
    verdict_shown = Signal()

    def __init__(self, lesson: Lesson, runs: LessonRuns, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.lesson = lesson
        self._runs = runs
        self._is_coded = False
        self._was_over = False
        self._title = PlainLabel(self)
        self._title.setFont(theme.sized(self._title.font(), theme.TITLE, bold=True))
        self._title.setWordWrap(True)
        self._texts = [ParagraphLabel(self) for _ in lesson.text]
        self.demonstration = QPushButton(self)
        self.demonstration.setVisible(lesson.demonstration is not None)

        self._ask, self._question = styled_label("heading", self), ParagraphLabel(self)
        self._group = QButtonGroup(self)
        self.answers = [AnswerRow(answer, self) for answer in lesson.answers]
        for row in self.answers:
            self._group.addButton(row.button)
        self._group.buttonClicked.connect(self.refresh)

        self.start, self.stop, self.again = QPushButton(self), QPushButton(self), QPushButton(self)
        self.look, self.next = QPushButton(self), QPushButton(self)
        self._state = styled_label("quiet", self)
        self.verdict = Verdict(self)
        self.card = VerdictCardView(runs.comparisons, self)
        self.trial = TrialView(lesson, self)
        self._code_title = styled_label("heading", self)
        self.code = CodeBlock(self)

        self._build()
        self._wire()
        self.retranslate()
        self.restyle()

    def _build(self) -> None:
        for label in (*self._texts, self._question, self._state):
            label.setWordWrap(True)
        for label in (*self._texts, self._question):
            label.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.start.setProperty("primary", True)

        # the text in lines that are easy to read
        self._prose = QWidget(self)
        layout = column(self._prose, gap=theme.PADDING, padding=0)
        for widget in (self._title, *self._texts):
            layout.addWidget(widget)
        layout.addLayout(self._row_of(self.demonstration))
        layout.addWidget(self._ask)
        layout.addWidget(self._question)

        options = QVBoxLayout()
        options.setSpacing(theme.STEP + 2)
        for row in self.answers:
            options.addWidget(row)
        layout.addLayout(options)

        layout.addLayout(self._row_of(self.start, self.stop))
        layout.addWidget(self._state)
        layout.addWidget(self.verdict)
        layout.addWidget(self.card)
        layout.addLayout(self._row_of(self.look, self.next))
        layout.addLayout(self._row_of(self.again))
        layout.addWidget(self.trial)

        # the code as wide as it needs to be
        page = column(self, gap=theme.PADDING, padding=0)
        page.setContentsMargins(0, 0, 2 * theme.STEP, theme.PADDING)  # away from the scroll bar
        page.addLayout(_at_the_left(self._prose))
        page.addSpacing(theme.STEP)
        page.addWidget(self._code_title)
        page.addLayout(_at_the_left(self.code))
        page.addStretch(1)

    def _row_of(self, *buttons: QPushButton) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(2 * theme.STEP)
        for button in buttons:
            row.addWidget(button)
        row.addStretch(1)
        return row

    def _wire(self) -> None:
        click_once(self.start, self.stop, self.again)
        self.start.clicked.connect(self._on_start)
        self.stop.clicked.connect(partial(self._runs.stop, self.lesson))
        self.again.clicked.connect(partial(self._runs.start_again, self.lesson))
        self.look.clicked.connect(self.look_requested)
        self.next.clicked.connect(self.next_requested)
        self.trial.requested.connect(partial(self._runs.try_further, self.lesson))
        self.demonstration.clicked.connect(
            lambda: self.demonstration_requested.emit(self.lesson.demonstration)
        )

    @property
    def predicted(self) -> str | None:
        """The key of the chosen answer."""
        return next((row.answer.key for row in self.answers if row.button.isChecked()), None)

    def _on_start(self) -> None:
        if self.predicted is not None:
            self._runs.start(self.lesson, self.predicted)
            # not Stop, which is where Start was
            self.look.setFocus(Qt.FocusReason.OtherFocusReason)

    def refresh(self) -> None:
        """Show the state of the lesson."""
        attempt = self._runs.attempt(self.lesson)
        is_over = attempt is not None and attempt.outcome is not None
        for row in self.answers:
            row.button.setEnabled(attempt is None)  # its text stays readable
            if attempt is not None and row.answer.key == attempt.predicted:
                row.button.setChecked(True)

        self.start.setVisible(attempt is None)
        self.start.setEnabled(self.predicted is not None)
        self.stop.setVisible(attempt is not None and not is_over)
        self.look.setVisible(attempt is not None)
        self.again.setVisible(is_over)

        self._show_verdict(attempt)
        self.trial.show_attempt(attempt)
        self.next.setVisible(not self.verdict.isHidden() and self.lesson is not LESSONS[-1])
        self.show_state()

        if is_over and not self._was_over:
            self.verdict_shown.emit()
        self._was_over = is_over

    def show_state(self) -> None:
        """Show the progress of the runs in words."""
        attempt = self._runs.attempt(self.lesson)
        if attempt is None:
            hint = self.tr("First choose what you expect.") if self.predicted is None else ""
            self._state.setText(hint)
        elif attempt.outcome is None:
            self._state.setText(self._progress(attempt))
        self._state.setVisible(
            bool(self._state.text()) and (attempt is None or attempt.outcome is None)
        )

    def _progress(self, attempt: Attempt) -> str:
        records = self._runs.records(attempt)
        over = sum(record.state.is_over for record in records)
        shares = [1.0 if record.state.is_over else record.share_done for record in records]
        share = sum(shares) / len(attempt.runs)

        text = self.tr("Training: {done} of {all} runs done, {share}% overall.")
        if any(record.state is RunState.PAUSED for record in records):
            text = self.tr("Paused: {done} of {all} runs done, {share}% overall.")
        if all(record.state is RunState.QUEUED for record in records):
            text = self.tr("These runs wait until one of the training runs has ended.")
        return text.format(done=over, all=len(attempt.runs), share=round(100 * share))

    def _show_verdict(self, attempt: Attempt | None) -> None:
        previous = self._runs.progress.result(self.lesson)
        outcome = attempt.outcome if attempt is not None else None
        if attempt is not None and outcome is not None:
            result = (
                Result(attempt.predicted, outcome.answer) if outcome.answer is not None else None
            )
            self.verdict.head.setText(self._judged(result))
            self.verdict.sentence.setText(translate(outcome.text))
            self.verdict.meaning.setText(translate(self.lesson.meaning))
            self.again.setText(
                self.tr("Try other random numbers")
                if result is not None
                else self.tr("Start again")
            )
        elif attempt is None and previous is not None:
            self.verdict.head.setText(self.tr("When you last did this lesson"))
            self.verdict.sentence.setText(self._judged(previous))

        is_earlier = attempt is None and previous is not None
        self.verdict.setVisible(outcome is not None or is_earlier)
        self.verdict.meaning.setVisible(outcome is not None and outcome.answer is not None)
        self.card.show_comparison(attempt.comparison if attempt is not None else None)

    def _judged(self, result: Result | None) -> str:
        if result is None:
            return self.tr("These runs do not show it")
        expected, happened = (
            self.lesson.answer(key) for key in (result.predicted, result.happened)
        )
        assert expected is not None
        assert happened is not None
        if result.is_right:
            return self.tr("As you expected: “{happened}”").format(
                happened=translate(happened.text)
            )
        text = self.tr("You expected “{expected}”. What happened: “{happened}”")
        return text.format(expected=translate(expected.text), happened=translate(happened.text))

    def load_code(self) -> None:
        """Write the program's lines when the page is first shown."""
        if not self._is_coded:
            self._is_coded = True
            self._write_code()

    def _write_code(self) -> None:
        from core.teaching.lessons.lesson_code import code

        self.code.show_code(code(self.lesson, translate))

    def retranslate(self) -> None:
        """Set all texts again, in the lesson's state."""
        self._title.setText(translate(self.lesson.title))
        for label, text in zip(self._texts, self.lesson.text, strict=True):
            label.setText(translate(text))
        self._question.setText(translate(self.lesson.question))
        for row in self.answers:
            row.retranslate()

        texts = {
            Demonstration.SLOW_MOTION: self.tr("See it in slow motion…"),
            Demonstration.VALLEY: self.tr("See them in a valley…"),
            Demonstration.TENSORS: self.tr("Try tensors by mouse…"),
            Demonstration.PIXELS: self.tr("See what scaling does…"),
            None: "",
        }
        self.demonstration.setText(texts[self.lesson.demonstration])
        self.trial.retranslate()

        self._ask.setText(self.tr("What do you expect?"))
        self.start.setText(self.tr("Start and see"))
        self.stop.setText(self.tr("Stop"))
        self.look.setText(self.tr("Show the runs"))
        self.next.setText(self.tr("Next lesson"))
        self._code_title.setText(self.tr("The same in PyTorch"))
        self.code.setAccessibleName(self._code_title.text())
        if self._is_coded:
            self._write_code()

        self._prose.setMaximumWidth(self.fontMetrics().averageCharWidth() * MAX_CHARACTERS)
        self.refresh()

    def restyle(self) -> None:
        """Apply the current colour scheme."""
        named = theme.colours()
        self.verdict.setStyleSheet(
            f"QFrame#verdict {{ background: {named.paper}; border: 1px solid {named.line}; "
            f"border-left: 3px solid {named.accent}; border-radius: 6px; }}"
        )
        self.code.restyle()


def _at_the_left(widget: QWidget) -> QHBoxLayout:
    """Return a row in which a widget is as wide as it may be, with what is left at its right."""
    row = QHBoxLayout()
    row.addWidget(widget, 1)
    row.addStretch()
    return row
