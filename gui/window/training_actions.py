"""The actions for training: what they do, and when the toolbar offers them."""

from collections.abc import Sequence
from functools import partial
from pathlib import Path

from PySide6.QtCore import QObject, QTimer, Signal
from PySide6.QtWidgets import QWidget

from core.comparison.experiment import Experiment, Grid, Kind, of_presets
from core.comparison.ladders.between import ladder_between
from core.comparison.ladders.tuning import Tuning
from core.config import presets
from core.config.conditions import under_the_conditions_of
from core.config.presets import preset_titles
from core.config.run import RunConfig
from core.errors import InklingError
from core.messages import Message
from core.run.record import RunState
from core.search.search import Search
from gui.background.training_thread import Pace
from gui.comparison.comparison import Comparison
from gui.comparison.comparisons import Comparisons
from gui.comparison.dialog.experiment_dialog import ExperimentDialog
from gui.comparison.dialog.where_choice import WhereChoice
from gui.runs.current_config import CurrentConfig
from gui.runs.run_controller import RunController
from gui.runs.run_store import RunStore
from gui.runs.selection import Selection
from gui.window.toolbar import Actions, ToolBar

FEW = len(presets.RACE)  # waiting runs that may all be started at once
PROGRESS_MS = 250  # numbers are read, so they change more slowly than curves


class TrainingActions(QObject):
    """Carries out Train, Pause, Step, Stop and the comparisons.

    Attributes:
        train_now: starts the runs that were last noted to wait; disabled if it cannot.

    Signals:
        page_wanted(): an experiment was started whose progress the page of the comparison shows.
        search_accepted(object): a `Search` to begin.
        failed(object): a `Message` that says why two runs cannot be compared.
        noted(str, str): what the user could not expect of the runs that were just started, and the
            id of the run that waits, if any.
        note_outdated(str): the run of this id waits no longer.
    """

    page_wanted = Signal()
    search_accepted = Signal(object)
    failed = Signal(object)
    noted = Signal(str, str)
    note_outdated = Signal(str)

    def __init__(
        self,
        actions: Actions,
        current: CurrentConfig,
        selection: Selection,
        *,
        store: RunStore,
        controller: RunController,
        comparisons: Comparisons,
        parent: QWidget,
    ) -> None:
        super().__init__(parent)
        self._window = parent
        self._current = current
        self._selection = selection
        self._store = store
        self._controller = controller
        self._comparisons = comparisons
        self._waiting: list[str] = []  # the runs whose waiting was noted
        self.train_now = actions.train_now
        self.train_now.triggered.connect(lambda: controller.train_now(self._waiting))
        controller.activity_changed.connect(self._on_activity_changed)

        actions.train.triggered.connect(self.train)
        actions.pause.triggered.connect(self._on_pause)
        actions.step.triggered.connect(lambda: self._step(Pace.EPOCH))
        actions.step_batch.triggered.connect(lambda: self._step(Pace.BATCH))
        actions.stop.triggered.connect(self._on_stop)
        actions.compare.triggered.connect(self._on_compare)
        actions.compare_more.triggered.connect(self.ask_for_comparison)

    @property
    def is_paused(self) -> bool:
        """Whether all active runs are paused."""
        active = self._controller.active()
        return bool(active) and all(record.state is RunState.PAUSED for record in active)

    @property
    def is_race(self) -> bool:
        """Whether all active runs belong to one comparison of networks."""
        active = {record.run for record in self._controller.active()}
        return any(
            comparison.kept.kind is Kind.COMPARISON
            and active.issubset(self._comparisons.runs_of(comparison))
            for comparison in self._comparisons.all()
        )

    def train(self) -> None:
        """Train what the form describes, if it describes a run."""
        config = self._current.config
        if config is not None:
            run = self._controller.start(config)
            self._note([run])

    def _start_comparison(
        self,
        kind: Kind,
        experiment: Experiment,
        titles: dict[str, Message],
        design: Grid | Tuning | None = None,
        cluster_file: Path | None = None,
    ) -> None:
        """Start a comparison; note which of its networks have been trained before."""
        before = {entry.name: entry.record.config for entry in self._store.entries()}
        try:
            self._comparisons.start(kind, experiment, titles, design, cluster_file)
        except InklingError as error:  # the file has changed since it was chosen
            self.failed.emit(error.message)
            return
        planned = self._comparisons.all()[-1].runs
        configs = [one.config for one in planned.values()]
        repeated = [name for name, config in before.items() if config in configs]
        self._note(list(planned), repeated)

    def _note(self, runs: Sequence[str], repeated: Sequence[str] = ()) -> None:
        """Have the user read which of these new runs wait, and which were trained before.

        Args:
            repeated: names of earlier runs with the same settings.
        """
        self._waiting = [run for run in self._controller.waiting() if run in runs]
        first = next(iter(self._waiting), "")
        entry = self._store.get(first)
        notes = []
        if entry is not None:
            notes.append(f"{entry.name} · {self._controller.waiting_text(first)}")
        if repeated:
            text = self.tr("{run} is trained again: a comparison counts only its own runs")
            notes.append(text.format(run=repeated[0]))

        is_few = 0 < len(self._waiting) <= FEW
        self.train_now.setEnabled(
            is_few and all(map(self._controller.waits_for_others, self._waiting))
        )
        if notes:
            self.noted.emit("; ".join(notes), first)

    def _on_activity_changed(self) -> None:
        if self._waiting and self._waiting[0] not in self._controller.waiting():
            self.note_outdated.emit(self._waiting[0])
            self._waiting = []

    def _on_pause(self) -> None:
        if self.is_paused:
            self._controller.resume()
        else:
            self._controller.pause()

    def _step(self, pace: Pace) -> None:
        """Go on to the end of an epoch or of a batch, with a new run if none is active."""
        config = self._current.config
        if self._controller.active():
            self._controller.step(pace)
        elif config is not None:
            self._controller.start(config, pace)

    def _on_stop(self) -> None:
        self._controller.stop()

    def _conditions(self) -> RunConfig | None:
        """Return the config whose data, epochs and machine a comparison uses.

        It is the form's; if that fits a line, the conditions are those of a race of digits.
        """
        form = self._current.config
        if form is not None and form.is_regression:
            return under_the_conditions_of(form, presets.RACE[0])
        return form

    def _on_compare(self) -> None:
        form = self._conditions()
        if form is not None:
            race = of_presets(presets.RACE, conditions=form)
            self._start_comparison(Kind.COMPARISON, race, preset_titles(presets.RACE))

    def ask_for_comparison(self) -> None:
        """Open the dialog in which an experiment is described."""
        form = self._conditions()
        if form is not None:
            chosen = [
                entry for entry in map(self._store.get, self._selection.runs) if entry is not None
            ]
            is_own = form == self._current.config
            dialog = ExperimentDialog(
                form,
                chosen or self._store.visible(),
                self._window,
                has_own=is_own,
                seconds_for=self._controller.seconds_for,
                outlooks=self._comparisons.outlooks,
                clusters=self._comparisons.clusters,
            )
            dialog.experiment_accepted.connect(partial(self._on_experiment, dialog.where))
            dialog.search_accepted.connect(self._on_search)
            dialog.open()

    def explain(self, runs: Sequence[str]) -> None:
        """Open the dialog for the ladder between two runs, from the earlier one to the later."""
        entries = [entry for entry in self._store.entries() if entry.record.run in runs]
        if len(entries) != 2:
            return  # one was deleted meanwhile
        first, second = entries
        self._ask_for_ladder(first.record.config, second.record.config, first.title, second.title)

    def explain_verdict(self, comparison: Comparison) -> None:
        """Open the dialog for the ladder from the network behind to the one ahead."""
        card = comparison.card()
        if card is not None:
            titles = comparison.network_titles()
            self._ask_for_ladder(
                comparison.config_of(card.behind),
                comparison.config_of(card.ahead),
                titles[card.behind],
                titles[card.ahead],
            )

    def _ask_for_ladder(
        self, before: RunConfig, after: RunConfig, title_before: Message, title_after: Message
    ) -> None:
        try:
            ladder = ladder_between(before, after, title_before, title_after)
        except InklingError as error:
            self.failed.emit(error.message)
            return
        dialog = ExperimentDialog(
            before,
            (),
            self._window,
            ladder=ladder,
            seconds_for=self._controller.seconds_for,
            outlooks=self._comparisons.outlooks,
            clusters=self._comparisons.clusters,
        )
        dialog.experiment_accepted.connect(partial(self._on_experiment, dialog.where))
        dialog.open()

    def _on_experiment(
        self,
        where: WhereChoice,
        kind: Kind,
        experiment: Experiment,
        titles: dict[str, Message],
        design: Grid | Tuning | None,
    ) -> None:
        self._start_comparison(kind, experiment, titles, design, where.file)
        if design is not None or where.file is not None:
            self.page_wanted.emit()

    def _on_search(self, search: Search) -> None:
        self.search_accepted.emit(search)
        self.page_wanted.emit()


