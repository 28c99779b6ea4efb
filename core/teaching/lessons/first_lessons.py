"""Lessons on what all training consists of: tensors, a step, the learning rate, the inputs."""

from core.config.choices import Pixels
from core.messages import message
from core.teaching.lessons import further_checks as more_checks
from core.teaching.lessons import lesson_checks as checks
from core.teaching.lessons.lesson import Answer, Demonstration, Lesson, Trial, View
from core.teaching.lessons.lesson_configs import ADAM, PIXELS, RATE, TWENTY_THOUSAND, changed

PLAIN_STEPS = {"optimizer.momentum": 0.0, "epochs": 10}
ALL_POINTS = {"data.batch_size": 101, "optimizer.momentum": 0.0}  # in one batch
FEW_DIGITS = {"data.train_size": 10_000, "data.test_size": 2000, "epochs": 2}

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
    usual="large",
    check=checks.faster_batches,
    meaning=message(
        "Each instruction costs a little fixed time, however small the table, and a large table"
        " spreads it over many images. But a batch is also one learning step, so larger batches"
        " mean fewer steps per epoch. How much of what that costs comes back with longer steps, "
        "the third network shows: whoever changes the batch size has to choose the learning rate "
        "again."
    ),
    trial=Trial(
        message("Batches of 10,000, learning rate {rate}", rate="0.3"),
        changed("logistic", TWENTY_THOUSAND, {"data.batch_size": 10_000, RATE: 0.3, "epochs": 2}),
    ),
    code=("device", "prepare", "batches"),
    demonstration=Demonstration.TENSORS,
    names=(
        message("Batches of 10"),
        message("Batches of 1,000"),
        message("Batches of 1,000, learning rate {rate}", rate="0.3"),
    ),
)
STEP = Lesson(
    key="gradient-step",
    title=message("One gradient step"),
    text=(
        message(
            "A network learns in steps. Forward: it answers, and the cost measures how wrong that "
            "is. Backward: for each weight its gradient is computed, which is how the cost changes "
            "if the weight grows a little. Step: each weight moves against its gradient, by the "
            "gradient times the learning rate. Then zero_grad forgets the gradients, because "
            "PyTorch would add the next ones to them."
        ),
        message(
            "Here a line with a single weight w sees all points in one batch, so that an epoch is "
            "one step. Two runs start from the same w. One takes a single step with the learning "
            "rate 1, the other ten steps with 0.1."
        ),
    ),
    question=message(
        "One step with the learning rate 1, or ten steps with 0.1, from the same w and with all "
        "points in one batch: which of the two moves w farther?"
    ),
    answers=(
        Answer("same", message("Neither: 10 × 0.1 is 1")),
        Answer("small", message("The ten small steps")),
        Answer("large", message("The one large step")),
    ),
    configs=tuple(
        changed("linear", {**ALL_POINTS, RATE: rate, "epochs": epochs})
        for rate, epochs in ((1.0, 1), (0.1, 10))
    ),
    usual="large",
    check=more_checks.farther_step,
    meaning=message(
        "A step knows nothing but the slope at the point where it begins. The small steps measure "
        "the slope again each time, and nearer to the bottom it is flatter: each is shorter than "
        "the one before. The large step goes all the way with the slope of its start; at a still "
        "larger rate it would pass the bottom and climb the other side. Training in slow motion "
        "shows each of these lines of code with all numbers of a small network; there zero_grad "
        "can be left out, too."
    ),
    trial=Trial(
        message("One step, ten times the learning rate"),
        changed("linear", {**ALL_POINTS, RATE: 10.0, "epochs": 1}),
    ),
    code=("train", "train_mode", "zero_grad", "forward", "backward", "step"),
    view=View.LINE,
    demonstration=Demonstration.SLOW_MOTION,
    names=(
        message("One step, learning rate {rate}", rate="1"),
        message("Ten steps, learning rate {rate}", rate="0.1"),
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
    usual="medium",
    check=checks.lowest_cost,
    meaning=message(
        "Steps that are too short arrive late. Steps that are too long leap over the valley and"
        " land higher up on the other side, each leap longer than the last; waiting does not "
        "help. Between the two lies a wide range that works. Finding it is the first thing to "
        "do with any network. Run > Find a learning rate… tries all of them in one short "
        "training."
    ),
    trial=Trial(
        message("Learning rate {rate}", rate="1"), changed("linear", PLAIN_STEPS, {RATE: 1.0})
    ),
    code=("forward", "backward", "step"),
    view=View.LINE,
    names=tuple(message("Learning rate {rate}", rate=rate) for rate in ("0.003", "0.1", "4")),
    may_diverge=True,
)
SCALING = Lesson(
    key="scaling",
    title=message("Scaling the pixels"),
    text=(
        message(
            "Grey levels are stored as whole numbers from 0 to 255. A network can be given them as "
            "they are; divided by 255, so that they lie between 0 and 1; or standardized, which "
            "means shifted and scaled so that over all training images their mean is 0 and their "
            "standard deviation 1."
        ),
        message(
            "Nothing else differs: the same digits, the same initial weights, the same batches. "
            "Three networks use gradient descent with momentum and the learning rate 0.01, two "
            "more use Adam with 0.001."
        ),
    ),
    question=message(
        "With gradient descent, how high is the cost on test digits with the pixels as stored, "
        "compared with pixels divided by 255?"
    ),
    answers=(
        Answer("same", message("About the same: the weights adapt")),
        Answer("higher", message("2 to 100 times as high")),
        Answer("much-higher", message("More than 100 times as high")),
    ),
    configs=(
        *(
            changed("logistic", FEW_DIGITS, {PIXELS: pixels})
            for pixels in (Pixels.UNIT, Pixels.STANDARDIZED)
        ),
        *(changed("logistic", FEW_DIGITS, ADAM, {PIXELS: it}) for it in (Pixels.UNIT, Pixels.RAW)),
        changed("logistic", FEW_DIGITS, {PIXELS: Pixels.RAW}),
    ),
    usual="much-higher",
    check=more_checks.cost_of_raw_pixels,
    meaning=message(
        "A weight's gradient has the weight's input as a factor: inputs 255 times as large make "
        "it 255 times as large. When the next image arrives, the change of the weight is "
        "multiplied by the input once more. For the same error one step of plain gradient descent "
        "changes the logits 255 × 255, about 65,000 times as much: it leaps to and fro, and the "
        "network is very sure of its mistakes. Adam divides the gradient by its own size, which "
        "leaves a factor of 255. The learning rate no longer fits, nor do the initial weights. "
        "The share of digits read correctly shows less of it than the cost: it asks only which "
        "logit is the largest. Standardized pixels are what usual learning rates and initial "
        "weights are made for."
    ),
    trial=Trial(
        message("As stored, a thousandth of the learning rate"),
        changed("logistic", FEW_DIGITS, {PIXELS: Pixels.RAW, RATE: 0.00001}),
    ),
    code=("prepare",),
    demonstration=Demonstration.PIXELS,
    names=(
        message("Divided by 255"),
        message("Standardized"),
        message("Divided by 255, Adam"),
        message("As stored, Adam"),
        message("As stored"),
    ),
)
