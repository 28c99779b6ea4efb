"""The splash: it waits for its first painting and not a moment longer."""

import time

from gui import splash
from gui.splash import Splash


def test_it_waits_no_longer_once_it_is_painted(qtbot, monkeypatch):
    monkeypatch.setattr(splash, "SPLASH_MS", 60_000)
    shown = Splash()
    qtbot.addWidget(shown)
    began_s = time.monotonic()
    shown.appear()
    assert time.monotonic() - began_s < 30
    assert shown.isVisible()
