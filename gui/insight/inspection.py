"""A run's network as it was inspected in the background."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from core.config.run import RunConfig
from core.data.ink import Ink
from core.errors import DataError
from core.insight.neurons import INPUT, Floats, Stage, stages
from core.insight.reasons import Reason, reason
from core.network.architecture import LayerKind, plan
from core.network.weights import Weights
from gui.runs.moments import ShownNetwork

if TYPE_CHECKING:
    from core.insight.activations import Insight

Pick = tuple[int, int]  # indices of a layer of weights and of one of its units


@dataclass(frozen=True)
class Inspection:
    """A run's network, and what it made of the digit.

    Attributes:
        images: what the first layer looks for, see `core.insight.activations.weight_images`.
        pixels: the digit as the network gets it, in the drawing's order, (28, 28); None without a
            digit.
        insight: None without a digit.
        reason: why the network answers as it does; None without a digit or an answer.
        is_example: whether the digit is a test image, read while nothing is drawn.
        label: its class; None of a drawing.
    """

    network: ShownNetwork
    images: Floats
    digit: Ink | None
    pixels: Floats | None
    insight: "Insight | None"
    reason: Reason | None = None
    is_example: bool = False
    label: int | None = None

    @property
    def config(self) -> RunConfig:
        """The config of the network's run."""
        return self.network.config

    @property
    def weights(self) -> Weights:
        """The network's weights."""
        return self.network.weights

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


def inspect(
    network: ShownNetwork,
    digit: Ink | None,
    passes_seed: int | None,
    example: Ink | None = None,
) -> Inspection:
    """Inspect a network; for the jobs' thread only, since loading torch takes long.

    Args:
        network: the run's network to inspect.
        digit: ink (28, 28) for the network to read; None for a test image.
        passes_seed: seed of the passes with dropout; None for no passes. With passes, the test
            image is one whose answer wavers from pass to pass.
        example: the test image as ink; None for the network's own, see `core.insight.example`.
    """
    from core.insight import activations
    from core.insight.example import first_misread, first_wavering, label_of

    config, weights = network.config, network.weights
    images = activations.weight_images(config, weights)
    is_example, label = digit is None, None
    if digit is None:
        try:
            wavering = None if passes_seed is None else first_wavering(config, weights)
            digit = wavering if wavering is not None else example
            digit = first_misread([config]) if digit is None else digit
            label = label_of(config, digit)
        except DataError:  # without the data, only a drawing can be read
            return Inspection(network, images, None, None, None)

    insight = activations.inspect_network(config, weights, digit, passes_seed)
    pixels = activations.on_pixels(config.data, insight.activations[INPUT])
    why = reason(config.model, weights, insight.activations)
    return Inspection(network, images, digit, pixels, insight, why, is_example, label)
