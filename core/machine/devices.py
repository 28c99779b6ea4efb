"""The devices that can compute on this machine."""

import os
import threading
from dataclasses import dataclass

import torch

from core.config.choices import DeviceKind
from core.errors import DeviceError
from core.machine import processor
from core.machine.safe_mode import NO_GPU
from core.messages import Message, message

# While one thread records a CUDA graph, no other may wait for the whole GPU.
whole_gpu = threading.Lock()


@dataclass(frozen=True)
class DeviceOption:
    """A device and whether this machine has it.

    Attributes:
        name: the hardware's own name.
        reason: why it cannot be used; None if it can.
    """

    kind: DeviceKind
    name: str
    reason: Message | None = None


def options() -> tuple[DeviceOption, ...]:
    """Return all devices that Inkling knows, with the reason why one cannot be used."""
    cuda_name = torch.cuda.get_device_name() if _has_cuda() else None
    has_mps = _has_mps()

    no_cuda = None if cuda_name is not None else _no_gpu(_no_cuda())
    no_mps = None if has_mps else _no_gpu(_no_mps())
    return (
        DeviceOption(DeviceKind.AUTO, cuda_name or processor.name()),
        DeviceOption(DeviceKind.CPU, processor.name()),
        DeviceOption(DeviceKind.CUDA, cuda_name or "", no_cuda),
        DeviceOption(DeviceKind.MPS, "Apple GPU" if has_mps else "", no_mps),
    )


def resolve(kind: DeviceKind) -> torch.device:
    """Return the device to compute on; `auto` prefers a CUDA GPU to the processor.

    An Apple GPU is used only on request: for networks this small the processor is often faster.

    Raises:
        DeviceError: if this machine does not have it.
    """
    if kind is DeviceKind.AUTO:
        return torch.device("cuda" if _has_cuda() else "cpu")
    reason = next(option.reason for option in options() if option.kind is kind)
    if reason is not None:
        raise DeviceError(reason)
    return torch.device(kind.value)


def free_memory() -> None:
    """Return the memory that PyTorch has cached to the GPU, if there is one."""
    if torch.cuda.is_initialized():
        with whole_gpu:
            torch.cuda.empty_cache()


def _has_cuda() -> bool:
    return NO_GPU not in os.environ and torch.cuda.is_available()


def _has_mps() -> bool:
    return NO_GPU not in os.environ and torch.backends.mps.is_available()


def _no_gpu(reason: Message) -> Message:
    return (
        message("Safe mode does not look for a GPU; choose cpu or auto.")
        if NO_GPU in os.environ
        else reason
    )


def _no_cuda() -> Message:
    if torch.backends.cuda.is_built():
        return message("PyTorch finds no CUDA GPU on this machine; choose cpu or auto.")
    return message("This build of PyTorch has no CUDA; choose cpu or auto.")


def _no_mps() -> Message:
    return message("PyTorch finds no Apple GPU on this machine; choose cpu or auto.")
