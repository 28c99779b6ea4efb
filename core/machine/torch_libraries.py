"""Loading torch's libraries without stopping Python, and from nobody else's folder."""

import ctypes
import os
import platform
import sys
import threading
from collections.abc import Sequence
from contextlib import nullcontext
from importlib.abc import MetaPathFinder
from importlib.machinery import PathFinder
from pathlib import Path

from core.machine.current_folder import standing_in_root

# Those that `import torch` loads itself, in its order and its ways: symbols of the first are for
# all libraries, the second needs all that compute. Neither calls Python.
GLOBAL, REST = "libtorch_global_deps", "libtorch"
CLONE_FS = 0x200  # of Linux: a thread that no longer shares it has a current folder of its own

_loading = threading.Lock()


class _BeforeTorch(MetaPathFinder):
    """Loads torch's libraries just before torch is imported, whoever does that; finds nothing.

    Python lets no other thread look for a module meanwhile, so the loading must import nothing.
    """

    def find_spec(self, fullname: str, _path: object = None, _target: object = None) -> None:
        if fullname == "torch":
            load_torch_libraries()


def load_before_imports() -> None:
    """Have every import of torch in this process load the libraries first."""
    sys.meta_path.insert(0, _BeforeTorch())


def load_torch_libraries() -> None:
    """Load the libraries that `import torch` is going to load, and let other threads run meanwhile.

    The import would load them for some 0.4 s in which no other thread executes Python, so that a
    window just opened would stay empty. A function called through `ctypes` leaves Python to the
    others. On Windows torch loads its libraries in this way itself. A library that cannot be loaded
    is left to the import, which says why. Threads of the window that are about to import torch call
    this first, since while an import looks for a module no other thread can import any. A second
    one waits for the first, and a later call finds all loaded.

    One of NVIDIA's libraries (libcusparseLt 0.7 and 0.8, with `$ORIGIN:` as its RUNPATH) looks for
    `libcuda.so.1` in the current folder, and the system executes what it finds there. So this
    happens in a thread that stands in the root folder.
    """
    if "torch" in sys.modules:
        return
    spec = PathFinder.find_spec("torch")
    if platform.system() == "Windows" or spec is None or spec.origin is None:
        return
    folder = Path(spec.origin).parent / "lib"
    suffix = ".dylib" if platform.system() == "Darwin" else ".so"
    paths = [os.fsencode(folder / f"{name}{suffix}") for name in (GLOBAL, REST)]
    with _loading:  # another call of the system's loader would wait for it and stop Python
        loading = threading.Thread(target=_load, args=(paths,))
        try:
            loading.start()
        except RuntimeError:  # there is no memory for a thread, nor for torch
            return
        loading.join()


def _load(paths: Sequence[bytes]) -> None:
    """Load the libraries, in a thread that is there for nothing else."""
    system = ctypes.CDLL(None)
    dlopen = system.dlopen
    dlopen.argtypes, dlopen.restype = (ctypes.c_char_p, ctypes.c_int), ctypes.c_void_p
    is_apart = platform.system() == "Linux" and system.unshare(CLONE_FS) == 0
    if is_apart:
        os.chdir("/")
    with nullcontext() if is_apart else standing_in_root():  # containers may forbid to be apart
        for path, mode in zip(paths, (os.RTLD_GLOBAL, os.RTLD_LOCAL), strict=True):
            dlopen(path, os.RTLD_LAZY | mode)
