"""The eight lessons, from a tensor to a fair race, each with under a minute of training.

The texts claim no result of a run.
"""

from core.teaching.lessons.deeper_lessons import DROPOUT, GRADIENTS, RACE, RELU
from core.teaching.lessons.first_lessons import HIDDEN_LAYER, LINE, LOGISTIC, TENSORS
from core.teaching.lessons.lesson import Lesson

LESSONS: tuple[Lesson, ...] = (
    TENSORS,
    LINE,
    LOGISTIC,
    HIDDEN_LAYER,
    GRADIENTS,
    RELU,
    DROPOUT,
    RACE,
)
