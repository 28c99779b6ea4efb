"""Everything of Inkling that is not a window.

Importing this package tells OpenMP, before torch loads it, to let waiting threads sleep instead of
spin: with spinning threads, anything else that computes on the same cores slows training a
hundredfold (measured: 2,098 batches a second became 21). A value that the user has set is left
alone.
"""

import os

os.environ.setdefault("OMP_WAIT_POLICY", "passive")
os.environ.setdefault("GOMP_SPINCOUNT", "0")
