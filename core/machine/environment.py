"""What a run's numbers depend on beside its settings: versions, the machine, and the data's own bytes."""

import platform
import sys
from importlib import metadata

import numpy as np
import torch

from core.machine import processor


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
