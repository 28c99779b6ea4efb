"""The eight lessons, from a tensor to a fair race, each with under a minute of training.

Two slow cores suffice. The sizes were chosen so that each effect appears with every seed (measured
with six seeds, see `tests/core/teaching/test_lessons.py` for the figures). The texts claim no
result of a run.
"""

from collections.abc import Mapping

from core.config.choices import Activation
from core.config.fields import with_values
from core.config.presets import LADDER, preset
from core.config.run import RunConfig
from core.messages import message
from core.teaching import lesson_checks as checks
from core.teaching.lesson import Answer, Lesson, View

RATE, HIDDEN = "optimizer.learning_rate", "model.hidden"
PLAIN_STEPS: Mapping[str, object] = {"optimizer.momentum": 0.0, "epochs": 10}
TWENTY_THOUSAND: Mapping[str, object] = {"data.train_size": 20_000, "data.test_size": 5000}


def _config(name: str, *changes: Mapping[str, object]) -> RunConfig:
    together: dict[str, object] = {}
    for change in changes:
        together |= change
    return with_values(preset(name).config, together)


def _two_layers(dropout: float) -> Mapping[str, object]:
    return {HIDDEN: [{"units": 256, "activation": "relu", "dropout": dropout}] * 2}


_TENSORS = Lesson(
    key="tensors",
    title=message("Tensors and the device"),
    text=(
        message(
            "A network computes with tensors: tables of numbers, with as many dimensions as are "
            "needed. An image of 28 × 28 pixels becomes a row of 784 numbers; a batch of 100 "
            "images is a table of 100 × 784."
        ),
        message(
            "One instruction works on a whole table: a single product takes a whole batch "
            "through a layer. The place where a tensor is stored and processed is its device, "
            "the processor or a graphics card. The data and the weights must be on the same "
            "one."
        ),
    ),
    question=message(
        "Two networks go twice through the same 20,000 digits, one in batches of 10, the other in "
        "batches of 1,000. Which gets through more digits in a second?"
    ),
    answers=(
        Answer("small", message("Batches of 10: each is little work")),
        Answer("same", message("Both alike: they are the same digits")),
        Answer("large", message("Batches of 1,000")),
    ),
    configs=tuple(
        _config("logistic", TWENTY_THOUSAND, {"data.batch_size": size, "epochs": 2})
        for size in (10, 1000)
    ),
    check=checks.faster_batches,
    meaning=message(
        "Each instruction costs a little fixed time, however small the table, and a large table"
        " spreads it over many images. But a batch is also one learning step, so larger batches"
        " mean fewer steps per epoch. Look at both figures above: the batch size trades speed "
        "against steps."
    ),
    code=("device", "prepare", "batches"),
    names=(message("Batches of 10"), message("Batches of 1,000")),
)
_RATE = Lesson(
    key="learning-rate",
    title=message("A line and the learning rate"),
    text=(
        message(
            "The smallest network has one weight w and turns x into w · x. The points scatter "
            "around a line. The cost is the mean of the squared errors; plotted over w, it is a"
            " valley."
        ),
        message(
            "Gradient descent feels how steep the valley is where w stands, and takes a step "
            "downhill. The step is as long as the steepness times the learning rate."
        ),
    ),
    question=message(
        "Three networks start from the same weight and train for 10 epochs, with learning rates"
        " 0.003, 0.1 and 4. Which one has the lowest cost in the end?"
    ),
    answers=(
        Answer("small", message("0.003: careful steps miss nothing")),
        Answer("medium", message("0.1")),
        Answer("large", message("4: long steps arrive first")),
    ),
    configs=tuple(_config("linear", PLAIN_STEPS, {RATE: rate}) for rate in (0.003, 0.1, 4.0)),
    check=checks.lowest_cost,
    meaning=message(
        "Steps that are too short arrive late. Steps that are too long leap over the valley and"
        " land higher up on the other side, each leap longer than the last; waiting does not "
        "help. Between the two lies a wide range that works. Finding it is the first thing to "
        "do with any network."
    ),
    code=("forward", "backward", "step"),
    view=View.LINE,
    names=tuple(message("Learning rate {rate}", rate=rate) for rate in ("0.003", "0.1", "4")),
    may_diverge=True,
)
_LOGISTIC = Lesson(
    key="logistic",
    title=message("Logistic regression"),
    text=(
        message(
            "Now the input is an image and there are ten answers. Every pixel has a vote for "
            "every digit: 784 × 10 weights, and a bias for each digit, 7,850 numbers to learn."
        ),
        message(
            "Softmax turns the ten sums of votes into probabilities that add up to 1. The cost "
            "is the cross-entropy: small if the correct digit was given a large probability. No"
            " pixel knows anything about any other."
        ),
    ),
    question=message(
        "The network sees 20,000 digits three times each. How many of the digits it has never "
        "seen will it read correctly?"
    ),
    answers=(
        Answer("hardly", message("Fewer than 20 %; guessing gives 10 %")),
        Answer("few", message("20 to 70 %")),
        Answer("most", message("70 to 95 %")),
        Answer("nearly-all", message("More than 95 %")),
    ),
    configs=(_config("logistic", TWENTY_THOUSAND, {"epochs": 3}),),
    check=checks.share_read,
    meaning=message(
        "A digit can often be recognised by where its ink is, without any notion of a stroke. "
        "What such votes cannot express is “ink here counts, but only if there is none over "
        "there”. The Inside tab shows each digit's votes as an image."
    ),
    code=("build_model", "forward"),
)
_HIDDEN = Lesson(
    key="hidden-layer",
    title=message("A hidden layer"),
    text=(
        message(
            "A hidden layer lets pixels be judged together. Each of its 512 neurons adds up all"
            " pixels with its own weights and sends the sum through a curve, here the sigmoid, "
            "which squeezes any number into the range from 0 to 1. The ten answers then count "
            "the votes of neurons, not of pixels."
        ),
        message(
            "The curve is what matters. Without it, sums of sums would just be sums again, and "
            "the second layer would add nothing. The price: about 407,000 numbers to learn "
            "instead of 7,850."
        ),
    ),
    question=message(
        "One network has no hidden layer, the other has one of 512 sigmoid neurons. Data, "
        "batches and learning rate are the same. Which reads more test digits correctly after "
        "eight epochs?"
    ),
    answers=(
        Answer("without", message("The one without: it has less to learn")),
        Answer("with", message("The one with a hidden layer")),
        Answer("neither", message("No difference can be shown")),
    ),
    configs=tuple(
        _config(name, TWENTY_THOUSAND, {"data.batch_size": 50, RATE: 0.1, "epochs": 8})
        for name in ("logistic", "sigmoid")
    ),
    check=checks.better_reader,
    meaning=message(
        "Nobody tells the neurons what to look for: each becomes a detector of whatever makes "
        "the cost smaller. They start as random as their initial weights, so it takes some "
        "training before they are useful. Compare the figures after the first epoch with the "
        "last ones."
    ),
    code=("build_model",),
)
_GRADIENTS = Lesson(
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
            "multiplied."
        ),
    ),
    question=message(
        "In a network with four sigmoid layers, how large is the gradient of the first layer's "
        "weights compared with that of the output layer's?"
    ),
    answers=(
        Answer("same", message("About as large: more than a third of it")),
        Answer("smaller", message("Smaller: a third to a hundredth of it")),
        Answer("tiny", message("Tiny: less than a hundredth of it")),
    ),
    configs=tuple(
        _config(name, {"data.train_size": 10_000, "data.test_size": 2000, "epochs": 3})
        for name in ("deep-relu", "deep-sigmoid")
    ),
    check=checks.faded_gradient,
    meaning=message(
        "A weight with almost no gradient hardly moves. The first layers stay as random as they"
        " started, and the last ones have to make do with what comes through. This is the "
        "vanishing gradient. For a long time it kept deep networks from learning; a different "
        "curve was a good part of the remedy."
    ),
    code=("build_model", "backward"),
    view=View.INSIDE,
)
_RELU = Lesson(
    key="relu",
    title=message("ReLU"),
    text=(
        message(
            "ReLU is the simplest of curves: max(0, x). A negative sum becomes 0, a positive "
            "one passes unchanged. Where a sum passes, the slope is exactly 1, so the curve "
            "leaves the gradient as it is."
        ),
        message(
            "Two networks with one hidden layer of 512 neurons start from the same weights and "
            "see the same batches. Only the curve differs."
        ),
    ),
    question=message(
        "After its first epoch, ReLU reads a certain share of the test digits correctly. How "
        "many epochs does the sigmoid network need to get as far?"
    ),
    answers=(
        Answer("one", message("One, too")),
        Answer("two", message("Two")),
        Answer("more", message("Three or more")),
    ),
    configs=tuple(
        _config(
            "sigmoid", TWENTY_THOUSAND, {HIDDEN: [{"units": 512, "activation": curve}], "epochs": 6}
        )
        for curve in ("sigmoid", "relu")
    ),
    check=checks.epochs_to_catch_up,
    names=(Activation.SIGMOID.label, Activation.RELU.label),
    meaning=message(
        "Even with a single hidden layer, the slope of the curve decides how much of the error "
        "reaches the weights before it. ReLU has a weakness of its own: a neuron whose sum is "
        "negative for every image has no gradient at all and rarely recovers. It is a dead "
        "unit. The Inside tab counts them under Over time."
    ),
    code=("build_model",),
)
_DROPOUT = Lesson(
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
        _config(
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
        "digits are never trained on. Dropout gives up some of the perfection on the training "
        "digits. More data is usually the better remedy; dropout helps where there is no more."
    ),
    code=("dropout", "train_mode", "eval_mode"),
    names=(message("Without dropout"), message("With dropout")),
)
_RACE = Lesson(
    key="fair-race",
    title=message("A fair race"),
    text=(
        message(
            "Sigmoid against ReLU + Dropout is a nice race, but it explains nothing: four "
            "things differ at once. The ladder changes one at a time: first Adam instead of "
            "plain gradient descent with momentum, each with its usual learning rate, then ReLU"
            " instead of sigmoid, then a second layer, then dropout."
        ),
        message(
            "Luck plays a part too: different initial weights and a different order give a "
            "different result. So each of the five networks is trained with three seeds; with "
            "the same seed they all see the same batches in the same order. That makes 15 short"
            " runs."
        ),
    ),
    question=message(
        "Each network gets 6,000 digits and two epochs. Which single change adds most to the "
        "digits read correctly?"
    ),
    answers=(
        Answer("sigmoid-adam", message("Adam, the optimizer")),
        Answer("relu-adam", message("ReLU, the curve")),
        Answer("relu-deep", message("The second hidden layer")),
        Answer("relu-dropout", message("Dropout, the last rung")),
    ),
    configs=tuple(
        _config(
            name,
            {"data.train_size": 6000, "data.test_size": 2000, "data.batch_size": 50, "epochs": 2},
        )
        for name in LADDER
    ),
    check=checks.largest_step,
    meaning=message(
        "This is true of a race as short as this one, and of the changes in this order. "
        "Dropout, for example, has little to prevent before a network overfits, and a slow "
        "optimizer may catch up given time. Try again with more epochs: Run > New comparison… "
        "climbs the ladder under your own conditions, and the Comparison tab shows every step "
        "with its interval."
    ),
    code=("build_model", "optimizer_adam"),
    view=View.COMPARISON,
    seeds=3,
)

LESSONS: tuple[Lesson, ...] = (
    _TENSORS,
    _RATE,
    _LOGISTIC,
    _HIDDEN,
    _GRADIENTS,
    _RELU,
    _DROPOUT,
    _RACE,
)
