"""PyTorch's cross-entropy, called in the right way and in those that beginners try."""

from dataclasses import dataclass

import torch
from torch import Tensor, nn
from torch.nn import functional

from core.insight.cost import Numbers, least_cost_after_softmax
from core.messages import Message, message
from core.number_text import cost_text


@dataclass(frozen=True)
class CostCall:
    """A call and what came of it.

    Attributes:
        code: the call as one types it, with ``z`` for the logits (1, classes).
        result: the cost, or PyTorch's own error.
        is_error: whether PyTorch refused the call.
        about: why.
    """

    code: str
    result: str
    is_error: bool
    about: Message


def cost_calls(logits: Numbers, right: int) -> tuple[CostCall, ...]:
    """Make four calls with these logits (classes,), of which `right` is the right class.

    They are computed in 64 bits, as the table above them: 32 bits would round tiny costs.
    """
    z = torch.from_numpy(logits).unsqueeze(0)  # float64 (1, classes)
    classes = len(logits)
    one_hot = functional.one_hot(torch.tensor([right]), classes).double()  # (1, classes)
    least = cost_text(least_cost_after_softmax(classes))
    return (
        _call(
            f"loss(z, torch.tensor([{right}]))",
            z,
            torch.tensor([right]),
            message("As it should be: logits, and the right class as a whole number, its index."),
        ),
        _call(
            f"loss(z, one_hot({right}, {classes}).double())",
            z,
            one_hot,
            message("One-hot: 1 for the right class, 0 for all others. The cost is the same."),
        ),
        _call(
            f"loss(z, torch.tensor([{right}.0]))",
            z,
            torch.tensor([float(right)]),
            message("An index is a whole number; that is why the labels are converted by .long()."),
        ),
        _call(
            f"loss(z.softmax(1), torch.tensor([{right}]))",
            z.softmax(1),
            torch.tensor([right]),
            message(
                "CrossEntropyLoss contains the softmax. After a second one the cost cannot fall "
                "below {least}, however sure the network is, and gradients are small.",
                least=least,
            ),
        ),
    )


def _call(code: str, outputs: Tensor, target: Tensor, about: Message) -> CostCall:
    try:
        cost = nn.CrossEntropyLoss()(outputs, target)
    except (RuntimeError, ValueError) as error:  # what the call is made to show
        text = f"{type(error).__name__}: {str(error).splitlines()[0]}"
        return CostCall(code, text, True, about)
    return CostCall(code, cost_text(cost.item()), False, about)
