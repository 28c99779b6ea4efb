"""What restricts all verdicts of an experiment, in words; the one place that explains intervals."""

from core.comparison.experiment import Experiment
from core.config.catalogue import MNIST
from core.messages import Message, message


def caveats(experiment: Experiment) -> tuple[Message, ...]:
    """Return what the verdicts on an experiment do not say by themselves.

    MNIST's writers were counted by QMNIST's ids (C. Yadav and L. Bottou, "Cold Case: The Lost MNIST
    Digits", 2019, https://arxiv.org/abs/1905.10498), and resampled.
    """
    notes = []
    if len(experiment.members) > 2:
        notes.append(
            message(
                "Each network keeps the learning rate that it was given, and another one may suit "
                "it better. So a step adds what it adds with these settings and in this order; "
                "only the sum does not depend on the order."
            )
        )
    if experiment.members[0].config.data.dataset == MNIST:
        notes.append(
            message(
                "For these writers: intervals take digits as drawn one by one, but MNIST's 10,000 "
                "test digits come from 297 writers, and the digits of one writer resemble each "
                "other. For other writers they are too narrow: if writers are drawn, an accuracy "
                "lies outside its interval in 17 % of cases instead of 5 %."
            )
        )
    return tuple(notes)
