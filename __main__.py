"""The same as `main.py`, for `python -m inkling` where Inkling is installed."""

import sys

from .main import run

if not sys.flags.safe_path:
    del sys.path[0]  # the current folder, where any name may be taken

if __name__ == "__main__":
    sys.exit(run())
