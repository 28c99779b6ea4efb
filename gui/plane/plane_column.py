"""One network of the tab Plane: its name, its moment, its accuracy, its map and its neurons."""

from PySide6.QtCore import QSize
from PySide6.QtGui import QColor, QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QHBoxLayout, QLabel, QWidget

from core.config.run import RunConfig
from core.insight.neurons import stages
from gui.background.jobs import JobQueue
from gui.plane.neuron_chart import NeuronChart
from gui.plane.points_chart import PointsChart
from gui.plane.surveys import Survey
from gui.style import theme
from gui.style.swatches import dot
from gui.widgets.panel import Panel, column, set_side_by_side
from gui.widgets.plain_text import LiveLabel, NameLabel, plain_tip

NEURONS_SHARE = 0.6  # of the space for the neurons, relative to that for the map
WIDE = 1.25  # the least width of a column, relative to its height, with the neurons at the right


class PlaneColumn(Panel):
    """Shows a network and the points that it learns from."""

    def __init__(self, jobs: JobQueue, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._config: RunConfig | None = None
        self._head: tuple[str, QColor, str] | None = None  # name, colour and line
        self.survey = Survey(jobs, self)
        self.survey.changed.connect(self._show)

        self._swatch, self._name = QLabel(self), NameLabel(self)
        self._line = LiveLabel(self)
        self._line.setProperty("role", "quiet")
        self._line.setFont(theme.sized(self.font(), theme.TEXT))
        self.chart, self.neurons = PointsChart(self), NeuronChart(self)
        self.neurons.unit_hovered.connect(self.chart.show_unit)

        head = QHBoxLayout()
        head.setSpacing(theme.STEP)
        head.addWidget(self._swatch)
        head.addWidget(self._name)
        head.addStretch(1)
        self._body = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        self._body.setSpacing(theme.PADDING)
        self._body.addWidget(self.chart, 10)
        self._body.addWidget(self.neurons, round(10 * NEURONS_SHARE))
        rows = column(self, gap=theme.STEP, padding=0)
        rows.addLayout(head)
        rows.addWidget(self._line)
        rows.addLayout(self._body, 1)
        self.retranslate()

    @property
    def line(self) -> str:
        """The moment and the accuracies, in words."""
        return self._line.text()

    def show_head(self, name: str, colour: QColor, line: str) -> None:
        """Show a name, and a line below it."""
        if (name, colour, line) == self._head:
            return
        if self._head is None or (name, colour) != self._head[:2]:
            self._swatch.setPixmap(dot(colour))
            self._name.setText(name)
        self._head = name, colour, line
        self._line.setText(line)
        self._line.setToolTip(plain_tip(line))
        self.chart.setAccessibleName(f"{name}, {line}")

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
        self.neurons.show_network(layers, config.classes, found, self.survey.sheets)
        self.chart.show_map(found, config.classes)
        self.chart.show_points(self.survey.points)

    @property
    def showing_s(self) -> float:
        """The seconds that computing and painting the last map took."""
        return self.survey.seconds + self.chart.painting_s

    def minimumSizeHint(self) -> QSize:
        """Return the size of the smallest map, with its text."""
        return QSize(self.chart.minimumSizeHint().width(), super().minimumSizeHint().height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Put the neurons at the right of the map, or below it in a high column."""
        super().resizeEvent(event)
        set_side_by_side(self._body, self.width() >= WIDE * self.height())

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
