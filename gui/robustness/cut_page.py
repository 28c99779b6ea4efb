"""Weights are cut or rounded, and one sees how many a network can do without."""

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QProgressBar, QWidget

from core.config.run import RunConfig
from core.messages import Message, message
from core.network.weights import Weights
from core.number_text import accuracy_text
from core.robustness.cuts import BITS, Order, kilobytes
from gui.evaluation.line_chart import DOT, LINE, Curve, LineChart, Point, XScale
from gui.evaluation.measure_row import MeasureRow
from gui.evaluation.measured_runs import Measured, MeasuredRuns, Sentences
from gui.insight.added_page import PageServices
from gui.robustness.after_cut import AfterCut
from gui.robustness.cut_results import CutResults
from gui.robustness.cutting import Cut
from gui.robustness.run_page import RunPage
from gui.robustness.run_rows import RunRow, RunRows
from gui.runs.moments import with_example
from gui.runs.run_store import RunEntry
from gui.style import theme
from gui.style.translation import translate
from gui.widgets.field_editors import QuietCombo, QuietSlider
from gui.widgets.flow_layout import FlowLayout
from gui.widgets.panel import styled_label
from gui.widgets.plain_text import PlainLabel, plain_tip

if TYPE_CHECKING:
    from core.robustness.cut_curves import CutStep

Key = tuple[Order | None, float]  # what was cut first, None for rounding; the share, or the bits

SLIDER_WIDTH = 32 * theme.STEP
PERCENT = 100  # steps of the share's slider
SHARE_TICKS = tuple((share, f"{share:.0%}") for share in (0.0, 0.5, 1.0))
TICK_BITS = (32, 10, 8, 6, 4, 2, 1)  # as many as a narrow chart has room for
MIN_CHART = 24 * theme.STEP
THIN, THIN_DOT = 1.0, 1.5  # the curve of weights cut at random


