"""A network's answers to examples that it is not trained on, and their accuracy."""

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from functools import partial

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor, nn

from core.cancellation import check_cancelled
from core.config.choices import Precision
from core.config.run import RunConfig
from core.data.datasets import Data
from core.evaluation.assessment import Reading
from core.machine.processor import flush_denormals
from core.network.models import evaluation_mode, network_of
from core.network.weights import Weights

CHUNK = 1000  # examples at a time: fast, and short enough to stop in between
# images at a time in layers of maps; the maps of more of them take so much memory that the system
# takes it back after each layer and clears it again (measured: twice the time with 250)
IMAGES = 50

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
    """Return the mean cost, and the share of right answers (0 for a regression).

    The network is switched to evaluation mode, without dropout, and back to its former mode.

    Args:
        network: maps `x` to logits (N, 10), or to values (N, 1).
        x, y: as in `core.data.datasets.Data`.
        loss: the mean cost of a batch, from outputs and `y`.
        before_chunk: called before each thousand examples; may raise to stop.
    """
    cost, right = 0.0, 0

    def add(outputs: Tensor, labels: Tensor) -> None:
        nonlocal cost, right
        cost += loss(outputs, labels).item() * len(labels)
        if not labels.is_floating_point():
            right += int((outputs.argmax(dim=1) == labels).sum())

    _ask(network, x, y, add, before_chunk)
    return cost / len(x), right / len(x)


def logits(config: RunConfig, network: nn.Module, x: Tensor) -> Tensor:
    """Compute the outputs (N, 10) for `x` (N, 784), in the arithmetic of the run's training."""
    answers: list[Tensor] = []

    def add(outputs: Tensor, _labels: Tensor) -> None:
        answers.append(outputs)

    with torch.autocast("cpu", torch.bfloat16, enabled=config.precision is Precision.BFLOAT16):
        _ask(network, x, torch.zeros(len(x)), add)
    return torch.cat(answers)


def probabilities(config: RunConfig, weights: Weights, data: Data) -> NDArray[np.float64]:
    """Compute a network's probabilities for each test digit: softmax, float64 (N, 10).

    The softmax is in double precision, so that the largest probability is where the largest output
    is, however confident the network.
    """
    outputs = logits(config, network_of(config, weights), data.test_x.cpu())
    shares: NDArray[np.float64] = torch.softmax(outputs.double(), dim=1).numpy()
    return shares


def read(config: RunConfig, weights: Weights, data: Data) -> Reading:
    """Have a network with these weights read all test digits.

    The network is built separately on the CPU, so this works for a run that is still training, and
    from any thread.
    """
    outputs = logits(config, network_of(config, weights), data.test_x.cpu())
    given = outputs.argmax(dim=1)
    return Reading(given.numpy().astype(np.uint8), (given == data.test_y.cpu()).numpy())


@torch.inference_mode()
def _ask(
    network: nn.Module,
    x: Tensor,
    y: Tensor,
    add: Callable[[Tensor, Tensor], None],
    before_chunk: Callable[[], None] = _nothing,
) -> None:
    """Pass evaluation outputs and labels to `add`, a thousand examples at a time."""
    with evaluation_mode(network), _answers(network, x) as answers:
        for answer, labels in zip(answers, y.split(CHUNK), strict=True):
            check_cancelled()
            before_chunk()
            add(answer(), labels)


@contextmanager
def _answers(network: nn.Module, x: Tensor) -> Iterator[list[Callable[[], Tensor]]]:
    """Provide a callable for each thousand examples that returns their outputs.

    On the CPU each thousand is computed by one thread, several at the same time. A product that
    threads share may be rounded differently, and a network's answers must not depend on the number
    of threads of the caller.
    """
    chunks, threads = x.split(CHUNK), torch.get_num_threads()
    if x.device.type != "cpu" or threads == 1:
        yield [partial(_outputs, network, chunk) for chunk in chunks]
        return

    alone = _alone(network)
    if len(chunks) == 1:  # a thread for it would start later than it is done
        try:
            yield [partial(alone, x)]
        finally:
            torch.set_num_threads(threads)
        return

    pool = ThreadPoolExecutor(threads, initializer=flush_denormals)
    try:
        yield [pool.submit(alone, chunk).result for chunk in chunks]
    finally:
        pool.shutdown(cancel_futures=True)
        # threads started later begin with the number set last, by any thread
        torch.set_num_threads(threads)


def _alone(network: nn.Module) -> Callable[[Tensor], Tensor]:
    """Return a function that computes outputs on one thread, with the calling thread's autocast."""
    is_autocast, dtype = torch.is_autocast_enabled("cpu"), torch.get_autocast_dtype("cpu")

    def answer(x: Tensor) -> Tensor:
        torch.set_num_threads(1)
        with torch.inference_mode(), torch.autocast("cpu", dtype, enabled=is_autocast):
            return _outputs(network, x)

    return answer


def _outputs(network: nn.Module, x: Tensor) -> Tensor:
    """Compute the outputs for a chunk; layers of maps get fewer images at a time.

    Linear layers get the whole chunk, since the size of a product may decide how it is rounded. In
    a convolution each image is computed by itself.
    """
    children = list(network.children()) if isinstance(network, nn.Sequential) else []
    flatten = [index for index, child in enumerate(children) if isinstance(child, nn.Flatten)]
    if not flatten:
        outputs: Tensor = network(x)
        return outputs

    maps, linear = nn.Sequential(*children[: flatten[0]]), nn.Sequential(*children[flatten[0] :])
    outputs = linear(torch.cat([maps(images) for images in x.split(IMAGES)]))
    return outputs
