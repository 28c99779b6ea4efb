"""The first four lessons: tensors, a line, logistic regression, a hidden layer."""

from itertools import product

from core.config.presets import preset
from core.messages import message
from core.teaching.lessons import lesson_checks as checks
from core.teaching.lessons.lesson import Answer, Lesson, View
from core.teaching.lessons.lesson_configs import (
    RATE,
    TWENTY_THOUSAND,
    TWO_THOUSAND_HELD_OUT,
    changed,
)

PLAIN_STEPS = {"optimizer.momentum": 0.0, "epochs": 10}

TENSORS = Lesson(
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
        "Three networks go twice through the same 20,000 digits: one in batches of 10, two in "
        "batches of 1,000, the second of these with a larger learning rate. Which batches get "
        "through more digits in a second?"
    ),
    answers=(
        Answer("small", message("Batches of 10: each is little work")),
        Answer("same", message("Both alike: they are the same digits")),
        Answer("large", message("Batches of 1,000")),
    ),
    configs=tuple(
        changed("logistic", TWENTY_THOUSAND, {"data.batch_size": size, RATE: rate, "epochs": 2})
        for size, rate in ((10, 0.01), (1000, 0.01), (1000, 0.3))
    ),
    check=checks.faster_batches,
    meaning=message(
        "Each instruction costs a little fixed time, however small the table, and a large table"
        " spreads it over many images. But a batch is also one learning step, so larger batches"
        " mean fewer steps per epoch. How much of what that costs comes back with longer steps, "
        "the third network shows: whoever changes the batch size has to choose the learning rate "
        "again."
    ),
    code=("device", "prepare", "batches"),
    names=(
        message("Batches of 10"),
        message("Batches of 1,000"),
        message("Batches of 1,000, learning rate {rate}", rate="0.3"),
    ),
)
LINE = Lesson(
    key="learning-rate",
    title=message("A line and the learning rate"),
    text=(
        message(
            "The smallest network has one weight w and turns x into w · x. The points scatter "
            "around a line. The cost is the mean of the squared errors; plotted over w, it is a"
            " valley."
        ),
        message(
            "Gradient descent feels how steep the ground is where w stands, and takes a step "
            "downhill. The step is as long as the steepness times the learning rate."
        ),
        message(
            "The valley in the picture is the cost over all points. A step feels only the ten "
            "points of its batch: their valley is a little different, so that steps may be longer "
            "or shorter than the picture suggests, and near the bottom even point uphill."
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
    configs=tuple(changed("linear", PLAIN_STEPS, {RATE: rate}) for rate in (0.003, 0.1, 4.0)),
    check=checks.lowest_cost,
    meaning=message(
        "Steps that are too short arrive late. Steps that are too long leap over the valley and"
        " land higher up on the other side, each leap longer than the last; waiting does not "
        "help. Between the two lies a wide range that works. Finding it is the first thing to "
        "do with any network. Help > Training in slow motion takes such steps line by line, with "
        "the numbers of each."
    ),
    code=("forward", "backward", "step"),
    view=View.LINE,
    names=tuple(message("Learning rate {rate}", rate=rate) for rate in ("0.003", "0.1", "4")),
    may_diverge=True,
)
LOGISTIC = Lesson(
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
    configs=(changed("logistic", TWENTY_THOUSAND, {"epochs": 3}),),
    check=checks.share_read,
    meaning=message(
        "A digit can often be recognised by where its ink is, without any notion of a stroke. "
        "What such votes cannot express is “ink here counts, but only if there is none over "
        "there”. The Inside tab shows each digit's votes as an image, and under Cost "
        "how the ten sums become probabilities and the cost; there you can drag a sum."
    ),
    code=("build_model", "forward"),
)
HIDDEN_LAYER = Lesson(
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
            "the second layer would add nothing; the activation “Identity” lets you try that. The "
            "price: about 407,000 numbers to learn instead of 7,850."
        ),
    ),
    question=message(
        "One network has no hidden layer, the other has one of 512 sigmoid neurons. Each is "
        "trained with the learning rates 0.01 and 0.1, and 2,000 held-out digits choose the better "
        "of the two. Which network then reads more test digits correctly after eight epochs?"
    ),
    answers=(
        Answer("without", message("The one without: it has less to learn")),
        Answer("with", message("The one with a hidden layer")),
        Answer("neither", message("No difference can be shown")),
    ),
    configs=tuple(
        changed(
            name,
            TWENTY_THOUSAND,
            TWO_THOUSAND_HELD_OUT,
            {"data.batch_size": 50, RATE: rate, "epochs": 8},
        )
        for name, rate in product(("logistic", "sigmoid"), (0.01, 0.1))
    ),
    check=checks.better_reader,
    meaning=message(
        "Nobody tells the neurons what to look for: each becomes a detector of whatever makes "
        "the cost smaller. They start as random as their initial weights, so it takes some "
        "training before they are useful. Compare the figures after the first epoch with the "
        "last ones."
    ),
    code=("build_model",),
    names=tuple(
        message("{network}, learning rate {rate}", network=preset(name).title, rate=rate)
        for name, rate in product(("logistic", "sigmoid"), ("0.01", "0.1"))
    ),
)
