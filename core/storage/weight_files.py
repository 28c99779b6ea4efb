"""Files of tensors: a network's weights, and the checkpoint from which a run is continued.

Both are safetensors files, which hold numbers only; nothing in them is ever executed. What is read
is checked against the network that the run's config describes before anything is built from it.
"""

import json
import math
import os
import re
from collections.abc import Mapping
from dataclasses import dataclass
from io import BufferedReader
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from pydantic import TypeAdapter
from safetensors.numpy import save as pack_tensors

from core.config.live import check_live_setting, dropout_paths, live_paths
from core.config.model import ModelConfig
from core.errors import (
    FileError,
    NotReadableError,
    RunFolderError,
    RunNotReadableError,
    not_readable,
)
from core.files import opened_to_read, parse_json, replace_file, too_large
from core.messages import message
from core.network.weights import Weights, are_sound, expected_shapes, learned_shapes
from core.remote_paths import open_unlinked
from core.robustness.cuts import weighted_names
from core.run.checkpoint import Arrays, Checkpoint
from core.run.checkpoint_checks import is_sound_generator, is_sound_memory
from core.run.events import Count, Real, Size
from core.run.moment import Moment

# The parts of a checkpoint, which begin its tensors' names.
PARTS = ("weights", "optimizer", "generators", "kept")
HEADER_BYTES = 1_000_000  # more than any header of ours needs
MAX_DIMENSIONS = 8  # of an array; a convolution's kernels have four
TYPES = {  # by their names in a header
    f"{letter}{8 * size}": np.dtype(f"<{code}{size}")
    for letter, code, sizes in (
        ("F", "f", (2, 4, 8)),
        ("I", "i", (1, 2, 4, 8)),
        ("U", "u", (1, 2, 4, 8)),
    )
    for size in sizes
}
EPOCH = "epoch"  # in the header of weights: their moment, as ``2`` or, within an epoch, ``2+150``
_MOMENT = re.compile(r"([0-9]{1,9})(?:\+([0-9]{1,9}))?")
MAX_OPTIMIZER_ARRAYS = 2  # arrays as large as the weights that an optimizer keeps


def largest_file(model: ModelConfig) -> int:
    """Return the maximum size in bytes of a file of a network's tensors, that of a checkpoint."""
    numbers = sum(int(np.prod(shape)) for shape in expected_shapes(model).values())
    a_weight = 4 * (1 + MAX_OPTIMIZER_ARRAYS) + 1  # and whether a cut has left it
    return numbers * a_weight + 2 * HEADER_BYTES


def read_weights(path: Path, model: ModelConfig) -> Weights:
    """Read weights from a safetensors file, if they are finite and exactly those of the network.

    Raises:
        RunFolderError: if they are neither.
    """
    return _weights(_read_tensors(path, _largest_weights(model)).tensors, path, model)


def read_dated_weights(path: Path, model: ModelConfig) -> tuple[Moment | None, Weights]:
    """Read weights like `read_weights`, and the moment of the run at which they were these.

    The moment is None if the file does not state it, as those of earlier versions.

    Raises:
        RunFolderError: if they are not those that the network needs.
    """
    content = _read_tensors(path, _largest_weights(model))
    return _moment_in(content.metadata), _weights(content.tensors, path, model)


def read_moment_stated(path: Path) -> Moment | None:
    """Read at which moment of the run it had the weights of a file; None if it does not say.

    Raises:
        RunFolderError: if the file cannot be read.
    """
    try:
        with open_unlinked(path) as file:
            return _moment_stated(file.read(HEADER_BYTES))
    except OSError as error:
        raise RunFolderError(not_readable(path, error)) from error


def _moment_stated(content: bytes) -> Moment | None:
    """Return the moment in the header of a file of weights, None if it states none."""
    try:
        return _moment_in(_metadata(content))
    except (ValueError, KeyError, TypeError):
        return None


def _moment_in(metadata: Mapping[str, Any]) -> Moment | None:
    try:
        stated = _MOMENT.fullmatch(metadata[EPOCH])
    except (KeyError, TypeError):
        return None
    return None if stated is None else Moment(int(stated[1]), int(stated[2] or 0))


def _largest_weights(model: ModelConfig) -> int:
    return 4 * sum(int(np.prod(shape)) for shape in expected_shapes(model).values()) + HEADER_BYTES


