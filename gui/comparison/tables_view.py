"""The tables of a comparison: results seed by seed, and what the networks cost and differ in."""

from PySide6.QtCore import QEvent, QSize, Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QFrame, QScrollArea, QSizePolicy, QWidget

from core.comparison.tables import (
    BUDGETS,
    MEANS,
    NETWORKS,
    RESULTS,
    TextTable,
    budget_table,
    mean_table,
    networks_table,
    seed_table,
)
from core.run.seal import names_of
from gui.comparison.comparison import Comparison
from gui.comparison.text_table import TextTableView
from gui.style import theme
from gui.style.translation import translate
from gui.widgets.panel import Panel, column, set_side_by_side, styled_label


class _TableArea(QScrollArea):
    """Lets a table be scrolled across where it would not be readable; as high as it needs."""

    def __init__(self, table: TextTableView, parent: QWidget) -> None:
        super().__init__(parent)
        self._table = table
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setWidgetResizable(True)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self.setWidget(table)

    def fit(self) -> None:
        """Take the height of the table, and of the bar if there is one."""
        needed = self._table.readable_width()
        self._table.setMinimumWidth(needed)
        has_bar = needed > self.width()
        bar = self.horizontalScrollBar().sizeHint().height() if has_bar else 0
        self.setFixedHeight(self._table.sizeHint().height() + bar)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus if has_bar else Qt.FocusPolicy.NoFocus)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Leave space for the bar if one is needed now."""
        super().resizeEvent(event)
        self.fit()

    def changeEvent(self, event: QEvent) -> None:
        """Fit another font."""
        super().changeEvent(event)
        if event.type() is QEvent.Type.FontChange:
            self.fit()


class TitledTable(QWidget):
    """A table with its title above it and its note below; hidden without a table."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._title, self._note = styled_label("heading", self), styled_label("quiet", self)
        self._note.setWordWrap(True)
        self.table = TextTableView(self)
        self._area = _TableArea(self.table, self)
        rows = column(self, gap=theme.STEP, padding=0)
        for widget in (self._title, self._area, self._note):
            rows.addWidget(widget)
        rows.addStretch(1)
        self.hide()

    def show_table(self, title: str, table: TextTable | None) -> None:
        """Show a table, or nothing."""
        self.setVisible(table is not None)
        if table is None:
            return
        self._title.setText(title)
        self._note.setText(table.note)
        self._note.setVisible(bool(table.note))
        self.table.setAccessibleName(title)
        self.table.show_table(table)
        self._area.fit()

    def sizeHint(self) -> QSize:
        """Ask for the width of the table: the note wraps."""
        width = max(self.table.sizeHint().width(), self._title.sizeHint().width())
        return QSize(width, super().sizeHint().height())


class TablesView(Panel):
    """The tables next to each other where there is the width, otherwise one below the other.

    Attributes:
        results: one table, or one for each number: of more than two networks, and where one table
            would be too wide.
        budgets: what they reach where all have spent as much.
        networks: what they cost, and the settings in which they differ.
    """

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._comparison: Comparison | None = None
        self._whole_width = 0  # of the table of all results
        self._is_split = False
        self.results = TitledTable(self), TitledTable(self)
        self.budgets, self.networks = TitledTable(self), TitledTable(self)
        self._row = QBoxLayout(QBoxLayout.Direction.TopToBottom, self)
        self._row.setContentsMargins(0, 0, 0, 0)
        self._row.setSpacing(theme.GROUP_GAP)
        for table in (*self.results, self.budgets, self.networks):
            self._row.addWidget(table)
        self.hide()

    def show_comparison(self, comparison: Comparison | None) -> None:
        """Show the results so far; a grid has a map in place of them, a tuning its curves."""
        has_own_view = comparison is not None and comparison.kept.design is not None
        self._comparison = None if has_own_view else comparison
        self.setVisible(self._comparison is not None)
        self.retranslate()

    def retranslate(self) -> None:
        """Set all texts."""
        comparison = self._comparison
        if comparison is None:
            return
        titles = comparison.titles()
        configs = [member.config for member in comparison.kept.experiment.members]
        by_seed = comparison.judgement.by_seed
        has_all_orders = comparison.kept.experiment.has_all_orders
        networks = None  # titles of all orders say in what they differ
        if not has_all_orders:
            networks = networks_table(configs, list(titles.values()), by_seed, translate)
        self.networks.show_table(translate(NETWORKS), networks)
        budgets = comparison.judgement.budgets
        table = budget_table(budgets, list(titles.values()), translate) if budgets else None
        self.budgets.show_table(translate(BUDGETS), table)

        if has_all_orders:
            self._show_means(comparison)
        else:
            self._show_results(comparison)
        self._arrange()

    def _show_means(self, comparison: Comparison) -> None:
        """Show a row for each of many networks; no table of all seeds would be read."""
        judgement, (first, second) = comparison.judgement, self.results
        self._whole_width, self._is_split = 0, False
        table = None
        if judgement.verdicts:  # before, other seeds would still change the means
            names = names_of([judgement.is_sealed])
            table = mean_table(judgement.by_seed, comparison.titles(), translate, names=names)
        first.show_table(translate(MEANS), table)
        second.show_table("", None)

    def _show_results(self, comparison: Comparison) -> None:
        """Show the results so far: in one table if it fits and there are two networks."""
        judgement, titles = comparison.judgement, comparison.titles()
        views = self.results
        if not judgement.by_seed:
            self._whole_width, self._is_split = 0, False
            for view in views:
                view.show_table("", None)
            return

        is_final = bool(judgement.verdicts)  # before, other seeds would still change the means
        table = seed_table(
            judgement.by_seed,
            titles,
            comparison.card(),
            translate,
            has_means=is_final,
            names=names_of([judgement.is_sealed]),
        )
        views[0].show_table(translate(RESULTS), table)
        self._whole_width = views[0].table.sizeHint().width()
        views[1].show_table("", None)
        self._is_split = self._must_split(comparison)
        if self._is_split:
            text = self.tr("{number} by seed, after the last epoch")
            for view, (group, part) in zip(views, table.parts().items(), strict=True):
                view.show_table(text.format(number=group), part)

    def _must_split(self, comparison: Comparison) -> bool:
        if comparison.kept.experiment.has_all_orders:
            return False
        has_results = bool(comparison.judgement.by_seed)
        has_many = len(comparison.kept.titles) > 2
        return has_results and (has_many or self._whole_width > self.width())

    def _arrange(self) -> None:
        """Put the tables next to each other if all of them fit as they are."""
        tables = (*self.results, self.budgets, self.networks)
        shown = [one for one in tables if not one.isHidden()]
        gaps = self._row.spacing() * max(0, len(shown) - 1)
        needed = sum(one.sizeHint().width() for one in shown) + gaps
        set_side_by_side(self._row, self.width() >= needed)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Arrange the tables for the new width."""
        super().resizeEvent(event)
        comparison = self._comparison
        if comparison is not None and self._is_split != self._must_split(comparison):
            self.retranslate()
        self._arrange()
