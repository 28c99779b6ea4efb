"""The layers that have a map; loads no torch, so the window may import it."""

from core.config.model import ModelConfig
from core.insight.neurons import INPUT, stages
from core.messages import Message, message


def mapped_layers(model: ModelConfig) -> dict[str, Message]:
    """Return the titles of the layers of a network that have a map, by name, from the input on."""
    return {INPUT: message("Pixels"), **{stage.outcome: stage.title for stage in stages(model)}}


def deepest_hidden(model: ModelConfig) -> str:
    """Return the name of the last hidden layer, or of the outputs where there is none."""
    *hidden, output = stages(model)
    return hidden[-1].outcome if hidden else output.outcome
