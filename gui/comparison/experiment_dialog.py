"""What an experiment is to compare, and how often."""

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QComboBox,
    QDialog,
    QDialogButtonBox,
    QFormLayout,
    QLabel,
    QListWidgetItem,
    QSpinBox,
    QStackedWidget,
    QWidget,
)

from core.comparison import experiment as experiments
from core.comparison.experiment import Experiment, Grid, Kind, Member
from core.config import presets
from core.config.fields import FIELDS, ConfigError, FieldKind, matters
from core.config.presets import preset_titles
from core.config.run import RunConfig
from core.errors import InklingError
from core.messages import Message, message
from gui.comparison.axis_editor import AxisEditor, TickList
from gui.runs.run_store import RunEntry
from gui.style import theme
from gui.style.translation import in_a_row, translate
from gui.widgets.panel import column, styled_label

MAX_SEEDS, DEFAULT_SEEDS = 100, 3
MAX_RUNS = 500
NOT_VARIED = (FieldKind.TEXT, FieldKind.LAYERS, FieldKind.NAMES)  # along the side of a grid
WIDTH, HIGHEST = 120 * theme.STEP, 150 * theme.STEP
FIRST_FIELD, FIRST_VALUES = "optimizer.learning_rate", "0.001, 0.01, 0.1"
OWN = "form"  # the name of the form's own network; no preset and no run is called so


