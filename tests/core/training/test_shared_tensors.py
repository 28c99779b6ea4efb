"""Tensors that are computed once and shared: runs learn from them, whoever asked for them first."""

import functools
import importlib
import pkgutil

import pytest
import torch
from torch import Tensor, nn

import core
from core.config.data import DataConfig
from core.config.fields import with_values
from core.config.presets import preset
from core.data import datasets
from core.insight import neighbours
from core.run.control import Control
from core.teaching.demonstrations import network_slice
from core.training.loop import train
from tests.core.running import completed

SMALL = {"train_size": 200, "test_size": 100}
DIGITS = DataConfig(**SMALL)

# each cache of core that holds tensors, and how it is filled
CACHES = {
    datasets._training: lambda: datasets.load(DIGITS),
    datasets._testing: lambda: datasets.load(DIGITS),
    datasets.noisy_line: datasets.noisy_line,
    neighbours._known: lambda: neighbours._known(DIGITS),
    network_slice.trained: network_slice.trained,
}
WITHOUT_TENSORS = {
    "core.cluster.machines.description",
    "core.config.naming.automatic_name",
    "core.config.run.sealed",
    "core.data.datasets.pixel_order",
    "core.data.folders._read",
    "core.data.pictures._formats",
    "core.data.points._drawn",
    "core.export.report.style_sheet",
    "core.export.report.template",
    "core.geometry.activation_map.sample_of",
    "core.machine.memory.physical_memory",
    "core.machine.processor._cpu_info",
    "core.machine.processor.name",
    "core.network.architecture.parameter_count",
    "core.program.photographs._all_definitions",
    "core.program.script._compiled",
    "core.program.script._environment",
    "core.program.script._source",
    "core.run.identity.is_name_of_search",
    "core.run.moment.kept_moments",
    "core.teaching.lessons.sheet._template",
    "core.translations._texts_of",
}


def name_of(cache):
    return f"{cache.__module__}.{cache.__qualname__}"


def all_caches():
    """Every function of core whose results are kept."""
    modules = [
        importlib.import_module(module.name)
        for module in pkgutil.walk_packages(core.__path__, "core.")
    ]
    return {
        thing
        for module in modules
        for thing in vars(module).values()
        if type(thing) is functools._lru_cache_wrapper and thing.__module__.startswith("core.")
    }


def tensors_of(result):
    return [value for value in vars(result).values() if isinstance(value, Tensor)]


@pytest.fixture(autouse=True)
def _computed_again():
    for cache in CACHES:
        cache.cache_clear()
    yield
    for cache in CACHES:
        cache.cache_clear()


def test_every_cache_is_known_to_hold_tensors_or_none():
    names = {name_of(cache) for cache in all_caches()}
    assert names == {name_of(cache) for cache in CACHES} | WITHOUT_TENSORS


@pytest.mark.parametrize("cache", CACHES, ids=name_of)
@pytest.mark.parametrize("mode", [torch.inference_mode, torch.no_grad])
def test_what_is_computed_first_without_gradients_can_be_learned_from(cache, mode):
    with mode():
        CACHES[cache]()
    assert cache.cache_info().currsize
    for tensor in tensors_of(CACHES[cache]()):
        assert not tensor.is_inference()
        if tensor.is_floating_point() and tensor.dim() == 2 and len(tensor):
            network = nn.Linear(tensor.shape[1], 1, dtype=tensor.dtype)
            network(tensor).square().sum().backward()
            assert network.weight.grad is not None


@pytest.mark.parametrize("name", ["linear", "logistic", "mlp", "cnn"])
def test_every_kind_of_network_trains_after_the_nearest_images_were_searched(name):
    """Layers are measured, as in the window: the probe reads the shared examples themselves."""
    with torch.inference_mode():
        for fill in CACHES.values():
            fill()
    neighbours.nearest(torch.rand(28, 28).numpy(), DIGITS)
    sizes = {"data.train_size": 100, "data.test_size": 100, "data.batch_size": 50}
    config = with_values(preset(name).config, (sizes if name != "linear" else {}) | {"epochs": 1})
    control = Control("run", 1, measures_layers=True)
    completed(list(train(config, datasets.load(config.data), control)))
