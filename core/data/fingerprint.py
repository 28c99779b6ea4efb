"""Hashes of a run's data, by which another machine can tell whether it has the same data."""

import hashlib
import threading
from weakref import WeakKeyDictionary

from core.config.data import DataConfig
from core.data import datasets
from core.data import folders as data_folders
from core.data.examples import Examples
from core.data.idx import sha256_of
from core.errors import DataError

PARTS = ("train_images", "train_labels", "test_images", "test_labels")

_hashing = threading.Lock()
_hashed: WeakKeyDictionary[Examples, dict[str, str]] = WeakKeyDictionary()  # as long as they live


def fingerprint(config: DataConfig) -> dict[str, str]:
    """Return the SHA-256 of each part of the data set; empty if it can no longer be read.

    Images and labels are hashed as IDX files, so that MNIST's hashes are those of its four unpacked
    files. Hashing takes about a tenth of a second for MNIST, once per process.
    """
    if not config.has_images:
        computed = datasets.noisy_line() if not config.has_points else datasets.load(config)
        tensors = {
            "train_x": computed.train_x,
            "train_y": computed.train_y,
            "test_x": computed.test_x,
            "test_y": computed.test_y,
        }
        return {
            name: hashlib.sha256(tensor.numpy().tobytes()).hexdigest()
            for name, tensor in tensors.items()
        }

    try:
        examples = data_folders.read_for(config)
    except DataError:  # a folder that was removed after it was loaded
        return {}

    with _hashing:
        hashes = _hashed.get(examples)
        if hashes is None:
            hashes = _hashed[examples] = {
                part: examples.image_hashes.get(part) or sha256_of(getattr(examples, part))
                for part in PARTS
            }
    return dict(hashes)
