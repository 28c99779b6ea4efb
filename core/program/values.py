"""The values that fill the program's templates, beyond those in the config."""

import os
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from core.config import presets
from core.config.catalogue import KNOWN
from core.config.choices import (
    Activation,
    DeviceKind,
    OptimizerKind,
    Order,
    Precision,
    ScheduleKind,
)
from core.config.run import RunConfig
from core.data import folders as data_folders
from core.data import idx_folders, picture_folders
from core.data.idx import BYTES, INT32, QMNIST_COLUMNS, Form, label_form
from core.errors import DataError
from core.network.architecture import KERNEL, LayerKind, LayerPlan, plan

MNIST_FILES = (
    "train-images-idx3-ubyte.gz",
    "train-labels-idx1-ubyte.gz",
    "t10k-images-idx3-ubyte.gz",
    "t10k-labels-idx1-ubyte.gz",
)
WIDTH = 88  # of a line, in columns: the formatters' default
ACTIVATIONS: dict[Activation, str] = {
    Activation.SIGMOID: "nn.Sigmoid()",
    Activation.TANH: "nn.Tanh()",
    Activation.RELU: "nn.ReLU()",
    Activation.LEAKY_RELU: "nn.LeakyReLU()",
    Activation.GELU: "nn.GELU()",
}
OPTIMIZERS: dict[OptimizerKind, str] = {
    OptimizerKind.SGD: "SGD",
    OptimizerKind.ADAM: "Adam",
    OptimizerKind.ADAMW: "AdamW",
    OptimizerKind.RMSPROP: "RMSprop",
    OptimizerKind.ADAGRAD: "Adagrad",
}
WITH_MOMENTUM = (OptimizerKind.SGD, OptimizerKind.RMSPROP)
WITH_FUSED = (OptimizerKind.SGD, OptimizerKind.ADAM, OptimizerKind.ADAMW)
# torchvision's class for each known data set, and the argument that selects one of several.
FETCHERS = {
    "mnist": ("MNIST", ""),
    "fashion-mnist": ("FashionMNIST", ""),
    "kmnist": ("KMNIST", ""),
    "emnist-digits": ("EMNIST", 'split="digits", '),
    "emnist-letters": ("EMNIST", 'split="letters", '),
    "qmnist": ("QMNIST", ""),
}


@dataclass(frozen=True)
class _Layer:
    name: str
    code: str
    size: str


@dataclass(frozen=True)
class Files:
    """The names of the image and label files, for training and for testing."""

    train: tuple[str, str]
    test: tuple[str, str]


def file_name(config: RunConfig) -> str:
    """Return the name to save the program under."""
    return f"{config.preset or 'network'}.py"


def is_pictures(config: RunConfig) -> bool:
    """Return whether the data are a folder of pictures for each class."""
    folder = data_folders.folder_of(config.data.dataset)
    return (
        config.data.dataset not in KNOWN
        and os.path.isdir(folder)
        and not idx_folders.idx_files(folder)
    )


def values(config: RunConfig) -> dict[str, object]:
    """Return all values that the templates use, by name."""
    layers = plan(config.model)
    known = KNOWN.get(config.data.dataset)
    aim = "a network for images of your own" if known is None else f"a network for {known.title}"
    optimizer = f"optim.{OPTIMIZERS[config.optimizer.kind]}"

    return {
        "config": config,
        # head
        "title": presets.title(config),
        "aim": "a line through noisy points" if config.is_regression else aim,
        "file_name": file_name(config),
        "weights_file": file_name(config).replace(".py", ".pt"),
        "needs": _needs(config),
        "own_imports": list(_own_imports(config)),
        "other_imports": list(_other_imports(config)),
        # data and training
        "is_line": config.is_regression,
        "is_bfloat16": config.precision is Precision.BFLOAT16,
        "augment": config.data.augment,
        "moves": _moves(config),
        "is_plain": config.plain or config.device is DeviceKind.MPS,
        # model
        "has_dropout": any(layer.kind is LayerKind.DROPOUT for layer in layers),
        "layers": [
            _Layer(layer.name, _module(layer), "x".join(map(str, layer.outputs)))
            for layer in layers
        ],
        "optimizer": call("    optimizer = ", optimizer, list(_options(config))),
        **({} if config.is_regression else _image_values(config)),
    }


