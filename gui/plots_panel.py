"""Cost and accuracy of all visible runs, growing as they train."""

import pyqtgraph as pg
from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QHBoxLayout, QLabel, QToolButton, QVBoxLayout, QWidget

from core.history import RunRecord
from gui import theme
from gui.curves import Quantity, RunCurves
from gui.panel import Panel, styled_label
from gui.run_store import RunEntry, RunStore

REFRESH_MS = 100
AXIS_WIDTH = 52
EMPTY_COST, EMPTY_ACCURACY = (0, 2.5), (0, 100)  # what the axes show before there is anything
LABEL_GAP = 15  # pixels between the values beside two live ends
ROUND_EPOCHS = (5, 10, 20, 30, 50, 100, 200, 500, 1000, 2000, 5000, 10_000)

COST = Quantity(
    lambda epoch: epoch.test_cost,
    lambda epoch: epoch.cost,
    lambda record: record.progress.cost if record.progress is not None else None,
)
ACCURACY = Quantity(
    lambda epoch: None if epoch.accuracy is None else epoch.accuracy * 100,
    lambda epoch: None if epoch.train_accuracy is None else epoch.train_accuracy * 100,
    suffix="%",
)
WEIGHT = Quantity(lambda epoch: epoch.weight, lambda _epoch: None)


class EpochAxis(pg.AxisItem):  # type: ignore[misc] # pyqtgraph has no types
    """An axis with marks at whole epochs only."""

    def tickSpacing(self, low: float, high: float, size: float) -> list[tuple[float, float]]:
        """The distances between marks, from strong to faint, none below one epoch."""
        levels = [(max(1.0, gap), start) for gap, start in super().tickSpacing(low, high, size)]
        return list(dict(levels).items())


