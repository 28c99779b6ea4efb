"""The tab Plane: networks with two inputs, their points, and where their answer changes."""

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QColor, QHideEvent, QResizeEvent, QShowEvent
from PySide6.QtWidgets import QHBoxLayout, QWidget

from core.config.fields import effective
from core.config.run import RunConfig
from core.data.points import changes_for_own
from core.number_text import accuracy_text
from core.run.moment import Moment
from core.run.record import RunRecord
from gui.background.jobs import JobQueue
from gui.plane.legend import PlaneLegend
from gui.plane.no_points import NoPoints
from gui.plane.plane_column import PlaneColumn
from gui.plane.point_edits import Own, with_moved_point, with_point, without_point
from gui.plane.points_bar import PointsBar
from gui.runs.current_config import CurrentConfig
from gui.runs.live_networks import FormNetwork, ShowingCosts
from gui.runs.moments import Moments, ShownNetwork
from gui.runs.run_controller import RunController
from gui.runs.run_store import RunEntry, RunStore
from gui.runs.selection import Selection
from gui.style import theme
from gui.style.translation import translate
from gui.widgets.panel import Panel, column, styled_label

MAX_COLUMNS = 3
MIN_COLUMN = 44 * theme.STEP  # width; in less space fewer networks are shown
FORM = ""  # stands for the form's network among the runs' ids
UNTRAINED = Moment(0)


