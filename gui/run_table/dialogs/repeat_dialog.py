"""The dialog in which a kept run is trained again and compared with the record."""

from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QGridLayout,
    QLayout,
    QProgressBar,
    QWidget,
)

from core.lifecycle.repeat_result import Repetition, environment_sentence, sentence, title_of
from core.messages import Message
from core.run.events import BatchProgress, EpochCompleted, Event
from core.run.record import RunRecord
from gui.runs.repetitions import Repetitions
from gui.style import theme
from gui.style.translation import translate
from gui.widgets.panel import column, styled_label
from gui.widgets.plain_text import PlainLabel, middle_elided, plain_tip

WIDTH = 140 * theme.STEP
SHORT = 24  # characters of a hash or a processor's name; the tooltip shows all
STEPS = 1000  # of the progress bar, for each epoch


class RepeatDialog(QDialog):
    """Starts the repetition at once; closing the dialog cancels it."""

    def __init__(
        self, record: RunRecord, name: str, folder: Path, repetitions: Repetitions, parent: QWidget
    ) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(self.tr("Repeat and compare"))
        self._epochs = record.epochs_done
        self._repetitions = repetitions
        self.outcome = styled_label("heading", self)
        self.details = PlainLabel(self)
        self._stage = styled_label("quiet", self)
        self._bar = QProgressBar(self)
        self._bar.setRange(0, self._epochs * STEPS)
        self._bar.setTextVisible(False)
        self._table = QGridLayout()
        self._table.setHorizontalSpacing(theme.GROUP_GAP)
        self._buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Cancel, parent=self)
        self._buttons.rejected.connect(self.reject)
        self._arrange(name)
        self._show_stage(1)

        repetitions.progressed.connect(self._on_progressed)
        repetitions.ended.connect(self._on_ended)
        repetitions.failed.connect(self._on_failed)
        repetitions.start(folder)

    def _arrange(self, name: str) -> None:
        explanation = PlainLabel(
            self,
            self.tr(
                "{run} is trained again from its settings, its seed and the changes made by "
                "hand. The repetition is not kept."
            ).format(run=name),
        )
        explanation.setMinimumWidth(theme.px(WIDTH))
        for label in (explanation, self.outcome, self.details):
            label.setWordWrap(True)

        layout = column(self, gap=theme.PADDING, padding=theme.GROUP_GAP)
        layout.setSizeConstraint(QLayout.SizeConstraint.SetFixedSize)  # grows with its texts
        for widget in (explanation, self._bar, self._stage, self.outcome, self.details):
            layout.addWidget(widget)
        layout.addLayout(self._table)
        layout.addWidget(self._buttons)
        for widget in (self.outcome, self.details):
            widget.hide()

    def _show_stage(self, epoch: int) -> None:
        self._stage.setText(
            self.tr("Epoch {epoch} of {epochs}").format(epoch=epoch, epochs=self._epochs)
        )

    def _on_progressed(self, event: Event) -> None:
        match event:
            case BatchProgress():
                self._bar.setValue((event.epoch - 1) * STEPS + event.batch * STEPS // event.batches)
                self._show_stage(event.epoch)
            case EpochCompleted():
                self._bar.setValue(event.epoch * STEPS)
            case _:
                pass

    def _on_ended(self, repetition: Repetition) -> None:
        if repetition.environment or not repetition.is_identical:
            self.details.setText(translate(environment_sentence(repetition)))
            self.details.show()
        if repetition.environment:
            self._show_environment(repetition)
        self._conclude(sentence(repetition))

    def _show_environment(self, repetition: Repetition) -> None:
        for column_, title in enumerate((self.tr("What"), self.tr("Then"), self.tr("Now"))):
            head = styled_label("quiet", self)
            head.setText(title)
            self._table.addWidget(head, 0, column_)
        for row, difference in enumerate(repetition.environment, 1):
            texts = (translate(title_of(difference)), difference.then, difference.now)
            for column_, text in enumerate(texts):
                cell = PlainLabel(self, middle_elided(text, SHORT))
                cell.setToolTip(plain_tip(text if len(text) > SHORT else ""))
                cell.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
                self._table.addWidget(cell, row, column_)
        self._table.setColumnStretch(2, 1)

    def _on_failed(self, text: Message) -> None:
        self._conclude(text)

    def _conclude(self, text: Message) -> None:
        self._bar.hide()
        self._stage.hide()
        self.outcome.setText(translate(text))
        self.outcome.show()
        self._buttons.setStandardButtons(QDialogButtonBox.StandardButton.Close)
        close = self._buttons.button(QDialogButtonBox.StandardButton.Close)
        close.setDefault(True)
        close.setFocus()

    def done(self, result: int) -> None:
        """Cancel a repetition that is still running."""
        self._repetitions.cancel()
        super().done(result)
