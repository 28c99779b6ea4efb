"""Prints, as JSON, which numbers of a run are equal with the kernels that this process has."""

import json

import torch

from core.config.fields import with_values
from core.data import datasets
from core.evaluation.accuracy import logits
from core.network.models import network_of
from core.program.check import agreement, costs_of
from tests.core.running import epochs_of, final_weights, run_to_the_end, small

NAMES = ("logistic", "mlp")  # a smooth network, and one with kinks


def compared(one, other):
    found = agreement(costs_of(epochs_of(one)), costs_of(epochs_of(other)))
    return {"is_identical": found.is_identical, "is_equal": found.is_equal}


def read_by_threads(config, weights):
    """Whether 200 digits are read alike by one, two and three threads."""
    x = datasets.load(config.data).test_x
    outputs = []
    for threads in (1, 2, 3):
        torch.set_num_threads(threads)
        outputs.append(logits(config, network_of(config, weights), x))
    return {"is_identical": all(torch.equal(outputs[0], other) for other in outputs)}


def numbers_of(config):
    run = run_to_the_end(config)
    return {
        "again": compared(run, run_to_the_end(config)),
        "written plainly": compared(run, run_to_the_end(with_values(config, {"plain": True}))),
        "by any number of threads": read_by_threads(config, final_weights(run)),
    }


if __name__ == "__main__":
    kernels = torch.backends.cpu.get_cpu_capability()
    print(json.dumps({"kernels": kernels} | {name: numbers_of(small(name)) for name in NAMES}))  # noqa: T201
