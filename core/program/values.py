"""The values that fill the program's templates, beyond those in the config."""

from collections.abc import Iterator

from core.config.catalogue import KNOWN
from core.config.choices import (
    DeviceKind,
    OptimizerKind,
    Order,
    Polarity,
    Precision,
    ScheduleKind,
    StoredPolarity,
    Subset,
)
from core.config.naming import program_name
from core.config.presets import title
from core.config.run import RunConfig
from core.data import folders as data_folders
from core.data import idx_folders
from core.data.idx import BYTES
from core.data.layouts import set_polarity
from core.data.layouts.parts import Part
from core.data.layouts.zipped import MAX_ENTRIES
from core.data.pictures import FORMATS, LATER_FORMATS, SAFE_LIBHEIF, SUFFIXES
from core.errors import DataError
from core.messages import Message, Translate, message
from core.program.hardening import hardening_values
from core.program.network_values import draws_masks, network_values
from core.program.own_data import Kind, OwnData
from core.program.photographs import photographs_source
from core.program.points import point_values
from core.program.source import (
    Source,
    assigned,
    assigned_row,
    call,
    joined,
    literal,
    prose,
    snippet,
)

OPTIMIZERS: dict[OptimizerKind, Source] = {
    OptimizerKind.SGD: snippet("optim.SGD"),
    OptimizerKind.ADAM: snippet("optim.Adam"),
    OptimizerKind.ADAMW: snippet("optim.AdamW"),
    OptimizerKind.RMSPROP: snippet("optim.RMSprop"),
    OptimizerKind.ADAGRAD: snippet("optim.Adagrad"),
}
WITH_MOMENTUM = (OptimizerKind.SGD, OptimizerKind.RMSPROP)
WITH_FUSED = (OptimizerKind.SGD, OptimizerKind.ADAM, OptimizerKind.ADAMW)
# torchvision's class for each known data set, and the argument that selects one of several.
FETCHERS = {
    "mnist": (snippet("MNIST"), snippet("")),
    "fashion-mnist": (snippet("FashionMNIST"), snippet("")),
    "kmnist": (snippet("KMNIST"), snippet("")),
    "emnist-digits": (snippet("EMNIST"), snippet('split="digits", ')),
    "emnist-letters": (snippet("EMNIST"), snippet('split="letters", ')),
    "qmnist": (snippet("QMNIST"), snippet("")),
}


def file_name(config: RunConfig) -> str:
    """Return the name to save the program under."""
    return f"{program_name(config)}.py"


def values(config: RunConfig, own: OwnData, translate: Translate = str) -> dict[str, object]:
    """Return all values that the templates use, by name.

    The config is as it takes effect; what it holds as text cannot be written by a template.
    """
    optimizer = OPTIMIZERS[config.optimizer.kind]

    return {
        "config": config,
        # head
        "title": prose(translate(title(config))),
        "aim": prose(translate(_aim(config))),
        "file_name": prose(file_name(config)),
        "weights_file": literal(f"{program_name(config)}.pt"),
        "needs": prose(translate(_needs(config, own))),
        "own_imports": list(_own_imports(config, own)),
        "other_imports": list(_other_imports(config, own)),
        # data and training
        "is_line": config.is_regression,
        "is_images": config.has_images,
        "is_points": config.has_points,
        "is_bfloat16": config.precision is Precision.BFLOAT16,
        "is_flushed": _is_flushed(config),
        "augment": config.data.augment,
        "moves": _moves(config),
        "is_plain": config.plain or config.device is DeviceKind.MPS,
        "optimizer": call(snippet("    optimizer = "), optimizer, list(_options(config))),
        "new_optimizer": call(
            snippet("            optimizer = "), optimizer, list(_options(config))
        ),
        **hardening_values(config),
        **network_values(config),
        **({} if config.is_regression else {"classes": _classes(config)}),
        **(_image_values(config, own, translate) if config.has_images else {}),
        **(point_values(config.data) if config.has_points else {}),
    }


def _aim(config: RunConfig) -> Message:
    known = KNOWN.get(config.data.dataset)
    if config.is_regression:
        return message("a line through noisy points")
    if config.has_points:
        return message("a network for points of the plane")
    if known is None:
        return message("a network for images of your own")
    return message("a network for {data}", data=known.title)


