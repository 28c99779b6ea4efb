"""The accuracy of a network on shifted, rotated, noisy, thicker or thinner digits."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
import torch
from numpy.typing import NDArray

from core.config.data import DataConfig
from core.config.run import RunConfig
from core.data import datasets
from core.evaluation import accuracy
from core.network.models import network_of
from core.network.weights import Weights
from core.robustness.perturbations import Perturbation, perturbed, variants

MAX_DIGITS = 2000  # enough for a curve: the 95 % interval at 95 % is then +-1 point


@dataclass(frozen=True)
class PerturbationStep:
    """A completed step of a measurement.

    Attributes:
        done, total: steps.
        accuracies: of each network, 0 to 1, at this level of this perturbation, averaged over the
            variants; empty before the last variant.
    """

    done: int
    total: int
    kind: Perturbation
    level: float
    accuracies: tuple[float, ...] = ()


def steps() -> int:
    """Return the number of steps of a measurement."""
    return sum(variants(kind, level) for kind in Perturbation for level in kind.levels)


def measure(
    subjects: Sequence[tuple[RunConfig, Weights]], digits: int | None = MAX_DIGITS
) -> Iterator[PerturbationStep]:
    """Measure networks on digits that are harder and harder to read; stop by not iterating on.

    A step takes about a tenth of a second for each network.

    Args:
        subjects: configs and weights, one or more; each network reads images of its own data.
        digits: how many of the run's test digits to read, spread evenly over them; None for all,
            which gives the run's own accuracy at level 0.
    """
    networks = [network_of(config, weights) for config, weights in subjects]
    groups = _groups([config.data for config, _ in subjects], digits)
    done, total = 0, steps()

    for kind in Perturbation:
        for level in kind.levels:
            right, ways = np.zeros(len(networks), np.int64), variants(kind, level)
            changes = zip(*(perturbed(group.ink, kind, level) for group in groups), strict=True)
            for way, changed in enumerate(changes, 1):
                for group, images in zip(groups, changed, strict=True):
                    # grey levels as in the data's files: x (N, 784), 0 to 255
                    x = torch.from_numpy(images.reshape(len(images), -1) * np.float32(255)).round_()
                    for index in group.indices:
                        config = subjects[index][0]
                        inputs = datasets.input_of_grey(x, config.data)
                        outputs = accuracy.logits(config, networks[index], inputs)
                        right[index] += int((outputs.argmax(dim=1) == group.y).sum())

                done += 1
                accuracies = _shares(right, ways, groups) if way == ways else ()
                yield PerturbationStep(done, total, kind, level, accuracies)


@dataclass(frozen=True, eq=False)
class _Group:
    """Networks that read the same images.

    Attributes:
        ink: float32 (N, 28, 28), 0 to 1; y: their classes, int64 (N,).
        indices: those of the networks.
    """

    ink: NDArray[np.float32]
    y: torch.Tensor
    indices: list[int]


def _groups(configs: Sequence[DataConfig], digits: int | None) -> list[_Group]:
    """Group the networks by the test images of their runs."""
    members: dict[object, list[int]] = {}
    for index, config in enumerate(configs):
        images = (
            config.dataset,
            config.classes,
            config.test_size,
            config.test_subset,
            config.polarity,
            config.tests_held_out and config.train_size,
        )
        members.setdefault(images, []).append(index)

    groups = []
    for indices in members.values():
        ink, labels = datasets.labelled_ink(configs[indices[0]], digits)
        groups.append(_Group(ink, torch.from_numpy(labels).long(), indices))
    return groups


def _shares(right: NDArray[np.int64], ways: int, groups: Sequence[_Group]) -> tuple[float, ...]:
    counts = {index: len(group.y) for group in groups for index in group.indices}
    return tuple(int(hits) / (ways * counts[index]) for index, hits in enumerate(right))
