"""A network is damaged, and one sees what that costs."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, Signal
from PySide6.QtGui import QKeyEvent, QKeySequence
from PySide6.QtWidgets import QHBoxLayout, QProgressBar, QVBoxLayout, QWidget

from core.config.run import RunConfig
from core.data.ink import Ink
from core.evaluation.assessment import Assessment
from core.messages import Message
from core.network.weights import Weights
from core.number_text import accuracy_text, signed_points
from core.robustness.damage import Change, damaged
from gui.background.generator_job import GeneratorJob
from gui.background.latest_job import LatestJob
from gui.evaluation.confusion_chart import ConfusionChart
from gui.insight.added_page import PageServices
from gui.robustness.change_list import ChangeList
from gui.robustness.damage_controls import DamageControls
from gui.robustness.reading import answer_text, ink_or_example, read
from gui.robustness.run_page import RunHead, RunPage
from gui.runs.moments import ShownNetwork
from gui.style import theme
from gui.style.translation import translate
from gui.widgets.field_editors import QuietCombo
from gui.widgets.panel import styled_label
from gui.widgets.plain_text import PlainLabel

if TYPE_CHECKING:
    from core.insight.predictor import Reading
    from core.robustness.assessing import DamageStep

AFTER, BEFORE = range(2)


@dataclass(frozen=True, eq=False)
class _Answers:
    """How a network reads a digit before and after it is damaged.

    Attributes:
        is_example: whether nothing was drawn.
    """

    run: str
    before: "Reading"
    after: "Reading"
    is_example: bool


@dataclass(frozen=True, eq=False)
class _Damaged:
    """A run's network and the changes to it."""

    network: ShownNetwork
    changes: tuple[Change, ...]


@dataclass(frozen=True, eq=False)
class _Assessed(_Damaged):
    """Assessments of a run's network before and after it is damaged."""

    before: Assessment
    after: Assessment


