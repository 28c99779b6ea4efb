"""Other shown runs, with which the functions of the inspected one can be compared."""

from collections.abc import Sequence
from dataclasses import dataclass

from gui.runs.moments import Moments, ShownNetwork
from gui.runs.run_store import RunStore


@dataclass(frozen=True)
class Rival:
    """A shown run at the moment that all views show.

    Attributes:
        style: the number of its style.
    """

    name: str
    network: ShownNetwork
    style: int


def rivals(store: RunStore, moments: Moments, run: str) -> Sequence[Rival]:
    """Return the shown runs that read images, besides the one with this id."""
    found = (
        (entry, moments.network(entry.record.run))
        for entry in store.visible()
        if entry.record.run != run and entry.record.config.has_images
    )
    return [Rival(entry.name, network, entry.style) for entry, network in found if network]
