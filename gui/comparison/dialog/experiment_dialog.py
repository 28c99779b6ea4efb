"""The dialog in which a new comparison is described."""

from collections.abc import Callable, Mapping, Sequence
from itertools import combinations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QComboBox,
    QDialog,
    QDialogButtonBox,
    QFormLayout,
    QSpinBox,
    QStackedWidget,
    QWidget,
)

from core.comparison.experiment import MAX_RUNS, Experiment, Grid, Kind, Member
from core.comparison.grid_settings import SETTINGS
from core.comparison.ladders.between import Ladder
from core.comparison.ladders.tuning import Tuning
from core.comparison.outlook import ADVISED_SEEDS
from core.config import presets
from core.config.conditions import (
    under_the_conditions_of,
    with_conditions_of,
)
from core.config.fields import FIELDS, ConfigError, effective
from core.config.naming import run_name
from core.config.run import RunConfig
from core.errors import InklingError
from core.messages import Message, message
from core.number_text import rough_duration
from gui.background.clusters import Clusters
from gui.comparison.dialog.grid_page import GridPage
from gui.comparison.dialog.ladder_page import LadderPage
from gui.comparison.dialog.member_list import OWN, MemberList
from gui.comparison.dialog.search_page import SearchPage
from gui.comparison.dialog.seed_advice import SeedAdvice
from gui.comparison.dialog.where_choice import WhereChoice
from gui.comparison.outlooks import Outlooks
from gui.runs.run_store import RunEntry
from gui.style import theme
from gui.style.translation import in_a_row, translate
from gui.widgets.panel import column, styled_label
from gui.widgets.plain_text import PlainLabel
from gui.widgets.questions import connect_once

MAX_SEEDS, DEFAULT_SEEDS = 100, 3
QUICK_S = 300  # for which one waits: in that time the advised number of seeds is proposed
WIDTH, MAX_HEIGHT = 120 * theme.STEP, 164 * theme.STEP


