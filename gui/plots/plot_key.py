"""The key to the lines of the plots, next to their legend."""

from collections.abc import Sequence

from PySide6.QtCore import QCoreApplication, Qt
from PySide6.QtWidgets import QWidget

from gui.style import theme
from gui.widgets.plain_text import PlainElidingLabel, plain_tip


def unseen_name(seals: Sequence[bool]) -> str:
    """Name the examples that judge runs, of which some test sets may be closed, in a word."""
    if not any(seals):
        return QCoreApplication.translate("PlotKey", "test")
    if all(seals):
        return QCoreApplication.translate("PlotKey", "held out")
    return QCoreApplication.translate("PlotKey", "test / held out")


class PlotKey(PlainElidingLabel):
    """Explains bold and faint lines, or which visible runs are not drawn, and why."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("role", "quiet")
        self.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        self.setFont(theme.sized(self.font(), theme.TEXT))

    def show_lines(self, sample_sizes: Sequence[int], seals: Sequence[bool] = ()) -> None:
        """Explain the lines, and what is measured within an epoch, on so many test examples.

        Args:
            seals: whether the test set of each run is closed.
        """
        text = self.tr("bold: test · faint: training")
        if any(seals):
            text = self.tr("bold: held out · faint: training")
            if not all(seals):
                text = self.tr("bold: test, or held out · faint: training")
        tip = text
        if any(seals):
            closed = self.tr(
                "Runs that hold examples out are drawn by these, until their test set is opened in "
                "the table of runs."
            )
            tip = f"{text}\n{closed}"
        if sample_sizes:
            sample = self.tr(
                "Within an epoch, faint is the mean cost of its batches so far; bold (≈) is "
                "measured after each quarter, in the first epoch more often, on {count} of these "
                "examples: always the same, spread evenly over all. The end of the epoch is "
                "measured on all of them."
            )
            tip = f"{tip}\n{sample.format(count=' / '.join(map(str, sample_sizes)))}"
        self.setText(text)
        self.setToolTip(plain_tip(tip))

    def show_left_out(self, count: int, shows_weights: bool) -> None:
        """Explain that runs are not drawn, because their costs are of another kind.

        Args:
            shows_weights: whether the runs that are drawn fit lines.
        """
        if shows_weights:
            text = self.tr("not drawn: %n run(s) with cross-entropy; select one", "", count)
        else:
            text = self.tr("not drawn: %n run(s) with squared error; select one", "", count)
        tip = self.tr(
            "Squared errors and cross-entropies cannot be compared, so they never share an axis. "
            "Select a run to see it and all others of its kind."
        )
        self.setText(text)
        self.setToolTip(plain_tip(tip))
