"""The model card of a run in a dialog: the same as in its report and on its page."""

from functools import partial

from PySide6.QtCore import QObject, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QDialog, QDialogButtonBox, QLabel, QPushButton, QWidget

from core.export.model_card import ModelCard
from core.export.source import Source
from core.messages import Message
from gui.background.jobs import JobQueue
from gui.run_table.runs_table import RunsTable
from gui.run_table.sources import as_kept, source_for
from gui.runs.run_store import RunStore
from gui.style import theme
from gui.style.translation import translate
from gui.widgets.panel import column, scrolled, styled_label

SIZE = (130 * theme.STEP, 150 * theme.STEP)


class ModelCards(QObject):
    """Opens the card of a run that the table asks for; a job has the network read its test images.

    Args:
        window: the parent of the dialogs.
    """

    def __init__(self, store: RunStore, table: RunsTable, jobs: JobQueue, window: QWidget) -> None:
        super().__init__(window)
        self._store, self._jobs, self._window = store, jobs, window
        table.card_requested.connect(self.open)

    def open(self, run: str) -> None:
        """Open a run's card, if the run is still here."""
        entry = self._store.get(run)
        if entry is None:
            return
        dialog = CardDialog(entry.name, self._window)
        source = source_for(entry)
        self._jobs.submit(partial(_card_of, source), dialog.show_card, dialog.show_failure)
        dialog.open()


class CardDialog(QDialog):
    """Shows a card, whose texts can be selected; a button copies them all."""

    def __init__(self, name: str, parent: QWidget) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(self.tr("Model card"))
        self._card: ModelCard | None = None
        self._content = QWidget()
        self._rows = column(self._content, gap=theme.STEP, padding=0)
        self._add("title", name)
        self._waiting = self._add("quiet", self.tr("The examples are being read…"))
        self._rows.addStretch(1)

        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Close, parent=self)
        self.copy: QPushButton = buttons.addButton(
            self.tr("Copy"), QDialogButtonBox.ButtonRole.ActionRole
        )
        self.copy.setAutoDefault(False)
        self.copy.setEnabled(False)
        self.copy.clicked.connect(self._on_copy)
        buttons.rejected.connect(self.reject)

        layout = column(self, gap=theme.PADDING, padding=theme.GROUP_GAP)
        layout.addWidget(scrolled(self._content, scrolls_across=False), 1)
        layout.addWidget(buttons)
        self.resize(theme.fitted(SIZE, self.screen()))

    def show_card(self, card: ModelCard) -> None:
        """Show the card, each fact below its heading."""
        self._card = card
        self.copy.setEnabled(True)
        self._waiting.hide()
        self._rows.takeAt(self._rows.count() - 1)  # the stretch
        for fact in card.facts:
            self._rows.addSpacing(theme.PADDING)
            self._add("heading", fact.title)
            for text in fact.texts:
                self._add("", text)
        self._rows.addStretch(1)

    def show_failure(self, reason: Message) -> None:
        """Show why there is no card."""
        self._waiting.setText(translate(reason))

    def _add(self, role: str, text: str) -> QLabel:
        label = styled_label(role, self._content)
        label.setWordWrap(True)
        label.setTextInteractionFlags(
            Qt.TextInteractionFlag.TextSelectableByMouse
            | Qt.TextInteractionFlag.TextSelectableByKeyboard
        )
        label.setText(text)
        self._rows.addWidget(label)
        return label

    def _on_copy(self) -> None:
        assert self._card is not None
        QGuiApplication.clipboard().setText(self._card.text)


def _card_of(source: Source) -> ModelCard:
    """Return a run's card; for the jobs' thread only, since it loads torch and reads files."""
    from core.export.run_card import card_of

    card = card_of(as_kept(source), translate)
    assert card is not None  # the table asks for no card of a line
    return card
