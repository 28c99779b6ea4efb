"""What is left of a network after a cut can be trained on, or again from its first weights."""

from collections.abc import Mapping

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QSizePolicy, QWidget

from core.config.choices import PruningKind
from core.config.fields import FIELDS, ConfigError, with_values
from gui.runs.moments import ShownNetwork
from gui.runs.run_store import RunEntry
from gui.style import theme
from gui.style.translation import translate
from gui.widgets.field_editors import QuietCombo
from gui.widgets.panel import Panel, column, styled_label
from gui.widgets.plain_text import PlainLabel, plain_tip
from gui.widgets.questions import click_once

KINDS = tuple(kind for kind in PruningKind if kind is not PruningKind.NONE)


class AfterCut(Panel):
    """The choice of what the weights that are left go on from, and the button that trains them.

    Signals:
        fork_requested(str, object): this run is to be forked, with these settings by dotted path.
    """

    fork_requested = Signal(str, object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._run, self._changes = "", dict[str, object]()
        self._title = PlainLabel(self)
        self._title.setWordWrap(True)
        self.kind = QuietCombo(self)
        for _ in KINDS:
            self.kind.addItem("")
        self.kind.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        self._title.setBuddy(self.kind)
        self.train = QPushButton(self)
        click_once(self.train)
        self.hint = styled_label("quiet", self)
        self.hint.setWordWrap(True)

        row = QHBoxLayout()
        row.setSpacing(2 * theme.STEP)
        row.addWidget(self.kind, 1)
        row.addWidget(self.train)
        layout = column(self, gap=theme.STEP, padding=0)
        layout.addWidget(self._title)
        layout.addLayout(row)
        layout.addWidget(self.hint)
        self.train.clicked.connect(self._on_train)
        self.retranslate()

    def show_run(self, entry: RunEntry | None, network: ShownNetwork | None, share: float) -> None:
        """Offer to train what is left of a run after a cut of this share.

        Args:
            network: as it is shown; only what a run ended with can be trained on.
        """
        problem = self.tr("Only a kept run with a completed epoch can be trained on")
        if entry is not None and network is not None and entry.can_be_forked:
            done = entry.record.epochs_done
            self._run, self._changes = entry.record.run, self._settings(done, share)
            problem = self._problem(entry, network, share)
        self.train.setEnabled(not problem)
        self._title.setText(
            self.tr("Then, with {run}:").format(run="" if entry is None else entry.name)
        )
        self.hint.setText(problem or self._promise())

    def _settings(self, epochs_done: int, share: float) -> dict[str, object]:
        """Return what a fork changes: it cuts where its parent ended, and trains as long again."""
        most = FIELDS["epochs"].high or 0
        return {
            "pruning.kind": KINDS[self.kind.currentIndex()].value,
            "pruning.share": share,
            "pruning.after": max(1, epochs_done),
            "epochs": min(2 * epochs_done, int(most)),
        }

    def _problem(self, entry: RunEntry, network: ShownNetwork, share: float) -> str:
        """Return why the run cannot be trained on like that; empty if it can."""
        if not network.is_latest or not entry.record.state.is_over:
            return self.tr("A fork begins where a finished run ended: show it as it is now")
        if not share:
            return self.tr("Nothing is cut yet: choose a share above")
        try:
            with_values(entry.record.config, self._changes)
        except ConfigError as error:
            return translate(error.message)
        return ""

    def _promise(self) -> str:
        return self.tr(
            "A fork that keeps what is cut at 0 and trains for as many epochs again. Its settings "
            "describe all of it, so a comparison of two of them with fresh seeds gives a verdict."
        )

    @property
    def changes(self) -> Mapping[str, object]:
        """The settings of the fork that is offered."""
        return self._changes

    def _on_train(self) -> None:
        self.fork_requested.emit(self._run, dict(self._changes))

    def retranslate(self) -> None:
        """Renew all texts but those of the run."""
        for index, kind in enumerate(KINDS):
            self.kind.setItemText(index, translate(kind.label))
        tip = translate(FIELDS["pruning.kind"].about.help)
        self.kind.setToolTip(plain_tip(tip))
        self.kind.setAccessibleName(self.tr("What the weights that are left go on from"))
        self.train.setText(self.tr("Train"))
