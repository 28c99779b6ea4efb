"""One network of the tab Plane: its name, its moment, its accuracy, its map and its neurons."""

from PySide6.QtCore import QSize
from PySide6.QtGui import QColor, QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QHBoxLayout, QWidget

from core.config.run import RunConfig
from core.insight.neurons import stages
from gui.background.jobs import JobQueue
from gui.plane.neuron_chart import NeuronChart
from gui.plane.points_chart import PointsChart
from gui.plane.surveys import Survey
from gui.style import theme
from gui.style.swatches import dot
from gui.widgets.panel import Panel, column, set_side_by_side
from gui.widgets.plain_text import LiveLabel, NameLabel, PlainLabel, plain_tip

COMFORTABLE_MAP = 36 * theme.STEP  # the side of a map up to which it needs all the height
MAP_SHARE = 0.65  # of the width or the height that map and neurons share, at most
UNLIMITED = 16_777_215  # pixels, Qt's own largest size of a widget
WIDE = 1.25  # the least width of a column, relative to its height, with the neurons at the right


class PlaneColumn(Panel):
    """Shows a network and the points that it learns from."""

    def __init__(self, jobs: JobQueue, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._config: RunConfig | None = None
        self._head: tuple[str, QColor, str, str] | None = None  # what is shown there
        self.survey = Survey(jobs, self)
        self.survey.changed.connect(self._show)

        self._swatch, self._name = PlainLabel(self), NameLabel(self)
        self._moment, self._accuracies = LiveLabel(self), LiveLabel(self)
        for label in (self._moment, self._accuracies):
            label.setProperty("role", "quiet")
            label.setFont(theme.sized(self.font(), theme.TEXT))
        self.chart, self.neurons = PointsChart(self), NeuronChart(self)
        self.neurons.unit_hovered.connect(self.chart.show_unit)

        head = QHBoxLayout()
        head.setSpacing(theme.STEP)
        head.addWidget(self._swatch)
        head.addWidget(self._name)
        head.addStretch(1)
        self._body = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        self._body.setSpacing(theme.PADDING)
        self._body.addWidget(self.chart, 100)  # up to its largest size
        self._body.addWidget(self.neurons, 1)
        rows = column(self, gap=theme.STEP, padding=0)
        rows.addLayout(head)
        rows.addWidget(self._moment)
        rows.addWidget(self._accuracies)
        rows.addLayout(self._body, 1000)
        rows.addStretch(1)  # what the map cannot take
        self.retranslate()

    @property
    def lines(self) -> tuple[str, str]:
        """The moment, and the accuracies that are known, in words."""
        return self._moment.text(), self._accuracies.text()

    def show_head(self, name: str, colour: QColor, moment: str, accuracies: str = "") -> None:
        """Show a name, and below it a moment and accuracies."""
        head = name, colour, moment, accuracies
        if head == self._head:
            return
        if self._head is None or head[:2] != self._head[:2]:
            self._swatch.setPixmap(dot(colour))
            self._name.setText(name)
        self._head = head
        for label, text in ((self._moment, moment), (self._accuracies, accuracies)):
            label.setText(text)
            label.setToolTip(plain_tip(text))
        self.chart.setAccessibleName(", ".join(filter(None, (name, moment, accuracies))))

    def show_config(self, config: RunConfig) -> None:
        """Show the layers and the points of a run; its network follows when it is known."""
        if config != self._config:
            self._config = config
            self._show()
        self.survey.show_points(config)

    def _show(self) -> None:
        config, found = self._config, self.survey.map
        if config is None:
            return
        layers = stages(config.model)
        if found is not None and tuple(layer.stage for layer in found.hidden) != layers[:-1]:
            found = None
        if found is not None and found.probabilities.shape[2] != len(config.classes):
            found = None
        self.neurons.show_network(layers, config.shown_classes, found, self.survey.sheets)
        self.chart.show_map(found, config.shown_classes)
        self.chart.show_points(self.survey.points)

    @property
    def showing_s(self) -> float:
        """The seconds that computing and painting the last map took."""
        return self.survey.seconds + self.chart.painting_s

    def minimumSizeHint(self) -> QSize:
        """Return the size of the smallest map, with its text."""
        return QSize(self.chart.minimumSizeHint().width(), super().minimumSizeHint().height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Put the neurons at the right of the map, or below it in a high column.

        The map takes its square, as large as leaves them their share; they get all the rest. Where
        it would be too small, or they, they give way.
        """
        super().resizeEvent(event)
        free = self.height() - self._body.geometry().top()
        is_wide = self.width() >= WIDE * free
        set_side_by_side(self._body, is_wide)
        short, long = (free, self.width()) if is_wide else (self.width(), free)
        least = self.neurons.minimumSizeHint()
        needed = (least.width() if is_wide else least.height()) + self._body.spacing()
        share = min(round(MAP_SHARE * long), long - needed)
        has_space = share >= min(short, theme.px(COMFORTABLE_MAP))
        self.neurons.setVisible(has_space)
        side = max(self.chart.minimumSizeHint().width(), min(short, share if has_space else long))
        self.chart.setMaximumSize(*((side, UNLIMITED) if is_wide else (UNLIMITED, side)))

    def retranslate(self) -> None:
        """Explain the diagram of the neurons."""
        tip = self.tr(
            "Each tile is a neuron's activation over the same square: green above 0, violet below, "
            "the stronger the farther. Lines are the largest weights. Point at a tile to see it "
            "large."
        )
        self.neurons.setToolTip(plain_tip(tip))
        self.neurons.setAccessibleName(self.tr("The neurons' maps"))

    def restyle(self) -> None:
        """Paint everything in the present colours."""
        self.chart.restyle()
        self.neurons.restyle()
