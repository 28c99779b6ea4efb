"""How long runs will take: those that train, and those that wait or are only planned."""

from collections.abc import Iterable, Sequence
from functools import partial
from heapq import heapreplace
from math import log
from statistics import fmean

from core.config.model import ModelConfig
from core.config.run import RunConfig
from core.network.architecture import parameter_count
from core.run.record import RunRecord

SETTLED_S = 3.0  # of work, of which the first second goes to warming up and measuring epoch 0

_SpeedKey = tuple[str, ModelConfig, int]  # device, network and batch size, which decide the speed


def seconds_left(active: Sequence[RunRecord], waiting: Sequence[RunRecord] = ()) -> float | None:
    """Estimate how long all these runs will take, as many at a time as are active now.

    A run that has not begun is assumed to be as fast, in examples per second, as the active runs
    with the same network, or without any as all of them on average. A waiting run starts as soon
    as another one ends.

    Returns:
        seconds; None before any of the active runs has worked long enough to tell its speed.
    """
    paces: dict[ModelConfig, list[float]] = {}
    for record in active:
        if (pace := _pace(record)) is not None:
            paces.setdefault(record.config.model, []).append(pace)
    if not paces:
        return None
    average = fmean(pace for same_network in paces.values() for pace in same_network)

    def rest(record: RunRecord) -> float:
        own = _pace(record)
        pace = own if own is not None else fmean(paces.get(record.config.model, [average]))
        return pace * _examples(record.config) * (1 - record.share_done)

    return _last_end(map(rest, active), map(rest, waiting))


def seconds_for(
    plan: Sequence[RunConfig], known: Sequence[RunRecord], at_once: int = 1
) -> float | None:
    """Estimate how long runs that have not begun will take, so many at a time.

    Each is assumed to be as fast, in examples per second, as the known runs whose network and
    batches are most similar: first of the same kind, then in the number of parameters, then in the
    size of the batches. Runs on other devices do not count.

    Returns:
        seconds; None if no known run on the same device has worked long enough to tell its speed.
    """
    paces: dict[_SpeedKey, list[float]] = {}
    for record in known:
        if (pace := _pace(record)) is not None:
            paces.setdefault(_speed_key(record.config), []).append(pace)
    if any(not _same_device(config, paces) for config in plan):
        return None

    nearest = {
        key: min(_same_device(config, paces), key=partial(_speed_distance, key))
        for config in plan
        if (key := _speed_key(config))
    }

    def whole(config: RunConfig) -> float:
        return fmean(paces[nearest[_speed_key(config)]]) * _examples(config)

    return _last_end([0.0] * at_once, map(whole, plan))


def _last_end(active: Iterable[float], waiting: Iterable[float]) -> float:
    """Return when the last of several runs ends, each waiting one taking the first free place.

    Args:
        active: seconds until the runs that train side by side end.
        waiting: how many seconds each of the others takes, in order.
    """
    ends = sorted(active)  # a heap
    for seconds in waiting:
        heapreplace(ends, ends[0] + seconds)
    return max(ends)


def _speed_key(config: RunConfig) -> _SpeedKey:
    return config.device, config.model, config.data.batch_size


def _same_device(config: RunConfig, keys: Iterable[_SpeedKey]) -> list[_SpeedKey]:
    return [key for key in keys if key[0] == config.device]


def _speed_distance(one: _SpeedKey, other: _SpeedKey) -> tuple[bool, float, float]:
    """Return how much two runs differ in what decides their speed, the most important first."""
    (_, model, batch), (_, other_model, other_batch) = one, other
    size, other_size = parameter_count(model), parameter_count(other_model)
    return (
        model.kind is not other_model.kind,
        abs(log(size / other_size)),
        abs(log(batch / other_batch)),
    )


def _examples(config: RunConfig) -> int:
    """Count the examples that a run is trained on in all its epochs, with repetitions."""
    return config.epochs * config.data.train_size


def _pace(record: RunRecord) -> float | None:
    """Return seconds per example so far; None until an epoch or a few seconds are over."""
    done = record.share_done * _examples(record.config)
    has_settled = record.epochs_done > 0 or record.elapsed_s >= SETTLED_S
    return record.elapsed_s / done if has_settled and done > 0 and record.elapsed_s > 0 else None
