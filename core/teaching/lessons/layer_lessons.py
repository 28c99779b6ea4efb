"""Lessons on layers: logistic regression, a hidden layer, convolution."""

from collections.abc import Mapping
from itertools import product

from core.config.choices import Activation
from core.config.presets import preset
from core.messages import message
from core.teaching.lessons import further_checks as more_checks
from core.teaching.lessons import lesson_checks as checks
from core.teaching.lessons.lesson import Answer, Lesson, Trial, View
from core.teaching.lessons.lesson_configs import (
    ADAM,
    HIDDEN,
    RATE,
    SHUFFLED,
    TWENTY_THOUSAND,
    TWO_THOUSAND_HELD_OUT,
    changed,
)

_FIVE_THOUSAND: Mapping[str, object] = {
    "data.train_size": 5000,
    "data.test_size": 2000,
    "epochs": 2,
}
_CONNECTED: Mapping[str, object] = {
    **_FIVE_THOUSAND,
    **ADAM,
    HIDDEN: [{"units": 128, "activation": "relu"}],
}

LOGISTIC = Lesson(
    key="logistic",
    title=message("Logistic regression"),
    text=(
        message(
            "Now the input is an image and there are ten answers. Every pixel has a vote for "
            "every digit: 784 × 10 weights, and a bias for each digit, 7,850 numbers to learn."
        ),
        message(
            "Softmax turns the ten sums of votes, the logits, into probabilities that add up to "
            "1. The cost is the cross-entropy: the negative logarithm of the probability that the "
            "correct digit was given. It is 0 for certainty and 2.3 for a tenth, as guessing "
            "gives. No pixel knows anything about any other."
        ),
    ),
    question=message(
        "The network sees 20,000 digits three times each. How many of the digits it has never "
        "seen will it read correctly?"
    ),
    answers=(
        Answer("hardly", message("Fewer than 20%; guessing gives 10%")),
        Answer("few", message("20 to 70%")),
        Answer("most", message("70 to 95%")),
        Answer("nearly-all", message("More than 95%")),
    ),
    configs=(changed("logistic", TWENTY_THOUSAND, {"epochs": 3}),),
    usual="most",
    check=checks.share_read,
    meaning=message(
        "A digit can often be recognised by where its ink is, without any notion of a stroke. "
        "What such votes cannot express is “ink here counts, but only if there is none over "
        "there”. The Inside tab shows each digit's votes as an image, and under Cost "
        "how the ten sums become probabilities and the cost; there you can drag a sum. "
        "CrossEntropyLoss computes softmax and logarithm in one, so the network itself ends with "
        "the sums."
    ),
    trial=Trial(
        message("Ten times the learning rate"),
        changed("logistic", TWENTY_THOUSAND, {RATE: 0.1, "epochs": 3}),
    ),
    code=("build_model", "forward"),
    view=View.COST,
)
PLANE = Lesson(
    key="plane",
    title=message("A layer in the plane"),
    text=(
        message(
            "To see what a layer does, take two inputs instead of 784: a point of the plane. "
            "Points in opposite quarters belong to the same class, so that the class depends on "
            "whether the signs of the two coordinates are equal: the exclusive or."
        ),
        message(
            "Three networks learn from 200 such points. The first has no hidden layer. The second "
            "has one of 8 neurons that pass their sums on as they are, with the activation "
            "“Identity”. The third has the same with a curve, tanh."
        ),
    ),
    question=message(
        "Exclusive or in the plane, with no hidden layer, with one without a curve, with one with "
        "a curve: which networks classify at least 90% of the test points correctly?"
    ),
    answers=(
        Answer("all", message("All three")),
        Answer("hidden", message("Both with a hidden layer")),
        Answer("curved", message("Only the one with a curve")),
        Answer("none", message("None: the classes are too entangled")),
    ),
    configs=(
        changed("plane-logistic"),
        *(
            changed("plane-xor", {HIDDEN: [{"units": 8, "activation": curve.value}]})
            for curve in (Activation.IDENTITY, Activation.TANH)
        ),
    ),
    usual="curved",
    check=more_checks.who_divides_the_plane,
    meaning=message(
        "Without a hidden layer the border between the classes is a straight line, and no straight "
        "line divides opposite quarters. A second layer of sums does not help: sums of sums are "
        "sums, so its border is straight as well. With a curve each hidden neuron draws a line of "
        "its own, and the output layer puts together what lies on this side of one and on that "
        "side of another. The small maps in the plane show these lines, one for each neuron. With "
        "digits it is the same in 784 dimensions, where nobody can look at it."
    ),
    trial=Trial(
        message("{count} neurons with a curve, ten times as many", count=80),
        changed("plane-xor", {HIDDEN: [{"units": 80, "activation": "tanh"}]}),
    ),
    code=("build_model",),
    view=View.PLANE,
    names=(
        message("No hidden layer"),
        message("Hidden layer: identity"),
        message("Hidden layer: tanh"),
    ),
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
    usual="with",
    check=checks.better_reader,
    meaning=message(
        "Nobody tells the neurons what to look for: each becomes a detector of whatever makes "
        "the cost smaller. They start as random as their initial weights, so it takes some "
        "training before they are useful. Compare the figures after the first epoch with the "
        "last ones."
    ),
    trial=Trial(
        message("{count} neurons, a tenth of them", count=51),
        changed(
            "sigmoid",
            TWENTY_THOUSAND,
            TWO_THOUSAND_HELD_OUT,
            {
                HIDDEN: [{"units": 51, "activation": "sigmoid"}],
                "data.batch_size": 50,
                RATE: 0.1,
                "epochs": 8,
            },
        ),
    ),
    code=("build_model",),
    names=tuple(
        message("{network}, learning rate {rate}", network=preset(name).title, rate=rate)
        for name, rate in product(("logistic", "sigmoid"), ("0.01", "0.1"))
    ),
)
CONVOLUTION = Lesson(
    key="convolution",
    title=message("Convolution"),
    text=(
        message(
            "In a fully connected layer each neuron has a weight of its own for every pixel. That "
            "two pixels are neighbours means nothing to it. A convolution looks at the image "
            "through a small window, here of 5 × 5 pixels, with the same 25 weights wherever it "
            "stands; each of its 16 windows yields a map of where its pattern occurs."
        ),
        message(
            "How much depends on neighbours? The pixels of all images are shuffled, in one random "
            "order that is the same for every image, so that no information is lost. A fully "
            "connected and a convolutional network learn from 5,000 digits, once as they are, once "
            "shuffled."
        ),
    ),
    question=message(
        "Once all pixels are shuffled, in one fixed order: which network reads clearly fewer test "
        "digits than before, by 5 points or more?"
    ),
    answers=(
        Answer("both", message("Both of them")),
        Answer("connected", message("Only the fully connected one")),
        Answer("convolutional", message("Only the convolutional one")),
        Answer("neither", message("Neither of them")),
    ),
    configs=(
        *(changed("mlp", _CONNECTED, {SHUFFLED: it}) for it in (False, True)),
        *(changed("cnn", _FIVE_THOUSAND, {SHUFFLED: it}) for it in (True, False)),
    ),
    usual="convolutional",
    check=more_checks.what_shuffling_costs,
    meaning=message(
        "The fully connected network learns a weight for each pixel in any case, so one fixed "
        "order is as good as any other; what differs is chance. A convolution is built on a "
        "supposition: what belongs together lies close together, and may occur anywhere in the "
        "image. That is true of images, and so the convolution itself needs few weights (most of "
        "this network's are in the layer behind it) and few examples. Where it is not true, it "
        "gets in the way. Inside > Weights shows the windows of the first layer as small "
        "pictures."
    ),
    trial=Trial(
        message("Convolutional, shuffled, ten times as many digits"),
        changed("cnn", _FIVE_THOUSAND, {SHUFFLED: True, "data.train_size": 50_000, "epochs": 1}),
    ),
    code=("build_model", "dropout"),
    view=View.WEIGHTS,
    names=(
        message("Fully connected"),
        message("Fully connected, shuffled"),
        message("Convolutional, shuffled"),
        message("Convolutional"),
    ),
)
