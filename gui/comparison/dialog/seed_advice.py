"""The advice under the number of seeds: how small a difference they would show."""

from collections.abc import Sequence
from functools import partial

from PySide6.QtWidgets import QWidget

from core.comparison.experiment import Experiment, Member
from core.comparison.outlook import Outlook, advice
from gui.comparison.outlooks import Outlooks
from gui.style import theme
from gui.style.translation import translate
from gui.widgets.plain_text import PlainLabel


class SeedAdvice(PlainLabel):
    """What a number of seeds would show of the chosen networks, estimated from kept runs.

    Args:
        outlooks: makes the estimates; None for general advice only.
    """

    def __init__(self, outlooks: Outlooks | None, parent: QWidget) -> None:
        super().__init__(parent)
        self.setProperty("role", "quiet")
        self.setFont(theme.sized(self.font(), theme.TEXT))
        self.setWordWrap(True)
        self._source = outlooks
        self._members: tuple[Member, ...] = ()  # of which the outlooks are, or will be
        self._outlooks: Sequence[Outlook] = ()

    def show_for(self, experiment: Experiment) -> None:
        """Show the advice for an experiment of two networks or more."""
        if experiment.members != self._members:
            self._members, self._outlooks = experiment.members, ()
            if self._source is not None:
                self._source.request(experiment, partial(self._on_outlooks, experiment))
        self.setText(translate(advice(len(experiment.seeds), self._outlooks)))

    def _on_outlooks(self, experiment: Experiment, outlooks: Sequence[Outlook]) -> None:
        """Take the estimate, unless other networks are chosen meanwhile."""
        if experiment.members == self._members:
            self._outlooks = outlooks
            self.show_for(experiment)
