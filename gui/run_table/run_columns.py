"""The columns of the table of runs, and the cells of each run."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import QCoreApplication, Qt

from core.config import presets
from core.config.differences import format_setting, format_value
from core.config.fields import FIELDS, value_at
from core.evaluation.statistics import accuracy_interval
from core.network.architecture import parameter_count
from core.number_text import (
    NOTHING,
    accuracy_text,
    accuracy_with_interval,
    cost_text,
    duration,
)
from core.run.identity import made_at
from core.run.record import RunState
from gui.run_table.run_tips import (
    best_tip,
    cost_tip,
    end_of,
    is_chosen_by_what_judges,
    last_tip,
    name_tip,
)
from gui.runs.run_store import RunEntry
from gui.style import theme
from gui.style.swatches import swatch
from gui.style.translation import translate
from gui.widgets.plain_text import plain_tip

NAME_KEY = "run"  # of the first column
KEY_ROLE = Qt.ItemDataRole.UserRole + 1  # of a title: the column's key in the settings, not shown
WIDEST_ROLE = Qt.ItemDataRole.UserRole + 2  # of a cell: the widest text it will show

# made once, because a large selection asks for them very often
CELL_FLAGS = Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable
RUN_FLAGS = CELL_FLAGS | Qt.ItemFlag.ItemNeverHasChildren
NAME_FLAGS = RUN_FLAGS | Qt.ItemFlag.ItemIsUserCheckable | Qt.ItemFlag.ItemIsEditable
HEADING_FLAGS = CELL_FLAGS | Qt.ItemFlag.ItemIsUserCheckable


@dataclass(frozen=True)
class Column:
    """A column.

    Attributes:
        key: its name in the settings, never shown.
        text: returns a run's cell.
        order: returns the key by which the column is sorted; None comes last.
        tip: returns a cell's tooltip.
        is_best_high: whether the best run is the one with the highest number.
    """

    key: str
    title: str
    text: Callable[[RunEntry], str]
    order: Callable[[RunEntry], Any]
    tip: Callable[[RunEntry], str] = lambda _entry: ""
    is_number: bool = True

    is_best_high: bool = False

    @property
    def alignment(self) -> int:
        """Numbers are on the right, words on the left."""
        side = Qt.AlignmentFlag.AlignRight if self.is_number else Qt.AlignmentFlag.AlignLeft
        return int(side | Qt.AlignmentFlag.AlignVCenter)

    def heading(self, role: int) -> Any:
        """Return what the title shows, by Qt's role; a first click sorts the best to the top."""
        falling, rising = Qt.SortOrder.DescendingOrder, Qt.SortOrder.AscendingOrder
        shown = {
            Qt.ItemDataRole.DisplayRole: self.title,
            KEY_ROLE: self.key,
            Qt.ItemDataRole.TextAlignmentRole: self.alignment,
            Qt.ItemDataRole.InitialSortOrderRole: falling if self.is_best_high else rising,
        }
        return shown.get(role)


def run_flags(column: int) -> Qt.ItemFlag:
    """Return the flags of a run's cell: the first is checkable and has the name."""
    return NAME_FLAGS if column == 0 else RUN_FLAGS


def cell(column: Column, entry: RunEntry, role: int) -> Any:
    """Return what a run's cell shows, by Qt's role: text, tooltip, or its part of the name."""
    if role == Qt.ItemDataRole.DisplayRole:
        return column.text(entry)
    if role == Qt.ItemDataRole.TextAlignmentRole:
        return column.alignment
    if role == WIDEST_ROLE:
        return widest_text(column.key, entry)
    if role == Qt.ItemDataRole.ToolTipRole:
        return plain_tip(column.tip(entry)) or None
    return _name_cell(entry, role) if column.key == NAME_KEY else None


def _name_cell(entry: RunEntry, role: int) -> Any:
    """Return the name to edit, the swatch or the check box."""
    if role == Qt.ItemDataRole.EditRole:
        return entry.name
    if role == Qt.ItemDataRole.DecorationRole:
        return swatch(theme.run_style(entry.style))
    if role == Qt.ItemDataRole.CheckStateRole:
        return Qt.CheckState.Checked if entry.is_visible else Qt.CheckState.Unchecked
    return None


def widest_text(key: str, entry: RunEntry) -> str:
    """Return a text as wide as any that a column shows while this run trains.

    Columns keep this width, so that nothing moves while numbers change.
    """
    total = entry.record.config.epochs
    fixed = {
        "epoch": f"{total} / {total}",
        "test_cost": "00.0000",
        "accuracy": "100.00%",
        "best": "100.00% (00.00–00.00)",
        "time": "0:00:00",
    }
    if key == "state":
        states = (translate(state.label) for state in RunState if state.is_active)
        return max((f"{state} 100%" for state in states), key=len)
    return fixed.get(key, "")