class BreakPage(RunPage):
    """Controls that damage the selected run's network, its accuracy and answer, its confusions.

    The changes of each run stay while the window is open, and apply to every moment of it.

    Signals:
        fork_requested(str, object, str): this run is to be kept as a new one, changed by a
            function from weights to weights, under a name.
    """

    fork_requested = Signal(str, object, str)

    def __init__(self, services: PageServices, parent: QWidget | None = None) -> None:
        super().__init__(services, parent)
        self._changes: dict[str, tuple[Change, ...]] = {}
        self._shown: ShownNetwork | None = None
        self._answers: _Answers | None = None
        self._assessed: _Assessed | None = None
        self._reading = LatestJob(services.quick_jobs)
        self._assessing = GeneratorJob(services.jobs)
        self._asked: _Damaged | None = None  # being assessed

        self._head = RunHead(self.content)
        self._accuracy = PlainLabel(self.content)
        self._accuracy.setFont(theme.sized(self.font(), theme.NUMBER, bold=True))
        self._about = styled_label("quiet", self.content)
        self._about.setWordWrap(True)
        self._answer = styled_label("heading", self.content)
        self._answer.setWordWrap(True)
        self.progress = QProgressBar(self.content)
        self.progress.setTextVisible(False)
        self.controls = DamageControls(self.content)
        self.changes = ChangeList(self.content)
        self.which = QuietCombo(self.content)
        self.which.addItems(["", ""])
        self._confusion_title = PlainLabel(self.content)
        self._confusion_title.setBuddy(self.which)
        self.confusion = ConfusionChart(self.content)
        self._lay_out()

        self.controls.changes_requested.connect(self._on_changes)
        self.changes.changes_requested.connect(self._on_changes)
        self.changes.fork_requested.connect(self._on_fork)
        self.which.activated.connect(self._show_assessed)
        services.store.run_removed.connect(self._on_run_removed)
        self.retranslate()

    def _lay_out(self) -> None:
        texts = QVBoxLayout()
        texts.setSpacing(0)
        texts.addWidget(self._answer)
        texts.addWidget(self._about)
        numbers = QHBoxLayout()
        numbers.setSpacing(theme.GROUP_GAP)
        numbers.addWidget(self._accuracy)
        numbers.addLayout(texts, 1)

        left = self.columns.left
        left.addWidget(self._head)
        left.addWidget(self.controls)
        left.addStretch(1)

        choice = QHBoxLayout()
        choice.setSpacing(2 * theme.STEP)
        choice.addWidget(self._confusion_title)
        choice.addWidget(self.which)
        choice.addStretch(1)
        right = self.columns.right
        right.setSpacing(theme.STEP)
        right.addLayout(numbers)
        right.addWidget(self.progress)
        right.addLayout(choice)
        right.addWidget(self.confusion, 1000)  # up to the height of its rows
        right.addStretch(1)
        self.foot.addWidget(self.changes)

    def purpose(self) -> str:
        """Return what one sees here."""
        return self.tr("Here you damage a network, and see what that costs.")

    # what is shown

    def renew(self) -> None:
        """Ask for the answers of the network that is shown now, damaged as before."""
        self._shown = network = self.network()
        self.show_content(network is not None)
        if network is None:
            self._reading.cancel()
            self._cancel_assessing()
            return

        changes = self.changes_of(network.run)
        work = partial(_read_twice, network, changes, self.ink, is_example=self.is_example)
        self._reading.request(work, self._on_read, topic=network.run)
        self._assess(network, changes)
        self._show()

    def changes_of(self, run: str) -> tuple[Change, ...]:
        """Return the changes to a run's network."""
        return self._changes.get(run, ())

    def _assess(self, network: ShownNetwork, changes: tuple[Change, ...]) -> None:
        """Have the damaged network read all test images, unless that is known or under way."""
        asked, known = self._asked, self._assessed
        if asked is not None and asked.changes == changes and network.succeeds(asked.network):
            return  # what a network that trains was asked is answered first
        if known is not None and not network.succeeds(known.network):
            known = None
        is_same = known is not None and known.network.weights is network.weights
        if known is not None and known.changes == changes and (is_same or network.is_mid_epoch):
            self._cancel_assessing()
            return

        self._asked = _Damaged(network, changes)
        before = known.before if known is not None and is_same else None
        self._assessing.start(
            _compare(network.config, network.weights, changes, before),
            self._on_step,
            self._on_assessed,
            self._on_failed,
        )

    def _cancel_assessing(self) -> None:
        self._assessing.cancel()
        self._asked = None
        self.progress.hide()

    def _on_read(self, answers: _Answers) -> None:
        self._answers = answers
        self._show()

    def _on_step(self, step: "DamageStep") -> None:
        self.progress.setRange(0, step.total)
        self.progress.setValue(step.done)
        self.progress.setVisible(step.done < step.total)
        asked = self._asked
        if asked is not None and step.before is not None and step.after is not None:
            self._assessed = _Assessed(asked.network, asked.changes, step.before, step.after)

    def _on_assessed(self) -> None:
        self._asked = None
        self.progress.hide()
        network = self._shown
        if network is not None and self.isVisible():  # it may have got further meanwhile
            self._assess(network, self.changes_of(network.run))
        self._show()

    def _on_failed(self, reason: Message) -> None:
        self._cancel_assessing()
        self._assessed = None
        self.services.jobs.report(reason)
        self._show()

    def _show(self) -> None:
        network = self._shown
        if network is None:
            return
        answers, changes = self._answers, self.changes_of(network.run)
        if answers is not None and answers.run != network.run:
            answers = None  # the new ones are on their way
        entry = self.services.store.get(network.run)
        self._head.name_run(entry, network, answers is not None and answers.is_example)
        self._show_answer(network, answers)

        model = network.config.model
        activations = None if answers is None else answers.before.activations
        self.controls.show_network(model, network.weights, changes, activations)
        self.changes.show_changes(model, changes, self._fork_problem(network))
        self._show_assessed()

    def _show_answer(self, network: ShownNetwork, answers: _Answers | None) -> None:
        if answers is None:
            self._answer.setText("")
            return
        before, after = (
            answer_text(network.config.shown_classes, reading.probabilities)
            for reading in (answers.before, answers.after)
        )
        text = self.tr("The digit: {after}")
        if before != after:
            text = self.tr("The digit: {before} → {after}")
        self._answer.setText(text.format(before=before, after=after))

    def _show_assessed(self) -> None:
        network, assessed = self._shown, self._assessed
        is_known = (
            network is not None and assessed is not None and assessed.network.run == network.run
        )
        for widget in (self.confusion, self.which, self._confusion_title):
            widget.setVisible(is_known)
        if network is None or assessed is None or not is_known:
            self._accuracy.setText("–")
            self._about.setText(self.tr("The images are being read …"))
            return

        self._show_accuracy(network, assessed)
        entry = self.services.store.get(network.run)
        colour = None if entry is None else theme.run_style(entry.style).colour
        is_before = self.which.currentIndex() == BEFORE
        shown = assessed.before if is_before else assessed.after
        self.confusion.show_assessment(shown, network.config.shown_classes, colour)

    def _show_accuracy(self, network: ShownNetwork, assessed: _Assessed) -> None:
        before, after = assessed.before, assessed.after
        self._accuracy.setText(accuracy_text(after.accuracy))
        text = self.tr("accuracy on {count} images, nothing changed")
        if assessed.changes:
            text = self.tr("accuracy on {count} images; before {before}, {change} points")
        about = text.format(
            count=f"{len(after.labels):,}",
            before=accuracy_text(before.accuracy),
            change=signed_points(after.accuracy - before.accuracy),
        )
        is_earlier = assessed.network.moment != network.moment
        when = translate(assessed.network.when)
        self._about.setText(f"{about} · {when}" if is_earlier else about)

    def _fork_problem(self, network: ShownNetwork) -> str:
        entry = self.services.store.get(network.run)
        if entry is None or not entry.can_be_forked:
            return self.tr("Only a kept run with a completed epoch can be forked")
        if not network.is_latest or not entry.record.state.is_over:
            return self.tr("A fork begins where a finished run ended: show it as it is now")
        return ""

    # what the user does

    def _on_changes(self, changes: Sequence[Change]) -> None:
        if self._shown is not None:
            self._changes[self._shown.run] = tuple(changes)
            self.invalidate()

    def _on_fork(self) -> None:
        network = self._shown
        entry = None if network is None else self.services.store.get(network.run)
        if network is not None and entry is not None:
            change = partial(_damage, network.config, self.changes_of(network.run))
            # its history is that of the whole network, so its name says that it is not
            name = self.tr("{run}, damaged").format(run=entry.name)
            self.fork_requested.emit(network.run, change, name)

    def _on_run_removed(self, run: str) -> None:
        self._changes.pop(run, None)

    def retranslate(self) -> None:
        """Renew all texts."""
        self._confusion_title.setText(self.tr("Confusions"))
        self.which.setItemText(AFTER, self.tr("After the changes"))
        self.which.setItemText(BEFORE, self.tr("Before the changes"))
        self.progress.setAccessibleName(self.tr("Progress"))
        self.confusion.setAccessibleName(self.tr("Confusion matrix"))
        self.invalidate()

    def event(self, event: QEvent) -> bool:
        """Keep Undo from the window while there is a change to take back here."""
        is_asked = event.type() is QEvent.Type.ShortcutOverride
        if is_asked and isinstance(event, QKeyEvent) and self._undoes(event):
            event.accept()
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Take the last change back at Undo."""
        if self._undoes(event):
            self.changes.undo.click()
        else:
            super().keyPressEvent(event)

    def _undoes(self, event: QKeyEvent) -> bool:
        return event.matches(QKeySequence.StandardKey.Undo) and self.changes.undo.isEnabled()


def _damage(config: RunConfig, changes: tuple[Change, ...], weights: Weights) -> Weights:
    return damaged(config.model, weights, changes)


def _read_twice(
    network: ShownNetwork, changes: tuple[Change, ...], ink: Ink | None, *, is_example: bool
) -> _Answers:
    """Read a digit before and after the changes; for the jobs' thread only."""
    config, weights = network.config, network.weights
    ink = ink_or_example([config], ink)
    before = read(config, weights, ink)
    after = read(config, damaged(config.model, weights, changes), ink) if changes else before
    return _Answers(network.run, before, after, is_example)


def _compare(
    config: RunConfig,
    weights: Weights,
    changes: tuple[Change, ...],
    before: Assessment | None,
) -> "Iterator[DamageStep]":
    """Yield the steps; for the jobs' thread only, since loading torch takes long."""
    from core.robustness.assessing import compare

    yield from compare(config, weights, changes, before)
