"""The smallest change of a digit that changes a network's answer."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QComboBox, QPushButton, QWidget

from core.config.run import RunConfig
from core.data.ink import Ink
from core.insight.neurons import Floats
from core.messages import Message, message
from core.network.weights import Weights
from core.number_text import decimal_text
from core.plain_text import printable
from core.robustness.attack_choices import ONE_STEP, PROJECTED_STEPS, Attack
from gui.background.latest_job import LatestJob
from gui.evaluation.line_chart import Curve, LineChart, Point, XScale
from gui.evaluation.measure_row import MeasureRow
from gui.evaluation.measured_runs import Measured, MeasuredRuns, Sentences
from gui.insight.added_page import PageServices
from gui.robustness.fool_pictures import FoolPictures
from gui.robustness.reading import answer_text, ink_or_example, read
from gui.robustness.run_page import RunHead, RunPage
from gui.robustness.run_rows import RunRow, RunRows
from gui.runs.moments import ShownNetwork
from gui.runs.run_store import RunEntry
from gui.style import theme
from gui.widgets.field_editors import QuietCombo, QuietSlider
from gui.widgets.flow_layout import FlowLayout
from gui.widgets.panel import styled_label
from gui.widgets.plain_text import PlainLabel, plain_tip, set_choice_text

if TYPE_CHECKING:
    from core.robustness.attack_curves import AttackStep

THOUSANDTHS = 1000  # of the slider
MAX_EPSILON = 0.5
DEFAULT_EPSILON = 0.1
SLIDER_WIDTH = 34 * theme.STEP
TICKS = tuple((level, f"{level:g}") for level in (0.0, 0.1, 0.2, 0.3))
MIN_CHART = 42 * theme.STEP
ANY = -1  # stands for no target


@dataclass(frozen=True, eq=False)
class _Fooled:
    """A changed digit, and how the shown runs read it.

    Attributes:
        run: whose gradients were used.
        smallest: the smallest epsilon with which its answer changes as wanted; None if none does.
        answers: by run, of the digit and of the changed one, the probabilities (classes,).
    """

    run: str
    attack: Attack
    epsilon: float
    digit: Ink
    changed: Ink
    smallest: float | None
    answers: dict[str, tuple[Floats, Floats]]
    is_example: bool


class FoolPage(RunPage):
    """A digit changed by the selected run's gradients, read by all shown runs; curves over epsilon.

    Signals:
        run_selected(str): the legend entry of this run was clicked.
    """

    run_selected = Signal(str)

    def __init__(self, services: PageServices, parent: QWidget | None = None) -> None:
        super().__init__(services, parent)
        self._fooling = LatestJob(services.quick_jobs)
        self._shown: ShownNetwork | None = None
        self._fooled: _Fooled | None = None
        self._classes: tuple[str, ...] = ()
        sentences = Sentences(message("The attacks have been measured."), _failed)
        self.runs: MeasuredRuns[AttackStep, float] = MeasuredRuns(
            services.store, services.jobs, _accuracies, sentences, self
        )

        self._head = RunHead(self.content)
        self._title = styled_label("title", self.content)
        self._title.setWordWrap(True)
        self._epsilon_title = PlainLabel(self.content)
        self.epsilon = QuietSlider(self.content)
        self.epsilon.setRange(0, round(MAX_EPSILON * THOUSANDTHS))
        self.epsilon.setValue(round(DEFAULT_EPSILON * THOUSANDTHS))
        self._epsilon_title.setBuddy(self.epsilon)
        self.smallest = QPushButton(self.content)
        self.method = QuietCombo(self.content)
        self.method.addItem("", ONE_STEP)
        self.method.addItem("", PROJECTED_STEPS)
        self._target_title = PlainLabel(self.content)
        self.target = QuietCombo(self.content)
        self._target_title.setBuddy(self.target)
        for choice in (self.method, self.target):
            choice.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToContents)
        self.pictures = FoolPictures(self.content)
        self.rows = RunRows(2, self.content)
        self._about = styled_label("quiet", self.content)
        self._about.setWordWrap(True)
        self.measure = MeasureRow(self.runs, self.content)
        self.chart = LineChart(XScale(0, 0.3, TICKS))
        self._lay_out()
        self._wire()
        self.retranslate()

    def _lay_out(self) -> None:
        controls = QWidget(self.content)
        flow = FlowLayout(2 * theme.STEP, controls)
        self.epsilon.setFixedWidth(SLIDER_WIDTH)
        self._epsilon_title.setMinimumWidth(
            self.fontMetrics().horizontalAdvance("ε = 0.0000") + theme.STEP
        )
        for widget in (
            self._epsilon_title,
            self.epsilon,
            self.smallest,
            self.method,
            self._target_title,
            self.target,
        ):
            flow.addWidget(widget)
        self.chart.setMinimumHeight(MIN_CHART)

        self.head.addWidget(self._title)
        for item in (self._head, controls, self.pictures, self.rows, self._about):
            self.columns.left.addWidget(item)
        self.columns.left.addStretch(1)
        self.columns.right.addWidget(self.measure)
        self.columns.right.addWidget(self.chart, 1)

    def _wire(self) -> None:
        self.epsilon.valueChanged.connect(self._on_epsilon)
        self.method.activated.connect(self._on_aim)
        self.target.activated.connect(self._on_aim)
        self.smallest.clicked.connect(self._on_smallest)
        self.measure.requested.connect(self._on_measure)
        self.measure.run_selected.connect(self.run_selected)
        self.runs.changed.connect(self._show_curves)
        self.runs.ended.connect(self._show_curves)

    def purpose(self) -> str:
        """Return what one sees here."""
        return self.tr(
            "Here a digit is changed so little that you hardly see it, and the network reads "
            "another one."
        )

    # what is shown

    @property
    def attack(self) -> Attack:
        """How the digit is changed."""
        target = self.target.currentIndex() - 1
        return Attack(self.method.currentData(), None if target == ANY else target)

    def renew(self) -> None:
        """Ask for a changed digit, and the answers of all shown runs to it."""
        self._shown = network = self.network()
        self.show_content(network is not None)
        if network is None:
            self._fooling.cancel()
            return
        if network.config.shown_classes != self._classes:
            self._offer(network.config.shown_classes)
        others = [other for _, other in self.shown() if other.run != network.run]
        epsilon = self.epsilon.value() / THOUSANDTHS
        work = partial(
            _fool, network, others, self.attack, epsilon, self.ink, is_example=self.is_example
        )
        self._fooling.request(work, self._on_fooled, topic=network.run)
        self._show()

    def _offer(self, classes: tuple[str, ...]) -> None:
        """Offer the classes as targets, after any."""
        self._classes = classes
        self.target.clear()
        self.target.addItem(self.tr("any other"))
        for index, name in enumerate(classes, 1):
            self.target.addItem("")
            set_choice_text(self.target, index, printable(name))
        self.runs.forget()

    def _on_fooled(self, fooled: _Fooled) -> None:
        self._fooled = fooled
        self._show()

    def _show(self) -> None:
        network, fooled = self._shown, self._fooled
        if network is None:
            return
        if fooled is not None and fooled.run != network.run:
            fooled = None  # the new one is on its way
        entry = self.services.store.get(network.run)
        self._head.name_run(entry, network, fooled is not None and fooled.is_example)
        self._name_epsilon()
        self.smallest.setEnabled(fooled is not None and self._smallest_position() is not None)

        for widget in (self.pictures, self._title):
            widget.setVisible(fooled is not None)
        if fooled is not None:
            self._title.setText(self._sentence(network, fooled))
            self.pictures.show_digits(fooled.digit, fooled.changed, fooled.epsilon)
        self._show_rows(fooled)
        self._show_curves()

    def _sentence(self, network: ShownNetwork, fooled: _Fooled) -> str:
        """Return how large the smallest change is, or that there is none."""
        classes, target = network.config.shown_classes, fooled.attack.target
        before = int(fooled.answers[network.run][0].argmax())
        if target == before:
            return self.tr("The network reads a {target} already.").format(
                target=printable(classes[before])
            )
        if fooled.smallest is None:
            return self.tr("No change that is found in this way changes the answer.")

        text = self.tr("From ε = {epsilon} on, the {before} is read as something else.")
        if target is not None:
            text = self.tr("From ε = {epsilon} on, the {before} is read as a {target}.")
        return text.format(
            epsilon=decimal_text(fooled.smallest, 3),
            before=printable(classes[before]),
            target="" if target is None else printable(classes[target]),
        )

    def _show_rows(self, fooled: _Fooled | None) -> None:
        rows = []
        for entry, network in self.shown():
            answers = None if fooled is None else fooled.answers.get(network.run)
            texts = ["…", "…"]
            if answers is not None:
                texts = [answer_text(network.config.shown_classes, some) for some in answers]
            rows.append(RunRow(entry, texts))
        self.rows.show_rows(rows)

    def _show_curves(self) -> None:
        measured = self._measured()
        self.measure.show_measured(measured, bool(self.shown()))
        self.chart.show_curves([_curve(entry, results) for entry, results in measured])

    def _measured(self) -> list[tuple[RunEntry, Measured[float]]]:
        results = ((entry, self.runs.of(network)) for entry, network in self.shown())
        return [(entry, measured) for entry, measured in results if measured is not None]

    def _name_epsilon(self) -> None:
        epsilon = self.epsilon.value() / THOUSANDTHS
        self._epsilon_title.setText(f"ε = {decimal_text(epsilon, 3)}")

    def _smallest_position(self) -> int | None:
        """Return where the slider stands for the smallest change; None if it does not reach it."""
        smallest = None if self._fooled is None else self._fooled.smallest
        if smallest is None:
            return None
        position = -int(-smallest * THOUSANDTHS // 1)  # rounded up, so that it is enough
        return position if position <= self.epsilon.maximum() else None

    # what the user does

    def _on_epsilon(self) -> None:
        self._name_epsilon()
        self.invalidate()

    def _on_aim(self) -> None:
        self.runs.forget()  # they were measured in another way
        self.invalidate()

    def _on_smallest(self) -> None:
        position = self._smallest_position()
        if position is not None:
            self.epsilon.setValue(position)

    def _on_measure(self) -> None:
        networks = [network for _, network in self.shown() if self._has_target(network)]
        subjects = [(network.config, network.weights) for network in networks]
        self.runs.measure(networks, _steps(subjects, self.attack))

    def _has_target(self, network: ShownNetwork) -> bool:
        target = self.attack.target
        return target is None or network.config.shown_classes == self._classes

    def retranslate(self) -> None:
        """Renew all texts."""
        self._name_controls()
        self.rows.set_titles((self.tr("the digit"), self.tr("changed digit")))
        self._about.setText(
            self.tr(
                "The change is made with the gradients of the run named above. Other runs that are "
                "fooled as well show that it carries over."
            )
        )
        self.measure.hint.setText(
            self.tr("Measure changes 1,000 test images, with each run's own gradients.")
        )
        self.chart.set_names(self.tr("epsilon"), self.tr("accuracy"))
        self.chart.setAccessibleName(self.tr("Accuracy over epsilon"))
        self.invalidate()

    def _name_controls(self) -> None:
        self.epsilon.setAccessibleName(self.tr("Epsilon"))
        tip = self.tr("Epsilon, the most by which a pixel may change; ink goes from 0 to 1")
        for widget in (self.epsilon, self._epsilon_title):
            widget.setToolTip(plain_tip(tip))
        self.smallest.setText(self.tr("Smallest"))
        self.smallest.setToolTip(plain_tip(self.tr("The smallest change that is enough")))

        self.method.setItemText(0, self.tr("One step"))
        self.method.setItemText(1, self.tr("Ten steps"))
        self.method.setAccessibleName(self.tr("How the change is found"))
        tip = self.tr(
            "One step: each pixel goes by epsilon in the direction in which the cost grows (fast "
            "gradient sign). Ten steps: shorter ones, each with the gradient where it begins "
            "(projected gradient)."
        )
        self.method.setToolTip(plain_tip(tip))

        self._target_title.setText(self.tr("to be read as"))
        self.target.setAccessibleName(self.tr("The answer that is aimed at"))
        if self.target.count():
            self.target.setItemText(0, self.tr("any other"))


def _curve(entry: RunEntry, measured: Measured[float]) -> Curve:
    points = [
        Point(epsilon, accuracy, f"{entry.name}, ε = {epsilon:g}: {accuracy:.1%}")
        for epsilon, accuracy in measured.accuracies.items()
    ]
    return Curve(theme.run_style(entry.style), points)


def _fool(
    network: ShownNetwork,
    others: Sequence[ShownNetwork],
    attack: Attack,
    epsilon: float,
    ink: Ink | None,
    *,
    is_example: bool,
) -> _Fooled:
    """Change a digit and have all networks read it; for the jobs' thread only."""
    from core.robustness.attacks import Attacker

    attacker = Attacker(network.config, network.weights)
    ink = ink_or_example([one.config for one in (network, *others)], ink)
    changed = attacker.changed(ink, epsilon, attack)
    answers = {
        each.run: (
            read(each.config, each.weights, ink).probabilities,
            read(each.config, each.weights, changed).probabilities,
        )
        for each in (network, *others)
    }
    smallest = attacker.smallest_epsilon(ink, attack)
    return _Fooled(network.run, attack, epsilon, ink, changed, smallest, answers, is_example)


def _failed(reason: Message) -> Message:
    return message("Measuring the attacks has failed: {reason}", reason=reason)


def _accuracies(step: "AttackStep") -> list[tuple[int, float, float]]:
    return [] if step.accuracy is None else [(step.subject, step.epsilon, step.accuracy)]


def _steps(subjects: Sequence[tuple[RunConfig, Weights]], attack: Attack) -> "Iterator[AttackStep]":
    """Yield the steps; for the jobs' thread only, since loading torch takes long."""
    from core.robustness.attack_curves import measure

    yield from measure(subjects, attack)
