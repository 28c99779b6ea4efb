"""How well a network reads examples that it is not being trained on."""

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from functools import partial

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor, nn

from core.config.choices import Precision
from core.config.run import RunConfig
from core.data.datasets import Data
from core.network.models import network_of
from core.network.weights import Weights

CHUNK = 1000  # examples at a time: quick, and short enough to be stopped in between

Loss = Callable[[Tensor, Tensor], Tensor]


def _nothing() -> None:
    pass


def cost_and_accuracy(
    network: nn.Module,
    x: Tensor,
    y: Tensor,
    loss: Loss,
    before_chunk: Callable[[], None] = _nothing,
) -> tuple[float, float]:
    """Mean cost over all examples, and the share whose largest output is the label (0 for a regression).

    The network is switched to evaluation, so that dropout rests, and back to what it was.

    Args:
        network: maps `x` to logits (N, 10), or to values (N, 1).
        x, y: as in `core.data.datasets.Data`.
        loss: mean cost of a batch from outputs and `y`.
        before_chunk: called before each thousand examples; may raise to give up.
    """
    cost, right = 0.0, 0

    def take(outputs: Tensor, labels: Tensor) -> None:
        nonlocal cost, right
        cost += loss(outputs, labels).item() * len(labels)
        if not labels.is_floating_point():
            right += int((outputs.argmax(dim=1) == labels).sum())

    _ask(network, x, y, take, before_chunk)
    return cost / len(x), right / len(x)


def logits(config: RunConfig, network: nn.Module, x: Tensor) -> Tensor:
    """The outputs (N, 10) for `x` (N, 784), in the arithmetic in which the run was measured while it trained."""
    answers: list[Tensor] = []

    def take(outputs: Tensor, _labels: Tensor) -> None:
        answers.append(outputs)

    with torch.autocast("cpu", torch.bfloat16, enabled=config.precision is Precision.BFLOAT16):
        _ask(network, x, torch.zeros(len(x)), take)
    return torch.cat(answers)


def probabilities(config: RunConfig, weights: Weights, data: Data) -> NDArray[np.float64]:
    """What a network with these weights makes of each test digit: the softmax of its outputs, float64 (N, 10).

    In double precision, so that the largest probability is where the largest output is, however
    sure the network.
    """
    outputs = logits(config, network_of(config, weights), data.test_x.cpu())
    shares: NDArray[np.float64] = torch.softmax(outputs.double(), dim=1).numpy()
    return shares


def reads_right(config: RunConfig, weights: Weights, data: Data) -> NDArray[np.bool_]:
    """Whether a network with these weights reads each test digit right: bool (N,).

    It is built anew on the CPU, so this can be asked of a run that still trains, and from any
    thread.
    """
    outputs = logits(config, network_of(config, weights), data.test_x.cpu())
    right: NDArray[np.bool_] = (outputs.argmax(dim=1) == data.test_y.cpu()).numpy()
    return right


@torch.inference_mode()
def _ask(
    network: nn.Module,
    x: Tensor,
    y: Tensor,
    take: Callable[[Tensor, Tensor], None],
    before_chunk: Callable[[], None] = _nothing,
) -> None:
    """Give `take` the resting network's outputs and the labels, a thousand examples at a time."""
    was_training = network.training
    network.eval()
    try:
        with _answers(network, x) as answers:
            for answer, labels in zip(answers, y.split(CHUNK), strict=True):
                before_chunk()
                take(answer(), labels)
    finally:
        network.train(was_training)


@contextmanager
def _answers(network: nn.Module, x: Tensor) -> Iterator[list[Callable[[], Tensor]]]:
    """What gives the outputs for each thousand examples when it is called.

    On the processor one thread computes each thousand, several side by side. A product that threads
    share may be rounded otherwise, and a network's answers must not depend on the number of threads
    of whoever asks.
    """
    chunks, threads = x.split(CHUNK), torch.get_num_threads()
    if x.device.type != "cpu" or threads == 1:
        yield [partial(network, chunk) for chunk in chunks]
        return
    pool = ThreadPoolExecutor(threads)
    try:
        alone = _alone(network)
        yield [pool.submit(alone, chunk).result for chunk in chunks]
    finally:
        pool.shutdown(cancel_futures=True)
        torch.set_num_threads(
            threads
        )  # threads that are started later begin with what was set last, by any thread


def _alone(network: nn.Module) -> Callable[[Tensor], Tensor]:
    """Let the calling thread answer by itself, in the arithmetic (autocast) of the thread that asks for it here."""
    is_autocast, number = torch.is_autocast_enabled("cpu"), torch.get_autocast_dtype("cpu")

    def answer(x: Tensor) -> Tensor:
        torch.set_num_threads(1)
        with torch.inference_mode(), torch.autocast("cpu", number, enabled=is_autocast):
            outputs: Tensor = network(x)
            return outputs

    return answer