def _is_flushed(config: RunConfig) -> bool:
    """Return whether the optimizer has a memory that may decay into denormal numbers.

    A program that is to be the tutorial's is left as it is.
    """
    optimizer = config.optimizer
    has_memory = optimizer.kind is not OptimizerKind.SGD or optimizer.momentum > 0
    return has_memory and not config.is_regression and not config.plain


def _image_values(config: RunConfig, own: OwnData, translate: Translate) -> dict[str, object]:
    """Return the values that only programs for images use."""
    data = config.data
    is_known = data.dataset in KNOWN
    fetcher, options = FETCHERS.get(data.dataset, (Source(), Source()))

    return {
        "folder": assigned(snippet("FOLDER"), "data" if is_known else data.dataset),
        "is_own": not is_known,
        "is_spread": data.test_subset is Subset.SPREAD and not _tests_all(config),
        "kept_tests": _kept_tests(config, own),
        "is_below_home": data.dataset.startswith("~"),
        "is_pictures": own.kind is Kind.PICTURES,
        "is_inverted": _is_inverted(config, own),
        "is_dark_on_light": data.is_dark_on_light,
        "is_idx": own.kind is Kind.IDX,
        "is_zip": own.is_zip,
        "members": assigned_row(snippet("FILES"), own.members),
        "most_entries": MAX_ENTRIES,
        "is_file": own.is_file,
        "is_held_out": own.is_held_out,
        "train": list(own.train),
        "test": list(own.test),
        "has_archive": own.has_archive,
        **(_picture_values(config, own, translate) if own.kind is Kind.PICTURES else {}),
        "train_files": assigned_row(snippet("TRAIN_FILES"), own.files.train),
        "test_files": assigned_row(snippet("TEST_FILES"), own.files.test),
        "fetcher": fetcher,
        "fetcher_options": options,
        "is_transposed": idx_folders.is_transposed(own.name),
        "first_label": idx_folders.first_label(own.name),
        "has_integers": {BYTES} != {code for code, _ in own.label_forms},
        "has_notes": any(shape for _, shape in own.label_forms),
    }


def _classes(config: RunConfig) -> Source:
    """Return the names; of one letter each as a string, which is a sequence too, and shorter."""
    if all(len(name) == 1 for name in config.classes):
        return assigned(snippet("CLASSES"), "".join(config.classes))
    return assigned_row(snippet("CLASSES"), config.classes)


def _stored_polarity(config: RunConfig) -> StoredPolarity:
    """Return the polarity of the files: as the config records it, otherwise as they have it."""
    stored = config.data.stored_polarity
    if stored is not StoredPolarity.UNKNOWN or config.data.dataset in KNOWN:
        return stored
    try:
        return data_folders.read_for(config.data).stored_polarity
    except DataError:
        return StoredPolarity.LIGHT_ON_DARK


def _is_inverted(config: RunConfig, own: OwnData) -> bool:
    """Return whether the program inverts arrays, or pictures beyond what decides about these."""
    if own.kind is Kind.PICTURES or config.data.polarity is not Polarity.AUTO:
        return config.data.polarity is Polarity.INVERTED
    return set_polarity.is_inverted(config.data.polarity, _stored_polarity(config))


def _kept_tests(config: RunConfig, own: OwnData) -> int:
    """Return how many of very many test images a run chooses from; 0 if from all of them."""
    most = data_folders.MAX_TEST_IMAGES
    return most if config.data.test_size < most < own.test_count else 0


def _tests_all(config: RunConfig) -> bool:
    known = KNOWN.get(config.data.dataset)
    return known is not None and config.data.test_size == known.test


