"""Everything of Inkling that is not a window.

Importing this package tells OpenMP, before torch loads it, to let waiting threads sleep instead of
spin: with spinning threads, anything else that computes on the same cores slows training a
hundredfold (measured: 2,098 batches a second became 21). A value that the user has set is left
alone. It also has torch's libraries loaded from nobody else's folder, see
`core/machine/torch_libraries.py`.
"""

import os

from core.machine.torch_libraries import load_before_imports

os.environ.setdefault("OMP_WAIT_POLICY", "passive")
os.environ.setdefault("GOMP_SPINCOUNT", "0")
load_before_imports()
