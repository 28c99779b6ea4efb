"""What restricts all verdicts of an experiment, in words; the one place that explains intervals."""

from core.comparison.experiment import Experiment
from core.config.catalogue import MNIST
from core.config.run import RunConfig
from core.messages import Message, message

RESAMPLED = 10_000  # MNIST's test digits, all of them


def caveats(
    experiment: Experiment, *, is_sealed: bool, has_steps: bool = True
) -> tuple[Message, ...]:
    """Return what the verdicts on an experiment do not say by themselves.

    Args:
        is_sealed: whether held-out examples judge it.
        has_steps: whether each network is a step from the one before.

    MNIST's writers were counted by QMNIST's ids (C. Yadav and L. Bottou, "Cold Case: The Lost MNIST
    Digits", 2019, https://arxiv.org/abs/1905.10498), and resampled.
    """
    notes = _of_several(experiment, has_steps=has_steps)
    config = experiment.members[0].config
    if config.data.dataset == MNIST:
        notes.append(_of_writers(config, is_sealed=is_sealed))
    return tuple(notes)


def _of_writers(config: RunConfig, *, is_sealed: bool) -> Message:
    """Say for whose handwriting the intervals hold."""
    if is_sealed:
        return message(
            "For these writers: intervals take digits as drawn one by one, but the digits of one "
            "writer resemble each other, and held-out digits may be of writers whose other digits "
            "the networks are trained with. For other writers they are too narrow."
        )
    if config.data.test_size < RESAMPLED:
        return message(
            "For these writers: intervals take digits as drawn one by one, but the digits of one "
            "writer resemble each other. For other writers they are too narrow."
        )
    return message(
        "For these writers: intervals take digits as drawn one by one, but MNIST's 10,000 "
        "test digits come from 297 writers, and the digits of one writer resemble each "
        "other. For other writers they are too narrow: if writers are drawn, an accuracy "
        "lies outside its interval in 17% of cases instead of 5%."
    )


def _of_several(experiment: Experiment, *, has_steps: bool) -> list[Message]:
    """Say whose learning rates and which order the differences of several networks hang on."""
    notes = []
    if experiment.rates_tried > 1:
        notes.append(
            message(
                "Each network has the best of {count} learning rates, chosen by held-out examples "
                "with one seed. The same budget for all is fair, yet a finer search might choose "
                "otherwise.",
                count=experiment.rates_tried,
            )
        )
    elif len(experiment.members) > 2:
        notes.append(
            message(
                "Each network keeps the learning rate that it was given, and another one may suit "
                "it better."
            )
        )
    if experiment.has_all_orders:
        notes.append(
            message(
                "What a change adds depends on what was changed before it: this is its average "
                "over all orders, Shapley's value, and the smallest and the largest it adds."
            )
        )
    elif has_steps and len(experiment.members) > 2:
        notes.append(
            message(
                "A step adds what it adds in this order; only the sum does not depend on the order."
            )
        )
    return notes