def _picture_values(config: RunConfig, own: OwnData, translate: Translate) -> dict[str, object]:
    """Return the values that only programs for folders of pictures use."""
    names = {part: literal(name or ".") for part, name in own.folders}
    train = [names[part] for part in (Part.TRAIN, Part.VALIDATION) if part in names]
    polarity, stored = config.data.polarity, StoredPolarity.MIXED
    if polarity is not Polarity.PER_PICTURE:
        stored = _stored_polarity(config)
    return {
        "is_decided": stored is not StoredPolarity.MIXED,
        "is_dark": stored is StoredPolarity.DARK_ON_LIGHT,
        "is_made_light": polarity in (Polarity.AUTO, Polarity.PER_PICTURE),
        "photographs": photographs_source(translate),
        "formats": snippet(
            "{}.split()", assigned(snippet("FORMATS"), " ".join(FORMATS + LATER_FORMATS))
        ),
        "suffixes": snippet("{}.split()", assigned(snippet("SUFFIXES"), " ".join(SUFFIXES))),
        "all_parts": snippet("[{}]", joined(", ", list(names.values()))),
        "part": names[Part.TRAIN] if own.folder(Part.TRAIN) else Source(),
        "train_parts": snippet("[{}]", joined(", ", train)),
        "test_parts": snippet("[{}]", names.get(Part.TEST, Source())),
        "has_heif": own.has_heif,
        "safe_libheif": snippet("({})", joined(", ", SAFE_LIBHEIF)),
    }


def _needs(config: RunConfig, own: OwnData) -> Message:
    """Return the packages that the program imports."""
    if config.has_images and config.data.dataset in KNOWN:
        return message("PyTorch and NumPy, and torchvision to fetch the data")
    if not config.has_images or own.kind is not Kind.PICTURES:
        return message("PyTorch and NumPy")
    if own.has_heif:
        return message("PyTorch, NumPy, Pillow, SciPy and pillow-heif, which reads HEIC")
    return message("PyTorch, NumPy, Pillow and SciPy")


def _moves(config: RunConfig) -> bool:
    augment = config.data.augment
    return any((augment.rotation, augment.scale, augment.shift))


def _own_imports(config: RunConfig, own: OwnData) -> Iterator[Source]:
    """Yield the imports of modules that come with Python."""
    if config.has_images:
        yield snippet("import argparse")
        if own.kind is Kind.IDX:
            yield snippet("import gzip")
    if (
        config.schedule.kind in (ScheduleKind.COSINE, ScheduleKind.ONE_CYCLE)
        or config.data.augment.rotation
    ):
        yield snippet("import math")
    if own.is_zip:
        yield snippet("import tempfile")
    if own.is_zip or own.has_archive:
        yield snippet("import zipfile")
    if own.kind is Kind.PICTURES:
        yield snippet("from collections.abc import Iterable")
        yield snippet("from dataclasses import dataclass")
    if draws_masks(config):
        yield snippet("from functools import partial")
    if config.has_images:
        yield snippet("from pathlib import Path")


def _other_imports(config: RunConfig, own: OwnData) -> Iterator[Source]:
    if not config.is_regression or config.data.order is Order.SHUFFLED:
        yield snippet("import numpy as np")
    yield snippet("import torch")
    if own.kind is Kind.PICTURES:
        yield snippet("from numpy.typing import NDArray")
        if own.has_heif:
            yield snippet("from pillow_heif import libheif_version, register_heif_opener")
        yield snippet("from PIL import Image, ImageOps")
        yield snippet("from scipy import ndimage")
    yield snippet("from torch import nn, optim")
    if _moves(config):
        yield snippet("from torch.nn import functional")


def _options(config: RunConfig) -> Iterator[Source]:
    """Yield the optimizer's arguments, except those that equal PyTorch's defaults."""
    optimizer = config.optimizer
    yield snippet("model.parameters()")
    yield snippet("lr=LEARNING_RATE")
    if optimizer.kind in WITH_MOMENTUM and optimizer.momentum:
        yield snippet("momentum={}", optimizer.momentum)
    if optimizer.kind is OptimizerKind.SGD and optimizer.nesterov:
        yield snippet("nesterov=True")
    if optimizer.weight_decay or optimizer.kind is OptimizerKind.ADAMW:  # its default is not 0
        yield snippet("weight_decay={}", optimizer.weight_decay)
    if optimizer.kind in WITH_FUSED and not config.plain and config.device is not DeviceKind.MPS:
        yield snippet("fused=True")
