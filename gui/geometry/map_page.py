"""The page Map: test images as a layer of one or two networks represents them, in a plane."""

from PySide6.QtCore import Qt
from PySide6.QtGui import QHideEvent, QResizeEvent, QShowEvent
from PySide6.QtWidgets import QBoxLayout, QWidget

from core.data.ink import Ink
from gui.background.jobs import JobQueue
from gui.geometry.map_column import MapColumn
from gui.geometry.map_legend import MapLegend
from gui.runs.moments import Moments
from gui.runs.run_store import RunEntry, RunStore
from gui.runs.selection import Selection
from gui.style import theme
from gui.widgets.panel import Panel, column, set_side_by_side, styled_label
from gui.widgets.plain_text import plain_tip

COLUMNS = 2
MIN_COLUMN = 42 * theme.STEP  # the least width of one of two columns side by side


class MapPage(Panel):
    """One or two of the shown runs at the moment that all views show; nothing while it is hidden.

    Clicking a marker shows its image in both maps.
    """

    def __init__(
        self,
        store: RunStore,
        selection: Selection,
        moments: Moments,
        jobs: JobQueue,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._store, self._selection, self._moments = store, selection, moments
        self._intro = styled_label("quiet", self)
        self._intro.setWordWrap(True)
        self._empty = styled_label("quiet", self)
        self._empty.setWordWrap(True)
        self._empty.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.columns = [MapColumn(jobs, self) for _ in range(COLUMNS)]
        self.legend = MapLegend(self)
        self._row = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        self._row.setSpacing(theme.GROUP_GAP)
        for one in self.columns:
            self._row.addWidget(one, 1)
            one.image_picked.connect(self._on_picked)
            one.classes_changed.connect(self._on_classes_changed)
        self.legend.class_chosen.connect(self._on_class_chosen)

        rows = column(self, gap=theme.STEP, padding=0)
        rows.addWidget(self._intro)
        rows.addWidget(self._empty, 1)
        rows.addLayout(self._row, 1)
        rows.addWidget(self.legend)

        moments.changed.connect(self._on_changed)
        for signal in (store.visibility_changed, store.run_removed, store.appearance_changed):
            signal.connect(self._on_changed)
        selection.changed.connect(self._on_changed)
        self.retranslate()

    def set_digit(self, digit: Ink | None) -> None:
        """Mark where the networks put a drawing, ink (28, 28); None for none."""
        for one in self.columns:
            one.show_digit(digit)

    def shown(self) -> list[RunEntry]:
        """Return the runs whose maps are shown."""
        suitable = [entry for entry in self._store.visible() if self._has_network(entry)]
        return self._selection.most_wanted(suitable, COLUMNS)

    def _has_network(self, entry: RunEntry) -> bool:
        return entry.record.config.has_images and entry.record.weights is not None

    def _on_changed(self, _run: str = "") -> None:
        if self.isVisible():
            self._refresh()

    def _refresh(self) -> None:
        shown = self.shown()
        self._empty.setVisible(not shown)
        for part in (self._intro, self.legend):
            part.setVisible(bool(shown))
        for index, one in enumerate(self.columns):
            one.setVisible(index < len(shown))
            network = self._moments.network(shown[index].record.run) if index < len(shown) else None
            if network is None:
                one.stop()
            else:
                one.show_run(shown[index], network)

    def _on_picked(self, number: int) -> None:
        for one in self.columns:
            one.pick(number)

    def _on_classes_changed(self) -> None:
        self.legend.show_classes(self.columns[0].classes)

    def _on_class_chosen(self, label: int | None) -> None:
        for one in self.columns:
            one.chart.choose(label)

    def retranslate(self) -> None:
        """Renew the texts."""
        self._intro.setText(self.tr("Each marker is a test image; alike ones lie near each other."))
        self._intro.setToolTip(
            plain_tip(
                self.tr(
                    "The plane shows the two directions in which the layer's activations for the "
                    "images differ most (principal components). It is turned so that it lies as "
                    "closely as possible on the map of the pixels, at every moment."
                )
            )
        )
        self._empty.setText(
            self.tr(
                "Here you see how a layer sorts the test images.\n"
                "Press Train, or show a kept run in the table below."
            )
        )

    def showEvent(self, event: QShowEvent) -> None:
        """Show what has changed while the page was hidden."""
        super().showEvent(event)
        self._refresh()

    def hideEvent(self, event: QHideEvent) -> None:
        """Compute nothing while nobody looks."""
        super().hideEvent(event)
        for one in self.columns:
            one.stop()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Put the maps side by side, or below each other where there is little width."""
        super().resizeEvent(event)
        set_side_by_side(self._row, self.width() >= 2 * theme.px(MIN_COLUMN))
