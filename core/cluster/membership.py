"""The workers of a cluster, and which of them get work.

Only workers that compute alike get any, so that all runs of a comparison have the same arithmetic
whoever trains which epoch.
"""

import threading
from collections.abc import Callable

from core.cluster.machines import description, differences, kind_of
from core.messages import Message, message

Report = Callable[[Message], None]

SETTLING_S = 2.0  # how long workers of this computer's kind are waited for after the first worker


class Workers:
    """The workers of a cluster, which come and go; its methods may be called from any thread.

    Args:
        report: is given a text about each that comes or goes.

    Attributes:
        chosen: the kind of machine that gets work, see `core.cluster.machines`; empty before
            `choose`.
    """

    def __init__(self, report: Report) -> None:
        self.chosen = ""
        self._report = report
        self._machines: dict[str, dict[str, str]] = {}  # by address
        self._expected: dict[str, str] = {}  # the description of the chosen kind
        self._changed = threading.Condition()

    def add(self, address: str, machine: dict[str, str]) -> None:
        """Take account of a worker that has come."""
        with self._changed:
            self._machines[address] = machine
            self._changed.notify_all()
            if self.chosen:
                self._report(self._arrival(address, machine))

    def remove(self, address: str) -> None:
        """Take account of a worker that has gone."""
        with self._changed:
            if self._machines.pop(address, None) is not None:
                text = message(
                    "The worker at {address} is gone; another one trains its epoch. "
                    "Workers left: {count}.",
                    address=_short(address),
                    count=self._count(),
                )
                self._report(text)

    def count(self) -> int:
        """Return the number of workers that get work."""
        with self._changed:
            return self._count()

    def choose(self, timeout_s: float) -> bool:
        """Wait for the first worker, and choose the kind that gets work; return whether one came.

        That is this computer's own kind if one of these is there, otherwise the most common one.
        """
        own = description()
        with self._changed:
            if not self._changed.wait_for(lambda: bool(self._machines), timeout_s):
                return False
            self._changed.wait_for(lambda: own in self._machines.values(), SETTLING_S)

            machines = list(self._machines.values())
            self._expected = own if own in machines else max(machines, key=machines.count)
            self.chosen = kind_of(self._expected)
            for address, machine in self._machines.items():
                self._report(self._arrival(address, machine))
        return True

    def _count(self) -> int:
        return sum(machine == self._expected for machine in self._machines.values())

    def _arrival(self, address: str, machine: dict[str, str]) -> Message:
        own = description()
        if machine != self._expected:
            return message(
                "The worker at {address} gets no work, since its numbers may differ from those of "
                "the others: {differences}.",
                address=_short(address),
                differences=differences(machine, self._expected),
            )
        if machine != own:
            return message(
                "The worker at {address} may round otherwise than this computer: {differences}.",
                address=_short(address),
                differences=differences(machine, own),
            )
        return message("A worker has come from {address}.", address=_short(address))


def _short(address: str) -> str:
    return address.partition("://")[2]
