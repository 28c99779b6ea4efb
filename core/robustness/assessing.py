"""The answers of changed networks to all test images, in steps where that takes long."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import torch

from core.config.choices import ModelKind
from core.config.run import RunConfig
from core.data import datasets
from core.evaluation import accuracy
from core.evaluation.assessment import Assessment
from core.network.models import network_of
from core.network.weights import Weights
from core.robustness.damage import Change, damaged

IMAGES_OF_MAPS = 1000  # in a step of a convolutional network; all others take one step


@dataclass(frozen=True)
class AssessStep:
    """A completed step.

    Attributes:
        done, total: steps.
        assessment: of all test images; None before the last step.
    """

    done: int
    total: int
    assessment: Assessment | None


@dataclass(frozen=True)
class DamageStep:
    """A completed step of the comparison of a network with its damaged copy.

    Attributes:
        done, total: steps.
        before, after: of the whole and of the damaged network; None until they are there.
    """

    done: int
    total: int
    before: Assessment | None
    after: Assessment | None


def count_steps(config: RunConfig) -> int:
    """Return the number of steps of `assess`."""
    return -(-config.data.test_size // IMAGES_OF_MAPS) if config.model.kind is ModelKind.CNN else 1


def assess(config: RunConfig, weights: Weights) -> Iterator[AssessStep]:
    """Have a network read all test images of its run.

    The answers are those of `core.evaluation.accuracy.probabilities`.

    Raises:
        DataError: if the files are missing or damaged.
    """
    data, network, total = datasets.load(config.data), network_of(config, weights), 0
    parts = data.test_x.cpu().split(-(-len(data.test_x) // count_steps(config)))
    answers = []
    for total, part in enumerate(parts, 1):
        outputs = accuracy.logits(config, network, part)
        answers.append(torch.softmax(outputs.double(), dim=1))
        if total < len(parts):
            yield AssessStep(total, len(parts), None)

    labels = data.test_y.cpu().numpy()
    yield AssessStep(total, total, Assessment(torch.cat(answers).numpy(), labels))


def compare(
    config: RunConfig, weights: Weights, changes: Sequence[Change], before: Assessment | None
) -> Iterator[DamageStep]:
    """Assess a network before and after these changes.

    Args:
        before: the assessment of the whole network, if it is known.

    Raises:
        DataError: if the files are missing or damaged.
    """
    steps = count_steps(config)
    is_known, total = before is not None, steps * ((before is None) + bool(changes))
    if before is None:
        for step in assess(config, weights):
            before = step.assessment
            yield DamageStep(step.done, total, before, None if changes else before)
    if not changes:
        if is_known:
            yield DamageStep(total, total, before, before)
        return

    for step in assess(config, damaged(config.model, weights, changes)):
        yield DamageStep(total - steps + step.done, total, before, step.assessment)
