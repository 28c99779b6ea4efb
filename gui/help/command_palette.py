"""A list of everything that can be done or shown, found by typing a part of its name."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QDialog, QLineEdit, QListWidget, QListWidgetItem, QWidget

from gui.style import theme
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
        kind: what it is: an action's menu, a run, a lesson.
        english: its English name, found as well; empty if it is the same or there is none.
        run: does or shows it.
    """

    name: str
    kind: str
    run: Callable[[], object]
    english: str = ""

    @property
    def _searched(self) -> str:
        return f"{self.kind} {self.name} {self.english}".casefold()

    def rank(self, words: Sequence[str]) -> int | None:
        """Return how well words fit, 0 the best; None if one is missing."""
        searched = self._searched
        if not all(word in searched for word in words):
            return None
        names = (self.name.casefold(), self.english.casefold())
        return 0 if any(name.startswith(" ".join(words)) for name in names) else 1


def found(commands: Sequence[Command], text: str) -> list[Command]:
    """Return the commands that have all words of a text, those whose name begins with it first."""
    words = text.casefold().split()
    ranked = ((command.rank(words), command) for command in commands)
    fitting = [(rank, command) for rank, command in ranked if rank is not None]
    return [command for _, command in sorted(fitting, key=lambda entry: entry[0])]


class CommandPalette(QDialog):
    """A line to type in, and the commands found; Enter or a click runs one and closes it."""

    def __init__(self, commands: Sequence[Command], parent: QWidget) -> None:
        super().__init__(parent)
        self._commands = commands
        self._found: list[Command] = []
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(self.tr("Commands"))
        self.resize(theme.fitted(SIZE, self.screen()))

        self.search = QLineEdit(self)
        self.search.setPlaceholderText(self.tr("Action, run, lesson, network or setting"))
        self.search.setAccessibleName(self.tr("Name of a command"))
        self.search.setClearButtonEnabled(True)
        self.search.textChanged.connect(self._search)
        self.search.returnPressed.connect(self._run_current)
        self.search.installEventFilter(self)

        self.list = QListWidget(self)
        self.list.setAccessibleName(self.tr("Commands found"))
        self.list.setUniformItemSizes(True)
        self.list.setSpacing(2)
        self.list.itemClicked.connect(self._run_current)

        layout = column(self)
        layout.addWidget(self.search)
        layout.addWidget(self.list, 1)
        self._search("")

    def _search(self, text: str) -> None:
        self._found = found(self._commands, text)[:MAX_SHOWN]
        self.list.clear()
        for command in self._found:
            whole = f"{command.name}   {command.kind}"
            item = QListWidgetItem(middle_elided(whole, MAX_CHOICE), self.list)
            item.setToolTip(plain_tip(whole))
        if not self._found:
            item = QListWidgetItem(self.tr("Nothing has this name."), self.list)
            item.setFlags(Qt.ItemFlag.NoItemFlags)
        self.list.setCurrentRow(0)

    def _run_current(self) -> None:
        row = self.list.currentRow()
        if 0 <= row < len(self._found):
            self.close()
            self._found[row].run()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Let the arrow keys choose in the list while one types."""
        if isinstance(event, QKeyEvent) and event.type() is QEvent.Type.KeyPress:
            key = Qt.Key(event.key())
            if watched is self.search and key in KEYS_OF_LIST:
                self.list.keyPressEvent(event)
                return True
        return super().eventFilter(watched, event)
