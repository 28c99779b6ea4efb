"""The versions and the machine, on which a run's numbers depend as much as on its settings."""

import platform
import sys
from importlib import metadata

import numpy as np
import torch

from core.machine import processor


def environment(device: str = "cpu") -> dict[str, str]:
    """Return the versions and the machine that decide what a run computes on a device, by name."""
    try:
        inkling_version = metadata.version("inkling")
    except metadata.PackageNotFoundError:
        inkling_version = "not installed"
    versions = {
        "inkling": inkling_version,
        "python": platform.python_version(),
        "torch": torch.__version__,
        "numpy": np.__version__,
        "platform": f"{sys.platform} {platform.machine()}",
        "processor": processor.name(),
        "instructions": torch.backends.cpu.get_cpu_capability(),  # that PyTorch uses here
    }
    if device == "cuda":
        versions |= {"gpu": torch.cuda.get_device_name(), "cuda": torch.version.cuda or ""}
    return versions
