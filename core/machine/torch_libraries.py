"""Loading torch's libraries without stopping Python."""

import ctypes
import os
import platform
import sys
import threading
from importlib.util import find_spec
from pathlib import Path

# Those that `import torch` loads itself, in its order and its ways: symbols of the first are for
# all libraries, the second needs all that compute. Neither calls Python.
GLOBAL, REST = "libtorch_global_deps", "libtorch"

_loading = threading.Lock()


def load_torch_libraries() -> None:
    """Load the libraries that `import torch` is going to load, and let other threads run meanwhile.

    The import would load them for some 0.4 s in which no other thread executes Python, so that a
    window just opened would stay empty. A function called through `ctypes` leaves Python to the
    others. On Windows torch loads its libraries in this way itself. A library that cannot be loaded
    is left to the import, which says why. Threads that are about to import torch call this first:
    a second one waits for the first, and a later call finds all loaded.
    """
    if "torch" in sys.modules:
        return
    spec = find_spec("torch")
    if platform.system() == "Windows" or spec is None or spec.origin is None:
        return
    folder = Path(spec.origin).parent / "lib"
    suffix = ".dylib" if platform.system() == "Darwin" else ".so"
    with _loading:  # another call of the system's loader would wait for it and stop Python
        dlopen = ctypes.CDLL(None).dlopen
        dlopen.argtypes, dlopen.restype = (ctypes.c_char_p, ctypes.c_int), ctypes.c_void_p
        for name, mode in ((GLOBAL, os.RTLD_GLOBAL), (REST, os.RTLD_LOCAL)):
            dlopen(os.fsencode(folder / f"{name}{suffix}"), os.RTLD_LAZY | mode)
