"""What a machine computes with, by which machines that compute alike are told from others."""

import hashlib
import json
from collections.abc import Mapping
from functools import cache
from pathlib import Path

from core.config.choices import DeviceKind

CODE = Path(__file__).parents[1]  # what decides the numbers; the window does not


@cache
def description() -> dict[str, str]:
    """Return the versions, the processor and the device of this machine, by name.

    Machines with equal descriptions are promised equal numbers.
    """
    from core.machine import devices
    from core.machine.environment import environment

    device = devices.resolve(DeviceKind.AUTO).type
    return {**environment(device), "device": device, "code": _code_hash()}


def kind_of(machine: Mapping[str, str]) -> str:
    """Return a name for machines with this description."""
    text = json.dumps(dict(machine), sort_keys=True)
    return "inkling-" + hashlib.sha256(text.encode()).hexdigest()[:16]


def differences(machine: Mapping[str, str], expected: Mapping[str, str]) -> str:
    """Return what a machine has instead of what is expected: ``torch 2.13.0 instead of 2.14.0``."""
    names = [name for name in {**expected, **machine} if machine.get(name) != expected.get(name)]
    return ", ".join(
        f"{name} {machine.get(name, '?')} instead of {expected.get(name, '?')}" for name in names
    )


def _code_hash() -> str:
    """Return the start of a hash of the code, since it changes more often than its version."""
    whole = hashlib.sha256()
    for file in sorted(CODE.rglob("*.py")):
        whole.update(file.relative_to(CODE).as_posix().encode())
        whole.update(file.read_bytes().replace(b"\r\n", b"\n"))
    return whole.hexdigest()[:12]
