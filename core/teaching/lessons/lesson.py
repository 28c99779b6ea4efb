"""A lesson: a few sentences, a prediction, runs, and a check of what these runs did.

A lesson's texts contain no result. Its check reads the records of the runs that were trained for
it, so its verdict is true of these runs, whatever the lesson had expected.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from enum import StrEnum

from core.comparison.experiment import Experiment, Member
from core.config.fields import with_values
from core.config.run import RunConfig
from core.messages import Message, message
from core.number_text import cost_text, decimal_text, percentage
from core.run.record import RunRecord, RunState

FIRST_SEED = 42


class View(StrEnum):
    """The part of the window that shows a lesson's runs best."""

    NETWORK = "network"
    LINE = "line"
    PLANE = "plane"
    COST = "cost"
    WEIGHTS = "weights"
    ACTIVATION = "activation"
    DROPOUT = "dropout"
    LAYERS = "layers"
    COMPARISON = "comparison"


class Demonstration(StrEnum):
    """A dialog of the Help menu in which the lesson's idea can be tried out."""

    SLOW_MOTION = "slow-motion"
    VALLEY = "valley"
    TENSORS = "tensors"
    PIXELS = "pixels"


@dataclass(frozen=True)
class Answer:
    """A possible outcome; the learner predicts one of them."""

    key: str
    text: Message


@dataclass(frozen=True)
class Trial:
    """One more run after the check: a network of the lesson with one thing changed, often tenfold.

    Attributes:
        name: what is changed; the run is named so, too.
    """

    name: Message
    config: RunConfig


@dataclass(frozen=True)
class Outcome:
    """The result of a lesson's runs.

    Attributes:
        answer: the key of the answer that came true; None if these runs do not decide.
        text: a sentence with the runs' own figures, or the reason why they do not decide.
    """

    answer: str | None
    text: Message


Check = Callable[[Sequence[RunRecord]], Outcome]


@dataclass(frozen=True)
class Lesson:
    """A lesson with its texts, runs and check.

    Attributes:
        text: its paragraphs.
        configs: the networks to train; the form shows the last one.
        usual: the key of the answer that came true with each of six seeds, for the teacher's sheet.
        check: finds the answer that came true; called only with runs that `outcome` finds complete.
        meaning: the cause and the consequences, to be read after the check.
        trial: what can be tried further.
        code: the names of the notes (see `core.program.notes`) whose lines belong to the lesson, in
            the last config's program.
        view: the part of the window to look at.
        demonstration: a dialog that shows the idea with numbers to touch; None where there is none.
        seeds: how often each network is trained, with a new seed each time.
        names: names for the configs' runs, where their networks' titles are the same.
        may_diverge: whether an infinite cost counts as a result.
    """

    key: str
    title: Message
    text: tuple[Message, ...]
    question: Message
    answers: tuple[Answer, ...]
    configs: tuple[RunConfig, ...]
    usual: str
    check: Check
    meaning: Message
    trial: Trial
    code: tuple[str, ...]
    view: View = View.NETWORK
    demonstration: Demonstration | None = None
    seeds: int = 1
    names: tuple[Message, ...] = ()
    may_diverge: bool = False

    def answer(self, key: str) -> Answer | None:
        """Return the answer with this key, if there is one."""
        return next((answer for answer in self.answers if answer.key == key), None)

    def runs(self, first_seed: int = FIRST_SEED) -> tuple[RunConfig, ...]:
        """Return all runs, seed by seed."""
        seeds = range(first_seed, first_seed + self.seeds)
        return tuple(
            with_values(config, {"seed": seed}) for seed in seeds for config in self.configs
        )

    def experiment(self, first_seed: int = FIRST_SEED) -> Experiment | None:
        """Return the same runs as an experiment, in the same order; None with one seed.

        The members are named by their numbers, from 1; `titles` has names to show.
        """
        if self.seeds == 1:
            return None
        members = tuple(
            Member(str(number), config) for number, config in enumerate(self.configs, 1)
        )
        return Experiment(members, tuple(range(first_seed, first_seed + self.seeds)))

    @property
    def titles(self) -> dict[str, Message]:
        """The names of the experiment's members to show."""
        return {str(number): name for number, name in enumerate(self.names, 1)}


def outcome(lesson: Lesson, records: Sequence[RunRecord]) -> Outcome:
    """Judge the runs of `lesson` by their records, which are in the order of `Lesson.runs`.

    Runs that were stopped, failed, or were changed by hand are not judged.
    """
    for record in records:
        reason = _reason_against(record, lesson.may_diverge)
        if reason is not None:
            return Outcome(None, reason)
    return lesson.check(records)


def trial_result(trial: Trial, record: RunRecord) -> Message:
    """Describe what became of the run of a trial, which is over."""
    if record.state is RunState.DIVERGED:
        return message(
            "{trial}: the cost became infinite in epoch {epoch}.",
            trial=trial.name,
            epoch=record.epochs_done + 1,
        )
    if record.state is not RunState.COMPLETED or record.last is None:
        return message("{trial}: the run ended early.", trial=trial.name)

    last = record.last
    if last.accuracy is None:
        return message(
            "{trial}: in the end w is {weight}, and the cost on the test points is {cost}.",
            trial=trial.name,
            weight=decimal_text(last.weight or 0.0, 3),
            cost=cost_text(last.test_cost),
        )
    if record.config.has_points:
        return message(
            "{trial}: {share}% of the test points are classified correctly, and the cost on them "
            "is {cost}.",
            trial=trial.name,
            share=percentage(last.accuracy, 1),
            cost=cost_text(last.test_cost),
        )
    return message(
        "{trial}: {share}% of the test digits are read correctly, and the cost on them is {cost}.",
        trial=trial.name,
        share=percentage(last.accuracy, 1),
        cost=cost_text(last.test_cost),
    )


def _reason_against(record: RunRecord, may_diverge: bool) -> Message | None:
    """Return why nothing can be concluded from this run, or None."""
    done, epochs = record.epochs_done, record.config.epochs

    if record.changes:
        return message(
            "A run was changed by hand while it trained, so the networks cannot be compared."
        )

    if record.state.is_finished or (record.state is RunState.DIVERGED and may_diverge):
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
    return message("The runs have not finished yet.")
