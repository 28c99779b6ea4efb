"""The workers of a cluster while they train a comparison: a row for each."""

from PySide6.QtCore import QTimer, Signal
from PySide6.QtGui import QHideEvent, QShowEvent
from PySide6.QtWidgets import QWidget

from core.cluster import keys
from core.cluster.membership import WorkerStatus
from core.comparison.tables import Column, TextTable
from core.number_text import NOTHING, rough_duration
from gui.background.clusters import Cluster
from gui.comparison.comparison import Comparison
from gui.comparison.text_table import TextTableView
from gui.runs.run_store import RunStore
from gui.style import theme
from gui.style.translation import translate
from gui.widgets.panel import Panel, column, styled_label
from gui.widgets.plain_text import wrappable

REFRESH_MS = 500
SILENT_S = 3.0  # a worker that was heard of more lately is there now: it gives signs twice a second


class WorkersView(Panel):
    """Shows each worker's computer, state, run and last sign of life, as long as there is work.

    Signals:
        toggled(): it was shown or hidden.
    """

    toggled = Signal()

    def __init__(self, store: RunStore, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._store = store
        self._cluster: Cluster | None = None
        self._title = styled_label("heading", self)
        self._title.setWordWrap(True)
        self._hint = styled_label("quiet", self)
        self._hint.setWordWrap(True)
        self._table = TextTableView(self)
        self._timer = QTimer(self)
        self._timer.setInterval(REFRESH_MS)
        self._timer.timeout.connect(self._refresh)

        layout = column(self, gap=theme.STEP, padding=0)
        for part in (self._title, self._hint, self._table):
            layout.addWidget(part)
        self.hide()
        self.retranslate()

    def show_for(self, comparison: Comparison | None) -> None:
        """Show the workers that train a comparison, if any do."""
        cluster = comparison.cluster if comparison is not None else None
        if cluster is not self._cluster:
            self._cluster = cluster
            if cluster is not None:
                cluster.closed.connect(self._refresh)
        self._refresh()

    def _refresh(self) -> None:
        cluster = self._cluster
        is_open = cluster is not None and cluster.is_open
        if self.isHidden() == is_open:
            self.setVisible(is_open)
            self.toggled.emit()
        if cluster is None or not is_open:
            self._timer.stop()
            return

        workers = cluster.workers()
        self._title.setText(
            self.tr("Workers at {address}").format(address=cluster.address)
            if workers
            else self.tr("Waiting for workers at {address}").format(address=cluster.address)
        )
        hint = self.tr("To start one: {command}")
        command = keys.worker_command(cluster.file)
        self._hint.setText(wrappable(hint.format(command=command)))
        self._hint.setVisible(not workers)
        self._table.setVisible(bool(workers))
        if workers:
            self._table.show_table(self._table_of(workers))

    def _table_of(self, workers: list[WorkerStatus]) -> TextTable:
        def run_of(worker: WorkerStatus) -> str:
            entry = self._store.get(worker.run)
            return entry.name if entry is not None else NOTHING

        def seen(worker: WorkerStatus) -> str:
            if worker.silent_s < SILENT_S:
                return self.tr("now")
            time = translate(rough_duration(worker.silent_s))
            return self.tr("{time} ago").format(time=time)

        columns = (
            ("", [f"{one.host} · {one.address}" if one.host else one.address for one in workers]),
            (self.tr("State"), [translate(one.state.label) for one in workers]),
            (self.tr("Run"), [run_of(one) for one in workers]),
            (self.tr("Epoch"), [f"{one.epoch}" if one.epoch else NOTHING for one in workers]),
            (self.tr("Last seen"), [seen(one) for one in workers]),
        )
        return TextTable([Column(title, texts) for title, texts in columns])

    def retranslate(self) -> None:
        """Set all texts."""
        self._table.setAccessibleName(self.tr("Workers"))
        self._refresh()

    def showEvent(self, event: QShowEvent) -> None:
        """Follow the workers."""
        super().showEvent(event)
        self._timer.start()

    def hideEvent(self, event: QHideEvent) -> None:
        """Ask for nothing while nobody looks."""
        super().hideEvent(event)
        self._timer.stop()
