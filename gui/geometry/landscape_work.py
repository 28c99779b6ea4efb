"""The work behind the page Landscape: kept weights are read, then the cost is computed in rows."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from core.geometry.surveyed import PathCosts, Surveyed
from core.geometry.weight_plane import WeightPath, WeightPlane, weight_plane
from core.run.moment import Moment
from core.run.record import RunRecord
from core.storage.epoch_weights import moments_to_show, read_moment, untrained_weights

MAX_MOMENTS = 24  # of a run; with more, they are spread evenly


@dataclass(frozen=True, eq=False)
class Subject:
    """A run whose path is laid out.

    Attributes:
        folder: where it is kept; None if it is not.
    """

    record: RunRecord
    folder: Path | None


@dataclass(frozen=True, eq=False)
class Laid:
    """The plane of some runs, before any cost is known.

    Attributes:
        moments: for each run, those of its path.
    """

    plane: WeightPlane
    moments: Sequence[Sequence[Moment]]


def work(subjects: Sequence[Subject]) -> Iterator[Laid | PathCosts | Surveyed]:
    """Lay the plane through the runs, then compute the costs; for the jobs' thread only.

    Raises:
        InklingError: if weights or examples cannot be read, or there is no plane.
    """
    from core.geometry.landscape import survey

    paths = [_path_of(subject) for subject in subjects]
    plane = weight_plane(paths)
    yield Laid(plane, [path.moments for path in paths])
    yield from survey(plane, paths)


def _path_of(subject: Subject) -> WeightPath:
    """Read the weights that a run has kept; its newest ones come last."""
    record, config = subject.record, subject.record.config
    if subject.folder is None:
        kept = {Moment(0): untrained_weights(config)} if record.forked_from is None else {}
    else:
        moments = spread(moments_to_show(subject.folder, record))
        kept = {moment: read_moment(subject.folder, moment, config) for moment in moments}
    if record.weights is not None and record.moment is not None:
        kept.setdefault(record.moment, record.weights)
    ordered = sorted(kept)
    return WeightPath(config, ordered, [kept[moment] for moment in ordered])


def spread(moments: Sequence[Moment]) -> list[Moment]:
    """Return at most `MAX_MOMENTS` of these, the first and the last among them."""
    if len(moments) <= MAX_MOMENTS:
        return list(moments)
    indices = np.linspace(0, len(moments) - 1, MAX_MOMENTS).round().astype(int)
    return [moments[index] for index in indices]
