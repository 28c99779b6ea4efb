"""What a lesson is: a few sentences, a prediction, runs, and a check of what these runs really did.

A lesson knows no result. Its check reads the records of the runs that were trained for it, so what
it says of them is true of them, whatever the lesson had expected.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from enum import StrEnum

from core.comparison.experiment import Experiment, Member
from core.config.fields import with_values
from core.config.run import RunConfig
from core.messages import Message, message
from core.run.record import RunRecord, RunState

FIRST_SEED = 42


class View(StrEnum):
    """Where in the window a lesson's runs are seen best."""

    CURVES = "curves"
    LINE = "line"
    INSIDE = "inside"
    COMPARISON = "comparison"


@dataclass(frozen=True)
class Answer:
    """One of the things that may happen; the learner predicts which."""

    key: str
    text: Message


@dataclass(frozen=True)
class Outcome:
    """What happened.

    Attributes:
        answer: the key of the answer that came true; None if these runs do not tell.
        said: in words, with the runs' own figures, or why they do not tell.
    """

    answer: str | None
    said: Message


Check = Callable[[Sequence[RunRecord]], Outcome]


@dataclass(frozen=True)
class Lesson:
    """One lesson.

    Attributes:
        text: its paragraphs.
        configs: the networks to train, the one that the form shows last.
        check: which answer came true; called only with runs that `outcome` finds complete.
        meaning: why it comes about and what follows, read after the check.
        code: names of the notes (see `core.program.notes`) whose lines belong to the lesson, in the
            last config's program.
        view: where to look.
        seeds: how often each network is trained, each time from another seed.
        names: what the configs' runs are called, where their networks' titles do not tell them
            apart.
        may_diverge: whether a cost that became infinite is a result here.
    """

    key: str
    title: Message
    text: tuple[Message, ...]
    question: Message
    answers: tuple[Answer, ...]
    configs: tuple[RunConfig, ...]
    check: Check
    meaning: Message
    code: tuple[str, ...]
    view: View = View.CURVES
    seeds: int = 1
    names: tuple[Message, ...] = ()
    may_diverge: bool = False

    def answer(self, key: str) -> Answer | None:
        """The answer with this key, if there is one."""
        return next((answer for answer in self.answers if answer.key == key), None)

    def runs(self, seed: int = FIRST_SEED) -> tuple[RunConfig, ...]:
        """All runs, seed by seed."""
        seeds = range(seed, seed + self.seeds)
        return tuple(
            with_values(config, {"seed": each}) for each in seeds for config in self.configs
        )

    def experiment(self, seed: int = FIRST_SEED) -> Experiment | None:
        """The same runs as an experiment, in the same order, by their presets' names; None with one seed."""
        if self.seeds == 1:
            return None
        members = tuple(Member(config.preset, config) for config in self.configs)
        return Experiment(members, tuple(range(seed, seed + self.seeds)))


def outcome(lesson: Lesson, records: Sequence[RunRecord]) -> Outcome:
    """What the runs of `lesson` did, told by their records, in the order of `Lesson.runs`.

    What cannot be judged fairly is not: runs that were stopped, failed, or were changed by hand.
    """
    for record in records:
        flaw = _flaw(record, lesson.may_diverge)
        if flaw is not None:
            return Outcome(None, flaw)
    return lesson.check(records)


def _flaw(record: RunRecord, may_diverge: bool) -> Message | None:
    """Why nothing can be concluded from this run, if so."""
    done, epochs = record.epochs_done, record.config.epochs
    if record.changes:
        return message(
            "A run was changed by hand while it trained, so the networks cannot be compared."
        )
    if record.state is RunState.COMPLETED or (record.state is RunState.DIVERGED and may_diverge):
        return None
    if record.state is RunState.DIVERGED:
        return message(
            "The cost of a run became infinite in epoch {epoch}, so there is nothing to judge.",
            epoch=done + 1,
        )
    if record.state is RunState.FAILED:
        return message("A run failed, so there is nothing to judge.")
    if record.state is RunState.STOPPED:
        return message(
            "A run was stopped after {done} of {epochs} epochs. That is too early to tell.",
            done=done,
            epochs=epochs,
        )
    return message("The runs are not over yet.")
