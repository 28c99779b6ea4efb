"""Python's collector of cyclic garbage, which must not hold up the window.

A full collection visits every object of the process and lets no thread run meanwhile. With PyTorch
and Qt loaded there are 450,000, nearly all of them modules, classes and functions that are never
garbage: a fifth of a second, seven times while the program starts and once in the first seconds of
training (measured).
"""

import gc


def pause() -> None:
    """Collect nothing until `go_on`, as while modules are loaded."""
    gc.disable()


def go_on() -> None:
    """Collect again, but never visit what exists by now."""
    gc.freeze()
    gc.enable()
