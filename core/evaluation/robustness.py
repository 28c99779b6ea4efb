"""How much of its accuracy a network keeps when images are moved, turned, noisy, thicker or thinner."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
import torch
from numpy.typing import NDArray

from core.config.data import DataConfig
from core.config.run import RunConfig
from core.data import datasets
from core.evaluation import accuracy as evaluation
from core.evaluation.perturbations import Perturbation, perturbed, variants
from core.network import models
from core.network.weights import Weights

FIRST_DIGITS = (
    2000  # enough for a curve: the 95 % interval at 95 % is then one point to either side
)


@dataclass(frozen=True)
class Measured:
    """A step of a measurement is done.

    Attributes:
        done, total: steps.
        accuracies: of each network, 0 to 1, at this level of this perturbation, averaged over
            directions; empty before the last direction.
    """

    done: int
    total: int
    kind: Perturbation
    level: float
    accuracies: tuple[float, ...] = ()


def steps() -> int:
    """How many steps a measurement has."""
    return sum(variants(kind, level) for kind in Perturbation for level in kind.levels)


def measure(
    subjects: Sequence[tuple[RunConfig, Weights]], digits: int | None = FIRST_DIGITS
) -> Iterator[Measured]:
    """Ask networks for digits that are harder and harder to read; to stop, do not ask for the next step.

    A step takes about a tenth of a second for each network.

    Args:
        subjects: configs and weights, one or more; each is asked images of its own data.
        digits: of the first test digits how many are asked, though no more than the run's own; None
            for all of these, which gives the run's own accuracy at level 0.
    """
    networks = [models.network_of(config, weights) for config, weights in subjects]
    groups = _groups([config.data for config, _ in subjects], digits)
    done, total = 0, steps()
    for kind in Perturbation:
        for level in kind.levels:
            right, ways = np.zeros(len(networks), np.int64), variants(kind, level)
            changes = zip(*(perturbed(group.ink, kind, level) for group in groups), strict=True)
            for way, changed in enumerate(changes, 1):
                for group, images in zip(groups, changed, strict=True):
                    x = torch.from_numpy(images.reshape(len(images), -1) * np.float32(255)).round_()
                    for place, count in group.counts.items():
                        config = subjects[place][0]
                        seen = datasets.network_input(x[:count], config.data)
                        outputs = evaluation.logits(config, networks[place], seen)
                        right[place] += int((outputs.argmax(dim=1) == group.y[:count]).sum())
                done += 1
                found = _shares(right, ways, groups) if way == ways else ()
                yield Measured(done, total, kind, level, found)


@dataclass(frozen=True, eq=False)
class _Group:
    """Networks that are asked the same images.

    Attributes:
        ink: float32 (N, 28, 28), 0 to 1; y: their classes, int64 (N,).
        counts: by the networks' places, how many of the images each is asked.
    """

    ink: NDArray[np.float32]
    y: torch.Tensor
    counts: dict[int, int]


def _groups(configs: Sequence[DataConfig], digits: int | None) -> list[_Group]:
    """Those of the same data set together."""
    places: dict[tuple[str, tuple[str, ...]], list[int]] = {}
    for place, config in enumerate(configs):
        places.setdefault((config.dataset, config.classes), []).append(place)
    groups = []
    for members in places.values():
        longest = max((configs[place] for place in members), key=lambda config: config.test_size)
        grey, labels = datasets.labelled_digits(longest, digits)
        counts = {place: min(len(grey), configs[place].test_size) for place in members}
        groups.append(
            _Group(
                grey.astype(np.float32) / np.float32(255), torch.from_numpy(labels).long(), counts
            )
        )
    return groups


def _shares(right: NDArray[np.int64], ways: int, groups: Sequence[_Group]) -> tuple[float, ...]:
    counts = {place: count for group in groups for place, count in group.counts.items()}
    return tuple(int(hits) / (ways * counts[place]) for place, hits in enumerate(right))
