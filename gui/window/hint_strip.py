"""A quiet line: what the run in question shows, why, and a button that puts a remedy into the form."""

import qtawesome
from PySide6.QtCore import QSize, QTimer, Signal
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QToolButton,
    QVBoxLayout,
    QWidget,
)
from superqt import QElidingLabel

from core.config.fields import with_values
from core.teaching import hints
from core.teaching.hints import Hint, HintKind
from gui.runs.run_store import RunEntry, RunStore
from gui.runs.selection import Selection
from gui.style import theme
from gui.style.translation import translate
from gui.widgets.panel import Panel

LOOK_MS = 500  # between two looks at a run: sentences are read slowly
ICON = 4 * theme.STEP


class HintStrip(Panel):
    """Says nothing most of the time; each kind of hint is dismissed for a run once.

    Signals:
        change_requested(object, object): the `RunConfig` with the remedy in it, and the dotted
        paths it changes.
    """

    change_requested = Signal(object, object)

    def __init__(
        self, store: RunStore, selection: Selection, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._store = store
        self._selection = selection
        self._dismissed: set[tuple[str, HintKind]] = set()
        self._shown: tuple[RunEntry, Hint] | None = None
        self._build()
        self._looking = QTimer(self)
        self._looking.setSingleShot(True)
        self._looking.setInterval(LOOK_MS)
        self._looking.timeout.connect(self.look)
        for signal in (
            store.run_added,
            store.run_changed,
            store.visibility_changed,
            store.appearance_changed,
        ):
            signal.connect(self._on_changed)
        store.run_removed.connect(self._on_removed)
        selection.changed.connect(self.look)
        self.retranslate()
        self.restyle()

    def _build(self) -> None:
        self._card = QFrame(self)
        self._card.setObjectName("hint")
        self._icon = QLabel(self._card)
        self._text = QElidingLabel(self._card)
        self._apply = QPushButton(self._card)
        self._apply.setProperty("slim", True)
        self._apply.clicked.connect(self._on_apply)
        self._dismiss = QToolButton(self._card)
        self._dismiss.setText("×")
        self._dismiss.setAutoRaise(True)
        self._dismiss.clicked.connect(self._on_dismissed)
        inner = QHBoxLayout(self._card)
        inner.setContentsMargins(theme.PADDING, 0, theme.STEP, 0)
        inner.setSpacing(2 * theme.STEP)
        inner.addWidget(self._icon)
        inner.addWidget(self._text, 1)
        inner.addWidget(self._apply)
        inner.addWidget(self._dismiss)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(self._card)
        self._card.setVisible(False)

    @property
    def hint(self) -> Hint | None:
        """What is shown."""
        return self._shown[1] if self._shown is not None else None

    def speaks_of(self, run: str) -> bool:
        """Whether the hint that is called for now is for this run."""
        self.look()
        return self._shown is not None and self._shown[0].record.run == run

    def _on_changed(self, _run: str) -> None:
        if not self._looking.isActive():
            self._looking.start()

    def _on_removed(self, run: str) -> None:
        self._dismissed = {(each, kind) for each, kind in self._dismissed if each != run}
        self.look()

    def _in_question(self) -> RunEntry | None:
        """The selected run, else the latest of the visible ones."""
        selected = [
            entry for entry in map(self._store.get, self._selection.runs) if entry is not None
        ]
        visible = self._store.visible()
        latest = [entry for entry in visible if not entry.is_earlier] or visible
        return next(iter([*selected, *latest[::-1]]), None)

    def look(self) -> None:
        """Show the hint for the run in question as it stands, if there is one that was not dismissed."""
        entry = self._in_question()
        hint = hints.find(entry.record) if entry is not None else None
        is_new = (
            entry is not None
            and hint is not None
            and (entry.record.run, hint.kind) not in self._dismissed
        )
        self._shown = (entry, hint) if entry is not None and hint is not None and is_new else None
        self._translate()

    def _translate(self) -> None:
        self._card.setVisible(self._shown is not None)
        if self._shown is None:
            return
        entry, hint = self._shown
        texts = {"run": entry.name, "seen": translate(hint.symptom), "why": translate(hint.why)}
        whole = self.tr("{run}: {seen} {why}").format(**texts)
        self._text.setText(whole)
        self._apply.setText(translate(hint.action))
        for part in (self._card, self._text, self._apply):
            part.setToolTip(whole)
        self._card.setAccessibleName(whole)

    def _on_apply(self) -> None:
        if self._shown is not None:
            entry, hint = self._shown
            self._on_dismissed()
            self.change_requested.emit(
                with_values(entry.record.config, hint.change), tuple(hint.change)
            )

    def _on_dismissed(self) -> None:
        if self._shown is not None:
            entry, hint = self._shown
            self._dismissed.add((entry.record.run, hint.kind))
            self.look()

    def retranslate(self) -> None:
        """The hint in the language in force."""
        self._dismiss.setToolTip(self.tr("Dismiss"))
        self._dismiss.setAccessibleName(self._dismiss.toolTip())
        self._translate()

    def restyle(self) -> None:
        """The icon."""
        named = theme.colours()
        icon = qtawesome.icon("mdi6.lightbulb-on-outline", color=named.accent)
        self._icon.setPixmap(icon.pixmap(QSize(ICON, ICON), self.devicePixelRatioF()))
