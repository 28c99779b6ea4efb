"""The settings of a run that can be changed while it trains, as sliders with numbers."""

from collections.abc import Iterator, Sequence

from PySide6.QtCore import QPoint, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QSizePolicy, QWidget

from core.config.fields import FIELDS, check, field_at, matters, patched
from core.config.live import OPTIMIZER_SETTINGS, dropout_paths
from core.messages import Message
from core.run.changes import DROPOUT, title_of
from core.run.record import RunRecord, current_settings
from gui.runs.run_controller import RunController
from gui.runs.run_store import RunEntry, RunStore
from gui.style import theme
from gui.style.translation import translate
from gui.widgets.field_editors import SliderEdit
from gui.widgets.flow_layout import FlowLayout
from gui.widgets.panel import Panel, column, styled_label
from gui.widgets.plain_text import NameLabel, plain_tip

PAUSE_MS = 600  # without another key, after which what was typed is meant
EDITOR_WIDTH = 36 * theme.STEP  # of number and slider


class Knob(QWidget):
    """One number of a run: its title, its slider and its text.

    It shows the run's value unless the user is changing it.

    Args:
        paths: the settings that it changes together, which are of one kind.

    Signals:
        set_by_user(): the user has finished a change; see `value`.
        reverted(): the user has given a change up.
    """

    set_by_user = Signal()
    reverted = Signal()

    def __init__(self, title: Message, paths: Sequence[str], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        spec = field_at(paths[0])
        assert spec is not None
        self._spec = spec
        self._name = title
        self.paths = paths
        self._asked: object = None  # what the run has not taken over yet
        self._shown: float | None = None  # the run's value
        self._is_edited = False
        self._pause = QTimer(self, interval=PAUSE_MS, singleShot=True)
        self._pause.timeout.connect(self._finish)

        self._title = styled_label("quiet", self)
        self.editor = SliderEdit(self._spec, self)
        self.editor.setObjectName(paths[0])
        self.editor.setFont(theme.sized(self.font(), theme.TEXT))
        self.editor.setFixedWidth(theme.px(EDITOR_WIDTH))
        self.editor.edited.connect(self._on_edited)
        self.editor.settled.connect(self._finish)
        self._title.setBuddy(self.editor)

        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(theme.STEP)
        row.addWidget(self._title, 1)
        row.addWidget(self.editor)

    def show_value(self, value: float) -> None:
        """Show the run's value, once the run has what the user asked for."""
        self._shown = value
        if self._asked == value:
            self._asked = None
        if self._asked is None and not self._is_edited:
            self.editor.set_value(value)

    def value(self) -> object:
        """Return what the user set, unchecked."""
        return self.editor.value()

    def show_reason(self, reason: str) -> None:
        """Mark the value as one that cannot be; without a reason it is on its way to the run."""
        self._is_edited = bool(reason)
        self._asked = None if reason else self.value()
        self.editor.set_wrong(bool(reason))
        self.editor.setToolTip(plain_tip(reason or translate(self._spec.about.help)))

    def _on_edited(self) -> None:
        self._is_edited = True
        if not self.editor.is_sliding:
            self._pause.start()

    def _finish(self) -> None:
        """Report a change; without one, the text was left as it is."""
        self._pause.stop()
        if self._is_edited:
            self._is_edited = False
            self.set_by_user.emit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Return to the run's value at Escape."""
        if event.key() != Qt.Key.Key_Escape or not self._is_edited or self._shown is None:
            super().keyPressEvent(event)
            return
        self._pause.stop()
        self.show_reason("")
        self._asked = None
        self.show_value(self._shown)
        self.reverted.emit()

    def retranslate(self) -> None:
        """Set title and tip again."""
        title = translate(self._name)
        self._title.setText(title)
        self.editor.setAccessibleName(title)
        self.editor.setToolTip(plain_tip(translate(self._spec.about.help)))


class RunKnobs(Panel):
    """The knobs of one run, in rows or below each other; a change acts from the next batch on.

    Args:
        is_column: whether each knob has a row of its own.

    Signals:
        ended(): the run does not train any more.
    """

    ended = Signal()

    def __init__(
        self,
        store: RunStore,
        controller: RunController,
        entry: RunEntry,
        parent: QWidget | None = None,
        *,
        is_column: bool = False,
    ) -> None:
        super().__init__(parent)
        self._store, self._controller = store, controller
        self._run = entry.record.run
        self.knobs = {
            paths[0]: Knob(title, paths, self) for title, paths in _adjustable(entry.record)
        }
        self._reason = styled_label("wrong", self)
        self._reason.setWordWrap(True)
        self._reason.hide()
        self._cost = styled_label("quiet", self)
        self._cost.setWordWrap(True)
        self._warns = is_column  # before the first change, too, where there is room

        gap = 3 * theme.STEP
        layout = column(self, gap=gap, padding=0) if is_column else FlowLayout(gap, self)
        for path, knob in self.knobs.items():
            knob.set_by_user.connect(lambda path=path: self._on_set(path))
            knob.reverted.connect(self._reason.hide)
            layout.addWidget(knob)
        layout.addWidget(self._reason)
        layout.addWidget(self._cost)

        store.run_changed.connect(self._on_run_changed)
        self.retranslate()
        self._on_run_changed(self._run)

    @property
    def is_of_active_run(self) -> bool:
        """Whether the run trains, or waits for it to go on."""
        return self._controller.is_active(self._run)

    def _on_run_changed(self, run: str) -> None:
        entry = self._store.get(run)
        if run != self._run or entry is None:
            return
        if entry.record.state.is_over:
            self.ended.emit()
        is_compared = entry.record.comparison is not None and entry.record.search is None
        self._cost.setVisible(is_compared and (self._warns or bool(entry.record.changes)))
        for path, value in current_settings(entry.record).items():
            if path in self.knobs:
                self.knobs[path].show_value(value)

    def _on_set(self, path: str) -> None:
        """Give the run a new value, or explain why it cannot have it."""
        entry, knob = self._store.get(self._run), self.knobs[path]
        if entry is None:
            return
        value, now = knob.value(), current_settings(entry.record)
        result = check(patched(entry.record.config, now | dict.fromkeys(knob.paths, value)))
        faults = result if isinstance(result, list) else []

        reason = translate(faults[0].message) if faults else ""
        reason = reason[:1].upper() + reason[1:]
        knob.show_reason(reason)
        self._reason.setText(reason)
        self._reason.setVisible(bool(reason))
        if not faults:
            self._controller.change(self._run, dict.fromkeys(knob.paths, float(str(value))))

    def retranslate(self) -> None:
        """Set all texts again."""
        for knob in self.knobs.values():
            knob.retranslate()
        self._cost.setText(
            self.tr("A run that is changed by hand does not count in its comparison.")
        )


def _adjustable(record: RunRecord) -> Iterator[tuple[Message, Sequence[str]]]:
    """Yield the settings of a run that have an effect, with their titles.

    All dropout is changed together if its rate is the same after each hidden layer.
    """
    config = record.config
    for path in OPTIMIZER_SETTINGS:
        if matters(FIELDS[path], config):
            yield FIELDS[path].about.title, [path]

    paths = dropout_paths(config.model)
    now = current_settings(record)
    if len({now[path] for path in paths}) == 1:
        yield DROPOUT, paths
    else:
        for path in paths:
            yield title_of(path, config.model), [path]


class KnobsPopup(QFrame):
    """The knobs of a run in front of the window, until the user clicks elsewhere or it ends."""

    def __init__(
        self, store: RunStore, controller: RunController, entry: RunEntry, parent: QWidget
    ) -> None:
        super().__init__(parent, Qt.WindowType.Popup)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setFrameShape(QFrame.Shape.StyledPanel)
        self._knobs = RunKnobs(store, controller, entry, self, is_column=True)
        self._knobs.ended.connect(self.close)

        name = NameLabel(self)
        name.setText(entry.name)
        # as wide as the knobs, however long the name is
        name.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        layout = column(self, gap=2 * theme.STEP)
        layout.addWidget(name)
        layout.addWidget(self._knobs)

    def show_at(self, position: QPoint) -> None:
        """Open with the right upper corner at a point of the screen, and within the screen."""
        self.adjustSize()
        screen = self.screen().availableGeometry()
        area = self.rect()
        area.moveTopRight(position)
        area.moveBottom(min(area.bottom(), screen.bottom()))
        area.moveLeft(max(area.left(), screen.left()))
        self.move(area.topLeft())
        self.show()
        next(iter(self._knobs.knobs.values())).editor.setFocus()
