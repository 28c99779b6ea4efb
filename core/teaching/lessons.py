"""The eight lessons, from a tensor to a fair race, each with under a minute of training.

The texts claim no result of a run.
"""

from core.teaching.deeper_lessons import DROPOUT, GRADIENTS, RACE, RELU
from core.teaching.first_lessons import HIDDEN_LAYER, LINE, LOGISTIC, TENSORS
from core.teaching.lesson import Lesson

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
