"""The answers of all visible runs in columns, at the moment at which they are shown."""

from collections.abc import Mapping

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QColor
from PySide6.QtWidgets import QHBoxLayout, QWidget

from core.config.points import SEE_PLANE, SHOW_PLANE
from core.data.ink import Ink
from core.insight.neurons import is_defined
from gui.runs.live_networks import LiveNetworks
from gui.runs.run_store import RunStore
from gui.runs.selection import Selection
from gui.style import theme
from gui.style.translation import translate
from gui.widgets.answer.answer_column import GAP, AnswerColumn
from gui.widgets.panel import EmptyHint, Panel, column, scrolled


class AnswersArea(Panel):
    """A column for each visible run that has weights; a hint while there is none.

    Signals:
        classes_changed(): `classes` may be others.
        arranged(): there are other columns now.
        network_changed(): a network that answers has other weights.
        plane_requested(): the user wants to see what networks make of points.
    """

    classes_changed = Signal()
    arranged = Signal()
    network_changed = Signal()
    plane_requested = Signal()

    def __init__(
        self,
        store: RunStore,
        selection: Selection,
        networks: LiveNetworks,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._store = store
        self._moments = networks.moments
        self._selection = selection
        self._networks = networks
        self._columns: dict[str, AnswerColumn] = {}
        self._digit: Ink | None = None

        self.hint = EmptyHint(self, Qt.AlignmentFlag.AlignTop | Qt.AlignmentFlag.AlignLeft)
        self.hint.followed.connect(self.plane_requested)

        self._answers = QWidget()
        self._row = QHBoxLayout(self._answers)
        self._row.setContentsMargins(0, 0, 0, 0)
        self._row.setSpacing(GAP)
        self._area = area = scrolled(self._answers)
        area.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)

        layout = column(self, gap=theme.STEP, padding=0)
        layout.addWidget(self.hint)
        layout.addWidget(area, 1)

        networks.changed.connect(self._on_network_changed)
        store.visibility_changed.connect(self._arrange_columns)
        store.appearance_changed.connect(self._arrange_columns)
        store.run_added.connect(self._arrange_columns)
        store.run_removed.connect(self._arrange_columns)
        store.earlier_runs_added.connect(self._show_hint)
        selection.changed.connect(self.classes_changed)
        self.retranslate()

    @property
    def classes(self) -> tuple[str, ...]:
        """The classes of the selected run that answers, or of the first one; empty for none."""
        answering = [run for run in self._selection.runs if run in self._columns]
        entry = self._store.get(next(iter([*answering, *self._columns]), ""))
        return () if entry is None else entry.record.config.classes

    def _on_network_changed(self, run: str) -> None:
        if run not in self._columns and self._networks.get(run) is not None:
            self._arrange_columns()
        self._answer(run)
        self.network_changed.emit()

    def _arrange_columns(self) -> None:
        for answer in self._columns.values():
            self._row.removeWidget(answer)
            answer.hide()
            answer.deleteLater()

        shown = [
            entry
            for entry in self._store.visible()
            if self._networks.get(entry.record.run) is not None
        ]
        self._columns = {
            entry.record.run: AnswerColumn(
                entry.name,
                theme.run_style(entry.style).colour,
                self._answers,
                entry.record.config.shown_classes,
                [other.name for other in shown if other is not entry],
            )
            for entry in shown
        }

        self.classes_changed.emit()
        for run, answer in self._columns.items():
            self._row.addWidget(answer)
            self._answer(run)
        self._show_hint()
        self._fit()
        self.arranged.emit()

    def _show_hint(self) -> None:
        """Say what to do for an answer while there is none."""
        self.hint.setVisible(not self._columns)
        earlier = (entry for entry in self._store.entries() if entry.is_earlier)
        if self._store.shows_points:
            self.hint.show_hint(translate(SEE_PLANE), translate(SHOW_PLANE))
        elif any(entry.record.config.has_images for entry in earlier):
            self.hint.show_hint(
                self.tr(
                    "Train a network on images, or tick an earlier one in the table: it reads "
                    "your drawing here."
                )
            )
        else:
            self.hint.show_hint(
                self.tr(
                    "Train a network on images: it reads your drawing here, while it learns and "
                    "after."
                )
            )

    def polarities(self) -> set[bool]:
        """Return whether the networks that answer get dark ink on light: a value or both."""
        networks = (self._moments.network(run) for run in self._columns)
        return {network.config.data.is_dark_on_light for network in networks if network is not None}

    def _fit(self) -> None:
        """Keep enough height for the columns and the scroll bar below them."""
        lowest = max(
            (answer.minimumSizeHint().height() for answer in self._columns.values()), default=0
        )
        self._area.setMinimumHeight(lowest + theme.SCROLL_BAR if lowest else 0)

    def show_digit(self, digit: Ink | None) -> None:
        """Have all networks read ink (28, 28), or nothing for None."""
        self._digit = digit
        for run in self._columns:
            self._read(run)
        self._rank()
        # now, since the next frame first paints the plots and everything else
        self._answers.repaint()

    def _answer(self, run: str) -> None:
        self._read(run)
        self._rank()

    def _read(self, run: str) -> None:
        answer, network = self._columns.get(run), self._networks.get(run)
        if answer is None or network is None:
            return
        shown = self._moments.network(run)
        if shown is None:
            answer.set_note("")
        else:
            answer.set_note(translate(shown.when), translate(shown.when_in_short))
        if self._digit is None:
            answer.show_probabilities(None)
        else:
            shares = network.read(self._digit).probabilities
            answer.show_probabilities([float(share) for share in shares])

    def _rank(self) -> None:
        """Have all columns leave out the same classes, where there is no space for all."""
        columns = [one for one in self._columns.values() if one.digit is not None]
        for classes in {one.classes for one in columns if one.leaves_out}:
            alike = [one for one in columns if one.classes == classes]
            answers = {one.digit for one in alike}
            shares = zip(*[one.probabilities or () for one in alike], strict=True)
            ranks = [max(of_class) + (number in answers) for number, of_class in enumerate(shares)]
            for one in alike:
                one.set_ranks(ranks)

    def readings(self, digit: Ink) -> Mapping[str, QColor]:
        """Return the classes that the networks read in any ink (28, 28), most of them one.

        Each comes with the colour of the first run that reads it.
        """
        readings: dict[str, QColor] = {}
        for run in self._columns:
            entry, network = self._store.get(run), self._networks.get(run)
            if entry is None or network is None:
                continue
            probabilities = network.predictor.probabilities(digit)
            if not is_defined(probabilities):
                continue
            number = int(probabilities.argmax())
            colour = theme.run_style(entry.style).colour
            readings.setdefault(entry.record.config.shown_classes[number], colour)
        return readings

    def answer(self, run: str) -> int | None:
        """Return the index of the class that a run reads in the drawing.

        None if nothing is drawn or the run has no column.
        """
        return self._columns[run].digit if run in self._columns else None

    def changeEvent(self, event: QEvent) -> None:
        """Follow a change of the font."""
        super().changeEvent(event)
        if event.type() is QEvent.Type.FontChange:
            self._arrange_columns()

    def retranslate(self) -> None:
        """Renew the hint and the runs' names."""
        self._arrange_columns()

    def restyle(self) -> None:
        """Renew the runs' colours."""
        self._arrange_columns()
