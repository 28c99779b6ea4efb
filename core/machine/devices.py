"""What can compute here."""

import os
import threading
from dataclasses import dataclass

import torch

from core.config.choices import DeviceKind
from core.errors import DeviceError
from core.machine import processor
from core.machine.safe_mode import NO_GPU
from core.messages import Message, message

whole_gpu = (
    threading.Lock()
)  # nobody may wait for the GPU as a whole while another thread records a CUDA graph


@dataclass(frozen=True)
class DeviceOption:
    """A device and whether this machine has it.

    Attributes:
        name: what the hardware calls itself.
        obstacle: why it cannot be used; None if it can.
    """

    kind: DeviceKind
    name: str
    obstacle: Message | None = None


def options() -> tuple[DeviceOption, ...]:
    """All devices that Inkling knows, with what stands in the way of each."""
    cuda, mps = _has_cuda(), _has_mps()
    return (
        DeviceOption(DeviceKind.AUTO, torch.cuda.get_device_name() if cuda else processor.name()),
        DeviceOption(DeviceKind.CPU, processor.name()),
        DeviceOption(
            DeviceKind.CUDA,
            torch.cuda.get_device_name() if cuda else "",
            None if cuda else _no_gpu(_no_cuda()),
        ),
        DeviceOption(
            DeviceKind.MPS,
            "Apple GPU" if mps else "",
            None
            if mps
            else _no_gpu(
                message("PyTorch finds no Apple GPU on this machine; choose cpu or auto.")
            ),
        ),
    )


def resolve(kind: DeviceKind) -> torch.device:
    """The device to compute on; `auto` is a CUDA GPU if there is one, else the processor.

    An Apple GPU is taken only when asked for: for networks this small the processor is often
        quicker.

    Raises:
        DeviceError: if this machine does not have it.
    """
    if kind is DeviceKind.AUTO:
        return torch.device("cuda" if _has_cuda() else "cpu")
    obstacle = next(option.obstacle for option in options() if option.kind is kind)
    if obstacle is not None:
        raise DeviceError(obstacle)
    return torch.device(kind.value)


def free_memory() -> None:
    """Give back to the GPU what PyTorch keeps for later; without one nothing is done."""
    if torch.cuda.is_initialized():
        with whole_gpu:
            torch.cuda.empty_cache()


def _has_cuda() -> bool:
    return NO_GPU not in os.environ and torch.cuda.is_available()


def _has_mps() -> bool:
    return NO_GPU not in os.environ and torch.backends.mps.is_available()


def _no_gpu(reason: Message) -> Message:
    return (
        message("In safe mode no GPU is looked for; choose cpu or auto.")
        if NO_GPU in os.environ
        else reason
    )


def _no_cuda() -> Message:
    if torch.backends.cuda.is_built():
        return message("PyTorch finds no CUDA GPU on this machine; choose cpu or auto.")
    return message("This build of PyTorch has no CUDA; choose cpu or auto.")
