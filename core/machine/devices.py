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

# The instructions for bfloat16 that oneDNN multiplies matrices with, of Intel and AMD, and of ARM;
# as PyTorch names them, and Linux.
BFLOAT16_INSTRUCTIONS = frozenset({"avx512_bf16", "amx_bf16", "bf16", "sve_bf16", "svebf16"})

# While one thread records a CUDA graph, no other may wait for the whole GPU.
whole_gpu = threading.Lock()


@dataclass(frozen=True)
class DeviceOption:
    """A device and whether this machine has it.

    Attributes:
        name: the hardware's own name.
        reason: why it cannot be used; None if it can.
        reason_against_16_bits: why bfloat16 is slower on it than 32 bits; None if it is not.
    """

    kind: DeviceKind
    name: str
    reason: Message | None = None
    reason_against_16_bits: Message | None = None


def options() -> tuple[DeviceOption, ...]:
    """Return all devices that Inkling knows, with the reason why one cannot be used."""
    cuda_name = torch.cuda.get_device_name() if _has_cuda() else None
    has_mps = _has_mps()

    no_cuda = None if cuda_name is not None else _no_gpu(_no_cuda())
    no_mps = None if has_mps else _no_gpu(_no_mps())
    slow_on_cpu = _slow_16_bits_on_processor()
    slow_on_cuda = None if cuda_name is None else _slow_16_bits_on_cuda()
    slow_on_auto = slow_on_cpu if cuda_name is None else slow_on_cuda
    return (
        DeviceOption(DeviceKind.AUTO, cuda_name or processor.name(), None, slow_on_auto),
        DeviceOption(DeviceKind.CPU, processor.name(), None, slow_on_cpu),
        DeviceOption(DeviceKind.CUDA, cuda_name or "", no_cuda, slow_on_cuda),
        DeviceOption(DeviceKind.MPS, "Apple GPU" if has_mps else "", no_mps),
    )


def reason_against_16_bits(kind: DeviceKind) -> Message | None:
    """Return why a new run on this device should not choose bfloat16; None if it is not slower.

    A run that has been recorded with it can be continued and repeated on any device.
    """
    return next(option.reason_against_16_bits for option in options() if option.kind is kind)


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


def _slow_16_bits_on_processor() -> Message | None:
    """Return a reason unless the processor has the instructions and PyTorch uses them.

    Without them it computes in 32 bits and converts, in 2.4 to 5 times the time (measured on an
    Intel Xeon with AVX-512), although `torch.ops.mkldnn._is_mkldnn_bf16_supported` says yes there.
    """
    if torch.backends.mkldnn.is_available() and _instructions() & BFLOAT16_INSTRUCTIONS:
        return None
    return message(
        "This processor has no instructions for bfloat16; 16 bits would be slower than 32 bits."
    )


def _slow_16_bits_on_cuda() -> Message | None:
    if torch.cuda.is_bf16_supported(including_emulation=False):
        return None
    return message(
        "This GPU has no instructions for bfloat16; 16 bits would be slower than 32 bits."
    )


def _instructions() -> frozenset[str]:
    """Return the names of the processor's instruction sets, as far as they are known."""
    if hasattr(torch.cpu, "get_capabilities"):  # since PyTorch 2.10
        capabilities = torch.cpu.get_capabilities()
        return frozenset(name for name, value in capabilities.items() if value is True)
    return processor.flags()


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
