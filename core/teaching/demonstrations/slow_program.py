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
        is_line: the network is a line of one weight; otherwise one with a hidden layer.
        zeroes_gradients: call `zero_grad` in each step; without it gradients add up.
        takes_mean: the cost is the mean over the batch, otherwise the sum.
        has_momentum: steps have a momentum of 0.9.
        has_dropout: dropout follows the hidden layer. The line has none.
        trains: the network is in training mode, where dropout is at work; otherwise in evaluation.
        learns_hidden: the hidden layer's weights require gradients; otherwise it stays as it is.
    """

    is_line: bool = False
    zeroes_gradients: bool = True
    takes_mean: bool = True
    has_momentum: bool = False
    has_dropout: bool = False
    trains: bool = True
    learns_hidden: bool = True


OF_THE_NETWORK = "has_dropout", "trains", "learns_hidden"  # without an effect on the line


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
    kind = "MSELoss" if switches.is_line else "CrossEntropyLoss"
    return [
        *_model(switches),
        f"loss = nn.{kind}({reduction})",
        f"optimizer = optim.SGD(model.parameters(), lr={RATE}{momentum})",
    ]


def _model(switches: Switches) -> list[str]:
    if switches.is_line:
        return ["model = nn.Linear(1, 1, bias=False)"]
    dropout = f"dropout=nn.Dropout({DROPOUT}), " if switches.has_dropout else ""
    frozen = [] if switches.learns_hidden else ["model.hidden.requires_grad_(False)"]
    return [
        "model = nn.Sequential(OrderedDict(",
        "    hidden=nn.Linear(2, 3), relu=nn.ReLU(),",
        f"    {dropout}output=nn.Linear(3, 2)))",
        *frozen,
    ]


def before_the_loop(switches: Switches) -> Message:
    """Explain what there is before the first step."""
    if switches.is_line:
        return message(
            "A line with a single weight, and four points as the batch. Each line of the program "
            "is executed as you go on, and what it changes is marked."
        )
    return message(
        "Two inputs, three hidden neurons with ReLU, two answers; four points are the batch. Each "
        "line is executed as you go on, and what it changes is marked."
    )


def body(switches: Switches) -> list[Line]:
    """Return the lines within the loop."""
    lines = [
        _mode(switches),
        Line("optimizer.zero_grad()", message("The gradients of the last step are forgotten.")),
        Line("fx = model(x)", _forward(switches.is_line)),
        Line("cost = loss(fx, y)", _cost(switches)),
        _backward(switches),
        _step(switches.has_momentum),
    ]
    if not switches.zeroes_gradients:
        del lines[1]
    return lines


def _mode(switches: Switches) -> Line:
    code = "model.train()" if switches.trains else "model.eval()"
    if not switches.has_dropout:
        about = message(
            "Training or evaluation mode: that matters to layers such as dropout. This network has "
            "none, and computes the same in both."
        )
    elif switches.trains:
        about = message(
            "Training mode: dropout sets each activation to zero with probability {rate}, and "
            "makes up for it in the others.",
            rate=DROPOUT,
        )
    else:
        about = message("Evaluation mode: dropout changes nothing.")
    return Line(code, about)


def _forward(is_line: bool) -> Message:
    if is_line:
        return message("Forward: each x is multiplied by the weight, which gives fx.")
    return message(
        "Forward: the batch goes through the layers. a is what reaches the output layer; fx are "
        "the logits, a row for each point."
    )


def _cost(switches: Switches) -> Message:
    if not switches.takes_mean:
        return message(
            "The cost: how wrong the four answers are, as their sum. It is four times the mean, and"
            " so are all gradients."
        )
    if switches.is_line:
        return message("The cost: the mean of the four squared errors, fx − y.")
    return message("The cost: how wrong the four answers are, as their mean.")


def _backward(switches: Switches) -> Line:
    if not switches.zeroes_gradients:
        about = message(
            "Backward: the new gradients are added to those of the steps before, because nothing "
            "has set them to zero."
        )
    elif switches.is_line:
        about = message(
            "Backward: the slope of the cost, how it changes if the weight grows a little. It "
            "stands in .grad; the weight is still the same."
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