def _weights(weights: Weights, path: Path, model: ModelConfig) -> Weights:
    expected = expected_shapes(model)
    shapes = {name: array.shape for name, array in weights.items()}
    if shapes != expected or any(array.dtype != np.float32 for array in weights.values()):
        raise RunFolderError(
            message("{file} does not contain the weights of this run's network.", file=str(path))
        )
    if not are_sound(weights):
        raise RunFolderError(
            message("{file} contains weights that are not finite numbers.", file=str(path))
        )
    return weights


@dataclass(frozen=True)
class _Content:
    """What a safetensors file holds: texts, and arrays by their names."""

    metadata: Mapping[str, Any]
    tensors: dict[str, NDArray[Any]]


def _read_tensors(path: Path, most: int) -> _Content:
    """Read a safetensors file of at most so many bytes, array by array, so that it is held once.

    Raises:
        RunFolderError: if it cannot be read, or is damaged.
    """
    try:
        with opened_to_read(path, open_unlinked) as file:
            if os.fstat(file.fileno()).st_size > most:
                raise too_large(path, most)
            return _content_of(file)
    except NotReadableError as error:
        raise RunNotReadableError(error.message) from error
    except FileError as error:
        raise RunFolderError(error.message) from error
    except (ValueError, TypeError) as error:
        raise RunFolderError(
            message("{file} is damaged: {reason}.", file=str(path), reason=str(error))
        ) from error


def _content_of(file: BufferedReader) -> _Content:
    """Read a safetensors file, whose arrays lie one after the other and fill it.

    The format: https://github.com/huggingface/safetensors#format

    Raises:
        ValueError, TypeError: if it is none.
    """
    left = os.fstat(file.fileno()).st_size - 8
    length = int.from_bytes(file.read(8), "little")
    if not 0 < length <= min(left, HEADER_BYTES):
        raise ValueError("its header is not as long as it states")
    header = parse_json(file.read(length))
    if not isinstance(header, dict):
        raise TypeError("its header is no object")
    metadata = header.pop("__metadata__", {})

    tensors, position = {}, 0
    for name, (start, end), kind, shape in sorted(map(_entry, header.items()), key=_position):
        array_bytes = math.prod(shape) * TYPES[kind].itemsize
        if start != position or end - start != array_bytes or end > left - length:
            raise ValueError(f"{name[:100]} does not lie where it states")
        tensors[name] = np.empty(shape, TYPES[kind])
        if (
            array_bytes
            and file.readinto(tensors[name].reshape(-1).view(np.uint8).data) < array_bytes
        ):
            raise ValueError("it ends too early")
        position = end
    if position != left - length:
        raise ValueError("it is longer than its arrays")
    return _Content(metadata, tensors)


_Entry = tuple[str, tuple[int, int], str, tuple[int, ...]]


def _entry(item: tuple[str, Any]) -> _Entry:
    """Return what a header states of an array: its name, where it lies, its type and its shape."""
    match item:
        case (
            str(name),
            {"dtype": str(kind), "shape": [*shape], "data_offsets": [int(start), int(end)]},
        ) if (
            kind in TYPES
            and len(shape) <= MAX_DIMENSIONS
            and all(type(size) is int and size >= 0 for size in shape)
        ):
            return name, (start, end), kind, tuple(shape)
    raise ValueError(f"{item[0][:100]} is not described")


def _position(entry: _Entry) -> tuple[int, int]:
    return entry[1]


def write_weights(path: Path, weights: Weights, moment: Moment) -> None:
    """Replace a file by a network's weights and the moment of the run at which they are these.

    Raises:
        OSError: if it cannot be written.
    """
    # one entry only, because safetensors writes several in a random order
    stated = f"{moment.epochs}+{moment.batch}" if moment.batch else str(moment.epochs)
    replace_file(path, pack_tensors(dict(weights), {EPOCH: stated}))


def write_checkpoint(path: Path, checkpoint: Checkpoint) -> None:
    """Replace a file by a checkpoint.

    Raises:
        OSError: if it cannot be written.
    """
    replace_file(path, pack_checkpoint(checkpoint))


