"""The accuracy of networks on test images that are changed to fool them, over epsilon."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import torch

from core.config.run import RunConfig
from core.data import datasets
from core.evaluation import accuracy
from core.network.models import network_of
from core.network.weights import Weights
from core.robustness.attack_choices import EPSILONS, Attack
from core.robustness.attacks import AT_ONCE, attacked

MAX_DIGITS = 1000  # of each run: the 95 % interval at 90 % is then +-2 points


@dataclass(frozen=True)
class AttackStep:
    """A completed step of a measurement.

    Attributes:
        done, total: steps.
        subject: the index of the network.
        epsilon: the most by which a pixel was changed.
        accuracy: 0 to 1; None before all digits have been read at this epsilon.
    """

    done: int
    total: int
    subject: int
    epsilon: float
    accuracy: float | None


def measure(
    subjects: Sequence[tuple[RunConfig, Weights]], attack: Attack, digits: int | None = MAX_DIGITS
) -> Iterator[AttackStep]:
    """Attack each network with its own gradients at all `EPSILONS`; stop by not iterating on.

    Args:
        digits: how many test images of its run each network reads, spread evenly; None for all.
            With a target, those of the target's class are left out.
    """
    networks = [network_of(config, weights).requires_grad_(False) for config, weights in subjects]
    digits_of = [_digits(config, attack, digits) for config, _ in subjects]
    total = len(EPSILONS) * sum(len(ink.split(AT_ONCE)) for ink, _ in digits_of)

    done = 0
    for epsilon in EPSILONS:
        for index, (config, _) in enumerate(subjects):
            ink, labels = digits_of[index]
            right, parts = 0, list(zip(ink.split(AT_ONCE), labels.split(AT_ONCE), strict=True))
            for number, (part, classes) in enumerate(parts, 1):
                changed = attacked(
                    networks[index], config, part, classes, epsilon=epsilon, attack=attack
                )
                inputs = datasets.input_of_ink(changed, config.data)
                answers = accuracy.logits(config, networks[index], inputs).argmax(dim=1)
                right += int((answers == classes).sum())

                done += 1
                share = right / len(labels) if number == len(parts) else None
                yield AttackStep(done, total, index, epsilon, share)


def _digits(
    config: RunConfig, attack: Attack, count: int | None
) -> tuple[torch.Tensor, torch.Tensor]:
    """Return test images as ink, float32 (N, 784), and their classes, int64 (N,)."""
    ink, labels = datasets.labelled_ink(config.data, count)
    is_used = labels != attack.target
    rows = torch.from_numpy(ink[is_used].reshape(int(is_used.sum()), -1))
    return rows, torch.from_numpy(labels[is_used]).long()