class CutPage(RunPage):
    """Two sliders for all shown runs, and curves over all their positions.

    Signals:
        run_selected(str): the legend entry of this run was clicked.
        fork_requested(str, object): this run is to be cut and trained as a fork, with these
            settings by dotted path.
    """

    run_selected = Signal(str)
    fork_requested = Signal(str, object)

    def __init__(self, services: PageServices, parent: QWidget | None = None) -> None:
        super().__init__(services, parent)
        self._cuts = CutResults(services.store, services.jobs, services.quick_jobs, self)
        sentences = Sentences(message("The cuts have been measured."), _failed)
        self.runs: MeasuredRuns[CutStep, Key] = MeasuredRuns(
            services.store, services.jobs, _accuracies, sentences, self
        )

        self.share = QuietSlider(self.content)
        self.share.setRange(0, PERCENT)
        self.order = QuietCombo(self.content)
        for order in Order:
            self.order.addItem("", order)
        self.order.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToContents)
        self.bits = QuietSlider(self.content)
        self.bits.setRange(0, len(BITS) - 1)
        self._share_title, self._bits_title = PlainLabel(self.content), PlainLabel(self.content)
        self._share_title.setBuddy(self.share)
        self._bits_title.setBuddy(self.bits)
        self.rows = RunRows(2, self.content)
        self.progress = QProgressBar(self.content)
        self.progress.setTextVisible(False)
        self.progress.hide()
        self.after_cut = AfterCut(self.content)
        self.measure = MeasureRow(self.runs, self.content)
        self.share_chart = LineChart(XScale(0, 1, SHARE_TICKS))
        self.bits_chart = LineChart(_bits_scale())
        self._share_heading, self._bits_heading = (
            styled_label("heading", self.content) for _ in range(2)
        )
        self._lay_out()
        self._wire()
        self.retranslate()

    def _lay_out(self) -> None:
        controls = QWidget(self.content)
        flow = FlowLayout(2 * theme.STEP, controls)
        for group in (
            (self._share_title, self.share),
            (self.order,),
            (self._bits_title, self.bits),
        ):
            flow.addWidget(_in_a_row(*group))
        for slider in (self.share, self.bits):
            slider.setFixedWidth(SLIDER_WIDTH)

        for widget in (controls, self.rows, self.progress, self.after_cut):
            self.columns.left.addWidget(widget)
        self.columns.left.addStretch(1)

        right = self.columns.right
        right.addWidget(self.measure)
        for heading, chart in (
            (self._share_heading, self.share_chart),
            (self._bits_heading, self.bits_chart),
        ):
            heading.setWordWrap(True)
            right.addWidget(heading)
            chart.setMinimumHeight(MIN_CHART)
            right.addWidget(chart, 1)

    def _wire(self) -> None:
        self.share.valueChanged.connect(self._on_cut)
        self.bits.valueChanged.connect(self._on_cut)
        self.order.activated.connect(self._on_cut)
        self.after_cut.kind.activated.connect(self._show_after_cut)
        self.after_cut.fork_requested.connect(self.fork_requested)
        self.measure.requested.connect(self._on_measure)
        self.measure.run_selected.connect(self.run_selected)
        self.runs.changed.connect(self._show_curves)
        self.runs.ended.connect(self._show_curves)
        self._cuts.progressed.connect(self._on_progress)
        self._cuts.ended.connect(self.progress.hide)
        self._cuts.changed.connect(self._on_cuts)

    def purpose(self) -> str:
        """Return what one sees here."""
        return self.tr("Here you see how many of its weights, and of their bits, a network needs.")

    # what is shown

    @property
    def cut(self) -> Cut:
        """How the sliders stand."""
        bits = BITS[self.bits.value()]
        return Cut(self.share.value() / PERCENT, self.order.currentData(), bits)

    def renew(self) -> None:
        """Ask for what is left of all shown runs, one after the other."""
        shown = self.shown()
        self.show_content(bool(shown))
        self._name_sliders()
        self._show_rows()
        self._show_after_cut()
        self._show_curves()
        if shown:
            self._renew_cuts()
        else:
            self._cuts.cancel()

    def _renew_cuts(self) -> None:
        self._cuts.renew([network for _, network in self.shown()], self.cut, self.ink)

    def _on_progress(self, done: int, total: int) -> None:
        self.progress.setRange(0, total)
        self.progress.setValue(done)
        self.progress.setVisible(done < total)

    def _on_cuts(self) -> None:
        self._show_rows()
        if self.isVisible():
            self._renew_cuts()

    def _show_rows(self) -> None:
        cut, rows = self.cut, []
        for entry, network in self.shown():
            model = network.config.model
            whole, left = kilobytes(model), kilobytes(model, cut.share, cut.bits)
            result, answer = self._cuts.of(network, cut), self._cuts.answer(network, cut)
            accuracy, measured = "…", network
            if result is not None:
                before, after = map(accuracy_text, (result.whole, result.accuracy))
                accuracy, measured = f"{before} → {after}", result.network
            note = self.tr("{moment}: {before} → {after} kB").format(
                moment=translate(measured.when), before=_size(whole), after=_size(left)
            )
            if self.is_example:
                note = with_example(note)
            texts = [accuracy, "…" if answer is None else answer.text]
            rows.append(RunRow(entry, texts, note))
        self.rows.show_rows(rows)

    def _show_after_cut(self) -> None:
        network = self.network()
        entry = None if network is None else self.services.store.get(network.run)
        self.after_cut.show_run(entry, network, self.cut.share)

    def _show_curves(self) -> None:
        measured = self._measured()
        self.measure.show_measured(measured, bool(self.shown()))
        shares = [_curve(*one, order) for order in reversed(Order) for one in measured]
        self.share_chart.show_curves(shares)
        self.bits_chart.show_curves([_curve(*one, None) for one in measured])

    def _measured(self) -> list[tuple[RunEntry, Measured[Key]]]:
        results = ((entry, self.runs.of(network)) for entry, network in self.shown())
        return [(entry, measured) for entry, measured in results if measured is not None]

    # what the user does

    def _on_cut(self) -> None:
        self._name_sliders()
        self._show_rows()
        self._show_after_cut()
        if self.isVisible():
            self._renew_cuts()

    def _on_measure(self) -> None:
        networks = [network for _, network in self.shown()]
        self.runs.measure(networks, _steps([(it.config, it.weights) for it in networks]))

    def _name_sliders(self) -> None:
        cut = self.cut
        text = self.tr("Cut {share} of the weights")
        self._share_title.setText(text.format(share=f"{cut.share:.0%}"))
        self._bits_title.setText(self.tr("{bits} bits for each").format(bits=cut.bits))

    def retranslate(self) -> None:
        """Renew all texts."""
        self._name_controls()
        self.rows.set_titles((self.tr("accuracy"), self.tr("the digit")))
        tip = self.tr(
            "On all test images. Sizes count the bits of the weights that are left, and one bit"
            " for each weight that says whether it is."
        )
        self.rows.setToolTip(plain_tip(tip))
        self.measure.hint.setText(
            self.tr("Measure cuts and rounds all shown runs step by step, and plots what is left.")
        )

        for heading, chart, text in (
            (
                self._share_heading,
                self.share_chart,
                self.tr("Accuracy after a cut; thin: at random"),
            ),
            (self._bits_heading, self.bits_chart, self.tr("Accuracy with fewer bits")),
        ):
            heading.setText(text)
            chart.setAccessibleName(text)
        self.invalidate()

    def _name_controls(self) -> None:
        for index, order in enumerate(Order):
            self.order.setItemText(index, translate(order.title))
        self.order.setAccessibleName(self.tr("Which weights are cut"))
        self.share.setAccessibleName(self.tr("Share of the weights that is cut"))
        tip = self.tr("Of the whole network, not of each layer; biases stay")
        for widget in (self.share, self.order, self._share_title):
            widget.setToolTip(plain_tip(tip))

        self.progress.setAccessibleName(self.tr("Progress"))
        self.bits.setAccessibleName(self.tr("Bits of each weight"))
        tip = self.tr(
            "Each neuron's weights become whole numbers of so many bits, times one common factor; "
            "with one bit only their signs are left"
        )
        for other in (self.bits, self._bits_title):
            other.setToolTip(plain_tip(tip))


