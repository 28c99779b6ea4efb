"""A run's network as it was inspected in the background."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from core.config.run import RunConfig
from core.data.ink import Ink
from core.insight.neurons import Floats, Stage, stages
from core.network.architecture import LayerKind, plan
from core.network.weights import Weights

if TYPE_CHECKING:
    from core.insight.activations import Insight

Pick = tuple[int, int]  # indices of a layer of weights and of one of its units


@dataclass(frozen=True)
class Inspection:
    """A run's weights, and what they made of the digit.

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

    def source_of(self, layer: int, index: int) -> Pick | None:
        """Return the neuron or map behind the input `index` of a layer; None for a pixel."""
        if layer == 0:
            return None
        if self.stages[layer - 1].is_convolution:
            _, height, width = self._flattened
            return layer - 1, index // (height * width)
        return layer - 1, index

    @property
    def _flattened(self) -> tuple[int, ...]:
        """The shape of the maps that are the first linear layer's inputs."""
        return next(
            layer.inputs for layer in plan(self.config.model) if layer.kind is LayerKind.FLATTEN
        )
