"""What all tests share."""

from hypothesis import settings

import core  # noqa: F401 - before torch, because it settles how OpenMP's threads wait

settings.register_profile("inkling", deadline=None, max_examples=50)
settings.register_profile("nightly", deadline=None, max_examples=1200)  # chosen with --hypothesis-profile=nightly
settings.load_profile("inkling")
