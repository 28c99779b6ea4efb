"""The bands of the networks, one below another, and the lines of text that belong to them."""

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QToolButton, QWidget

from core.config.points import SEE_PLANE, SHOW_PLANE
from core.config.run import RunConfig
from gui.stage.heights import Needs
from gui.stage.network_band import MIN_BAND, NetworkBand
from gui.style import theme
from gui.style.translation import translate
from gui.widgets.panel import EmptyHint, Panel, column
from gui.widgets.picture_file import PictureSaver
from gui.widgets.plain_text import PlainElidingLabel, PlainLabel, plain_tip


class NetworksArea(Panel):
    """Shows the bands, a legend of their diagrams, and how many networks have no band.

    Signals:
        legend_closed(): the user does not want the legend any more.
        plane_requested(): the user wants to see what networks make of points.
        line_requested(): the user wants to see how a straight line is fitted.
    """

    legend_closed = Signal()
    plane_requested = Signal()
    line_requested = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._without_band, self._hides_curves = 0, False
        self._has_points = False  # whether the hint is about points, otherwise a line
        self.hint = EmptyHint(self)
        self.hint.followed.connect(self._on_hint_followed)
        self._bands = QWidget(self)
        self._column = column(self._bands, gap=2 * theme.STEP)
        side = theme.PADDING  # below stands something with a margin of its own
        self._column.setContentsMargins(side, side, side, theme.STEP)
        self._column.addWidget(self.hint, 1)

        self.legend = PlainElidingLabel(self)
        self.legend.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        self.close_legend = QToolButton(self)
        self.close_legend.setText("×")
        self.close_legend.setAutoRaise(True)
        self.close_legend.clicked.connect(self.legend_closed)
        self.more = PlainLabel(self)
        for label in (self.legend, self.more):
            label.setProperty("role", "quiet")
            label.setFont(theme.sized(self.font(), theme.TEXT))
            label.hide()
        self.close_legend.hide()

        self._foot = QWidget(self)
        foot = QHBoxLayout(self._foot)
        foot.setContentsMargins(theme.PADDING, 0, theme.PADDING, theme.STEP)
        foot.addWidget(self.legend, 1)
        foot.addWidget(self.close_legend)
        foot.addStretch()
        foot.addWidget(self.more)
        rows = column(self, gap=0, padding=0)
        rows.addWidget(self._bands, 1)
        rows.addWidget(self._foot)
        self._foot.hide()
        self.retranslate()

    def new_band(self, saver: PictureSaver) -> NetworkBand:
        """Return a new band, which `show_bands` shows.

        It is built where it stands: one that moves while the letters change size keeps its own.
        """
        return NetworkBand(saver, self._bands)

    def show_bands(self, bands: Sequence[NetworkBand]) -> None:
        """Show new bands below each other; delete all others."""
        for band in self._bands.findChildren(NetworkBand):
            if band not in bands:
                self._column.removeWidget(band)
                band.hide()
                band.deleteLater()
        for band in bands:
            self._column.addWidget(band, 1)
            band.show()  # now: one that Qt shows later, while letters change, keeps those of before

    def arrange_knobs(self) -> None:
        """Show knobs for the runs that train now."""
        for band in self._bands.findChildren(NetworkBand):
            band.arrange_knobs()

    def show_hint(self, config: RunConfig | None) -> None:
        """Show where a network is seen that reads no images; None for none."""
        self._has_points = config is not None and config.has_points
        self.hint.setVisible(config is not None and not config.has_images)
        self._name_hint()

    def _name_hint(self) -> None:
        if self._has_points:
            self.hint.show_hint(translate(SEE_PLANE), translate(SHOW_PLANE))
            return
        self.hint.show_hint(
            self.tr("A straight line has one weight and no layers: its training is shown in Line."),
            self.tr("Show Line"),
        )

    def _on_hint_followed(self) -> None:
        (self.plane_requested if self._has_points else self.line_requested).emit()

    def needs(self, curves: float | None, verdict: float) -> Needs:
        """Return the least heights of the bands, with those of the other parts."""
        margins = self._column.contentsMargins()
        return Needs(
            band=theme.px(MIN_BAND),
            gap=self._column.spacing(),
            frame=margins.top() + margins.bottom(),
            foot=self.close_legend.sizeHint().height() + theme.STEP,
            curves=curves,
            verdict=verdict,
        )

    def show_foot(self, without_band: int, has_legend: bool, hides_curves: bool = False) -> None:
        """Show how many networks have no band, whether the curves have no space, and the legend."""
        self._without_band, self._hides_curves = without_band, hides_curves
        has_more = without_band > 0 or hides_curves
        self.more.setVisible(has_more)
        self.legend.setVisible(has_legend)
        self.close_legend.setVisible(has_legend)
        self._foot.setVisible(has_more or has_legend)
        self.retranslate()

    def _name_more(self) -> None:
        parts = []
        if self._without_band:
            parts.append(self.tr("+{count} more").format(count=self._without_band))
        if self._hides_curves:
            parts.append(self.tr("no space for curves"))
        self.more.setText(" · ".join(parts))
        tip = self.tr("Make the window higher, or hide the runs, to see cost and accuracy here.")
        self.more.setToolTip(plain_tip(tip if self._hides_curves else ""))

    def retranslate(self) -> None:
        """Set all texts again."""
        self._name_hint()
        self._name_more()
        self.legend.setText(
            self.tr(
                "green: for · violet: against · tile: a neuron · bar: how active · strip: all units"
            )
        )
        text = self.tr(
            "green: for, violet: against · tile: a neuron, with its weights in the first layer, in "
            "the colour of its activation in later ones · bar below it: how active · striped "
            "column: all units"
        )
        self.legend.setToolTip(plain_tip(text))
        self.close_legend.setToolTip(self.tr("Hide the legend; Settings show it again"))
        self.close_legend.setAccessibleName(self.tr("Hide the legend"))
