"""The processor's cores and priorities."""

import os
import sys
import threading

import pytest

from core.machine.processor import BACKGROUND_NICENESS, begin_computing


@pytest.mark.skipif(
    sys.platform != "linux", reason="only Linux gives threads a niceness of their own"
)
def test_a_thread_in_the_background_leaves_the_others_as_they_are():
    found = []

    def work():
        begin_computing(gives_way=True)
        thread = threading.Thread(target=lambda: found.append(os.getpriority(os.PRIO_PROCESS, 0)))
        thread.start()
        thread.join()
        found.append(os.getpriority(os.PRIO_PROCESS, threading.get_native_id()))

    before = os.getpriority(os.PRIO_PROCESS, 0)
    thread = threading.Thread(target=work)
    thread.start()
    thread.join()
    assert found == [min(19, before + BACKGROUND_NICENESS)] * 2
    assert os.getpriority(os.PRIO_PROCESS, 0) == before
