"""Whatever is done to the window while a run trains, its numbers are those of a run that is left
alone.
"""

from itertools import cycle

import numpy as np
import pytest

from core.run.record import RunState
from gui.style.theme import Scheme
from gui.style.translation import Language
from tests.core.running import completed, epochs_of, final_weights, run_to_the_end
from tests.gui.driving import quick

LAYERS = [{"units": 32, "activation": "relu", "dropout": 0.3}]
CONFIG = quick("relu-dropout", {"model.hidden": LAYERS, "epochs": 40, "threads": 1})
MEASURED = ("epoch", "cost", "test_cost", "accuracy", "train_accuracy", "learning_rate")


def measured(epochs):
    return [[getattr(epoch, name) for name in MEASURED] for epoch in epochs]


@pytest.fixture(scope="module")
def alone():
    """The events of the run without a window."""
    return completed(run_to_the_end(CONFIG))


def switch_language(application, preferences):
    for language in cycle((Language.CHINESE, Language.ENGLISH)):
        preferences.language = language
        yield


def switch_colours(application, preferences):
    for scheme in cycle((Scheme.DARK, Scheme.LIGHT)):
        preferences.scheme = scheme
        yield


def switch_letters(application, preferences):
    for is_large in cycle((True, False)):
        preferences.projector = is_large
        yield


def switch_layout(application, preferences):
    for action in cycle(application.window.arranger.actions):
        action.trigger()
        yield


@pytest.mark.parametrize("switch", [switch_language, switch_colours, switch_letters, switch_layout])
def test_the_numbers_are_the_same_bit_for_bit(application, preferences, wait, alone, switch):
    run = application.controller.start(CONFIG)
    record = application.store.get(run).record
    switches = switch(application, preferences)
    times = 0
    while not record.state.is_over:
        next(switches)
        times += 1
        done = len(record.epochs)
        wait(lambda done=done: record.state.is_over or len(record.epochs) > done)
    assert times > 1
    assert record.state is RunState.COMPLETED
    assert measured(record.epochs) == measured(epochs_of(alone))
    weights = final_weights(alone)
    assert record.weights.keys() == weights.keys()
    assert all(np.array_equal(record.weights[name], weights[name]) for name in weights)