def _image_values(config: RunConfig) -> dict[str, object]:
    """Return the values that only programs for images use."""
    data, pictures = config.data, is_pictures(config)
    files = files_of(config)
    label_forms = _label_forms(config, files)
    is_known = data.dataset in KNOWN
    fetcher, options = FETCHERS[data.dataset] if is_known else ("", "")

    # for names of one letter a string, which is a sequence too, and shorter
    if all(len(name) == 1 for name in config.classes):
        classes = text("CLASSES", "".join(config.classes))
    else:
        classes = row("CLASSES", config.classes)

    return {
        "classes": classes,
        "folder": text("FOLDER", "data" if is_known else data.dataset),
        "is_own": not is_known,
        "is_below_home": data.dataset.startswith("~"),
        "is_pictures": pictures,
        "has_parts": all(
            os.path.isdir(data_folders.folder_of(data.dataset) / part) for part in ("train", "test")
        ),
        "suffixes": row("SUFFIXES", picture_folders.SUFFIXES),
        "train_files": row("TRAIN_FILES", files.train),
        "test_files": row("TEST_FILES", files.test),
        "fetcher": fetcher,
        "fetcher_options": options,
        "is_transposed": idx_folders.is_transposed(files.train[0]),
        "first_label": idx_folders.first_label(files.train[0]),
        "has_integers": {BYTES} != {code for code, _ in label_forms},
        "has_notes": any(shape for _, shape in label_forms),
    }


def files_of(config: RunConfig) -> Files:
    """Return the IDX files: those in the user's own folder, otherwise as they are published.

    Where none are known they are MNIST's.
    """
    known = KNOWN.get(config.data.dataset)
    if known is not None:
        names = list(known.file_names)
    else:
        paths = idx_folders.idx_files(data_folders.folder_of(config.data.dataset)) or ()
        names = [path.name for path in paths]
    images, labels, test_images, test_labels = names or MNIST_FILES
    return Files((images, labels), (test_images, test_labels))


def _label_forms(config: RunConfig, files: Files) -> list[Form]:
    """Return the types and shapes of the labels in the files; bytes where they cannot be read."""
    labels = files.train[1], files.test[1]
    if config.data.dataset in KNOWN:
        return [(INT32, (QMNIST_COLUMNS,)) if "idx2" in name else (BYTES, ()) for name in labels]
    folder = data_folders.folder_of(config.data.dataset)
    try:
        return [label_form(folder / name) for name in labels]
    except DataError:
        return [(BYTES, ())]


def _needs(config: RunConfig) -> str:
    if config.is_regression:
        return "PyTorch and NumPy"
    if config.data.dataset in KNOWN:
        return "PyTorch and NumPy, and torchvision to fetch the data"
    return "PyTorch, NumPy and Pillow" if is_pictures(config) else "PyTorch and NumPy"


def _moves(config: RunConfig) -> bool:
    augment = config.data.augment
    return any((augment.rotation, augment.scale, augment.shift))


def _own_imports(config: RunConfig) -> Iterator[str]:
    """Yield the imports of modules that come with Python."""
    if not config.is_regression:
        yield "import argparse"
        if not is_pictures(config):
            yield "import gzip"
    if (
        config.schedule.kind in (ScheduleKind.COSINE, ScheduleKind.ONE_CYCLE)
        or config.data.augment.rotation
    ):
        yield "import math"
    if not config.is_regression:
        yield "from pathlib import Path"


