"""One run's map: its name and moment, the layer, and the map."""

from collections.abc import Sequence
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QWidget

from core.data.ink import Ink
from core.geometry.layers import deepest_hidden, mapped_layers
from core.messages import Message
from gui.background.jobs import JobQueue
from gui.background.latest_job import LatestJob
from gui.geometry.map_chart import MapChart
from gui.process.timers import single_shot
from gui.runs.moments import ShownNetwork
from gui.runs.run_store import RunEntry
from gui.style import theme
from gui.style.swatches import dot
from gui.style.translation import translate
from gui.widgets.panel import Panel, column, styled_label
from gui.widgets.plain_text import LiveLabel, NameLabel, PlainLabel, plain_tip

if TYPE_CHECKING:
    from core.geometry.activation_map import ActivationMap

LIVE_MS = 500  # between two maps of a network that trains


class MapColumn(Panel):
    """Has a job compute the map of a run's network, and shows it.

    Signals:
        image_picked(int): the image with this number; -1 for none any more.
        classes_changed(): the classes of the map are other ones.
    """

    image_picked = Signal(int)
    classes_changed = Signal()

    def __init__(self, jobs: JobQueue, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._network: ShownNetwork | None = None
        self._digit: Ink | None = None
        self._chosen: dict[str, str] = {}  # the layer that was chosen for a run
        self._computing = LatestJob(jobs)
        self._requested: tuple[ShownNetwork, str] | None = None  # and its layer
        self.map: ActivationMap | None = None
        self._failure: Message | None = None
        self._pause = single_shot(self, self._compute, LIVE_MS)

        self._swatch, self._name = PlainLabel(self), NameLabel(self)
        self._moment = LiveLabel(self)
        self._moment.setProperty("role", "quiet")
        self.layer = QComboBox(self)
        self.layer.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToContents)
        self.layer.activated.connect(self._on_layer_chosen)
        self._share = styled_label("quiet", self)
        self._share.setWordWrap(True)
        self.chart = MapChart(self)
        self.chart.image_picked.connect(self.image_picked)
        self._lay_out()
        self.retranslate()

    def _lay_out(self) -> None:
        head = QHBoxLayout()
        head.setSpacing(theme.STEP)
        head.addWidget(self._swatch)
        head.addWidget(self._name)
        head.addWidget(self._moment, 1)

        rows = column(self, gap=theme.STEP, padding=0)
        rows.addLayout(head)
        rows.addWidget(self.layer, 0, Qt.AlignmentFlag.AlignLeft)
        rows.addWidget(self._share)
        rows.addWidget(self.chart, 1)

    @property
    def classes(self) -> Sequence[str]:
        """The names of the classes of the shown run."""
        return () if self._network is None else self._network.config.shown_classes

    @property
    def run(self) -> str | None:
        """The shown run; None without one."""
        return None if self._network is None else self._network.run

    def show_run(self, entry: RunEntry, network: ShownNetwork) -> None:
        """Show a run's network; its map follows when it is computed."""
        before = self._network
        self._network = network
        self._swatch.setPixmap(dot(theme.run_style(entry.style).colour))
        self._name.setText(entry.name)
        self._moment.setText(translate(network.when))
        is_other = before is None or before.run != network.run
        if is_other:
            self._pause.stop()
            self._set_map(None)
        if before is None or before.config.model != network.config.model or is_other:
            self._list_layers()
        if before is None or before.config.classes != network.config.classes:
            self.classes_changed.emit()

        # a network that trains has other weights several times a second
        if self._pause.isActive():
            return
        self._compute()

    def stop(self) -> None:
        """Compute nothing until a run is shown again."""
        self._pause.stop()
        self._computing.cancel()
        self._requested = None

    def show_digit(self, digit: Ink | None) -> None:
        """Show where the network puts a drawing, ink (28, 28); None for none."""
        self._digit = digit
        self._place_star()

    def pick(self, number: int) -> None:
        """Show an image of the map, which was picked in this or another column; -1 for none."""
        there = self.map is not None and 0 <= number < len(self.map.sample.labels)
        self.chart.pick(number if there else None)
        words = self.chart.words_for(number) if there else ""
        self.chart.setAccessibleDescription(words)

    def _layer(self) -> str:
        assert self._network is not None
        usual = deepest_hidden(self._network.config.model)
        return self._chosen.get(self._network.run, usual)

    def _list_layers(self) -> None:
        self.layer.clear()
        if self._network is None:
            return
        for name, title in mapped_layers(self._network.config.model).items():
            self.layer.addItem(translate(title), name)
        self.layer.setCurrentIndex(self.layer.findData(self._layer()))

    def _on_layer_chosen(self, _index: int) -> None:
        if self._network is not None:
            self._chosen[self._network.run] = self.layer.currentData()
            self._compute()

    def _compute(self) -> None:
        """Request the map of the newest weights, unless that was done."""
        network = self._network
        if network is None:
            return
        layer = self._layer()
        if self._requested is not None and _are_same(self._requested, (network, layer)):
            return
        self._requested = network, layer
        if network.is_latest:
            self._pause.start()
        self._computing.request(
            partial(_map_of, network, layer), self._on_map, self._on_failed, (network.run, layer)
        )

    def _on_map(self, found: "ActivationMap") -> None:
        self._failure = None
        self._set_map(found)

    def _on_failed(self, reason: Message) -> None:
        self._requested, self._failure = None, reason
        self._set_map(None)

    def _set_map(self, found: "ActivationMap | None") -> None:
        self.map = found
        self.chart.show_map(found)
        self._show_share()
        self._place_star()

    def _place_star(self) -> None:
        has_star = self.map is not None and self.map.is_defined and self._digit is not None
        self.chart.show_star(
            self.map.position_of(self._digit)
            if has_star and self.map is not None and self._digit is not None
            else None
        )

    def _show_share(self) -> None:
        if self._failure is not None:
            text = translate(self._failure)
        elif self.map is None:
            text = self.tr("The images are being read…")
        elif not self.map.is_defined:
            text = self.tr("This network has diverged: its numbers are infinite or undefined.")
        else:
            text = self.tr("shows {share} of the variance").format(share=f"{self.map.share:.0%}")
        self._share.setText(text)
        self._share.setToolTip(
            plain_tip(
                self.tr(
                    "How much of the spread of the activations lies in this plane; the rest lies "
                    "in directions that are not seen here."
                )
            )
        )
        layer = self.layer.currentText()
        self.chart.setAccessibleName(", ".join(filter(None, (self._name.text(), layer, text))))

    def retranslate(self) -> None:
        """Renew the names of the layers and all texts."""
        self.layer.setAccessibleName(self.tr("Layer of the map"))
        if self._network is not None:
            self._moment.setText(translate(self._network.when))
        self._list_layers()
        self._show_share()

    def restyle(self) -> None:
        """Paint the map in the present colours."""
        self.chart.restyle()


def _are_same(one: tuple[ShownNetwork, str], other: tuple[ShownNetwork, str]) -> bool:
    """Return whether the same layer of the same network reads the same examples."""
    (asked, asked_layer), (network, layer) = one, other
    is_same = asked.weights is network.weights and network.succeeds(asked)
    return is_same and asked_layer == layer


def _map_of(network: ShownNetwork, layer: str) -> "ActivationMap":
    """Compute a map; for the jobs' thread only, since loading torch takes long."""
    from core.geometry.activation_map import activation_map

    return activation_map(network.config, network.weights, layer)
