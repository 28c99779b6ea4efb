"""Lessons on methods: dropout, optimizers, a fair race."""

from collections.abc import Mapping

from core.config.presets import LADDER, preset
from core.messages import message
from core.teaching.lessons import further_checks as more_checks
from core.teaching.lessons import lesson_checks as checks
from core.teaching.lessons.lesson import Answer, Demonstration, Lesson, Trial, View
from core.teaching.lessons.lesson_configs import ADAM, HIDDEN, RATE, changed

MOMENTUM = "optimizer.momentum"
_FEW_DIGITS: Mapping[str, object] = {
    "data.train_size": 1500,
    "data.test_size": 2000,
    "data.batch_size": 50,
    RATE: 0.0005,
    "epochs": 30,
}
_ONE_LAYER: Mapping[str, object] = {
    "data.train_size": 20_000,
    "data.test_size": 5000,
    HIDDEN: [{"units": 128, "activation": "relu"}],
    "epochs": 1,
}
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
            "compensate. No neuron can rely on any particular other neuron."
        ),
        message(
            "When the network is tested or used, all neurons are active. The two lines "
            "model.train() and model.eval() switch between the two modes; whoever forgets the "
            "second one tests a network from which half of the neurons are missing."
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
        changed("relu-dropout", _FEW_DIGITS, _two_layers(dropout)) for dropout in (0.0, 0.5)
    ),
    usual="helps-test",
    check=checks.what_dropout_does,
    meaning=message(
        "The cost on training digits alone says little about a network, which is why test "
        "digits are never trained on. The cost also counts how sure a network is, the accuracy "
        "only right and wrong: dropout makes answers less certain, mistakes among them, and so it "
        "may lower the cost clearly and hardly change the accuracy. More data is usually the "
        "better remedy; dropout helps where there is no more."
    ),
    trial=Trial(
        message("Ten times as many digits, a tenth of the epochs"),
        changed(
            "relu-dropout",
            _FEW_DIGITS,
            _two_layers(0.5),
            {"data.train_size": 15_000, "epochs": 3},
        ),
    ),
    code=("build_model", "dropout", "train_mode", "eval_mode"),
    view=View.DROPOUT,
    names=(message("Without dropout"), message("With dropout")),
)
OPTIMIZERS = Lesson(
    key="optimizers",
    title=message("Optimizers"),
    text=(
        message(
            "Plain gradient descent moves each weight by the learning rate times the gradient. "
            "With momentum each step keeps a part of the one before, here nine tenths, like a "
            "ball that rolls on. Adam keeps two running means for each weight, of its gradient "
            "and of the gradient's square, and divides the one by the root of the other: every "
            "weight gets steps of its own size."
        ),
        message(
            "Five networks with 128 ReLU neurons start from the same weights and see the same "
            "batches for one epoch: gradient descent with the learning rates 0.01 and 0.1, the "
            "same with a momentum of 0.9, and Adam with its usual 0.001."
        ),
    ),
    question=message(
        "Which cost on test digits does gradient descent with a momentum of 0.9 and the learning "
        "rate 0.01 come closest to after one epoch?"
    ),
    answers=(
        Answer("same-rate", message("That without momentum at the same rate, 0.01")),
        Answer("ten-times", message("That without momentum at 0.1")),
        Answer("adam", message("Adam's")),
    ),
    configs=(
        changed("mlp", _ONE_LAYER, ADAM),
        *(
            changed("mlp", _ONE_LAYER, {MOMENTUM: momentum, RATE: rate})
            for momentum, rate in ((0.0, 0.01), (0.0, 0.1), (0.9, 0.1), (0.9, 0.01))
        ),
    ),
    usual="ten-times",
    check=more_checks.like_momentum,
    meaning=message(
        "Where the gradients of many batches point the same way, a momentum of 0.9 adds up 1 + 0.9 "
        "+ 0.81 + …, ten of them in all: it works like ten times the learning rate. In addition it "
        "smooths what differs from batch to batch. In a ravine it goes on along the bottom, where "
        "plain descent hardly gets ahead; across, it overshoots and swings before it comes to "
        "rest. So whoever compares optimizers at one learning rate compares rates above all. "
        "Adam's rate means something else again, about the largest distance that a weight moves in "
        "a step. "
        "Each optimizer deserves the rate that suits it. In the valley you can drag the start and "
        "change the rate, and watch which way each one takes."
    ),
    trial=Trial(
        message("Adam, ten times the learning rate"), changed("mlp", _ONE_LAYER, ADAM, {RATE: 0.01})
    ),
    code=("main_model", "optimizer_sgd"),
    demonstration=Demonstration.VALLEY,
    names=(
        message("Adam, learning rate {rate}", rate="0.001"),
        message("Gradient descent, learning rate {rate}", rate="0.01"),
        message("Gradient descent, learning rate {rate}", rate="0.1"),
        message("Momentum, learning rate {rate}", rate="0.1"),
        message("Momentum, learning rate {rate}", rate="0.01"),
    ),
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
            "different result. So each of the six networks is trained with five seeds; with the "
            "same seed they all see the same batches in the same order. That makes 30 short runs."
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
    usual="learning-rate",
    check=checks.largest_step,
    meaning=message(
        "This is true of a race as short as this one, and of the changes in this order. Without "
        "the first step, what the learning rate does would be credited to Adam. Dropout, for "
        "example, has little to prevent before a network overfits, and a slow optimizer may catch "
        "up given time. Try again with more epochs: Run > New comparison… climbs a ladder under "
        "your own conditions, and the Comparison tab shows every step with its interval."
    ),
    trial=Trial(
        message("The last rung with ten times as many epochs"),
        changed(LADDER[-1], SHORT, {"epochs": 20}),
    ),
    code=("build_model", "dropout", "optimizer_adam"),
    view=View.COMPARISON,
    seeds=5,
    names=(
        preset(LADDER[0]).title,
        message("{network}, learning rate {rate}", network=preset(LADDER[0]).title, rate="0.1"),
        *(preset(name).title for name in LADDER[1:]),
    ),
)
