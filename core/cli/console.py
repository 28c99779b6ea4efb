"""The output of the commands, and their interruption.

Results go to standard output, messages for users to standard error. Either may be missing or
closed.
"""

import json
import signal
import sys
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import asdict, dataclass, field, replace
from functools import partial

from core.comparison.judgement import Judgement
from core.comparison.results import Results
from core.comparison.verdicts import Verdict, joint_note, sentence
from core.errors import InklingError
from core.evaluation.statistics import accuracy_interval
from core.interruption import handlers
from core.messages import message
from core.number_text import (
    accuracy_text,
    accuracy_with_interval,
    points_interval,
    signed_points,
)
from core.plain_text import printable
from core.run.control import Stop
from core.run.events import (
    DataChanged,
    EndReason,
    EpochCompleted,
    Event,
    RecordingFailed,
    RecordingResumed,
    RunEnded,
    RunStarted,
    SettingChanged,
    as_json,
)

DONE, FAILED, WRONG_USAGE = 0, 1, 2
READING_INTERVAL_S = 5.0  # between two lines about pictures that are being read


class OutputError(InklingError):
    """Standard output cannot be written: its reader is gone, or the disk is full."""


def report_error(error: object, status: int) -> int:
    """Print what is wrong, and return the exit status."""
    print_message(f"inkling: {error}")
    return status


def print_message(text: str) -> None:
    """Write a sentence for users to standard error, if there is one and it is read.

    It stays on one line, and no name in it commands the terminal.
    """
    if sys.stderr is not None:
        with suppress(OSError):  # nobody reads it
            sys.stderr.write(printable(text) + "\n")


class ReadingProgress:
    """The progress of reading pictures, printed after some seconds and then again and again."""

    def __init__(self) -> None:
        self._printed_s = time.monotonic()

    def __call__(self, done: int, total: int) -> None:
        """Print how many of the pictures are read, unless that was printed just now."""
        now_s = time.monotonic()
        if done == 0:
            self._printed_s = now_s  # a data set of its own
        elif now_s - self._printed_s >= READING_INTERVAL_S:
            self._printed_s = now_s
            print_message(f"inkling: {done:,} of {total:,} pictures read")


def print_line(text: str) -> None:
    """Write a line to standard output, if there is one: a program without a console has none.

    Whatever names it contains, it is one line and commands no terminal.
    """
    if sys.stdout is None:
        return
    try:
        sys.stdout.write(printable(text) + "\n")
        sys.stdout.flush()
    except OSError as error:
        sys.stdout = None  # nothing left to flush at exit
        raise OutputError(
            message("The output cannot be written: {reason}.", reason=error.strerror)
        ) from error


def print_json(line: dict[str, object]) -> None:
    """Write one JSON object on a line of its own."""
    print_line(json.dumps(line, allow_nan=False))


@dataclass(frozen=True)
class CommandOutcome:
    """The outcome of a training command.

    Attributes:
        failure: the exit status that nothing can mend any more; `DONE` for none.
        not_recorded: the runs of which something could not be recorded, and whether their folders
            are written nevertheless.
        is_stopped: whether it was asked to end before its end.
    """

    failure: int = DONE
    not_recorded: Mapping[str, bool] = field(default_factory=dict)
    is_stopped: bool = False

    @property
    def status(self) -> int:
        """The exit status."""
        return self.failure or (FAILED if self.not_recorded else DONE)

    @property
    def is_kept(self) -> bool:
        """Whether all of it is on disk."""
        return all(self.not_recorded.values())


def drive(
    events: Iterator[Event], stop: Stop, is_json: bool, *, are_mixed: bool = False
) -> CommandOutcome:
    """Train runs to their end and print their events; a signal that asks to end sets `stop`.

    Args:
        are_mixed: whether events of several runs alternate, so that each line needs the run's name.
    """
    print_event = print_event_json if is_json else partial(print_event_text, names_run=are_mixed)
    outcome = CommandOutcome()
    with _stopping_on_signals(stop) as received:
        for event in events:
            try:
                print_event(event)
            except OutputError as error:
                outcome = replace(outcome, failure=report_error(error, FAILED))
                stop.set()
            outcome = _outcome_after(event, outcome)

    failure = 128 + received[0] if received else outcome.failure
    return replace(outcome, failure=failure, is_stopped=stop.is_set())


def _outcome_after(event: Event, outcome: CommandOutcome) -> CommandOutcome:
    match event:
        case RecordingFailed():
            is_kept = event.is_run_kept and outcome.not_recorded.get(event.run, True)
            return replace(outcome, not_recorded={**outcome.not_recorded, event.run: is_kept})
        case RecordingResumed():
            others = {run: kept for run, kept in outcome.not_recorded.items() if run != event.run}
            return replace(outcome, not_recorded=others)
        case RunEnded(reason=EndReason.DIVERGED | EndReason.FAILED):
            return replace(outcome, failure=outcome.failure or FAILED)
    return outcome


@contextmanager
def _stopping_on_signals(stop: Stop) -> Iterator[list[int]]:
    """Set `stop` on a signal, so that the run ends in good order; a second one acts as before.

    Yields the list of the signals received so far.
    """
    received: list[int] = []

    def on_signal(number: int, _frame: object) -> None:
        for one, handler in before.items():
            signal.signal(one, handler)
        received.append(number)
        stop.set()

    before = handlers()
    for number in before:
        signal.signal(number, on_signal)
    try:
        yield received
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


