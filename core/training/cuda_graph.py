"""A step of gradient descent recorded once as a CUDA graph, then played back with a single call for every batch.

A GPU is done with the few dozen kernels of so small a network before Python has asked for the next
one; played back, they follow each other without Python
(https://docs.nvidia.com/cuda/cuda-c-programming-guide/#cuda-graphs). A graph works on the very
memory that it was recorded with: batches are copied into the one that it reads, and so is the
learning rate; what else is changed in the optimizer asks for a new recording.

The graph has to prove itself: its first batch is learned both ways, from the same weights and
random numbers. Where it cannot be recorded, or comes to other weights, the run goes on step by
step, and the log says so.
"""

import logging
from collections.abc import Callable
from typing import Any, Self

import torch
from torch import Tensor, nn, optim

from core.machine import devices

log = logging.getLogger(__name__)

Learn = Callable[[Tensor, Tensor], Tensor]
Recorder = Callable[[Callable[[], Tensor]], Callable[[], Tensor]]

WARM_UPS = 3  # steps before a recording, as PyTorch advises: what is made lazily is made then
AS_FUSED = (
    optim.SGD,
    optim.Adam,
    optim.AdamW,
)  # those with one kernel for all weights, which takes the rate as a tensor
RELATIVE, ABSOLUTE = (
    1e-3,
    1e-5,
)  # how far the weights of both ways may lie apart: another order of sums, no more


class CapturedStep:
    """Learns from one batch after the other, from the fourth on by playing back.

    Args:
        learn: one step: x (B, ...) and y (B,) in, the batch's mean cost out; it must not wait for
            the GPU.
        masks: the generator that the step draws from.
        record: makes of the step, which reads its batch from a fixed place, one that plays back.
    """

    def __init__(
        self,
        learn: Learn,
        network: nn.Module,
        optimizer: optim.Optimizer,
        masks: torch.Generator,
        record: Recorder,
    ) -> None:
        self._learn, self._network, self._optimizer, self._masks = learn, network, optimizer, masks
        self._record = record
        self._rate = torch.zeros(
            (), device=masks.device
        )  # the learning rate, where the graph reads it
        self._batch: tuple[Tensor, Tensor] | None = None  # and the batch
        self._recorded_for: dict[str, Any] = {}
        self._steps = 0  # learned one by one since the optimizer's settings changed
        self._play: Callable[[], Tensor] | None = None
        self._is_given_up = False

    @classmethod
    def of(
        cls, learn: Learn, network: nn.Module, optimizer: optim.Optimizer, masks: torch.Generator
    ) -> Self | None:
        """The step for this network; None if it is not on a CUDA GPU or the optimizer cannot be recorded."""
        if (
            masks.device.type != "cuda"
            or not isinstance(optimizer, AS_FUSED)
            or not optimizer.defaults["fused"]
        ):
            return None
        return cls(learn, network, optimizer, masks, CudaRecorder(masks))

    @property
    def _group(self) -> dict[str, Any]:
        """The optimizer's settings; another dictionary once a checkpoint was put back."""
        group: dict[str, Any] = self._optimizer.param_groups[0]
        return group

    def __call__(self, x: Tensor, y: Tensor) -> Tensor:
        """One step; returns the batch's mean cost, to be used before the next step puts another in its place."""
        settings = {
            name: value for name, value in self._group.items() if name not in ("params", "lr")
        }
        if settings != self._recorded_for:
            self._recorded_for, self._steps, self._play = settings, 0, None
        self._rate.fill_(self._group["lr"])
        if self._play is not None:
            return self._played(self._play, x, y)
        self._steps += 1
        if self._steps <= WARM_UPS or self._is_given_up:
            return self._learned(x, y)
        return self._recorded(x, y)

    def _learned(self, x: Tensor, y: Tensor, is_recorded: bool = False) -> Tensor:
        """One plain step, with the rate from where the graph reads it, which rounds it to 32 bits for both alike."""
        group = self._group
        before = dict(group)
        try:
            group["lr"] = self._rate
            if "capturable" in group:  # Adam's word for it
                group["capturable"] = is_recorded
            return self._learn(x, y)
        finally:
            group.update(before)

    def _played(self, play: Callable[[], Tensor], x: Tensor, y: Tensor) -> Tensor:
        assert self._batch is not None
        for place, values in zip(self._batch, (x, y), strict=True):
            place.copy_(values)
        return play()

    def _recorded(self, x: Tensor, y: Tensor) -> Tensor:
        """Learn from this batch and record how; then once more from the same start by playing back, and compare."""
        before = self._state()
        cost = self._learned(x, y)
        learned = self._state()
        self._restore(before)
        try:
            self._batch = x.clone(), y.clone()
            self._play = self._recording()
            self._played(self._play, x, y)
            if not _are_close(self._state(), learned):
                self._give_up("played back, it comes to other weights")
        # whatever a driver or a version of PyTorch says: the numbers do not depend on it
        except Exception as error:
            self._give_up(f"{type(error).__name__}: {error}")
        self._restore(learned)
        return cost

    def _give_up(self, reason: str) -> None:
        log.warning("the step is not played back as a CUDA graph: %s", reason)
        self._play, self._is_given_up = None, True

    def _recording(self) -> Callable[[], Tensor]:
        assert self._batch is not None
        x, y = self._batch
        return self._record(lambda: self._learned(x, y, is_recorded=True))

    def _state(self) -> tuple[list[Tensor], Tensor]:
        """A copy of everything that a step changes: weights, the optimizer's memory, random numbers."""
        return [tensor.detach().clone() for tensor in self._changing()], self._masks.get_state()

    def _restore(self, state: tuple[list[Tensor], Tensor]) -> None:
        with torch.no_grad():
            for tensor, value in zip(self._changing(), state[0], strict=True):
                tensor.copy_(value)
        self._masks.set_state(state[1])

    def _changing(self) -> list[Tensor]:
        memory = [value for kept in self._optimizer.state.values() for value in kept.values()]
        return [
            *self._network.state_dict().values(),
            *(value for value in memory if isinstance(value, Tensor)),
        ]


class CudaRecorder:
    """Records a step as a CUDA graph; other runs may go on meanwhile."""

    def __init__(self, masks: torch.Generator) -> None:
        self._masks = masks

    def __call__(self, step: Callable[[], Tensor]) -> Callable[[], Tensor]:
        """The step's replay; nothing is computed while recording."""
        graph = torch.cuda.CUDAGraph()
        graph.register_generator_state(self._masks)
        with devices.whole_gpu, torch.cuda.graph(graph, capture_error_mode="thread_local"):
            cost = step()

        def play() -> Tensor:
            graph.replay()
            return cost

        return play


def _are_close(one: tuple[list[Tensor], Tensor], other: tuple[list[Tensor], Tensor]) -> bool:
    """Whether two states are the same but for rounding; their random numbers must be the same."""
    return torch.equal(one[1], other[1]) and all(
        torch.allclose(a, b, RELATIVE, ABSOLUTE, equal_nan=True)
        for a, b in zip(one[0], other[0], strict=True)
    )
