"""What all tests share."""

import os
import signal

from hypothesis import settings

import core  # noqa: F401 - before torch, because it settles how OpenMP's threads wait

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")  # no window flashes up, and none is needed

settings.register_profile("inkling", deadline=None, max_examples=50)
settings.register_profile(
    "nightly", deadline=None, max_examples=1200
)  # chosen with --hypothesis-profile=nightly
settings.load_profile("inkling")

if (
    signal.getsignal(signal.SIGINT) is signal.SIG_IGN
):  # as a shell starts what it puts into the background
    signal.signal(
        signal.SIGINT, signal.default_int_handler
    )  # programs under test would never hear of Ctrl+C