def print_event_json(event: Event) -> None:
    """Write the event as a line for programs, and its message for users."""
    match event:
        case (
            RunStarted()
            | EpochCompleted()
            | SettingChanged()
            | DataChanged()
            | RecordingFailed()
            | RecordingResumed()
            | RunEnded()
        ):
            has_seal = isinstance(event, EpochCompleted) and event.validation_cost is not None
            print_json(as_json(event, is_sealed=has_seal))

    match event:
        case DataChanged() | RecordingFailed() | RecordingResumed() | RunEnded() if (
            event.message is not None
        ):
            print_message(f"inkling: {event.message}")


def print_event_text(event: Event, *, names_run: bool = False) -> None:
    """Write the event as a line of text: epochs to standard output, the rest for users."""
    name = f"{event.run}: " if names_run else ""
    match event:
        case RunStarted():
            parameters = f"{event.parameters:,} parameters"
            print_message(f"{event.run}: {parameters}, {event.device}, threads: {event.threads}")
        case EpochCompleted():
            print_line(name + _epoch_line(event))
        case DataChanged() | RecordingFailed() | RecordingResumed():
            print_message(f"inkling: {event.message}")
        case RunEnded():
            reason = f": {event.message}" if event.message else ""
            epochs = "1 epoch" if event.epochs == 1 else f"{event.epochs} epochs"
            print_message(f"{name}{event.reason} after {epochs}{reason}")
        case _:
            pass


def _epoch_line(event: EpochCompleted) -> str:
    """Return the numbers of an epoch in one line; those that the run does not have are left out."""
    examples = "test" if event.validation_cost is None else "held out"
    line = f"epoch {event.epoch:3}  cost {event.cost:.4f}  {examples} {event.choosing_cost:.4f}"
    if event.choosing_accuracy is not None:
        line += f"  accuracy {accuracy_text(event.choosing_accuracy)}"
        line += f"  train {accuracy_text(event.train_accuracy)}"
    if event.wrong_accuracy is not None:
        line += f"  wrong labels {accuracy_text(event.wrong_accuracy)}"
    if event.weight is not None:
        line += f"  weight {event.weight:.4f}"
    return f"{line}  {event.seconds:.1f} s"


def print_results(
    results: Results, judgement: Judgement, titles: Mapping[str, str], is_json: bool
) -> None:
    """Print each network's accuracy, what each step adds, and the verdicts.

    Args:
        titles: of the networks, by their names.
    """
    if not is_json:
        _print_table(results, titles)
    _print_contributions(judgement, titles, is_json)
    for verdict in judgement.verdicts:
        _print_verdict(verdict, judgement, is_json, titles)

    notes = (
        joint_note(judgement.comparisons, has_order=bool(judgement.tiers)),
        *judgement.caveats,
        judgement.seal,
    )
    for note in () if is_json else notes:
        if note is not None:
            print_line(str(note))


def _print_table(results: Results, titles: Mapping[str, str]) -> None:
    """Print each member's accuracy with its confidence interval for that number of digits.

    Members of all orders, whose names say only which changes are made, come with their titles.
    """
    for name in results.experiment.names:
        seeds = results.seeds_of(name)
        if not seeds:
            continue
        right = results.answers(name, seeds)  # bool (seeds, digits that judge it)
        digits = right.shape[1]
        interval = accuracy_interval(round(right.mean() * digits), digits)
        accuracy = accuracy_with_interval(right.mean(), interval)
        diverged = results.diverged(name, seeds)
        remark = f"  diverged: {diverged}" if diverged else ""
        title = f"  {titles[name]}" if results.experiment.has_all_orders else ""
        print_line(f"{name:13} {accuracy:>22}  seeds: {len(seeds)}{remark}{title}")


def _print_contributions(judgement: Judgement, titles: Mapping[str, str], is_json: bool) -> None:
    """Print what each step from a member to the next adds, and their sum; nothing for one step."""
    steps, whole = judgement.steps, judgement.whole
    if len(steps) < 2 or whole is None:
        return

    for step in (*steps, whole):
        change = {"change": titles[step.after]} if step.limits is not None else {}
        if is_json:
            line = {**asdict(step), "difference": step.difference, **change}
            print_json({"event": "contribution", **line})
        else:
            name = change.get("change") or f"{step.before} -> {step.after}"
            difference = signed_points(step.difference)
            limits = "" if step.limits_text is None else f"  {step.limits_text}"
            interval = points_interval(step.interval)
            print_line(f"{name:31} {difference:>6} points  ({interval}){limits}")


def _print_verdict(
    verdict: Verdict, judgement: Judgement, is_json: bool, titles: Mapping[str, str]
) -> None:
    if is_json:
        test_set = {"test_set": "closed" if judgement.is_sealed else "open"}
        seal = {} if judgement.seal is None else test_set
        print_json({"event": "verdict", **verdict.as_json(), **seal})
        print_message(str(sentence(verdict)))
    else:
        print_line(str(sentence(verdict, titles)))
