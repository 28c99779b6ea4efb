"""What an errand brings back from a look into a run's network, and how a neuron of it is shown."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from core.config.run import RunConfig
from core.data.ink import Ink
from core.insight.neurons import Floats, Stage, stages
from core.network.architecture import LayerKind, plan
from core.network.weights import Weights

if TYPE_CHECKING:
    from core.insight.activations import Insight

Pick = tuple[int, int]  # a layer of weights and one of its neurons


@dataclass(frozen=True)
class Inspection:
    """A run's network as it was looked at.

    Attributes:
        images: what the first layer looks for, see `core.insight.activations.weight_images`.
        pixels: the digit as the network gets it, in the drawing's order, (28, 28); None without a
            digit.
        insight: None without a digit.
    """

    run: str
    config: RunConfig
    weights: Weights
    images: Floats
    digit: Ink | None
    pixels: Floats | None
    insight: "Insight | None"

    @property
    def stages(self) -> tuple[Stage, ...]:
        """The layers of weights."""
        return stages(self.config.model)

    def source_of(self, place: int, which: int) -> Pick | None:
        """The neuron or map that gives a layer its input at this place; None for a pixel."""
        if place == 0:
            return None
        source = self.stages[place - 1]
        if source.is_convolution:
            _, height, width = self._flattened
            return place - 1, which // (height * width)
        return place - 1, which

    @property
    def _flattened(self) -> tuple[int, ...]:
        """The shape of the maps that the first linear layer takes in."""
        return next(
            layer.inputs for layer in plan(self.config.model) if layer.kind is LayerKind.FLATTEN
        )
