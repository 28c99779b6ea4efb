"""The head of the panel: the names of its pages, and the run that they show."""

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QPixmap, QResizeEvent
from PySide6.QtWidgets import (
    QBoxLayout,
    QButtonGroup,
    QHBoxLayout,
    QSizePolicy,
    QToolButton,
    QWidget,
)

from gui.runs.moments import example_rule, with_example
from gui.runs.run_store import RunEntry
from gui.style import theme
from gui.style.swatches import dot
from gui.widgets.flow_layout import FlowLayout
from gui.widgets.panel import Panel, set_side_by_side, styled_label
from gui.widgets.plain_text import NameLabel, PlainLabel, plain_tip

MIN_NAME = 40 * theme.STEP  # the least width for the run's name next to those of the pages
WIDE, TIGHT = 2 * theme.STEP, 1  # to the left and right of a page's name


class InsightHead(Panel):
    """The names of the pages and of the run, in a row or, if it is narrow, in two.

    Signals:
        page_chosen(int): the user wants to see this page.
    """

    page_chosen = Signal(int)

    def __init__(self, pages: int, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._run: RunEntry | None = None
        self._moments: tuple[str, ...] = ("",)  # in words, the longest first
        self._padding = WIDE
        self._buttons = QButtonGroup(self)
        self._tabs = QWidget(self)
        self._tabs.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
        self._flow = FlowLayout(theme.STEP, self._tabs, is_balanced=True)
        for _ in range(pages):
            self.add_page()
        self._buttons.idClicked.connect(self.page_chosen)

        self._swatch = PlainLabel(self)
        self._name = NameLabel(self)
        self._moment = styled_label("quiet", self)
        run = QHBoxLayout()  # like `gui.robustness.run_page.RunHead`
        run.setSpacing(2 * theme.STEP)
        run.addWidget(self._swatch)
        run.addWidget(self._name)
        run.addWidget(self._moment)
        run.addStretch(1)
        self._row = QBoxLayout(QBoxLayout.Direction.LeftToRight, self)
        self._row.setContentsMargins(0, 0, 0, 0)
        self._row.addWidget(self._tabs)
        self._row.addLayout(run, 1)
        self.restyle()

    def add_page(self) -> None:
        """Add the button of one more page, still without a name."""
        button = QToolButton(self._tabs)
        button.setCheckable(True)
        button.setFocusPolicy(Qt.FocusPolicy.StrongFocus)  # one looks active, not two
        others = self._buttons.buttons()
        if others:  # one that is added later comes next with Tab, too
            QWidget.setTabOrder(others[-1], button)
        self._buttons.addButton(button, len(others))
        self._flow.addWidget(button)

    def choose(self, page: int) -> None:
        """Mark a page as the one that is shown."""
        self._buttons.button(page).setChecked(True)

    @property
    def names(self) -> list[str]:
        """The names of the pages, in order."""
        return [button.text() for button in self._buttons.buttons()]

    def name_pages(self, names: Sequence[str], tips: Sequence[str]) -> None:
        """Give all pages their names and tips."""
        for button, name, tip in zip(self._buttons.buttons(), names, tips, strict=True):
            button.setText(name)
            button.setToolTip(plain_tip(tip))

    def name_run(self, entry: RunEntry | None, moment: str, is_example: bool) -> None:
        """Name the run and its moment; no run takes no space.

        Args:
            is_example: whether its network reads a test image, since nothing is drawn.
        """
        self._run = entry
        for label in (self._swatch, self._name, self._moment):
            label.setVisible(entry is not None)
        self._moments = (with_example(moment), moment) if is_example else (moment,)
        self._moment.setToolTip(plain_tip(example_rule()) if is_example else "")
        self._name.setText("" if entry is None else entry.name)
        self._show_swatch()
        self._arrange()

    def _show_swatch(self) -> None:
        entry = self._run
        colour = None if entry is None else theme.run_style(entry.style).colour
        self._swatch.setPixmap(QPixmap() if colour is None else dot(colour))

    def _arrange(self) -> None:
        """Put the run below the names of the pages where its name would have little space.

        Where it has too little even there, the hint about the test image gives way.
        """
        self._pad()
        width_of = self._moment.fontMetrics().horizontalAdvance
        name = min(theme.px(MIN_NAME), self._name.sizeHint().width()) + 4 * theme.STEP
        needed = self._tabs.sizeHint().width() + width_of(self._moments[0]) + MIN_NAME
        set_side_by_side(self._row, self.width() > needed)
        fitting = (text for text in self._moments if width_of(text) + name <= self.width())
        self._moment.setText(next(fitting, self._moments[-1]))

    def _pad(self) -> None:
        """Move the names of the pages closer together if they then fit into one row."""
        buttons = len(self._buttons.buttons())
        tight = self._tabs.sizeHint().width() - 2 * buttons * (self._padding - TIGHT)
        is_tight = tight <= self.width() < tight + 2 * buttons * (WIDE - TIGHT)
        padding = TIGHT if is_tight else WIDE
        if padding != self._padding:
            self._padding = padding
            self._style_tabs()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Fit the names of pages and run into the new width."""
        super().resizeEvent(event)
        self._arrange()

    def restyle(self) -> None:
        """Renew the colours of the names and of the run."""
        self._style_tabs()
        self._show_swatch()

    def _style_tabs(self) -> None:
        named = theme.colours()
        self._tabs.setStyleSheet(
            f"QToolButton {{ border: none; border-radius: {theme.STEP}px; "
            f"padding: {theme.STEP}px {self._padding}px; }}"
            f"QToolButton:hover, QToolButton:checked {{ background: {named.line}; }}"
            f"QToolButton:focus {{ border: 1px solid {named.accent}; }}"
        )
