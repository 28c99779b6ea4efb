"""The lessons: a list with marks of progress, and the page of the open lesson."""

import qtawesome
from PySide6.QtCore import QPoint, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QIcon, QResizeEvent, QShowEvent
from PySide6.QtWidgets import (
    QComboBox,
    QFrame,
    QHBoxLayout,
    QListWidget,
    QListWidgetItem,
    QScrollArea,
    QStackedWidget,
    QWidget,
)

from core.teaching.lessons.curriculum import LESSONS
from core.teaching.lessons.lesson import Lesson
from gui.comparison.verdict_card import VerdictCardView
from gui.lessons.lesson_page import LessonPage
from gui.lessons.lesson_runs import LessonRuns
from gui.lessons.lesson_sheets import LessonSheets
from gui.process.timers import single_shot
from gui.style import theme
from gui.style.translation import translate
from gui.widgets.panel import Panel, column, scroll_area, styled_label

WIDE = 230 * theme.STEP  # from here on the list stands next to the page, and code has its width
REFRESH_MS = 250  # texts change more slowly than curves
ICON = QSize(4 * theme.STEP, 4 * theme.STEP)


class LessonsPanel(Panel):
    """Remembers the open lesson. Each page is built when it is first needed.

    Signals:
        look_requested(object): show the runs of this `Lesson`.
        demonstration_requested(object): open this `Demonstration`.
        opened(): another lesson was opened.
        card_added(object): a page was built, and with it this `VerdictCardView`.
    """

    look_requested = Signal(object)
    demonstration_requested = Signal(object)
    opened = Signal()
    card_added = Signal(object)

    def __init__(self, runs: LessonRuns, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._runs = runs
        self.sheets = LessonSheets(runs, self)  # in the tab order before the list
        self._list, self._choice = QListWidget(self), QComboBox(self)
        self._done = styled_label("quiet", self)
        self._stack = QStackedWidget(self)
        self._areas = [scroll_area(self._stack, scrolls_across=False) for _ in LESSONS]
        self._pages: dict[str, LessonPage] = {}  # by the keys of their lessons
        self._build()

        self._refresh_timer = single_shot(self, self._on_refresh, REFRESH_MS)

        self._list.currentRowChanged.connect(self.open_at)
        self._choice.activated.connect(self.open_at)
        runs.changed.connect(self._on_changed)
        runs.progressed.connect(self._on_progressed)

        self.retranslate()
        self.restyle()
        self.open_at(LESSONS.index(runs.progress.latest))

    def _build(self) -> None:
        self._list.setFrameShape(QFrame.Shape.NoFrame)
        self._list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._choice.setSizeAdjustPolicy(
            QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon
        )
        for widget in (self._list, self._choice):
            widget.setIconSize(ICON)

        for area in self._areas:
            self._list.addItem(QListWidgetItem())
            self._choice.addItem("")
            self._stack.addWidget(area)

        top = QHBoxLayout()
        top.setSpacing(2 * theme.STEP)
        top.addWidget(self._choice, 1)
        top.addWidget(self._done)
        top.addWidget(self.sheets)

        middle = QHBoxLayout()
        middle.setSpacing(theme.GROUP_GAP)
        middle.addWidget(self._list)
        middle.addWidget(self._stack, 1)

        layout = column(self)
        layout.addLayout(top)
        layout.addLayout(middle, 1)

    @property
    def cards(self) -> list[VerdictCardView]:
        """The cards of the pages built so far, with the verdicts on their lessons' networks."""
        return [page.card for page in self._pages.values()]

    @property
    def page(self) -> LessonPage:
        """The page of the lesson that is open."""
        return self.page_of(self.lesson)

    @property
    def lesson(self) -> Lesson:
        """The lesson that is open."""
        return LESSONS[self._stack.currentIndex()]

    def page_of(self, lesson: Lesson) -> LessonPage:
        """Return a lesson's page, built the first time."""
        if lesson.key not in self._pages:
            area = self._areas[LESSONS.index(lesson)]
            page = self._pages[lesson.key] = LessonPage(lesson, self._runs, area.viewport())
            page.look_requested.connect(self._on_look)
            page.demonstration_requested.connect(self.demonstration_requested)
            page.next_requested.connect(self._on_next)
            page.verdict_shown.connect(self._on_verdict)
            area.setWidget(page)
            self.card_added.emit(page.card)
        return self._pages[lesson.key]

    def open(self, lesson: Lesson) -> None:
        """Show a lesson."""
        self.open_at(LESSONS.index(lesson))

    def open_at(self, index: int) -> None:
        """Show the lesson with this index."""
        is_another = self.lesson is not LESSONS[index]
        self._stack.setCurrentIndex(index)
        self._list.setCurrentRow(index)
        self._choice.setCurrentIndex(index)
        if self.isVisible():
            self._show_page()
        if is_another:
            self.opened.emit()

    def _show_page(self) -> None:
        """Complete the open page, and remember its lesson."""
        self.page.load_code()
        self._runs.progress.latest = self.lesson

    def take_focus(self) -> None:
        """Focus the list; the answers come next."""
        shown = self._list if self._list.isVisible() else self._choice
        shown.setFocus(Qt.FocusReason.OtherFocusReason)

    def _on_next(self) -> None:
        self.open_at(min(self._stack.currentIndex() + 1, len(LESSONS) - 1))
        self.take_focus()

    def _on_look(self) -> None:
        self.look_requested.emit(self.lesson)

    def _on_verdict(self) -> None:
        if self.sender() is self.page and self.isVisible():
            QTimer.singleShot(0, self, self._scroll_to_verdict)

    def _scroll_to_verdict(self) -> None:
        """Bring the verdict into view; of one that is higher than the view, its beginning."""
        area, verdict = self._stack.currentWidget(), self.page.verdict
        if not isinstance(area, QScrollArea):
            return
        if verdict.height() < area.viewport().height():
            area.ensureWidgetVisible(verdict)
        else:
            area.verticalScrollBar().setValue(verdict.mapTo(self.page, QPoint()).y())

    def _on_changed(self, lesson: Lesson) -> None:
        if lesson.key in self._pages:
            self._pages[lesson.key].refresh()
        self._mark()

    def _on_progressed(self, _lesson: Lesson) -> None:
        if self.isVisible() and not self._refresh_timer.isActive():
            self._refresh_timer.start()

    def _on_refresh(self) -> None:
        self.page.show_state()

    def _mark(self) -> None:
        """Mark the lessons that were done."""
        named = theme.colours()
        done, open_ = (
            qtawesome.icon("mdi6.check-circle", color=named.accent),
            qtawesome.icon("mdi6.circle-outline", color=named.quiet),
        )
        for index, lesson in enumerate(LESSONS):
            is_done = self._runs.progress.result(lesson) is not None
            text = f"{index + 1}. {translate(lesson.title)}"
            spoken = self.tr("{lesson}, done").format(lesson=text) if is_done else text
            icon: QIcon = done if is_done else open_

            item = self._list.item(index)
            item.setText(text)
            item.setIcon(icon)
            item.setData(Qt.ItemDataRole.AccessibleTextRole, spoken)
            self._choice.setItemText(index, text)
            self._choice.setItemIcon(index, icon)
            self._choice.setItemData(index, spoken, Qt.ItemDataRole.AccessibleTextRole)

        self._list.setFixedWidth(self._list.sizeHintForColumn(0) + 2 * theme.STEP)
        text = self.tr("{done} of {all} done")
        self._done.setText(text.format(done=self._runs.progress.done(), all=len(LESSONS)))

    def retranslate(self) -> None:
        """Set the titles again; the pages set their own texts."""
        for widget in (self._list, self._choice):
            widget.setAccessibleName(self.tr("Lessons"))
        self.sheets.retranslate()
        self._mark()

    def restyle(self) -> None:
        """Draw the marks in the current colour scheme, and the list without a background."""
        named = theme.colours()
        self._list.setStyleSheet(
            "QListWidget { background: transparent; outline: 0; } "
            f"QListWidget::item {{ padding: {theme.STEP + 1}px; border-radius: 4px; "
            "border: 1px solid transparent; } "
            f"QListWidget::item:selected {{ background: {named.line}; color: {named.text}; }} "
            f"QListWidget::item:focus {{ border-color: {named.accent}; }}"
        )
        self.sheets.restyle()
        self._mark()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Show the list next to the page if there is room, otherwise a combo box above it."""
        super().resizeEvent(event)
        is_wide = self.width() >= theme.px(WIDE)
        self._list.setVisible(is_wide)
        self._choice.setVisible(not is_wide)

    def showEvent(self, event: QShowEvent) -> None:
        """Show what has changed while the panel was hidden."""
        super().showEvent(event)
        self._show_page()
        self.page.refresh()
