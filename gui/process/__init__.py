"""The process around the window: log, signals, uncaught exceptions, requirements.

Nothing here needs a window. Read `requirements.py` first.
"""
