"""The same as `main.py`, for `python -m inkling` where Inkling is installed."""

import sys

if not sys.flags.safe_path:
    # the current folder, where any name may be taken, also of what Python itself imports
    del sys.path[0]

if __name__ == "__main__":
    from .main import run

    sys.exit(run())
