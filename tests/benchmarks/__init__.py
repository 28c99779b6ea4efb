"""Benchmarks: each is a command, ``python -m tests.benchmarks.NAME``, that prints a table.

Importing this package imports `core` first, so that OpenMP's helpers wait as they do in Inkling:
libgomp reads how when torch loads it, and some benchmarks import torch before anything of core.
"""

import core  # noqa: F401 - for what importing it does
