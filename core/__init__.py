"""Everything of Inkling that is not a window.

Importing this package tells OpenMP, before torch loads it, to let waiting threads sleep instead of
spin: with spinning threads, anything else that computes on the same cores slows training a
hundredfold (measured: 2,098 batches a second became 21). It also has torch's libraries loaded from
nobody else's folder, see `core/machine/torch_libraries.py`, and keeps torch from reading files that
others have left for it. Values that the user has set are left alone.
"""

import os
import sys

from core.machine.torch_libraries import load_before_imports

os.environ.setdefault("OMP_WAIT_POLICY", "passive")
os.environ.setdefault("GOMP_SPINCOUNT", "0")
load_before_imports()

# Torch keeps compiled kernels in a temporary folder whose name everybody can guess, makes it on
# import, and reads orders there (2.14: `_inductor/runtime/cache_dir_utils.py`,
# `_inductor/compiler_bisector.py`). Inkling compiles none: the folder need only exist and belong to
# the system.
_SYSTEM_FOLDER = os.environ.get("SYSTEMROOT", r"C:\Windows") if sys.platform == "win32" else "/"
os.environ.setdefault("TORCHINDUCTOR_CACHE_DIR", _SYSTEM_FOLDER)
