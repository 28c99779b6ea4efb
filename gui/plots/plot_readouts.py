"""What the crosshair's label says: the values of all drawn runs at a place of the axis."""

from PySide6.QtCore import QObject

from core.number_text import short_count
from core.run.moment import epochs_label
from core.run.series import XAxis
from gui.plots.curves import reading_texts
from gui.plots.plot_cursor import PlotCursor, ReadoutRow
from gui.plots.plot_key import unseen_name
from gui.plots.plotted_runs import PlottedRuns
from gui.style.translation import translate

LONG_NUMBER = 1000


class RunReadouts(QObject):
    """Fills the label as the pointer moves."""

    def __init__(
        self, runs: PlottedRuns, cursor: PlotCursor, parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._runs = runs
        self._cursor = cursor
        cursor.moved.connect(self._on_moved)

    def _on_moved(self, plot: int, x: float) -> None:
        axis = self._runs.choices.axis
        x = self._runs.nearest(plot, x) if axis is XAxis.EPOCH else max(0.0, x)
        readings = [] if self._runs.is_empty else self._runs.readings(plot, x)

        quantity = self._runs.quantities[plot]
        has_training = quantity.train is not None
        first = unseen_name(self._runs.seals()) if has_training else self.tr("weight")
        heads = [self._moment(x), first]
        if has_training:
            heads.append(self.tr("training"))
        if any(reading is not None and reading.count != 1 for _, reading in readings):
            heads.append(self.tr("from – to"))

        rows = [
            ReadoutRow(
                entry.style.colour, entry.text, reading_texts(quantity, reading, len(heads) - 1)
            )
            for entry, reading in readings
        ]
        self._cursor.show_at(plot, x, tuple(heads), rows)

    def _moment(self, x: float) -> str:
        """Return a value of the axis, short enough for the label."""
        number = f"{x:.0f}"
        texts = {
            XAxis.EPOCH: translate(epochs_label(x)) if x < LONG_NUMBER else number,
            XAxis.TIME: self.tr("{seconds} s").format(seconds=f"{x:.1f}"),
        }
        return texts.get(self._runs.choices.axis, short_count(float(f"{x:.3g}")))