class ExperimentDialog(QDialog):
    """A comparison of presets, runs' settings and the form's own, the ladder, or a grid, under a form's conditions.

    Args:
        has_own: whether the form's own network can take part.

    Signals:
        experiment_accepted(object, object, object, object): its `Kind`, the `Experiment`, what each
        network is
            called, and the `Grid` or None.
    """

    experiment_accepted = Signal(object, object, object, object)

    def __init__(
        self,
        form: RunConfig,
        runs: Sequence[RunEntry],
        parent: QWidget | None = None,
        *,
        has_own: bool = True,
    ) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setMinimumWidth(theme.px(WIDTH))
        self.setWindowTitle(self.tr("New comparison"))
        self._form = form
        self._has_own = has_own
        self._entries = {
            entry.record.run: entry for entry in runs if not entry.record.config.is_regression
        }
        self._kind = QComboBox(self)
        for kind, text in (
            (Kind.COMPARISON, self.tr("Compare networks")),
            (Kind.LADDER, self.tr("Climb the ladder from Sigmoid to ReLU + Dropout")),
            (Kind.GRID, self.tr("Try a grid of settings")),
        ):
            self._kind.addItem(text, kind)
        self._members = self._new_members()
        self._axes = self._new_axes()
        self._pages = QStackedWidget(self)
        for page in (self._members, self._ladder_page(), self._grid_page()):
            self._pages.addWidget(page)
        self._seeds = QSpinBox(self)
        self._seeds.setRange(1, MAX_SEEDS)
        self._seeds.setValue(DEFAULT_SEEDS)
        self._seeds.setAccessibleName(self.tr("Seeds"))
        self._seeds.setToolTip(
            self.tr(
                "Each network is trained so often, each time with other first weights and another order of examples"
            )
        )
        self._equal, self._count = QLabel(self), styled_label("quiet", self)
        self._equal.setWordWrap(True)
        self._fault = styled_label("wrong", self)
        self._fault.setWordWrap(True)
        self._buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Cancel, parent=self)
        self._start = self._buttons.addButton(
            self.tr("Start"), QDialogButtonBox.ButtonRole.AcceptRole
        )
        self._build()
        self._kind.currentIndexChanged.connect(self._pages.setCurrentIndex)
        self._kind.currentIndexChanged.connect(self._check)
        self._members.itemChanged.connect(self._check)
        self._seeds.valueChanged.connect(self._check)
        self._buttons.accepted.connect(self._on_accepted)
        self._buttons.rejected.connect(self.reject)
        self._check()

    def _build(self) -> None:
        seeds = QFormLayout()
        seeds.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.FieldsStayAtSizeHint)
        seeds.addRow(self.tr("Seeds"), self._seeds)
        epochs = self.tr(
            "All are trained for {epochs} epochs on {examples} examples, as the form says."
        )
        text = epochs.format(epochs=self._form.epochs, examples=f"{self._form.data.train_size:,}")
        same = self.tr(
            "Held equal for each seed: the batches and their order, and the first weights as far as the layers agree."
        )
        self._equal.setText(in_a_row(text, same))
        layout = column(self, gap=theme.PADDING, padding=theme.GROUP_GAP)
        layout.addWidget(self._kind)
        layout.addWidget(self._pages, 1)
        layout.addLayout(seeds)
        for widget in (self._equal, self._count, self._fault, self._buttons):
            layout.addWidget(widget)

    def _new_members(self) -> TickList:
        members = TickList(self)
        members.setUniformItemSizes(True)  # Chinese letters are higher than Latin ones
        members.setAccessibleName(self.tr("Networks to compare"))
        own = self.tr("The form's network ({network})").format(
            network=translate(presets.title(self._form))
        )
        names = [(OWN, own)] if self._has_own else []
        names += [
            (name, translate(preset.title))
            for name, preset in presets.PRESETS.items()
            if not preset.config.is_regression
        ]
        names += [
            (run, self.tr("Settings of {run}").format(run=entry.name))
            for run, entry in self._entries.items()
        ]
        for name, title in names:
            item = QListWidgetItem(title, members)
            item.setData(Qt.ItemDataRole.UserRole, name)
            item.setCheckState(
                Qt.CheckState.Checked if name in presets.RACE else Qt.CheckState.Unchecked
            )
        return members

    def _ladder_page(self) -> QWidget:
        page = QWidget(self)
        about = QLabel(
            self.tr(
                "Each network differs from the one before in one thing: what that adds is shown."
            ),
            page,
        )
        about.setWordWrap(True)
        rows = column(page, padding=0)
        rows.addWidget(about)
        for number, preset in enumerate(map(presets.preset, presets.LADDER), 1):
            rows.addWidget(QLabel(f"{number}. {translate(preset.title)}", page))
        rows.addStretch(1)
        return page

    def _new_axes(self) -> tuple[AxisEditor, AxisEditor]:
        offered = [
            spec
            for name, spec in FIELDS.items()
            if matters(spec, self._form) and spec.kind not in NOT_VARIED and name != "seed"
        ]
        first, second = AxisEditor(offered, self), AxisEditor(offered, self)
        first.propose(FIRST_FIELD, FIRST_VALUES)
        second.offer_none(self.tr("none"))
        for editor in (first, second):
            editor.edited.connect(self._check)
        return first, second

    def _show_second(self) -> None:
        """There are values to type once there is a setting."""
        self._grid.setRowVisible(self._axes[1], self._axes[1].axis() is not None)

    def _grid_page(self) -> QWidget:
        page = QWidget(self)
        rows = self._grid = QFormLayout(page)
        rows.setContentsMargins(0, 0, 0, 0)
        titles = (self.tr("Setting"), self.tr("Second setting"))
        for title, editor in zip(titles, self._axes, strict=True):
            editor.setting.setAccessibleName(title)
            rows.addRow(title, editor.setting)
            rows.addRow(self.tr("Values"), editor)
        self._axes[1].edited.connect(self._show_second)
        self._show_second()
        return page

    def kind(self) -> Kind:
        """What sort of experiment is described."""
        kind = self._kind.currentData()
        assert isinstance(kind, Kind)
        return kind

    def described(self) -> tuple[Experiment, dict[str, Message], Grid | None]:
        """The experiment, what its networks are called, and its grid if it is one.

        Raises:
            InklingError: if it cannot be.
        """
        seeds = self._seeds.value()
        if self.kind() is Kind.LADDER:
            return experiments.ladder(seeds, self._form), preset_titles(presets.LADDER), None
        if self.kind() is Kind.GRID:
            axes = tuple(axis for editor in self._axes if (axis := editor.axis()) is not None)
            grid = Grid(self._form, axes)
            experiment = grid.experiment(seeds)
            return experiment, {name: Message(name) for name in experiment.names}, grid
        return *self._chosen_members(seeds), None

    def _chosen_members(self, seeds: int) -> tuple[Experiment, dict[str, Message]]:
        items = [self._members.item(row) for row in range(self._members.count())]
        chosen = [
            str(item.data(Qt.ItemDataRole.UserRole))
            for item in items
            if item.checkState() is Qt.CheckState.Checked
        ]
        members, titles = [], {}
        for name in chosen:
            entry = self._entries.get(name)
            if name == OWN:
                config = self._form
                titles[name] = message("{network}, as in the form", network=presets.title(config))
            elif entry is None:
                config = presets.under_the_conditions_of(self._form, name)
                titles[name] = presets.preset(name).title
            else:
                config = presets.with_conditions_of(self._form, entry.record.config)
                titles[name] = entry.title
            members.append(Member(name, config))
        first = self._form.seed
        return Experiment(tuple(members), tuple(range(first, first + seeds))), titles

    def _check(self) -> None:
        problem = self._problem()
        self._fault.setText(problem)
        self._start.setEnabled(not problem)
        if not problem:
            self._count.setText(self.tr("%n run(s) in all", "", len(self.described()[0].plan())))
        self._fault.setVisible(bool(problem))
        self._count.setVisible(not problem)
        self._grow()

    def _grow(self) -> None:
        """As high as what is chosen needs, within reason; never smaller again."""
        most = theme.fitted((WIDTH, HIGHEST), self.screen()).height()
        layout = self.layout()
        assert layout is not None
        needed = layout.totalHeightForWidth(self.width())
        self.resize(self.width(), max(self.height(), min(needed, most)))

    def _problem(self) -> str:
        try:
            experiment, _titles, _grid = self.described()
            plan = experiment.plan()
        except ConfigError as error:
            spec = FIELDS.get(error.path)
            return (
                f"{translate(spec.about.title)}: {translate(error.message)}"
                if spec is not None
                else translate(error.message)
            )
        except InklingError as error:
            return translate(error.message)
        if len(experiment.members) < 2:
            return self.tr("Choose two networks or values, or more.")
        if len(plan) > MAX_RUNS:
            return self.tr("These are {count} runs; choose fewer than {most}.").format(
                count=len(plan), most=MAX_RUNS
            )
        return ""

    def _on_accepted(self) -> None:
        experiment, titles, grid = self.described()
        self.experiment_accepted.emit(self.kind(), experiment, titles, grid)
        self.accept()