class ExperimentDialog(QDialog):
    """Describes an experiment: a comparison of networks, the ladder, or a grid; or a search.

    Networks are presets, those of runs, and the form's own; all are trained under the form's
    conditions.

    Args:
        form: the config in the form.
        runs: whose networks are offered.
        has_own: whether the form's own network can take part.
        ladder: the ladder between two runs, to offer nothing but it.
        seconds_for: estimates how long runs with these configs take; None where that is unknown.
        outlooks: estimates what the experiment would show; None to give general advice only.
        clusters: offers to train on the workers of one; None to train here only.

    Attributes:
        where: the choice where to train.

    Signals:
        experiment_accepted(object, object, object, object): its `Kind`, the `Experiment`, a
            dictionary of the networks' titles, and the `Grid`, the `Tuning` or None.
        search_accepted(object): the `Search`.
    """

    experiment_accepted = Signal(object, object, object, object)
    search_accepted = Signal(object)

    def __init__(
        self,
        form: RunConfig,
        runs: Sequence[RunEntry],
        parent: QWidget | None = None,
        *,
        has_own: bool = True,
        ladder: Ladder | None = None,
        seconds_for: Callable[[Sequence[RunConfig]], float | None] = lambda _plan: None,
        outlooks: Outlooks | None = None,
        clusters: Clusters | None = None,
    ) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setMinimumWidth(theme.px(WIDTH))
        self.setWindowTitle(
            self.tr("New comparison") if ladder is None else self.tr("What makes the difference?")
        )
        self._form = form
        self._has_own = has_own
        self._ladder = ladder
        self._seconds_for = seconds_for
        self._entries = {
            entry.record.run: entry for entry in runs if not entry.record.config.is_regression
        }

        self._clusters = clusters
        self._make_parts()
        self._seeds.setValue(self._seeds_to_begin_with())
        self._advice = SeedAdvice(outlooks, self)
        self._build()
        self._connect()
        self._check()
        if ladder is not None:
            self._start.setFocus()  # nothing has to be chosen

    def _make_parts(self) -> None:
        self._count, self._problem = styled_label("quiet", self), styled_label("wrong", self)
        self._kind = self._new_kinds()
        self._members = MemberList(self._form, self._entries, self._has_own, self)
        self._ladder_page = LadderPage(self._form, self._ladder, self)
        self._grid = GridPage(self._form, self)
        self._search = SearchPage(self._form, self)
        self._pages = QStackedWidget(self)
        for page in (self._members, self._ladder_page, self._grid, self._search):
            self._pages.addWidget(page)
        self._show_page()
        self._seeds = self._new_seeds()
        self.where = WhereChoice(self._clusters.recent if self._clusters is not None else (), self)

        self._conditions = PlainLabel(self)
        for label in (self._conditions, self._problem):
            label.setWordWrap(True)
        self._buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Cancel, parent=self)
        accepting = QDialogButtonBox.ButtonRole.AcceptRole
        self._start = self._buttons.addButton(self.tr("Start"), accepting)
        self._start.setDefault(True)

    def _connect(self) -> None:
        self._kind.currentIndexChanged.connect(self._show_page)
        self._kind.currentIndexChanged.connect(self._check)
        self._members.itemChanged.connect(self._check)
        for page in (self._ladder_page, self._grid, self._search):
            page.edited.connect(self._check)
        self._seeds.valueChanged.connect(self._check)
        self.where.changed.connect(self._check)
        connect_once(self._buttons.accepted, self._on_accepted)
        self._buttons.rejected.connect(self.reject)

    def _build(self) -> None:
        seeds = self._rows = QFormLayout()
        seeds.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.FieldsStayAtSizeHint)
        seeds.addRow(self.tr("Seeds"), self._seeds)
        seeds.addRow(self.tr("Where"), self.where.row)

        layout = column(self, gap=theme.PADDING, padding=theme.GROUP_GAP)
        layout.addWidget(self._kind)
        self._kind.setVisible(self._kind.count() > 1)
        layout.addWidget(self._pages, 1)
        layout.addLayout(seeds)
        layout.addWidget(self.where.note)
        layout.addWidget(self._advice)
        layout.addWidget(self._conditions)
        layout.addWidget(self._count)
        layout.addWidget(self._problem)
        layout.addWidget(self._buttons)

    def _conditions_text(self) -> str:
        epochs = self.tr(
            "All are trained for %n epoch(s) on {examples} examples, as set in the form.",
            "",
            self._form.epochs,
        )
        equal = self.tr(
            "The same for each seed: the batches and their order, and the initial weights as "
            "far as the layers agree."
        )
        if self._ladder is not None:
            own = self.tr("Everything else is as in the first run.")
            return in_a_row(own, equal)
        if self.kind() in (Kind.GRID, None):
            own = self.tr("The network in the form is varied, {network}; all else is as set there.")
            return in_a_row(own.format(network=translate(presets.network_title(self._form))), equal)
        if not self._has_own:
            epochs = self.tr(
                "The form fits a line, so the defaults for digits apply: all are trained for "
                "%n epoch(s) on {examples} examples.",
                "",
                self._form.epochs,
            )
        examples = f"{self._form.data.train_size:,}"
        return in_a_row(epochs.format(examples=examples), equal)

    def _new_kinds(self) -> QComboBox:
        kinds = QComboBox(self)
        if self._ladder is not None:
            kinds.addItem(self.tr("Climb the ladder from one run to the other"), Kind.LADDER)
            return kinds

        for kind, text in (
            (Kind.COMPARISON, self.tr("Compare networks")),
            (Kind.LADDER, self.tr("Climb the ladder from Sigmoid to ReLU + Dropout")),
            (Kind.GRID, self.tr("Try a grid of settings")),
            (None, self.tr("Search for good settings")),
        ):
            kinds.addItem(text, kind)
        return kinds

    def _new_seeds(self) -> QSpinBox:
        seeds = QSpinBox(self)
        highest = FIELDS["seed"].high
        assert highest is not None
        seeds.setRange(1, min(MAX_SEEDS, int(highest) + 1 - self._form.seed))
        seeds.setAccessibleName(self.tr("Seeds"))
        seeds.setToolTip(
            self.tr(
                "How many times each network is trained, "
                "each time with different initial weights and a different order of examples"
            )
        )
        return seeds

    def _seeds_to_begin_with(self) -> int:
        """Return the advised number of seeds where their runs are quick, otherwise fewer."""
        self._seeds.setValue(ADVISED_SEEDS)
        try:
            plan = self.described()[0].plan()
        except InklingError:
            return DEFAULT_SEEDS
        seconds = self._seconds_for([planned.config for planned in plan])
        return ADVISED_SEEDS if seconds is not None and seconds <= QUICK_S else DEFAULT_SEEDS

    def kind(self) -> Kind | None:
        """Return the kind of experiment that is chosen; None for a search."""
        kind = self._kind.currentData()
        assert isinstance(kind, Kind) or kind is None
        return kind

    def _show_page(self) -> None:
        kind = self.kind()
        pages = {Kind.LADDER: self._ladder_page, Kind.GRID: self._grid, None: self._search}
        self._pages.setCurrentWidget(pages.get(kind, self._members))

    def described(self) -> tuple[Experiment, dict[str, Message], Grid | Tuning | None]:
        """Return the experiment, its networks' titles, and the grid or tuning that it comes from.

        Raises:
            InklingError: if the input is invalid.
        """
        seeds = self._seeds.value()
        if self.kind() is Kind.LADDER:
            return self._ladder_page.described(seeds)

        if self.kind() is Kind.GRID:
            grid = self._grid.grid()
            experiment = grid.experiment(seeds)
            return experiment, grid.titles(), grid

        return *self._described_comparison(seeds), None

    def _described_comparison(self, seeds: int) -> tuple[Experiment, dict[str, Message]]:
        members, titles = [], {}
        for name in self._members.names():
            config, titles[name] = self._network(name)
            members.append(Member(name, config))
        first = self._form.seed
        return Experiment(tuple(members), tuple(range(first, first + seeds))), titles

    def _network(self, name: str) -> tuple[RunConfig, Message]:
        """Return the config, under the form's conditions, and the title of a listed network."""
        if name == OWN:
            title = message("{network}, as in the form", network=presets.network_title(self._form))
            return self._form, title

        entry = self._entries.get(name)
        if entry is None:
            config = under_the_conditions_of(self._form, name)
            return config, presets.preset(name).title
        config = with_conditions_of(self._form, entry.record.config)
        return config, run_name(config, entry.given_name, entry.number)

    def _check(self) -> None:
        """Show what is wrong, what is missing, or how many runs there will be."""
        problem, missing = self._problem_text(), ""
        is_search = self.kind() is None
        self._conditions.setText(self._conditions_text())
        has_places = self._clusters is not None and not is_search
        self._rows.setRowVisible(self.where.row, has_places)
        self.where.note.setVisible(has_places and self.where.has_note)
        if self.kind() is None:
            self._advice.hide()
            seeds = self._seeds.value()
            text = self._search.amount_text(seeds)
            self._count.setText(self._with_time(text, self._search.expected(seeds)))
        elif not problem:
            experiment, titles, design = self.described()
            missing = self._missing_text(experiment) or self._same_text(experiment, titles)
            self._count.setText(missing or self._amount_text(experiment, design))
            is_judged = design is None and not missing
            self._advice.setVisible(is_judged)
            if is_judged:
                self._advice.show_for(experiment)
        self._count.setVisible(not problem)
        self._problem.setText(problem)
        self._problem.setVisible(bool(problem))
        self._start.setEnabled(not problem and not missing)
        self._grow()

    def _amount_text(self, experiment: Experiment, design: Grid | Tuning | None) -> str:
        """Return how many runs there will be, and about how long they will take."""
        configs = [planned.config for planned in experiment.plan()]
        runs = self.tr("%n run(s) in all", "", len(configs))
        if isinstance(design, Tuning):
            runs = self.tr("%n run(s) to choose the rates", "", len(configs))
            then = self.tr("%n run(s) to compare", "", len(design.plan_to_come))
            runs = self.tr("{first}, then {then}").format(first=runs, then=then)
            configs += design.plan_to_come
        return runs if self.where.file is not None else self._with_time(runs, configs)

    def _with_time(self, runs: str, configs: Sequence[RunConfig]) -> str:
        """Add about how long runs with these configs will take, if that is known."""
        seconds = self._seconds_for(configs)
        if seconds is None:
            return runs
        time = translate(rough_duration(seconds))
        return self.tr("{runs}, about {time}").format(runs=runs, time=time)

    def _missing_text(self, experiment: Experiment) -> str:
        """Return what is still to be chosen; that is nothing wrong."""
        if len(experiment.members) >= 2:
            return ""
        if self.kind() is Kind.GRID:
            return self.tr("Enter or tick two or more values.")
        return self.tr("Choose two or more networks.")

    def _same_text(self, experiment: Experiment, titles: Mapping[str, Message]) -> str:
        """Return which two networks are one and the same, as the first two found are."""
        members = experiment.members if self.kind() is Kind.COMPARISON else ()
        configs = {
            member.name: effective(member.config).model_copy(update={"preset": ""})
            for member in members
        }
        for first, second in combinations(configs, 2):
            if configs[first] == configs[second]:
                names = {"first": translate(titles[first]), "second": translate(titles[second])}
                text = self.tr("{first} and {second} are the same network here: untick one.")
                return text.format(**names)
        return ""

    def _grow(self) -> None:
        """Grow to the height that the content needs, within the screen; never shrink."""
        limit = theme.fitted((WIDTH, MAX_HEIGHT), self.screen()).height()
        layout = self.layout()
        assert layout is not None
        needed = layout.totalHeightForWidth(self.width())
        self.resize(self.width(), max(self.height(), min(needed, limit)))

    def _problem_text(self) -> str:
        """Return what is wrong with the input; empty if nothing is."""
        try:
            if self.kind() is None:
                self._search.search(self._seeds.value())
                return ""
            experiment, _titles, _grid = self.described()
            count = len(experiment.plan())
        except ConfigError as error:
            spec = SETTINGS.get(error.path)
            reason = translate(error.message)
            return f"{translate(spec.about.title)}: {reason}" if spec is not None else reason
        except InklingError as error:
            return translate(error.message)

        if count > MAX_RUNS:
            text = self.tr("These are {count} runs; at most {most} are possible.")
            return text.format(count=count, most=MAX_RUNS)
        return self.where.problem()

    def _on_accepted(self) -> None:
        if self.kind() is None:
            self.search_accepted.emit(self._search.search(self._seeds.value()))
            self.accept()
            return
        experiment, titles, design = self.described()
        kind = Kind.TUNING if isinstance(design, Tuning) else self.kind()
        self.experiment_accepted.emit(kind, experiment, titles, design)
        self.accept()
