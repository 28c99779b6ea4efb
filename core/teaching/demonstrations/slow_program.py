"""The program that is shown in slow motion, and what each of its lines does."""

from dataclasses import dataclass

from core.messages import Message, message

STEPS = 12
RATE = 0.5  # so large that every step is visible
MOMENTUM = 0.9
DROPOUT = 0.5


@dataclass(frozen=True)
class Switches:
    """What can be tried.

    Attributes:
        zeroes_gradients: call `zero_grad` in each step; without it gradients add up.
        takes_mean: the cost is the mean over the batch, otherwise the sum.
        trains: the network is in training mode, where dropout is at work; otherwise in evaluation.
        has_momentum: steps have a momentum of 0.9.
        learns_hidden: the hidden layer's weights require gradients; otherwise it stays as it is.
    """

    zeroes_gradients: bool = True
    takes_mean: bool = True
    trains: bool = True
    has_momentum: bool = False
    learns_hidden: bool = True


@dataclass(frozen=True)
class Line:
    """A line of the loop, and an explanation of what it has done."""

    code: str
    about: Message


def program(switches: Switches) -> str:
    """Return the program."""
    loop = [f"    {line.code}" for line in body(switches)]
    return "\n".join([*setup(switches), f"for step in range({STEPS}):", *loop])


def setup(switches: Switches) -> list[str]:
    """Return the lines before the loop."""
    momentum = f", momentum={MOMENTUM}" if switches.has_momentum else ""
    reduction = "" if switches.takes_mean else 'reduction="sum"'
    frozen = [] if switches.learns_hidden else ["model.hidden.requires_grad_(False)"]
    return [
        "model = nn.Sequential(OrderedDict(",
        "    hidden=nn.Linear(2, 3), relu=nn.ReLU(),",
        f"    dropout=Dropout({DROPOUT}), output=nn.Linear(3, 2)))",
        *frozen,
        f"loss = nn.CrossEntropyLoss({reduction})",
        f"optimizer = optim.SGD(model.parameters(), lr={RATE}{momentum})",
    ]


def before_the_loop() -> Message:
    """Explain what there is before the first step."""
    return message(
        "Two inputs, three hidden neurons with ReLU, two answers; four points are the batch. Each "
        "line is executed as you go on, and what it changes is marked."
    )


def body(switches: Switches) -> list[Line]:
    """Return the lines within the loop."""
    lines = [
        _mode(switches.trains),
        Line("optimizer.zero_grad()", message("The gradients of the last step are forgotten.")),
        Line(
            "fx = model(x)",
            message(
                "Forward: the batch goes through the layers. a is what reaches the output layer; fx"
                " are the logits, a row for each point."
            ),
        ),
        _cost(switches.takes_mean),
        _backward(switches),
        _step(switches.has_momentum),
    ]
    if not switches.zeroes_gradients:
        del lines[1]
    return lines


def _mode(trains: bool) -> Line:
    if trains:
        about = message(
            "Training mode: dropout sets each activation to zero with probability {rate}, and "
            "makes up for it in the others.",
            rate=DROPOUT,
        )
        return Line("model.train()", about)
    return Line("model.eval()", message("Evaluation mode: dropout changes nothing."))


def _cost(takes_mean: bool) -> Line:
    about = (
        message("The cost: how wrong the four answers are, as their mean.")
        if takes_mean
        else message(
            "The cost: how wrong the four answers are, as their sum. It is four times the mean, and"
            " so are all gradients."
        )
    )
    return Line("cost = loss(fx, y)", about)


def _backward(switches: Switches) -> Line:
    if not switches.zeroes_gradients:
        about = message(
            "Backward: the new gradients are added to those of the steps before, because nothing "
            "has set them to zero."
        )
    elif not switches.learns_hidden:
        about = message(
            "Backward: the output layer gets gradients; the hidden one requires none, so its .grad "
            "stays None."
        )
    else:
        about = message(
            "Backward: how the cost changes with each weight, from the last layer to the first. It "
            "stands in .grad; the weights are still the same."
        )
    return Line("cost.backward()", about)


def _step(has_momentum: bool) -> Line:
    about = (
        message(
            "Step: momentum = {momentum} · momentum + grad, and each weight becomes w − {rate} · "
            "momentum.",
            momentum=MOMENTUM,
            rate=RATE,
        )
        if has_momentum
        else message("Step: each weight w becomes w − {rate} · grad.", rate=RATE)
    )
    return Line("optimizer.step()", about)
