"""What all tests share."""

import core  # noqa: F401 - before torch, because it settles how OpenMP's threads wait
from hypothesis import settings

settings.register_profile("inkling", deadline=None, max_examples=50)
settings.load_profile("inkling")
