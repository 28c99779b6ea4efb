"""The answer to the drawing, how sure the network is, and why: its last layer's contributions."""

from collections.abc import Sequence

import numpy as np
from PySide6.QtCore import QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from core.insight.neurons import Stage
from core.insight.reasons import Reason
from core.number_text import probability_text, signed_decimal_text
from gui.insight.bar_rows import BAR, BarRows
from gui.insight.inspection import Inspection
from gui.style import theme
from gui.style.translation import translate
from gui.widgets.panel import Panel, styled_label
from gui.widgets.plain_text import PlainLabel, plain_tip

MAX_FOR, MAX_AGAINST = 5, 2  # units in the picture
MAX_NAMED = 3  # of them in the sentence
MARK = 2  # width of the runner-up's line
ANSWER_WIDTH = 30 * theme.STEP  # width of the answer


class ReasonBars(BarRows):
    """The largest contributions to the winning output, one per row, and those to the runner-up.

    A bar goes from zero to the contribution to the answer, a short upright line stands where the
    same unit's contribution to the runner-up ends.
    """

    ROW_GAP = 2

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._names: Sequence[str] = ()
        self._rows: Sequence[tuple[float, float]] = ()

    def show_rows(
        self,
        numbers: Sequence[int],
        names: Sequence[str],
        rows: Sequence[tuple[float, float]],
        style: int,
    ) -> None:
        """Show contributions.

        Args:
            numbers: of the units that can be picked; empty where none can.
            rows: of each name, to the answer and to the runner-up.
            style: the number of the run's style.
        """
        self.numbers, self._names, self._rows, self.style_number = numbers, names, rows, style
        focus = Qt.FocusPolicy.StrongFocus if numbers else Qt.FocusPolicy.NoFocus
        self.setFocusPolicy(focus)
        texts = zip(names, rows, strict=True)
        self.setAccessibleDescription(
            ", ".join(f"{name}: {signed_decimal_text(row[0])}" for name, row in texts)
        )
        self.updateGeometry()
        self.update()

    @property
    def rows(self) -> Sequence[tuple[float, float]]:
        """The contributions to the answer and to the runner-up."""
        return self._rows

    def sizeHint(self) -> QSize:
        """Return room for all rows."""
        return QSize(60 * theme.STEP, max(1, len(self._rows)) * self.row_height())

    def tip(self, index: int) -> str:
        """Return what a unit contributes to both outputs."""
        text = self.tr(
            "{name}: activation × weight is {answer} for the answer, {second} for the runner-up. "
            "Click to see how this activation is computed."
        )
        answer, second = map(signed_decimal_text, self._rows[index])
        return text.format(name=self._names[index], answer=answer, second=second)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint names, numbers, and bars from the line of zero."""
        if not self._rows:
            return
        painter = QPainter(self)
        metrics = painter.fontMetrics()
        numbers = [signed_decimal_text(row[0]) for row in self._rows]
        names_end = max(map(metrics.horizontalAdvance, self._names))
        numbers_end = names_end + theme.PADDING + max(map(metrics.horizontalAdvance, numbers))
        values = [value for row in self._rows for value in row]
        axis = self.axis(numbers_end + theme.PADDING, values, MARK)

        for index, (name, number) in enumerate(zip(self._names, numbers, strict=True)):
            area = self.row_area(index, numbers_end)
            is_chosen = bool(self.numbers) and self.numbers[index] == self.chosen
            self._paint_texts(painter, area, name, number, is_chosen)
            to_answer, to_second = self._rows[index]
            self.paint_bar(painter, axis, index, to_answer)
            self._paint_mark(painter, axis.x(to_second), area.center().y())
        self.paint_zero(painter, axis, len(self._rows), theme.colours().quiet)

    def _paint_texts(
        self, painter: QPainter, row: QRectF, name: str, number: str, is_chosen: bool
    ) -> None:
        named, middle = theme.colours(), Qt.AlignmentFlag.AlignVCenter
        if is_chosen:
            painter.fillRect(row.adjusted(0, 0, theme.STEP, 0), QColor(named.line))
        painter.setPen(QColor(named.quiet))
        painter.drawText(row, Qt.AlignmentFlag.AlignLeft | middle, name)
        painter.setPen(QColor(named.text))
        painter.drawText(row, Qt.AlignmentFlag.AlignRight | middle, number)

    @staticmethod
    def _paint_mark(painter: QPainter, x: float, y: float) -> None:
        """Paint the line of the runner-up."""
        painter.setPen(QPen(QColor(theme.colours().text), MARK))
        painter.drawLine(QPointF(x, y - BAR / 2 - 2), QPointF(x, y + BAR / 2 + 2))


class ReasonView(Panel):
    """The answer, large, its probability, and what speaks for it and against it.

    Signals:
        picked(int): the index of a unit of the last hidden layer.
    """

    picked = Signal(int)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._shown: tuple[Inspection, int] | None = None
        self.answer = PlainLabel(self)
        self.answer.setFont(theme.sized(self.font(), theme.NUMBER, bold=True))
        self.probability = PlainLabel(self)
        self.probability.setFont(theme.sized(self.font(), theme.TITLE, bold=True))
        self.runner_up = styled_label("quiet", self)
        self.sentence = PlainLabel(self)
        self.bars = ReasonBars(self)
        self.bars.picked.connect(self.picked)
        self.key = styled_label("quiet", self)
        for label in (self.answer, self.sentence, self.runner_up, self.key):
            label.setWordWrap(True)

        answer = QVBoxLayout()
        answer.setSpacing(0)
        for label in (self.answer, self.probability, self.runner_up):
            answer.addWidget(label)
        answer.addStretch(1)
        why = QVBoxLayout()
        why.setSpacing(theme.STEP)
        for widget in (self.sentence, self.bars, self.key):
            why.addWidget(widget)
        why.addStretch(1)

        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(theme.GROUP_GAP)
        layout.addLayout(answer)
        layout.addLayout(why, 1)
        for label in (self.answer, self.probability, self.runner_up):
            label.setFixedWidth(ANSWER_WIDTH)
        self.retranslate()

    def show_inspection(self, inspection: Inspection, style: int) -> None:
        """Show the answer to the digit; there must be one.

        Args:
            style: the number of the run's style.
        """
        self._shown = inspection, style
        reason = inspection.reason
        for widget in (self.probability, self.runner_up, self.bars, self.key):
            widget.setVisible(reason is not None)
        if reason is None or inspection.insight is None:
            self.answer.setText("–")
            self.sentence.setText(
                self.tr(
                    "This network has no answer: it has diverged, its numbers are infinite or "
                    "undefined. Train it again with a lower learning rate."
                )
            )
            return

        classes, shares = inspection.config.shown_classes, inspection.insight.probabilities
        answer, second = classes[reason.answer], classes[reason.runner_up]
        self.answer.setText(answer)
        self.probability.setText(probability_text(float(shares[reason.answer])))
        text = self.tr("runner-up {second}, {share}")
        share = probability_text(float(shares[reason.runner_up]))
        self.runner_up.setText(text.format(second=second, share=share))
        self._show_bars(reason, style)
        for widget in (self.bars, self.key):
            widget.setVisible(not reason.is_silent)
        self.sentence.setText(self._sentence(reason, answer, second))
        text = self.tr("bar: to the logit of {answer} · line: to that of {second}")
        self.key.setText(text.format(answer=answer, second=second))

    def choose(self, unit: int | None) -> None:
        """Mark a unit of the last hidden layer, or none."""
        self.bars.choose(unit)

    def _show_bars(self, reason: Reason, style: int) -> None:
        if reason.layer is None:
            rows = [
                (reason.gain, float(reason.to_runner_up[reason.contributions > 0].sum())),
                (reason.loss, float(reason.to_runner_up[reason.contributions < 0].sum())),
            ]
            names = [self.tr("pixels for it"), self.tr("pixels against it")]
            self.bars.show_rows((), names, rows, style)
            return

        units = reason.strongest_for(MAX_FOR)
        units += reversed(reason.strongest_against(MAX_AGAINST))
        names = [self._units(reason.layer, [unit]) for unit in units]
        values = np.stack([reason.contributions, reason.to_runner_up])[:, units].T.tolist()
        self.bars.show_rows(units, names, [(one, other) for one, other in values], style)

    def _sentence(self, reason: Reason, answer: str, second: str) -> str:
        """Return the reason in one sentence."""
        names = {"answer": answer, "second": second, "lead": f"{reason.lead:.2f}"}
        if reason.is_silent:
            text = self.tr(
                "{answer} leads {second} by {lead} in the logits by its bias alone: whatever is "
                "drawn here, nothing of it arrives at the output."
            )
            return text.format(**names)

        if reason.layer is None:
            text = self.tr(
                "{answer} leads {second} by {lead} in the logits: pixels add {gain} to its own and "
                "take {loss} from it."
            )
            return text.format(**names, gain=f"{reason.gain:.2f}", loss=f"{-reason.loss:.2f}")

        text = self.tr(
            "{answer} leads {second} by {lead} in the logits; most for it in {layer}: {supporting};"
            " most against it: {opposing}."
        )
        supporting = self._units(reason.layer, reason.strongest_for(MAX_NAMED))
        opposing = self._units(reason.layer, reason.strongest_against(1))
        layer = translate(reason.layer.title)
        return text.format(**names, layer=layer, supporting=supporting, opposing=opposing)

    def _units(self, layer: Stage, numbers: Sequence[int]) -> str:
        """Return the names of neurons or maps; ``neurons 3, 14, 15``."""
        if not numbers:
            return self.tr("none")
        if layer.is_convolution:
            text = self.tr("map {numbers}") if len(numbers) == 1 else self.tr("maps {numbers}")
        else:
            text = (
                self.tr("neuron {numbers}") if len(numbers) == 1 else self.tr("neurons {numbers}")
            )
        return text.format(numbers=self.tr(", ").join(map(str, numbers)))

    def retranslate(self) -> None:
        """Renew the sentence and the names of the units."""
        self.bars.setAccessibleName(self.tr("Strongest contributions"))
        tip = self.tr(
            "The logit of a class is the number that the network computes for it: the larger it is "
            "compared with the others, the more probable the class. Softmax turns all logits into "
            "probabilities."
        )
        for label in (self.sentence, self.key):
            label.setToolTip(plain_tip(tip))
        if self._shown is not None:
            self.show_inspection(*self._shown)
