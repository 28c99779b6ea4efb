"""How a run learns its wrong training labels by heart, epoch by epoch."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from PySide6.QtWidgets import QWidget

from core.config.fields import FIELDS, effective
from core.number_text import accuracy_text, cost_text
from core.run.events import EpochCompleted
from core.run.record import RunRecord
from gui.evaluation.explained_chart import ExplainedChart
from gui.evaluation.line_chart import Curve, LineChart, Point, XScale
from gui.style import theme
from gui.style.translation import in_a_row, translate

MAX_POINTS = 60  # of a curve, so that its dots do not touch
TICKS = 5
ROUND_STEPS = [factor * 10**power for power in range(5) for factor in (1, 2, 5)]
RIGHT_DASH = (4.0, 3.0)  # of the line for the right labels
DOT = 2.0
NO_SCALE = XScale(0.0, 1.0, ())


@dataclass(frozen=True)
class Reading:
    """What the network makes of the wrongly labelled examples, judged by one of their labels.

    Attributes:
        share: of them that are given this label, 0 to 1.
        cost: mean.
    """

    share: float
    cost: float


@dataclass(frozen=True)
class Measured:
    """How they are read after an epoch."""

    epoch: int
    by_wrong: Reading
    by_right: Reading


class LabelNoiseView(ExplainedChart):
    """The shares of wrongly labelled examples that are given their wrong and their right label."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(LineChart(NO_SCALE), parent)
        self._record: RunRecord | None = None
        self._style = theme.neutral_style()
        self._shown: object = None
        self.retranslate()

    def show_record(self, record: RunRecord | None, style: theme.RunStyle) -> None:
        """Show what is known of a run so far."""
        state = (record and (record.run, record.last, len(record.epochs)), style)
        if state != self._shown:
            self._shown, self._record, self._style = state, record, style
            self._show()

    def _show(self) -> None:
        record = self._record
        measured = [] if record is None else _measured(record)
        self.chart.setVisible(bool(measured))
        self.key.setVisible(bool(measured))
        if record is None or not measured:
            self.sentence.setText(self._text_without(record))
            return

        self.chart.set_scale(_scale(measured))
        self.chart.show_curves(self._curves(measured))
        self.sentence.setText(self._sentence(record, measured[-1]))

    def _text_without(self, record: RunRecord | None) -> str:
        about = FIELDS["data.label_noise"].about
        if record is not None and effective(record.config).data.label_noise:
            return self.tr("It is shown after the first epoch.")
        text = self.tr(
            "The training labels of this run are those of its data. To see how a network learns "
            "wrong labels by heart, set {setting} in the form under {group}."
        )
        return text.format(setting=translate(about.title), group=translate(about.group.label))

    def _curves(self, measured: Sequence[Measured]) -> list[Curve]:
        step = -(-len(measured) // MAX_POINTS)
        kept = [*measured[:-1:step], measured[-1]]
        tip = self.tr("epoch {epoch}: {share} given {label} label, cost {cost}")
        wrong, right = self.tr("their wrong"), self.tr("their right")

        def point(epoch: int, reading: Reading, label: str) -> Point:
            share, cost = accuracy_text(reading.share), cost_text(reading.cost)
            text = tip.format(epoch=epoch, share=share, label=label, cost=cost)
            return Point(epoch, reading.share, text, radius=DOT)

        by_wrong = [point(one.epoch, one.by_wrong, wrong) for one in kept]
        by_right = [point(one.epoch, one.by_right, right) for one in kept]
        dashed = replace(self._style, dash=RIGHT_DASH)
        return [Curve(dashed, by_right), Curve(replace(self._style, dash=None), by_wrong)]

    def _sentence(self, record: RunRecord, last: Measured) -> str:
        count = round(record.config.data.label_noise * record.config.data.train_size)
        text = self.tr(
            "{count} training examples have a wrong label. After epoch {epoch} the network gives "
            "{wrong} of them the wrong label, which it can only have memorised, and {right} the "
            "right one."
        )
        sentence = text.format(
            count=f"{count:,}",
            epoch=last.epoch,
            wrong=accuracy_text(last.by_wrong.share),
            right=accuracy_text(last.by_right.share),
        )
        text = self.tr("Their cost is {wrong} by the wrong labels and {right} by the right ones.")
        costs = cost_text(last.by_wrong.cost), cost_text(last.by_right.cost)
        return in_a_row(sentence, text.format(wrong=costs[0], right=costs[1]))

    def retranslate(self) -> None:
        """Renew axes, key and sentence."""
        self.chart.set_names(self.tr("epoch"), self.tr("share of the wrongly labelled examples"))
        self.key.setText(
            self.tr(
                "Solid: given their wrong label. Dashed: given their right label. At most as many "
                "of these examples are measured as there are test examples."
            )
        )
        self._show()


def _measured(record: RunRecord) -> list[Measured]:
    """Return the epochs with numbers by wrong labels; the last one where others are not read."""
    epochs = record.epochs or ([record.last] if record.last is not None else [])
    return [measured for epoch in epochs if (measured := _measured_in(epoch)) is not None]


def _measured_in(epoch: EpochCompleted) -> Measured | None:
    if (
        epoch.wrong_accuracy is None
        or epoch.wrong_cost is None
        or epoch.right_accuracy is None
        or epoch.right_cost is None
    ):
        return None
    by_wrong = Reading(epoch.wrong_accuracy, epoch.wrong_cost)
    return Measured(epoch.epoch, by_wrong, Reading(epoch.right_accuracy, epoch.right_cost))


def _scale(measured: Sequence[Measured]) -> XScale:
    """Return an axis of epochs with a few ticks at whole ones."""
    first, last = measured[0].epoch, measured[-1].epoch
    low, high = (first, last) if last > first else (first - 1, first + 1)
    step = next(step for step in ROUND_STEPS if high - low <= TICKS * step)
    ticks = [low, *range(step * (low // step + 1), high + 1, step)]
    if len(ticks) > 2 and ticks[1] - ticks[0] < step / 2:
        del ticks[1]  # the texts would touch
    return XScale(float(low), float(high), [(float(epoch), str(epoch)) for epoch in ticks])
