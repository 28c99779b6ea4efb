"""A line with a hint about a run: a symptom, its cause, and a button that applies a remedy."""

import qtawesome
from PySide6.QtCore import QSize, Signal
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QPushButton,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from core.config.fields import with_values
from core.teaching import hints
from core.teaching.hint import Hint, HintKind
from gui.process.timers import single_shot
from gui.runs.run_store import RunEntry, RunStore
from gui.runs.selection import Selection
from gui.style import theme
from gui.style.translation import translate
from gui.widgets.panel import Panel
from gui.widgets.plain_text import PlainElidingLabel, PlainLabel, plain_tip

CHECK_MS = 500  # between two checks of a run: sentences are read slowly
ICON = 4 * theme.STEP


class HintStrip(Panel):
    """Shows a hint if there is one; the user dismisses each kind of hint for a run once.

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
        self._earlier: set[str] = set()  # runs of an earlier topic, until they are selected
        self._shown: tuple[RunEntry, Hint] | None = None
        self._build()

        self._looking = single_shot(self, self.look, CHECK_MS)

        for signal in (
            store.run_added,
            store.run_changed,
            store.visibility_changed,
            store.appearance_changed,
        ):
            signal.connect(self._on_changed)
        store.run_removed.connect(self._on_removed)
        selection.changed.connect(self._on_selected)

        self.retranslate()
        self.restyle()

    def _build(self) -> None:
        self._card = QFrame(self)
        self._card.setObjectName("hint")
        self._icon = PlainLabel(self._card)
        self._text = PlainElidingLabel(self._card)

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
        """The hint that is shown, or None."""
        return self._shown[1] if self._shown is not None else None

    def speaks_of(self, run: str) -> bool:
        """Whether the current hint is about this run."""
        self.look()
        return self._shown is not None and self._shown[0].record.run == run

    def begin_topic(self) -> None:
        """Show no hints about runs that are over, until one of them is selected again."""
        entries = self._store.entries()
        self._earlier = {entry.record.run for entry in entries if entry.record.state.is_over}
        self.look()

    def _on_selected(self) -> None:
        self._earlier -= set(self._selection.runs)
        self.look()

    def _on_changed(self, _run: str) -> None:
        if not self._looking.isActive():
            self._looking.start()

    def _on_removed(self, run: str) -> None:
        self._dismissed = {key for key in self._dismissed if key[0] != run}
        self._earlier.discard(run)
        self.look()

    def _observed_run(self) -> RunEntry | None:
        """Return the selected run if it is shown, otherwise the latest of the shown runs."""
        visible = self._store.visible()
        chosen = set(self._selection.runs)
        selected = [entry for entry in visible if entry.record.run in chosen]
        latest = [entry for entry in visible if not entry.is_earlier] or visible
        candidates = [*selected, *latest[::-1]]
        return next((one for one in candidates if one.record.run not in self._earlier), None)

    def look(self) -> None:
        """Show the hint for the observed run in its current state, unless it was dismissed."""
        entry = self._observed_run()
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
        sentence = self.tr("{run}: {seen} {why}").format(**texts)
        self._text.setText(sentence)
        self._apply.setText(translate(hint.action))
        for part in (self._card, self._text, self._apply):
            part.setToolTip(plain_tip(sentence))
        self._card.setAccessibleName(sentence)

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
        """Set the hint in the current language."""
        self._dismiss.setToolTip(self.tr("Dismiss"))
        self._dismiss.setAccessibleName(self._dismiss.toolTip())
        self._translate()

    def restyle(self) -> None:
        """Set the icon in the accent colour."""
        named = theme.colours()
        icon = qtawesome.icon("mdi6.lightbulb-on-outline", color=named.accent)
        self._icon.setPixmap(icon.pixmap(QSize(ICON, ICON), self.devicePixelRatioF()))
