"""Private copies of the runs' networks, which read the drawing.

Each is built once its run has weights; by then torch is loaded.
"""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from core.config.run import RunConfig
from core.data.ink import Ink
from core.network.weights import Weights

if TYPE_CHECKING:
    from core.insight.predictor import Predictor


class Predictors:
    """One predictor for each run, by the run's id; for the GUI thread only."""

    def __init__(self) -> None:
        self._predictors: dict[str, Predictor] = {}

    def knows(self, run: str) -> bool:
        """Return whether the run has published weights."""
        return run in self._predictors

    def set_network(self, run: str, config: RunConfig, weights: Weights) -> None:
        """Answer for a run with these weights from now on."""
        from core.insight.predictor import Predictor

        predictor = self._predictors.get(run) or Predictor(
            config.model,
            config.data.pixels,
            config.data.shuffle_pixels,
            config.data.is_dark_on_light,
        )
        predictor.set_weights(weights)
        self._predictors[run] = predictor

    def probabilities(self, run: str, digit: Ink) -> Sequence[float]:
        """Return each class's probability for ink (28, 28)."""
        return [float(share) for share in self._predictors[run].probabilities(digit)]

    def forget(self, run: str) -> None:
        """Drop a run's network."""
        self._predictors.pop(run, None)