def _in_a_row(*widgets: QWidget) -> QWidget:
    group = QWidget()
    row = QHBoxLayout(group)
    row.setContentsMargins(0, 0, 0, 0)
    row.setSpacing(2 * theme.STEP)
    for widget in widgets:
        row.addWidget(widget, 0, Qt.AlignmentFlag.AlignVCenter)
    return group


def _bits_scale() -> XScale:
    """Return an axis with the same distance between all numbers of bits."""
    ticks = [(BITS.index(bits), str(bits)) for bits in TICK_BITS]
    return XScale(0, len(BITS) - 1, ticks)


def _curve(entry: RunEntry, measured: Measured[Key], order: Order | None) -> Curve:
    """Return what is left after cuts in this order, a thin curve at random; None for rounding."""
    points, model = [], entry.record.config.model
    is_thin = order is Order.RANDOM
    for (kind, level), accuracy in measured.accuracies.items():
        if kind is not order:
            continue
        if kind is None:
            x, size = float(BITS.index(int(level))), kilobytes(model, bits=int(level))
        else:
            x, size = level, kilobytes(model, level)
        tip = f"{entry.name}, {size:,.0f} kB: {accuracy:.1%}"
        points.append(Point(x, accuracy, tip, radius=THIN_DOT if is_thin else DOT))
    return Curve(theme.run_style(entry.style), points, THIN if is_thin else LINE)


def _size(kilobytes: float) -> str:
    return f"{kilobytes:,.0f}" if kilobytes >= 10 else f"{kilobytes:.1f}"


def _failed(reason: Message) -> Message:
    return message("Measuring the cuts has failed: {reason}", reason=reason)


def _accuracies(step: "CutStep") -> list[tuple[int, Key, float]]:
    if step.accuracy is None:
        return []
    return [(step.subject, (step.order, step.level), step.accuracy)]


def _steps(subjects: Sequence[tuple[RunConfig, Weights]]) -> "Iterator[CutStep]":
    """Yield the steps; for the jobs' thread only, since loading torch takes long."""
    from core.robustness.cut_curves import measure

    yield from measure(subjects)
