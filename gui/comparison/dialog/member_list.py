"""The list of networks that a comparison can have: the form's, the presets, those of runs."""

from collections.abc import Mapping

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QColor
from PySide6.QtWidgets import QListWidgetItem, QWidget

from core.config import presets
from core.config.conditions import is_offered_for
from core.config.run import RunConfig
from gui.comparison.dialog.tick_list import TickList
from gui.runs.run_store import RunEntry
from gui.style import theme
from gui.style.translation import translate
from gui.widgets.plain_text import MAX_NAME, middle_elided, plain_tip

OWN = "form"  # the name of the form's own network; no preset and no run has this name


class MemberList(TickList):
    """Networks to tick, under headings that distinguish those of the same name.

    Args:
        form: the config in the form.
        runs: whose settings are offered, by their ids.
        has_own: whether the form's own network can take part.
    """

    def __init__(
        self, form: RunConfig, runs: Mapping[str, RunEntry], has_own: bool, parent: QWidget
    ) -> None:
        super().__init__(parent)
        self.setAccessibleName(self.tr("Networks to compare"))

        title = translate(presets.title(form))
        own = self.tr("The form's network ({network})").format(network=title)
        known = {
            name: translate(preset.title)
            for name, preset in presets.PRESETS.items()
            if is_offered_for(form, preset.config)
        }
        settings = self.tr("Settings of {run}")
        lent = {run: settings.format(run=entry.name) for run, entry in runs.items()}
        self._add_group(self.tr("In the form"), {OWN: own} if has_own else {})
        self._add_group(self.tr("Presets"), known)
        self._add_group(self.tr("Kept runs, trained again under the form's conditions"), lent)
        self._make_rows_even()

    def names(self) -> list[str]:
        """Return the names of the ticked networks: `OWN`, a preset's, or a run's id."""
        return [str(item.data(Qt.ItemDataRole.UserRole)) for item in self.ticked()]

    def _add_group(self, heading: str, titles: Mapping[str, str]) -> None:
        if not titles:
            return
        item = QListWidgetItem(heading, self)
        item.setFlags(Qt.ItemFlag.NoItemFlags)
        item.setForeground(QColor(theme.colours().quiet))  # not as pale as what is disabled
        for name, title in titles.items():
            elided = middle_elided(title, MAX_NAME)
            item = self.add(elided, name, is_ticked=name in presets.RACE)
            item.setToolTip(plain_tip(title))

    def _make_rows_even(self) -> None:
        """Make all rows as high as the highest: headings have no box, Chinese is higher."""
        self.ensurePolished()
        height = max(map(self.sizeHintForRow, range(self.count())))
        for row in range(self.count()):
            self.item(row).setSizeHint(QSize(0, height))