class PlanePanel(Panel):
    """Up to three shown runs that learn from points; the form's network if its points are others.

    Signals:
        page_wanted(bool): points are what one works with from now on, or no longer.
        preset_chosen(object): the user chose this `RunConfig` to begin with.
        change_requested(object): what the form is to change, by dotted path.
    """

    page_wanted = Signal(bool)
    preset_chosen = Signal(object)
    change_requested = Signal(object)

    def __init__(
        self,
        store: RunStore,
        controller: RunController,
        selection: Selection,
        current: CurrentConfig,
        moments: Moments,
        *,
        jobs: JobQueue,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._store = store
        self._selection, self._current = selection, current
        self._moments, self._jobs = moments, jobs
        self._form = FormNetwork(current, jobs, self)
        self._costs = ShowingCosts(controller, moments, self, is_smooth=True)
        self._has_points = current.last_valid.has_points  # whether the form had, a moment ago
        self._columns: dict[str, PlaneColumn] = {}
        self._max_columns = MAX_COLUMNS  # for which there is space
        self._build()

        moments.changed.connect(self._on_network_changed)
        store.run_changed.connect(self._on_run_changed)
        for signal in (store.visibility_changed, store.run_removed):
            signal.connect(self._arrange)
        store.run_added.connect(self._on_run_added)
        store.appearance_changed.connect(self._show)
        selection.changed.connect(self._arrange)
        current.changed.connect(self._on_form_changed)
        self._form.changed.connect(self._show)
        self._arrange()
        self.retranslate()

    def _build(self) -> None:
        self.bar, self.legend = PointsBar(self), PlaneLegend(self)
        self.bar.edit_toggled.connect(self._arrange)
        self.empty = NoPoints(self)
        self.empty.preset_chosen.connect(self.preset_chosen)
        self._area = QWidget(self)
        self._row = QHBoxLayout(self._area)
        self._row.setContentsMargins(0, 0, 0, 0)
        self._row.setSpacing(theme.GROUP_GAP)

        self.more = styled_label("quiet", self)

        rows = column(self)
        head = QHBoxLayout()
        head.addWidget(self.bar, 1)
        head.addWidget(self.more, 0, Qt.AlignmentFlag.AlignRight)
        rows.addLayout(head)
        rows.addWidget(self._area, 1)
        rows.addWidget(self.empty, 1)
        rows.addWidget(self.legend)

    @property
    def columns(self) -> dict[str, PlaneColumn]:
        """The networks shown, by the run's id; the form's own under `FORM`."""
        return self._columns

    def follows_moment(self) -> bool:
        """Return whether a run is shown, at the moment chosen."""
        return bool(self.runs())

    def runs(self) -> list[RunEntry]:
        """Return the runs whose networks are shown: the selected first, then the newest.

        While points are set, the form's network has all the space.
        """
        if self.bar.is_editing:
            return []
        shown = [entry for entry in self._store.visible() if entry.record.config.has_points]
        return self._selection.most_wanted(shown, self._max_columns - self._shows_form(shown))

    def _shows_form(self, runs: Sequence[RunEntry]) -> bool:
        """Whether the form's network is shown: its points are set, or are those of no run."""
        form = self._current.last_valid
        if not form.has_points:
            return False
        drawn = [_drawn(entry.record.config) for entry in runs]
        return self.bar.is_editing or _drawn(form) not in drawn

    def _arrange(self, _change: object = None) -> None:
        """Have a column for each network that is shown."""
        runs = self.runs()
        wanted = [entry.record.run for entry in runs]
        if self._shows_form(runs):
            wanted.append(FORM)
        if wanted != list(self._columns):
            gone = [run for run in self._columns if run not in wanted]
            self._costs.end(gone)
            for run in gone:
                self._remove(self._columns[run])
            self._columns = {run: self._columns.get(run) or self._new(run) for run in wanted}
            for index, shown in enumerate(self._columns.values()):
                self._row.insertWidget(index, shown, 1)

        learning = [entry for entry in self._store.visible() if entry.record.config.has_points]
        without_column = len(learning) - len(runs)
        self.more.setVisible(without_column > 0 and bool(wanted) and not self.bar.is_editing)
        self.more.setText(self.tr("+{count} more").format(count=without_column))
        self.bar.setVisible(self._current.last_valid.has_points)
        for part in (self._area, self.legend):
            part.setVisible(bool(wanted))
        self.empty.setVisible(not wanted)
        self._form.set_active(FORM in self._columns and self.isVisible())
        if FORM in self._columns:
            self._columns[FORM].chart.set_editable(self.bar.is_editing)
        self._show()

    def _new(self, run: str) -> PlaneColumn:
        made = PlaneColumn(self._jobs, self._area)
        made.survey.changed.connect(partial(self._on_map, run))
        if run == FORM:
            made.chart.point_added.connect(self._on_point_added)
            made.chart.point_moved.connect(self._on_point_moved)
            made.chart.point_removed.connect(self._on_point_removed)
        return made

    def _remove(self, part: PlaneColumn) -> None:
        part.survey.stop()
        self._row.removeWidget(part)
        part.hide()
        part.deleteLater()

    # what is shown

    def _show(self, _run: str = "") -> None:
        if not self.isVisible():
            return
        for run in self._columns:
            self._show_column(run)
        shown = [effective(self._config_of(run)) for run in self._columns]
        self.legend.explain(
            max((config.classes for config in shown), key=len, default=()),
            has_wrong_labels=any(config.data.label_noise for config in shown),
        )

    def _config_of(self, run: str) -> RunConfig:
        entry = self._store.get(run)
        return self._current.last_valid if entry is None else entry.record.config

    def _show_column(self, run: str) -> None:
        part, entry = self._columns[run], self._store.get(run)
        part.show_config(self._config_of(run))
        if entry is None:
            self._show_form(part)
            return
        network = self._moments.network(run)
        if network is not None:
            part.survey.show_network(network.config, network.weights)
        self._show_head(part, entry)

    def _show_head(self, part: PlaneColumn, entry: RunEntry) -> None:
        network = self._moments.network(entry.record.run)
        when = UNTRAINED.label(1) if network is None else network.when
        accuracies = ""
        if network is not None and network.moment is not None:
            accuracies = self._accuracies(entry.record, network.moment)
        colour = theme.run_style(entry.style).colour
        part.show_head(entry.name, colour, translate(when), accuracies)

    def _learned(self) -> ShownNetwork | None:
        """Return what was learned last by a shown run with the form's network, if points are set.

        Its boundary stays in sight while they are, so that one sees which of them it gets wrong.
        """
        form = self._current.last_valid
        alike = [
            entry
            for entry in self._store.visible()
            if entry.record.config.model == form.model
            and entry.record.config.has_points
            and entry.record.config.classes == form.classes
        ]
        wanted = self._selection.most_wanted(alike, 1) if self.bar.is_editing else []
        return self._moments.network(wanted[0].record.run) if wanted else None

    def _show_form(self, part: PlaneColumn) -> None:
        learned = self._learned()
        if learned is not None:
            entry = self._store.get(learned.run)
            assert entry is not None
            part.survey.show_network(learned.config, learned.weights)
            name = self.tr("{run}, before it learns from these points").format(run=entry.name)
            colour = theme.run_style(entry.style).colour
            part.show_head(name, colour, translate(learned.when))
            return
        config, network = self._form.config, self._form.network
        if network is not None:
            part.survey.show_network(config, network.weights)
        moment = translate(UNTRAINED.label(config.data.batches_per_epoch))
        problem = "" if self._form.problem is None else translate(self._form.problem)
        colour = QColor(theme.colours().quiet)
        part.show_head(self.tr("The network of the form"), colour, moment, problem)

    def _accuracies(self, record: RunRecord, moment: Moment) -> str:
        """Return what was measured at a moment, or last while the run trains; empty if nothing."""
        test, training = record.accuracy_at(moment), record.train_accuracy_at(moment)
        wrong = record.wrong_accuracy_at(moment)
        last, text = record.last, self.tr("test {test}, train {training}")
        in_epoch = self.tr("epoch {epoch}: test {test}, train {training}")
        if record.is_sealed:
            text = self.tr("held out {test}, train {training}")
            in_epoch = self.tr("epoch {epoch}: held out {test}, train {training}")
        if test is None and not record.state.is_over and last is not None:
            test, training, wrong = record.last_accuracy, last.train_accuracy, last.wrong_accuracy
            if moment != Moment(last.epoch + 1):  # otherwise that epoch is being measured
                text = in_epoch
        if test is None or training is None:
            return ""

        accuracies = text.format(
            epoch=0 if last is None else last.epoch,
            test=accuracy_text(test),
            training=accuracy_text(training),
        )
        if wrong is None:
            return accuracies
        learned = self.tr("{accuracies}, wrong labels learned {wrong}")
        return learned.format(accuracies=accuracies, wrong=accuracy_text(wrong))

    def _on_map(self, run: str) -> None:
        """Name the moment of a new map, and report what showing it takes.

        The run then publishes its weights as often as fits. The painting of the map before took
        about as long.
        """
        part, entry = self._columns.get(run), self._store.get(run)
        if entry is not None and part is not None:
            self._show_head(part, entry)
            self._costs.report(run, part.showing_s)

    # what happens

    def _on_network_changed(self, run: str) -> None:
        """Have another map computed; while a run trains, all else follows with the map."""
        part, entry, network = self._columns.get(run), self._store.get(run), None
        if part is not None and entry is not None and self.isVisible():
            network = self._moments.network(run)
        if part is None or entry is None or network is None:
            return
        is_new = part.survey.show_network(network.config, network.weights)
        if not is_new or entry.record.state.is_over:
            self._show_head(part, entry)

    def _on_run_changed(self, run: str) -> None:
        entry = self._store.get(run)
        if entry is not None and entry.record.state.is_over:
            self._on_network_changed(run)

    def _on_run_added(self, run: str) -> None:
        entry = self._store.get(run)
        if entry is not None and entry.record.config.has_points:
            self.bar.stop()
            self.page_wanted.emit(True)
        self._arrange()

    def _on_form_changed(self) -> None:
        has_points = self._current.last_valid.has_points
        if not has_points:
            self.bar.stop()
        self._arrange()
        if has_points != self._has_points:
            self._has_points = has_points
            self.page_wanted.emit(has_points)

    def _on_point_added(self, x: float, y: float) -> None:
        self._learn_from(with_point(self._current.last_valid, x, y, self.bar.label))

    def _on_point_moved(self, index: int, x: float, y: float) -> None:
        self._learn_from(with_moved_point(self._current.last_valid, index, x, y))

    def _on_point_removed(self, index: int) -> None:
        self._learn_from(without_point(self._current.last_valid, index))

    def _learn_from(self, own: Own) -> None:
        self.change_requested.emit(changes_for_own(self._current.last_valid, own))

    def retranslate(self) -> None:
        """Renew all texts."""
        self._arrange()

    def restyle(self) -> None:
        """Renew the colours."""
        self._show()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Show as many networks as are legible in the new width."""
        super().resizeEvent(event)
        fitting = min(MAX_COLUMNS, max(1, self.width() // theme.px(MIN_COLUMN)))
        if fitting != self._max_columns:
            self._max_columns = fitting
            self._arrange()

    def showEvent(self, event: QShowEvent) -> None:
        """Show what has changed while the panel was hidden."""
        super().showEvent(event)
        self._arrange()

    def hideEvent(self, event: QHideEvent) -> None:
        """Let runs publish as seldom as usual; compute nothing until shown again."""
        super().hideEvent(event)
        self._costs.end(self._columns)
        for part in self._columns.values():
            part.survey.stop()
        self._form.set_active(False)


def _drawn(config: RunConfig) -> tuple[object, ...]:
    """Return what decides which points there are, and their labels."""
    data = effective(config).data
    sizes = data.train_size, data.validation_size, data.test_size
    noise = (data.label_noise, config.seed) if data.label_noise else None
    return data.dataset, data.points, sizes, noise
