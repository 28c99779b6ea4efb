"""How much of its accuracy a network keeps when digits are moved, turned, noisy, thicker or thinner."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
import torch

from core import datasets, evaluation
from core.config import RunConfig
from core.events import Weights
from core.perturbations import Perturbation, perturbed, variants

FIRST_DIGITS = 2000  # enough for a curve: the 95 % interval at 95 % is then one point to either side


@dataclass(frozen=True)
class Measured:
    """A step of a measurement is done.

    Attributes:
        done, total: steps.
        accuracies: of each network, 0 to 1, at this level of this perturbation, averaged over directions; empty
            before the last direction.
    """

    done: int
    total: int
    kind: Perturbation
    level: float
    accuracies: tuple[float, ...] = ()


def steps() -> int:
    """How many steps a measurement has."""
    return sum(variants(kind, level) for kind in Perturbation for level in kind.levels)


def measure(subjects: Sequence[tuple[RunConfig, Weights]], digits: int | None = FIRST_DIGITS) -> Iterator[Measured]:
    """Ask networks for digits that are harder and harder to read; to stop, do not ask for the next step.

    A step takes about a tenth of a second for each network.

    Args:
        subjects: configs and weights, one or more, all of the same data set.
        digits: of the first test digits how many are asked, though no more than the run's own; None for all of these,
            which gives the run's own accuracy at level 0.
    """
    networks = [evaluation.network_of(config, weights) for config, weights in subjects]
    counts = [min(digits or config.data.test_size, config.data.test_size) for config, _ in subjects]
    longest = max((config.data for config, _ in subjects), key=lambda data: data.test_size)
    grey, labels = datasets.digits_asked(longest, digits)
    ink, y = grey.astype(np.float32) / np.float32(255), torch.from_numpy(labels).long()
    done, total = 0, steps()
    for kind in Perturbation:
        for level in kind.levels:
            right, ways = np.zeros(len(networks), np.int64), variants(kind, level)
            for way, changed in enumerate(perturbed(ink, kind, level), 1):
                x = torch.from_numpy(changed.reshape(len(changed), -1) * np.float32(255)).round_()
                for place, (config, _) in enumerate(subjects):
                    seen = datasets.seen(x[: counts[place]], config.data)
                    outputs = evaluation.logits(config, networks[place], seen)
                    right[place] += int((outputs.argmax(dim=1) == y[: counts[place]]).sum())
                done += 1
                shares = zip(right, counts, strict=True)
                found = tuple(int(hits) / (ways * count) for hits, count in shares) if way == ways else ()
                yield Measured(done, total, kind, level, found)
