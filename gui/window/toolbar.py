"""The buttons for training, and its progress."""

from collections.abc import Sequence

import qtawesome
from PySide6.QtCore import QEvent, QSize, Qt
from PySide6.QtGui import QAction, QResizeEvent
from PySide6.QtWidgets import (
    QHBoxLayout,
    QMenu,
    QProgressBar,
    QSizePolicy,
    QToolBar,
    QToolButton,
    QWidget,
)

from core.number_text import duration
from core.run.record import RunRecord, RunState
from core.run.remaining_time import seconds_left
from gui.style import theme
from gui.widgets.plain_text import PlainLabel, plain_tip
from gui.widgets.questions import click_once

NARROW = 225 * theme.STEP

ICON = 18  # pixels
ICONS = {
    "train": "mdi6.play",
    "pause": "mdi6.pause",
    "resume": "mdi6.play-pause",
    "step": "mdi6.step-forward",
    "stop": "mdi6.stop",
    "compare": "mdi6.compare-horizontal",
}


class Actions:
    """The actions for training, shared by toolbar and menus."""

    def __init__(self, parent: QWidget) -> None:
        self.train, self.pause, self.step, self.step_batch, self.stop = (
            QAction(parent) for _ in range(5)
        )
        self.compare, self.compare_more = QAction(parent), QAction(parent)
        self.train_now = QAction(parent)  # where runs wait
        for action, key in (
            (self.train, "F5"),
            (self.pause, "F6"),
            (self.step, "F7"),
            (self.step_batch, "Shift+F7"),
            (self.stop, "F8"),
            (self.compare, "F9"),
            (self.compare_more, "Shift+F9"),
        ):
            action.setShortcut(key)
            # a key held down would start a run 30 times a second; only the steps may go on
            action.setAutoRepeat(action in (self.step, self.step_batch))


