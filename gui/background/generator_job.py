"""Long work in steps, between which a queue does other jobs."""

from collections.abc import Callable, Iterator
from functools import partial
from typing import Any, TypeVar

from core.messages import Message
from gui.background.jobs import JobQueue, can_be_called

Step = TypeVar("Step")

_END = object()


class GeneratorJob:
    """A generator whose steps are jobs, one by one; to cancel it is not to ask for the next."""

    def __init__(self, jobs: JobQueue) -> None:
        self._jobs = jobs
        self._steps: Iterator[Any] | None = None

    @property
    def is_running(self) -> bool:
        """Whether a generator is under way."""
        return self._steps is not None

    def start(
        self,
        steps: Iterator[Step],
        on_step: Callable[[Step], None],
        on_end: Callable[[], None],
        on_error: Callable[[Message], None],
    ) -> None:
        """Run a generator in the queue's thread, in place of one that is under way.

        Args:
            on_step: called with each step, in the GUI thread, before the next is asked for.
            on_end: called after the last step, unless cancelled.
            on_error: called with the reason if a step raises, which ends the generator.
        """

        def is_wanted() -> bool:
            return steps is self._steps and can_be_called(on_step)

        def take(step: Any) -> None:
            if not is_wanted():
                return
            if step is _END:
                self._steps = None
                on_end()
                return
            on_step(step)
            if steps is self._steps:  # `on_step` may have cancelled it
                ask()

        def fail(reason: Message) -> None:
            if is_wanted():
                self._steps = None
                on_error(reason)

        def ask() -> None:
            self._jobs.submit(partial(next, steps, _END), take, fail, is_wanted=is_wanted)

        self._steps = steps
        ask()

    def cancel(self) -> None:
        """Ask for no more steps; the one under way is dropped."""
        self._steps = None