class ToolbarState(QObject):
    """Shows in the toolbar which buttons can be pressed, and the progress of the runs."""

    def __init__(
        self,
        toolbar: ToolBar,
        training: TrainingActions,
        current: CurrentConfig,
        store: RunStore,
        controller: RunController,
    ) -> None:
        super().__init__(toolbar)
        self._toolbar = toolbar
        self._training = training
        self._current = current
        self._store = store
        self._controller = controller
        self._is_closing = False

        self._progress = QTimer(self)
        self._progress.setInterval(PROGRESS_MS)
        self._progress.timeout.connect(self._show_progress)
        current.changed.connect(self.show)
        controller.activity_changed.connect(self.show)

    def close(self) -> None:
        """Offer no more runs, since the window closes."""
        self._is_closing = True
        self.show()

    def show(self) -> None:
        """Show what can be done now, and the progress while runs are active."""
        is_active = bool(self._controller.active())
        is_form_right = self._current.config is not None and not self._is_closing
        self._toolbar.show_state(
            is_active,
            self._training.is_paused,
            bool(self._controller.waiting()),
            is_form_right,
        )
        if is_active and not self._progress.isActive():
            self._progress.start()
        elif not is_active:
            self._progress.stop()
        self._show_progress()

    def _show_progress(self) -> None:
        waiting = (self._store.get(run) for run in self._controller.waiting())
        self._toolbar.show_progress(
            self._controller.active(),
            self._controller.training_count(),
            [entry.record for entry in waiting if entry is not None],
            self._training.is_race,
        )
