"""Every benchmark, one after the other, in one table: ``python -m tests.benchmarks.report``; about
ten minutes.

With ``--peers`` other libraries that are installed train the same network, see
`tests.benchmarks.peers`.

Each is a process of its own. Nothing else should run on the machine meanwhile. The windows are
not shown, unless ``QT_QPA_PLATFORM`` says otherwise.
"""

import os
import platform
import subprocess
import sys
from importlib import metadata

from core.machine import processor
from tests.benchmarks.figures import Figure, table, told

SPEED = ("training", "denormals", "moments")
RESPONSIVENESS = ("starting", "resting", "lateness", "plane", "answering", "redraw", "filtering")
PEERS = ("peers",)


def measured(name: str) -> list[Figure]:
    """What a benchmark says, or that it failed."""
    command = [sys.executable, "-m", f"tests.benchmarks.{name}", "--json"]
    environment = {"QT_QPA_PLATFORM": "offscreen"} | os.environ
    done = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)
    if not done.stdout:
        return [
            Figure(f"`{name}` failed", done.stderr.strip().splitlines()[-1], "to run", is_met=False)
        ]
    return told(done.stdout)


def main() -> None:
    """Print the tables."""
    versions = f"Python {platform.python_version()}, PyTorch {metadata.version('torch')}"
    print(f"{processor.name()}, {processor.cores()} cores, {versions}")  # noqa: T201 - its output
    tables = {"Speed": SPEED, "Responsiveness": RESPONSIVENESS}
    if "--peers" in sys.argv:
        tables["Other libraries"] = PEERS
    for title, names in tables.items():
        figures = [figure for name in names for figure in measured(name)]
        print(f"\n### {title}\n\n{table(figures)}")  # noqa: T201


if __name__ == "__main__":
    main()