def setting_column(path: str) -> Column:
    """Return the column of one setting, by its dotted path."""
    spec = FIELDS[path]

    def text(entry: RunEntry) -> str:
        return translate(format_setting(entry.record.config, path))

    def order(entry: RunEntry) -> object:
        value = value_at(entry.record.config, path)
        return value if spec.low is not None else translate(format_value(value))

    return Column(
        path,
        translate(spec.about.title),
        text,
        order,
        lambda _entry: translate(spec.about.help),
        spec.low is not None,
    )


def fixed_columns() -> list[Column]:
    """Return the columns that the table always has, the run's name first."""
    return [*_run_columns(), *_result_columns(), *_origin_columns()]


def _run_columns() -> list[Column]:
    """Return the columns that identify a run and show its progress."""
    return [
        # the first column has the check box, the swatch and the editable name
        Column(
            NAME_KEY,
            QCoreApplication.translate("RunsModel", "Run"),
            lambda entry: entry.name,
            lambda entry: entry.name.lower(),
            name_tip,
            False,
        ),
        Column(
            "preset",
            QCoreApplication.translate("RunsModel", "Preset"),
            lambda entry: preset_of(entry) or NOTHING,
            preset_of,
            is_number=False,
        ),
        Column(
            "state",
            QCoreApplication.translate("RunsModel", "State"),
            state_of,
            lambda entry: list(RunState).index(entry.record.state),
            end_of,
            False,
        ),
        Column(
            "epoch",
            QCoreApplication.translate("RunsModel", "Epoch"),
            lambda entry: f"{entry.record.epochs_done} / {entry.record.config.epochs}",
            lambda entry: entry.record.epochs_done,
        ),
    ]


def _result_columns() -> list[Column]:
    """Return the columns of what a run achieved."""
    return [
        # without a completed epoch there is no value, and the run comes last
        Column(
            "test_cost",
            QCoreApplication.translate("RunsModel", "Cost"),
            cost_of,
            lambda entry: entry.record.cost_of(entry.record.last),
            cost_tip,
        ),
        Column(
            "accuracy",
            QCoreApplication.translate("RunsModel", "Accuracy"),
            accuracy_of,
            lambda entry: entry.record.last_accuracy,
            last_tip,
            is_best_high=True,
        ),
        Column(
            "best",
            QCoreApplication.translate("RunsModel", "Best accuracy"),
            best_of,
            lambda entry: entry.record.best_accuracy,
            best_tip,
            is_best_high=True,
        ),
    ]


def _origin_columns() -> list[Column]:
    """Return the columns of what a run took: time, parameters, device, date."""
    return [
        # what it cost
        Column(
            "time",
            QCoreApplication.translate("RunsModel", "Time"),
            lambda entry: duration(entry.record.elapsed_s),
            lambda entry: entry.record.elapsed_s,
        ),
        Column(
            "parameters",
            QCoreApplication.translate("RunsModel", "Parameters"),
            lambda entry: f"{parameters_of(entry):,}",
            parameters_of,
        ),
        # where and when it ran
        Column(
            "device",
            QCoreApplication.translate("RunsModel", "Device"),
            lambda entry: device_of(entry) or NOTHING,
            device_of,
            is_number=False,
        ),
        Column(
            "made",
            QCoreApplication.translate("RunsModel", "Made"),
            made_of,
            lambda entry: entry.record.run,
            is_number=False,
        ),
    ]


def preset_of(entry: RunEntry) -> str | None:
    """Return the title of the run's preset; None for the user's own network."""
    known = presets.PRESETS.get(entry.record.config.preset)
    return translate(known.title) if known is not None else None


def cost_of(entry: RunEntry) -> str:
    """Return the cost on the examples that judge the run after the last epoch."""
    cost = entry.record.cost_of(entry.record.last)
    return NOTHING if cost is None else cost_text(cost)


def accuracy_of(entry: RunEntry) -> str:
    """Return the share of the examples that judge the run read right after the last epoch."""
    return accuracy_text(entry.record.last_accuracy)


def best_of(entry: RunEntry) -> str:
    """Return the accuracy after the best epoch, with its 95 % interval where that is honest."""
    best, total = entry.record.best_accuracy, entry.record.config.data.test_size
    if best is None:
        return NOTHING
    if is_chosen_by_what_judges(entry.record):
        return accuracy_text(best)
    return accuracy_with_interval(best, accuracy_interval(round(best * total), total))


def parameters_of(entry: RunEntry) -> int:
    """Return the number of parameters."""
    return parameter_count(entry.record.config.model)


def made_of(entry: RunEntry) -> str:
    """Return when the run was made, to the minute."""
    made = made_at(entry.record.run)
    # `strftime` would take three times as long, which the filter of thousands of runs shows
    return NOTHING if made is None else made.isoformat(sep=" ")[: len("2026-01-31 23:59")]


def device_of(entry: RunEntry) -> str | None:
    """Return the device that the run trains on; None before it has begun."""
    return entry.record.started.device if entry.record.started is not None else None


def state_of(entry: RunEntry) -> str:
    """Return the run's state, with how far it is while it trains."""
    state = translate(entry.record.state.label)
    return f"{state} {entry.record.share_done:.0%}" if entry.record.state.is_active else state
