"""The driver of a run on an engine: it submits slice after slice and yields the run's events.

`partial(train_on, engine)` has the signature of `core.training.loop.train` and yields what that
yields, except for the progress within an epoch. So whoever records, judges or prints a run need
not know who trains it.
"""

from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import wait
from dataclasses import replace

from core.cluster.engine import Engine
from core.cluster.sent_examples import key_of
from core.cluster.slices import Slice
from core.config.fields import effective
from core.config.run import RunConfig
from core.data.datasets import Data
from core.machine.processor import automatic_threads
from core.run.checkpoint import Checkpoint
from core.run.control import Control
from core.run.events import (
    CheckpointTaken,
    EndReason,
    EpochCompleted,
    Event,
    RunEnded,
    RunStarted,
    SettingChanged,
)
from core.training.early_stopping import EarlyStopping
from core.training.endings import RunOver, failed

STOP_CHECK_S = 0.1  # seconds between two looks at the stop while a slice is trained


def train_on(
    engine: Engine,
    config: RunConfig,
    _data: Data,
    control: Control,
    start: Checkpoint | None = None,
    changes: Sequence[SettingChanged] = (),
    *,
    patience: EarlyStopping | None = None,
) -> Iterator[Event]:
    """Train a run on an engine; the arguments are those of `core.training.loop.train`.

    A stop does not wait for the slice in training: the run ends after its last complete epoch. An
    engine that fails ends the run as an error in the loop does.

    Args:
        _data: unused; whoever trains a slice has the data, or is sent them.
    """
    epochs_done = start.epoch if start is not None else 0
    try:
        for event in _events(
            engine, _first_slice(config, control, start, changes, patience), control
        ):
            if isinstance(event, EpochCompleted):
                epochs_done = event.epoch
            yield event
    except RunOver as over:
        yield RunEnded(control.run, over.reason, epochs_done, over.message)
    except Exception as error:  # any error ends this run only; its last event reports it
        end = failed(error, config)
        yield RunEnded(control.run, end.reason, epochs_done, end.message)


def _first_slice(
    config: RunConfig,
    control: Control,
    start: Checkpoint | None,
    changes: Sequence[SettingChanged],
    patience: EarlyStopping | None,
) -> Slice:
    return Slice(
        control.run,
        config,
        config.threads or control.threads or automatic_threads(),
        start,
        changes,
        patience=patience or EarlyStopping(effective(config).patience),
        measures_layers=control.measures_layers,
        measures_moments=control.measures_moments,
        data=key_of(config),
    )


def _events(engine: Engine, part: Slice, control: Control) -> Iterator[Event]:
    """Yield the events of slice after slice, as those of one run.

    Raises:
        RunOver: if the run is stopped.
    """
    patience = part.patience
    is_started = False
    while True:
        part = replace(part, new_changes=tuple(_pending_changes(control)))
        for event in _result_of(engine, part, control):
            match event:
                case RunStarted():
                    if not is_started:
                        yield event
                    is_started = True
                case EpochCompleted():
                    if patience is not None:
                        patience.add(event)
                    yield event
                case CheckpointTaken():
                    part = replace(part, start=event.checkpoint)
                    if control.takes_checkpoints:
                        yield event
                case _:
                    yield event
        if isinstance(event, RunEnded):
            return


def _pending_changes(control: Control) -> Iterator[Mapping[str, float]]:
    while not control.pending_changes.empty():
        yield control.pending_changes.get()


def _result_of(engine: Engine, part: Slice, control: Control) -> Sequence[Event]:
    """Have the slice trained, and wait for its events or for the stop.

    Raises:
        RunOver: if the run is stopped.
    """
    _check_stop(control)
    future = engine.submit(part)
    try:
        while not wait([future], STOP_CHECK_S).done:
            _check_stop(control)
        return future.result()
    finally:
        future.cancel()  # of no effect on one that is done


def _check_stop(control: Control) -> None:
    if control.stop.is_set():
        raise RunOver(EndReason.STOPPED)
