"""What the pages have in common: they follow runs, their moment and the drawing while shown."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QPixmap, QShowEvent
from PySide6.QtWidgets import QGridLayout, QVBoxLayout, QWidget

from core.config.points import SEE_PLANE, SHOW_PLANE
from core.data.ink import Ink
from core.network.weights import are_finite
from gui.insight.added_page import PageServices
from gui.process.timers import single_shot
from gui.runs.moments import ShownNetwork, example_rule, with_example
from gui.runs.run_store import RunEntry
from gui.style import theme
from gui.style.swatches import dot
from gui.style.translation import translate
from gui.widgets.panel import EmptyHint, Panel, TwoColumns, column
from gui.widgets.plain_text import LiveLabel, NameLabel, PlainLabel, plain_tip

BESIDE = 150 * theme.STEP  # from this width on what comes of it stands next to what is tried
REFRESH_MS = 300  # between two answers about a network that trains


class RunHead(QWidget):
    """The name of a run with its colour, and its moment below."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._swatch = PlainLabel(self)
        self._name = NameLabel(self)
        self._moment = LiveLabel(self)
        self._moment.setProperty("role", "quiet")
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(2 * theme.STEP)
        grid.setVerticalSpacing(0)
        grid.setColumnStretch(1, 1)
        grid.addWidget(self._swatch, 0, 0)
        grid.addWidget(self._name, 0, 1, Qt.AlignmentFlag.AlignLeft)
        grid.addWidget(self._moment, 1, 1)

    def name_run(self, entry: RunEntry | None, network: ShownNetwork, is_example: bool) -> None:
        """Name a run and its moment.

        Args:
            is_example: whether its network reads a test image, since nothing is drawn.
        """
        moment = translate(network.when)
        if network.config.data.tests_held_out:
            moment = self.tr("{moment} · judged by held-out images").format(moment=moment)
        text = with_example(moment) if is_example else moment
        self._moment.setText(text)
        self._moment.setToolTip(plain_tip(f"{text}\n{example_rule()}" if is_example else text))
        self._name.setText("" if entry is None else entry.name)
        colour = None if entry is None else theme.run_style(entry.style).colour
        self._swatch.setPixmap(QPixmap() if colour is None else dot(colour))


class RunPage(Panel):
    """A page about the selected run, or all shown ones; nothing is computed while it is hidden.

    Subclasses override `renew`, and put into `columns` what is tried on the left, and what comes of
    it on the right.

    Attributes:
        ink: what the networks read, ink (28, 28); None for a test image of their own.
        is_example: whether that is a test image, since nothing is drawn.
        content: what is hidden while there is no network to show: `columns`, with `head` above and
            `foot` below both.
        hint: why there is none.

    Signals:
        plane_requested(): the user wants to see what networks make of points.
    """

    plane_requested = Signal()

    def __init__(self, services: PageServices, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.services = services
        self.ink: Ink | None = None
        self.is_example = True
        self._is_stale = True
        self._timer = single_shot(self, self._renew_if_shown, REFRESH_MS)

        self.hint = EmptyHint(self)
        self.hint.followed.connect(self.plane_requested)
        self.content = QWidget(self)
        self.head, self.foot = QVBoxLayout(), QVBoxLayout()
        self.columns = TwoColumns(BESIDE, self.content)
        rows = column(self.content, padding=0)
        rows.addLayout(self.head)
        rows.addWidget(self.columns, 1)
        rows.addLayout(self.foot)
        layout = column(self, padding=0)
        layout.addWidget(self.hint, 1)
        layout.addWidget(self.content, 1)

        services.moments.changed.connect(self._on_network_changed)
        store = services.store
        for signal in (
            store.visibility_changed,
            store.run_removed,
            store.appearance_changed,
            store.run_changed,
        ):
            signal.connect(self._on_network_changed)
        services.selection.changed.connect(self.invalidate)

    def renew(self) -> None:
        """Show the runs as they are now; called while the page is shown."""
        raise NotImplementedError

    def purpose(self) -> str:
        """Return what one sees here, as a sentence for when there is no network yet."""
        raise NotImplementedError

    def set_digit(self, digit: Ink | None, example: Ink | None = None) -> None:
        """Have this digit read: ink (28, 28), or None for an empty drawing.

        Args:
            example: the test image that is read then, as in the tab Network.
        """
        self.is_example = digit is None
        self.ink = example if digit is None else digit
        self.invalidate()

    def invalidate(self) -> None:
        """Renew the page now, or as soon as it is shown."""
        self._is_stale = True
        self._renew_if_shown()

    def network(self) -> ShownNetwork | None:
        """Return the network of the selected run, or of the last one that is shown."""
        for entry in self.services.selection.in_order_of_choice(self.services.store):
            network = self._readable(entry)
            if network is not None:
                return network
        return None

    def shown(self) -> list[tuple[RunEntry, ShownNetwork]]:
        """Return all shown runs with their networks, as far as they read images."""
        networks = [(entry, self._readable(entry)) for entry in self.services.store.visible()]
        return [(entry, network) for entry, network in networks if network is not None]

    def _readable(self, entry: RunEntry) -> ShownNetwork | None:
        if not entry.record.config.has_images:
            return None
        network = self.services.moments.network(entry.record.run)
        return network if network is not None and are_finite(network.weights) else None

    def show_content(self, is_shown: bool) -> None:
        """Show the content, or the reason why there is none."""
        self.content.setVisible(is_shown)
        self.hint.setVisible(not is_shown)
        if is_shown:
            return
        if self.services.store.shows_points:
            self.hint.show_hint(translate(SEE_PLANE), translate(SHOW_PLANE))
        else:
            self.hint.show_hint(self._reason())

    def _reason(self) -> str:
        visible = self.services.store.visible()
        if any(entry.record.config.is_regression for entry in visible):
            return self.tr("{purpose}\nThe line has no images to read, and no classes.").format(
                purpose=self.purpose()
            )
        if any(entry.record.weights is not None for entry in visible):
            return self.tr("This network has diverged: its weights are no numbers any more.")
        return self.tr("{purpose}\nPress Train, or show a kept run in the table below.").format(
            purpose=self.purpose()
        )

    def _on_network_changed(self, _run: str) -> None:
        self._is_stale = True
        if self.isVisible() and not self._timer.isActive():
            self._timer.start()

    def _renew_if_shown(self) -> None:
        if self._is_stale and self.isVisible():
            self._is_stale = False
            self.renew()

    def restyle(self) -> None:
        """Paint runs in the present colours."""
        self.invalidate()

    def showEvent(self, event: QShowEvent) -> None:
        """Show what has changed while the page was hidden."""
        super().showEvent(event)
        self._renew_if_shown()
