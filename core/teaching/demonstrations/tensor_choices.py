"""The lines of the tutorial's section on tensors, and what can be chosen in them."""

from collections.abc import Sequence
from dataclasses import dataclass

from core.config.choices import Choice
from core.messages import Message, message

BATCHES = (1, 10, 100)  # images on their way through a network
TIMED_BATCHES = (1, 10, 100, 1000, 10_000)  # images whose product is timed
META = "meta"  # the device without memory
MAX_NUMBERS = 6  # of a tensor that one makes
MAX_SIZE = 999  # of such a number
A, B = (2, 3, 4), (3, 4, 5)  # the tutorial's


class Line(Choice):
    """A line that one can execute; the value is its code."""

    AVAILABLE = "print(torch.cuda.is_available())", message("Is there an NVIDIA GPU?")
    MISSPELT = (
        "print(torch.cuda.is_avaliable())",
        message("As the tutorial spells it: two letters are exchanged"),
    )
    MAKE_A = "a = torch.IntTensor([{numbers}])", message("Make a tensor of whole numbers")
    MAKE_B = "b = torch.IntTensor([{numbers}])", message("Make another one")
    MOVE_A = 'a = a.to("{device}")', message("Copy it to the chosen device")
    MOVE_B = 'b = b.to("{device}")', message("Copy it to the chosen device")
    MULTIPLY = "m = a * b", message("Multiply number by number, on the device where both are")
    SHOW = "print(m)", message("PyTorch's own way to print a tensor")
    DIRECT = "print(m.numpy())", message("As NumPy's array, which needs the numbers in memory")
    NUMPY = "print(m.cpu().numpy())", message("First back to the processor's memory")


@dataclass(frozen=True)
class Statement:
    """A line as it was executed.

    Attributes:
        numbers: those of the tensor that the line makes.
        device: the one that it moves to, as PyTorch names it.
    """

    line: Line
    numbers: Sequence[int] = ()
    device: str = ""

    @property
    def code(self) -> str:
        """The line in Python."""
        return self.line.value.format(numbers=", ".join(map(str, self.numbers)), device=self.device)


def about_devices(devices: Sequence[str]) -> Message:
    """Return what is to be known about these devices, which the job has found."""
    if META in devices:
        return message(
            "This machine has one device, the processor (cpu). For a second one, meta stands in: a "
            "device of PyTorch without memory. Its tensors have a shape and a type, but no numbers,"
            " so what has been moved there cannot come back. Choose it and move one of the two, and"
            " PyTorch refuses to multiply them."
        )
    return message("This machine has several devices: {names}.", names=", ".join(devices))
