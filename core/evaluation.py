"""How well a network reads examples that it is not being trained on."""

from collections.abc import Callable

import torch
from torch import Tensor, nn

CHUNK = 1000  # examples at a time: quick, and short enough to be stopped in between

Loss = Callable[[Tensor, Tensor], Tensor]


@torch.inference_mode()
def cost_and_accuracy(
    network: nn.Module, x: Tensor, y: Tensor, loss: Loss, before_chunk: Callable[[], None] = lambda: None
) -> tuple[float, float]:
    """Mean cost over all examples, and the share whose largest output is the label (0 for a regression).

    The network is switched to evaluation, so that dropout rests, and back to what it was.

    Args:
        network: maps `x` to logits (N, 10), or to values (N, 1).
        x, y: as in `core.datasets.Data`.
        loss: mean cost of a batch from outputs and `y`.
        before_chunk: called before each thousand examples; may raise to give up.
    """
    was_training = network.training
    network.eval()
    cost, right = 0.0, 0
    try:
        for chunk_x, chunk_y in zip(x.split(CHUNK), y.split(CHUNK), strict=True):
            before_chunk()
            outputs = network(chunk_x)
            cost += loss(outputs, chunk_y).item() * len(chunk_x)
            if not y.is_floating_point():
                right += int((outputs.argmax(dim=1) == chunk_y).sum())
    finally:
        network.train(was_training)
    return cost / len(x), right / len(x)
