"""A step of gradient descent recorded as a CUDA graph, then replayed with one call per batch.

A GPU finishes the few dozen kernels of so small a network before Python has launched the next one;
replayed, they follow each other without Python
(https://docs.nvidia.com/cuda/cuda-c-programming-guide/#cuda-graphs). A graph works on the very
memory that it was recorded with. So each batch, and the learning rate, are copied to where the
graph reads them. A change of any other option of the optimizer, or of a dropout rate, needs a new
recording.

The graph has to prove itself: its first batch is learned both ways, from the same weights and
random numbers. If it cannot be recorded or arrives at other weights, the run goes on step by step,
and the log says so.
"""

import logging
from collections.abc import Callable
from typing import Any, Self

import torch
from torch import Tensor, nn, optim

from core.machine import devices
from core.network.models import dropouts

log = logging.getLogger(__name__)

Step = Callable[[Tensor, Tensor], Tensor]
Replay = Callable[[], Tensor]
Recorder = Callable[[Callable[[], Tensor]], Replay]
State = tuple[list[Tensor], Tensor]  # weights and the optimizer's memory; random numbers

# Plain steps before a recording, as PyTorch advises: what is created lazily is created then.
WARM_UPS = 3
# Optimizers with one kernel for all weights that takes the learning rate as a tensor.
RECORDABLE = (optim.SGD, optim.Adam, optim.AdamW)
# How far the weights of both ways may differ: another order of sums, no more.
RELATIVE_TOLERANCE, ABSOLUTE_TOLERANCE = 1e-3, 1e-5


class CapturedStep:
    """The step for one network and its optimizer; from the fourth batch on it replays a recording.

    Args:
        step: one plain step: x (B, ...) and y (B,) in, the batch's mean cost out; it must not wait
            for the GPU.
        masks: the generator that the step draws from.
        record: turns a step without arguments, which reads its batch from fixed memory, into its
            replay.
    """

    def __init__(
        self,
        step: Step,
        network: nn.Sequential,
        optimizer: optim.Optimizer,
        masks: torch.Generator,
        record: Recorder,
    ) -> None:
        self._step = step
        self._network = network
        self._dropouts = dropouts(network)
        self._optimizer = optimizer
        self._masks = masks
        self._record = record

        # the memory that the graph reads
        self._rate = torch.zeros((), device=masks.device)
        self._batch: tuple[Tensor, Tensor] | None = None

        # the recording, and the settings that it was made for
        self._replay: Replay | None = None
        self._recorded_settings: dict[str, Any] = {}
        self._plain_steps = 0  # since the settings changed
        self._is_given_up = False

    @classmethod
    def of(
        cls, step: Step, network: nn.Sequential, optimizer: optim.Optimizer, masks: torch.Generator
    ) -> Self | None:
        """Return the step for this network; None without a CUDA GPU or a fused optimizer."""
        if (
            masks.device.type != "cuda"
            or not isinstance(optimizer, RECORDABLE)
            or not optimizer.defaults["fused"]
        ):
            return None
        return cls(step, network, optimizer, masks, CudaRecorder(masks))

    @property
    def _options(self) -> dict[str, Any]:
        """The optimizer's present options; restoring a checkpoint replaces the dictionary."""
        options: dict[str, Any] = self._optimizer.param_groups[0]
        return options

    def _settings(self) -> dict[str, Any]:
        """Return the present numbers that a recording would repeat: options and dropout rates."""
        options = {
            name: value for name, value in self._options.items() if name not in ("params", "lr")
        }
        return {**options, "dropout": [dropout.rate for dropout in self._dropouts]}

    def __call__(self, x: Tensor, y: Tensor) -> Tensor:
        """Take one step; return the batch's mean cost, which the next step overwrites."""
        # other settings than those recorded: begin again
        settings = self._settings()
        if settings != self._recorded_settings:
            self._recorded_settings = settings
            self._plain_steps = 0
            self._replay = None

        self._rate.fill_(self._options["lr"])
        if self._replay is not None:
            return self._replay_with(self._replay, x, y)

        self._plain_steps += 1
        if self._plain_steps <= WARM_UPS or self._is_given_up:
            return self._take_step(x, y)
        return self._take_and_record_step(x, y)

    def _take_step(self, x: Tensor, y: Tensor, is_recorded: bool = False) -> Tensor:
        """Take a plain step, with the learning rate as the graph reads it: rounded to 32 bits."""
        options = self._options
        before = dict(options)
        try:
            options["lr"] = self._rate
            if "capturable" in options:  # Adam's name for it
                options["capturable"] = is_recorded
            return self._step(x, y)
        finally:
            options.update(before)

    def _replay_with(self, replay: Replay, x: Tensor, y: Tensor) -> Tensor:
        """Copy the batch to where the graph reads it, and replay the graph."""
        assert self._batch is not None
        for memory, values in zip(self._batch, (x, y), strict=True):
            memory.copy_(values)
        return replay()

    def _take_and_record_step(self, x: Tensor, y: Tensor) -> Tensor:
        """Take a plain step; then record it, replay it from the same start, and compare the two."""
        start = self._state()
        cost = self._take_step(x, y)
        expected = self._state()

        self._restore(start)
        try:
            self._batch = x.clone(), y.clone()
            self._replay = self._record_step(*self._batch)
            self._replay_with(self._replay, x, y)
            if not _are_close(self._state(), expected):
                self._give_up("played back, it comes to other weights")
        # whatever a driver or a version of PyTorch raises: the run does not need the graph
        except Exception as error:
            self._give_up(f"{type(error).__name__}: {error}")

        self._restore(expected)
        return cost

    def _record_step(self, x: Tensor, y: Tensor) -> Replay:
        return self._record(lambda: self._take_step(x, y, is_recorded=True))

    def _give_up(self, reason: str) -> None:
        log.warning("the step is not played back as a CUDA graph: %s", reason)
        self._replay = None
        self._is_given_up = True

    def _state(self) -> State:
        """Return a copy of everything that a step changes."""
        return [tensor.detach().clone() for tensor in self._tensors()], self._masks.get_state()

    def _restore(self, state: State) -> None:
        tensors, random = state
        with torch.no_grad():
            for tensor, value in zip(self._tensors(), tensors, strict=True):
                tensor.copy_(value)
        self._masks.set_state(random)

    def _tensors(self) -> list[Tensor]:
        """Return the tensors that a step changes: weights and the optimizer's memory."""
        memory = [value for state in self._optimizer.state.values() for value in state.values()]
        return [
            *self._network.state_dict().values(),
            *(value for value in memory if isinstance(value, Tensor)),
        ]


class CudaRecorder:
    """The recorder of a step as a CUDA graph; other runs may train meanwhile."""

    def __init__(self, masks: torch.Generator) -> None:
        self._masks = masks

    def __call__(self, step: Callable[[], Tensor]) -> Replay:
        """Return the step's replay; nothing is computed while recording."""
        graph = torch.cuda.CUDAGraph()
        graph.register_generator_state(self._masks)
        with devices.whole_gpu, torch.cuda.graph(graph, capture_error_mode="thread_local"):
            cost = step()

        def replay() -> Tensor:
            graph.replay()
            return cost

        return replay


def _are_close(state: State, expected: State) -> bool:
    """Return whether two states agree but for rounding; their random numbers must be equal."""
    tensors, random = state
    expected_tensors, expected_random = expected
    return torch.equal(random, expected_random) and all(
        torch.allclose(a, b, RELATIVE_TOLERANCE, ABSOLUTE_TOLERANCE, equal_nan=True)
        for a, b in zip(tensors, expected_tensors, strict=True)
    )
