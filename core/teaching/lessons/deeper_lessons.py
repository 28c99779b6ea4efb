"""The last four lessons: fading gradients, ReLU, overfitting and dropout, a fair race."""

from collections.abc import Mapping
from itertools import product

from core.config.choices import Activation, Initialization
from core.config.presets import LADDER, preset
from core.messages import message
from core.teaching.lessons import lesson_checks as checks
from core.teaching.lessons.lesson import Answer, Lesson, View
from core.teaching.lessons.lesson_configs import (
    HIDDEN,
    INIT,
    RATE,
    TWENTY_THOUSAND,
    TWO_THOUSAND_HELD_OUT,
    changed,
)

SHORT: Mapping[str, object] = {
    "data.train_size": 6000,
    "data.test_size": 2000,
    "data.batch_size": 50,
    "epochs": 2,
}
# presets with changes; the ladder's own first step changes the learning rate with the optimizer
_RUNGS: tuple[tuple[str, Mapping[str, object]], ...] = (
    (LADDER[0], {}),
    (LADDER[0], {RATE: 0.1}),
    *((name, {}) for name in LADDER[1:]),
)


def _two_layers(dropout: float) -> Mapping[str, object]:
    return {HIDDEN: [{"units": 256, "activation": "relu", "dropout": dropout}] * 2}


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
            {"data.train_size": 10_000, "data.test_size": 2000, "epochs": 3, INIT: init},
        )
        for name, init in (
            ("deep-relu", Initialization.DEFAULT),
            ("deep-sigmoid", Initialization.XAVIER),
            ("deep-sigmoid", Initialization.DEFAULT),
        )
    ),
    check=checks.faded_gradient,
    meaning=message(
        "A weight with almost no gradient hardly moves. The first layers stay as random as they"
        " started, and the last ones have to make do with what comes through. This is the "
        "vanishing gradient. For a long time it kept deep networks from learning; a different "
        "curve was a good part of the remedy, and initial weights that suit the curve another. "
        "Inside > Activation shows the mean slope of each layer and the product of all of them; "
        "the rest of the factor is weights, inputs and widths."
    ),
    code=("build_model", "backward"),
    view=View.INSIDE,
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
    code=("build_model",),
)
DROPOUT = Lesson(
    key="dropout",
    title=message("Overfitting and dropout"),
    text=(
        message(
            "A large network that sees few examples can memorise them: it reads training digits"
            " perfectly and new ones less well. That is overfitting. You can see it where the "
            "two curves part: the training cost keeps falling while the test cost rises."
        ),
        message(
            "During training, dropout sets each output of a layer to 0 with a certain "
            "probability, here 1/2, drawn afresh for every image, and doubles the others to "
            "compensate. No neuron can rely on any particular other neuron. When the network is"
            " tested, all neurons are active."
        ),
    ),
    question=message(
        "Two networks learn from only 1,500 digits for 30 epochs, one with dropout, one "
        "without. What has dropout done in the end?"
    ),
    answers=(
        Answer("helps-none", message("It hurts: the cost is higher on all digits")),
        Answer("helps-test", message("Lower cost on test digits only")),
        Answer("helps-both", message("Lower cost on training digits, too")),
    ),
    configs=tuple(
        changed(
            "relu-dropout",
            {
                "data.train_size": 1500,
                "data.test_size": 2000,
                "data.batch_size": 50,
                RATE: 0.0005,
                "epochs": 30,
            },
            _two_layers(dropout),
        )
        for dropout in (0.0, 0.5)
    ),
    check=checks.what_dropout_does,
    meaning=message(
        "The cost on training digits alone says little about a network, which is why test "
        "digits are never trained on. The cost also counts how sure a network is, the accuracy "
        "only right and wrong: dropout makes answers less certain, mistakes among them, and so it "
        "may lower the cost clearly and hardly change the accuracy. More data is usually the "
        "better remedy; dropout helps where there is no more."
    ),
    code=("build_model", "dropout", "train_mode", "eval_mode"),
    names=(message("Without dropout"), message("With dropout")),
)
RACE = Lesson(
    key="fair-race",
    title=message("A fair race"),
    text=(
        message(
            "Sigmoid against ReLU + Dropout is a nice race, but it explains nothing: four things "
            "differ at once, and with the optimizer a fifth, its learning rate. The ladder changes "
            "one at a time: first the learning rate of gradient descent with momentum, 0.1 instead "
            "of 0.01, then Adam instead of it, with the rate that is usual for Adam, then ReLU "
            "instead of sigmoid, then a second layer, then dropout."
        ),
        message(
            "Luck plays a part too: different initial weights and a different order give a "
            "different result. So each of the six networks is trained with three seeds; with "
            "the same seed they all see the same batches in the same order. That makes 18 short"
            " runs."
        ),
    ),
    question=message(
        "Each network gets 6,000 digits and two epochs. Which single change adds most to the "
        "digits read correctly?"
    ),
    answers=(
        Answer("learning-rate", message("The larger learning rate")),
        Answer("sigmoid-adam", message("Adam, the optimizer")),
        Answer("relu-adam", message("ReLU, the curve")),
        Answer("relu-deep", message("The second hidden layer")),
        Answer("relu-dropout", message("Dropout, the last rung")),
    ),
    configs=tuple(changed(name, SHORT, changes) for name, changes in _RUNGS),
    check=checks.largest_step,
    meaning=message(
        "This is true of a race as short as this one, and of the changes in this order. Without "
        "the first step, what the learning rate does would be credited to Adam. Dropout, for "
        "example, has little to prevent before a network overfits, and a slow optimizer may catch "
        "up given time. Try again with more epochs: Run > New comparison… climbs a ladder under "
        "your own conditions, and the Comparison tab shows every step with its interval."
    ),
    code=("build_model", "dropout", "optimizer_adam"),
    view=View.COMPARISON,
    seeds=3,
    names=(
        preset(LADDER[0]).title,
        message("{network}, learning rate {rate}", network=preset(LADDER[0]).title, rate="0.1"),
        *(preset(name).title for name in LADDER[1:]),
    ),
)
