"""A list of everything that can be done or shown, found by typing a part of its name."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QColor, QKeyEvent
from PySide6.QtWidgets import (
    QDialog,
    QFrame,
    QHeaderView,
    QLineEdit,
    QTreeWidget,
    QTreeWidgetItem,
    QVBoxLayout,
    QWidget,
)

from core.messages import Message
from gui.style import theme
from gui.style.translation import english_of, translate
from gui.widgets.panel import column
from gui.widgets.plain_text import MAX_CHOICE, middle_elided, plain_tip

SIZE = (520, 420)
MAX_SHOWN = 200  # entries; more are found by typing on
KEYS_OF_LIST = (Qt.Key.Key_Up, Qt.Key.Key_Down, Qt.Key.Key_PageUp, Qt.Key.Key_PageDown)


@dataclass(frozen=True)
class Command:
    """One entry.

    Attributes:
        name: what it is called in the present language.
        kind: what it is: an action's menu, a page's tab, a run, a lesson.
        english: its English name, found as well; empty if it is the same or there is none.
        run: does or shows it.
        keys: its shortcut; empty if it has none.
        about: what it is for, which is searched last; None if nothing says so.
    """

    name: str
    kind: str
    run: Callable[[], object]
    english: str = ""
    keys: str = ""
    about: Message | None = None

    @property
    def _named(self) -> str:
        kinds = " ".join((self.kind, *english_of(self.kind)))
        return f"{kinds} {self.name} {self.english}".casefold()

    @property
    def _explained(self) -> str:
        return "" if self.about is None else f"{translate(self.about)} {self.about}".casefold()

    def rank(self, words: Sequence[str]) -> int | None:
        """Return how well words fit; None if one is missing.

        0: a name is just that; 1: one begins with it; 2: one has all words; 3: the kind has some;
        4: only what it is for has some, and name and kind the others; 5: only what it is for.
        """
        named, whole = self._named, " ".join(words)
        if not all(word in named for word in words):
            explained = f"{named} {self._explained}"
            if not all(word in explained for word in words):
                return None
            return 4 if any(word in named for word in words) else 5
        names = (self.name.casefold(), self.english.casefold())
        if whole in names:
            return 0
        if any(name.startswith(whole) for name in names):
            return 1
        return 2 if any(all(word in name for word in words) for name in names) else 3


def found(commands: Sequence[Command], text: str) -> list[Command]:
    """Return the commands that have all words of a text, the best first.

    Without a text they keep their order.
    """
    words = text.casefold().split()
    if not words:
        return list(commands)
    ranked = ((command.rank(words), command) for command in commands)
    fitting = [(rank, command) for rank, command in ranked if rank is not None]
    return [command for _, command in sorted(fitting, key=lambda entry: entry[0])]


class CommandPalette(QDialog):
    """A line to type in, and the commands found, without a title bar.

    Enter or a click runs one and closes it; Escape and a click next to it only close it.
    """

    def __init__(self, commands: Sequence[Command], parent: QWidget) -> None:
        super().__init__(parent)
        self._commands = commands
        self._found: list[Command] = []
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(self.tr("Commands"))
        self.setWindowFlag(Qt.WindowType.FramelessWindowHint)
        self.resize(theme.fitted(SIZE, self.screen()))

        self.search = QLineEdit(self)
        self.search.setPlaceholderText(self.tr("Action, page, run, lesson, network or setting"))
        self.search.setAccessibleName(self.tr("Name of a command"))
        self.search.setClearButtonEnabled(True)
        self.search.textChanged.connect(self._search)
        self.search.returnPressed.connect(self._run_current)
        self.search.installEventFilter(self)

        self.list = self._new_list()
        frame = QFrame(self)
        frame.setFrameShape(QFrame.Shape.Box)
        layout = column(frame)
        layout.addWidget(self.search)
        layout.addWidget(self.list, 1)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(frame)
        behind = parent.window().windowHandle()
        if behind is not None:
            behind.installEventFilter(self)
        self._search("")

    def _new_list(self) -> QTreeWidget:
        """Return the list: names, kinds and shortcuts, in a column each."""
        rows = QTreeWidget(self)
        rows.setAccessibleName(self.tr("Commands found"))
        rows.setColumnCount(3)
        rows.setHeaderHidden(True)
        rows.setRootIsDecorated(False)
        rows.setUniformRowHeights(True)
        rows.setTextElideMode(Qt.TextElideMode.ElideMiddle)
        header = rows.header()
        header.setStretchLastSection(False)
        header.setSectionResizeMode(QHeaderView.ResizeMode.ResizeToContents)
        header.setSectionResizeMode(0, QHeaderView.ResizeMode.Stretch)
        rows.itemClicked.connect(self._run_current)
        return rows

    def _search(self, text: str) -> None:
        self._found = found(self._commands, text)[:MAX_SHOWN]
        self.list.clear()
        for command in self._found:
            texts = [middle_elided(command.name, MAX_CHOICE), command.kind, command.keys]
            item = QTreeWidgetItem(self.list, texts)
            item.setToolTip(0, plain_tip(command.name))
            item.setTextAlignment(2, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
            item.setForeground(1, QColor(theme.colours().quiet))
        if not self._found:
            item = QTreeWidgetItem(self.list, [self.tr("Nothing has this name.")])
            item.setFlags(Qt.ItemFlag.NoItemFlags)
            item.setFirstColumnSpanned(True)
        self.list.setCurrentIndex(self.list.model().index(0, 0))

    def _run_current(self) -> None:
        row = self.list.currentIndex().row()
        if 0 <= row < len(self._found):
            self.close()
            self._found[row].run()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Let the arrow keys choose in the list while one types; close with a click next to it."""
        if watched is not self.search and event.type() is QEvent.Type.MouseButtonPress:
            self.close()
        if isinstance(event, QKeyEvent) and event.type() is QEvent.Type.KeyPress:
            key = Qt.Key(event.key())
            if watched is self.search and key in KEYS_OF_LIST:
                self.list.keyPressEvent(event)
                return True
        return super().eventFilter(watched, event)
