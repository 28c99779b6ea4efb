"""Configs for which programs are written in the tests."""

import random

from core.config.catalogue import KNOWN, DataKind
from core.config.choices import (
    Activation,
    Initialization,
    ModelKind,
    Normalization,
    OptimizerKind,
    Precision,
    PruningKind,
    ScheduleKind,
)
from tests.core.running import config_of

IMAGES = [name for name, known in KNOWN.items() if known.kind is DataKind.IMAGES]
TINY = {
    "data.train_size": 200,
    "data.test_size": 100,
    "data.batch_size": 50,
    "epochs": 3,
    "threads": 1,
}
FEW_POINTS = {"epochs": 3, "threads": 1}


def tiny(name="mlp", changes=None):
    """A preset as small as it can be and still have several batches and epochs."""
    return config_of(name, (FEW_POINTS if name == "linear" else TINY) | dict(changes or {}))


def some_configs(count):
    """Configs in which everything that can be chosen is chosen at random."""
    chance = random.Random(7)

    def layer():
        return {
            "units": chance.randint(1, 40),
            "activation": chance.choice(list(Activation)).value,
            "dropout": chance.choice((0.0, 0.3)),
        }

    for number in range(count):
        is_line = number % 8 == 0
        momentum = chance.choice((0.0, 0.9))
        changes = {
            "optimizer.kind": list(OptimizerKind)[number % 5],
            "optimizer.learning_rate": 1e-4,
            "optimizer.momentum": momentum,
            "optimizer.nesterov": momentum > 0 and chance.random() < 0.5,
            "optimizer.weight_decay": chance.choice((0.0, 1e-3)),
            "optimizer.l1": (0.0, 0.0, 1e-3)[number % 3],
            "schedule.kind": list(ScheduleKind)[number % 4],
            "schedule.step_epochs": chance.choice((1, 2)),
            "precision": chance.choice(list(Precision)),
            "model.norm": list(Normalization)[number % 3],
            "model.init": list(Initialization)[number % 5],
            "model.init_std": 0.05,
            "data.order": chance.choice(("file", "shuffled")),
            "plain": chance.random() < 0.5,
            "seed": chance.randrange(1000),
            "data.train_size": 101 if is_line else chance.choice((100, 130)),
        }
        if not is_line:
            changes |= {
                "model.hidden": [layer() for _ in range(chance.randrange(4))],
                "model.bias": chance.random() < 0.5,
                "model.kind": chance.choice(
                    (ModelKind.MLP, ModelKind.MLP, ModelKind.MLP, ModelKind.CNN)
                ),
                "data.pixels": chance.choice(("unit", "raw", "standardized")),
                "data.shuffle_pixels": chance.random() < 0.5,
                "data.validation_size": chance.choice((0, 60)),
                "data.label_noise": (0.0, 0.0, 0.15, 1.0)[number % 4],
            }
            if changes["data.validation_size"]:
                changes["patience"] = number % 3
            changes["optimizer.adversarial"] = (0.0, 0.0, 0.1)[number % 3]
            if changes["schedule.kind"] is ScheduleKind.CONSTANT:
                changes |= {
                    "pruning.kind": list(PruningKind)[number // 4 % 5],
                    "pruning.share": 0.7,
                    "pruning.after": 1,
                    "patience": 0,
                }
        yield tiny("linear" if is_line else "mlp", changes)


def own_folders(folder):
    """Data of one's own with names of all kinds."""
    odd = (
        'a"',
        "b'",
        "both\"'",
        '"""',
        "a\\",
        "a\\'",
        "{{ config }}",
        "{% x %}",
        "猫",
        "é" * 50,
        "#: head",
    )
    code = ('"; boom = 1 #', "'; boom = 1 #", '"); boom = 1; ("', 'a\\"; boom = 1 #')
    for names in (
        odd,
        code,
        ("猫" * 30, "鱼" * 30),
        ("a", "b"),
        ("a", '"'),
        tuple(f"class {n}" for n in range(30)),
    ):
        for place in (
            "data",
            "with 'both' \"kinds\"",
            "很长的路径" * 8,
            "long/" * 17,
            "longer/" * 30,
        ):
            yield tiny("mlp", {"data.dataset": str(folder / place), "data.class_names": names})
