"""The memory of this process, as Linux counts it."""

from pathlib import Path


def memory_mb() -> dict[str, float]:
    """Megabytes by the names that Linux gives them, such as ``VmRSS``."""
    lines = Path("/proc/self/status").read_text(encoding="ascii").splitlines()
    fields = (line.split() for line in lines if line.endswith(" kB"))
    return {name.rstrip(":"): int(kilobytes) * 1024 / 1e6 for name, kilobytes, _unit in fields}
