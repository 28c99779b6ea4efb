"""Runs and pages for the tests of what networks endure."""

import itertools

import numpy as np
import pytest

from core.data import datasets
from core.lifecycle.recording import record
from core.robustness import assessing
from core.run.control import Control
from core.run.events import RunStarted, WeightsPublished
from core.run.moment import Moment
from core.run.record import RunRecord
from core.storage.epoch_weights import untrained_weights
from core.training.loop import train
from gui.insight.added_page import PageServices
from gui.runs.kept_runs import KeptRuns
from tests.gui.driving import quick

AFTER_ONE = Moment(1)


@pytest.fixture
def services(store, selection, moments, jobs):
    return PageServices(store, selection, moments, jobs, jobs)


@pytest.fixture
def shown(dressed, qtbot, services, translation):
    """Makes a page, and shows it."""

    def show(kind):
        page = kind(services)
        qtbot.addWidget(page)
        page.resize(700, 900)
        page.show()
        qtbot.waitExposed(page)
        return page

    return show


@pytest.fixture
def add(store):
    """Adds a run with weights of a seed."""

    def add(run, seed=0, changes=None, preset="mlp"):
        small = {"model.hidden": [{"units": 12}], "data.test_size": 300}
        config = quick(preset, (small if preset == "mlp" else {}) | (changes or {}))
        store.add(RunRecord(run, config))
        publish(store, run, seed)
        return store.get(run)

    return add


@pytest.fixture
def kept(store, controller, jobs, background, tmp_path):
    return KeptRuns(store, controller, jobs, tmp_path, background=background)


@pytest.fixture
def keep(kept, store, wait, tmp_path):
    """Trains a run of two epochs on disk, and shows it."""

    def keep(changes=None):
        small = {"model.hidden": [{"units": 12}], "data.test_size": 300}
        config = quick("mlp", small | (changes or {}))
        folder = tmp_path / "parent"
        folder.mkdir()
        control = Control("parent", 1, takes_checkpoints=True)
        list(record(train(config, datasets.load(config.data), control), config, folder))
        kept.find()
        wait(lambda: store.get("parent") is not None)
        store.set_visible("parent", True)
        wait(lambda: store.get("parent").record.weights is not None)
        return store.get("parent")

    return keep


@pytest.fixture
def entry(keep):
    return keep()


@pytest.fixture
def training(add, store):
    """Adds a run that trains, with weights of a seed at the end of its first epoch."""

    def begin(run, seed=0, changes=None, preset="mlp"):
        entry = add(run, seed, changes, preset)
        store.apply(RunStarted(run, 1, "cpu", 1, 10, 100))
        return entry

    return begin


@pytest.fixture
def assessed(monkeypatch):
    """The weights that were asked all test images."""
    asked = []
    real = assessing.network_of

    def build(config, weights):
        asked.append(weights)
        return real(config, weights)

    monkeypatch.setattr(assessing, "network_of", build)
    return asked


@pytest.fixture
def seeds():
    """Seeds of weights that nobody has had before."""
    return itertools.count(50)


@pytest.fixture
def done(jobs, wait):
    """Waits for the jobs that have been submitted."""

    def settle():
        ended = []
        jobs.submit(lambda: None, ended.append)
        wait(lambda: ended)

    return settle


def publish(store, run, seed, moment=AFTER_ONE):
    config = store.get(run).record.config
    drawn = untrained_weights(config.model_copy(update={"seed": seed}))
    store.apply(WeightsPublished(run, moment, drawn))


def digit(seed=1):
    ink = np.zeros((28, 28), np.float32)
    ink[5:22, 8:19] = np.random.default_rng(seed).uniform(0.3, 1, (17, 11))
    return ink
