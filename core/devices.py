"""What can compute here."""

import platform
from dataclasses import dataclass

import torch

from core.choices import DeviceKind
from core.messages import DeviceError, Message, message


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
    cuda, mps = torch.cuda.is_available(), torch.backends.mps.is_available()
    return (
        DeviceOption(DeviceKind.AUTO, torch.cuda.get_device_name() if cuda else _processor()),
        DeviceOption(DeviceKind.CPU, _processor()),
        DeviceOption(
            DeviceKind.CUDA,
            torch.cuda.get_device_name() if cuda else "",
            None if cuda else _no_cuda(),
        ),
        DeviceOption(
            DeviceKind.MPS,
            "Apple GPU" if mps else "",
            None if mps else message("PyTorch finds no Apple GPU on this machine; choose cpu or auto."),
        ),
    )


def resolve(kind: DeviceKind) -> torch.device:
    """The device to compute on; `auto` is a CUDA GPU if there is one, else the processor.

    An Apple GPU is taken only when asked for: for networks this small the processor is often quicker.

    Raises:
        DeviceError: if this machine does not have it.
    """
    if kind is DeviceKind.AUTO:
        return torch.device("cuda" if torch.cuda.is_available() else "cpu")
    obstacle = next(option.obstacle for option in options() if option.kind is kind)
    if obstacle is not None:
        raise DeviceError(obstacle)
    return torch.device(kind.value)


def _processor() -> str:
    return platform.processor() or platform.machine()


def _no_cuda() -> Message:
    if torch.backends.cuda.is_built():
        return message("PyTorch finds no CUDA GPU on this machine; choose cpu or auto.")
    return message("This build of PyTorch has no CUDA; choose cpu or auto.")
