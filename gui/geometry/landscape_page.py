"""The page Landscape: the cost around the paths of one to three runs, as a slice with contours."""

from collections.abc import Callable

import numpy as np
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QHBoxLayout, QProgressBar, QPushButton, QWidget

from core.config.run import RunConfig
from core.geometry.surveyed import PathCosts, Surveyed
from core.geometry.weight_plane import POINTS, share_a_space
from core.messages import Message
from core.number_text import cost_text
from core.teaching.learning_rates import with_other_optimizer
from gui.background.generator_job import GeneratorJob
from gui.background.jobs import JobQueue
from gui.geometry.landscape_chart import LandscapeChart, Track
from gui.geometry.landscape_work import Laid, Subject, work
from gui.plots.plot_legend import Legend, LegendEntry
from gui.runs.moments import Moments, run_at
from gui.runs.run_store import RunEntry, RunStore
from gui.runs.selection import Selection
from gui.style import theme
from gui.style.translation import translate
from gui.widgets.panel import Panel, column, styled_label
from gui.widgets.plain_text import LiveLabel, plain_tip
from gui.widgets.questions import click_once

MAX_RUNS = 3


class LandscapePage(Panel):
    """Lays a plane through the kept weights of a run, and of others from the same start.

    The costs are computed when the user asks for it, row by row, and can be cancelled. A second run
    that differs in the optimizer alone can be trained from here; then the plane of both follows.

    Args:
        train: starts a run and returns its id; None where none can be trained.
    """

    def __init__(
        self,
        store: RunStore,
        selection: Selection,
        moments: Moments,
        jobs: JobQueue,
        parent: QWidget | None = None,
        *,
        train: Callable[[RunConfig], str] | None = None,
    ) -> None:
        super().__init__(parent)
        self._store, self._selection, self._moments = store, selection, moments
        self._train = train
        self._awaited: str | None = None  # the run whose end brings a landscape of both
        self._work = GeneratorJob(jobs)
        self._subjects: list[Subject] = []  # of what is shown or computed
        self._epochs: dict[str, int] = {}  # that they had done when that was asked for
        self._laid: Laid | None = None
        self._costs: PathCosts | None = None
        self._grid = np.zeros((0, 0))
        self._rows_done = 0
        self._failure: Message | None = None
        self._pointed: tuple[tuple[int, int] | None, float | None] = (None, None)

        self.compute, self.rival = QPushButton(self), QPushButton(self)
        self.progress = QProgressBar(self)
        self.progress.setTextVisible(False)
        self.progress.setRange(0, POINTS)
        self.legend = Legend(self)
        self._about, self._key = styled_label("quiet", self), styled_label("quiet", self)
        for label in (self._about, self._key):
            label.setWordWrap(True)
        self._status = LiveLabel(self)  # one line, so that the map does not change its size
        self.chart = LandscapeChart(self)
        self._lay_out()
        self._wire()
        self.retranslate()

    def _lay_out(self) -> None:
        head = QHBoxLayout()
        head.setSpacing(theme.PADDING)
        head.addWidget(self.compute)
        head.addWidget(self.rival)
        head.addWidget(self.progress, 1)
        head.addWidget(self._about, 1)
        rows = column(self, gap=theme.STEP, padding=0)
        rows.addLayout(head)
        rows.addWidget(self.legend)
        rows.addWidget(self.chart, 1)
        rows.addWidget(self._status)
        rows.addWidget(self._key)

    def _wire(self) -> None:
        click_once(self.compute, self.rival)
        self.compute.clicked.connect(self._on_compute)
        self.rival.clicked.connect(self._on_rival)
        self._store.run_changed.connect(self._on_run_changed)
        self.chart.pointed.connect(self._on_pointed)
        self.chart.moment_chosen.connect(self._on_moment_chosen)
        self._moments.changed.connect(self._on_changed)
        for signal in (
            self._store.visibility_changed,
            self._store.run_removed,
            self._store.appearance_changed,
        ):
            signal.connect(self._on_changed)
        self._selection.changed.connect(self._on_changed)

    def chosen(self) -> list[RunEntry]:
        """Return the runs of the next landscape: the chosen one, and others from the same start."""
        suitable = [
            entry
            for entry in self._selection.in_order_of_choice(self._store)
            if entry.is_visible
            and entry.record.weights is not None
            and not entry.record.config.is_regression
        ]
        first = suitable[:1]
        others = [entry for entry in suitable[1:] if _begins_alike(first[0], entry)]
        chosen = [*first, *others[: MAX_RUNS - 1]]
        return [entry for entry in self._store.entries() if entry in chosen]

    def _shown(self) -> list[RunEntry]:
        """Return the runs of the landscape that is shown, as far as they still exist."""
        found = [self._store.get(subject.record.run) for subject in self._subjects]
        return [entry for entry in found if entry is not None]

    def _on_compute(self) -> None:
        if self._work.is_running:
            self._work.cancel()
            self._forget()
            self._show()
            return
        self._forget()
        chosen = self.chosen()
        self._subjects = [Subject(entry.record, entry.folder) for entry in chosen]
        self._epochs = {entry.record.run: entry.record.epochs_done for entry in chosen}
        self._work.start(work(self._subjects), self._on_step, self._show, self._on_failed)
        self._show()

    def _rival_of(self) -> RunConfig | None:
        """Return what a second run would be, if there is a single one to compare it with."""
        chosen = self.chosen()
        if self._train is None or len(chosen) != 1 or chosen[0].record.forked_from is not None:
            return None
        record = chosen[0].record
        return with_other_optimizer(record.config) if record.state.is_over else None

    def _on_rival(self) -> None:
        config = self._rival_of()
        if config is not None and self._train is not None:
            self._awaited = self._train(config)
            self._refresh()

    def _on_run_changed(self, run: str) -> None:
        """Say that the path has got longer; compute both landscapes once the second run is over."""
        if self._laid is not None and self.isVisible():
            self._about.setText(self._about_text())
        entry = self._store.get(run)
        if run != self._awaited or entry is None or not entry.record.state.is_over:
            return
        self._awaited = None
        if self.isVisible() and not self._work.is_running and len(self.chosen()) > 1:
            self._on_compute()

    def _forget(self) -> None:
        self._subjects, self._laid, self._costs, self._failure = [], None, None, None
        self._rows_done = 0
        self.chart.show_tracks(())
        self.chart.show_plane(None)

    def _on_step(self, step: Laid | PathCosts | Surveyed) -> None:
        if isinstance(step, Laid):
            self._laid = step
            self._grid = np.full((POINTS, POINTS), np.nan)
            self.chart.show_plane(step.plane)
        elif isinstance(step, Surveyed):
            self._grid[step.row] = step.costs
            self._rows_done += 1
            self.progress.setValue(self._rows_done)
            self.chart.show_costs(self._grid)
            return
        else:
            self._costs = step
        self._show()

    def _on_failed(self, reason: Message) -> None:
        self._forget()
        self._failure = reason
        self._show()

    def _on_changed(self, _run: str = "") -> None:
        if self.isVisible():
            self._refresh()

    def _refresh(self) -> None:
        """Show the moment of now; a landscape of other runs goes."""
        wanted = [entry.record.run for entry in self.chosen()]
        have = [subject.record.run for subject in self._subjects]
        if self._subjects and wanted != have:
            self._work.cancel()
            self._forget()
        if wanted != have:
            self._failure = None
        self._show()

    def _on_pointed(self, moment: tuple[int, int] | None, cost: float | None) -> None:
        self._pointed = moment, cost
        self._show_status()

    def _on_moment_chosen(self, track: int, moment: int) -> None:
        """Have all views show this moment, if the slider has it."""
        if self._laid is None:
            return
        batches = self._laid.plane.config.data.batches_per_epoch
        epochs = self._laid.moments[track][moment].epochs_in(batches)
        if epochs in self._moments.choices:
            self._moments.show(epochs)

    # what is shown

    def _show(self) -> None:
        is_running = self._work.is_running
        self.compute.setText(self.tr("Cancel") if is_running else self.tr("Compute"))
        self.compute.setEnabled(is_running or bool(self.chosen()))
        rival = self._rival_of()
        self.rival.setVisible(not is_running and self._awaited is None and rival is not None)
        if rival is not None:
            text = self.tr("Train with {optimizer}, too")
            self.rival.setText(text.format(optimizer=translate(rival.optimizer.kind.label)))
        self.progress.setVisible(is_running)
        self.progress.setValue(self._rows_done)
        self._about.setVisible(not is_running)
        self._about.setText(self._about_text())
        self._key.setText(self._key_text())
        self._show_tracks()
        self._show_status()

    def _show_tracks(self) -> None:
        entries = self._shown()
        if self._laid is None or len(entries) < len(self._subjects):
            self.legend.set_entries([])
            return

        paths = zip(entries, self._laid.plane.paths, self._laid.moments, strict=True)
        tracks = []
        for entry, positions, moments in paths:
            network = self._moments.network(entry.record.run)
            at = None if network is None else network.moment
            shown = moments.index(at) if at is not None and at in moments else None
            name = entry.name if len(entries) > 1 else ""
            tracks.append(Track(positions, entry.style, shown, name))
        self.chart.show_tracks(tracks)
        self.legend.set_entries(
            [
                LegendEntry(entry.record.run, entry.name, theme.run_style(entry.style))
                for entry in entries
            ]
        )

    def _about_text(self) -> str:
        if self._failure is not None:
            return translate(self._failure)
        if self._awaited is not None:
            return self.tr("The second run trains; then the landscape of both is computed.")
        if self._laid is not None:
            shares = ", ".join(f"{share:.0%}" for share in self._laid.plane.shares)
            text = self.tr("A slice: {shares} of the path's movement lies in this plane.").format(
                shares=shares
            )
            if not self._laid.uses_all:
                text = f"{text} {self._used_text(self._laid)}"
            if self._is_outdated():
                text += " " + self.tr("It was trained on since: Compute shows the whole path.")
            return text
        if not self.chosen():
            return self.tr("Press Train, or show a kept run in the table below.")
        return self.tr(
            "The cost around the path of a run, on a plane through its start and its end; with "
            "runs of the same network and seed, through theirs."
        )

    def _is_outdated(self) -> bool:
        """Return whether a run has got further since its path was asked for."""
        return any(
            entry.record.epochs_done > self._epochs[entry.record.run] for entry in self._shown()
        )

    def _used_text(self, laid: Laid) -> str:
        return self.tr("{used} of {kept} kept moments are on it.").format(
            used=sum(map(len, laid.moments)), kept=sum(laid.kept)
        )

    def _show_status(self) -> None:
        """Name what is under the pointer."""
        moment, cost = self._pointed
        text = ""
        if moment is not None and self._laid is not None and self._costs is not None:
            text = self._moment_text(*moment)
        elif cost is not None:
            text = self.tr("Cost here: {cost}").format(cost=cost_text(cost))
        self._status.setText(text)

    def _key_text(self) -> str:
        """Explain the map."""
        if self._costs is None:
            return ""
        text = self.tr(
            "Dark: low cost, on {count} training images without dropout. Dots: kept moments, "
            "hollow at the start; the ring: the moment shown. Point at it, or click a dot."
        ).format(count=self._costs.examples)
        levels = self.chart.levels
        if len(levels) > 1:
            line = self.tr("Lines: equal cost, {factor} times the next.")
            text += " " + line.format(factor=f"{levels[1] / levels[0]:.3g}")
        return text

    def _moment_text(self, track: int, index: int) -> str:
        assert self._laid is not None
        assert self._costs is not None
        entry = self._shown()[track]
        batches = entry.record.config.data.batches_per_epoch
        name = run_at(entry.name, self._laid.moments[track][index].label(batches))
        return self.tr("{run}: cost {kept}; of the nearest point in the plane {projected}").format(
            run=name,
            kept=cost_text(float(self._costs.kept[track][index])),
            projected=cost_text(float(self._costs.projected[track][index])),
        )

    def retranslate(self) -> None:
        """Renew all texts."""
        self.compute.setToolTip(
            plain_tip(
                self.tr(
                    "Computes the cost at {count} points; the weights of the kept moments span the "
                    "plane"
                ).format(count=f"{POINTS * POINTS:,}")
            )
        )
        self.rival.setToolTip(
            plain_tip(
                self.tr(
                    "The same network from the same initial weights, with another optimizer at its "
                    "usual rate: two paths on one plane"
                )
            )
        )
        self.progress.setAccessibleName(self.tr("Progress of the landscape"))
        self.chart.setAccessibleName(self.tr("The cost around the paths of the runs"))
        self._show()

    def restyle(self) -> None:
        """Paint the map in the present colours."""
        self.chart.restyle()
        self._show_tracks()

    def showEvent(self, event: QShowEvent) -> None:
        """Show what has changed while the page was hidden."""
        super().showEvent(event)
        self._refresh()


def _begins_alike(one: RunEntry, other: RunEntry) -> bool:
    """Return whether two runs have the same network and drew the same first weights."""
    first, second = one.record.config, other.record.config
    return (
        share_a_space(first, second)
        and (first.seed, first.model.init) == (second.seed, second.model.init)
        and one.record.forked_from is None
        and other.record.forked_from is None
    )
