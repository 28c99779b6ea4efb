"""Lessons on depth: fading gradients, ReLU, initial weights."""

from collections.abc import Mapping
from itertools import product

from core.config.choices import Activation, Initialization
from core.config.presets import preset
from core.messages import message
from core.teaching.lessons import further_checks as more_checks
from core.teaching.lessons import lesson_checks as checks
from core.teaching.lessons.lesson import Answer, Lesson, Trial, View
from core.teaching.lessons.lesson_configs import (
    HIDDEN,
    INIT,
    RATE,
    TWENTY_THOUSAND,
    TWO_THOUSAND_HELD_OUT,
    changed,
)

INIT_STD = "model.init_std"
DEEP_DATA: Mapping[str, object] = {"data.train_size": 10_000, "data.test_size": 2000}

GRADIENTS = Lesson(
    key="gradients",
    title=message("Why sigmoid learns slowly"),
    text=(
        message(
            "Learning goes backwards through a network. The gradient that reaches a layer is "
            "the next layer's, multiplied by weights and by the slope of the curve in between."
        ),
        message(
            "The slope of the sigmoid is 1/4 at most, and nearly 0 at both of its flat ends. On "
            "the way from the output back through four sigmoid layers, four such factors are "
            "multiplied: by themselves they leave 1/256 or less."
        ),
        message(
            "They are not all. The weights in between are factors as well, and what a layer "
            "receives and how wide it is counts, too. So one network with sigmoid begins with the "
            "initial weights that PyTorch draws, another with Xavier's, which are larger."
        ),
    ),
    question=message(
        "In a network with four sigmoid layers and PyTorch's initial weights, how large is the "
        "gradient of the first layer's weights compared with that of the output layer's?"
    ),
    answers=(
        Answer("same", message("About as large: more than a third of it")),
        Answer("smaller", message("Smaller: a third to a hundredth of it")),
        Answer("tiny", message("Tiny: less than a hundredth of it")),
    ),
    configs=tuple(
        changed(
            name,
            DEEP_DATA,
            {"epochs": 3, INIT: init},
        )
        for name, init in (
            ("deep-relu", Initialization.DEFAULT),
            ("deep-sigmoid", Initialization.XAVIER),
            ("deep-sigmoid", Initialization.DEFAULT),
        )
    ),
    usual="tiny",
    check=checks.faded_gradient,
    meaning=message(
        "A weight with almost no gradient hardly moves. The first layers stay as random as they"
        " started, and the last ones have to make do with what comes through. This is the "
        "vanishing gradient. For a long time it kept deep networks from learning; a different "
        "curve was a good part of the remedy, and initial weights that suit the curve another. "
        "Inside > Activation shows the mean slope of each layer and the product of all of them; "
        "the rest of the factor is weights, inputs and widths."
    ),
    trial=Trial(
        message("Ten times the learning rate"),
        changed("deep-sigmoid", DEEP_DATA, {RATE: 0.1, "epochs": 3}),
    ),
    code=("build_model", "backward"),
    view=View.LAYERS,
    names=(
        preset("deep-relu").title,
        message(
            "{network}, initial weights: {init}",
            network=preset("deep-sigmoid").title,
            init=Initialization.XAVIER.label,
        ),
        preset("deep-sigmoid").title,
    ),
)
RELU = Lesson(
    key="relu",
    title=message("ReLU"),
    text=(
        message(
            "ReLU is the simplest of curves: max(0, x). A negative sum becomes 0, a positive "
            "one passes unchanged. Where a sum passes, the slope is exactly 1, so the curve "
            "leaves the gradient as it is."
        ),
        message(
            "Networks with one hidden layer of 512 neurons start from the same weights and see the "
            "same batches. But a smaller slope also makes smaller steps in the layer before it, "
            "and a larger learning rate makes larger ones. So each curve is tried with two."
        ),
    ),
    question=message(
        "After one epoch with the learning rate 0.01, the network with ReLU is some points ahead "
        "of the one with sigmoid. What becomes of that lead if each has the rate, 0.01 or 0.1, "
        "that suits it better?"
    ),
    answers=(
        Answer("gone", message("It is gone: the rate was all there was to it")),
        Answer("smaller", message("It becomes smaller, but remains")),
        Answer("kept", message("It stays about as large, or grows")),
    ),
    configs=tuple(
        changed(
            "sigmoid",
            TWENTY_THOUSAND,
            TWO_THOUSAND_HELD_OUT,
            {HIDDEN: [{"units": 512, "activation": curve.value}], RATE: rate, "epochs": 1},
        )
        for curve, rate in product((Activation.SIGMOID, Activation.RELU), (0.01, 0.1))
    ),
    usual="smaller",
    check=checks.what_becomes_of_the_lead,
    names=tuple(
        message("{network}, learning rate {rate}", network=curve.label, rate=rate)
        for curve, rate in product((Activation.SIGMOID, Activation.RELU), ("0.01", "0.1"))
    ),
    meaning=message(
        "Whoever compares two curves at one learning rate compares also which of them that rate "
        "suits. In one hidden layer a larger rate can make up for some of a small slope; where "
        "many layers follow one another it cannot, because each of them would need another rate. "
        "ReLU has a weakness of its own: a neuron whose sum is negative for every image has no "
        "gradient at all and rarely recovers. It is a dead unit. The Inside tab counts them under "
        "Over time and shows under Activation where the sums lie."
    ),
    trial=Trial(
        message("ReLU, again ten times the learning rate"),
        changed(
            "sigmoid",
            TWENTY_THOUSAND,
            TWO_THOUSAND_HELD_OUT,
            {HIDDEN: [{"units": 512, "activation": "relu"}], RATE: 1.0, "epochs": 1},
        ),
    ),
    code=("build_model",),
    view=View.ACTIVATION,
)
INITIAL_WEIGHTS = Lesson(
    key="initial-weights",
    title=message("Initial weights"),
    text=(
        message(
            "Before the first step weights are random numbers. How large should they be? Each "
            "layer multiplies by its weights what passes through it, forwards and backwards; over "
            "several layers these factors are multiplied with one another."
        ),
        message(
            "Xavier's formula keeps the size of the numbers for curves that hardly change them, "
            "He's is for ReLU, which sets about half of them to 0. PyTorch's default for "
            "linear layers is 2.4 times smaller than He's. Four networks with four layers of 128 "
            "ReLU neurons differ in their initial weights alone: all zero; random and small, with "
            "a standard deviation of 0.01; PyTorch's default; He's."
        ),
    ),
    question=message(
        "How many test digits does a network of four ReLU layers read correctly after two epochs, "
        "if all its weights were zero at first?"
    ),
    answers=(
        Answer("guessing", message("No more than guessing would")),
        Answer("fewer", message("Some, but fewer than with the default")),
        Answer("as-many", message("As many as with the default, or more")),
    ),
    configs=tuple(
        changed("deep-relu", DEEP_DATA, {INIT: init, INIT_STD: 0.01, "epochs": 2})
        for init in (
            Initialization.ZEROS,
            Initialization.NORMAL,
            Initialization.DEFAULT,
            Initialization.HE,
        )
    ),
    usual="guessing",
    check=more_checks.what_zeros_learn,
    meaning=message(
        "With weights of zero each hidden neuron computes 0 for every image, and no gradient gets "
        "back through weights that are 0: only the biases of the output layer learn how frequent "
        "each digit is. Equal weights other than 0 would hardly do better, because the neurons of "
        "a layer would stay copies of one another. So weights are random, to differ, and of a size "
        "at which neither the numbers nor the gradients fade or explode from layer to layer. With "
        "one hidden layer this hardly matters, with many it decides whether the network learns."
    ),
    trial=Trial(
        message("Random weights, ten times as large"),
        changed("deep-relu", DEEP_DATA, {INIT: Initialization.NORMAL, INIT_STD: 0.1, "epochs": 2}),
    ),
    code=("build_model", "initial_weights"),
    view=View.LAYERS,
    names=(
        message("All zero"),
        message("Small random weights"),
        message("PyTorch's default"),
        message("He's weights"),
    ),
)
