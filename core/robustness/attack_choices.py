"""The choices of an attack on a network; loads no torch, so the window may import it."""

from dataclasses import dataclass

ONE_STEP, PROJECTED_STEPS = 1, 10
EPSILONS = (0.0, 0.01, 0.02, 0.03, 0.05, 0.075, 0.1, 0.15, 0.2, 0.25, 0.3)  # of curves


@dataclass(frozen=True)
class Attack:
    """How a digit is changed.

    Attributes:
        steps: 1 for the fast gradient sign, more for projected gradient steps.
        target: the class to be answered; None for any but the right one.
    """

    steps: int = ONE_STEP
    target: int | None = None
