"""Measurements of robustness to changes of the digits."""

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from core.config.run import RunConfig
from core.messages import Message, message
from core.network.weights import Weights
from core.robustness.perturbations import Perturbation
from gui.background.jobs import JobQueue
from gui.evaluation.measured_runs import Measured, MeasuredRuns, Sentences
from gui.runs.moments import ShownNetwork
from gui.runs.run_store import RunStore

if TYPE_CHECKING:
    from core.robustness.perturbation_curves import PerturbationStep

Key = tuple[Perturbation, float]  # a kind of change, and its level
Robustness = Measured[Key]
Subjects = Sequence[tuple[RunConfig, Weights]]


class RobustnessRuns(MeasuredRuns["PerturbationStep", Key]):
    """Measures runs on changed test images, see `core.robustness.perturbation_curves`."""

    def __init__(self, store: RunStore, jobs: JobQueue, parent: QObject | None = None) -> None:
        sentences = Sentences(message("The robustness has been measured."), _failed)
        super().__init__(store, jobs, _accuracies, sentences, parent)

    def start(self, networks: Sequence[ShownNetwork], takes_all: bool) -> None:
        """Measure these networks, each of another run, on all their test digits or some."""
        subjects = [(network.config, network.weights) for network in networks]
        self.measure(networks, _steps(subjects, takes_all))


def _failed(reason: Message) -> Message:
    return message("Measuring the robustness has failed: {reason}", reason=reason)


def _accuracies(step: "PerturbationStep") -> list[tuple[int, Key, float]]:
    key = step.kind, step.level
    return [(subject, key, accuracy) for subject, accuracy in enumerate(step.accuracies)]


def _steps(subjects: Subjects, takes_all: bool) -> "Iterator[PerturbationStep]":
    """Yield the steps; for the job thread only, since loading torch takes long."""
    from core.robustness.perturbation_curves import MAX_DIGITS, measure

    yield from measure(subjects, None if takes_all else MAX_DIGITS)
