"""What the commands print, and how they are interrupted.

Lines for programs go to standard output, sentences for people to standard error. Either may be
missing or closed.
"""

import json
import signal
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass

from core.errors import InklingError
from core.messages import message
from core.run.events import (
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


class OutputError(InklingError):
    """Standard output takes no more: whoever read it has gone, or the disk is full."""


def complain(error: object, status: int) -> int:
    """Say what is wrong, and give the exit status back."""
    say(f"inkling: {error}")
    return status


def say(text: str) -> None:
    """A sentence for people, if anybody listens."""
    if sys.stderr is not None:
        with suppress(OSError):  # nobody listens
            sys.stderr.write(text + "\n")


def print_line(text: str) -> None:
    """Write a line to standard output, if there is one: a program without a console has none."""
    if sys.stdout is None:
        return
    try:
        sys.stdout.write(text + "\n")
        sys.stdout.flush()
    except OSError as error:
        sys.stdout = None  # nothing left to flush at exit
        raise OutputError(
            message("The output cannot be written: {reason}.", reason=error.strerror)
        ) from error


def print_json(line: dict[str, object]) -> None:
    """One JSON object on a line of its own."""
    print_line(json.dumps(line, allow_nan=False))


@dataclass
class Outcome:
    """How a training command went.

    Attributes:
        status: the exit status.
        is_kept: whether all of it is on disk.
    """

    status: int = DONE
    is_kept: bool = True


def drive(events: Iterator[Event], stop: threading.Event, is_json: bool) -> Outcome:
    """Let runs train to their end, showing their events; Ctrl+C and SIGTERM set `stop`."""
    show = show_json if is_json else show_to_people
    outcome = Outcome()
    with _signals_set(stop) as received:
        for event in events:
            try:
                show(event)
            except OutputError as error:
                outcome.status = complain(error, FAILED)
                stop.set()
            if isinstance(event, RecordingFailed):
                outcome = Outcome(FAILED, is_kept=outcome.is_kept and event.is_run_kept)
            if isinstance(event, RecordingResumed):
                outcome = Outcome()
            if isinstance(event, RunEnded) and event.reason in (
                EndReason.DIVERGED,
                EndReason.FAILED,
            ):
                outcome.status = FAILED
    if received:
        outcome.status = 128 + received[0]
    return outcome


@contextmanager
def _signals_set(stop: threading.Event) -> Iterator[list[int]]:
    """Let Ctrl+C and SIGTERM end the run in good order; a second Ctrl+C ends at once. Yields the signals received."""
    received: list[int] = []

    def on_signal(number: int, _frame: object) -> None:
        received.append(number)
        stop.set()
        signal.signal(number, signal.SIG_DFL)

    before = {
        number: signal.signal(number, on_signal) for number in (signal.SIGINT, signal.SIGTERM)
    }
    try:
        yield received
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


def show_json(event: Event) -> None:
    """The event as a line for programs."""
    if isinstance(
        event,
        RunStarted
        | EpochCompleted
        | SettingChanged
        | RecordingFailed
        | RecordingResumed
        | RunEnded,
    ):
        print_json(as_json(event))
    if (
        isinstance(event, RecordingFailed | RecordingResumed | RunEnded)
        and event.message is not None
    ):
        say(f"inkling: {event.message}")


def show_to_people(event: Event) -> None:
    """The event as a line of text."""
    match event:
        case RunStarted():
            say(
                f"{event.run}: {event.parameters:,} parameters, {event.device}, threads: {event.threads}"
            )
        case EpochCompleted():
            read = (
                ""
                if event.accuracy is None
                else f"  accuracy {event.accuracy:.2%}  train {event.train_accuracy:.2%}"
            )
            held_out = (
                ""
                if event.validation_cost is None
                else f"  validation {event.validation_cost:.4f}, {event.validation_accuracy:.2%}"
            )
            slope = "" if event.weight is None else f"  weight {event.weight:.4f}"
            costs = f"cost {event.cost:.4f}  test {event.test_cost:.4f}"
            print_line(
                f"epoch {event.epoch:3}  {costs}{read}{held_out}{slope}  {event.seconds:.1f} s"
            )
        case RecordingFailed() | RecordingResumed():
            say(f"inkling: {event.message}")
        case RunEnded():
            say(
                f"{event.reason} after {event.epochs} epochs"
                + (f": {event.message}" if event.message else "")
            )
        case _:
            pass
