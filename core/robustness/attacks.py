"""Small changes of a digit that make a network answer wrongly.

Every pixel may change by at most epsilon, and stays between paper (0) and full ink (1).

* Fast gradient sign: each pixel goes the whole way in the direction that raises the cost
  (I. Goodfellow et al. 2015, https://arxiv.org/abs/1412.6572).
* Projected gradient: several shorter steps, after each of which the digit is brought back to
  within epsilon (A. Madry et al. 2018, https://arxiv.org/abs/1706.06083), here without a random
  start, so that the same digit is always changed alike.
"""

import numpy as np
import torch
from torch import Tensor, nn

from core.config.catalogue import PIXELS, SIDE
from core.config.run import RunConfig
from core.data.datasets import input_of_ink
from core.data.ink import Ink
from core.network.models import network_of
from core.network.weights import Weights
from core.robustness.attack_choices import Attack

REACH = 2.5  # all steps together, as a multiple of epsilon; as in Madry et al.
LEVELS = 64  # epsilons that are tried at once, before the search goes on by bisection
HALVINGS = 7  # of the distance between two of them
AT_ONCE = 250  # digits whose gradients are computed together


def odds(logits: Tensor, classes: Tensor) -> Tensor:
    """Return the logarithm of the odds against each digit's class, float64 (N,).

    Its gradient has the same direction as that of the cross-entropy, -ln p, but does not become 0
    when the network is so sure that p is rounded to 1: the odds are (1 - p) / p.

    Args:
        logits: (N, C); classes: int64 (N,).
    """
    logits = logits.double()
    chosen = classes.unsqueeze(1)  # (N, 1)
    others = logits.scatter(1, chosen, -torch.inf)
    return torch.logsumexp(others, dim=1) - logits.gather(1, chosen).squeeze(1)


def attacked(
    network: nn.Module,
    config: RunConfig,
    ink: Tensor,
    labels: Tensor,
    *,
    epsilon: Tensor | float,
    attack: Attack,
) -> Tensor:
    """Return digits (N, 784), changed so that a network reads them wrongly, or as the target.

    Args:
        network: in evaluation mode.
        ink: float32 (N, 784), 0 to 1.
        labels: the classes that are right, int64 (N,); without effect if there is a target.
        epsilon: the most by which a pixel may change, one for all digits or (N, 1).
    """
    low, high = (ink - epsilon).clamp_(0, 1), (ink + epsilon).clamp_(0, 1)
    step = epsilon if attack.steps == 1 else REACH / attack.steps * epsilon
    away = attack.target is None
    classes = labels if attack.target is None else torch.full_like(labels, attack.target)

    changed = ink
    for _ in range(attack.steps):
        # the sign of the gradient: (N, 784)
        direction = _gradient(network, config, changed, classes).sign_().nan_to_num_()
        changed = changed + (step if away else -step) * direction
        changed = torch.minimum(torch.maximum(changed, low), high)
    return changed


@torch.enable_grad()
def _gradient(network: nn.Module, config: RunConfig, ink: Tensor, classes: Tensor) -> Tensor:
    """Return the slope of the odds against each digit's class over its pixels, (N, 784)."""
    gradients = []
    for part, right in zip(ink.split(AT_ONCE), classes.split(AT_ONCE), strict=True):
        pixels = part.detach().requires_grad_()
        against = odds(network(input_of_ink(pixels, config.data)), right)
        gradients += torch.autograd.grad(against.sum(), pixels)
    return torch.cat(gradients)


class Attacker:
    """Attacks one network with one digit at a time."""

    def __init__(self, config: RunConfig, weights: Weights) -> None:
        self._config = config
        self._network = network_of(config, weights)
        self._network.requires_grad_(False)

    def answer(self, digit: Ink) -> int:
        """Return the class that the network reads a digit as, ink (28, 28)."""
        return int(self._answers(_rows(digit))[0])

    def changed(self, digit: Ink, epsilon: float, attack: Attack) -> Ink:
        """Return a digit that is changed by at most epsilon, away from the network's answer."""
        rows = _rows(digit)
        return self._attack(rows, torch.full((1, 1), epsilon), attack).numpy().reshape(SIDE, SIDE)

    def smallest_epsilon(self, digit: Ink, attack: Attack) -> float | None:
        """Return the smallest epsilon with which the attack succeeds, to within 1/8192.

        That is a little more than needed, never less. None if not even 1 is enough, or if the
        network already answers with the target.
        """
        rows = _rows(digit)
        if attack.target is not None and self.answer(digit) == attack.target:
            return None

        # LEVELS epsilons at once; the first one that is enough, and the one before it
        epsilons = torch.arange(1, LEVELS + 1) / LEVELS
        successes = self._succeeds(rows.expand(LEVELS, -1), epsilons.unsqueeze(1), attack)
        if not successes.any():
            return None
        enough = float(epsilons[successes.int().argmax()])
        too_little = enough - 1 / LEVELS

        for _ in range(HALVINGS):
            middle = (too_little + enough) / 2
            if bool(self._succeeds(rows, torch.full((1, 1), middle), attack)[0]):
                enough = middle
            else:
                too_little = middle
        return enough

    def _succeeds(self, rows: Tensor, epsilons: Tensor, attack: Attack) -> Tensor:
        """Return whether each digit is misread as wanted after the attack, bool (N,)."""
        answers = self._answers(self._attack(rows, epsilons, attack))
        if attack.target is not None:
            return answers == attack.target
        return answers != self._answers(rows)

    def _attack(self, rows: Tensor, epsilons: Tensor, attack: Attack) -> Tensor:
        labels = self._answers(rows)
        return attacked(self._network, self._config, rows, labels, epsilon=epsilons, attack=attack)

    @torch.no_grad()
    def _answers(self, rows: Tensor) -> Tensor:
        answers: Tensor = self._network(input_of_ink(rows, self._config.data)).argmax(dim=1)
        return answers


def _rows(digit: Ink) -> Tensor:
    return torch.from_numpy(np.ascontiguousarray(digit, np.float32).reshape(1, PIXELS).copy())