def pack_checkpoint(checkpoint: Checkpoint) -> bytes:
    """Return the content of a checkpoint's file."""
    parts = (checkpoint.weights, checkpoint.optimizer, checkpoint.generators, checkpoint.kept)
    tensors = {
        f"{part}/{name}": array
        for part, arrays in zip(PARTS, parts, strict=True)
        for name, array in arrays.items()
    }
    numbers = {
        "epoch": checkpoint.epoch,
        "elapsed_s": checkpoint.elapsed_s,
        "settings": dict(checkpoint.settings),
    }
    return pack_tensors(tensors, {"checkpoint": json.dumps(numbers)})


def read_checkpoint(path: Path, model: ModelConfig) -> Checkpoint:
    """Read a checkpoint, if it is one of this network and finite.

    Raises:
        RunFolderError: if it is not.
    """
    expected = expected_shapes(model)
    content = _read_tensors(path, largest_file(model))
    parts: dict[str, dict[str, NDArray[Any]]] = {part: {} for part in PARTS}
    for name, array in content.tensors.items():
        part, _, rest = name.partition("/")
        parts.setdefault(part, {})[rest] = array

    numbers = _numbers(content.metadata, path, model)
    checkpoint = Checkpoint(
        numbers.epoch, numbers.elapsed_s, numbers.settings, *(parts[part] for part in PARTS)
    )

    shapes = {name: array.shape for name, array in checkpoint.weights.items()}
    if set(parts) != set(PARTS) or shapes != expected or not _is_sound(checkpoint, model):
        raise RunFolderError(
            message("{file} does not contain a checkpoint of this run's network.", file=str(path))
        )
    return checkpoint


def _is_sound(checkpoint: Checkpoint, model: ModelConfig) -> bool:
    def are_finite(arrays: Arrays) -> bool:
        return all(
            array.dtype == np.float32 and bool(np.isfinite(array).all())
            for array in arrays.values()
        )

    return (
        are_finite(checkpoint.weights)
        and are_sound(checkpoint.weights)
        and are_finite(checkpoint.optimizer)
        and is_sound_memory(checkpoint.optimizer, learned_shapes(model))
        and all(map(is_sound_generator, checkpoint.generators.values()))
        and (not checkpoint.kept or _are_marks(checkpoint.kept, model))
    )


def _are_marks(kept: Arrays, model: ModelConfig) -> bool:
    """Return whether 0 or 1 says of each weight that can be cut whether it is left."""
    shapes = expected_shapes(model)
    return {name: array.shape for name, array in kept.items()} == {
        name: shapes[name] for name in weighted_names(model)
    } and all(array.dtype == np.uint8 and bool((array <= 1).all()) for array in kept.values())


@dataclass(frozen=True)
class _Numbers:
    """What a checkpoint's header states."""

    epoch: Count
    elapsed_s: Size
    settings: dict[str, Real]


_NUMBERS = TypeAdapter(_Numbers)


def _numbers(metadata: Mapping[str, Any], path: Path, model: ModelConfig) -> _Numbers:
    """Return epoch, seconds and live settings from the metadata in the file's header."""
    try:
        numbers = _NUMBERS.validate_python(parse_json(metadata["checkpoint"]))
        settings = _settings(numbers.settings, model)
    except (ValueError, KeyError, TypeError) as error:
        raise RunFolderError(
            message("{file} does not contain a checkpoint of this run's network.", file=str(path))
        ) from error
    return _Numbers(numbers.epoch, numbers.elapsed_s, settings)


def _settings(stored: Mapping[str, float], model: ModelConfig) -> dict[str, float]:
    """Return the live settings of the network's run.

    Earlier versions stored no rates of dropout, which never changed then.

    Raises:
        ValueError, KeyError: if one is not within its limits, or missing.
    """
    rates = [layer.dropout for layer in model.hidden]
    values = {**dict(zip(dropout_paths(model), rates, strict=True)), **stored}
    settings = {path: values[path] for path in live_paths(model)}
    for path, value in settings.items():
        check_live_setting(path, value, model)
    return settings


def _metadata(content: bytes) -> dict[str, Any]:
    """Return the metadata in a file's header.

    Raises:
        ValueError, KeyError, TypeError: if the header is malformed or has no metadata.
    """
    length = int.from_bytes(content[:8], "little")
    metadata: dict[str, Any] = parse_json(content[8 : 8 + length])["__metadata__"]
    return metadata
