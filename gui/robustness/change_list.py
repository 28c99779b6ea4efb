"""The changes made to a network, newest first, and the buttons that take them back."""

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QAbstractItemView, QListWidget, QPushButton, QWidget

from core.config.model import ModelConfig
from core.robustness.damage import Change, title_of
from gui.style import theme
from gui.style.translation import translate
from gui.widgets.flow_layout import FlowLayout
from gui.widgets.panel import Panel, column, styled_label
from gui.widgets.plain_text import plain_tip
from gui.widgets.questions import click_once

ROWS = 5


class ChangeList(Panel):
    """A list of changes that is replaced by each button; it changes nothing itself.

    Signals:
        changes_requested(object): a tuple of the changes that are to remain.
        fork_requested(): the network is to be kept as it is now.
    """

    changes_requested = Signal(object)
    fork_requested = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._changes: tuple[Change, ...] = ()
        self._title = styled_label("heading", self)
        self.list = QListWidget(self)
        self.list.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.list.currentRowChanged.connect(self._enable)
        self.undo = QPushButton(self)
        self.take_back = QPushButton(self)
        self.take_back_all = QPushButton(self)
        self.fork = QPushButton(self)
        self._can_fork = False

        buttons = QWidget(self)
        flow = FlowLayout(2 * theme.STEP, buttons)
        for widget in (self._title, self.undo, self.take_back, self.take_back_all, self.fork):
            flow.addWidget(widget)
        click_once(self.fork)
        layout = column(self, gap=theme.STEP, padding=0)
        layout.addWidget(buttons)
        layout.addWidget(self.list)

        self.undo.clicked.connect(lambda: self.changes_requested.emit(self._changes[:-1]))
        self.take_back.clicked.connect(self._on_take_back)
        self.take_back_all.clicked.connect(lambda: self.changes_requested.emit(()))
        self.fork.clicked.connect(self.fork_requested)
        self.retranslate()

    def show_changes(
        self, model: ModelConfig, changes: Sequence[Change], fork_problem: str
    ) -> None:
        """Show changes of a network.

        Args:
            fork_problem: why the network cannot be kept; empty if it can.
        """
        if tuple(changes) != self._changes or self.list.count() != len(changes):
            self._changes = tuple(changes)
            self.list.clear()
            self.list.addItems([translate(title_of(model, it)) for it in reversed(changes)])
        self.list.setVisible(bool(changes))
        rows = self.list.sizeHintForRow(0) * min(ROWS, len(changes))
        self.list.setFixedHeight(rows + 2 * self.list.frameWidth())
        self._can_fork = bool(changes) and not fork_problem
        tip = fork_problem or self.tr(
            "A new run with these changes, in the table; from there it can be trained on"
        )
        self.fork.setToolTip(plain_tip(tip))
        self._name_list()
        self._enable()

    def _enable(self) -> None:
        self.undo.setEnabled(bool(self._changes))
        self.take_back_all.setEnabled(bool(self._changes))
        self.take_back.setEnabled(0 <= self.list.currentRow() < len(self._changes))
        self.fork.setEnabled(self._can_fork)

    def _on_take_back(self) -> None:
        index = len(self._changes) - 1 - self.list.currentRow()
        if 0 <= index < len(self._changes):
            self.changes_requested.emit(self._changes[:index] + self._changes[index + 1 :])

    def _name_list(self) -> None:
        text = self.tr("Changes: {count}") if self._changes else self.tr("No changes yet")
        self._title.setText(text.format(count=len(self._changes)))

    def retranslate(self) -> None:
        """Renew the texts of the buttons; the list is written anew when it is next shown."""
        self._changes = ()
        self.undo.setText(self.tr("Undo last"))
        self.take_back.setText(self.tr("Take back"))
        self.take_back.setToolTip(plain_tip(self.tr("Take the marked change back, and no other")))
        self.take_back_all.setText(self.tr("Take all back"))
        self.fork.setText(self.tr("Keep as a fork"))
        self.list.setAccessibleName(self.tr("Changes"))
        self._name_list()
        self._enable()
