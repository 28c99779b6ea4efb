"""The lessons, from a tensor to a fair race, each with under a minute of training.

The texts claim no result of a run.
"""

from core.teaching.lessons.depth_lessons import GRADIENTS, INITIAL_WEIGHTS, RELU
from core.teaching.lessons.first_lessons import LINE, SCALING, STEP, TENSORS
from core.teaching.lessons.layer_lessons import CONVOLUTION, HIDDEN_LAYER, LOGISTIC, PLANE
from core.teaching.lessons.lesson import Lesson
from core.teaching.lessons.method_lessons import DROPOUT, OPTIMIZERS, RACE

LESSONS: tuple[Lesson, ...] = (
    TENSORS,
    STEP,
    LINE,
    SCALING,
    LOGISTIC,
    PLANE,
    HIDDEN_LAYER,
    GRADIENTS,
    RELU,
    INITIAL_WEIGHTS,
    DROPOUT,
    OPTIMIZERS,
    CONVOLUTION,
    RACE,
)
