"""The work behind the page Landscape: kept weights are read, then the cost is computed in rows."""

import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from core.cancellation import check_cancelled
from core.config.run import RunConfig
from core.geometry.surveyed import PathCosts, Surveyed
from core.geometry.weight_plane import LandscapeError, WeightPath, WeightPlane, weight_plane
from core.messages import message
from core.network.weights import Weights, expected_shapes
from core.run.moment import Moment
from core.run.record import RunRecord
from core.storage.epoch_weights import moments_to_show, read_moment, untrained_weights

MAX_MOMENTS = 24  # of a run; with more, they are spread evenly
MIN_MOMENTS = 3  # of a run; fewer lie on a line
MAX_BYTES = 1 << 28  # of the weights of all paths; several copies of them are computed with


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
        kept: for each run, how many it has kept.
    """

    plane: WeightPlane
    moments: Sequence[Sequence[Moment]]
    kept: Sequence[int]

    @property
    def uses_all(self) -> bool:
        """Whether all kept moments are on the paths."""
        return [len(moments) for moments in self.moments] == list(self.kept)


def work(subjects: Sequence[Subject]) -> Iterator[Laid | PathCosts | Surveyed]:
    """Lay the plane through the runs, then compute the costs; for the jobs' thread only.

    Raises:
        InklingError: if weights or examples cannot be read, or there is no plane.
        CancelledError: if nobody waits for it any more.
    """
    from core.geometry.landscape import survey

    most = _most_moments([subject.record.config for subject in subjects])
    kept = list(map(_kept, subjects))
    paths = [_path_of(*pair, most) for pair in zip(subjects, kept, strict=True)]
    plane = weight_plane(paths)
    yield Laid(plane, [path.moments for path in paths], list(map(len, kept)))
    yield from survey(plane, paths)


def _most_moments(configs: Sequence[RunConfig]) -> int:
    """Return how many moments of each run fit into memory.

    Raises:
        LandscapeError: if they are too few for a plane.
    """
    shapes = [shape for config in configs for shape in expected_shapes(config.model).values()]
    bytes_of_each = 4 * sum(map(math.prod, shapes))  # one moment of each run
    most = min(MAX_MOMENTS, MAX_BYTES // bytes_of_each)
    if most < MIN_MOMENTS:
        raise LandscapeError(message("This network is too large for a landscape."))
    return most


def _kept(subject: Subject) -> Mapping[Moment, Weights | None]:
    """Return the moments of a run that can be read, with the weights that are in memory."""
    record = subject.record
    kept: dict[Moment, Weights | None] = {}
    if subject.folder is not None:
        kept = dict.fromkeys(moments_to_show(subject.folder, record))
    elif record.forked_from is None:
        kept = {Moment(0): None}
    if record.weights is not None and record.moment is not None:
        kept[record.moment] = record.weights
    return kept


def _path_of(subject: Subject, kept: Mapping[Moment, Weights | None], most: int) -> WeightPath:
    """Read the weights of at most so many of the moments of a run."""
    config = subject.record.config
    moments = spread(sorted(kept), most)
    path = []
    for moment in moments:
        check_cancelled()
        weights = kept[moment]
        if weights is None and subject.folder is not None:
            weights = read_moment(subject.folder, moment, config)
        path.append(untrained_weights(config) if weights is None else weights)
    return WeightPath(config, moments, path)


def spread(moments: Sequence[Moment], most: int) -> list[Moment]:
    """Return at most so many of these, the first and the last among them."""
    if len(moments) <= most:
        return list(moments)
    indices = np.linspace(0, len(moments) - 1, most).round().astype(int)
    return [moments[index] for index in indices]
