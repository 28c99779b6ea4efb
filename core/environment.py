"""What a run's numbers depend on beside its settings: versions, the machine, and the data's own bytes."""

import hashlib
import platform
import sys
import threading
from importlib import metadata

import numpy as np
import torch
from numpy.typing import NDArray

from core import data_folders, datasets, processor
from core.architecture import SIDE
from core.catalogue import NOISY_LINE
from core.config import DataConfig
from core.data_folders import Examples
from core.messages import DataError

PARTS = ("train_images", "train_labels", "test_images", "test_labels")

_hashing = threading.Lock()
_hashed: dict[str, tuple[Examples, dict[str, str]]] = {}


def environment(device: str = "cpu") -> dict[str, str]:
    """The versions and the machine that decide what a run computes on a device, by name."""
    try:
        own = metadata.version("inkling")
    except metadata.PackageNotFoundError:
        own = "not installed"
    found = {
        "inkling": own,
        "python": platform.python_version(),
        "torch": torch.__version__,
        "numpy": np.__version__,
        "platform": f"{sys.platform} {platform.machine()}",
        "processor": processor.name(),
        "instructions": torch.backends.cpu.get_cpu_capability(),  # which of them PyTorch uses here
    }
    if device == "cuda":
        found |= {"gpu": torch.cuda.get_device_name(), "cuda": torch.version.cuda or ""}
    return found


def fingerprint(config: DataConfig) -> dict[str, str]:
    """SHA-256 of all that the data set holds, by part; empty if it cannot be read any more.

    Images and labels are hashed as IDX files, so that MNIST's are the hashes of its four unpacked files. It takes
    about a tenth of a second for MNIST, once per process.
    """
    if config.dataset == NOISY_LINE:
        line = datasets.noisy_line()
        tensors = {"train_x": line.train_x, "train_y": line.train_y, "test_x": line.test_x, "test_y": line.test_y}
        return {name: hashlib.sha256(tensor.numpy().tobytes()).hexdigest() for name, tensor in tensors.items()}
    try:
        examples = data_folders.read(config.dataset)
    except DataError:  # a folder that went away after it was loaded
        return {}
    with _hashing:
        known = _hashed.get(config.dataset)
        if known is None or known[0] is not examples:
            known = _hashed[config.dataset] = (examples, {part: _sha256(getattr(examples, part)) for part in PARTS})
    return dict(known[1])


def _sha256(values: NDArray[np.uint8]) -> str:
    """The hash of an IDX file with images (N, 784) or labels (N,)."""
    sizes = (len(values), SIDE, SIDE) if values.ndim == 2 else (len(values),)
    digest = hashlib.sha256(bytes((0, 0, 8, len(sizes))) + np.array(sizes, ">u4").tobytes())
    digest.update(np.ascontiguousarray(values).data)
    return digest.hexdigest()
