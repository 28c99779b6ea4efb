"""The result of training a run a second time.

It names the first epoch whose numbers differ, if any, and in either case the differences of
versions, machine, device, threads and data.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, fields

from core.messages import Message, message
from core.run.events import EpochCompleted
from core.run.record import RunRecord, TrainingSession

# never the same twice, or not recorded by earlier versions
NOT_COMPARED = ("run", "seconds", "samples_per_second", "elapsed_s", "steps")
COMPARED = tuple(item.name for item in fields(EpochCompleted) if item.name not in NOT_COMPARED)


@dataclass(frozen=True)
class Difference:
    """Something that the numbers may depend on, as it was and as it is now."""

    name: str
    then: str
    now: str


@dataclass(frozen=True)
class Repetition:
    """A run compared with its repetition, epoch by epoch.

    Attributes:
        epochs: how many epochs from the first on are the same.
        first_difference: the first epoch that differs; None if none does.
        differing: the numbers that differ there, by their names in `EpochCompleted`; empty if the
            repetition ended before.
        environment: the known differences of versions, machine, device, threads and data.
    """

    run: str
    epochs: int
    first_difference: int | None
    differing: tuple[str, ...]
    environment: tuple[Difference, ...]

    @property
    def is_identical(self) -> bool:
        """Whether all epochs have the same numbers, bit for bit."""
        return self.first_difference is None


# Proper names stay as they are.
NAMES: dict[str, Message] = {
    "device": message("Device"),
    "threads": message("Threads"),
    "inkling": Message("Inkling"),
    "python": Message("Python"),
    "torch": Message("PyTorch"),
    "numpy": Message("NumPy"),
    "cuda": Message("CUDA"),
    "gpu": message("Graphics processor"),
    "platform": message("System"),
    "processor": message("Processor"),
    "instructions": message("Processor instructions"),
    "train_images": message("Training images"),
    "train_labels": message("Training labels"),
    "test_images": message("Test images"),
    "test_labels": message("Test labels"),
    "train_x": message("Training points"),
    "train_y": message("Training values"),
    "test_x": message("Test points"),
    "test_y": message("Test values"),
}


def compare(
    original: RunRecord, again: Sequence[EpochCompleted], now: TrainingSession
) -> Repetition:
    """Compare a run with its repetition, which may stop at the first difference.

    Args:
        now: what the repetition was trained with.
    """
    environment = tuple(_environment_differences(original, now))
    for index, epoch in enumerate(original.epochs):
        differing = differences(epoch, again[index]) if index < len(again) else ()
        if differing or index >= len(again):
            return Repetition(original.run, index, epoch.epoch, differing, environment)
    return Repetition(original.run, len(original.epochs), None, (), environment)


def differences(first: EpochCompleted, second: EpochCompleted) -> tuple[str, ...]:
    """Return the names of the numbers in which two epochs differ, apart from durations."""
    return tuple(name for name in COMPARED if getattr(first, name) != getattr(second, name))


def _environment_differences(original: RunRecord, now: TrainingSession) -> Iterator[Difference]:
    """Yield how any of the run's sessions differs from the present one, each difference once."""
    present = _facts(now)
    yielded = set()
    for session in original.sessions:
        for name, then in _facts(session).items():
            difference = Difference(name, then, present.get(name, then))
            if difference.then != difference.now and difference not in yielded:
                yielded.add(difference)
                yield difference


def _facts(session: TrainingSession) -> dict[str, str]:
    return {
        "device": session.device,
        "threads": str(session.threads),
        **session.environment,
        **session.data,
    }


def sentence(repetition: Repetition) -> Message:
    """Return a sentence about the numbers."""
    if repetition.is_identical:
        if repetition.epochs == 1:
            return message("Identical: the numbers of the only epoch are the same, bit for bit.")
        return message(
            "Identical: the numbers of all {epochs} epochs are the same, bit for bit.",
            epochs=repetition.epochs,
        )
    if not repetition.differing:
        return message(
            "Different: the repetition ended before epoch {epoch}, which the run completed.",
            epoch=repetition.first_difference,
        )

    # how many epochs are the same decides what can be stated about them
    if repetition.epochs == 0:
        return message("Different from the first epoch on.")
    if repetition.epochs == 1:
        return message(
            "Different from epoch {epoch} on; the epoch before is identical, bit for bit.",
            epoch=repetition.first_difference,
        )
    return message(
        "Different from epoch {epoch} on; the epochs before are identical, bit for bit.",
        epoch=repetition.first_difference,
    )


def environment_sentence(repetition: Repetition) -> Message:
    """Return a sentence that introduces the other differences, or says that there are none."""
    if repetition.environment:
        return message("What has changed since then:")
    return message("Versions, machine, device, threads and data are the same, as far as is known.")


def title_of(difference: Difference) -> Message:
    """Return what differs, as the window calls it."""
    return NAMES.get(difference.name, Message("{name}", {"name": difference.name}))
