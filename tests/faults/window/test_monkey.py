"""A monkey at the window: whatever it clicks and types, no exception, no hang, and a clean end.

    MONKEY_FIRST_SEED=100 python -m pytest tests/faults/window/test_monkey.py \\
        --hypothesis-profile=nightly                                   other events
"""

import logging
import os

import pytest
from hypothesis import settings
from PySide6.QtWidgets import QApplication

from tests.faults.window.monkey import Monkey
from tests.faults.window.test_closing import training

FIRST_SEED = int(os.environ.get("MONKEY_FIRST_SEED", "1"))
IS_LONG = settings().max_examples > 1000
EVENTS = 1000 if IS_LONG else 200
SEEDS = range(FIRST_SEED, FIRST_SEED + (5 if IS_LONG else 1))
AT_LEAST = 20  # events within a minute, or it hangs


@pytest.mark.timeout(900)  # what it has started trains beside it
@pytest.mark.parametrize("seed", SEEDS)
def test_a_monkey_finds_no_exception(seed, open_application, kept, outside, wait, caplog, request):
    caplog.set_level(logging.ERROR)
    for _ in range(2):
        kept()
    application = open_application()
    training(application)
    monkey = Monkey(application, seed, EVENTS)
    monkey.start()
    try:
        while not monkey.has_ended:
            due = max(0, monkey.left - AT_LEAST)
            wait(lambda due=due: monkey.left <= due)
        while front := QApplication.activePopupWidget() or QApplication.activeModalWidget():
            front.close()
            QApplication.processEvents()

        application.window.close()
        wait(lambda: not application.window.isVisible())
        assert [record for record in caplog.records if record.levelno >= logging.ERROR] == []
    finally:
        request.node.add_report_section("call", "last events", "\n".join(monkey.last))