class PlotsPanel(Panel):
    """Two plots on the same epochs; the lower one shows the weight while only lines are fitted."""

    def __init__(self, store: RunStore, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._store = store
        self._curves: dict[str, list[RunCurves]] = {}
        self._changed: set[str] = set()
        self._shows_weights = False
        self._follows = True
        self._build()
        self._timer = QTimer(self)
        self._timer.setInterval(REFRESH_MS)
        self._timer.setSingleShot(True)
        self._timer.timeout.connect(self.refresh)
        for signal in (store.run_added, store.run_changed, store.visibility_changed, store.run_removed):
            signal.connect(self._on_changed)
        self.retranslate()
        self.restyle()
        self.refresh()

    def _build(self) -> None:
        self._cost_title, self._lower_title = styled_label("title", self), styled_label("title", self)
        self._key = styled_label("quiet", self)
        self._log = QToolButton(self)
        self._log.setCheckable(True)
        self._log.toggled.connect(self._on_log_toggled)
        self._follow = QToolButton(self)
        self._follow.clicked.connect(self._on_follow)
        self._cost = self._new_plot()
        self._lower = self._new_plot()
        self._legend = self._cost.getPlotItem().addLegend(offset=(-8, 4), labelTextSize="9pt")
        self._lower.setXLink(self._cost)
        self._empty = QLabel(self._cost)
        self._empty.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._empty.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(theme.PADDING, theme.PADDING, theme.PADDING, theme.STEP)
        layout.setSpacing(theme.STEP)
        layout.addLayout(_row(self._cost_title, None, self._key, self._follow, self._log))
        layout.addWidget(self._cost, 1)
        layout.addLayout(_row(self._lower_title, None))
        layout.addWidget(self._lower, 1)

    def _new_plot(self) -> pg.PlotWidget:
        plot = pg.PlotWidget(self, axisItems={"bottom": EpochAxis("bottom")})
        plot.setFrameShape(pg.PlotWidget.Shape.NoFrame)
        plot.setMinimumHeight(90)
        item = plot.getPlotItem()
        item.showGrid(x=True, y=True, alpha=0.12)
        item.hideButtons()
        item.setMenuEnabled(False)
        item.getAxis("left").setWidth(AXIS_WIDTH)
        item.getAxis("left").enableAutoSIPrefix(False)
        item.getAxis("bottom").enableAutoSIPrefix(False)
        item.vb.sigRangeChangedManually.connect(self._on_zoomed)
        item.vb.sigResized.connect(self._place_values)
        return plot

    def _on_changed(self, run: str) -> None:
        self._changed.add(run)
        if not self._timer.isActive():
            self._timer.start()

    def refresh(self) -> None:
        """Draw whatever changed since the last time."""
        visible = {entry.record.run: entry for entry in self._store.visible()}
        shows_weights = bool(visible) and all(entry.record.config.is_regression for entry in visible.values())
        if shows_weights != self._shows_weights:
            self._shows_weights = shows_weights
            self._forget_all()
            self.retranslate()
        for run in [run for run in self._curves if run not in visible]:
            self._forget(run)
        for run, entry in visible.items():
            if run not in self._curves:
                self._add(entry)
            elif run in self._changed:
                self._show(entry.record)
        self._changed.clear()
        self._empty.setVisible(not visible)
        self._fit([entry.record for entry in visible.values()])
        self._place_values()

    def _add(self, entry: RunEntry) -> None:
        style = theme.run_style(entry.style)
        lower = WEIGHT if self._shows_weights else ACCURACY
        curves = []
        for plot, quantity in ((self._cost, COST), (self._lower, lower)):
            drawn = RunCurves(plot.getPlotItem(), quantity)
            drawn.set_style(style)
            curves.append(drawn)
        self._legend.addItem(curves[0].sample, f'<span style="color:{style.colour.name()}">{entry.name}</span>')
        self._curves[entry.record.run] = curves
        self._show(entry.record)

    def _show(self, record: RunRecord) -> None:
        for curves in self._curves[record.run]:
            curves.show(record)

    def _forget(self, run: str) -> None:
        drawn = self._curves.pop(run)
        self._legend.removeItem(drawn[0].sample)
        for curves in drawn:
            curves.remove()

    def _forget_all(self) -> None:
        for run in list(self._curves):
            self._forget(run)

    def _fit(self, records: list[RunRecord]) -> None:
        """Let the axes hold all that is visible, growing in round steps, unless the user has zoomed."""
        self._follow.setVisible(not self._follows)
        if not self._follows:
            return
        reached = max((len(record.epochs) + (record.progress is not None) for record in records), default=0)
        planned = max((record.config.epochs for record in records), default=20)
        shown = min(planned, next(epochs for epochs in ROUND_EPOCHS if epochs >= reached))
        plot = self._cost.getPlotItem()
        plot.setXRange(0, max(shown, 1) * 1.09, padding=0)
        for each, empty, place in ((self._cost, EMPTY_COST, 0), (self._lower, EMPTY_ACCURACY, 1)):
            if any(drawn[place].end for drawn in self._curves.values()):
                each.getPlotItem().enableAutoRange(axis="y")
            else:
                each.getPlotItem().setYRange(*empty, padding=0)

    def _place_values(self) -> None:
        """Put each value beside its live end, moved apart where two would cover each other."""
        for place, plot in enumerate((self._cost, self._lower)):
            box = plot.getPlotItem().vb
            logarithmic = place == 0 and self._log.isChecked()
            ends = []
            for curves in (pair[place] for pair in self._curves.values()):
                if curves.end is not None:
                    position = curves.end_in_view(logarithmic)
                    ends.append((box.mapViewToScene(position).y(), position.x(), curves))
            last = float("-inf")
            for y, x, curves in sorted(ends, key=lambda end: end[0]):
                last = max(y, last + LABEL_GAP)
                scene = box.mapViewToScene(pg.Point(x, 0))
                curves.value.setPos(box.mapSceneToView(pg.Point(scene.x() + 5, last)))

    def _on_zoomed(self) -> None:
        self._follows = False
        self._follow.setVisible(True)
        self._place_values()

    def _on_follow(self) -> None:
        self._follows = True
        self.refresh()

    def _on_log_toggled(self, is_logarithmic: bool) -> None:
        self._cost.getPlotItem().setLogMode(y=is_logarithmic)
        self.refresh()

    def retranslate(self) -> None:
        """Titles, axes and hints."""
        self._cost_title.setText(self.tr("Cost"))
        self._lower_title.setText(self.tr("Weight") if self._shows_weights else self.tr("Accuracy"))
        self._key.setText(self.tr("strong: test digits · faint: training"))
        self._log.setText(self.tr("log"))
        self._log.setToolTip(self.tr("Logarithmic cost axis"))
        self._follow.setText(self.tr("Follow"))
        self._follow.setToolTip(self.tr("Show all curves again and follow their live ends"))
        self._empty.setText(
            self.tr("Press Train: the cost falls here, the accuracy rises below.\nCompare starts two networks at once.")
        )
        self._lower.getPlotItem().setLabel("bottom", self.tr("epochs"))
        self._cost.getPlotItem().setLabel("left", self.tr("cost"))
        self._lower.getPlotItem().setLabel("left", self.tr("weight") if self._shows_weights else "%")
        self._forget_all()
        self._on_changed("")

    def restyle(self) -> None:
        """Colours of paper, axes and curves."""
        named = theme.colours()
        self._legend.setLabelTextColor(named.text)
        for plot in (self._cost, self._lower):
            plot.setBackground(named.window)
            item = plot.getPlotItem()
            for side in ("left", "bottom"):
                item.getAxis(side).setPen(pg.mkPen(named.line))
                item.getAxis(side).setTextPen(named.quiet)
        self._empty.setStyleSheet(f"color: {named.quiet};")
        self._forget_all()
        self._on_changed("")

    def resizeEvent(self, event: object) -> None:
        """The hint covers the upper plot."""
        super().resizeEvent(event)  # type: ignore[arg-type]
        self._empty.setGeometry(AXIS_WIDTH, 0, self._cost.width() - AXIS_WIDTH, self._cost.height())


def _row(*widgets: QWidget | None) -> QHBoxLayout:
    """Widgets beside each other; None is a stretch."""
    row = QHBoxLayout()
    row.setSpacing(2 * theme.STEP)
    for widget in widgets:
        if widget is None:
            row.addStretch(1)
        else:
            row.addWidget(widget)
    return row