def _other_imports(config: RunConfig) -> Iterator[str]:
    if not config.is_regression or config.data.order is Order.SHUFFLED:
        yield "import numpy as np"
    yield "import torch"
    if is_pictures(config):
        yield "from PIL import Image, ImageOps"
    yield "from torch import nn, optim"
    if _moves(config):
        yield "from torch.nn import functional"


def _module(layer: LayerPlan) -> str:
    bias = "" if layer.bias else ", bias=False"
    inputs, outputs = layer.inputs[0], layer.outputs[0]

    match layer.kind:
        case LayerKind.LINEAR:
            return f"nn.Linear({inputs}, {outputs}{bias})"
        case LayerKind.CONVOLUTION:
            return f"nn.Conv2d({inputs}, {outputs}, {KERNEL}, padding={KERNEL // 2}{bias})"
        case LayerKind.MAX_POOL:
            return "nn.MaxPool2d(2)"
        case LayerKind.AS_IMAGE:
            return f"nn.Unflatten(1, {layer.outputs})"
        case LayerKind.FLATTEN:
            return "nn.Flatten()"
        case LayerKind.DROPOUT:
            return f"Dropout({layer.rate})"
        case LayerKind.ACTIVATION:
            assert layer.activation is not None
            return ACTIVATIONS[layer.activation]


def _options(config: RunConfig) -> Iterator[str]:
    """Yield the optimizer's arguments, except those that equal PyTorch's defaults."""
    optimizer = config.optimizer
    yield "model.parameters()"
    yield "lr=LEARNING_RATE"
    if optimizer.kind in WITH_MOMENTUM and optimizer.momentum:
        yield f"momentum={optimizer.momentum}"
    if optimizer.kind is OptimizerKind.SGD and optimizer.nesterov:
        yield "nesterov=True"
    if optimizer.weight_decay or optimizer.kind is OptimizerKind.ADAMW:  # its default is not 0
        yield f"weight_decay={optimizer.weight_decay}"
    if optimizer.kind in WITH_FUSED and not config.plain and config.device is not DeviceKind.MPS:
        yield "fused=True"


def call(before: str, function: str, arguments: Sequence[str]) -> str:
    """Return a call, broken like formatters do.

    It stands on one line, otherwise with its arguments on one line, otherwise with a line each.
    """
    indent = " " * (len(before) - len(before.lstrip()))
    whole = f"{before}{function}({', '.join(arguments)})"
    inner = f"{indent}    {', '.join(arguments)}"

    if columns(whole) <= WIDTH:
        return whole
    if columns(inner) <= WIDTH:
        return f"{before}{function}(\n{inner}\n{indent})"

    one_per_line = "".join(f"{indent}    {argument},\n" for argument in arguments)
    return f"{before}{function}(\n{one_per_line}{indent})"


def text(name: str, content: str) -> str:
    """Assign a text to a name, in brackets where they make it fit the width."""
    source = literal(content)
    is_bracketed = columns(f"{name} = {source}") > WIDTH >= columns(f"    {source}")
    return f"{name} = (\n    {source}\n)" if is_bracketed else f"{name} = {source}"


def row(name: str, texts: Sequence[str]) -> str:
    """Assign a tuple of two or more texts to a name, on one line or with a line each."""
    items = [literal(text) for text in texts]
    whole = f"{name} = ({', '.join(items)})"
    if columns(whole) <= WIDTH:
        return whole
    return "\n".join([f"{name} = (", *(f"    {item}," for item in items), ")"])


def literal(text: str) -> str:
    """Return the text as Python source that nothing in it can break out of.

    The quotation marks are those that need fewer escapes.
    """
    quote = "'" if text.count('"') > text.count("'") else '"'
    letters = (f"\\{letter}" if letter == quote else repr(letter)[1:-1] for letter in text)
    return f"{quote}{''.join(letters)}{quote}"


def columns(text: str) -> int:
    """Return a text's width in a fixed-width font, where Chinese characters take two columns."""
    return sum(2 if unicodedata.east_asian_width(letter) in "WF" else 1 for letter in text)