class ToolBar(QToolBar):
    """Train, Pause, Step, Stop, Compare; on the right the progress of the active runs."""

    def __init__(self, actions: Actions, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._actions = actions
        self.setObjectName("toolbar")
        self.setMovable(False)
        # so that nobody loses the buttons by a click on an empty part of the toolbar
        self.toggleViewAction().setVisible(False)
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.PreventContextMenu)
        self._size_icons()
        self.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)

        for action in (actions.train, actions.pause, actions.step, actions.stop):
            self.addAction(action)
        self.addSeparator()
        self.addAction(actions.compare)
        self._offer_single_batches()
        train = self.widgetForAction(actions.train)
        train.setProperty("primary", True)
        for action in (actions.train, actions.pause, actions.stop, actions.compare):
            click_once(self.widgetForAction(action))
        actions.train.changed.connect(self._show_on_accent)

        gap = QWidget(self)
        gap.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        self.addWidget(gap)
        self.addWidget(self._progress_part())

    def _offer_single_batches(self) -> None:
        """Give the button Step a menu with the smaller step."""
        step = self.widgetForAction(self._actions.step)
        assert isinstance(step, QToolButton)
        menu = QMenu(step)
        menu.addActions([self._actions.step, self._actions.step_batch])
        step.setMenu(menu)
        step.setPopupMode(QToolButton.ToolButtonPopupMode.MenuButtonPopup)

    def _progress_part(self) -> QWidget:
        part = QWidget(self)
        self._epoch = PlainLabel(part)
        self._epoch.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)

        self._bar = QProgressBar(part)
        self._bar.setRange(0, 1000)
        self._bar.setTextVisible(False)
        self._bar.setMinimumWidth(8 * theme.STEP)
        self._bar.setMaximumWidth(30 * theme.STEP)

        self._left = PlainLabel(part)
        for label in (self._epoch, self._left):
            label.setFont(theme.tabular(label.font()))
        self._left.setMinimumWidth(self._left.fontMetrics().horizontalAdvance("0:00:00 left"))

        row = QHBoxLayout(part)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(2 * theme.STEP)
        for widget in (self._epoch, self._bar, self._left):
            row.addWidget(widget)
        return part

    def _size_icons(self) -> None:
        self.setIconSize(QSize(theme.px(ICON), theme.px(ICON)))

    def changeEvent(self, event: QEvent) -> None:
        """Let the icons grow with the letters."""
        super().changeEvent(event)
        if event.type() is QEvent.Type.FontChange:
            self._size_icons()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Show only icons on most buttons of a narrow window, to leave space for the progress."""
        super().resizeEvent(event)
        for action in (self._actions.pause, self._actions.step, self._actions.stop):
            button = self.widgetForAction(action)
            if isinstance(button, QToolButton):
                is_narrow = event.size().width() < NARROW
                style = Qt.ToolButtonStyle
                button.setToolButtonStyle(
                    style.ToolButtonIconOnly if is_narrow else style.ToolButtonTextBesideIcon
                )

    def show_progress(
        self,
        active: Sequence[RunRecord],
        training: int,
        waiting: Sequence[RunRecord],
        is_race: bool,
    ) -> None:
        """Show the progress of the active runs, and the time left for these and the waiting.

        Args:
            training: how many of the active runs train at the same time; others wait for a worker.
            is_race: whether the active runs are compared with each other.
        """
        self._bar.setVisible(bool(active))
        self._left.setVisible(bool(active))
        if not active:
            self._epoch.setText("")
            return

        slowest = min(active, key=lambda record: record.share_done)
        runs = ""
        if training > 1 and is_race:
            runs = self.tr("race of {count}").format(count=training)
        elif training > 1:
            runs = self.tr("%n run(s)", "", training)
        idle = len(active) + len(waiting) - training
        queued = self.tr("%n waiting", "", idle) if idle else ""
        self._epoch.setText(
            " · ".join(part for part in (runs, self._epochs_of(slowest), queued) if part)
        )

        self._bar.setValue(round(slowest.share_done * 1000))
        left = seconds_left(active, waiting)
        self._left.setText(
            "" if left is None else self.tr("{time} left").format(time=duration(left))
        )

    def _epochs_of(self, record: RunRecord) -> str:
        """Return the epoch in progress, or how many are done while a run is paused after one."""
        done, epochs = record.epochs_done, record.config.epochs
        if record.state is RunState.PAUSED and record.progress is None:  # as after Step
            return self.tr("{done} of {epochs} epochs").format(done=done, epochs=epochs)
        epoch = min(done + 1, epochs)
        return self.tr("epoch {epoch} of {epochs}").format(epoch=epoch, epochs=epochs)

    def show_state(
        self, is_active: bool, is_paused: bool, has_waiting: bool, is_form_right: bool
    ) -> None:
        """Enable what can be done now; Pause becomes Resume."""
        actions = self._actions
        actions.train.setEnabled(is_form_right)
        actions.compare.setEnabled(is_form_right)
        actions.pause.setEnabled(is_active)
        actions.pause.setText(self.tr("Resume") if is_paused else self.tr("Pause"))
        for step in (actions.step, actions.step_batch):
            step.setEnabled(is_active or is_form_right)
        actions.stop.setEnabled(is_active or has_waiting)
        self._set_icons(is_paused)

    def _set_icons(self, is_paused: bool) -> None:
        named, actions = theme.colours(), self._actions
        for action, name in (
            (actions.train, "train"),
            (actions.pause, "resume" if is_paused else "pause"),
            (actions.step, "step"),
            (actions.stop, "stop"),
            (actions.compare, "compare"),
        ):
            action.setIcon(
                qtawesome.icon(ICONS[name], color=named.text, color_disabled=named.quiet)
            )

    def _show_on_accent(self) -> None:
        """Give the coloured button an icon of its own; the menu shows the action's."""
        button = self.widgetForAction(self._actions.train)
        if isinstance(button, QToolButton):
            named = theme.colours()
            button.setIcon(
                qtawesome.icon(ICONS["train"], color=named.on_accent, color_disabled=named.quiet)
            )

    def retranslate(self) -> None:
        """Set names and tooltips of the buttons."""
        actions = self._actions
        texts = (
            (actions.train, self.tr("Train"), self.tr("Train the network that the form describes")),
            (actions.pause, self.tr("Pause"), self.tr("Pause all runs, or resume them")),
            (actions.step, self.tr("Step"), self.tr("Train for one epoch, then wait")),
            (
                actions.step_batch,
                self.tr("Step one batch"),
                self.tr("Make one gradient step with the next batch, then wait"),
            ),
            (actions.stop, self.tr("Stop"), self.tr("Stop all runs; their networks remain usable")),
            (
                actions.compare,
                self.tr("Compare: race two networks"),
                self.tr("Race Sigmoid against ReLU + Dropout on the form's data and epochs"),
            ),
            (
                actions.compare_more,
                self.tr("New comparison…"),
                self.tr("Several seeds, other networks, the ladder, or a grid of settings"),
            ),
        )

        for action, name, tip in texts:
            action.setText(name)
            action.setToolTip(plain_tip(f"{tip} ({action.shortcut().toString()})"))
        actions.compare.setIconText(self.tr("Compare"))  # on its button
        actions.train_now.setText(self.tr("Train now"))
        actions.train_now.setToolTip(
            self.tr("Train it together with the others; all are slower then")
        )
